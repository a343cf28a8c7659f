"""Refuse, with its place, every value that a document could not print exactly.

A document holds plain data only: groups, lists, texts, exact numbers and yes/no. Whatever else is given is an
object with behaviour, which a template must not get hold of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from docforms.exceptions import InputError
from docforms.findings import pointer_of
from docforms.i18n import _

Place = tuple[str | int, ...]

MAX_TEXT: Final = 1_000_000
MAX_DIGITS: Final = 400
MAX_DEPTH: Final = 40
MAX_VALUES: Final = 500_000
# So many on one level are looked at with care.
MANY_VALUES: Final = 10_000

# What XML 1.0 cannot hold, and the carriage return, which XML reads as a line feed.
UNPRINTABLE: Final = re.compile('[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


def refuse_unprintable(values: Mapping[str, object], place: Place = (), *, nulls: bool = False) -> None:
    """Refuse the first value that cannot be printed exactly.

    `place` is where the values stand in what the user gave; `nulls` lets missing values pass.

    Raises:
        InputError: the message begins with the pointer of the value and ends with what to do.
    """
    if _surely_printable(values, nulls=nulls):
        return
    for count, (inner, value) in enumerate(_walk(dict(values), place)):
        if count > MAX_VALUES:
            raise InputError(_("内容过多（超过 {limit} 项），请分成几份").format(limit=MAX_VALUES))
        if not (nulls and value is None):
            problem = _problem(value)
            if problem is not None:
                raise InputError(f'{pointer_of(inner) or "/"}：{problem}')


def _surely_printable(values: Mapping[str, object], *, nulls: bool) -> bool:
    """Tell for the common record, at a tenth of the cost, that there is nothing to refuse in it."""
    texts: list[str] = []
    level: list[Any] = [values]
    for _depth in range(MAX_DEPTH):
        inner: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is str:
                texts.append(value)
            elif kind is dict:
                if set(map(type, value)) - {str}:
                    return False
                inner.extend(value.values())
            elif kind is list:
                inner.extend(value)
            elif not (value is None and nulls) and (kind not in _NUMBERS or _problem(value) is not None):
                return False
        if not inner:
            break
        if len(inner) > MANY_VALUES:
            return False
        level = inner
    else:
        return False
    text = ''.join(texts)
    return len(text) <= MAX_TEXT and (text.isprintable() or UNPRINTABLE.search(text) is None)


def without_blanks(value: object) -> object:
    """Copy a value, leaving out members that are null, empty or white space: a blank is a missing value."""
    if isinstance(value, Mapping):
        return {name: without_blanks(inner) for name, inner in value.items() if not _is_blank(inner)}
    return [without_blanks(inner) for inner in value] if isinstance(value, list) else value


def pointer_to(values: object, container: object, name: object) -> str:
    """Write the pointer of a member by the group or list it belongs to; just its name where that is not found."""
    if container is None:
        return pointer_of((str(name),))
    for place, value in _walk(values, ()):
        if value is container:
            return pointer_of((*place, str(name)))
    return str(name)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _walk(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    """Give every value with its place, containers before what they hold."""
    yield place, value
    if len(place) > MAX_DEPTH:
        raise InputError(_("{pointer}：嵌套过深，请核对数据").format(pointer=pointer_of(place)))
    # By exact type: what only looks like a list or group is not gone into, but refused.
    if type(value) is dict:
        for name, inner in value.items():
            yield from _walk(inner, (*place, name if type(name) is str else repr(name)))
    elif type(value) is list:
        for number, inner in enumerate(value):
            yield from _walk(inner, (*place, number))


def _problem(value: object) -> str | None:
    if value is None:
        return _("是空值（null），请填写，或删去这一项")
    check = _CHECKS.get(type(value))
    if check is None:
        message = _("{type} 类型的值不能打印，请换成文字、数字、是或否、列表或一组值")
        return message.format(type=type(value).__name__)
    return check(value)


def _text_problem(text: str) -> str | None:
    if len(text) > MAX_TEXT:
        message = _("有 {count} 个字，超过 {limit} 个字，请缩短或分开填写")
        return message.format(count=len(text), limit=MAX_TEXT)
    found = UNPRINTABLE.search(text)
    if found is None:
        return None
    if found[0] == '\r':
        return _("第 {number} 个字符是回车（U+000D），请改用换行（U+000A）").format(number=found.start() + 1)
    message = _("第 {number} 个字符 {code} 不能打印，请删去或重新输入")
    return message.format(number=found.start() + 1, code=f'U+{ord(found[0]):04X}')


def _int_problem(number: int) -> str | None:
    return None if abs(number) < 10**MAX_DIGITS else _too_many_digits()


def _decimal_problem(number: Decimal) -> str | None:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        return _("不是数，请填写实际数值")
    # Written out, 1E+999999999 would fill the memory.
    return None if number.adjusted() < MAX_DIGITS and exponent > -MAX_DIGITS else _too_many_digits()


def _too_many_digits() -> str:
    return _("数字过大或位数过多（超过 {limit} 位），请核对").format(limit=MAX_DIGITS)


def _group_problem(group: dict[object, object]) -> str | None:
    return None if all(type(name) is str for name in group) else _("这一组值的名称应是文字，请核对数据")


# By exact type: a class derived from str may answer differently each time it is asked.
_CHECKS: Final[Mapping[type, Callable[[Any], str | None]]] = {
    str: _text_problem,
    int: _int_problem,
    Decimal: _decimal_problem,
    dict: _group_problem,
    list: lambda _items: None,
    bool: lambda _answer: None,
}
_NUMBERS: Final = frozenset({int, Decimal, bool})
