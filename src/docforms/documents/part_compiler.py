"""Compile one part of a template to a Python function that gives its bytes.

Jinja would look its names up in a string, join strings, and encode the whole document at last. Here the text of the
template is bytes from the start, and every value is encoded by the writer of the place it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

from jinja2 import nodes
from jinja2.runtime import Context

from docforms.documents.template_language import BUDGET, LANGUAGE
from docforms.documents.writers import Writer
from docforms.expressions.generator import Generator

Written = Mapping[nodes.Expr, bytes | Writer]
"""The bytes of every piece of text of a template, and the writer of every expression it prints."""

CODE: Final = '<template>'
NAME: Final = 'item_'


@dataclass(frozen=True, slots=True)
class Compiled:
    """The function of a part, and which line of the template each line of its code comes from.

    `text` is what the template itself has to say, one piece after the other: all there is, unless the part `varies`.
    """

    pieces: Callable[[Context], Iterable[Iterable[bytes]]]
    lines: tuple[tuple[int, int], ...]
    text: bytes
    varies: bool

    def line_of(self, code_line: int) -> int | None:
        """Find the line of the template a line of the code comes from."""
        return next((line for line, start in reversed(self.lines) if start <= code_line), None)


class _PartGenerator(Generator):
    """Writes what is printed as bytes, and members without the way through the environment."""

    def __init__(self, written: Written) -> None:
        super().__init__(LANGUAGE, None, None, StringIO(), optimized=False)
        self._written = written
        self.items: dict[str, bytes | Writer] = {}

    def write_commons(self) -> None:
        """Begin a function; the budget is that of the document."""
        super().write_commons()
        self.writeline(f'budget = context.parent[{BUDGET!r}]')

    def visit_Output(self, node: nodes.Output, frame: Any) -> None:
        """Write what is printed, each piece on a line of its own, so that the line of an error tells its tag."""
        self.writeline('yield (', node)
        for child in node.nodes:
            name = f'{NAME}{len(self.items)}'
            self.items[name] = self._written[child]
            self.writeline(name, child)
            if not isinstance(child, nodes.TemplateData):
                self.write('(budget, ')
                self.visit(child, frame)
                self.write(')')
            self.write(',')
        self.write(')')

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:
        """Take a member."""
        self.write('member(')
        self.visit(node.node, frame)
        self.write(f', {node.attr!r})')


def compiled(tree: nodes.Template, written: Written) -> Compiled:
    """Compile a parsed part; raises what Jinja and Python raise for a wrong one."""
    generator = _PartGenerator(written)
    generator.visit(tree)
    namespace: dict[str, Any] = {'environment': LANGUAGE, 'member': LANGUAGE.getattr, **generator.items}
    source = generator.stream.getvalue()  # type: ignore[attr-defined] # the stream given above
    exec(compile(source, CODE, 'exec'), namespace)  # noqa: S102 - written by the generator, from a checked tree
    texts = [item for item in generator.items.values() if isinstance(item, bytes)]
    statements = [node for kind in (nodes.If, nodes.For, nodes.Assign) for node in tree.find_all(kind)]
    varies = bool(statements) or len(texts) < len(generator.items)
    return Compiled(namespace['root'], tuple(generator.debug_info), b''.join(texts), varies)
