"""Check what only a letter has: its mark and double rules, and a first page without number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from docforms.documents.checking import measuring
from docforms.documents.checking.measuring import Border
from docforms.documents.checking.model import Deviation, Place
from docforms.documents.checking.package import Paragraph, q, value_of
from docforms.documents.checking.paper import Paper, Section, deviation
from docforms.documents.checking.standard import (
    HEAD_RULE,
    LETTER,
    LETTER_MARK_DEPTH,
    LETTER_RULE,
    LETTER_RULE_FOOT,
    MARK,
    MARK_DEPTH,
    RED,
    TOLERANCE,
)
from docforms.i18n import N_, _

MM_PER_POINT: Final = 25.4 / 72
DOUBLE_RULES: Final = (
    ('header', 1, N_("上方红色双线（上粗下细）")),
    ('footer', -1, N_("下方红色双线（上细下粗）")),
)
MARKS: Final = ('LetterMark', 'LetterMarkLong')


def head_deviations(paper: Paper) -> Iterator[Deviation]:
    """Check the head of a document, or everything particular to a letter."""
    if paper.kind == 'letter':
        for section in paper.sections[:1]:
            yield from _first_page(paper, section)
            yield from _rules(paper, section)
            yield from _mark(paper, section)
            yield from _lower_rule(section)
    elif paper.kind == 'document':
        yield from _document_head(paper)


def _first_page(paper: Paper, section: Section) -> Iterator[Deviation]:
    if not measuring.is_on(section.properties.find(q('titlePg'))):
        message = _("没有设置首页不同：信函的双线只在首页，首页不显示页码")
        yield deviation('first-page', LETTER, section.place, message, _("请在页眉和页脚中设置“首页不同”"))
        return
    for kind in ('header', 'footer'):
        part = section.margins.get((kind, 'first'))
        for paragraph in () if part is None else paper.margins[part.name]:
            codes = [each.text or '' for each in paragraph.element.iter(q('instrText'))]
            codes += [value_of(each, 'instr') or '' for each in paragraph.element.iter(q('fldSimple'))]
            if any(code.split()[:1] == ['PAGE'] for code in codes):
                message = _("信函的首页不显示页码")
                yield deviation('first-page-number', LETTER, paragraph.place, message, _("请删去首页页脚的页码"))


def _rules(paper: Paper, section: Section) -> Iterator[Deviation]:
    """Check both double rules: red, 170 mm long, thick above thin at the head and the reverse at the foot."""
    for kind, order, name in DOUBLE_RULES:
        part = section.margins.get((kind, 'first'))
        place = Place(part='header' if kind == 'header' else 'footer', pages='first')
        drawn = list(_drawn(paper, () if part is None else paper.margins[part.name]))
        remedy = _("请由模板恢复信函的版头和下方双线")
        if len(drawn) != 2:
            message = _("缺少{rule}").format(rule=_(name))
            yield deviation('letter-rule', LETTER, place, message, remedy)
            continue
        (upper, (thick, _colour)), (_lower, (thin, _other)) = drawn[::order]
        if thick <= thin:
            message = _("应为{rule}，现在粗细相反").format(rule=_(name))
            yield deviation('letter-rule', LETTER, upper.place, message, remedy)
        for paragraph, (_weight, colour) in drawn:
            if colour != RED:
                message = _("{rule}应为红色").format(rule=_(name))
                yield deviation('letter-rule-colour', LETTER, paragraph.place, message, remedy)
            length = _length(paper, section, paragraph)
            if abs(length - LETTER_RULE) > TOLERANCE:
                message = _("{rule}应长 170 毫米，现为 {length} 毫米")
                message = message.format(rule=_(name), length=f'{round(length, 1):g}')
                yield deviation('letter-rule-length', LETTER, paragraph.place, message, remedy)


def _drawn(paper: Paper, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, Border]]:
    """Give the paragraphs with a line below; of the two settings of a mark in a template, the last."""
    marks = [paragraph for paragraph in paragraphs if paper.role(paragraph) in MARKS]
    for paragraph in paragraphs:
        line = measuring.border(paper.layering.paragraph(paragraph), 'bottom').value
        if line is not None and (paragraph not in marks or paragraph is marks[-1]):
            yield paragraph, line


def _length(paper: Paper, section: Section, paragraph: Paragraph) -> float:
    layers, character = paper.layering.paragraph(paragraph), paper.layering.character
    indents = sum(measuring.side(layers, side, character).value for side in ('left', 'right'))
    return section.area()[0] - indents * character * MM_PER_POINT


def _mark(paper: Paper, section: Section) -> Iterator[Deviation]:
    """Check where the mark's upper edge is; the line it stands on is a little higher."""
    part = section.margins.get(('header', 'first'))
    marks = [each for each in (() if part is None else paper.margins[part.name]) if paper.role(each) in MARKS]
    if not marks or not marks[-1].visible.strip():
        message = _("信函首页缺少发文机关标志")
        place = Place(part='header', pages='first')
        yield deviation('mark', LETTER, place, message, _("请在首页页眉中写上发文机关名称，样式用“信函标志”"))
        return
    depth = section.head() + _lead(paper, marks[-1])
    if abs(depth - LETTER_MARK_DEPTH) > TOLERANCE:
        message = _("发文机关标志的上边缘应距上页边 30 毫米，现为 {depth} 毫米").format(depth=f'{round(depth, 1):g}')
        yield deviation('mark-depth', LETTER, marks[-1].place, message, _("请把页眉到纸边的距离改为 28.8 毫米"))


def _lead(paper: Paper, paragraph: Paragraph) -> float:
    """Measure, in millimetres, the room between the top of a line and its characters."""
    pitch, rule = measuring.line(paper.layering.paragraph(paragraph))
    sizes = [measuring.size(paper.layering.run(paragraph, run)).value for run in paragraph.runs()]
    return (pitch.value - max(sizes, default=0.0)) / 2 * MM_PER_POINT if rule == 'exact' else 0.0


def _lower_rule(section: Section) -> Iterator[Deviation]:
    if abs(section.foot() - LETTER_RULE_FOOT) > TOLERANCE:
        message = _("下方双线应距下页边 20 毫米，现为 {found} 毫米").format(found=f'{round(section.foot(), 1):g}')
        yield deviation('letter-rule-foot', LETTER, section.place, message, _("请把页脚到纸边的距离改为 20 毫米"))


def _document_head(paper: Paper) -> Iterator[Deviation]:
    for paragraph, role in paper.body:
        if not paragraph.visible.strip():
            continue
        layers = paper.layering.paragraph(paragraph)
        if role in {'Mark', 'MarkLong'}:
            above = measuring.gap(layers, 'before', 1).value * MM_PER_POINT
            depth = above + _lead(paper, paragraph)
            if abs(depth - MARK_DEPTH) > TOLERANCE:
                message = _("发文机关标志的上边缘应距版心上边缘 35 毫米，现为 {depth} 毫米")
                message = message.format(depth=f'{round(depth, 1):g}')
                yield deviation('mark-depth', MARK, paragraph.place, message, _("请改样式“发文机关标志”的段前间距"))
        if role == 'Number':
            line = measuring.border(layers, 'bottom').value
            if line is None or line[1] != RED:
                message = _("发文字号之下应有与版心等宽的红色分隔线")
                yield deviation('head-rule', HEAD_RULE, paragraph.place, message, _("请给样式“发文字号”加红色下边框"))
