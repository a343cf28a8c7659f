"""Checks of a form beyond its meta-schema: cited rows, required names, and the fields its layout prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docforms.exceptions import Problem
from docforms.expressions import nearest
from docforms.i18n import _
from docforms.packs.model import Form, Requirement
from docforms.packs.reading import Path_, SourceFile


def form_problems(form: Form, source: SourceFile, layout: SourceFile, rows: Mapping[str, Requirement]) -> list[Problem]:
    """Check a form: cited rows, required names, and that every layout value is a field."""
    problems = row_problems(source, form.schema, rows)
    fields = form.schema['properties'].get('fields', {}).get('properties', {})
    for index, row in enumerate(layout.data.get('rows', ())):
        members = fields
        if 'repeat' in row:
            members = fields.get(row['repeat'], {}).get('items', {}).get('properties', {})
            if not members:
                message = _("没有列表字段 {name}{near}").format(name=row['repeat'], near=nearest(row['repeat'], fields))
                problems.append(layout.problem(('rows', index, 'repeat'), message))
                continue
        for position, cell in enumerate(row['cells']):
            for name in _placeholders(cell):
                if name not in members:
                    message = _("没有字段 {name}{near}").format(name=name, near=nearest(name, members))
                    problems.append(layout.problem(('rows', index, 'cells', position), message))
    return problems


def _placeholders(cell: Mapping[str, Any]) -> list[str]:
    texts = [cell.get('value', ''), *(paragraph['text'] for paragraph in cell.get('paragraphs', ()))]
    joined = '\n'.join(texts).replace('{{', '\0').replace('}}', '\0')
    return [part.partition('}')[0] for part in joined.split('{')[1:] if part.partition('}')[0] not in ('', '#')]


def row_problems(source: SourceFile, schema: Any, rows: Mapping[str, Requirement]) -> list[Problem]:
    """Check the rows cited and the names required anywhere in a schema."""
    problems: list[Problem] = []

    def walk(node: Any, path: Path_) -> None:
        for row in node.get('requirements', ()):
            if row not in rows:
                message = _("requirements.yaml 中没有 {row}{near}").format(row=row, near=nearest(row, rows))
                problems.append(source.problem((*path, 'requirements'), message))
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
