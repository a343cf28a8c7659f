"""The Python code expressions become: operators are calls of the environment, so that it can bound them.

Jinja writes `and`, comparisons, slices and joins as plain Python, which an unknown value could not pass through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator

from docforms.expressions.syntax import refuse_foreign


class Generator(CodeGenerator):
    """Write the operators as calls of `operations`, and float literals as Decimal."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        """Refuse what the language does not have."""
        refuse_foreign(node)
        super().visit_Template(node, frame)

    def visit_Const(self, node: nodes.Const, frame: Any) -> None:
        """Write a float literal as the Decimal it was written as."""
        if isinstance(node.value, float):
            self.write(f'environment.decimal({str(node.value)!r})')
        else:
            super().visit_Const(node, frame)

    def visit_And(self, node: nodes.BinExpr, frame: Any) -> None:
        """Write Kleene's `and`."""
        self._operation('both', frame, node.left, later=(node.right,))

    def visit_Or(self, node: nodes.BinExpr, frame: Any) -> None:
        """Write Kleene's `or`."""
        self._operation('either', frame, node.left, later=(node.right,))

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Any) -> None:
        """Write a choice; without `else` the other value is missing."""
        nothing = nodes.Getitem(nodes.List([]), nodes.Const(0), 'load')
        self._operation('chosen', frame, node.test, later=(node.expr1, node.expr2 or nothing))

    def visit_Compare(self, node: nodes.Compare, frame: Any) -> None:
        """Write one comparison, or a chain of them."""
        if len(node.ops) == 1:
            self.write(f'environment.compare({node.ops[0].op!r}, ')
            self._listed(frame, node.expr, node.ops[0].expr)
            return
        self.write('environment.compared(')
        self.visit(node.expr, frame)
        self.write(', (')
        for pair in node.ops:
            self.write(f'({pair.op!r}, lambda: ')
            self.visit(pair.expr, frame)
            self.write('), ')
        self.write('))')

    def visit_Concat(self, node: nodes.Concat, frame: Any) -> None:
        """Join as text."""
        self._operation('concatenated', frame, *node.nodes)

    def visit_Getitem(self, node: nodes.Getitem, frame: Any) -> None:
        """Send slices through the environment as well: Jinja would not."""
        if isinstance(node.arg, nodes.Slice):
            parts = (node.arg.start, node.arg.stop, node.arg.step)
            self._operation('sliced', frame, node.node, *(part or nodes.Const(None) for part in parts))
        else:
            super().visit_Getitem(node, frame)

    def _operation(self, name: str, frame: Any, *now: nodes.Expr, later: Sequence[nodes.Expr] = ()) -> None:
        """Write a call of an operation; operands that may not be needed become functions."""
        self.write(f'environment.{name}(')
        self._listed(frame, *now, end=', ' if later else ')')
        for index, operand in enumerate(later):
            self.write(', lambda: ' if index else 'lambda: ')
            self.visit(operand, frame)
        if later:
            self.write(')')

    def _listed(self, frame: Any, *operands: nodes.Expr, end: str = ')') -> None:
        for index, operand in enumerate(operands):
            if index:
                self.write(', ')
            self.visit(operand, frame)
        self.write(end)

    @contextmanager
    def _filter_test_common(self, node: Any, frame: Any, is_filter: bool) -> Iterator[None]:  # noqa: FBT001
        # Names are checked by `checking`, which has the nearest one to offer.
        with super()._filter_test_common(node, frame.soft(), is_filter):
            yield

    def _output_child_to_const(self, node: nodes.Expr, frame: Any, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)
