"""The truth of a filled form: by pointer as values of the record, and by the labels people see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from docforms import api

# Where two cells have one label, or one cell has two values, a label of its own tells them apart.
LABELS: Final = {
    'practice_licence_number': '执业许可证编号',
    'assessment_head_phone': '负责人联系电话',
    'previous_year': '上年度年份',
    'legal_representative_signature': '法定代表人签字',
}
LABELLED: Final = 'nm-ltci/application'
LIST_LABEL: Final = '证件'
LABELLED_ROWS: Final = 4


def truth_of(form: str, record: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Give `fields` by pointer, `texts` as printed, and `labels` for the form that people compare by label."""
    truth: dict[str, Any] = {
        'fields': {pointer: value_at(record, pointer) if text else '' for pointer, text in texts.items()},
        'texts': dict(texts),
    }
    if form == LABELLED:
        pointers = pointers_by_label(form)
        truth['labels'] = {label: texts.get(pointer, '') for label, pointer in pointers.items()}
    return truth


def value_at(record: Mapping[str, Any], pointer: str) -> Any:
    """Take a value out of a record, ready for JSON."""
    value: Any = record
    for part in pointer.split('/')[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return float(value) if isinstance(value, Decimal) else value


def pointers_by_label(form: str) -> dict[str, str]:
    """Map the labels of the given set to pointers: titles of the schema, numbered for the rows of the list."""
    fields = api.form_of(form)[1].schema['properties']['fields']
    return dict(_labels(fields['properties']))


def _labels(properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, node in properties.items():
        if node.get('type') == 'array':
            for number in range(LABELLED_ROWS):
                for inner, child in node['items']['properties'].items():
                    yield f'{LIST_LABEL}{number + 1}.{child["title"]}', f'/fields/{name}/{number}/{inner}'
        elif node.get('type') != 'boolean':
            title = LABELS.get(name) or re.sub('（.*', '', node['title'])
            yield title, f'/fields/{name}'
