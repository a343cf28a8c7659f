"""Prepare a record for checking: blanks become missing, wrong containers become empty, unprintable text is set aside.

A blank cell on paper is neither null nor an empty text: it is nothing. So null, "" and white space are dropped from
groups, and every later stage knows one kind of missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Path_ = tuple[str | int, ...]

GROUPS: Final = ('fields', 'supplement', 'facts')

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
    """Tell whether a record has nothing to clean; most have not, and need no copy."""
    if not isinstance(record.get('materials'), list) or not all(type(record.get(group)) is dict for group in GROUPS):
        return False
    stack: list[Any] = [record]
    texts: list[str] = []
    while stack:
        holder = stack.pop()
        if type(holder) is dict:
            texts.extend(holder)
            values: Any = holder.values()
        else:
            values = holder
            if {} in holder:
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
            elif value is None:
                return False
    return ''.join(texts).isprintable()


def cleaned(record: dict[str, Any]) -> Cleaned:
    """Take the blanks out of a record; the given one is not changed, and is itself the result when it has none."""
    if spotless(record):
        return Cleaned(record)
    result = Cleaned({})
    for key, value in record.items():
        if key not in GROUPS and key != 'materials':
            kept = _kept(value, (key,), result)
            if kept is not None:
                result.record[key] = kept
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
            if isinstance(key, str) and UNPRINTABLE.search(key) is not None:
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
    return value


def without(record: dict[str, Any], places: list[Path_]) -> dict[str, Any]:
    """Copy a record without the values at some places, so that rules meet them as missing.

    List items become empty groups, so that the others keep their numbers.
    """
    if not places:
        return record
    record = _copied(record)
    for place in places:
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
