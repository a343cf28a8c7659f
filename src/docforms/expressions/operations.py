"""The operators of the expression language: three-valued, exact, and bounded."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from docforms.expressions.unknown import ExpressionError, NeedsValue, Unknown

MAX_TEXT: Final = 2_000_000
MAX_NUMBER: Final = 10**40
MAX_EXPONENT: Final = 64

Later = Callable[[], Any]
"""An operand that is only evaluated when the ones before it leave the result open."""


def both(left: Any, right: Later) -> Any:
    """Compute Kleene's `and`: false as soon as one side is false, whatever the other is."""
    if not isinstance(left, Unknown):
        return right() if left else False
    other = right()
    return Unknown.of(left, other) if isinstance(other, Unknown) or other else False


def either(left: Any, right: Later) -> Any:
    """Compute Kleene's `or`: true as soon as one side is true, whatever the other is."""
    if not isinstance(left, Unknown):
        return left or right()
    other = right()
    return True if not isinstance(other, Unknown) and other else Unknown.of(left, other)


def chosen(condition: Any, then: Later, otherwise: Later) -> Any:
    """Compute `then if condition else otherwise`; an unknown condition leaves the value unknown."""
    if isinstance(condition, Unknown):
        return Unknown.of(condition)
    return then() if condition else otherwise()


def compared(first: Any, others: Sequence[tuple[str, Later]]) -> Any:
    """Compare a chain such as a < b <= c: every neighbouring pair must hold."""
    left, result = first, True
    for name, later in others:
        right = later()
        pair = compare(name, left, right)
        if not isinstance(pair, Unknown) and not pair:
            return False
        result = both(result, lambda pair=pair: pair)  # type: ignore[misc]
        left = right
    return result


def compare(name: str, left: Any, right: Any) -> Any:
    """Compare two values with the comparison Jinja calls `name`."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown.of(left, right)
    return _COMPARISONS[name](left, right)


def contains(container: Any, item: Any) -> Any:
    """Tell whether a list has an item, a text a part, or a group a member."""
    if isinstance(container, Unknown) or isinstance(item, Unknown):
        return Unknown.of(container, item)
    if isinstance(container, (str, dict)) and isinstance(item, str):
        return item in container
    if not isinstance(container, (list, tuple)):
        raise ExpressionError('a list is needed')
    try:
        return item in container
    except NeedsValue:
        pass  # the list has unknown items; one that is known may still decide
    unsure = []
    for candidate in container:
        same = candidate == item
        if isinstance(same, Unknown):
            unsure.append(same)
        elif same:
            return True
    return Unknown.of(*unsure) if unsure else False


def _lacks(item: Any, container: Any) -> Any:
    found = contains(container, item)
    return found if isinstance(found, Unknown) else not found


_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    'eq': operator.eq,
    'ne': operator.ne,
    'lt': operator.lt,
    'lteq': operator.le,
    'gt': operator.gt,
    'gteq': operator.ge,
    'in': lambda item, container: contains(container, item),
    'notin': _lacks,
}


def number(value: object) -> int | Decimal:
    """Take a number; yes and no are none."""
    if type(value) is int or type(value) is Decimal:
        return value
    raise ExpressionError('a number is needed')


def computed(symbol: str, left: Any, right: Any) -> Any:
    """Compute with an arithmetic operator; unknown when an operand is."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown.of(left, right)
    value: Any = _ARITHMETIC[symbol](left, right)
    if not isinstance(value, (str, list)) and not -MAX_NUMBER < value < MAX_NUMBER:
        raise ExpressionError('the number is too large')
    return value


def _add(left: Any, right: Any) -> Any:
    for kind in (str, list):
        if isinstance(left, kind) and isinstance(right, kind):
            if len(left) + len(right) > MAX_TEXT:
                raise ExpressionError('the result is too long')
            return left + right  # type: ignore[operator]
    return number(left) + number(right)


def _divide(left: Any, right: Any) -> Any:
    return Decimal(number(left)) / Decimal(number(right))


def _power(left: Any, right: Any) -> Any:
    base, exponent = number(left), number(right)
    if not -MAX_EXPONENT <= exponent <= MAX_EXPONENT or exponent != int(exponent):
        raise ExpressionError('the exponent is too large')
    if not -MAX_NUMBER <= base <= MAX_NUMBER:
        raise ExpressionError('the number is too large')
    # Whole numbers stay exact: a Decimal keeps 28 figures.
    return base ** int(exponent) if isinstance(base, int) and exponent >= 0 else Decimal(base) ** int(exponent)


_ARITHMETIC: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    '+': _add,
    '-': lambda left, right: number(left) - number(right),
    '*': lambda left, right: number(left) * number(right),
    '/': _divide,
    '//': lambda left, right: number(left) // number(right),
    '%': lambda left, right: number(left) % number(right),
    '**': _power,
}
