"""Plain data between processes: values as JSON and bytes, rebuilt by their declared types.

Nothing is unpickled: whatever the other side sends, what comes out has the declared type or is refused.
"""

from __future__ import annotations

import dataclasses
import json
import math
import types
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

Json = Any


def packed(value: Any) -> tuple[bytes, bytes]:
    """Write a value as JSON text and the bytes it refers to.

    Known are None, bool, int, float, str, bytes, dataclasses, tuples, lists, frozen sets, and mappings with names.
    """
    pieces: list[bytes] = []
    text = json.dumps(_simple(value, pieces), ensure_ascii=False, allow_nan=False, separators=(',', ':'))
    # A broken font can give half a character; it is no text anywhere else.
    return text.encode('utf-8', 'replace'), b''.join(pieces)


def unpacked(expected: Any, text: bytes, data: bytes) -> Any:
    """Rebuild a value of an expected type; raises `ValueError` when it is not of that type."""
    try:
        return _rebuilt(expected, json.loads(text, parse_constant=_refuse), data)
    except RecursionError:
        raise ValueError('nested too deep') from None


def arguments(function: Callable[..., Any], text: bytes, data: bytes) -> dict[str, Any]:
    """Rebuild the arguments of a function, which were sent by name."""
    declared = hints(function)
    return {name: _rebuilt(declared[name], value, data) for name, value in json.loads(text).items()}


def hints(owner: Any) -> Mapping[str, Any]:
    """Give the declared types of a dataclass's fields, or of a function's parameters and its result."""
    return _hints(owner)


@cache
def _hints(owner: Any) -> Mapping[str, Any]:
    return get_type_hints(owner)


def _simple(value: Any, pieces: list[bytes]) -> Json:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, bytes):
        start = sum(map(len, pieces))
        pieces.append(value)
        return [start, len(value)]
    if dataclasses.is_dataclass(value):
        return [_simple(getattr(value, field.name), pieces) for field in dataclasses.fields(value)]
    if isinstance(value, frozenset):
        return [_simple(each, pieces) for each in sorted(value)]
    if isinstance(value, Mapping):
        return {str(key): _simple(each, pieces) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_simple(each, pieces) for each in value]
    raise TypeError(type(value))


def _rebuilt(expected: Any, value: Json, data: bytes) -> Any:
    origin, inner = get_origin(expected), get_args(expected)
    if expected in (None, type(None), bool, int, float, str):
        return _scalar(expected, value)
    if expected is bytes:
        start, length = _rebuilt(tuple[int, int], value, data)
        if not 0 <= start <= start + length <= len(data):
            raise ValueError('bytes that were not sent')
        return data[start : start + length]
    if dataclasses.is_dataclass(expected):
        return _instance(expected, value, data)
    if origin is Literal:
        if value not in inner or not isinstance(value, str):
            raise ValueError('no such word')
        return value
    if origin in (Union, types.UnionType):
        return _one_of(inner, value, data)
    return _collection(origin, inner, value, data)


def _scalar(expected: Any, value: Json) -> Any:
    if expected is None or expected is type(None):
        fits = value is None
    elif expected is float:
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        return float(value) if fits else _refuse(value)
    else:
        fits = type(value) is expected
    if isinstance(value, str):
        value.encode()  # half a character is a ValueError
    return value if fits else _refuse(value)


def _instance(expected: Any, value: Json, data: bytes) -> Any:
    fields = dataclasses.fields(expected)
    if not isinstance(value, list) or len(value) != len(fields):
        raise ValueError('other fields')
    declared = hints(expected)
    return expected(
        **{field.name: _rebuilt(declared[field.name], each, data) for field, each in zip(fields, value, strict=True)}
    )


def _one_of(kinds: tuple[Any, ...], value: Json, data: bytes) -> Any:
    for expected in kinds:
        try:
            return _rebuilt(expected, value, data)
        except ValueError:
            continue
    return _refuse(value)


def _collection(origin: Any, kinds: tuple[Any, ...], value: Json, data: bytes) -> Any:
    if origin in (dict, Mapping) and isinstance(value, dict):
        return {_scalar(str, key): _rebuilt(kinds[1], each, data) for key, each in value.items()}
    if not isinstance(value, list):
        return _refuse(value)
    if origin is tuple and kinds[-1:] != (Ellipsis,):
        return tuple(_rebuilt(kind, each, data) for kind, each in zip(kinds, value, strict=True))
    if origin not in (tuple, list, frozenset, Sequence, Collection):
        raise TypeError(origin)
    items = [_rebuilt(kinds[0], each, data) for each in value]
    return origin(items) if origin in (tuple, frozenset) else items


def _refuse(_value: object) -> NoReturn:
    raise ValueError('another type')
