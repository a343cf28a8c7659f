"""Plain data between processes: what goes in comes out, and what was not declared is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforms.opening.plain import packed, unpacked

Colour = Literal['red', 'green']


@dataclass(frozen=True)
class Point:
    """A place, and what is known of it."""

    x: float
    name: str | None
    colours: frozenset[Colour] = frozenset()
    picture: bytes = b''


@dataclass(frozen=True)
class Path:
    """Points in order."""

    points: tuple[Point, ...]
    size: tuple[int, int]
    notes: Mapping[str, Sequence[bool]]


points = st.builds(
    Point,
    st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.text(st.characters(codec='utf-8')),
    st.frozensets(st.sampled_from(['red', 'green'])),
    st.binary(),
)
paths = st.builds(
    Path,
    st.lists(points).map(tuple),
    st.tuples(st.integers(), st.integers()),
    st.dictionaries(st.text(st.characters(codec='utf-8')), st.lists(st.booleans())),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(paths)
def test_data_come_out_as_they_went_in(path: Path):
    """Dataclasses with numbers, texts, bytes and collections are the same on the other side."""
    assert unpacked(Path, *packed(path)) == path


@given(anything, st.binary(max_size=20))
def test_what_comes_out_has_the_declared_type(value: Any, data: bytes):
    """Whatever the other side sends, what comes out is a point, or nothing does."""
    try:
        point = unpacked(Point, json.dumps(value).encode(), data)
    except ValueError:
        return
    assert isinstance(point, Point)
    assert isinstance(point.x, float)
    assert isinstance(point.name, str | None)


@pytest.mark.parametrize(
    'text',
    [
        '[1,null,[],[0,1]]',
        '[1,null,[],[-1,0]]',
        '[1,null,["blue"],[0,0]]',
        '[1,null,[1],[0,0]]',
        '[true,null,[],[0,0]]',
        '[NaN,null,[],[0,0]]',
        '[1e999,null,[],[0,0]]',
        '[1,"\\ud800",[],[0,0]]',
        '[1,null,[]]',
        '[1,null,[],[0,0],1]',
        '{}',
        'null',
        '[' * 100_000,
        '[' + '9' * 10_000 + ']',
        '\udcff',
    ],
)
def test_what_was_not_declared_is_refused(text: str):
    """Bytes that were not sent, unknown words, other types, numbers that are none, half characters, and what no JSON
    is: each is a ValueError.
    """
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is said of it
        unpacked(Point, text.encode('utf-8', 'surrogateescape'), b'')


def test_half_a_character_becomes_a_question_mark():
    """A broken font may give half a character, which is no text outside this process."""
    assert unpacked(str, *packed('a\ud800')) == 'a?'
