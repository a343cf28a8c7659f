"""The texts a form is printed with: every value as a person would write it, and room where there is none.

A form template asks for `form.NAME`, and for `row.NAME` inside a repeated row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from docforms.packs.layouts import Blank
from docforms.packs.layouts import blanks as blanks_of

NO_ROOM: Final = Blank()
DATE: Final = re.compile(r'(\d{4})-(\d{2})-(\d{2})')


def form_context(layout: Mapping[str, Any], schema: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, object]:
    """Give the values of a form's template.

    `layout` and `schema` are the form's own files as data, references in the schema resolved; `record` is the
    whole record, or `{}` for a blank form. Every field of the schema is there: lists as lists of groups, never
    fewer than the layout's `min_rows`, groups as groups, and all other values as text.
    """
    fields = schema['properties'].get('fields', schema)
    values = record.get('fields') or {}
    blanks = dict(blanks_of(layout))
    rows = {row['repeat']: row.get('min_rows', 1) for row in layout['rows'] if 'repeat' in row}
    return {'form': _group(fields, values, blanks, rows)}


def _group(
    node: Mapping[str, Any], value: Any, blanks: Mapping[str, Blank], rows: Mapping[str, int], prefix: str = ''
) -> dict[str, object]:
    members = value if isinstance(value, Mapping) else {}
    group: dict[str, object] = {}
    for name, child in node.get('properties', {}).items():
        place = f'{prefix}{name}'
        if child.get('type') == 'object':
            group[name] = _group(child, members.get(name), blanks, rows, f'{place}.')
        elif child.get('type') == 'array' and child['items'].get('type') == 'object':
            group[name] = _rows(child['items'], members.get(name), blanks, rows.get(place, 0), f'{place}.')
        else:
            group[name] = text_of(child, members.get(name), blanks.get(place, NO_ROOM))
    return group


def _rows(
    node: Mapping[str, Any], items: Any, blanks: Mapping[str, Blank], least: int, prefix: str
) -> list[dict[str, object]]:
    given: Sequence[Any] = items if isinstance(items, list) else ()
    padded = [*given, *({} for _missing in range(least - len(given)))]
    return [_group(node, item, blanks, {}, prefix) for item in padded]


def text_of(node: Mapping[str, Any], value: Any, blank: Blank = NO_ROOM) -> str:
    """Write one value as the form prints it; `node` is its schema."""
    if value is None or value == [] or (isinstance(value, str) and not value.strip()):
        return blank.text(node)
    if isinstance(value, bool):
        return str(node.get('true_label', "是") if value else node.get('false_label', "否"))
    if isinstance(value, list):
        return '、'.join(text_of(node.get('items', {}), item) for item in value)
    if isinstance(value, Decimal):
        return f'{value:f}'
    return _date_text(value) if node.get('format') == 'date' else str(value)


def _date_text(value: Any) -> str:
    """Write an ISO date as 2026年3月2日, and anything else as it is: what is wrong stays to be seen."""
    match = DATE.fullmatch(str(value))
    if match is None:
        return str(value)
    year, month, day = (int(part) for part in match.groups())
    return f'{year}年{month}月{day}日'
