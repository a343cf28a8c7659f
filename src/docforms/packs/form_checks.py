"""Checks of a form beyond its meta-schema: cited rows, required names, and the fields its layout prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docforms.exceptions import Problem
from docforms.expressions import nearest
from docforms.i18n import _
from docforms.packs.layouts import EXPRESSION
from docforms.packs.model import Form, Requirement
from docforms.packs.reading import Path_, SourceFile
from docforms.packs.schema_engine import works_as_pattern

# {name} in a layout text; {{ }} expressions are looked at by themselves.
_FIELD: Final = re.compile(r'\{([^{}]*)\}')


def form_problems(form: Form, source: SourceFile, layout: SourceFile, rows: Mapping[str, Requirement]) -> list[Problem]:
    """Check a form: cited rows, required names, and that every layout value is a field."""
    fields = form.schema['properties'].get('fields', {})
    problems = row_problems(source, form.schema, rows)
    problems += _layout_rows(layout, rows)
    for path, text, repeated in layout_texts(layout):
        members = fields if not repeated else _member(fields, repeated).get('items', {})
        for name in _FIELD.findall(EXPRESSION.sub('', text)):
            if members and name != '#' and not _member(members, name):
                message = _("没有字段 {name}{near}").format(
                    name=name, near=nearest(name, members.get('properties', {}))
                )
                problems.append(layout.problem(path, message))
    for index, row in enumerate(layout.data.get('rows', ())):
        if 'repeat' in row and 'items' not in _member(fields, row['repeat']):
            near = nearest(row['repeat'], fields.get('properties', {}))
            message = _("没有列表字段 {name}{near}").format(name=row['repeat'], near=near)
            problems.append(layout.problem(('rows', index, 'repeat'), message))
    return problems


def layout_texts(layout: SourceFile) -> Iterator[tuple[Path_, str, str]]:
    """List the texts of a layout that may hold values: place, text, and the list its row is repeated for."""
    for index, row in enumerate(layout.data.get('rows', ())):
        repeated = row.get('repeat', '')
        for position, cell in enumerate(row['cells']):
            path: Path_ = ('rows', index, 'cells', position)
            if 'value' in cell:
                yield (*path, 'value'), cell['value'], repeated
            for number, paragraph in enumerate(cell.get('paragraphs', ())):
                yield (*path, 'paragraphs', number, 'text'), paragraph['text'], repeated
    for number, paragraph in enumerate(layout.data.get('after', ())):
        yield ('after', number, 'text'), paragraph['text'], ''


def _member(node: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Give the schema of a dotted member; an empty one when there is none."""
    for part in name.split('.'):
        node = node.get('properties', {}).get(part, {})
    return node


def row_problems(source: SourceFile, schema: Any, rows: Mapping[str, Requirement]) -> list[Problem]:
    """Check the rows cited, the names required and the patterns anywhere in a schema."""
    problems: list[Problem] = []

    def walk(node: Any, path: Path_) -> None:
        for row in node.get('requirements', ()):
            if rows and row not in rows:
                message = _("requirements.yaml 中没有 {row}{near}").format(row=row, near=nearest(row, rows))
                problems.append(source.problem((*path, 'requirements'), message))
        if 'pattern' in node and not works_as_pattern(node['pattern']):
            problems.append(source.problem((*path, 'pattern'), _("不是有效的正则表达式")))
        members = node.get('properties', {})
        for name in node.get('required', ()):
            if name not in members:
                message = _("没有字段 {name}{near}").format(name=name, near=nearest(name, members))
                problems.append(source.problem((*path, 'required'), message))
        for name, member in members.items():
            walk(member, (*path, 'properties', name))
        if 'items' in node:
            walk(node['items'], (*path, 'items'))

    walk(schema, ())
    return problems


def _layout_rows(layout: SourceFile, rows: Mapping[str, Requirement]) -> list[Problem]:
    """Check the rows that fixed texts of a layout cite."""
    cited: list[tuple[Path_, Mapping[str, Any]]] = []
    cited += [(('after', index), text) for index, text in enumerate(layout.data.get('after', ()))]
    for index, row in enumerate(layout.data.get('rows', ())):
        cited += [(('rows', index, 'cells', place), cell) for place, cell in enumerate(row['cells'])]
    return [
        layout.problem(path, _("requirements.yaml 中没有 {row}{near}").format(row=name, near=nearest(name, rows)))
        for path, item in cited
        for name in item.get('requirements', ())
        if rows and name not in rows
    ]
