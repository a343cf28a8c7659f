from __future__ import annotations

import pytest

from docforms.expressions import Expression, Language, Text, check_names, nearest, places_of

LANGUAGE = Language()
ENTRIES = {
    'type': 'array',
    'items': {'type': 'object', 'properties': {'copies': {'type': 'integer'}, 'sealed': {'type': 'boolean'}}},
}
SHAPES = {
    'fields': {
        'type': 'object',
        'properties': {
            'institution_name': {'type': 'string'},
            'office_area': {'type': 'number'},
            'contact': {'type': 'object', 'properties': {'phone': {'type': 'string'}}},
            'staff': {
                'type': 'array',
                'items': {
                    'type': 'object',
                    'properties': {'name': {'type': 'string'}, 'certificate': {'type': 'string'}},
                },
            },
            'words': {'type': 'array', 'items': {'type': 'string'}},
        },
    },
    'materials': {'type': 'object', 'properties': {'business-licence': ENTRIES}},
    'others': {'additional': ENTRIES},
    'as_of': {'type': 'string'},
    'item': {'type': 'object', 'properties': {'name': {'type': 'string'}}},
    'free': None,
}


def problems_in(source: str) -> list[str]:
    """Check an expression."""
    return check_names(Expression(LANGUAGE, source).tree, SHAPES)


def problems_in_text(source: str) -> list[str]:
    """Check a message."""
    return check_names(Text(LANGUAGE, source).tree, SHAPES)


@pytest.mark.parametrize(
    'source',
    [
        'fields.institution_name == "甲" and fields.office_area > 10.5',
        'fields["contact"].phone is defined',
        'fields.staff | selectattr("name", "eq", "甲") | map(attribute="certificate") | list | length == 1',
        'fields.staff | sum(attribute="certificate")',
        'fields.staff[0].name ~ (fields.staff | first).certificate',
        'fields.staff[0:2][0].name',
        'fields.staff | sort | unique | last | default({})',
        '(fields.contact if as_of else fields.contact).phone',
        'materials["business-licence"][0].copies > 0',
        'others.anything[0].copies > 0',
        'free.whatever.there.may.be',
        'item.name | cn_join',
        'months_between(as_of, as_of) >= 6 and add_months(iso=as_of, months=1)',
        'working_days(as_of, 5)',
        'is_working_day(as_of)',
        'as_of is not none and as_of is in(["a"])',
        '[fields.office_area, 1] | max',
        '{"a": as_of}.a',
    ],
)
def test_right_names_are_not_complained_about(source: str):
    """Every name of the schema, function, filter and test may be used; what is not described is not judged."""
    assert problems_in(source) == []


@pytest.mark.parametrize(
    ('source', 'problem'),
    [
        ('feilds.office_area', '没有名称 feilds，是否应为 fields？'),
        ('asof', '没有名称 asof，是否应为 as_of？'),
        ('zzz', '没有名称 zzz'),
        ('fields.office_aera', '没有字段 office_aera，是否应为 office_area？'),
        ('fields["institution_nam"]', '没有字段 institution_nam，是否应为 institution_name？'),
        ('fields.contact.phon', '没有字段 phon，是否应为 phone？'),
        ('fields.office_area.size', '“size”所在的值没有下级内容'),
        ('fields.staff.name', '“name”所在的值没有下级内容'),
        ('fields.staff[0].nmae', '没有字段 nmae，是否应为 name？'),
        ('(fields.staff | first).nmae', '没有字段 nmae，是否应为 name？'),
        ('(fields.staff | sort | last).nmae', '没有字段 nmae，是否应为 name？'),
        ('(fields.contact | default({})).phon', '没有字段 phon，是否应为 phone？'),
        ('fields.words[0].a', '“a”所在的值没有下级内容'),
        ('fields.staff | map(attribute="certifcate")', '没有字段 certifcate，是否应为 certificate？'),
        ('fields.staff | map("certifcate")', '没有字段 certifcate，是否应为 certificate？'),
        ('fields.staff | sum(attribute="certifcate")', '没有字段 certifcate，是否应为 certificate？'),
        ('fields.staff | map(attribute="name.first")', '“first”所在的值没有下级内容'),
        ('fields.staff | selectattr("nam", "eq", 1)', '没有字段 nam，是否应为 name？'),
        ('fields.staff | rejectattr("nam")', '没有字段 nam，是否应为 name？'),
        ('fields.staff | selectattr("name", "equal", 1)', '没有判断 equal，是否应为 equalto？'),
        ('fields.words | lenght', '没有过滤器 lenght，是否应为 length？'),
        ('fields.words | cnjoin', '没有过滤器 cnjoin，是否应为 cn_join / join？'),
        ('as_of is definde', '没有判断 definde，是否应为 defined / undefined？'),
        ('as_of if as_of is definde else 1', '没有判断 definde，是否应为 defined / undefined？'),
        ('month_between(as_of, as_of)', '没有函数 month_between，是否应为 months_between / days_between？'),
        ('fields(1)', '没有函数 fields'),
        ('item.nam', '没有字段 nam，是否应为 name？'),
        ('materials["busines-licence"]', '没有字段 busines-licence，是否应为 business-licence？'),
        ('materials["business-licence"][0].copis', '没有字段 copis，是否应为 copies？'),
        ('others.anything[0].copis', '没有字段 copis，是否应为 copies？'),
        ('is_credit_code', '“is_credit_code”是函数，应写成 is_credit_code(…)'),
        ('add_months(as_of)', 'add_months 的参数个数或名称不对，应为（iso, months）'),
        ('add_months(as_of, month=1)', 'add_months 的参数个数或名称不对，应为（iso, months）'),
        ('working_days(as_of)', 'working_days 的参数个数或名称不对，应为（start, count）'),
        ('as_of | masked', 'masked 的参数个数或名称不对，应为（kind）'),
        ('as_of | trim(1)', 'trim 的参数个数或名称不对，应为（）'),
        ('as_of is in', 'in 的参数个数或名称不对，应为（container）'),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest_right_one(source: str, problem: str):
    """A typo anywhere in an expression is found before any record is seen."""
    assert problems_in(source) == [problem]


@pytest.mark.parametrize(
    ('source', 'problems'),
    [
        ('{% for person in fields.staff %}{{ loop.index }}{{ person.name }}{% endfor %}', []),
        ('{% for person in fields.staff %}{{ person.nam }}{% endfor %}', ['没有字段 nam，是否应为 name？']),
        (
            '{% for person in fields.staff %}{{ loop.indx }}{% endfor %}',
            ['没有字段 indx，是否应为 index / index0 / revindex？'],
        ),
        ('{% for person in fields.staff %}{{ persn.name }}{% endfor %}', ['没有名称 persn，是否应为 person？']),
        ('{% for person in fields.staff %}{% endfor %}{{ person.name }}', ['没有名称 person']),
        ('{% for person in fields.staff %}{% endfor %}{{ loop.index }}', ['没有名称 loop']),
        ('{% for person in fields.staff if person.nam %}{% endfor %}', ['没有字段 nam，是否应为 name？']),
        ('{% for person in fields.saff %}{% endfor %}', ['没有字段 saff，是否应为 staff？']),
        ('{% for a, b in free %}{{ a }}{{ b.c }}{% else %}{{ free }}{% endfor %}', []),
        ('{% set total = fields.office_area %}{{ total }}{{ total.x }}', ['“x”所在的值没有下级内容']),
        ('{% if fields.a %}{% elif fields.b %}{% else %}{{ fields.c }}{% endif %}', [
            '没有字段 a', '没有字段 b', '没有字段 c',
        ]),
        ('{{ fields.a }}{{ fields.a }}', ['没有字段 a']),
        ('没有花括号', []),
    ],
)  # fmt: skip
def test_texts_are_checked_with_their_loops(source: str, problems: list[str]):
    """Loop variables exist inside their loop with the shape of a row; each problem is told once."""
    assert problems_in_text(source) == problems


def test_every_wrong_name_is_told():
    """One pass finds all that is wrong, not the first."""
    assert len(problems_in('fields.a + fields.b > c and d(fields.e | f is g)')) == 7


def test_a_tree_of_another_language_is_not_approved():
    """A statement that came past the parser in some other way is still refused here."""
    tree = LANGUAGE.parse('{% include "x" %}')

    assert check_names(tree, {}) == ['“Include”不属于模板语言']


@pytest.mark.parametrize(
    ('source', 'places'),
    [
        ('fields.a.b > 1', [('fields', 'a', 'b')]),
        ('months_between(fields.a, as_of) >= pack.months', [('fields', 'a'), ('as_of',), ('pack', 'months')]),
        ('fields.rows | map("x") | list', [('fields', 'rows')]),
        ('materials["a-b"][0].copies', [('materials', 'a-b')]),
        ('fields.a == fields.a', [('fields', 'a')]),
        ('1 + 1', []),
        ('item.name in fields.names', [('item', 'name'), ('fields', 'names')]),
    ],
)
def test_the_places_an_expression_reads(source: str, places: list[tuple[str, ...]]):
    """The dotted places are listed in order, each once, functions left out."""
    assert places_of(Expression(LANGUAGE, source).tree) == places


def test_no_name_is_near_to_something_else():
    """Nothing is offered when nothing is near."""
    assert nearest('zzz', ['fields', 'facts']) == ''
    assert nearest('field', ['fields', 'facts']) == '，是否应为 fields？'
