"""Check the page: paper, margins, grid, page numbers, and the double rules of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docforms.documents.checking import measuring
from docforms.documents.checking.elements import fills_page
from docforms.documents.checking.layering import last, number
from docforms.documents.checking.model import Deviation
from docforms.documents.checking.package import Paragraph, Part, q, value_of
from docforms.documents.checking.paper import Paper, Section, deviation
from docforms.documents.checking.standard import (
    CHARACTERS_OF_LINE,
    FORM_MARGINS,
    HOUSE,
    LINES,
    MARGINS,
    PAGE_NUMBER,
    PAGE_NUMBER_DEPTH,
    PAPER,
    PAPER_MARGINS,
    PAPER_SIZE,
    TOLERANCE,
    TURNED_MARGINS,
    TYPE_AREA,
)
from docforms.documents.wml import TWIPS_PER_POINT
from docforms.i18n import N_, _

SIDES: Final = (N_("上边距"), N_("右边距"), N_("下边距"), N_("左边距"))
MM_PER_POINT: Final = 25.4 / 72
# The grid of characters gives its width in 4096ths of a point added to that of 正文.
CHARACTER_UNITS: Final = 4096
PAGE_FIELD: Final = re.compile(r'^\s*PAGE\b')
OTHER_DIGITS: Final = re.compile(r'\\\*\s*(?!arabic|MERGEFORMAT|CHARFORMAT)\w+', re.IGNORECASE)
DASH: Final = '—'
CLOSE: Final = 0.05


def page_deviations(paper: Paper) -> Iterator[Deviation]:
    """Check every section."""
    for section in paper.sections:
        yield from _size(section)
        yield from _margins(paper, section)
        if paper.kind != 'form':
            yield from _grid(paper, section)
        yield from _page_numbers(paper, section)


def _size(section: Section) -> Iterator[Deviation]:
    found = tuple(sorted(section.size()))
    if any(abs(side - wanted) > TOLERANCE for side, wanted in zip(found, PAPER_SIZE, strict=True)):
        width, height = (f'{round(side, 1):g}' for side in section.size())
        message = _("纸张应为 A4（210×297 毫米），现为 {width}×{height} 毫米").format(width=width, height=height)
        yield deviation('paper', PAPER, section.place, message, _("请在页面设置中选 A4"))


def _margins(paper: Paper, section: Section) -> Iterator[Deviation]:
    upright = FORM_MARGINS if paper.kind == 'form' else PAPER_MARGINS
    wanted = TURNED_MARGINS if section.landscape else upright
    for place, (name, expected, found) in enumerate(zip(SIDES, wanted, section.sides(), strict=True)):
        if abs(expected - found) > TOLERANCE + CLOSE:
            house = paper.kind == 'form' and place % 2 == 0
            message = _("{side}应为 {expected} 毫米，现为 {found} 毫米").format(
                side=_(name), expected=f'{expected:g}', found=f'{round(found, 1):g}'
            )
            remedy = _("请在页面设置中改正页边距，版心应为 156×225 毫米")
            yield deviation('margin', HOUSE if house else MARGINS, section.place, message, remedy)


def _grid(paper: Paper, section: Section) -> Iterator[Deviation]:
    grid = section.properties.find(q('docGrid'))
    kind, pitch = value_of(grid, 'type'), number(value_of(grid, 'linePitch'))
    if kind not in {'lines', 'linesAndChars', 'snapToChars'} or pitch is None:
        message = _("没有文档网格，每页应排 22 行")
        yield deviation('lines', LINES, section.place, message, _("请在页面设置的文档网格中指定每页 22 行"))
    elif not section.landscape and not fills_page(pitch / TWIPS_PER_POINT):
        count = int(TYPE_AREA[1] / MM_PER_POINT / (pitch / TWIPS_PER_POINT))
        message = _("每页应排 22 行，现为 {count} 行").format(count=count)
        yield deviation('lines', LINES, section.place, message, _("请在页面设置的文档网格中指定每页 22 行"))
    added = number(value_of(grid, 'charSpace')) if kind != 'lines' else None
    width = paper.layering.character
    if added is not None:
        layers = paper.layering.style(paper.layering.standard, 'rPr')
        width = measuring.size(layers).value + added / CHARACTER_UNITS
    count = int(TYPE_AREA[0] / MM_PER_POINT / width + CLOSE)
    if count != CHARACTERS_OF_LINE and not section.landscape:
        message = _("每行应排 28 字，现为 {count} 字").format(count=count)
        remedy = _("请把正文样式的字符间距改为紧缩 0.25 磅，或在文档网格中指定每行 28 字")
        yield deviation('characters', LINES, section.place, message, remedy)


# Page numbers ------------------------------------------------------------------------------------


def _page_numbers(paper: Paper, section: Section) -> Iterator[Deviation]:
    feet = {pages: part for (kind, pages), part in section.margins.items() if kind == 'footer'}
    if paper.kind == 'form' and not feet:
        return
    remedy = _("请在页脚插入页码，奇偶页不同：单页居右空一字，双页居左空一字")
    settings = paper.package.other('settings')
    mirrored = settings is not None and measuring.is_on(settings.find(q('evenAndOddHeaders')))
    if not mirrored:
        message = _("没有设置奇偶页不同，单页、双页的页码应分居左右")
        yield deviation('page-sides', PAGE_NUMBER, section.place, message, remedy)
    for pages, name in (('default', N_("单页")), ('even', N_("双页"))):
        numbers = list(_numbers(paper, feet.get(pages)))
        if not numbers and (pages == 'default' or mirrored):
            message = _("{pages}没有页码").format(pages=_(name))
            yield deviation('page-number', PAGE_NUMBER, section.place, message, remedy)
        for paragraph, field in numbers:
            yield from _page_number(paper, section, paragraph, field)


def _numbers(paper: Paper, part: Part | None) -> Iterator[tuple[Paragraph, str]]:
    """Give the paragraphs of a footer that hold the page number, and the code of its field."""
    for paragraph in () if part is None else paper.margins[part.name]:
        codes = [each.text or '' for each in paragraph.element.iter(q('instrText'))]
        codes += [value_of(each, 'instr') or '' for each in paragraph.element.iter(q('fldSimple'))]
        field = next((code for code in (''.join(codes), *codes) if PAGE_FIELD.match(code)), None)
        if field is not None:
            yield paragraph, field


def _page_number(paper: Paper, section: Section, paragraph: Paragraph, field: str) -> Iterator[Deviation]:
    text = ''.join(paragraph.text.split())
    if not (text.startswith(DASH) and text.endswith(DASH) and len(text) > 1):
        message = _("页码左右应各有一条一字线，现为“{text}”").format(text=paragraph.text.strip())
        remedy = _("请写成“— 1 —”，一字线用“—”（U+2014）")
        yield deviation('page-dashes', PAGE_NUMBER, paragraph.place, message, remedy)
    if OTHER_DIGITS.search(field):
        message = _("页码应用半角阿拉伯数字")
        yield deviation('page-digits', PAGE_NUMBER, paragraph.place, message, _("请在页码格式中选 1, 2, 3"))
    if section.landscape:
        return
    depth = _depth(paper, section, paragraph)
    if abs(depth - PAGE_NUMBER_DEPTH) > TOLERANCE:
        message = _("页码的一字线应在版心下边缘之下 7 毫米，现为 {depth} 毫米").format(depth=f'{round(depth, 1):g}')
        remedy = _("请改页脚到纸边的距离，一般为 25 毫米")
        yield deviation('page-number-depth', PAGE_NUMBER, paragraph.place, message, remedy)


def _depth(paper: Paper, section: Section, paragraph: Paragraph) -> float:
    """Measure, in millimetres, how far the middle of the line of a page number is below the type area."""
    layers = paper.layering.paragraph(paragraph)
    pitch, rule = measuring.line(layers)
    runs = [paper.layering.run(paragraph, run) for run in paragraph.runs()]
    tallest = max((measuring.size(each).value for each in runs), default=0.0)
    height = pitch.value if rule == 'exact' else tallest * 1.3 * (pitch.value if rule == 'auto' else 1)
    spacing = number(value_of(last(layers, 'spacing').value, 'after')) or 0
    below = spacing / TWIPS_PER_POINT + height / 2
    return section.sides()[2] - section.foot() - below * MM_PER_POINT
