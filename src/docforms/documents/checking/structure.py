"""Check how the elements follow each other: levels of headings, the room around titles, attachments, signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from docforms.documents.checking import measuring, standard
from docforms.documents.checking.elements import face_text
from docforms.documents.checking.layering import DIRECT
from docforms.documents.checking.model import Deviation
from docforms.documents.checking.package import Paragraph, q, value_of
from docforms.documents.checking.paper import Paper, deviation
from docforms.documents.checking.standard import (
    ANNEX,
    BODY,
    CHARACTERS_OF_LINE,
    COPIES_RULE,
    ELEMENTS,
    FACES,
    LEVEL_EXAMPLES,
    LEVEL_FORMATS,
    ORGAN_MIDDLE,
    PRINTED,
    SIGNATURE,
    TITLE,
    Span,
)
from docforms.documents.styles import HEADINGS
from docforms.documents.wml import Element as Node
from docforms.i18n import _

Printed = Sequence[tuple[Paragraph, str]]

COUNTED: Final = '[一二三四五六七八九十百]+'
TYPED: Final = tuple(
    re.compile(pattern) for pattern in (rf'{COUNTED}、', rf'（{COUNTED}）', r'\d{1,2}[.．](?!\d)', r'（\d{1,2}）')
)
# Marks that look like those of a level and are none.
WRONG_MARK: Final = re.compile(
    rf'(?:{COUNTED}[.．,，]|\({COUNTED}\)|（{COUNTED}）、|\(\d{{1,2}}\)|\d{{1,2}}、|第{COUNTED}、)(?=\S)'
)
TEXTS: Final = frozenset({'BodyIndent', 'ListItem', *HEADINGS})
SLACK: Final = 0.1
ORDER: Final = (
    ('Mark',), ('Number', 'LetterNumber'), ('Title', 'TitleTop'), ('Addressee',), tuple(sorted(TEXTS)),
    ('Attachment', 'AttachmentFirst', 'AttachmentNext'), ('SignOrgan', 'SignOrganLong'), ('SignDate',), ('Note',),
    ('AnnexLabel',), ('CopyTo',),
)  # fmt: skip
RANKS: Final = {role: rank for rank, roles in enumerate(ORDER) for role in roles}
BREAKS: Final = frozenset({'nextPage', 'oddPage', 'evenPage'})


def structure_deviations(paper: Paper) -> Iterator[Deviation]:
    """Check the order and the surroundings of elements."""
    printed = paper.printed()
    yield from _levels(printed)
    yield from _marks(paper, printed)
    yield from _gaps(paper, printed)
    yield from _order(printed)
    yield from _annexes(paper, printed)
    yield from _signature(paper, printed)
    if paper.kind == 'document':
        yield from _copies(paper, printed)


# Headings ----------------------------------------------------------------------------------------


def _levels(printed: Printed) -> Iterator[Deviation]:
    """Find levels that are left out; a text of two levels may go from 一、 to 1."""
    used = {role for _paragraph, role in printed}
    allowed = [level for level in HEADINGS if level in used or level != 'Heading2']
    if not used & {'Heading3'} or used & {'Heading2', 'Heading4'}:
        allowed = list(HEADINGS)
    depth = 0
    for paragraph, role in printed:
        if role in {'AnnexLabel', 'NewPage'}:
            depth = 0
        if role not in HEADINGS:
            continue
        level = allowed.index(role) + 1
        if level > depth + 1:
            expected, found = LEVEL_EXAMPLES[HEADINGS.index(allowed[depth])], LEVEL_EXAMPLES[HEADINGS.index(role)]
            message = _("层次跳级：“{found}”之前缺少“{expected}”一级").format(found=found, expected=expected)
            yield deviation('level', BODY, paragraph.place, message, _("请依次使用 一、（一）1.（1）"))
        depth = level


def _marks(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    told: set[str] = set()
    for paragraph, role in printed:
        if role not in TEXTS:
            continue
        text = paragraph.visible.strip()
        level = paper.layering.numbering(paragraph)
        if role in HEADINGS:
            place = HEADINGS.index(role)
            if level is None:
                yield from _typed(paragraph, text, place)
            else:
                if role not in told or level.owner == DIRECT:
                    yield from _automatic(paper, paragraph, level.value, place)
                told.add(role)
        yield from _mark_of_text(paragraph, text, role, numbered=level is not None)


def _mark_of_text(paragraph: Paragraph, text: str, role: str, *, numbered: bool) -> Iterator[Deviation]:
    typed = next((pattern.match(text) for pattern in TYPED if pattern.match(text)), None)
    wrong = WRONG_MARK.match(text)
    if wrong is not None:
        message = _("序数“{found}”写法不合规定").format(found=wrong[0])
        yield deviation('mark', BODY, paragraph.place, message, _("请依次使用 一、（一）1.（1）"))
    elif typed is not None and numbered:
        message = _("自动编号之外又写了序数“{found}”，会印成两个").format(found=typed[0])
        yield deviation('mark', BODY, paragraph.place, message, _("请删去手写的序数"))
    elif typed is not None and role in {'BodyIndent', 'ListItem'} and TYPED.index(typed.re) < 2:
        level = TYPED.index(typed.re)
        face = ELEMENTS[HEADINGS[level]].face
        message = _("“{found}”一级的标题应使用{face}，这里是正文").format(found=typed[0], face=face_text(face))
        remedy = _("请改用样式“{style}”，并删去手写的序数").format(style=f'heading {level + 1}')
        yield deviation('heading', BODY, paragraph.place, message, remedy)


def _typed(paragraph: Paragraph, text: str, place: int) -> Iterator[Deviation]:
    """Check the number an author typed before a heading that has no automatic one."""
    if not TYPED[place].match(text) and not WRONG_MARK.match(text):
        message = _("这一级标题应以“{mark}”样式的序数开头").format(mark=LEVEL_EXAMPLES[place])
        yield deviation('mark', BODY, paragraph.place, message, _("请恢复标题样式的自动编号，或写上序数"))


def _automatic(paper: Paper, paragraph: Paragraph, level: Node, place: int) -> Iterator[Deviation]:
    formats, pattern = LEVEL_FORMATS[place]
    text = re.sub(r'%\d', '{}', value_of(level.find(q('lvlText'))) or '').replace('．', '.')
    style = paper.layering.name(paragraph.style)
    remedy = _("请在“多级列表”中改正样式“{style}”的编号").format(style=style)
    if text != pattern or (value_of(level.find(q('numFmt'))) or 'decimal') not in formats:
        message = _("这一级标题的自动编号应为“{mark}”样式").format(mark=LEVEL_EXAMPLES[place])
        yield deviation('mark', BODY, paragraph.place, message, remedy)
    fonts = level.find(f'{q("rPr")}/{q("rFonts")}')
    face = value_of(fonts, 'eastAsia')
    wanted = ELEMENTS[HEADINGS[place]].face
    if face is not None and face not in FACES[wanted]:
        message = _("标题的编号应使用{expected}，现为{found}").format(expected=face_text(wanted), found=face)
        yield deviation('mark-face', BODY, paragraph.place, message, remedy)


# Room around elements ----------------------------------------------------------------------------


def _gaps(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    """Check the blank lines that the standard counts."""
    for (above, role_above), (paragraph, role) in pairwise(printed):
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
    (frozenset({'Mark'}), frozenset({'Number'}), standard.NUMBER_BELOW_MARK, standard.NUMBER),
    (HEADS, TITLES, standard.TITLE_ABOVE, TITLE),
    (TITLES, frozenset({'Addressee'}), standard.TITLE_BELOW, standard.ADDRESSEE),
    (TEXTS, frozenset({'Attachment', 'AttachmentFirst'}), standard.ATTACHMENTS_ABOVE, standard.ATTACHMENTS),
    (frozenset({'AnnexLabel'}), TITLES, standard.ANNEX_TITLE_ABOVE, ANNEX),
)


def _gap(paper: Paper, above: Paragraph, below: Paragraph) -> float:
    """Give the room between two paragraphs in lines: the sum of what both leave free."""
    return _side(paper, above, 'after') + _side(paper, below, 'before')


def _side(paper: Paper, paragraph: Paragraph, which: str) -> float:
    layers = paper.layering.paragraph(paragraph)
    return measuring.gap(layers, 'before' if which == 'before' else 'after', standard.LINE).value


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
    signed, last = False, printed[0] if printed else None
    for paragraph, role in printed:
        if role == 'NewPage' and signed:
            last = (paragraph, 'AnnexLabel')
        in_annex = last is not None and last[1] == 'AnnexLabel'
        if last is None or role not in RANKS or (in_annex and (signed or role in TITLES | TEXTS) and role != 'CopyTo'):
            continue
        if RANKS[role] >= RANKS.get(last[1], 0):
            last = (paragraph, role)
        elif in_annex:
            message, remedy = _("附件应在署名、成文日期和附注之后"), _("请把附件整体移到成文日期和附注之后、版记之前")
            yield deviation('order', ANNEX, last[0].place, message, remedy)
            return
        else:
            names = _(ELEMENTS[role].name), _(ELEMENTS[last[1]].name)
            message = _("{element}应在{other}之前").format(element=names[0], other=names[1])
            yield deviation('order', ELEMENTS[role].clause, paragraph.place, message, _("请把它移到前面"))
        signed = signed or role == 'SignDate'


# Attachments, signature, copies ------------------------------------------------------------------


def _annexes(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    signed = False
    for place, (paragraph, role) in enumerate(printed):
        above, role_above = printed[place - 1] if place else (None, 'NewPage')
        if role == 'AnnexLabel' and role_above != 'NewPage' and not _on_new_page(paper, above, paragraph):
            message, remedy = _("附件应另面编排，这里接排在正文之后"), _("请在附件标记之前另起一页")
            yield deviation('annex-page', ANNEX, paragraph.place, message, remedy)
        elif signed and role not in {'AnnexLabel', 'CopyTo', 'NewPage'} and role_above == 'NewPage':
            message = _("另起的一页应以“附件”及顺序号开头")
            yield deviation('annex-label', ANNEX, paragraph.place, message, _("请在第一行加样式为“附件标记”的“附件”"))
        signed = signed or role == 'SignDate'


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
    """Check that the organ's name is centred over the date."""
    for paragraph, role in printed:
        layers = paper.layering.paragraph(paragraph)
        if role != 'SignOrgan' or measuring.align(layers).value != 'center':
            continue
        character = paper.layering.character
        left, right = (measuring.side(layers, which, character).value for which in ('left', 'right'))
        middle = left + (CHARACTERS_OF_LINE - left - right) / 2
        if not _within(middle, ORGAN_MIDDLE):
            message = _("署名应以成文日期为准居中，现在中心距左边 {found} 字").format(found=f'{round(middle, 2):g}')
            remedy = _("请把样式“{style}”的左缩进改为 13.5 字符").format(style=paper.layering.name(paragraph.style))
            yield deviation('organ', SIGNATURE, paragraph.place, message, remedy)


def _copies(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    """Check the rules and the last line of the 版记; a letter has neither."""
    copies = [paragraph for paragraph, role in printed if role == 'CopyTo']
    if not copies:
        return
    ends: tuple[tuple[Paragraph, str], ...] = ((copies[0], 'top'), (copies[-1], 'bottom'))
    for paragraph, which in ends:
        layers = paper.layering.paragraph(paragraph)
        if measuring.border(layers, 'top' if which == 'top' else 'bottom').value is None:
            message = _("版记的首条和末条应有与版心等宽的分隔线")
            yield deviation('copies-rule', COPIES_RULE, paragraph.place, message, _("请给样式“版记”加上、下边框"))
    if not copies[-1].visible.rstrip().endswith('印发'):
        message = _("版记的最后一行应为印发机关和印发日期")
        yield deviation('printed', PRINTED, copies[-1].place, message, _("请在抄送之下加一行印发机关和“×年×月×日印发”"))
