"""Check the names of a template against the values it will be given, and name the values it never uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import nodes

from docforms.documents.checking.model import Fault, Place
from docforms.documents.checking.package import Part
from docforms.documents.checking.tag_lint import CLOSERS, fault, syntax_reason
from docforms.documents.checking.tagging import FoundTag
from docforms.documents.template_tags import MIDDLES, OPENERS
from docforms.expressions import ExpressionSyntax, Shape, Shapes, Text, located_names
from docforms.i18n import _
from docforms.packs import DocumentType, Form, Pack
from docforms.packs.parts import LANGUAGE, TEXT, pack_shape

LOOP_NAME: Final = re.compile(r'\{%[-+]?\s*for\s+([A-Za-z_]\w*)\s+in\b')
SET_NAME: Final = re.compile(r'\{%[-+]?\s*set\s+([A-Za-z_]\w*)\s*=')
TAKES_MEMBER: Final = frozenset({'map', 'sum', 'selectattr', 'rejectattr'})
# Filters that give the list they are given, or some of it, and those that give an item.
KEEPS: Final = frozenset({'selectattr', 'rejectattr', 'select', 'reject', 'list', 'sort', 'unique', 'default', 'd'})
TAKES_ONE: Final = frozenset({'first', 'last'})
ITEM: Final = '[]'
Path = tuple[str, ...]
SURVEY: Final[Shape] = {
    'properties': {'title': TEXT, 'questions': {'type': 'array', 'items': {'properties': {'title': TEXT}}}}
}


@dataclass(frozen=True, slots=True)
class Values:
    """What a template will be given: shapes of its names, and the schema of those it is expected to use."""

    id: str
    shapes: Shapes
    fields: Mapping[str, Any]
    prefix: Path = ()


def values_of_document(pack: Pack, document: DocumentType) -> Values:
    """Describe the values of a document's template."""
    fields = document.schema.get('properties', {})
    title: Shapes = {'form_title': TEXT} if document.forms else {}
    survey: Shapes = {} if pack.survey_of(document.name) is None else {'survey': SURVEY}
    return Values(document.id, {**fields, **title, **survey, 'pack': pack_shape(pack.info)}, fields)


def values_of_form(pack: Pack, form: Form) -> Values:
    """Describe the values of a form's template: every field as text, lists as lists."""
    node = form.schema['properties'].get('fields', {})
    return Values(form.id, {'form': node, 'pack': pack_shape(pack.info)}, node.get('properties', {}), ('form',))


def name_lint(parts: Sequence[tuple[Part, list[FoundTag]]], values: Values) -> Iterator[Fault]:
    """List unknown names, filters, tests and functions by tag, and values that no tag uses."""
    used: set[Path] = set()
    remedy = _("请核对写法；可用的名称见 docforms show {id}").format(id=values.id)
    for _part, tags in parts:
        tree, places, faulty = _read(tags)
        yield from faulty
        found = located_names(tree, values.shapes)
        yield from (fault('name', places[line - 1], message, remedy) for line, message in found)
        used |= set(_Used().paths(tree))
    if any(tags for _part, tags in parts):
        yield from _unused(values, used)


def language_lint(parts: Sequence[tuple[Part, list[FoundTag]]]) -> Iterator[Fault]:
    """List unknown filters, tests and functions where it is not known which names there are."""
    for _part, tags in parts:
        tree, places, faulty = _read(tags)
        yield from faulty
        names: Shapes = dict.fromkeys(_names(tree))
        found = located_names(tree, names)
        yield from (fault('name', places[line - 1], message, _("请核对写法")) for line, message in found)


def _names(tree: nodes.Template) -> Iterator[str]:
    """Give every name a template reads and does not call."""
    called = [call.node for call in tree.find_all(nodes.Call)]
    return (name.name for name in tree.find_all(nodes.Name) if not any(name is each for each in called))


def _read(tags: Sequence[FoundTag]) -> tuple[nodes.Template, list[Place], list[Fault]]:
    """Parse the tags of a part, one a line; gives the place of every line, and what keeps them from being parsed."""
    repaired = list(_repaired(tags))
    places = [place for _source, place in repaired]
    try:
        return Text(LANGUAGE, '\n'.join(source for source, _place in repaired)).tree, places, []
    except ExpressionSyntax as error:
        wrong = fault('syntax', places[error.line - 1], error.reason, _("请改正写法"))
        return Text(LANGUAGE, '').tree, places, [wrong]


def _repaired(tags: Sequence[FoundTag]) -> Iterator[tuple[str, Place]]:
    """Write the tags, one a line, so that they parse: what is wrong by itself is told elsewhere."""
    open_words: list[str] = []
    for tag in tags:
        source = tag.source if tag.source and syntax_reason(tag) is None else _stand_in(tag)
        word = tag.word
        if word in OPENERS:
            open_words.append(word)
        elif word in CLOSERS:
            if CLOSERS[word] not in open_words:
                source = ''
            else:
                closed = ''
                while open_words[-1] != CLOSERS[word]:
                    closed += f'{{% {OPENERS[open_words.pop()]} %}}'
                open_words.pop()
                source = closed + source
        elif word in MIDDLES and (not open_words or (word == 'elif' and open_words[-1] != 'if')):
            source = ''
        yield source, tag.place
    yield ''.join(f'{{% {OPENERS[word]} %}}' for word in reversed(open_words)), Place()


def _stand_in(tag: FoundTag) -> str:
    """Give a tag of the same kind that is right, so that the rest can be checked."""
    loop, assigned = LOOP_NAME.match(tag.source), SET_NAME.match(tag.source)
    if tag.word == 'for':
        return f'{{% for {loop[1] if loop else "_"} in [] %}}'
    if assigned is not None:
        return f'{{% set {assigned[1]} = [] %}}'
    if tag.word in {'if', 'elif'}:
        return f'{{% {tag.word} true %}}'
    return f'{{% {tag.word} %}}' if tag.word in CLOSERS or tag.word == 'else' else ''


# Values that are not used ------------------------------------------------------------------------


class _Used:
    """Follows names through loops to the values they stand for."""

    def __init__(self) -> None:
        self.names: dict[str, Path] = {}

    def paths(self, node: nodes.Node) -> Iterator[Path]:
        path = self._path(node)
        if path is not None:
            yield path
        if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
            items = self._path(node.iter)
            yield from self.paths(node.iter)
            self.names[node.target.name] = (*items, ITEM) if items is not None else ('',)
            for child in (*([] if node.test is None else [node.test]), *node.body, *node.else_):
                yield from self.paths(child)
            return
        if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            self.names[node.target.name] = self._path(node.node) or ('',)
            yield from self.paths(node.node)
            return
        if isinstance(node, nodes.Filter) and node.name in TAKES_MEMBER and node.node is not None:
            yield from self._member(node)
        for child in node.iter_child_nodes():
            yield from self.paths(child)

    def _member(self, node: nodes.Filter) -> Iterator[Path]:
        items = None if node.node is None else self._path(node.node)
        values = [keyword.value for keyword in node.kwargs if keyword.key == 'attribute'] + node.args
        if items is not None and values and isinstance(values[0], nodes.Const):
            yield (*items, ITEM, *str(values[0].value).split('.'))

    def _path(self, node: nodes.Node) -> Path | None:
        if isinstance(node, nodes.Name):
            return self.names.get(node.name, (node.name,))
        if isinstance(node, nodes.Getattr):
            inner = self._path(node.node)
            return None if inner is None else (*inner, node.attr)
        if isinstance(node, nodes.Filter) and node.node is not None:
            inner = self._path(node.node)
            # The conditions of selectattr and the like are members that are read, but not the ones that are kept.
            if inner is None or node.name not in KEEPS | TAKES_ONE:
                return None
            return (*inner, ITEM) if node.name in TAKES_ONE else inner
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
            inner = self._path(node.node)
            key = node.arg.value if isinstance(node.arg.value, str) else ITEM
            return None if inner is None else (*inner, key)
        return None


def _unused(values: Values, used: set[Path]) -> Iterator[Fault]:
    for path, node in _leaves(values.fields, values.prefix, used):
        if any(each[: len(path)] == path for each in used):
            continue
        if values.prefix and node.get('type') == 'boolean':
            continue  # a seal or signature is put on the paper of a form, not printed
        name = '.'.join(part for part in path if part != ITEM)
        message = _("数据中的“{title}”（{name}）没有用到").format(title=node.get('title', name), name=name)
        yield fault('unused', Place(), message, _("请在模板中加上，或确认这份文书确实不印这一项"), 'warning')


def _leaves(fields: Mapping[str, Any], prefix: Path, used: set[Path]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Give the values a template may use; the members of a list only where it is gone through item by item."""
    for name, node in fields.items():
        path = (*prefix, name)
        members: Mapping[str, Any] = node.get('properties', {})
        items: Mapping[str, Any] = node.get('items', {}).get('properties', {})
        if members:
            yield from _leaves(members, path, used)
        elif items and any(each[: len(path) + 1] == (*path, ITEM) for each in used):
            yield from _leaves(items, (*path, ITEM), used)
        else:
            yield path, node
