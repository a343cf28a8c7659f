"""A record as lines of cells: every field of the form with its label, every list with its rows.

What a form asks stands even where the record has nothing, so that what is missing can be seen and marked;
what the record has beyond the form stands after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from docforms.findings import Finding, Report, parts_of, pointer_of
from docforms.i18n import _
from docforms.reports.names import GROUPS, Names

Scalar = str | int | float | Decimal | None

Column = tuple[tuple[str, ...], Mapping[str, Any]]
"""A column of a list: the path of a member inside a row, and its schema."""

# The member of a material's entry that a finding about the material is about.
MEMBER_OF_CODE: Final[Mapping[str, str]] = {
    'material-original': 'original',
    'material-copies': 'copies',
    'material-seal': 'sealed',
    'material-expired': 'valid_until',
    'material-holder': 'holder',
}

# The member that tells an entry made from a file from those somebody wrote.
RECOGNISED: Final = 'recognised'


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell, and the places of the record it shows."""

    value: Scalar = None
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet: a title, the column titles of a list, or a label with values."""

    style: Literal['group', 'heading', 'columns', 'values']
    label: Entry
    entries: tuple[Entry, ...] = ()
    depth: int = 0


def record_lines(record: Mapping[str, Any], schema: Mapping[str, Any], report: Report, names: Names) -> Iterator[Line]:
    """Lay out a record of the schema; the report says which materials are missing from it."""
    top = schema.get('properties', {})
    rest = [key for key in record if key not in GROUPS and key not in {'form', 'received_on', 'materials'}]
    for key in ('form', 'received_on', *rest):
        yield from _place(record.get(key), top.get(key, {}), key, pointer_of((key,)), 0)
    for group in GROUPS:
        if group in record or 'properties' in top.get(group, {}):
            yield from _group(record.get(group), top.get(group, {}), group)
    yield from _materials(record.get('materials'), top.get('materials', {}), report, names)


def _group(value: Any, node: Mapping[str, Any], name: str) -> Iterator[Line]:
    pointer = pointer_of((name,))
    yield Line('group', Entry(_label(node, name)), (Entry(_misfit(value, dict), (pointer,)),))
    yield from _members(value, node, pointer, 0)


def _members(value: Any, node: Mapping[str, Any], pointer: str, depth: int) -> Iterator[Line]:
    """Lay out what a group asks, then what it holds besides."""
    known = node.get('properties', {})
    held = value if isinstance(value, Mapping) else {}
    for name in (*known, *(name for name in held if name not in known)):
        yield from _place(held.get(name), known.get(name, {}), name, pointer + pointer_of((name,)), depth)


def _place(value: Any, node: Mapping[str, Any], name: str, pointer: str, depth: int) -> Iterator[Line]:
    label = Entry(_label(node, name))
    if 'properties' in node:
        yield Line('heading', label, (Entry(_misfit(value, dict), (pointer,)),), depth)
        yield from _members(value, node, pointer, depth + 1)
    elif 'items' in node:
        yield Line('heading', label, (Entry(_misfit(value, list), (pointer,)),), depth)
        if isinstance(value, list) and value:
            yield from _rows(value, node['items'], pointer, depth + 1)
    else:
        yield Line('values', label, (Entry(shown(value, node), (pointer,)),), depth)


def _rows(items: Sequence[Any], node: Mapping[str, Any], pointer: str, depth: int) -> Iterator[Line]:
    columns = _columns(node)
    if columns:
        others = any(_others(item, columns) is not None for item in items)
        yield _titles(columns, others=others, depth=depth)
    for index, item in enumerate(items):
        here = pointer + pointer_of((index,))
        label = Entry(_("第{row}行").format(row=index + 1), (here,))
        entries = _cells(item, columns, here) if columns else (Entry(shown(item, node), (here,)),)
        yield Line('values', label, entries, depth)


def _titles(columns: Sequence[Column], *, others: bool, depth: int) -> Line:
    titles = [Entry(_label(node, path[-1])) for path, node in columns]
    return Line('columns', Entry(), (*titles, Entry(_("其他内容"))) if others else tuple(titles), depth)


def _columns(node: Mapping[str, Any], path: tuple[str, ...] = ()) -> list[Column]:
    """List the members of a row that get a column, those of inner groups among them."""
    found: list[Column] = []
    for name, inner in node.get('properties', {}).items():
        found += _columns(inner, (*path, name)) if 'properties' in inner else [((*path, name), inner)]
    return found


def _cells(item: Any, columns: Sequence[Column], row: str) -> tuple[Entry, ...]:
    """Fill the columns from a row; what has no column goes together into one cell after them."""
    cells = []
    for path, node in columns:
        value = item
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        cells.append(Entry(shown(value, node), (row + pointer_of(path),)))
    others = _others(item, columns)
    if others is not None:
        names = others if isinstance(others, Mapping) else ()
        places = tuple(row + pointer_of((name,)) for name in names)
        cells.append(Entry(shown(others, {}), places))
    return tuple(cells)


def _others(item: Any, columns: Sequence[Column], path: tuple[str, ...] = ()) -> Any:
    """Give what of a row no column shows, or None."""
    if not isinstance(item, Mapping):
        return None if item == '' else item
    paths = {column[: len(path) + 1] for column, _node in columns}
    shown_here = {column for column, _node in columns}
    rest = {}
    for name, value in item.items():
        here = (*path, name)
        left = value if here not in paths else None if here in shown_here else _others(value, columns, here)
        if left is not None:
            rest[name] = left
    return rest or None


def _materials(value: Any, node: Mapping[str, Any], report: Report, names: Names) -> Iterator[Line]:
    """Lay out the entries of the materials, and an empty row for each that is missing."""
    yield Line('group', Entry(_label(node, 'materials')), (Entry(_misfit(value, list), ('/materials',)),))
    entries = value if isinstance(value, list) else []
    columns = [column for column in _columns(node.get('items', {})) if _has_column(column[0], entries)]
    absent = _absent(report, entries)
    if not entries and not absent:
        return
    others = any(_others(_members_shown(item, names), columns) is not None for item in entries)
    yield _titles(columns, others=others, depth=0)
    for index, item in enumerate(entries):
        here = pointer_of(('materials', index))
        yield Line('values', _material_label(item, here, names), _cells(_members_shown(item, names), columns, here))
    for pointer, title in absent.items():
        material, *holders = parts_of(pointer)[1:]
        entry = {'holder': names.holder(material, holders[0])} if holders else {}
        cells = _cells(entry, columns, pointer)
        yield Line('values', Entry(title, (pointer,)), tuple(Entry(cell.value, (pointer,)) for cell in cells))


def _has_column(path: tuple[str, ...], entries: Sequence[Any]) -> bool:
    """Tell whether a member of materials gets a column: the id is the label, few entries were recognised in files."""
    is_told = any(isinstance(entry, Mapping) and RECOGNISED in entry for entry in entries)
    return path != ('id',) and (path != (RECOGNISED,) or is_told)


def _material_label(item: Any, here: str, names: Names) -> Entry:
    """Label an entry; a finding about a material as a whole is about the labels of all its entries."""
    name = item.get('id') if isinstance(item, Mapping) else None
    if not isinstance(name, str):
        return Entry(shown(name, {}), (f'{here}/id', here))
    return Entry(names.title(name), (f'{here}/id', here, pointer_of(('materials', name))))


def _members_shown(item: Any, names: Names) -> Any:
    """Leave out the id, which is the label, and name the holder as the pack does."""
    if not isinstance(item, Mapping):
        return item
    members = {key: value for key, value in item.items() if key != 'id'}
    if isinstance(item.get('id'), str) and isinstance(item.get('holder'), str):
        members['holder'] = names.holder(item['id'], item['holder'])
    return members


def _absent(report: Report, entries: Sequence[Any]) -> dict[str, str]:
    """Collect the materials, or holders of materials, that the report misses, with their labels."""
    here: set[tuple[str, str | None]] = set()
    for entry in entries:
        if isinstance(entry, Mapping) and isinstance(entry.get('id'), str):
            holder = entry.get('holder')
            here |= {(entry['id'], None), (entry['id'], holder if isinstance(holder, str) else None)}
    found: dict[str, str] = {}
    for finding in report.findings:
        parts = parts_of(finding.pointer)
        is_material = finding.kind == 'material' and parts[:1] == ['materials'] and len(parts) in {2, 3}
        if is_material and (*parts[1:], None)[:2] not in here:
            found.setdefault(finding.pointer, finding.label)
    return found


def marked_places(finding: Finding, record: Mapping[str, Any], as_of: str) -> list[str]:
    """Tell which places a finding is about: for a material, the members of its entries that are wrong."""
    parts = parts_of(finding.pointer)
    member = MEMBER_OF_CODE.get(finding.code)
    materials = record.get('materials')
    if member is None or not isinstance(materials, list) or len(parts) != 2:
        return [finding.pointer]
    entries = [
        (index, entry.get(member))
        for index, entry in enumerate(materials)
        if isinstance(entry, Mapping) and entry.get('id') == parts[1]
    ]
    if member == 'valid_until':
        entries = [(index, value) for index, value in entries if isinstance(value, str) and value < as_of]
    elif member in {'original', 'sealed'}:
        entries = [(index, value) for index, value in entries if value is not True]
    return [pointer_of(('materials', index, member)) for index, _value in entries] or [finding.pointer]


def shown(value: Any, node: Mapping[str, Any]) -> Scalar:
    """Give what a cell shows: text and numbers as they are, yes and no in words, structures as text."""
    if isinstance(value, bool):
        return str(node.get('true_label') or _("是")) if value else str(node.get('false_label') or _("否"))
    if value is None or isinstance(value, (str, int, float, Decimal)):
        return value
    if isinstance(value, list) and all(isinstance(item, (str, int, Decimal)) for item in value):
        return _("、").join(str(shown(item, {})) for item in value)
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (list, dict)) else str(value)


def _misfit(value: Any, kind: type) -> Scalar:
    """Give what stands where a group or list should stand, or nothing when it is one."""
    return None if value is None or isinstance(value, kind) else shown(value, {})


def _label(node: Mapping[str, Any], name: str) -> str:
    title, unit = str(node.get('title') or name), node.get('unit')
    return _("{label}（{unit}）").format(label=title, unit=unit) if unit else title
