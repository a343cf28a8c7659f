"""Find tags that docxtpl would misread in silence: it drops what stands beside a block tag, and closes what is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from docforms.documents.wml import TAG, Element, W
from docforms.i18n import N_, _

PROPERTIES: Final = '{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}coreProperties'
OPENING: Final = re.compile(r'\{[{%#]')
BLOCK: Final = re.compile(r'\{[%#](p|tr|tc)\s')
COLUMNS: Final = re.compile(r'\{%(?:tc\s|\s*(?:colspan|hm)\b)')

# What is wrong wherever it stands: docxtpl prints XML by the first kind, so a plain value would stand outside
# every paragraph; it makes straight quotes of curly ones, even where a text is meant to have them.
WRONG: Final = (
    (re.compile(r'^\{\{(?:p|r|tr|tc)\s'), N_("只能打印 Word 片段，不能打印数据的值；请去掉开头的 p、r、tr 或 tc")),
    (re.compile(r'^\{%[-+]?\s*(?:end)?raw\b'), N_("不属于模板语言；要打印两个花括号，请在中间加下划线")),
    (
        re.compile(r"""'[^']*[“”‘’][^']*'|"[^"]*[“”‘’][^"]*\""""),
        N_("里的中文引号会印成英文引号；请把带引号的文字移到标记之外"),
    ),
)
UNITS: Final = {'p': N_("一段"), 'tr': N_("表格的一行"), 'tc': N_("一个单元格")}


@dataclass(frozen=True, slots=True)
class TagFault:
    """A wrong tag, the paragraph it stands in, and what is wrong with it."""

    paragraph: str
    tag: str
    reason: str


def tag_faults(root: Element) -> Iterator[TagFault]:
    """List what is wrong with the tags of one part; Word may have torn a tag into several runs."""
    yield from _misplaced(root)
    for paragraph, text in _paragraphs(root):
        if OPENING.search(text) is None:
            continue
        for tag in TAG.findall(text):
            reason = _reason(tag, paragraph)
            if reason is not None:
                yield TagFault(text, tag, reason)
        left = OPENING.search(TAG.sub('', text))
        if left is not None:
            yield TagFault(text, left[0], _("没有在同一段内闭合；请补上结尾的花括号，不要换段"))


def _misplaced(root: Element) -> Iterator[TagFault]:
    """List the places whose text Word does not show as it stands: it runs the first kind, and replaces the second."""
    for paragraph in root.iter(f'{{{W}}}p'):
        codes = ''.join(code.text or '' for code in paragraph.iter(f'{{{W}}}instrText', f'{{{W}}}delInstrText'))
        codes += ''.join(field.get(f'{{{W}}}instr', '') for field in paragraph.iter(f'{{{W}}}fldSimple'))
        if OPENING.search(codes):
            yield TagFault('', codes.strip(), _("是域代码，不能含模板标记；请把标记写成普通文字"))
    for control in root.iter(f'{{{W}}}sdt'):
        text = ''.join(text.text or '' for text in control.iter(f'{{{W}}}t'))
        if control.find(f'{{{W}}}sdtPr/{{{W}}}dataBinding') is not None and OPENING.search(text):
            yield TagFault('', text, _("写在与文档属性绑定的内容控件里，打开时会被替换；请删去这个控件，改为普通文字"))


def has_column_tags(root: Element) -> bool:
    """Tell whether a tag makes or joins columns, so that the widths of a table must be worked out anew."""
    return any(COLUMNS.search(text) is not None for _paragraph, text in _paragraphs(root))


def _paragraphs(root: Element) -> Iterator[tuple[Element, str]]:
    """Give every paragraph with its text; of the properties of a document, each one."""
    if root.tag == PROPERTIES:
        yield from ((element, element.text or '') for element in root)
    for paragraph in root.iter(f'{{{W}}}p'):
        texts = paragraph.iter(f'{{{W}}}t')
        # A text box has paragraphs of its own.
        own = (text for text in texts if next(text.iterancestors(paragraph.tag)) is paragraph)
        yield paragraph, ''.join(text.text or '' for text in own)


def _reason(tag: str, paragraph: Element) -> str | None:
    for pattern, reason in WRONG:
        if pattern.search(tag):
            return _(reason)
    block = BLOCK.match(tag)
    return None if block is None else _block_reason(tag, block[1], paragraph)


def _block_reason(tag: str, unit: str, paragraph: Element) -> str | None:
    if paragraph.tag != f'{{{W}}}p':
        return _("只能写在正文里；请去掉开头的 p、tr 或 tc")
    container = paragraph if unit == 'p' else next(paragraph.iterancestors(f'{{{W}}}{unit}'), None)
    if container is None:
        return _("应写在表格里")
    if ''.join(text.text or '' for text in container.iter(f'{{{W}}}t')).strip() == tag:
        return None
    return _("应独占{unit}：同处的其他文字打印时会丢失，请把它们移开").format(unit=_(UNITS[unit]))
