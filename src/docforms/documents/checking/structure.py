"""Check how the elements follow each other: their order, the room around them, attachments, signature, 版记."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Literal

from docforms.documents.checking import measuring, standard
from docforms.documents.checking.headings import TEXTS, heading_deviations
from docforms.documents.checking.model import Deviation
from docforms.documents.checking.package import Paragraph, q, value_of
from docforms.documents.checking.paper import COPIES, Paper, Printed, deviation
from docforms.documents.checking.standard import (
    ANNEX,
    CHARACTERS_OF_LINE,
    COPIES_RULE,
    ELEMENTS,
    ORGAN_MIDDLE,
    PRINTED,
    SIGNATURE,
    TITLE,
    Span,
)
from docforms.documents.wml import Element as Node
from docforms.i18n import _

SLACK: Final = 0.1
SIDES: Final[tuple[Literal['left', 'right'], ...]] = ('left', 'right')
DATES: Final = frozenset({'SignDate', 'SignDateLong'})
ORDER: Final = (
    ('Mark', 'MarkLong'), ('Number', 'LetterNumber'), ('Title', 'TitleTop'), ('Addressee',), tuple(sorted(TEXTS)),
    ('Attachment', 'AttachmentFirst', 'AttachmentNext'), ('SignOrgan', 'SignOrganLong'),
    ('SignDate', 'SignDateLong'), ('Note',), ('AnnexLabel',), ('CopyTo', 'LetterCopyTo'),
)  # fmt: skip
RANKS: Final = {role: rank for rank, roles in enumerate(ORDER) for role in roles}
BREAKS: Final = frozenset({'nextPage', 'oddPage', 'evenPage'})


def structure_deviations(paper: Paper) -> Iterator[Deviation]:
    """Check the order and the surroundings of elements."""
    for printed in paper.printings:
        yield from heading_deviations(paper, printed)
        yield from _gaps(paper, printed)
        yield from _order(printed)
        yield from _annexes(paper, printed)
        yield from _signature(paper, printed)
    if paper.kind == 'document':
        yield from _copies(paper)


# Room around elements ----------------------------------------------------------------------------


def _gaps(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    """Check the blank lines that the standard counts."""
    for (above, role_above), (paragraph, role) in pairwise(printed if paper.kind != 'form' else ()):
        gap = _gap(paper, above, paragraph)
        for first, second, span, clause in RULES:
            if role_above in first and role in second and not _within(gap, span):
                names = _(ELEMENTS[role_above].name), _(ELEMENTS[role].name)
                yield _gap_deviation(paragraph, names, span, gap, clause)
    if paper.kind == 'letter' and printed and printed[0][1] == 'Title':
        paragraph = printed[0][0]
        gap = _side(paper, paragraph, 'before')
        if not _within(gap, standard.TITLE_ABOVE):
            yield _gap_deviation(paragraph, (_("版头"), _("标题")), standard.TITLE_ABOVE, gap, TITLE)


HEADS: Final = frozenset({'Number', 'LetterNumber'})
TITLES: Final = frozenset({'Title', 'TitleTop'})
RULES: Final[tuple[tuple[frozenset[str], frozenset[str], Span, str], ...]] = (
    (frozenset({'Mark', 'MarkLong'}), frozenset({'Number'}), standard.NUMBER_BELOW_MARK, standard.NUMBER),
    (HEADS, TITLES, standard.TITLE_ABOVE, TITLE),
    (TITLES, frozenset({'Addressee'}), standard.TITLE_BELOW, standard.ADDRESSEE),
    (TEXTS, frozenset({'Attachment', 'AttachmentFirst'}), standard.ATTACHMENTS_ABOVE, standard.ATTACHMENTS),
    # A form that is a paper of its own is set like the form of the regulation.
    (frozenset({'AnnexLabel'}), TITLES | {'FormTitle'}, standard.ANNEX_TITLE_ABOVE, ANNEX),
)


def _gap(paper: Paper, above: Paragraph, below: Paragraph) -> float:
    """Give the room between two paragraphs in lines: the sum of what both leave free."""
    return _side(paper, above, 'after') + _side(paper, below, 'before')


def _side(paper: Paper, paragraph: Paragraph, which: Literal['before', 'after']) -> float:
    return measuring.gap(paper.layering.paragraph(paragraph), which, standard.LINE).value


def _within(value: float, span: Span) -> bool:
    return span[0] - SLACK <= value <= span[1] + SLACK


def _gap_deviation(paragraph: Paragraph, names: tuple[str, str], span: Span, found: float, clause: str) -> Deviation:
    expected = f'{span[0]:g}' if span[0] == span[1] else f'{(span[0] + span[1]) / 2:g}'
    message = _("{above}与{below}之间应空 {expected} 行，现为 {found} 行").format(
        above=names[0], below=names[1], expected=expected, found=f'{round(found, 2):g}'
    )
    return deviation('gap', clause, paragraph.place, message, _("请改样式的段前、段后间距，不要用空行"))


# Order -------------------------------------------------------------------------------------------


def _order(printed: Printed) -> Iterator[Deviation]:
    """Find elements that stand behind one they should come before; attachments have an order of their own."""
    signed = False
    last: tuple[Paragraph, str] | None = None
    for paragraph, role in printed:
        if role == 'NewPage' and signed and (last is None or last[1] not in COPIES):
            last = (paragraph, 'AnnexLabel')
        if role not in RANKS or (last is not None and last[1] == 'AnnexLabel' and _is_of_annex(role, signed=signed)):
            continue
        if last is None or RANKS[role] >= RANKS[last[1]]:
            last = (paragraph, role)
        elif last[1] == 'AnnexLabel':
            message, remedy = _("附件应在署名、成文日期和附注之后"), _("请把附件整体移到成文日期和附注之后、版记之前")
            yield deviation('order', ANNEX, last[0].place, message, remedy)
            return
        else:
            names = _(ELEMENTS[role].name), _(ELEMENTS[last[1]].name)
            message = _("{element}应在{other}之前").format(element=names[0], other=names[1])
            yield deviation('order', ELEMENTS[role].clause, paragraph.place, message, _("请把它移到前面"))
            if last[1] in COPIES:
                return
        signed = signed or role in DATES


def _is_of_annex(role: str, *, signed: bool) -> bool:
    """Tell whether an element behind the label of an attachment belongs to it; after the signature everything does."""
    return role not in COPIES and (signed or role in TITLES | TEXTS)


# Attachments, signature, copies ------------------------------------------------------------------


def _annexes(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    signed = False
    for place, (paragraph, role) in enumerate(printed):
        above, role_above = printed[place - 1] if place else (None, 'NewPage')
        if role == 'AnnexLabel' and role_above != 'NewPage' and not _on_new_page(paper, above, paragraph):
            message, remedy = _("附件应另面编排，这里接排在正文之后"), _("请在附件标记之前另起一页")
            yield deviation('annex-page', ANNEX, paragraph.place, message, remedy)
        elif signed and role not in {'AnnexLabel', 'NewPage', *COPIES} and role_above == 'NewPage':
            message = _("另起的一页应以“附件”及顺序号开头")
            yield deviation('annex-label', ANNEX, paragraph.place, message, _("请在第一行加样式为“附件标记”的“附件”"))
        signed = signed or role in DATES


def _on_new_page(paper: Paper, above: Paragraph | None, paragraph: Paragraph) -> bool:
    if paper.begins_page(paragraph):
        return True
    before = paragraph.element.getprevious()
    between = [paragraph.element]
    while before is not None and (above is None or before is not above.element):
        between.append(before)
        before = before.getprevious()
    if above is not None:
        between.append(above.element)
    return any(_breaks_page(each) for each in between)


def _breaks_page(element: Node) -> bool:
    if any(value_of(each, 'type') == 'page' for each in element.iter(q('br'))):
        return True
    section = element.find(f'{q("pPr")}/{q("sectPr")}')
    return section is not None and (value_of(section.find(q('type'))) or 'nextPage') in BREAKS


def _signature(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    """Check that the organ's name is centred over the date: where a date of usual length is, or over its own."""
    for place, (paragraph, role) in enumerate(printed):
        if not role.startswith('SignOrgan') or _align(paper, paragraph) != 'center':
            continue
        date = next((each for each, other in printed[place:] if other == 'SignDateLong'), None)
        middle = _middle(paper, paragraph)
        span = ORGAN_MIDDLE
        if role == 'SignOrganLong' and date is not None:
            span = (_middle(paper, date),) * 2
        if not _within(middle, span):
            message = _("署名应以成文日期为准居中，现在中心距左边 {found} 字，应为 {expected} 字").format(
                found=f'{round(middle, 2):g}', expected=f'{round(sum(span) / 2, 2):g}'
            )
            remedy = _("请改样式“{style}”的左缩进").format(style=paper.layering.name(paragraph.style))
            yield deviation('organ', SIGNATURE, paragraph.place, message, remedy)


def _align(paper: Paper, paragraph: Paragraph) -> str:
    return measuring.align(paper.layering.paragraph(paragraph)).value


def _middle(paper: Paper, paragraph: Paragraph) -> float:
    """Give the middle between the indents of a paragraph, in characters from the left edge of the type area."""
    layers, character = paper.layering.paragraph(paragraph), paper.layering.character
    left, right = (measuring.side(layers, which, character).value for which in SIDES)
    return left + (CHARACTERS_OF_LINE - left - right) / 2


def _copies(paper: Paper) -> Iterator[Deviation]:
    """Check the rules and the last line of the 版记; a letter has neither."""
    body = [paragraph for paragraph, _role in paper.body]
    places = [
        place for place, (paragraph, role) in enumerate(paper.body) if role in COPIES and paragraph.visible.strip()
    ]
    if not places:
        return
    first, last = places[0], places[-1]
    above = _is_ruled(paper, body[first], 'top') or (first > 0 and _is_ruled(paper, body[first - 1], 'bottom'))
    below = any(_is_ruled(paper, each, 'bottom') for each in body[last : last + 2])
    for is_ruled, place in ((above, first), (below, last)):
        if not is_ruled:
            message = _("版记的首条和末条应有与版心等宽的分隔线")
            yield deviation('copies-rule', COPIES_RULE, body[place].place, message, _("请在版记的上、下各加一条分隔线"))
    if not body[last].visible.rstrip().endswith('印发'):
        message = _("版记的最后一行应为印发机关和印发日期")
        yield deviation('printed', PRINTED, body[last].place, message, _("请在抄送之下加一行印发机关和“×年×月×日印发”"))


def _is_ruled(paper: Paper, paragraph: Paragraph, which: Literal['top', 'bottom']) -> bool:
    """Tell whether there is a line on this side of a paragraph, or of the table it stands in."""
    table = next(paragraph.element.iterancestors(q('tbl')), None)
    if table is None:
        return measuring.border(paper.layering.paragraph(paragraph), which).value is not None
    line = table.find(f'{q("tblPr")}/{q("tblBorders")}/{q(which)}')
    return (value_of(line) or 'nil') not in {'nil', 'none'}
