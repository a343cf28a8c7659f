"""Measure every element against the standard: face, size, weight, colour, alignment, indents and line pitch.

What a style has wrong is told once, with the number of paragraphs it reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docforms.documents.checking import measuring
from docforms.documents.checking.layering import DEFAULTS, DIRECT, NUMBERING, Known, Layers
from docforms.documents.checking.model import Deviation
from docforms.documents.checking.package import VALUE, Paragraph, q, value_of
from docforms.documents.checking.paper import KNOWN, Paper, deviation
from docforms.documents.checking.standard import (
    ANY_FACE,
    BLACK,
    BODY,
    CHARACTER_FACES,
    CHINESE_FACES,
    COLOUR,
    FACE_AND_SIZE,
    FACES,
    HOUSE,
    LATIN_FACES,
    LINES,
    LINES_OF_PAGE,
    RED,
    SIZES,
    TITLE_NOTE,
    TITLES,
    TYPE_AREA,
    Element,
    Span,
)
from docforms.documents.wml import TAG
from docforms.documents.wml import Element as Node
from docforms.i18n import N_, _

# How far an indent may be off, in characters: twips are whole numbers.
SLACK: Final = 0.06
POINTS_PER_MM: Final = 72 / 25.4
ALIGNS: Final = {
    'left': N_("左对齐"), 'right': N_("右对齐"), 'center': N_("居中"), 'both': N_("两端对齐"),
    'distribute': N_("分散对齐"),
}  # fmt: skip
ASPECTS: Final = {
    'face': N_("中文字体"),
    'latin-face': N_("西文字体"),
    'size': N_("字号"),
    'weight': N_("字形"),
    'colour': N_("颜色"),
    'align': N_("对齐方式"),
    'indent': N_("首行缩进"),
    'wrap': N_("左缩进"),
    'right-indent': N_("右缩进"),
    'line': N_("行距"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One value that is not as prescribed."""

    code: str
    owner: str
    paragraph: Paragraph
    element: Element
    expected: str
    found: str


def element_deviations(paper: Paper) -> Iterator[tuple[Paragraph, Deviation]]:
    """Measure every element; of a style told once, the paragraph is the first it reaches."""
    wrong = [each for paragraph, element in paper.elements() for each in _measured(paper, paragraph, element)]
    groups: dict[tuple[object, ...], list[Measured]] = {}
    for each in wrong:
        own = (each.owner, id(each.paragraph)) if each.owner == DIRECT else (each.owner,)
        groups.setdefault((each.code, each.expected, each.found, *own), []).append(each)
    for group in groups.values():
        yield group[0].paragraph, _deviation(paper, group)


def _deviation(paper: Paper, group: Sequence[Measured]) -> Deviation:
    first = group[0]
    others = len({id(each.paragraph) for each in group}) - 1
    message = _("{element}的{aspect}应为{expected}，现为{found}").format(
        element=_(first.element.name), aspect=_(ASPECTS[first.code]), expected=first.expected, found=first.found
    )
    if others:
        message += _("（同样的还有 {count} 处）").format(count=others)
    common = first.owner in {paper.layering.standard, DEFAULTS}
    remedy = paper.remedy(first.owner, first.paragraph)
    return deviation(first.code, _clause(first, common=common), first.paragraph.place, message, remedy)


def _clause(measured: Measured, *, common: bool) -> str:
    if measured.code == 'colour' and measured.element.colour == BLACK:
        return COLOUR
    if measured.code == 'line':
        return LINES
    if common and measured.code in {'face', 'latin-face', 'size', 'weight'}:
        return FACE_AND_SIZE
    return measured.element.clause


def _measured(paper: Paper, paragraph: Paragraph, element: Element) -> Iterator[Measured]:
    seen: set[tuple[str, str, str]] = set()
    for run in paragraph.runs():
        if not prints(run):
            continue
        layers = paper.layering.run(paragraph, run)
        if measuring.switched(layers, 'vanish').value:
            continue
        for code, owner, expected, found in _of_run(paper, run, layers, element):
            if (code, owner, found) not in seen:
                seen.add((code, owner, found))
                yield Measured(code, owner, paragraph, element, expected, found)
    for code, owner, expected, found in _of_paragraph(paper, paragraph, element):
        yield Measured(code, owner, paragraph, element, expected, found)


def prints(run: Node) -> bool:
    """Tell whether a run prints something: text that is not merely a statement of the template."""
    text = ''.join(each.text or '' for each in run.iter(q('t')))
    return bool(TAG.sub(lambda tag: VALUE if tag[0].startswith('{{') else '', text).strip())


Found = tuple[str, str, str, str]
"""Code, owner, what is prescribed, what is there."""


def _of_run(paper: Paper, run: Node, layers: Layers, element: Element) -> Iterator[Found]:
    yield from _faces(paper, run, layers, element)
    size = measuring.size(layers)
    wanted = TITLE_NOTE[2] if _is_title_note(paper, run, element) else element.size
    if wanted is not None and size.value != wanted:
        yield 'size', size.owner, size_text(wanted), size_text(size.value)
    for tag, name in (('b', N_("加粗")), ('i', N_("倾斜"))):
        heavy = measuring.switched(layers, tag)
        if heavy.value:
            yield 'weight', heavy.owner, _("常规"), _(name)
    colour = measuring.colour(layers)
    if colour.value != element.colour:
        yield 'colour', colour.owner, _colour_text(element.colour), _colour_text(colour.value)


def _faces(paper: Paper, run: Node, layers: Layers, element: Element) -> Iterator[Found]:
    wanted = element.face
    if wanted == '仿宋体':
        wanted = CHARACTER_FACES.get(_character_style(paper, run), wanted)
    elif _is_title_note(paper, run, element):
        wanted = TITLE_NOTE[1]
    chinese = CHINESE_FACES if wanted == ANY_FACE else frozenset(FACES[wanted])
    expected = _("公文所用的字体之一") if wanted == ANY_FACE else face_text(wanted)
    face = measuring.face(layers, 'eastAsia', paper.layering.theme)
    if face.value not in chinese:
        yield 'face', face.owner, expected, face.value or _("未指定")
    allowed = chinese if element.own_digits else chinese | LATIN_FACES
    for slot in ('ascii', 'hAnsi'):
        latin = measuring.face(layers, slot, paper.layering.theme)
        if latin.value not in allowed:
            also = '' if element.own_digits else _("或 Times New Roman")
            yield 'latin-face', latin.owner, expected + also, latin.value or _("未指定")
            return


def _character_style(paper: Paper, run: Node) -> str:
    return paper.layering.name(value_of(run.find(f'{q("rPr")}/{q("rStyle")}'))).casefold()


def _is_title_note(paper: Paper, run: Node, element: Element) -> bool:
    return element.style in TITLES and _character_style(paper, run) == TITLE_NOTE[0]


def face_text(wanted: str) -> str:
    """Name a class of faces with the usual one of it."""
    return _("{kind}（{face}）").format(kind=wanted, face=FACES[wanted][0])


def size_text(points: float) -> str:
    """Name a size as people do."""
    plain = _("{points} 磅").format(points=f'{points:g}')
    return f'{SIZES[points]}（{plain}）' if points in SIZES else plain


def _colour_text(colour: str) -> str:
    return {BLACK: _("黑色"), RED: _("红色")}.get(colour, f'#{colour}')


def _of_paragraph(paper: Paper, paragraph: Paragraph, element: Element) -> Iterator[Found]:
    layers = paper.layering.paragraph(paragraph)
    align = measuring.align(layers)
    if element.align is not None and align.value not in element.align:
        found = _(ALIGNS.get(align.value, align.value))
        yield 'align', align.owner, _(ALIGNS[element.align[0]]), found
    yield from _indents(paper, layers, element)
    if element.gridded:
        yield from _line(layers)


def _indents(paper: Paper, layers: Layers, element: Element) -> Iterator[Found]:
    character = paper.layering.character
    left, right = measuring.side(layers, 'left', character), measuring.side(layers, 'right', character)
    first, counted = measuring.first(layers, character)
    start = Known(left.value + first.value, left.owner if first.owner in {DEFAULTS, NUMBERING} else first.owner)
    if element.start is not None and not _within(start.value, element.start):
        yield 'indent', start.owner, _("左空 {count} 字").format(count=_span(element.start)), _span_found(start.value)
    elif element.start == (2.0, 2.0) and first.value and not counted:
        yield 'indent', start.owner, _("2 字（按字符设置）"), _("按厘米或磅设置")
    if element.wrap is not None and not _within(left.value, element.wrap):
        yield 'wrap', left.owner, _("回行左空 {count} 字").format(count=_span(element.wrap)), _span_found(left.value)
    if element.right is not None and not _within(right.value, element.right):
        expected = _("右空 {count} 字").format(count=_span(element.right))
        yield 'right-indent', right.owner, expected, _span_found(right.value)


def _within(value: float, span: Span) -> bool:
    return span[0] - SLACK <= value <= span[1] + SLACK


def _span(span: Span) -> str:
    low, high = span
    return f'{low:g}' if low == high else _("{low} 至 {high}").format(low=f'{low:g}', high=f'{high:g}')


def _span_found(value: float) -> str:
    return _("{count} 字").format(count=f'{round(value, 2):g}')


def _line(layers: Layers) -> Iterator[Found]:
    pitch, rule = measuring.line(layers)
    if rule != 'exact':
        words = _("最小值 {points} 磅") if rule == 'atLeast' else _("{points} 倍行距")
        yield 'line', pitch.owner, _expected_line(), words.format(points=f'{pitch.value:g}')
    elif not fills_page(pitch.value):
        yield 'line', pitch.owner, _expected_line(), _("固定值 {points} 磅").format(points=f'{pitch.value:g}')


def _expected_line() -> str:
    return _("固定值 28.95 磅（每页 22 行）")


def fills_page(pitch: float) -> bool:
    """Tell whether lines of this pitch, in points, come to 22 on a page, no more and no less."""
    height = TYPE_AREA[1] * POINTS_PER_MM
    # Half a point over: 29 points are taken for a 22nd of the page everywhere.
    return pitch * LINES_OF_PAGE <= height + 0.5 and pitch * (LINES_OF_PAGE + 1) > height


def style_deviations(paper: Paper) -> Iterator[Deviation]:
    """Find text that has no style of the project, so that it is no element of the paper."""
    for paragraph, role in paper.body:
        if role in KNOWN or not paragraph.visible.strip():
            continue
        name = paper.layering.name(paragraph.style or paper.layering.standard) or paragraph.style or _("无")
        message = _("这一段没有使用公文样式（现为“{style}”）").format(style=name)
        if paragraph.cell is not None:
            remedy = _("请改用样式“表格文字”“表头”等")
        else:
            remedy = _("请改用相应的样式：正文用“Normal Indent（正文缩进）”，标题用“heading 1”至“heading 4”")
        clause = HOUSE if paragraph.cell is not None or paper.kind == 'form' else BODY
        yield deviation('style', clause, paragraph.place, message, remedy)
