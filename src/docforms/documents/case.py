"""Fill the values of a document from a checked case, by the expressions of documents.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docforms.expressions import Scope, is_unknown
from docforms.packs import DocumentType, Pack
from docforms.packs.parts import LANGUAGE
from docforms.records import materials_by_id


def case_values(
    pack: Pack, document: DocumentType, record: Mapping[str, Any], report: Mapping[str, Any], form_title: str
) -> dict[str, Any]:
    """Evaluate every value of the document that the case decides; values the case does not have are left out.

    `report` is the report as plain data: groups, lists and texts.
    """
    names: dict[str, Any] = {
        **{
            group: record.get(group) if isinstance(record.get(group), dict) else {}
            for group in ('fields', 'supplement', 'facts')
        },
        'report': _plain(report),
        'as_of': report['as_of'],
        'pack': pack.info,
        'form_title': form_title,
        'materials': materials_by_id(record),
    }
    if record.get('received_on'):
        names['received_on'] = record['received_on']
    scope = Scope(LANGUAGE, names)
    values = {name: expression.value(scope) for name, expression in document.values.items()}
    members = document.schema['properties']
    return {name: _fitted(value, members[name]) for name, value in values.items() if not is_unknown(value)}


def _fitted(value: Any, schema: Mapping[str, Any]) -> Any:
    """Leave out what a closed group of the document does not ask for: a finding says more than most papers print."""
    if isinstance(value, list):
        return [_fitted(item, schema.get('items', {})) for item in value]
    if isinstance(value, dict) and schema.get('additionalProperties') is False:
        known = schema['properties']
        return {name: _fitted(inner, known[name]) for name, inner in value.items() if name in known}
    return value


def _plain(value: Any) -> Any:
    """Turn tuples into lists: expressions know dicts and lists only."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value
