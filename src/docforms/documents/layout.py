"""Pages of GB/T 9704—2012: paper, type area, and what stands at the head and foot of each kind of paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from docforms.documents.table import Cell, Row, floating
from docforms.documents.wml import Element, R, page_field, paragraph, run, twips, w

# Millimetres (requirements D1).
PAPER: Final = (210, 297)
TOP: Final = 37
BOTTOM: Final = 35
LEFT: Final = 28
RIGHT: Final = 26
TYPE_AREA: Final = 156
# A form is a page of its own: it takes room above and below so that the grid stays on one page.
FORM_TOP: Final = 28
FORM_BOTTOM: Final = 22

# 225 mm in 22 lines, in twips. The 28 characters of a line come from the character spacing of 正文: LibreOffice gives
# a character two cells of a character grid (type linesAndChars) whose cell is narrower than it, as 156 mm / 28 is.
GRID_PITCH: Final = 579

# The mark of a letter has its upper edge 30 mm from the paper's; the line it is set on begins a little above.
LETTER_HEAD: Final = 28.8
# The lower double rule of a letter is 20 mm from the paper's edge.
LETTER_FOOT: Final = 20.0
# The dash of the page number is 7 mm below the type area, in the middle of a line 5.6 mm high.
NUMBER_LINE: Final = 5.6
PAGE_NUMBER_FOOT: Final = BOTTOM - 7 - NUMBER_LINE / 2
# Room for it on a lying page, where it runs along the edge.
NUMBER_LENGTH: Final = 40

FootKind = Literal['letter', 'numbered', 'none']
Where = Literal['default', 'even', 'first']


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of setting a paper.

    `title` is the style of its title, `mark` that of the issuing organ's mark above it, `number` that of its
    document number; None where it has none. `addressee` tells whether it may be addressed to anybody; `clauses`
    counts the first level of headings as clauses do; `gridded` lays text on the grid of 22 lines.
    """

    name: str
    title: str
    mark: str | None = None
    number: str | None = None
    foot: FootKind = 'numbered'
    addressee: bool = True
    clauses: bool = False
    gridded: bool = True


LAYOUTS: Final = {
    layout.name: layout
    for layout in (
        Layout('letter', 'Title', mark='LetterMark', number='LetterNumber', foot='letter'),
        Layout('document', 'Title', mark='Mark', number='Number'),
        Layout('public', 'TitleTop', mark='Mark', number='Number', addressee=False),
        Layout('agreement', 'TitleTop', clauses=True),
        Layout('record', 'FormTitle', gridded=False),
        Layout('sheet', 'FormTitle', foot='none', gridded=False),
    )
}


SIDES: Final[tuple[tuple[Where, str], ...]] = (('default', 'FooterOdd'), ('even', 'FooterEven'))


@dataclass(frozen=True, slots=True)
class Margin:
    """A header or footer: on which pages it stands and its paragraphs."""

    kind: Literal['header', 'footer']
    pages: Where
    paragraphs: tuple[Element, ...]


def feet(layout: Layout, *, covered: bool = False, landscape: bool = False) -> tuple[Margin, ...]:
    """Give the footers of a layout; a cover bears no number, but is counted."""
    if layout.foot == 'none':
        return ()
    after = twips(PAGE_NUMBER_FOOT - LETTER_FOOT) if layout.foot == 'letter' else 0
    numbered = tuple(
        Margin('footer', pages, _turned(style) if landscape else (_page_number(style, after),))
        for pages, style in SIDES
    )
    if layout.foot == 'letter':
        return (*numbered, Margin('footer', 'first', (paragraph('LetterThin'), paragraph('LetterThick'))))
    return (*numbered, Margin('footer', 'first', (paragraph('FooterOdd'),))) if covered else numbered


def feet_inside(layout: Layout, *, landscape: bool) -> tuple[Margin, ...]:
    """Give the footers of pages inside a document, none of which is its first."""
    return tuple(margin for margin in feet(layout, landscape=landscape) if margin.pages != 'first')


def type_area(*, landscape: bool) -> int:
    """Give the width of the type area in millimetres."""
    return PAPER[1] - TOP - BOTTOM if landscape else TYPE_AREA


def letter_head(mark: Sequence[Element]) -> Margin:
    """Give the head of a letter's first page: the mark, then its double rule, thick above thin."""
    return Margin('header', 'first', (*mark, paragraph('LetterThin')))


def foot_frame() -> Element:
    """Put a paragraph at the bottom of the type area of the page it falls on (版记)."""
    place = {'vAnchor': 'margin', 'hAnchor': 'margin', 'xAlign': 'left', 'yAlign': 'bottom'}
    return w('framePr', w=twips(TYPE_AREA), hRule='auto', wrap='around', **place)


def section(layout: Layout, margins: Sequence[tuple[Margin, str]], *, landscape: bool = False) -> Element:
    """Give the section properties; `margins` pairs each header and footer with its relationship id."""
    element = w('sectPr')
    for margin, relation in margins:
        reference = w(f'{margin.kind}Reference', type=margin.pages)
        reference.set(f'{{{R}}}id', relation)
        element.append(reference)
    width, height = (twips(side) for side in (reversed(PAPER) if landscape else PAPER))
    size = w('pgSz', w=width, h=height)
    if landscape:
        size.set(f'{{{size.nsmap["w"]}}}orient', 'landscape')
    element.append(size)
    element.append(_page_margins(layout, landscape=landscape))
    if any(margin.pages == 'first' for margin, _relation in margins):
        element.append(w('titlePg'))
    if layout.gridded:
        element.append(w('docGrid', type='lines', linePitch=GRID_PITCH))
    else:
        element.append(w('docGrid', linePitch=312))
    return element


def _page_margins(layout: Layout, *, landscape: bool) -> Element:
    """Give the margins; a landscape page is a portrait one turned so that its head is at the binding side."""
    letter = layout.foot == 'letter'
    above, below = (TOP, BOTTOM) if layout.gridded else (FORM_TOP, FORM_BOTTOM)
    top, right, bottom, left = (LEFT, TOP, RIGHT, BOTTOM) if landscape else (above, RIGHT, below, LEFT)
    sides = {'top': twips(top), 'right': twips(right), 'bottom': twips(bottom), 'left': twips(left)}
    head = twips(LETTER_HEAD if letter else 15)
    foot = twips(LETTER_FOOT if letter else min(PAGE_NUMBER_FOOT, bottom - 10))
    return w('pgMar', **sides, header=head, footer=foot, gutter=0)


def _page_number(style: str, after: int) -> Element:
    """Set the page number between two dashes; `after` lifts it above the place of a letter's rules."""
    lift = (w('spacing', after=after),) if after else ()
    return paragraph(style, run('— '), *page_field(), run(' —'), extra=lift)


def _turned(style: str) -> tuple[Element, ...]:
    """Set the page number of a lying page where a standing one has it: at the left edge, running down.

    The page is turned so that its head is at the binding side, and at the other side of an even page (GB/T 9704, 8).
    """
    # Odd numbers end at the lower end of the type area, even ones begin at the upper one.
    top = PAPER[0] - RIGHT - NUMBER_LENGTH if style == 'FooterOdd' else LEFT
    cell = Cell((_page_number(style, 0),), downwards=True)
    return (
        floating([NUMBER_LINE], Row((cell,), height=NUMBER_LENGTH), left=PAGE_NUMBER_FOOT, top=top),
        paragraph('FormGap'),
    )
