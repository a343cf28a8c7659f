"""What may be written in the expression language, and in which words a mistake in it is told."""

from __future__ import annotations

import re
from typing import Final

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from docforms.expressions.unknown import ExpressionError
from docforms.i18n import N_, _

EXPRESSION_NODES: Final[tuple[type[nodes.Node], ...]] = (
    nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Compare, nodes.Operand,
    nodes.BinExpr, nodes.UnaryExpr, nodes.Concat, nodes.Filter, nodes.Test, nodes.Call, nodes.Keyword,
    nodes.CondExpr, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair,
)  # fmt: skip
TEMPLATE_NODES: Final[tuple[type[nodes.Node], ...]] = (
    *EXPRESSION_NODES, nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign,
)  # fmt: skip

# Python's own limits lie a little beyond: 200 open brackets, 20 loops inside each other.
MAX_DEPTH: Final = 60
LOOP_DEPTH: Final = 5

# Beginnings of Jinja's messages, and what they mean.
_REASONS: Final = (
    (re.compile(r"unexpected char (.+) at"), N_("这里不能写 {0}")),
    (re.compile(r"expected token '(.*)', got '(.*)'"), N_("此处应为“{0}”，现为“{1}”")),
    (re.compile(r"unexpected '(.*)', expected '(.*)'"), N_("括号不配对：此处应为“{1}”，现为“{0}”")),
    (re.compile(r"(?i)unexpected end of template|unexpected 'end of|.*[Mm]issing end of"),
     N_("没有写完，请检查括号、引号以及每个语句的结尾")),
    (re.compile(r"unexpected '(.*)'"), N_("这里不应出现“{0}”")),
    (re.compile(r"Encountered unknown tag '(.*?)'"), N_("没有语句“{0}”")),
)  # fmt: skip
_TOKENS: Final = (
    ('end of template', N_("结尾")),
    ('end of print statement', '}}'),
    ('end of statement block', '%}'),
    ('begin of print statement', '{{'),
    ('begin of statement block', '{%'),
    ('name', N_("名称")),
    ('string', N_("文字")),
    ('integer', N_("整数")),
)


class ExpressionSyntax(ExpressionError):
    """An expression is not written in the language; `reason` is for its author."""

    def __init__(self, reason: str, line: int) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f'{reason} (line {line})')


def refuse_foreign(tree: nodes.Node) -> None:
    """Refuse what the language does not have; raises `ExpressionSyntax`."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        reason = _foreign(node)
        if depth > MAX_DEPTH:
            reason = _("嵌套过深，请拆成几条")
        if reason:
            raise ExpressionSyntax(reason, node.lineno or 1)
        inner = depth + (LOOP_DEPTH if isinstance(node, nodes.For) else 1)
        waiting += ((child, inner) for child in node.iter_child_nodes())


def _foreign(node: nodes.Node) -> str:
    if not isinstance(node, TEMPLATE_NODES) or (isinstance(node, nodes.For) and node.recursive):
        return _("“{part}”不属于模板语言").format(part=type(node).__name__)
    if isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name):
        return _("只能调用规定的函数，不能调用数据中的内容")
    if isinstance(node, (nodes.Call, nodes.Filter, nodes.Test)) and (node.dyn_args or node.dyn_kwargs):
        return _("参数须逐个写出，不能用 * 展开")
    if isinstance(node, nodes.Const) and isinstance(node.value, float) and node.value in (_INFINITE, -_INFINITE):
        return _("数字过大")
    return ''


_INFINITE: Final = float('inf')


def syntax_error(error: Exception) -> ExpressionSyntax:
    """Turn what the parser or compiler raised into an error in the author's words."""
    if isinstance(error, ExpressionSyntax):
        return error
    if isinstance(error, TemplateSyntaxError):
        return ExpressionSyntax(_reason(error.message or ''), error.lineno)
    if isinstance(error, ValueError):
        return ExpressionSyntax(_("数字过大"), 1)
    return ExpressionSyntax(_("嵌套过深，请拆成几条"), 1)


def _reason(message: str) -> str:
    for pattern, meaning in _REASONS:
        found = pattern.match(message)
        if found is not None:
            return _(meaning).format(*map(_token, found.groups()))
    return _("写法不符合模板语言")


def _token(text: str) -> str:
    return next((_(word) for token, word in _TOKENS if text == token), text)
