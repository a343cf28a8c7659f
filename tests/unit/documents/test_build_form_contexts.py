from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from docforms.documents.form_context import form_context, text_of
from docforms.packs.layouts import Blank

DATE = {'type': 'string', 'format': 'date'}
YES_NO = {'type': 'boolean', 'true_label': '有', 'false_label': '无'}


@pytest.mark.parametrize(
    ('node', 'value', 'expected'),
    [
        ({'type': 'string'}, '青禾餐车', '青禾餐车'),
        ({'type': 'string'}, '05310101040000001', '05310101040000001'),
        (DATE, '2026-03-02', '2026年3月2日'),
        (DATE, '2026-13-45', '2026年13月45日'),
        (DATE, '去年春天', '去年春天'),
        (YES_NO, True, '有'),
        (YES_NO, False, '无'),
        ({'type': 'boolean'}, True, '是'),
        ({'type': 'integer'}, 0, '0'),
        ({'type': 'number'}, Decimal('418.50'), '418.50'),
        ({'type': 'number'}, Decimal('1E+3'), '1000'),
        ({'type': 'array', 'items': {'type': 'string'}}, ['甲', '乙'], '甲、乙'),
        ({'type': 'string'}, None, ''),
        ({'type': 'string'}, '  ', ''),
        (DATE, '', ''),
    ],
)
def test_values_are_written_as_people_write_them(node: dict[str, Any], value: object, expected: str):
    """Dates in Chinese, answers in words, numbers exactly; a value with a mistake is printed as it stands."""
    assert text_of(node, value) == expected


@pytest.mark.parametrize(
    ('node', 'blank', 'expected'),
    [
        (DATE, Blank(framed=True), '\u3000\u3000年\u3000\u3000月\u3000\u3000日'),
        ({'type': 'string', 'format': 'month'}, Blank(framed=True), '\u3000\u3000年\u3000\u3000月'),
        (DATE, Blank(), ''),
        ({'type': 'integer'}, Blank(4, framed=True), '\u3000' * 4),
    ],
)
def test_a_blank_leaves_room(node: dict[str, Any], blank: Blank, expected: str):
    """A missing date inside text prints its frame, another value as much room as its cell asks for."""
    assert text_of(node, None, blank) == expected


def context(fields: dict[str, Any] | None, **rows: Any) -> dict[str, Any]:
    """Work out the values of a form of one group, one list and two plain fields."""
    layout = {'columns': [156], 'rows': [{'cells': [{'value': '{when}年度'}]}, {'cells': [{'value': '{on}'}]}, rows]}
    item = {'type': 'object', 'properties': {'name': {'type': 'string'}}}
    properties = {
        'when': {'type': 'integer'},
        'on': DATE,
        'bank': {'type': 'object', 'properties': {'account': {'type': 'string'}}},
        'papers': {'type': 'array', 'items': item},
    }
    schema = {'properties': {'fields': {'type': 'object', 'properties': properties}}}
    record = {} if fields is None else {'fields': fields}
    return form_context(layout, schema, record)['form']


ROW = {'repeat': 'papers', 'min_rows': 2, 'cells': [{'value': '{name}'}]}


def test_every_field_of_the_schema_is_there():
    """A template never lacks a value: what the record does not have is there as blank."""
    expected = {'when': '\u3000' * 4, 'on': '', 'bank': {'account': ''}, 'papers': [{'name': ''}, {'name': ''}]}

    assert context(None, **ROW) == expected


def test_a_list_longer_than_its_least_length_is_not_cut():
    """Rows are added, never dropped."""
    names = [{'name': name} for name in '甲乙丙']

    assert context({'papers': names}, **ROW)['papers'] == names


@pytest.mark.parametrize('wrong', ['文字', 3, ['甲', None], {'name': '甲'}])
def test_a_list_of_the_wrong_kind_is_a_blank_list(wrong: object):
    """A record with mistakes still prints."""
    assert [row['name'] for row in context({'papers': wrong}, **ROW)['papers']] == ['', '']


def test_groups_inside_the_form_are_groups():
    """A dotted field is a member of its group."""
    assert context({'bank': {'account': '6222'}}, **ROW)['bank'] == {'account': '6222'}
