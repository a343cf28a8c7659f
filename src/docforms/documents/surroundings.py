"""Set what stands around the text of a paper: cover, head, title, attachments, signature and 版记."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Final, TypeVar

from docforms.documents.front_matter import FrontMatter
from docforms.documents.inline_text import composed
from docforms.documents.layout import BOTTOM, LEFT, TYPE_AREA, Layout, Margin, feet, foot_frame, letter_head, type_area
from docforms.documents.styles import (
    LETTER_MARK_LIMITS,
    LONG_ORGAN_LIMIT,
    MARK_LIMITS,
    ORGAN_LIMIT,
    SIZE_3,
    TAB_OF_COPIES,
)
from docforms.documents.table import Cell, Row, foot_table, table
from docforms.documents.title import POINTS_PER_MM, broken, line_limit, longer
from docforms.documents.wml import (
    TAG,
    Element,
    block_tag,
    keep_with_next,
    paragraph,
    run,
    runs,
    style_of,
    text_paragraph,
    twips,
    w,
)
from docforms.expressions.words import width

Part = TypeVar('Part')

# Millimetres: the lines to fill in on a cover, and what a cell adds to its text.
COVER_WIDTH: Final = 150
COVER_ROW: Final = 13
CELL_PADDING: Final = 4


def margins(front: FrontMatter, layout: Layout) -> tuple[Margin, ...]:
    """Give headers and footers."""
    below = feet(layout, covered=bool(front.cover), landscape=front.landscape)
    if layout.mark != 'LetterMark':
        return below
    return (letter_head(list(_mark(front.mark, 'LetterMark', LETTER_MARK_LIMITS))), *below)


def head(front: FrontMatter, layout: Layout, area: float) -> Iterator[Element]:
    """Give what stands above the text: cover, or mark, document number and title; then the addressee."""
    red_head = bool(layout.mark and front.mark)
    if layout.mark == 'Mark' and red_head:
        yield from _mark(front.mark, 'Mark', MARK_LIMITS)
    if layout.number and (front.number or (layout.mark == 'Mark' and red_head)):
        yield text_paragraph(layout.number, front.number)
    if front.cover:
        yield from _cover(front, area)
    else:
        style = 'Title' if red_head and layout.title == 'TitleTop' else layout.title
        yield _title(front, style, area)
    if front.to:
        yield from _unless_empty(front.to, text_paragraph('Addressee', f'{front.to}：'), block_tag)


def _mark(text: str, style: str, limits: tuple[int, int]) -> Iterator[Element]:
    return _by_length(
        text,
        limits,
        lambda name: [text_paragraph(style, name)],
        lambda name: [text_paragraph(f'{style}Long', name)],
    )


def _title(front: FrontMatter, style: str, area: float) -> Element:
    title = broken(front.title, line_limit(style, area), front.words)
    return paragraph(style, *runs(title), *_subtitle(front.subtitle))


def _subtitle(text: str) -> Iterator[Element]:
    """Set what stands below a title as its last line, in a face of its own."""
    parts = composed(text)
    if parts.condition:
        yield run(f'{{{{ ("\\u000a" ~ {parts.term}) if {parts.condition} else "" }}}}', 'TitleNote')
    elif text:
        yield from runs(f'\n{text}', 'TitleNote')


def _cover(front: FrontMatter, area: float) -> Iterator[Element]:
    """Set a cover: the title, and lines with the main facts to read or fill in."""
    yield _title(front, 'CoverTitle', area)
    labels = max(width(label) for label, _value in front.cover) + 1
    first = labels * SIZE_3 / POINTS_PER_MM + CELL_PADDING
    rows = (
        Row((_cover_cell('CoverLabel', f'{label}：'), _cover_cell('CoverText', value, lined=True)), height=COVER_ROW)
        for label, value in front.cover
    )
    yield table((first, COVER_WIDTH - first), rows, ruled=False)
    yield paragraph('NewPage')


def _cover_cell(style: str, text: str, *, lined: bool = False) -> Cell:
    return Cell((text_paragraph(style, text.strip(' \n')),), lined=lined, aligned='bottom')


def attachments(front: FrontMatter) -> Iterator[Element]:
    """List the attachments; one alone bears no number."""
    if front.listed:
        yield from _listed(front.listed)
    elif len(front.attachments) == 1:
        yield text_paragraph('Attachment', f'附件：{front.attachments[0]}')
    else:
        for number, name in enumerate(front.attachments, start=1):
            yield _numbered(str(number), name, first=number == 1)


def _listed(expression: str) -> Iterator[Element]:
    """List attachments whose names are known only when the template is filled."""
    yield block_tag(f'for attachment in ({expression}) | default([])')
    yield block_tag('if loop.length == 1')
    yield text_paragraph('Attachment', '附件：{{ attachment }}')
    yield block_tag('elif loop.first')
    yield _numbered('1', '{{ attachment }}', first=True)
    yield block_tag('else')
    yield _numbered('{{ loop.index }}', '{{ attachment }}', first=False)
    yield block_tag('endif')
    yield block_tag('endfor')


def _numbered(number: str, name: str, *, first: bool) -> Element:
    style, label = ('AttachmentFirst', '附件：') if first else ('AttachmentNext', '')
    return paragraph(style, *runs(f'{label}{number}.'), w('r', w('tab')), *runs(name))


def annex_head(front: FrontMatter, number: int, area: float, *, new_page: bool) -> Iterator[Element]:
    """Begin an attachment: its label on the first line of a page, its title on the third."""
    label = '附件' if len(front.attachments) == 1 else f'附件{number}'
    yield paragraph('AnnexLabel', run(label), extra=(w('pageBreakBefore'),) if new_page else ())
    title = broken(front.attachments[number - 1], line_limit('TitleTop', area), front.words)
    yield text_paragraph('TitleTop', title)


def signature(front: FrontMatter, area: float) -> Iterator[Element]:
    """Give what stands below the text and the list of its attachments: signature and note."""
    if front.parties:
        gap = paragraph('Party')
        keep_with_next(gap)
        yield gap
        yield table([area / len(front.parties)] * len(front.parties), _side_by_side(front.parties), ruled=False)
    signed = list(_signed(front))
    if front.note:
        for element in signed:
            if style_of(element).startswith('SignDate'):
                keep_with_next(element)
    yield from signed
    if front.note:
        yield from _unless_empty(front.note, text_paragraph('Note', f'（{front.note}）'), block_tag)


def _side_by_side(parties: Sequence[str]) -> Iterator[Row]:
    """Set each line of one party level with that of the others, however long the names above are."""
    lines = list(zip_longest(*(party.strip(' \n').split('\n') for party in parties), fillvalue=''))
    for number, line in enumerate(lines, start=1):
        cells = tuple(Cell((text_paragraph('Party', text.strip(' ')),), aligned='top') for text in line)
        if number < len(lines):
            for cell in cells:
                keep_with_next(cell.paragraphs[0])
        yield Row(cells)


def _signed(front: FrontMatter) -> Iterator[Element]:
    def dated(style: str) -> list[Element]:
        return [text_paragraph(style, front.date)] if front.date else []

    if not front.organ:
        yield from dated('SignDate')
        return
    yield from _by_length(
        front.organ,
        (ORGAN_LIMIT, LONG_ORGAN_LIMIT),
        lambda name: [text_paragraph('SignOrgan', name), *dated('SignDate')],
        lambda name: [text_paragraph('SignOrganLong', name), *dated('SignDateLong')],
    )


def copies(front: FrontMatter, layout: Layout, *, landscape: bool) -> Iterator[Element]:
    """Give the 版记 at the foot of the last page: who gets a copy, who prints it and when; of a letter, no rules."""
    sent = f'抄送：{front.cc.rstrip("。")}。'
    if layout.foot == 'letter':
        if front.cc:
            yield from _unless_empty(front.cc, text_paragraph('CopyTo', sent, extra=(foot_frame(),)), block_tag)
            yield paragraph('FormGap')
        return
    rows: list[Row] = []
    if front.cc:
        rows += _unless_empty(front.cc, Row((Cell((text_paragraph('CopyTo', sent),)),)), lambda tag: Row(tag=tag))
    if front.issuer or front.issued:
        printed = (*runs(front.issuer), w('r', w('tab')), *runs(front.issued), run('印发'))
        rows.append(Row((Cell((paragraph('CopyTo', *printed, extra=_wide_tab() if landscape else ()),)),)))
    if rows:
        # Lying pages have the foot of the standing ones at their left.
        yield foot_table(type_area(landscape=landscape), BOTTOM if landscape else LEFT, rows)
        # What floats is on the page of the paragraph behind it.
        yield paragraph('FormGap')


def _wide_tab() -> tuple[Element]:
    """Move the stop for the date of printing to the right edge of a lying page."""
    stop = twips(TYPE_AREA) - TAB_OF_COPIES
    end = twips(type_area(landscape=True)) - stop
    return (w('tabs', w('tab', val='clear', pos=TAB_OF_COPIES), w('tab', val='right', pos=end)),)


def _by_length(
    text: str,
    limits: tuple[int, int],
    short: Callable[[str], Sequence[Element]],
    long: Callable[[str], Sequence[Element]],
) -> Iterator[Element]:
    """Set a name in one of two ways by its length; of a template value it is known only when it is filled in.

    `limits` are the most characters of a short name, and of a line of a long one.
    """
    parts = composed(text)
    widest = width(text) if TAG.search(text) is None else parts.longest
    if widest is not None:
        yield from short(text) if widest <= limits[0] else long(broken(text, limits[1]))
        return
    yield block_tag(f'if {longer(parts, limits[0])}')
    yield from long(broken(text, limits[1]))
    yield block_tag('else')
    yield from short(text)
    yield block_tag('endif')


def _unless_empty(text: str, part: Part, tagged: Callable[[str], Part]) -> Iterator[Part]:
    """Leave a part out where a text comes to nothing; `tagged` makes a part of a block tag."""
    condition = composed(text).condition
    if condition:
        yield tagged(f'if {condition}')
    yield part
    if condition:
        yield tagged('endif')
