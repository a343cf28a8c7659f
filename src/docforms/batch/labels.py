"""Match the headers of a table to the fields of a document, as a person would."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from docforms.expressions import nearest
from docforms.i18n import _

Node = Mapping[str, Any]
Role = Literal['value', 'list', 'table', 'other']

# What people put beside the label of a field that must be filled in; written as NFKC has it.
_MARKS: Final = ('*', '※', '★', '(必填)', '[必填]', '【必填】', '(选填)', '[选填]', '【选填】')


class Labels:
    """The fields of a document, or of one list of it, by what a header may call them.

    A header names a field by its label, by its label with the unit behind it, or by its name. Width of characters,
    blanks, line breaks, capitals and a mark such as （必填） make no difference. A label several fields have names
    none of them.
    """

    def __init__(self, properties: Mapping[str, Node]) -> None:
        self.properties = properties
        names = [(normal(label), name) for name, node in properties.items() for label in {node['title'], titled(node)}]
        often = Counter(label for label, _name in names)
        self._names = {label: name for label, name in names if often[label] == 1}
        self._names |= {normal(name): name for name in properties}

    def name_of(self, header: str) -> str | None:
        """Give the name of the field a header stands for."""
        return self._names.get(normal(header))

    def near(self, header: str, taken: Iterable[str]) -> str:
        """Write the nearest labels of the fields not yet taken, as the end of a sentence."""
        others = set(taken)
        return nearest(header, (node['title'] for name, node in self.properties.items() if name not in others))

    def title(self, name: str) -> str:
        """Give the label of a field."""
        return str(self.properties[name]['title'])


def normal(header: str) -> str:
    """Reduce a header to what tells it from others."""
    visible = (each for each in unicodedata.normalize('NFKC', header) if unicodedata.category(each) != 'Cf')
    text = ''.join(''.join(visible).split()).casefold()
    while (shorter := _without_mark(text)) != text:
        text = shorter
    return text


def _without_mark(text: str) -> str:
    for mark in _MARKS:
        text = text.removesuffix(mark).removeprefix(mark)
    return text


def titled(node: Node) -> str:
    """Write the label of a field with its unit, as headers have it: 金额（元）."""
    title, unit = str(node['title']), node.get('unit')
    return _("{label}（{unit}）").format(label=title, unit=unit) if unit else title


def role_of(node: Node) -> Role:
    """Tell how a field stands in a table.

    A single value and a list of values have a cell, a list of groups has a sheet of its own; 'other' has no place.
    """
    kind = node.get('type')
    if kind in {'string', 'integer', 'number', 'boolean'}:
        return 'value'
    items = node.get('items', {})
    if kind == 'array' and role_of(items) == 'value':
        return 'list'
    if kind == 'array' and all(role_of(member) in {'value', 'list'} for member in items.get('properties', {}).values()):
        return 'table' if 'properties' in items else 'other'
    return 'other'
