"""Rules over incomplete records: the language against the definition of strong three-valued logic."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from docforms.expressions import Expression, Language, Scope, is_unknown

LANGUAGE = Language()
Value = bool | int | None
"""None is not known."""

Node = tuple[Any, ...]

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    '==': operator.eq, '!=': operator.ne, '<': operator.lt, '<=': operator.le, '>': operator.gt, '>=': operator.ge,
}  # fmt: skip
ARITHMETIC: Mapping[str, Callable[[Any, Any], int]] = {'+': operator.add, '-': operator.sub, '*': operator.mul}
FLAGS = ('p', 'q', 'r', 's')
NUMBERS = ('x', 'y', 'z')

numbers = st.recursive(
    st.one_of(
        st.tuples(st.just('name'), st.sampled_from(NUMBERS)),
        st.tuples(st.just('constant'), st.integers(0, 4)),
    ),
    lambda inner: st.tuples(st.just('arithmetic'), st.sampled_from(list(ARITHMETIC)), inner, inner),
    max_leaves=4,
)
atoms = st.one_of(
    st.tuples(st.just('name'), st.sampled_from(FLAGS)),
    st.tuples(st.just('constant'), st.booleans()),
    st.tuples(
        st.just('compare'),
        st.lists(st.sampled_from(list(COMPARISONS)), min_size=1, max_size=1),
        st.tuples(numbers, numbers),
    ),
    st.tuples(
        st.just('compare'),
        st.lists(st.sampled_from(list(COMPARISONS)), min_size=2, max_size=2),
        st.tuples(numbers, numbers, numbers),
    ),
    st.tuples(st.just('in'), st.booleans(), numbers, st.lists(numbers, max_size=3)),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(st.just('and'), inner, inner),
        st.tuples(st.just('or'), inner, inner),
        st.tuples(st.just('not'), inner),
        st.tuples(st.just('if'), inner, inner, inner),
    ),
    max_leaves=12,
)
known = st.fixed_dictionaries({name: st.booleans() for name in FLAGS} | {name: st.integers(-2, 4) for name in NUMBERS})
hidden = st.sets(st.sampled_from((*FLAGS, *NUMBERS)))


def written(node: Node) -> str:  # noqa: PLR0911
    """Write a tree in the language."""
    match node:
        case ('name', name):
            return str(name)
        case ('constant', value):
            return str(value).lower()
        case ('arithmetic', sign, left, right):
            return f'({written(left)} {sign} {written(right)})'
        case ('compare', signs, operands):
            parts = [written(operands[0])]
            for sign, operand in zip(signs, operands[1:], strict=True):
                parts += [sign, written(operand)]
            return f'({" ".join(parts)})'
        case ('in', wanted, item, items):
            return f'({written(item)} {"in" if wanted else "not in"} [{", ".join(map(written, items))}])'
        case ('not', inner):
            return f'(not {written(inner)})'
        case ('if', test, yes, no):
            return f'({written(yes)} if {written(test)} else {written(no)})'
        case (sign, left, right):
            return f'({written(left)} {sign} {written(right)})'
    raise AssertionError(node)


def reference(node: Node, values: Mapping[str, Value]) -> Value:  # noqa: PLR0911
    """Evaluate a tree by the tables of strong three-valued logic."""
    match node:
        case ('name', name):
            return values.get(name)
        case ('constant', value):
            return value
        case ('arithmetic', sign, left, right):
            return lifted(ARITHMETIC[sign], reference(left, values), reference(right, values))
        case ('compare', signs, operands):
            results = [reference(operand, values) for operand in operands]
            pairs = zip(signs, results[:-1], results[1:], strict=True)
            return conjunction([lifted(COMPARISONS[sign], left, right) for sign, left, right in pairs])
        case ('in', wanted, item, items):
            sought = reference(item, values)
            answers = [lifted(operator.eq, sought, reference(one, values)) for one in items]
            # Whether something unknown is in an empty list is a question about something unknown, too.
            found = negation(conjunction([negation(a) for a in answers])) if sought is not None else None
            return found if wanted else negation(found)
        case ('not', inner):
            return negation(reference(inner, values))
        case ('if', test, yes, no):
            answer = reference(test, values)
            return None if answer is None else reference(yes if answer else no, values)
        case ('and', left, right):
            return conjunction([reference(left, values), reference(right, values)])
        case ('or', left, right):
            return negation(conjunction([negation(reference(left, values)), negation(reference(right, values))]))
    raise AssertionError(node)


def lifted(function: Callable[[Any, Any], Value], left: Value, right: Value) -> Value:
    """Apply a function to values that may be unknown."""
    return None if left is None or right is None else function(left, right)


def negation(value: Value) -> Value:
    """Turn a truth value around."""
    return None if value is None else not value


def conjunction(values: list[Value]) -> Value:
    """Join truth values with Kleene's `and`."""
    if False in values:
        return False
    return None if None in values else True


def evaluated(node: Node, values: Mapping[str, Value]) -> Value:
    """Evaluate a tree with the language."""
    result = Expression(LANGUAGE, written(node)).value(Scope(LANGUAGE, dict(values)))
    return None if is_unknown(result) else bool(result)


@settings(max_examples=600)
@given(conditions, known, hidden)
def test_the_language_agrees_with_the_definition(condition: Node, values: dict[str, Value], missing: set[str]):
    """Over any mixture of known and unknown values a condition gives what strong three-valued logic says."""
    present = {name: value for name, value in values.items() if name not in missing}

    assert evaluated(condition, present) is reference(condition, present)


@settings(max_examples=400)
@given(conditions, known, hidden)
def test_what_is_decided_stays_decided(condition: Node, values: dict[str, Value], missing: set[str]):
    """Filling a gap never turns a result around: what was decided without the value stays as it was."""
    present = {name: value for name, value in values.items() if name not in missing}
    before = evaluated(condition, present)

    for name in sorted(missing):
        present[name] = values[name]
        after = evaluated(condition, present)

        assert before is None or after is before
        before = after


@settings(max_examples=200)
@given(conditions, known)
def test_with_everything_known_everything_is_decided(condition: Node, values: dict[str, Value]):
    """A complete record leaves nothing open."""
    assert evaluated(condition, values) is not None


@settings(max_examples=200)
@given(conditions, known, hidden)
def test_only_missing_values_are_asked_for(condition: Node, values: dict[str, Value], missing: set[str]):
    """An undecided condition names at least one value it needs, and none that is there."""
    present = {name: value for name, value in values.items() if name not in missing}
    result = Expression(LANGUAGE, written(condition)).value(Scope(LANGUAGE, dict(present)))

    if is_unknown(result):
        needed = {need[1] for need in result.needs}

        assert needed
        assert needed <= missing
