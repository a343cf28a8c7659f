"""Find what an author leaves behind: placeholders, comments, tracked changes, foreign fonts, missing styles, seals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docforms.documents.checking import measuring
from docforms.documents.checking.elements import prints
from docforms.documents.checking.layering import number
from docforms.documents.checking.model import Fault, Place
from docforms.documents.checking.package import Package, Paragraph, Part, q, value_of
from docforms.documents.checking.paper import Paper
from docforms.documents.checking.standard import CHINESE_FACES, LATIN_FACES
from docforms.documents.checking.tag_lint import fault
from docforms.documents.styles import HEADINGS, STYLES
from docforms.documents.wml import TAG
from docforms.documents.wml import Element as Node
from docforms.i18n import N_, _

LEFT_OVER: Final = re.compile(
    r'某某|某年(?:某月)?(?:某日)?|某月(?:某日)?|[×✕╳]{2,}|(?<![0-9A-Za-z])[Xx]{2,}(?![0-9A-Za-z])|[Ｘｘ]{2,}|待补充|待完善|待定'
    r'|(?<![A-Za-z])(?:TODO|FIXME|TBD)(?![A-Za-z])'
)
# Without these no paper can be set.
ESSENTIAL: Final = frozenset({'Normal', 'BodyIndent', 'Title', 'Addressee', 'SignOrgan', 'SignDate', *HEADINGS})
CHANGES: Final = {
    'ins': N_("插入"), 'del': N_("删除"), 'moveFrom': N_("移动"), 'moveTo': N_("移动"), 'rPrChange': N_("改格式"),
    'pPrChange': N_("改格式"), 'tblPrChange': N_("改格式"), 'tcPrChange': N_("改格式"), 'trPrChange': N_("改格式"),
    'sectPrChange': N_("改格式"), 'cellIns': N_("插入"), 'cellDel': N_("删除"), 'numberingChange': N_("改格式"),
}  # fmt: skip
COMMENTS: Final = ('commentRangeStart', 'commentReference')

WP: Final = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'
VML: Final = 'urn:schemas-microsoft-com:vml'
EMU_PER_MM: Final = 36000
# Seals of organs are round, 38 to 45 mm wide as a rule; ovals and squares of enterprises are not far from that.
SEAL_SIDES: Final = (25.0, 60.0)
SEAL_SHAPE: Final = 1.4
SEAL_NAME: Final = re.compile('印章|公章|签章|电子章|seal|stamp', re.IGNORECASE)
CSS_SIZE: Final = re.compile(r'(width|height):\s*([\d.]+)(pt|mm|cm|in)')
MM: Final = {'pt': 25.4 / 72, 'mm': 1.0, 'cm': 10.0, 'in': 25.4}


def remains(package: Package) -> Iterator[Fault]:
    """List everything that does not belong in a finished template or document."""
    paper = Paper(package)
    for part in package.parts:
        if part.kind != 'properties':
            yield from _texts(part)
            yield from _changes(part)
            yield from _drawings(part)
    settings = package.other('settings')
    if settings is not None and measuring.is_on(settings.find(q('trackRevisions'))):
        message, remedy = _("文件开着修订，以后的改动会留下痕迹"), _("请在“审阅”中关闭修订")
        yield fault('changes', Place(), message, remedy, 'warning')
    yield from _faces(paper)
    yield from _styles(paper)


def _texts(part: Part) -> Iterator[Fault]:
    for paragraph in part.paragraphs:
        for found in dict.fromkeys(LEFT_OVER.findall(TAG.sub(' ', paragraph.text))):
            message = _("“{found}”像是没有填写的内容").format(found=found)
            yield fault('placeholder', paragraph.place, message, _("请填写实际内容，或换成模板标记"), 'warning')


def _changes(part: Part) -> Iterator[Fault]:
    for paragraph in part.paragraphs:
        inside = [*paragraph.element.iter(), *paragraph.element.iterancestors()]
        names = [str(each.tag).removeprefix(q('')) for each in inside]
        kinds = list(dict.fromkeys(_(CHANGES[name]) for name in names if name in CHANGES))
        if kinds:
            message = _("留有修订痕迹（{kinds}）").format(kinds='、'.join(kinds))
            yield fault('changes', paragraph.place, message, _("请在“审阅”中接受或拒绝全部修订"))
        if any(name in COMMENTS for name in names):
            yield fault('comments', paragraph.place, _("留有批注"), _("请在“审阅”中删除全部批注"))


# Drawings ----------------------------------------------------------------------------------------


def _drawings(part: Part) -> Iterator[Fault]:
    for paragraph in part.paragraphs:
        if next(paragraph.element.iterancestors(q('p')), None) is not None:
            continue
        for drawing in _shown(paragraph):
            if next(drawing.iter(q('txbxContent')), None) is not None:
                message = _("文本框中的文字不按公文版式排印，换一个软件打开可能移位")
                yield fault('text-box', paragraph.place, message, _("请把文字移到正文或表格中"), 'warning')
            if _is_seal(drawing):
                message = _("这里的图形像是印章：模板和生成的文书只留出盖章的位置，不能带印章")
                remedy = _("请删去图形，打印后加盖或由电子印章系统加盖")
                yield fault('seal', paragraph.place, message, remedy, 'warning')


def _shown(paragraph: Paragraph) -> Iterator[Node]:
    """Give the outermost drawings of a paragraph; of alternatives for old programs, the new one."""
    for each in paragraph.element.iter(q('drawing'), q('pict'), q('object')):
        above = [ancestor.tag for ancestor in each.iterancestors()]
        if not any(tag.endswith('}Fallback') or tag in {q('drawing'), q('pict')} for tag in above):
            yield each


def _is_seal(drawing: Node) -> bool:
    names = [each.get(key) or '' for each in drawing.iter() for key in ('name', 'descr', 'title', 'alt')]
    if any(SEAL_NAME.search(name) for name in names):
        return True
    if next(drawing.iter(q('txbxContent')), None) is not None:
        return False
    sides = _sides(drawing)
    if sides is None or not all(SEAL_SIDES[0] <= side <= SEAL_SIDES[1] for side in sides):
        return False
    return max(sides) <= SEAL_SHAPE * min(sides)


def _sides(drawing: Node) -> tuple[float, float] | None:
    extent = next(drawing.iter(f'{{{WP}}}extent'), None)
    if extent is not None:
        return (number(extent.get('cx')) or 0) / EMU_PER_MM, (number(extent.get('cy')) or 0) / EMU_PER_MM
    for shape in drawing.iter():
        if str(shape.tag).startswith(f'{{{VML}}}'):
            found = {name: float(size) * MM[unit] for name, size, unit in CSS_SIZE.findall(shape.get('style') or '')}
            if len(found) == 2:
                return found['width'], found['height']
    return None


# Fonts and styles --------------------------------------------------------------------------------


def _faces(paper: Paper) -> Iterator[Fault]:
    """Find faces an office need not have, each told once."""
    told: set[str] = set()
    everything = [*(each for each, _role in paper.body), *(each for of in paper.margins.values() for each in of)]
    for paragraph in everything:
        for run in paragraph.runs():
            if not prints(run):
                continue
            layers = paper.layering.run(paragraph, run)
            for slot in ('eastAsia', 'ascii', 'hAnsi'):
                face = measuring.face(layers, slot, paper.layering.theme).value
                if face and face not in CHINESE_FACES | LATIN_FACES | told:
                    told.add(face)
                    message = _("字体“{face}”不在公文用字之列，别的电脑上可能没有").format(face=face)
                    remedy = _("请改用仿宋、黑体、楷体、宋体或小标宋")
                    yield fault('font', paragraph.place, message, remedy, 'warning')


def _styles(paper: Paper) -> Iterator[Fault]:
    known = paper.layering.styles
    told: set[str] = set()
    for paragraph, _role in paper.body:
        run_styles = (value_of(each) for run in paragraph.runs() for each in run.iter(q('rStyle')))
        for style in (paragraph.style, *run_styles):
            if style is not None and style not in known and style not in told:
                told.add(style)
                message = _("用到的样式“{style}”在文件中没有定义").format(style=style)
                yield fault('style-missing', paragraph.place, message, _("请改用文件中有的样式"))
    names = {(value_of(style.find(q('name'))) or '').casefold() for style in known.values()}
    missing = [style.name for style in STYLES if style.id in ESSENTIAL and style.name.casefold() not in names]
    if missing:
        message = _("文件中没有公文样式：{names}").format(names='、'.join(missing))
        remedy = _("请从 docforms template eject 取出的模板开始制作，或把这些样式复制过来")
        yield fault('style-missing', Place(), message, remedy, 'warning')
