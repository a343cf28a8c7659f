"""Compile one expression to one Python function.

A rule is evaluated for every record of a bulk run. Jinja's own way, a generator that resolves its names, filters and
tests anew and leaves its result in a context, costs several times what the expression itself does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from io import StringIO
from typing import Any, Final

from jinja2 import nodes
from jinja2.compiler import Frame
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docforms.expressions.filters import UNGUARDED_FILTERS
from docforms.expressions.functions import FUNCTIONS
from docforms.expressions.generator import Generator
from docforms.expressions.operations import both, chosen, compare, compared, either
from docforms.expressions.unknown import ExpressionError, Unknown

Compiled = Callable[[Mapping[str, Any], Context], Any]
Quick = Callable[[Mapping[str, Any], Mapping[str, Any], Context], Any]
"""A verdict over the names that are given, the names of the scope, and its context."""

# `Unknown` answers these itself, so they can stand as plain Python.
PLAIN_COMPARISONS: Final = {'eq': '==', 'ne': '!=', 'lt': '<', 'lteq': '<=', 'gt': '>', 'gteq': '>='}


# The names a rule has for every item of its `each`; variables of the function around the expression.
LOCAL: Final = frozenset({'item', 'number'})


# What functions and filters are called in the code of a verdict.
DIRECT: Final = 'function_'
FILTER: Final = 'filter_'

# Filters and tests whose subject may well be missing.
ASKS_FOR_ABSENCE: Final = frozenset({'defined', 'undefined', 'default', 'd', 'blank'})


class CompactGenerator(Generator):
    """Writes an expression over `names`, with every name, filter and test looked up directly."""

    local: frozenset[str] = frozenset()

    def visit_Name(self, node: nodes.Name, frame: Any) -> None:  # noqa: ARG002 (Jinja's protocol)
        """Read a name of the scope, or a variable of the function around the expression."""
        self.write(node.name if node.name in self.local else f'names[{node.name!r}]')

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:
        """Take a member."""
        self.write('member(')
        self.visit(node.node, frame)
        self.write(f', {node.attr!r})')

    def visit_Compare(self, node: nodes.Compare, frame: Any) -> None:
        """Write the six ordinary comparisons plainly."""
        if len(node.ops) == 1 and node.ops[0].op in PLAIN_COMPARISONS:
            self.write('(')
            self.visit(node.expr, frame)
            self.write(f' {PLAIN_COMPARISONS[node.ops[0].op]} ')
            self.visit(node.ops[0].expr, frame)
            self.write(')')
        else:
            super().visit_Compare(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Call one of the functions; `syntax` has made sure that it is named."""
        assert isinstance(node.node, nodes.Name)
        self.write(f'functions[{node.node.name!r}](context')
        self.signature(node, frame)
        self.write(')')

    @contextmanager
    def _filter_test_common(self, node: Any, frame: Any, is_filter: bool) -> Iterator[None]:  # noqa: FBT001
        self.write(f'{"filters" if is_filter else "tests"}[{node.name!r}](')
        yield
        self.signature(node, frame)
        self.write(')')


class VerdictGenerator(CompactGenerator):
    """Writes expressions that are only asked for yes: a value that is not there may end them with an error.

    Names come from `given`, where one that is not given is an error, except where absence is asked about; functions
    and filters are called without the guard that lets unknowns through, since there are none: they refuse them.

    So Python's own operators do: they ask an unknown operand for a plain answer exactly where Kleene's could not
    decide without it, or could decide only by looking at the other; then the closer look decides.
    """

    local = LOCAL
    _may_be_missing = False

    def visit_Name(self, node: nodes.Name, frame: Any) -> None:
        """Read a name that must be there."""
        if self._may_be_missing or node.name in self.local:
            super().visit_Name(node, frame)
        else:
            self.write(f'given[{node.name!r}]')

    def visit_Call(self, node: nodes.Call, frame: Any, forward_caller: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Call a function directly."""
        assert isinstance(node.node, nodes.Name)
        name = node.node.name
        if name not in FUNCTIONS:
            raise ExpressionError(f'no function {name}')
        self.write(f'{DIRECT}{name}(')
        if hasattr(FUNCTIONS[name], 'jinja_pass_arg'):
            self.write('context, ')
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(', ')
        self.write(')')

    def visit_Getattr(self, node: nodes.Getattr, frame: Any) -> None:
        """Take a member plainly; only where its absence is asked about must it be found missing."""
        if self._may_be_missing:
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f'[{node.attr!r}]')

    @contextmanager
    def _filter_test_common(self, node: Any, frame: Any, is_filter: bool) -> Iterator[None]:  # noqa: FBT001
        name = node.name
        direct = is_filter and name in UNGUARDED_FILTERS
        self.write(f'{FILTER}{name}(' if direct else f'{"filters" if is_filter else "tests"}[{name!r}](')
        outer, self._may_be_missing = self._may_be_missing, name in ASKS_FOR_ABSENCE or self._may_be_missing
        yield
        self._may_be_missing = outer
        self.signature(node, frame)
        self.write(')')

    def visit_And(self, node: nodes.BinExpr, frame: Any) -> None:
        """Write Python's own `and`."""
        self._plain(node.left, ' and ', node.right, frame)

    def visit_Or(self, node: nodes.BinExpr, frame: Any) -> None:
        """Write Python's own `or`."""
        self._plain(node.left, ' or ', node.right, frame)

    def visit_Not(self, node: nodes.UnaryExpr, frame: Any) -> None:
        """Write Python's own `not`."""
        self.write('(not ')
        self.visit(node.node, frame)
        self.write(')')

    def _plain(self, left: nodes.Expr, operator: str, right: nodes.Expr, frame: Any) -> None:
        self.write('(')
        self.visit(left, frame)
        self.write(operator)
        self.visit(right, frame)
        self.write(')')


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function of the language the context if it wants it, and let unknown arguments through."""
    wants_context = hasattr(function, 'jinja_pass_arg')

    def guarded(context: Context, *args: Any, **kwargs: Any) -> Any:
        for value in args:
            if isinstance(value, Unknown):
                return Unknown.of(*args, *kwargs.values())
        if kwargs and any(isinstance(value, Unknown) for value in kwargs.values()):
            return Unknown.of(*args, *kwargs.values())
        return function(context, *args, **kwargs) if wants_context else function(*args, **kwargs)

    return guarded


@cache
def _functions() -> Mapping[str, Callable[..., Any]]:
    return {name: _guarded(function) for name, function in FUNCTIONS.items()}


def compiled(environment: ImmutableSandboxedEnvironment, tree: nodes.Expr) -> Compiled:
    """Compile a checked expression; the function takes the names of a scope and its context."""
    source = f'lambda names, context: {_python(CompactGenerator, environment, tree)}'
    function: Compiled = eval(source, _namespace(environment))  # noqa: S307 (written by the generator, from a checked tree)
    return function


def compiled_verdict(
    environment: ImmutableSandboxedEnvironment, each: nodes.Expr | None, when: nodes.Expr | None, check: nodes.Expr
) -> Quick:
    """Compile guard and check of a rule to one function: True for passed, False for not applicable, else None.

    None leaves it to a closer look to tell failed from undecided; the function raises what expressions raise.
    """
    guard = 'True' if when is None else _python(VerdictGenerator, environment, when)
    test = _python(VerdictGenerator, environment, check)
    if each is None:
        body = f'    if {guard}:\n        return True if {test} else None\n    return False\n'
    else:
        body = (
            '    applied = False\n'
            f'    for number, item in enumerate({_python(VerdictGenerator, environment, each)}, 1):\n'
            f'        if {guard}:\n'
            f'            if not {test}:\n                return None\n'
            '            applied = True\n'
            '    return applied\n'
        )
    namespace = _namespace(environment)
    namespace |= {f'{DIRECT}{name}': function for name, function in FUNCTIONS.items()}
    namespace |= {f'{FILTER}{name}': function for name, function in UNGUARDED_FILTERS.items()}
    exec(f'def verdict(given, names, context):\n{body}', namespace)  # noqa: S102
    verdict: Quick = namespace['verdict']
    return verdict


def _python(kind: type[CompactGenerator], environment: ImmutableSandboxedEnvironment, tree: nodes.Expr) -> str:
    """Write an expression as Python, in brackets."""
    generator = kind(environment, None, None, StringIO(), optimized=False)
    generator.write('(')
    generator.visit(tree, Frame(EvalContext(environment, None)))
    generator.write(')')
    return str(generator.stream.getvalue())  # type: ignore[attr-defined]


def _namespace(environment: ImmutableSandboxedEnvironment) -> dict[str, Any]:
    return {
        'environment': environment,
        'member': environment.getattr,
        'functions': _functions(),
        'filters': environment.filters,
        'tests': environment.tests,
        'both': both,
        'either': either,
        'chosen': chosen,
        'compare': compare,
        'compared': compared,
        'undefined': Unknown,
    }
