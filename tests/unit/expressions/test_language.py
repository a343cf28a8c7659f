from __future__ import annotations

import time
from decimal import Decimal

import pytest

from docforms.expressions import (
    Expression,
    ExpressionError,
    ExpressionSyntax,
    Language,
    NeedsValue,
    Scope,
    Text,
    is_unknown,
    printed,
)

LANGUAGE = Language()
CHINESE_ONLY = r'^[^A-Za-z]*$'


# Numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('0.1 + 0.2', Decimal('0.3')),
        ('0.1 * 3', Decimal('0.3')),
        ('1.10 - 1', Decimal('0.10')),
        ('7 // 2', 3),
        ('7 % 2', 1),
        ('7 / 2', Decimal('3.5')),
        ('2 ** 10', 1024),
        ('2 ** -1', Decimal('0.5')),
        ('7 ** 40', 7**40),
        ('-0.1', Decimal('-0.1')),
        ('+3', 3),
        ('2 * 3 + 4', 10),
        ('2 * (3 + 4)', 14),
        ('9999999999999.99 + 0.01', Decimal('10000000000000.00')),
    ],
)
def test_numbers_are_computed_exactly(value_of, source: str, expected: object):
    """Arithmetic is that of decimal numbers, never of binary ones."""
    assert value_of(source) == expected


def test_a_tenth_and_two_tenths_are_three_tenths(value_of):
    """0.1 + 0.2 equals 0.3, which binary floating point denies."""
    assert value_of('0.1 + 0.2 == 0.3') is True


def test_a_quotient_is_a_decimal(value_of):
    """A third is a Decimal of 28 threes."""
    assert value_of('1 / 3') == Decimal(1) / Decimal(3)


@pytest.mark.parametrize(
    'source', ['x in [0.1, 0.2]', '[0.1, 0.2] | sum == 0.3', '{"a": 0.1}.a == x', '(0.1 if x else 0.2) == x']
)
def test_a_literal_is_exact_wherever_it_stands(value_of, source: str):
    """A number inside a list, a group or a choice is as exact as one that stands alone."""
    assert value_of(source, x=Decimal('0.1')) is True


@pytest.mark.parametrize('source', ['1 / 0', '1 // 0', '1 % 0', '0 ** -1', '"a" - 1', 'true + 1', '-"a"', '[1] * 2'])
def test_what_cannot_be_computed_decides_nothing(value_of, source: str):
    """A quotient by zero or a sum with a text is unknown, not an error and not false."""
    assert is_unknown(value_of(source))


@pytest.mark.parametrize(
    'source',
    [
        '10 ** 100000000',
        '10 ** 40',
        '10 ** 39 * 10',
        '2 ** 65',
        'x * x',
        "'x' * 1000000000",
        '[0] * 1000000000',
        'huge * huge',
    ],
)
def test_results_are_bounded(value_of, source: str):
    """What would fill the memory or take minutes ends at once, as unknown."""
    start = time.monotonic()

    result = value_of(source, x=10**30, huge=10**390)

    assert is_unknown(result)
    assert time.monotonic() - start < 1


def test_texts_do_not_grow_without_bound(text_of):
    """Joining a text with itself again and again ends at the limit, not with the memory."""
    doubled = ''.join(f'{{% set x{n + 1} = x{n} ~ x{n} %}}' for n in range(40))

    with pytest.raises(ExpressionError):
        text_of(f'{{% set x0 = "0123456789" %}}{doubled}{{{{ x40 }}}}')


# Operators ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('1 < 2 < 3', True),
        ('1 < 3 < 2', False),
        ('3 > 2 >= 2 == 2', True),
        ('1 <= x <= 5', True),
        ('1 in [1, 2]', True),
        ('3 not in [1, 2]', True),
        ('"养" in "养老"', True),
        ('"a" in {"a": 1}', True),
        ('"2026-03-02" > "2025-12-31"', True),
        ('"是" if x > 3 else "否"', '否'),
        ('"是" if x', '是'),
        ('[1, x][1]', 3),
        ('[1, 2, 3][-1]', 3),
        ('[1, 2, 3][0:2]', [1, 2]),
        ('"统一社会"[0:2]', '统一'),
        ('{"a": {"b": 5}}.a.b', 5),
        ('{"a-b": 5}["a-b"]', 5),
        ('"第" ~ 3 ~ "行，" ~ 1.5 ~ true', '第3行，1.5是'),
        ('[1] + [2]', [1, 2]),
        ('"甲" + "乙"', '甲乙'),
        ('not x', False),
        ('x and "甲"', '甲'),
        ('0 or "乙"', '乙'),
    ],
)
def test_operators_and_literals(value_of, source: str, expected: object):
    """Comparisons chain; lists, groups, parts and choices work as in Jinja."""
    assert value_of(source, x=3) == expected


def test_the_second_side_is_left_alone_when_the_first_decides(value_of):
    """A guard in front protects: nothing is divided by zero behind `x != 0 and`."""
    assert value_of('x != 0 and 1 / x > 1', x=0) is False
    assert value_of('x == 0 or 1 / x > 1', x=0) is True
    assert value_of('0 if x == 0 else 1 / x', x=0) == 0


def test_a_chain_stops_at_the_first_pair_that_fails(value_of):
    """2 < 1 < ... is false whatever follows."""
    assert value_of('2 < 1 < 1 / 0') is False


# Texts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('现为{{ n }}个月', '现为5个月'),
        ('{{ area }}㎡', '120.50㎡'),
        ('{{ yes }}{{ not yes }}', '是否'),
        ('{{ names }}', '甲、乙'),
        ('{{ 0.1 }}{{ [0.1, 1] | sum }}', '0.11.1'),
        ('{% if n > 3 %}多{% elif n > 1 %}少{% else %}无{% endif %}', '多'),
        ('{% for x in names %}{{ loop.index }}.{{ x }}{% if not loop.last %}；{% endif %}{% endfor %}', '1.甲；2.乙'),
        ('{% for x in [] %}{{ x }}{% else %}无{% endfor %}', '无'),
        ('{% for x in names if x != "甲" %}{{ x }}{% endfor %}', '乙'),
        ('{% set total = n + 1 %}{{ total }}', '6'),
        ('{% raw %}{{ }}{% endraw %}{# 注 #}', '{{ }}'),
        ('{{ "<&>" }}', '<&>'),
    ],
)
def test_texts_are_written_with_their_values(text_of, source: str, expected: str):
    """Statements and values in a text are written as people read them."""
    assert text_of(source, n=5, area=Decimal('120.50'), yes=True, names=['甲', '乙']) == expected


def test_a_language_for_xml_escapes_values():
    """With escaping on, markup in a value stays text."""
    text = Text(Language(escaping=True), '<b>{{ x }}</b>{{ x ~ "<i>" }}')

    written = text.render(Scope(Language(escaping=True), {'x': 'A & <B>'}))

    assert written == '<b>A &amp; &lt;B&gt;</b>A &amp; &lt;B&gt;&lt;i&gt;'


@pytest.mark.parametrize(
    'source',
    [
        '{{ missing }}',
        '{% if missing %}a{% endif %}',
        '{% for x in missing %}{% endfor %}',
        '{{ 1 if missing else 2 }}',
        '{{ group.missing ~ "a" }}',
        '{{ items[5] }}',
        '{{ 5 if false }}',
    ],
)
def test_a_text_says_when_it_needs_a_value(text_of, source: str):
    """A missing value is never written as nothing."""
    with pytest.raises(NeedsValue):
        text_of(source, group={}, items=[])


@pytest.mark.parametrize(
    'source', ['{{ group }}', '{{ loop_ }}', '{{ none }}', '{{ 1 / 0 }}', '{{ self }}', '{{ "a".b }}']
)
def test_what_has_no_text_is_an_error(text_of, source: str):
    """A group, a quotient by zero, or a member of a text cannot be written."""
    with pytest.raises(ExpressionError):
        text_of(source, group={'a': 1})


def test_what_one_text_sets_the_next_does_not_see():
    """Names set in one message stay there: the record's own names cannot be overwritten."""
    scope = Scope(LANGUAGE, {'fields': {'name': '甲'}})

    Text(LANGUAGE, '{% set fields = 1 %}{% set extra = 2 %}').render(scope)

    assert Expression(LANGUAGE, 'fields.name').value(scope) == '甲'
    assert is_unknown(Expression(LANGUAGE, 'extra').value(scope))
    assert is_unknown(Expression(LANGUAGE, 'result').value(scope))


def test_texts_of_values_are_plain():
    """Yes, no, numbers and lists have one written form everywhere."""
    assert [printed(value) for value in ('甲', True, False, Decimal('1E+3'), 7, ['甲', 2])] == [
        '甲', '是', '否', '1000', '7', '甲、2',
    ]  # fmt: skip


# Refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    'source',
    [
        '{% include "x" %}',
        '{% import "x" as y %}',
        '{% from "x" import y %}',
        '{% extends "x" %}',
        '{% block a %}{% endblock %}',
        '{% macro a() %}{% endmacro %}',
        '{% call a() %}{% endcall %}',
        '{% filter upper %}{% endfilter %}',
        '{% set x %}a{% endset %}',
        '{% set x.y = 1 %}',
        '{% with x = 1 %}{% endwith %}',
        '{% autoescape false %}{% endautoescape %}',
        '{% for x in y recursive %}{% endfor %}',
        '{{ x.y() }}',
        '{{ "a".join(y) }}',
        '{{ loop.cycle(1, 2) }}',
        '{{ x()() }}',
        '{{ year(*x) }}',
        '{{ x | round(**y) }}',
    ],
)
def test_what_is_not_in_the_language_is_refused_when_reading(source: str):
    """Statements that define, include or recur, and calls of anything but a named function, never run."""
    with pytest.raises(ExpressionSyntax):
        Text(LANGUAGE, source)


@pytest.mark.parametrize(
    'source',
    [
        'text.__class__',
        'text.upper',
        'number.real',
        'items.append',
        'text["__class__"]',
        'items["0"]',
        'items[0.5]',
        'number[0]',
        'group[0]',
        'year.__globals__',
        'year["__globals__"]',
        'number()',
        'lipsum(1)',
        'range(3)',
        'dict(a=1)',
        'cycler(1)',
        'namespace()',
        'self.x',
        'number | attr("real")',
        'text | format(1)',
        'group | items',
        'group | xmlattr',
        'text | foo',
        'text is foo',
        'text is callable',
        'items[0:"a"]',
        'group[0:1]',
    ],
)
def test_nothing_of_python_can_be_reached(value_of, source: str):
    """Members of texts, numbers, lists and functions, and Jinja's own functions and filters, do not exist."""
    assert is_unknown(value_of(source, text='a', number=5, items=[1], group={'a': 1}))


def test_functions_cannot_be_printed(text_of):
    """A function is no value."""
    with pytest.raises(ExpressionError):
        text_of('{{ year }}')


# Mistakes in writing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    'source',
    [
        '', ' ', 'a b', 'a +', '(a', 'a)', '1 ==', 'a &', '~a', "'a", 'a | ', 'a is', '{{ a }}', '{% if %}', 'a;b',
        'a =',        'a.', 'a[', '[1, 2', '{"a": }', 'not', 'a if b else', '9' * 5000, '1e999', '-1e999', '[1e400]',
        '"' + '\\', '\x00', 'a\nb', '$a', 'a ? b : c', 'a && b', 'a || b', '!a',
    ],
)  # fmt: skip
def test_a_mistake_in_an_expression_is_a_syntax_error(source: str):
    """Whatever cannot be read is an ExpressionSyntax, in the author's words."""
    with pytest.raises(ExpressionSyntax) as error:
        Expression(LANGUAGE, source)

    assert error.value.reason
    assert 'expected' not in error.value.reason
    assert error.value.line >= 1


@pytest.mark.parametrize(
    'source',
    [
        '{{ a', '{{ a }', '{% if a %}', '{% endif %}', '{% for a in b %}', '{% for a %}{% endfor %}', '{% foo %}',
        '{{ }}', '{{ a b }}', '{# a', '{{ 9e999 }}', '{% if a %}{% endfor %}', '{% elif a %}',
        '{{ ' + '9' * 5000 + ' }}', '{% set %}', '{% set 1 = 2 %}',
    ],
)  # fmt: skip
def test_a_mistake_in_a_text_is_a_syntax_error(source: str):
    """Whatever cannot be read in a message is an ExpressionSyntax as well."""
    with pytest.raises(ExpressionSyntax) as error:
        Text(LANGUAGE, source)

    assert error.value.reason
    assert 'expected' not in error.value.reason


@pytest.mark.parametrize(
    ('source', 'reason'),
    [
        ('a b', '只能写一个表达式，“b”起是多余的'),
        ('(a', '没有写完，请检查括号、引号以及每个语句的结尾'),
        ('(a]', '括号不配对：此处应为“)”，现为“]”'),
        ('a & b', '这里不能写 \'&\''),
        ('fields.name()', '只能调用规定的函数，不能调用数据中的内容'),
        ('9' * 5000, '数字过大'),
        ('not ' * 500 + 'a', '嵌套过深，请拆成几条'),
    ],
)
def test_the_reason_is_told_in_chinese(source: str, reason: str):
    """The author of a pack reads what is wrong in Chinese."""
    with pytest.raises(ExpressionSyntax) as error:
        Expression(LANGUAGE, source)

    assert error.value.reason == reason


def test_the_line_of_a_mistake_is_told():
    """A mistake on the third line of a long expression is found there."""
    with pytest.raises(ExpressionSyntax) as error:
        Expression(LANGUAGE, 'a and\nb and\n(c]')

    assert error.value.line == 3


# Nesting ------------------------------------------------------------------------------------------

NESTED = {
    'brackets': lambda n: '(' * n + '1' + ')' * n,
    'sums': lambda n: '(1 + ' * n + '1' + ')' * n,
    'left sums': lambda n: '1' + ' + 1' * n,
    'and': lambda n: '(true and ' * n + 'true' + ')' * n,
    'left or': lambda n: 'false' + ' or true' * n,
    'not': lambda n: 'not ' * n + 'a',
    'minus': lambda n: '-' * n + '1',
    'lists': lambda n: '[' * n + ']' * n,
    'groups': lambda n: '{"a": ' * n + '1' + '}' * n,
    'choices': lambda n: '(1 if a else ' * n + '2' + ')' * n,
    'filters': lambda n: '1' + ' | string' * n,
    'filter arguments': lambda n: 'a | default(' * n + '1' + ')' * n,
    'calls': lambda n: 'year(' * n + 'a' + ')' * n,
    'tests': lambda n: '(' * n + 'a' + ' is defined)' * n,
    'members': lambda n: 'a' + '.b' * n,
    'items': lambda n: 'a' + '[0]' * n,
    'item of item': lambda n: 'a[' * n + '0' + ']' * n,
    'slices': lambda n: 'a' + '[0:1]' * n,
    'comparisons': lambda n: '(1 == ' * n + '1' + ')' * n,
    'chains': lambda n: '(1 < 2 < ' * n + '3' + ')' * n,
    'joins': lambda n: '("a" ~ ' * n + '"b"' + ')' * n,
    'contained': lambda n: '[1 in ' * n + '[]' + ']' * n,
}


@pytest.mark.parametrize('name', NESTED)
def test_deep_nesting_is_refused_and_never_breaks_the_compiler(name: str):
    """At every depth an expression either works or is refused when it is read; nothing fails later."""
    refused = []
    for depth in (5, 10, 20, 30, 40, 50, 55, 57, 58, 59, 60, 61, 65, 80, 120, 200, 1000):
        try:
            expression = Expression(LANGUAGE, NESTED[name](depth))
        except ExpressionSyntax:
            refused.append(depth)
        else:
            expression.value(Scope(LANGUAGE, {'a': 1}))

    assert refused[-1:] == [1000]
    assert refused == [depth for depth in (5, 10, 20, 30, 40, 50, 55, 57, 58, 59, 60, 61, 65, 80, 120, 200, 1000)
                       if depth >= refused[0]]  # fmt: skip
    assert refused[0] > 10


@pytest.mark.parametrize(
    ('opening', 'closing'),
    [
        ('{% for x in y %}', '{% endfor %}'),
        ('{% if x %}', '{% endif %}'),
        ('{% for x in y %}{% if x %}', '{% endif %}{% endfor %}'),
        ('{% for x in y %}{% set z = x %}{{ z }}', '{% endfor %}'),
    ],
)
def test_deeply_nested_statements_are_refused_when_reading(opening: str, closing: str):
    """Statements nest to a limit, within which they always run."""
    refused = []
    for depth in (*range(1, 30), 60, 100, 1000):
        try:
            text = Text(LANGUAGE, opening * depth + 'a' + closing * depth)
        except ExpressionSyntax:
            refused.append(depth)
        else:
            text.render(Scope(LANGUAGE, {'x': 0, 'y': []}))

    assert refused[-1] == 1000
    assert refused[0] > 5


def test_a_thousand_conditions_side_by_side_are_refused_not_overflowed():
    """A very long list of conditions is refused with a reason, whatever the stack of the process."""
    with pytest.raises(ExpressionSyntax, match=CHINESE_ONLY[1:-1]):
        Expression(LANGUAGE, ' or '.join(['a'] * 1000))
