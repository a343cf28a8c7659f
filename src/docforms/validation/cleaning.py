"""Prepare a record for checking: blanks become missing, wrong containers become empty, unprintable text is set aside.

A blank cell on paper is neither null nor an empty text: it is nothing. So null, "" and white space are dropped from
groups, and every later stage knows one kind of missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any, Final

from docforms.exceptions import InputError
from docforms.findings import parts_of, pointer_of
from docforms.i18n import _
from docforms.records import within_limits

Path_ = tuple[str | int, ...]

GROUPS: Final = ('fields', 'supplement', 'facts')
WHOLE: Final = frozenset((name,) for name in (*GROUPS, 'materials'))
PLAIN: Final = frozenset({int, bool, Decimal})

# More groups and lists than any form has; data built of itself would have no end.
MAX_CONTAINERS: Final = 5_000

# Lone surrogates cannot be encoded; NUL and control characters have no place in a form, and XML cannot hold them.
UNPRINTABLE: Final = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]')


@dataclass(slots=True)
class Cleaned:
    """A record without blanks, and what had to be set aside."""

    record: dict[str, Any]
    misplaced: list[tuple[Path_, str]] = field(default_factory=list)
    """Groups that are not what they must be, with the type they should have."""
    unprintable: list[Path_] = field(default_factory=list)


def spotless(record: dict[str, Any]) -> bool:
    """Tell whether a record has nothing to clean and is plain data; most are, and need no copy."""
    if not isinstance(record.get('materials'), list) or not all(type(record.get(group)) is dict for group in GROUPS):
        return False
    texts: list[str] = []
    stack: list[Any] = [record]
    for _container in range(MAX_CONTAINERS):
        if not stack:
            try:
                return ''.join(texts).isprintable()
            except TypeError:  # a key that is no text
                return False
        values = stack.pop()
        if type(values) is dict:
            texts.extend(values)
            values = values.values()
        elif {} in values:
            return False
        for value in values:
            kind = type(value)
            if kind is str:
                # A printable text is blank when it is empty or all spaces; one that begins so is looked at again.
                if not value or value[0] == ' ':
                    return False
                texts.append(value)
            elif kind is dict or kind is list:
                stack.append(value)
            elif kind not in PLAIN:
                return False
    return False


def cleaned(record: dict[str, Any]) -> Cleaned:
    """Take the blanks out of a record; the given one is not changed, and is itself the result when it has none."""
    if spotless(record):
        return Cleaned(record)
    within_limits(record, _("数据"))
    result = Cleaned({})
    result.record = _kept({key: record[key] for key in record if key not in GROUPS and key != 'materials'}, (), result)
    for group in GROUPS:
        value = record.get(group)
        if value is not None and not isinstance(value, dict):
            result.misplaced.append(((group,), 'object'))
            value = None
        result.record[group] = {} if value is None else _kept(value, (group,), result)
    materials = record.get('materials')
    if materials is not None and not isinstance(materials, list):
        result.misplaced.append((('materials',), 'array'))
        materials = None
    result.record['materials'] = [] if materials is None else _kept(materials, ('materials',), result)
    return result


def cleaned_values(data: Mapping[str, Any]) -> Cleaned:
    """Copy the values of a document without blanks."""
    within_limits(data, _("数据"))
    result = Cleaned({})
    result.record = _kept(dict(data), (), result)
    return result


def _kept(value: Any, path: Path_, result: Cleaned) -> Any:
    """Copy a value; None when it is blank."""
    if isinstance(value, str):
        if UNPRINTABLE.search(value) is not None:
            result.unprintable.append(path)
            return None
        return value if value and not value.isspace() else None
    if isinstance(value, dict):
        kept = {}
        for key, inner in value.items():
            if not isinstance(key, str):
                raise _not_plain(path)
            if UNPRINTABLE.search(key) is not None:
                result.unprintable.append((*path, UNPRINTABLE.sub('?', key)))
                continue
            copy = _kept(inner, (*path, key), result)
            if copy is not None:
                kept[key] = copy
        return kept
    if isinstance(value, list):
        # Rows left wholly blank at the end of a list are not rows; blanks between rows keep their place.
        rows = [_kept(item, (*path, index), result) for index, item in enumerate(value)]
        while rows and (rows[-1] is None or rows[-1] == {}):
            rows.pop()
        return rows
    return _plain(value, path)


def _plain(value: Any, path: Path_) -> Any:
    """Take a number, truth value or nothing; a float counts as the number it shows."""
    if isinstance(value, float) and isfinite(value):
        return Decimal(repr(value))
    if value is None or type(value) in PLAIN:
        return value
    raise _not_plain(path)


def _not_plain(path: Path_) -> InputError:
    message = _("数据中 {pointer} 处的内容不是 JSON 能表示的，请先换成文字、数字、列表或一组字段")
    return InputError(message.format(pointer=pointer_of(path)))


def path_of(pointer: str) -> Path_:
    """Read a JSON Pointer as a path, with numbers for the places of lists."""
    return tuple(int(part) if part.isdecimal() and len(part) < 10 else part for part in parts_of(pointer))


def without(record: dict[str, Any], places: list[Path_]) -> dict[str, Any]:
    """Copy a record without the values at some places, so that rules meet them as missing.

    List items become empty groups, so that the others keep their numbers.
    """
    if not places:
        return record
    record = _copied(record)
    for place in places:
        if place in WHOLE:  # too long a list is still read, and the groups are always there
            continue
        holder: Any = record
        for part in place[:-1]:
            try:
                holder = holder[part]
            except (KeyError, IndexError, TypeError):
                holder = None
                break
        if isinstance(holder, dict):
            holder.pop(str(place[-1]), None)
        elif isinstance(holder, list) and isinstance(place[-1], int) and place[-1] < len(holder):
            holder[place[-1]] = {}
    return record


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value
