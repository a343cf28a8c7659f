from __future__ import annotations

from decimal import Decimal

import pytest

from docforms.expressions import NeedsValue, Unknown, container_of, is_unknown

T, F, U = True, False, None
"""Yes, no, and not known."""


def three_valued(value: object) -> bool | None:
    """Write a result of the language as one of three values."""
    return U if is_unknown(value) else bool(value)


def given(**values: bool | None) -> dict[str, bool]:
    """Give the names that are known."""
    return {name: value for name, value in values.items() if value is not None}


# Kleene's tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('a', 'b', 'expected'),
    [(T, T, T), (T, U, U), (T, F, F), (U, T, U), (U, U, U), (U, F, F), (F, T, F), (F, U, F), (F, F, F)],
)
def test_and(value_of, a: bool | None, b: bool | None, expected: bool | None):
    """`and` is false as soon as one side is false, and unknown when nothing says so."""
    assert three_valued(value_of('a and b', **given(a=a, b=b))) is expected


@pytest.mark.parametrize(
    ('a', 'b', 'expected'),
    [(T, T, T), (T, U, T), (T, F, T), (U, T, T), (U, U, U), (U, F, U), (F, T, T), (F, U, U), (F, F, F)],
)
def test_or(value_of, a: bool | None, b: bool | None, expected: bool | None):
    """`or` is true as soon as one side is true, and unknown when nothing says so."""
    assert three_valued(value_of('a or b', **given(a=a, b=b))) is expected


@pytest.mark.parametrize(('a', 'expected'), [(T, F), (U, U), (F, T)])
def test_not(value_of, a: bool | None, expected: bool | None):
    """The opposite of what is not known is not known."""
    assert three_valued(value_of('not a', **given(a=a))) is expected


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('u and not u', U),
        ('u or not u', U),
        ('(u and false) or true', T),
        ('not (u or true)', F),
        ('(u in [1]) or true', T),
        ('(u < 1 < 2) or true', T),
        ('(1 if u else 2) == 1 or true', T),
        ('(u ~ "a" == "a") and false', F),
        ('(u | length > 3) and false', F),
        ('(year(u) == 2026) and false', F),
        ('u.a.b[0] == 1 and false', F),
    ],
)
def test_one_unknown_part_does_not_hide_what_is_decided(value_of, source: str, expected: bool | None):
    """What the known parts decide alone is decided, wherever the unknown stands."""
    assert three_valued(value_of(source)) is expected


# Comparisons and arithmetic -----------------------------------------------------------------------


@pytest.mark.parametrize('operator', ['==', '!=', '<', '<=', '>', '>='])
@pytest.mark.parametrize('source', ['u {} 5', '5 {} u', 'u {} u', 'u {} "a"'])
def test_a_comparison_with_an_unknown_is_unknown(value_of, source: str, operator: str):
    """Nothing follows from comparing with a value that is not there; not even with itself."""
    assert is_unknown(value_of(source.format(operator)))


@pytest.mark.parametrize('operator', ['+', '-', '*', '/', '//', '%', '**', '~'])
@pytest.mark.parametrize('source', ['u {} 5', '5 {} u', 'u {} u'])
def test_arithmetic_with_an_unknown_is_unknown(value_of, source: str, operator: str):
    """A sum of which a part is missing is missing."""
    assert is_unknown(value_of(source.format(operator)))


@pytest.mark.parametrize(
    'source', ['-u', '+u', 'u.a', 'u.a.b', 'u["a"]', 'u[0]', 'u[0:2]', '[1, 2][u]', '[1, 2][u:]', 'u | length']
)
def test_what_is_taken_from_an_unknown_is_unknown(value_of, source: str):
    """Members, items and parts of what is not there are not there either."""
    assert is_unknown(value_of(source))


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('u in [1, 2]', U),
        ('1 in u', U),
        ('1 in [1, u]', T),
        ('3 in [1, u]', U),
        ('3 not in [1, u]', U),
        ('1 not in [1, u]', F),
        ('"a" in u', U),
        ('u in "abc"', U),
        ('u not in []', U),
        ('1 < 2 < u', U),
        ('2 < 1 < u', F),
        ('u < 2 < 1', F),
        ('1 < u < 2', U),
    ],
)
def test_membership_and_chains_are_three_valued(value_of, source: str, expected: bool | None):
    """A known item or a pair that fails decides; an unknown one leaves it open."""
    assert three_valued(value_of(source)) is expected


@pytest.mark.parametrize('missing', [None, 'absent'])
def test_null_and_absent_members_are_the_same(value_of, missing: object):
    """A member that is null is as unknown as one that is not there."""
    group = {} if missing == 'absent' else {'a': None}

    assert is_unknown(value_of('group.a', group=group))
    assert is_unknown(value_of('group["a"] == 1', group=group))
    assert is_unknown(value_of('rows[0]', rows=[missing] if missing is None else []))


# Presence -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('a is defined', T),
        ('a is not defined', F),
        ('u is defined', F),
        ('u is not defined', T),
        ('u is undefined', T),
        ('group.u is defined', F),
        ('group.u.v is defined', F),
        ('group.a is defined', T),
        ('(u == 1) is defined', F),
        ('u is defined and u > 3', F),
        ('u is not defined or u > 3', T),
    ],
)
def test_presence_is_always_decided(value_of, source: str, expected: bool):
    """`is defined` asks whether a value is there, and that is always known."""
    assert value_of(source, a=1, group={'a': 1}) is expected


@pytest.mark.parametrize(
    ('source', 'expected'),
    [
        ('u | default(5)', 5),
        ('a | default(5)', 1),
        ('group.u | default("无")', '无'),
        ('u | d(0) + 2', 2),
        ('u | default', ''),
        ('"" | default("无")', ''),
        ('"" | default("无", true)', '无'),
        ('u | default(v) | default(3)', 3),
        ('u | blank(3)', '\u3000\u3000\u3000'),
        ('a | blank(3)', 1),
        ('u | blank', '\u3000' * 6),
        ('u | blank(1000)', '\u3000' * 40),
    ],
)
def test_a_fallback_takes_the_place_of_an_unknown(value_of, source: str, expected: object):
    """`default` gives another value, `blank` room to write it by hand; a value that is there stays."""
    assert value_of(source, a=1, group={}) == expected


@pytest.mark.parametrize(
    'test', ['none', 'string', 'number', 'true', 'false', 'mapping', 'sequence', 'eq(1)', 'in([1])']
)
def test_every_other_question_about_an_unknown_is_open(value_of, test: str):
    """What kind of value it is cannot be told of one that is not there."""
    assert is_unknown(value_of(f'u is {test}'))
    assert is_unknown(value_of(f'u is not {test}'))


# What is needed -----------------------------------------------------------------------------------


def needs_of(value: Unknown) -> set[tuple[int | None, object]]:
    """List where values are missing: the container by identity, and the key."""
    return {(None if container_of(need) is None else id(container_of(need)), need[1]) for need in value.needs}


def test_an_unknown_remembers_what_is_missing(value_of):
    """Through arithmetic and comparison, an unknown knows all the places it needs, each once."""
    fields, facts = {'a': 1}, {}

    value = value_of('fields.b + fields.a > facts.c and fields.b and loose', fields=fields, facts=facts)

    assert needs_of(value) == {(id(fields), 'b'), (id(facts), 'c'), (None, 'loose')}


def test_what_does_not_matter_is_not_needed(value_of):
    """A side that cannot change the result is not asked for."""
    fields: dict[str, object] = {}

    value = value_of('(fields.a or true) and fields.b', fields=fields)

    assert needs_of(value) == {(id(fields), 'b')}


def test_equal_containers_are_told_apart(value_of):
    """Two empty rows are two places."""
    rows: list[dict[str, object]] = [{}, {}]

    value = value_of('rows[0].a == rows[1].a', rows=rows)

    assert needs_of(value) == {(id(rows[0]), 'a'), (id(rows[1]), 'a')}


def test_a_sum_names_every_row_that_is_missing(value_of):
    """A total over rows needs the member in each row that lacks it."""
    rows = [{'n': 1}, {}, {'n': Decimal(2)}, {'n': None}]

    value = value_of('rows | sum(attribute="n") > 3', rows=rows)

    assert needs_of(value) == {(id(rows[1]), 'n'), (id(rows[3]), 'n')}


def test_an_error_needs_nothing_in_particular(value_of):
    """A value that is there but cannot be worked with makes the result unknown without a place."""
    value = value_of('"甲" > 5')

    assert is_unknown(value)
    assert value.needs == ()


# The value itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize('ask', [bool, len, list, str, int, float, lambda u: 1 in u, lambda u: u(), lambda u: f'{u}'])
def test_a_plain_answer_is_refused(ask):
    """Python cannot mistake an unknown for false, zero, empty or a text."""
    with pytest.raises(NeedsValue):
        ask(Unknown(name='a'))


def test_joining_unknowns_keeps_known_values_out():
    """The union of needs comes from the unknowns alone."""
    joined = Unknown.of(1, Unknown(name='a'), 'x', Unknown(name='b'), Unknown(name='a'))

    assert [need[1] for need in joined.needs] == ['a', 'b']
    assert Unknown.of(1, 2).needs == ()
