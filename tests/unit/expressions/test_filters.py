from __future__ import annotations

import time
from decimal import Decimal

import pytest

from docforms.expressions import is_unknown
from docforms.expressions.filters import FILTERS, TESTS

ROWS = [
    {'name': '甲', 'n': 3, 'office': {'area': Decimal('10.5')}},
    {'name': '乙', 'n': 1, 'office': {'area': Decimal('20.25')}},
    {'name': '丙', 'n': 2, 'office': {'area': Decimal(30)}},
]
PATCHY = [{'name': '甲', 'n': 3}, {'name': '乙'}, {'n': 1}, {'name': None, 'n': 3}]


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('rows | length', 3),
        ('"统一社会" | length', 4),
        ('rows | count', 3),
        ('rows | sum(attribute="n")', 6),
        ('rows | sum("n")', 6),
        ('rows | sum(attribute="office.area")', Decimal('60.75')),
        ('[1, 2.5] | sum', Decimal('3.5')),
        ('[] | sum', 0),
        ('rows | map(attribute="name") | list', ['甲', '乙', '丙']),
        ('rows | map("office.area") | max', Decimal(30)),
        ('rows | selectattr("n", "gt", 1) | map("name") | join("，")', '甲，丙'),
        ('rows | rejectattr("n", "gt", 1) | map("name") | list', ['乙']),
        ('rows | selectattr("name", "eq", "乙") | first', ROWS[1]),
        ('rows | selectattr("name", "in", ["甲", "丁"]) | length', 1),
        ('rows | selectattr("n") | length', 3),
        ('rows | selectattr("office.area", "ge", 20.25) | length', 2),
        ('rows | rejectattr("name", "equalto", "乙") | length', 2),
        ('rows | last', ROWS[2]),
        ('[3, 1, 2] | sort', [1, 2, 3]),
        ('[3, 1, 2] | min', 1),
        ('["2026-03-02", "2025-01-01"] | max', '2026-03-02'),
        ('[1, 2, 1] | unique', [1, 2]),
        ('[{"a": 1}, {"a": 1}] | unique | length', 1),
        ('2.5 | round', Decimal(3)),
        ('3.5 | round', Decimal(4)),
        ('-2.5 | round', Decimal(-3)),
        ('1.005 | round(2)', Decimal('1.01')),
        ('5 | round(2)', Decimal('5.00')),
        ('-3 | abs', 3),
        ('3.9 | int', 3),
        ('" 甲 " | trim', '甲'),
        ('"甲乙甲" | replace("甲", "丙")', '丙乙丙'),
        ('1.5 | string', '1.5'),
        ('"ab" | upper', 'AB'),
        ('"AB" | lower', 'ab'),
        ('["甲", "乙", 3] | join("；")', '甲；乙；3'),
        ('["甲", "乙"] | join', '甲乙'),
        ('["甲", "乙", "丙"] | cn_join', '甲、乙、丙'),
        ('["甲", "乙", "丙"] | cn_join("和")', '甲、乙和丙'),
        ('["甲"] | cn_join("和")', '甲'),
        ('[] | cn_join', ''),
        ('"2026-03-02" | cn_date', '2026年3月2日'),
        ('0.985 | percent', '98.5%'),
        ('1 | percent(0)', '100%'),
        ('1234.5 | money', '1,234.50'),
        ('1409.5 | rmb', '人民币壹仟肆佰零玖元伍角整'),
        ('"13800138000" | masked("phone")', '138****8000'),
        ('"某医保函〔2026〕3号" | doc_number', '某医保函〔2026〕3号'),
        ('"某医保函〔2026〕　号" | doc_number', '某医保函〔2026〕　号'),
    ],
)
def test_filters(value_of, source: str, expected: object):
    """Each filter gives what its name says."""
    assert value_of(source, rows=ROWS) == expected


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('1 is number', True),
        ('1.5 is number', True),
        ('true is number', False),
        ('"1" is string', True),
        ('{} is mapping', True),
        ('[] is sequence', True),
        ('true is true', True),
        ('1 is true', False),
        ('1 is eq(1)', True),
        ('1 is ne(1)', False),
        ('1 is lt(2)', True),
        ('2 is le(2)', True),
        ('3 is gt(2)', True),
        ('2 is ge(3)', False),
        ('[1, 2] is containing(2)', True),
        ('"b" is in("abc")', True),
    ],
)
def test_tests(value_of, source: str, expected: bool):
    """Each test answers what its name asks; yes is not a number."""
    assert value_of(source) is expected


# Missing members ----------------------------------------------------------------------------------


def test_a_total_with_a_missing_member_is_unknown(value_of):
    """A sum over rows is not known while one row lacks its number."""
    assert is_unknown(value_of('rows | sum(attribute="n")', rows=PATCHY))
    assert is_unknown(value_of('rows | sum(attribute="n") > 1', rows=PATCHY))


def test_map_leaves_missing_members_out(value_of):
    """A list of names holds the names there are."""
    assert value_of('rows | map(attribute="name") | list', rows=PATCHY) == ['甲', '乙']
    assert value_of('rows | map(attribute="name") | join("、")', rows=PATCHY) == '甲、乙'


def test_a_missing_member_is_not_selected(value_of):
    """A row of which the member is missing neither equals nor exceeds anything."""
    assert value_of('rows | selectattr("n", "gt", 0) | length', rows=PATCHY) == 3
    assert value_of('rows | selectattr("name", "eq", "甲") | length', rows=PATCHY) == 1
    assert value_of('rows | selectattr("name") | length', rows=PATCHY) == 2


def test_a_missing_member_is_not_rejected(value_of):
    """A row of which the member is missing stays, whichever way the test is written."""
    assert value_of('rows | rejectattr("n", "gt", 0) | length', rows=PATCHY) == 1
    assert value_of('rows | rejectattr("name", "eq", "甲") | length', rows=PATCHY) == 3
    assert value_of('rows | rejectattr("name") | length', rows=PATCHY) == 2


def test_rows_can_be_selected_by_presence(value_of):
    """`defined` finds the rows that have a member, and `undefined` those that lack it."""
    assert value_of('rows | selectattr("name", "defined") | length', rows=PATCHY) == 2
    assert value_of('rows | selectattr("name", "undefined") | length', rows=PATCHY) == 2


@pytest.mark.parametrize('name', ['first', 'last', 'min', 'max'])
def test_nothing_can_be_taken_from_an_empty_list(value_of, name: str):
    """The first, last, least or greatest of nothing is unknown."""
    assert is_unknown(value_of(f'[] | {name}'))


@pytest.mark.parametrize('name', sorted(set(FILTERS) - {'default', 'd', 'blank'}))
def test_every_filter_lets_an_unknown_through(name: str, value_of):
    """No filter but `default` and `blank` makes something out of a missing value."""
    assert is_unknown(value_of(f'u | {name}'))
    assert is_unknown(value_of(f'u | {name}("x")'))
    assert is_unknown(value_of(f'"a" | {name}(u)'))


# Wrong values -------------------------------------------------------------------------------------

STRANGE = [
    'none',
    'true',
    '5',
    '-1',
    '1.5',
    '"甲"',
    '""',
    '[]',
    '[1, "a"]',
    '[[]]',
    '{}',
    '{"a": 1}',
    'u',
    '[u]',
    '10 ** 30',
]


@pytest.mark.parametrize('name', sorted(FILTERS))
def test_a_filter_never_breaks(name: str, value_of):
    """With whatever value and arguments, a filter gives a value or leaves it open; nothing is raised."""
    for value in STRANGE:
        value_of(f'{value} | {name}')
        for argument in STRANGE:
            value_of(f'{value} | {name}({argument})')
            value_of(f'{value} | {name}({argument}, {argument})')
            value_of(f'{value} | {name}({argument}, "eq", {argument})')


@pytest.mark.parametrize('name', sorted(TESTS))
def test_a_test_never_breaks(name: str, value_of):
    """With whatever value and argument, a test answers or leaves it open; nothing is raised."""
    for value in STRANGE:
        value_of(f'{value} is {name}')
        for argument in STRANGE:
            value_of(f'{value} is {name}({argument})')
            value_of(f'[{{"a": {value}}}] | selectattr("a", "{name}", {argument}) | list')


@pytest.mark.parametrize(
    'source',
    [
        '5 | length',
        '"a" | sum',
        '["a"] | sum',
        '[true] | sum',
        '"a" | map("b")',
        '[5] | map("b")',
        '"a" | round',
        '1 | round(11)',
        '1 | round(-1)',
        'true | int',
        '5 | trim | upper | cn_date',
        '"2026-02-30" | cn_date',
        '"x" | rmb',
        '-1 | rmb',
        '"a" | masked("b")',
        '"某函2026" | doc_number',
        '[1, "a"] | sort',
        '[1, "a"] | max',
        '"a" | replace("", "b")',
        '[[1]] | join',
        '{} | join',
        '5 | cn_join',
        '1 is in(5)',
        '5 is containing(1)',
    ],
)
def test_what_a_filter_cannot_work_with_is_left_open(value_of, source: str):
    """A value of the wrong kind never passes for an empty or a zero one."""
    assert is_unknown(value_of(source))


def test_long_results_are_bounded(value_of):
    """Replacing cannot blow a text up."""
    start = time.monotonic()

    assert is_unknown(value_of('text | replace("a", text)', text='a' * 100_000))
    assert is_unknown(value_of('rows | join(text)', rows=['b'] * 100_000, text='a' * 1000))
    assert time.monotonic() - start < 5


def test_long_lists_are_quick(value_of):
    """A hostile list of a hundred thousand texts does not take minutes to make unique."""
    start = time.monotonic()

    assert value_of('rows | unique | length', rows=[str(n) for n in range(100_000)]) == 100_000
    assert time.monotonic() - start < 5
