"""The expression language as templates speak it: what is printed and looped is counted.

Loops and printed text are limited over a whole document, so that neither a template nor a record can fill the memory.
"""

from __future__ import annotations

from typing import Any, Final, NoReturn

from jinja2 import nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from docforms.exceptions import InputError
from docforms.expressions import ExpressionError, Language, Unknown, printed
from docforms.i18n import _

# Above these, libxml2 refuses the text of a document, and Word takes minutes to open it.
MAX_PRINTED: Final = 9_000_000
ELEMENT: Final = 20
MAX_ROUNDS: Final = 200_000

# A name and a filter no template can write.
BUDGET: Final = ' budget'
EACH: Final = ' for'


class Budget:
    """What one document may still print and loop."""

    __slots__ = ('printed', 'rounds')

    def __init__(self) -> None:
        self.printed = MAX_PRINTED
        self.rounds = MAX_ROUNDS

    def print(self, text: str) -> None:
        """Count a text, in bytes; each of its line breaks and tabs becomes an element."""
        self.printed -= len(text.encode()) + ELEMENT * (text.count('\n') + text.count('\t'))
        if self.printed < 0:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Say that a document prints too much."""
        message = _("打印的内容合计超过 {limit} MB，请分成几份")
        raise InputError(message.format(limit=MAX_PRINTED // 1_000_000))

    def loop(self, rounds: int) -> None:
        """Count the rounds of a loop about to start."""
        self.rounds -= rounds
        if self.rounds < 0:
            raise InputError(_("列表合计超过 {limit} 行，请分成几份").format(limit=MAX_ROUNDS))


class TemplateLanguage(Language):
    """The expression language, printing into XML; `part_compiler` writes what is printed."""

    def __init__(self) -> None:
        super().__init__(escaping=True)
        self.filters[EACH] = _each

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _CountedLoops().visit(super()._parse(source, name, filename))
        tree.set_environment(self)
        return tree


class _CountedLoops(NodeTransformer):
    """Leads the list of every loop through `_each`."""

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, EACH, [], [], None, None, lineno=node.lineno)
        return node


def text_of(value: object) -> str:
    """Write a value as text; raises `ExpressionError` for what has none."""
    # A list in a list would print without saying where each ends; built of itself, it would never end.
    if isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple)) for item in value):
        raise ExpressionError('a list of lists has no text')
    return str(printed(value))


@pass_context
def _each(context: Context, items: Any) -> Any:
    if isinstance(items, (list, tuple)):
        budget: Budget = context[BUDGET]
        budget.loop(len(items))
        return items
    if isinstance(items, Unknown):
        return iter(items)
    raise ExpressionError('a list is needed')


LANGUAGE: Final = TemplateLanguage()
