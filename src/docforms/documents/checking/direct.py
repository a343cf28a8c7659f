"""Find formatting set on the text itself, which the styles of the paper should carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from docforms.documents.checking.elements import prints
from docforms.documents.checking.layering import own_properties
from docforms.documents.checking.model import Deviation
from docforms.documents.checking.package import Paragraph, q
from docforms.documents.checking.paper import Paper, deviation
from docforms.documents.checking.standard import ELEMENTS, HOUSE
from docforms.documents.wml import Element as Node
from docforms.i18n import N_, _

# Properties that change the look, with the code of the deviation that tells of them when the result is wrong.
OF_RUNS: Final = {
    'rFonts': ('face', N_("字体")), 'sz': ('size', N_("字号")), 'b': ('weight', N_("加粗")),
    'i': ('weight', N_("倾斜")), 'color': ('colour', N_("颜色")), 'u': ('', N_("下划线")),
    'strike': ('', N_("删除线")), 'highlight': ('', N_("突出显示")), 'shd': ('', N_("底纹")),
    'spacing': ('', N_("字符间距")), 'w': ('', N_("字符缩放")), 'position': ('', N_("字符升降")),
    'outline': ('', N_("空心")), 'shadow': ('', N_("阴影")), 'emboss': ('', N_("浮雕")),
    'em': ('', N_("着重号")), 'bdr': ('', N_("字符边框")), 'effect': ('', N_("动态效果")),
}  # fmt: skip
OF_PARAGRAPHS: Final = {
    'jc': ('align', N_("对齐方式")), 'ind': ('indent', N_("缩进")), 'spacing': ('line', N_("行距")),
    'pBdr': ('', N_("边框")), 'shd': ('', N_("底纹")), 'snapToGrid': ('', N_("对齐网格")),
    'textAlignment': ('', N_("文本对齐")),
}  # fmt: skip
# Codes that say the same of one property.
SAME: Final = {
    'face': frozenset({'face', 'latin-face'}),
    'indent': frozenset({'indent', 'wrap', 'right-indent'}),
    'line': frozenset({'line', 'gap', 'page-number-depth'}),
}
# What the author of a layout sets on the paragraphs around a form's grid, and what lifts a letter's page number.
ALLOWED: Final = {
    'FormText': frozenset({'jc', 'ind', 'spacing'}),
    'FooterOdd': frozenset({'spacing'}),
    'FooterEven': frozenset({'spacing'}),
}
SLOTS: Final = frozenset(
    q(name) for name in ('ascii', 'hAnsi', 'eastAsia', 'asciiTheme', 'hAnsiTheme', 'eastAsiaTheme')
)


def direct_deviations(paper: Paper, told: Mapping[Node, AbstractSet[str]]) -> Iterator[Deviation]:
    """Find direct formatting; `told` holds, by paragraph, the codes of what was already found wrong with it."""
    paragraphs = [*paper.body, *((each, paper.role(each)) for of in paper.margins.values() for each in of)]
    for paragraph, role in paragraphs:
        if not paragraph.visible.strip():
            continue
        names = list(dict.fromkeys(_names(paragraph, role, told.get(paragraph.element, frozenset()))))
        if not names:
            continue
        style = paper.layering.name(paragraph.style or paper.layering.standard)
        message = _("直接设置了{names}，格式应由样式“{style}”决定").format(names='、'.join(names), style=style)
        remedy = _("请选中这一段，清除格式后再套用样式；要改格式就修改样式")
        clause = ELEMENTS[role].clause if role in ELEMENTS else HOUSE
        yield deviation('direct', clause, paragraph.place, message, remedy)


def _names(paragraph: Paragraph, role: str, told: AbstractSet[str]) -> Iterator[str]:
    allowed = ALLOWED.get(role, frozenset())
    for each in own_properties(paragraph.element, 'pPr'):
        name = each.tag.rpartition('}')[2]
        if name in OF_PARAGRAPHS and name not in allowed:
            yield from _told(OF_PARAGRAPHS[name], told)
    for run in paragraph.runs():
        if prints(run):
            for each in own_properties(run, 'rPr'):
                name = each.tag.rpartition('}')[2]
                if name in OF_RUNS and not _is_hint(each):
                    yield from _told(OF_RUNS[name], told)


def _told(known: tuple[str, str], told: AbstractSet[str]) -> Iterator[str]:
    code, name = known
    if not told & SAME.get(code, frozenset({code})):
        yield _(name)


def _is_hint(element: Node) -> bool:
    """Tell whether w:rFonts only says which face quotes take."""
    return element.tag == q('rFonts') and not SLOTS & set(element.keys())
