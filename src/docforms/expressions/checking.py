"""Check an expression or text before any record is seen: every name must exist in the schema it will meet.

A *shape* is a JSON Schema node (with `type`, `properties`, `items`), or None for what is not described. With
`additional` it describes groups whose members have names of their own, all of that one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from inspect import Signature, signature
from typing import Any, Final

from jinja2 import nodes

from docforms.expressions.environment import LOOP_MEMBERS
from docforms.expressions.filters import FILTERS, TESTS
from docforms.expressions.functions import FUNCTIONS
from docforms.expressions.syntax import EXPRESSION_NODES, TEMPLATE_NODES
from docforms.i18n import _

Shape = Mapping[str, Any] | None
Shapes = Mapping[str, Shape]

_LOOP: Final[Shape] = {'type': 'object', 'properties': {name: {} for name in LOOP_MEMBERS}}
_KEEPS_ITEMS: Final = frozenset({'selectattr', 'rejectattr', 'list', 'sort', 'unique', 'default', 'd'})
_TAKES_MEMBER: Final = frozenset({'map', 'sum', 'selectattr', 'rejectattr'})


_signature = cache(signature)  # there are few functions, and packs call them hundreds of times


def nearest(name: str, known: Iterable[str]) -> str:
    """Write the names closest to a mistyped one, as the end of a sentence; empty when nothing is near."""
    close = get_close_matches(name, list(dict.fromkeys(known)), n=3, cutoff=0.6)
    return _("，是否应为 {names}？").format(names=' / '.join(close)) if close else ''


def check_names(tree: nodes.Node, shapes: Shapes) -> list[str]:
    """List everything wrong with the names, filters, tests and calls of a tree, as Chinese sentences."""
    checker = _Checker(shapes)
    checker.visit(tree)
    return list(dict.fromkeys(checker.problems))


def located_names(tree: nodes.Node, shapes: Shapes) -> list[tuple[int, str]]:
    """List what `check_names` does, each with its line, and the same again where it occurs again."""
    checker = _LocatedChecker(shapes)
    checker.visit(tree)
    return list(dict.fromkeys(zip(checker.lines, checker.problems, strict=True)))


def places_of(tree: nodes.Node) -> list[tuple[str, ...]]:
    """List the dotted places an expression reads, in order: fields.credit_code is ('fields', 'credit_code')."""
    found: list[tuple[str, ...]] = []

    def walk(node: nodes.Node) -> None:
        path = _path(node)
        if path is not None:
            found.append(path)
            return
        for child in node.iter_child_nodes():
            walk(child)

    walk(tree)
    return list(dict.fromkeys(found))


def _path(node: nodes.Node) -> tuple[str, ...] | None:
    if isinstance(node, nodes.Name):
        return None if node.name in FUNCTIONS else (node.name,)
    if isinstance(node, nodes.Getattr):
        inner = _path(node.node)
        return None if inner is None else (*inner, node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        inner = _path(node.node)
        return None if inner is None else (*inner, node.arg.value)
    return None


class _Checker:
    """Walks a tree, working out the shape of every value."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = dict(shapes)
        self.problems: list[str] = []

    def visit(self, node: nodes.Node) -> Shape:
        if not isinstance(node, TEMPLATE_NODES):
            self.problems.append(_("“{part}”不属于模板语言").format(part=type(node).__name__))
            return None
        handler: Callable[[Any], Shape] | None = getattr(self, f'visit_{type(node).__name__}', None)
        if handler is not None:
            return handler(node)
        for child in node.iter_child_nodes():
            self.visit(child)
        return None

    def visit_Name(self, node: nodes.Name) -> Shape:
        if node.name in self.shapes:
            return self.shapes[node.name]
        if node.name in FUNCTIONS:
            self.problems.append(_("“{name}”是函数，应写成 {name}(…)").format(name=node.name))
        else:
            near = nearest(node.name, [*self.shapes, *FUNCTIONS])
            self.problems.append(_("没有名称 {name}{near}").format(name=node.name, near=near))
        return None

    def visit_Getattr(self, node: nodes.Getattr) -> Shape:
        return self._member(self.visit(node.node), node.attr)

    def visit_Getitem(self, node: nodes.Getitem) -> Shape:
        shape = self.visit(node.node)
        self.visit(node.arg)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._member(shape, node.arg.value)
        if isinstance(node.arg, nodes.Slice):
            return shape
        return None if shape is None else shape.get('items')

    def _member(self, shape: Shape, name: str) -> Shape:
        if shape is None or 'properties' not in shape:
            if shape is not None and shape.get('type') not in (None, 'object'):
                self.problems.append(_("“{name}”所在的值没有下级内容").format(name=name))
            return None if shape is None else shape.get('additional')
        members: Mapping[str, Shape] = shape['properties']
        if name not in members:
            self.problems.append(_("没有字段 {name}{near}").format(name=name, near=nearest(name, members)))
            return None
        return members[name]

    def visit_Call(self, node: nodes.Call) -> Shape:
        if not isinstance(node.node, nodes.Name) or node.node.name not in FUNCTIONS:
            name = getattr(node.node, 'name', '') or getattr(node.node, 'attr', '')
            self.problems.append(_("没有函数 {name}{near}").format(name=name, near=nearest(name, FUNCTIONS)))
        else:
            function = FUNCTIONS[node.node.name]
            self._check_arguments(node.node.name, node, function, hidden=hasattr(function, 'jinja_pass_arg'))
        self._visit_arguments(node)
        return None

    def _visit_arguments(self, node: nodes.Call | nodes.Filter | nodes.Test) -> None:
        for argument in (*node.args, *node.kwargs):
            self.visit(argument)

    def _check_arguments(
        self, name: str, node: nodes.Call | nodes.Filter | nodes.Test, function: Callable[..., Any], *, hidden: bool
    ) -> None:
        """Check how many arguments are given, and under which names; `hidden` when one is not written."""
        expected = _signature(function)
        try:
            expected.bind(*[None] * (hidden + len(node.args)), **{str(keyword.key): None for keyword in node.kwargs})
        except TypeError:
            shown = Signature(list(expected.parameters.values())[hidden:])
            names = ', '.join(parameter.name for parameter in shown.parameters.values())
            self.problems.append(_("{name} 的参数个数或名称不对，应为（{names}）").format(name=name, names=names))

    def visit_Filter(self, node: nodes.Filter) -> Shape:
        shape = self.visit(node.node) if node.node is not None else None
        if node.name in FILTERS:
            self._check_arguments(node.name, node, FILTERS[node.name], hidden=True)
        else:
            self.problems.append(_("没有过滤器 {name}{near}").format(name=node.name, near=nearest(node.name, FILTERS)))
        self._visit_arguments(node)
        member = self._taken_member(node, shape)
        if node.name == 'map':
            return {'type': 'array', 'items': member}
        if node.name in ('first', 'last'):
            return None if shape is None else shape.get('items')
        return shape if node.name in _KEEPS_ITEMS or node.name == 'blank' else None

    def _taken_member(self, node: nodes.Filter, shape: Shape) -> Shape:
        """Check the member that map, sum or selectattr takes of every item."""
        if node.name not in _TAKES_MEMBER:
            return None
        values = [keyword.value for keyword in node.kwargs if keyword.key == 'attribute'] + node.args
        if node.name in ('selectattr', 'rejectattr') and len(node.args) > 1:
            self._check_test(node.args[1])
        item: Shape = None if shape is None else shape.get('items')
        if not values or not isinstance(values[0], nodes.Const):
            return None
        for part in str(values[0].value).split('.'):
            item = self._member(item, part)
        return item

    def _check_test(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Const) and node.value not in TESTS:
            name = str(node.value)
            self.problems.append(_("没有判断 {name}{near}").format(name=name, near=nearest(name, TESTS)))

    def visit_Test(self, node: nodes.Test) -> Shape:
        if node.name in TESTS:
            self._check_arguments(node.name, node, TESTS[node.name], hidden=True)
        else:
            self.problems.append(_("没有判断 {name}{near}").format(name=node.name, near=nearest(node.name, TESTS)))
        self.visit(node.node)
        self._visit_arguments(node)
        return None

    def visit_CondExpr(self, node: nodes.CondExpr) -> Shape:
        self.visit(node.test)
        shape = self.visit(node.expr1)
        if node.expr2 is not None:
            self.visit(node.expr2)
        return shape

    def visit_For(self, node: nodes.For) -> Shape:
        items = self.visit(node.iter)
        outer = self.shapes
        self.shapes = {**outer, 'loop': _LOOP}
        if isinstance(node.target, nodes.Name):
            self.shapes[node.target.name] = None if items is None else items.get('items')
        else:
            self.shapes.update({name.name: None for name in node.target.find_all(nodes.Name)})
        if node.test is not None:
            self.visit(node.test)
        for child in (*node.body, *node.else_):
            self.visit(child)
        self.shapes = outer
        return None

    def visit_Assign(self, node: nodes.Assign) -> Shape:
        shape = self.visit(node.node)
        for name in node.target.find_all(nodes.Name) if not isinstance(node.target, nodes.Name) else [node.target]:
            self.shapes[name.name] = shape
        return None


class _LocatedChecker(_Checker):
    """Notes the line of every problem: that of the innermost node which has it."""

    def __init__(self, shapes: Shapes) -> None:
        super().__init__(shapes)
        self.lines: list[int] = []

    def visit(self, node: nodes.Node) -> Shape:
        shape = super().visit(node)
        self.lines += [node.lineno or 1] * (len(self.problems) - len(self.lines))
        return shape


__all__ = ['EXPRESSION_NODES', 'Shape', 'Shapes', 'check_names', 'located_names', 'nearest', 'places_of']
