"""Filters and tests of the expression language: an allow-list, each safe on any plain value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from typing import Any, Final

from docforms.expressions import amounts, dates, identity, masking
from docforms.expressions.operations import MAX_TEXT, contains
from docforms.expressions.titles import TITLE_WIDTH, title_lines
from docforms.expressions.unknown import ExpressionError, Unknown

BLANK: Final = '\u3000'
MAX_TITLE: Final = 1000


def _guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let an unknown value or argument through instead of working on it."""

    @wraps(function)
    def guarded(value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, Unknown):
            return value
        for argument in args:
            if isinstance(argument, Unknown):
                return Unknown.of(*args, *kwargs.values())
        if kwargs and any(isinstance(argument, Unknown) for argument in kwargs.values()):
            return Unknown.of(*args, *kwargs.values())
        return function(value, *args, **kwargs)

    return guarded


def _members(items: Any, attribute: str) -> list[Any]:
    """Take a dotted member of every item; what is missing stays unknown."""
    found = _list(items)
    for part in _text(attribute).split('.'):
        found = [_member(item, part) for item in found]
    return found


def _member(item: Any, name: str) -> Any:
    if isinstance(item, Unknown):
        return item
    if type(item) is not dict:
        raise ExpressionError('a list of groups is needed')
    value = item.get(name)
    return Unknown(obj=item, name=name) if value is None else value


# The six comparisons need no guard: `Unknown` answers them itself.
_COMPARISONS: Final[Mapping[str, Callable[..., Any]]] = {
    'equalto': operator.eq,
    'eq': operator.eq,
    'ne': operator.ne,
    'lt': operator.lt,
    'le': operator.le,
    'gt': operator.gt,
    'ge': operator.ge,
}


def _list(value: Any) -> list[Any]:
    if type(value) is list:
        return value
    if isinstance(value, tuple):
        return list(value)
    raise ExpressionError('a list is needed')


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f'{value:f}' if isinstance(value, Decimal) else str(value)
    raise ExpressionError('a text is needed')


def _number(value: Any) -> int | Decimal:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    raise ExpressionError('a number is needed')


def length(value: Any) -> int:
    """Count the items of a list or the characters of a text."""
    if isinstance(value, (list, tuple, str, dict)):
        return len(value)
    raise ExpressionError('a list is needed')


def total(items: Any, attribute: str | None = None) -> Any:
    """Add numbers up; unknown when one is missing."""
    numbers = _list(items) if attribute is None else _members(items, attribute)
    missing = [number for number in numbers if isinstance(number, Unknown)]
    if missing:
        return Unknown.of(*missing)
    return sum((_number(number) for number in numbers), start=0)


def mapped(items: Any, attribute: str) -> list[Any]:
    """Take one member of every item; members that are missing are left out."""
    return [value for value in _members(items, attribute) if not isinstance(value, Unknown)]


def _selection(*, keep: bool) -> Callable[..., list[Any]]:
    def select(items: Any, attribute: str, test: str | None = None, *args: Any) -> list[Any]:
        if test in ('eq', 'equalto') and '.' not in attribute:
            return _equal(_list(items), attribute, args[0], keep=keep)
        chosen = TESTS[test] if test is not None else _is_true
        selected = []
        for item, value in zip(_list(items), _members(items, attribute), strict=True):
            answer = chosen(value, *args)
            if (answer if type(answer) is bool else _plain(answer)) is keep:
                selected.append(item)
        return selected

    return select


def _equal(items: list[Any], attribute: str, value: Any, *, keep: bool) -> list[Any]:
    """Select by equality, what rules ask most; a member that is missing equals nothing."""
    try:
        return [item for item in items if (item.get(attribute) == value) is keep]
    except AttributeError:
        raise ExpressionError('a list of groups is needed') from None


def _plain(answer: Any) -> bool:
    # A member that is missing is neither selected as true nor rejected as true: it counts as not so.
    return False if isinstance(answer, Unknown) else bool(answer)


def _is_true(value: Any) -> Any:
    return value


def joined(items: Any, separator: str = '') -> str:
    """Join texts and numbers."""
    texts = [_text(item) for item in _list(items) if not isinstance(item, Unknown)]
    between = _text(separator)
    if sum(map(len, texts)) + len(between) * len(texts) > MAX_TEXT:
        raise ExpressionError('the result is too long')
    return between.join(texts)


def cn_join(items: Any, last: str = '、') -> str:
    """Join a list the Chinese way: 甲、乙、丙; `last` stands before the last item, for instance 和."""
    texts = [_text(item) for item in _list(items)]
    return last.join(['、'.join(texts[:-1]), texts[-1]]) if len(texts) > 1 else ''.join(texts)


def replaced(value: Any, old: str, new: str) -> str:
    """Replace every occurrence of a text."""
    text = _text(value)
    if not old or len(text) + text.count(old) * len(new) > MAX_TEXT:
        raise ExpressionError('the result is too long')
    return text.replace(old, new)


def rounded(value: Any, digits: int = 0) -> Decimal:
    """Round half away from zero, as money is rounded."""
    if not 0 <= digits <= 10:
        raise ExpressionError('between 0 and 10 digits')
    return Decimal(_number(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def percent(value: Any, digits: int = 1) -> str:
    """Write a share as a percentage: 0.985 is 98.5%."""
    return f'{rounded(Decimal(_number(value)) * 100, digits):f}%'


def defaulted(value: Any, fallback: Any = '', blank_too: bool = False) -> Any:  # noqa: FBT001, FBT002
    """Give a fallback for a missing value."""
    return fallback if isinstance(value, Unknown) or (blank_too and not value) else value


def blank(value: Any, width: int = 6) -> Any:
    """Give the value, or room to write it by hand."""
    return BLANK * min(width, 40) if isinstance(value, Unknown) else value


def document_number(value: Any) -> str:
    """Check a 发文字号 such as 某社险〔2026〕3号; a draft's blank number passes."""
    text = _text(value)
    problem = identity.document_number_problem(text)
    if problem is not None and '〕号' not in text.replace(' ', '').replace(BLANK, ''):
        raise ExpressionError(problem)
    return text


def broken_title(value: Any, width: Any = TITLE_WIDTH, *words: Any) -> str:
    """Break a title into lines of so many characters; the words given are not broken."""
    text = _text(value)
    if len(text) > MAX_TITLE or not 2 <= _number(width) <= MAX_TITLE:
        raise ExpressionError('the title is too long')
    given = (str(word) for word in words if isinstance(word, (str, int, Decimal)))
    return '\n'.join(title_lines(text, float(_number(width)), *given))


def unique(items: Any) -> list[Any]:
    """Keep the first of equal items."""
    try:
        return list(dict.fromkeys(_list(items)))
    except TypeError:  # groups and lists have no hash
        kept: list[Any] = []
        for item in _list(items):
            if item not in kept:
                kept.append(item)
        return kept


def _extreme(choose: Callable[[Iterable[Any]], Any]) -> Callable[[Any], Any]:
    return lambda items: choose(_list(items)) if _list(items) else Unknown(obj=items, name=0)


def _at(position: int) -> Callable[[Any], Any]:
    def at(items: Any) -> Any:
        value = _list(items)[position] if _list(items) else None
        return Unknown(obj=items, name=position % (len(items) or 1)) if value is None else value

    return at


UNGUARDED: Final[Mapping[str, Callable[..., Any]]] = {'default': defaulted, 'd': defaulted, 'blank': blank}

_FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    'length': length,
    'count': length,
    'sum': total,
    'map': mapped,
    'selectattr': _selection(keep=True),
    'rejectattr': _selection(keep=False),
    'list': _list,
    'join': joined,
    'cn_join': cn_join,
    'first': _at(0),
    'last': _at(-1),
    'min': _extreme(min),
    'max': _extreme(max),
    'sort': lambda items: sorted(_list(items)),
    'unique': unique,
    'round': rounded,
    'abs': lambda value: abs(_number(value)),
    'int': lambda value: int(_number(value)),
    'trim': lambda value: _text(value).strip(),
    'replace': replaced,
    'string': _text,
    'upper': lambda value: _text(value).upper(),
    'lower': lambda value: _text(value).lower(),
    'cn_date': lambda value: dates.cn_date(_text(value)),
    'rmb': lambda value: amounts.capitals(_number(value)),
    'money': lambda value: amounts.money(_number(value)),
    'masked': lambda value, kind: masking.masked(_text(value), kind),
    'doc_number': document_number,
    'title_lines': broken_title,
    'percent': percent,
}

# Filters as they are, for where no unknown can reach them; each refuses what it cannot work with.
UNGUARDED_FILTERS: Final[Mapping[str, Callable[..., Any]]] = _FILTERS

FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: _guarded(function) for name, function in _FILTERS.items()},
    **UNGUARDED,
}

_TESTS: Final[Mapping[str, Callable[..., Any]]] = {
    'none': lambda value: value is None,
    'true': lambda value: value is True,
    'false': lambda value: value is False,
    'string': lambda value: isinstance(value, str),
    'number': lambda value: isinstance(value, (int, Decimal)) and not isinstance(value, bool),
    'mapping': lambda value: isinstance(value, dict),
    'sequence': lambda value: isinstance(value, (list, tuple)),
    'in': lambda value, container: contains(container, value),
    'containing': contains,
}

TESTS: Final[Mapping[str, Callable[..., Any]]] = {
    'defined': lambda value: not isinstance(value, Unknown),
    'undefined': lambda value: isinstance(value, Unknown),
    **_COMPARISONS,
    **{name: _guarded(function) for name, function in _TESTS.items()},
}
