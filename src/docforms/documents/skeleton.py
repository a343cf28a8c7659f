"""Make the empty record of a form: what a clerk who prefers typing data to Word starts from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docforms.packs import Form, Pack


def empty_record(pack: Pack, form: Form) -> dict[str, Any]:
    """Give a record with every field blank, one blank row in each list, and every material of the form."""
    record: dict[str, Any] = {'form': form.id, 'received_on': ''}
    for group, node in form.schema['properties'].items():
        if group != 'facts':
            record[group] = _blank(node)
    record['materials'] = [
        {'id': material.id, 'original': None, 'copies': None, 'sealed': None}
        for material in pack.materials
        if form.name in material.forms
    ]
    record['facts'] = {}
    return record


def _blank(node: Mapping[str, Any]) -> Any:
    if node.get('type') == 'object':
        return {name: _blank(inner) for name, inner in node.get('properties', {}).items()}
    if node.get('type') == 'array':
        return [_blank(node['items'])]
    return '' if node.get('type') == 'string' else None
