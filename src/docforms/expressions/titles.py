"""Break a title into lines as GB/T 9704—2012 7.3.1 asks: between words, in the shape of a trapezium or a diamond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations, pairwise
from math import ceil, comb
from typing import Final

from docforms.expressions.words import Word, width, words_of

# Characters of size 2 on a line of 156 mm.
TITLE_WIDTH: Final = 20

# What makes an arrangement worse, in the same measure: a wrong shape, a line more than needed, a line of very few
# characters, lines of very different length, and breaks inside a phrase.
WIDENING: Final = 4.0
SHAPELESS: Final = 12.0
EXTRA_LINE: Final = 6.0
STUMP: Final = 5.0
STUMP_WIDTH: Final = 3.0
IMBALANCE: Final = 9.0
# Lines that differ by less than this look equally long.
VISIBLE: Final = 1.0

# How bad a break is between two parts of speech: first letters of rjieba's tags, g for a verb used as a noun (vn).
# An attribute belongs to its noun, and less closely an object to its verb; between a noun and a verb a phrase often
# ends.
BETWEEN: Final = {
    **dict.fromkeys(('nv', 'nd', 'na', 'nb', 'nm'), 0.5),
    **dict.fromkeys(('nn', 'ng', 'nj', 'jn', 'jg'), 1.0),
    **dict.fromkeys(('vn', 'vg', 'vv', 'gn', 'gg', 'mn', 'mg', 'vd'), 1.8),
    **dict.fromkeys(('an', 'ag', 'bn', 'bg', 'dn', 'dg', 'dv', 'vb', 'ad'), 8.0),
}
USUAL: Final = 1.0
BEFORE_PREPOSITION: Final = 0.0
AFTER_PARTICLE: Final = 0.4
AFTER_PREPOSITION: Final = 1.5
AFTER_CONJUNCTION: Final = 3.0
BEFORE_CONJUNCTION: Final = 0.8

# Beyond these, lines are filled one after the other: no title has as many.
MOST_LINES: Final = 5
MOST_ARRANGEMENTS: Final = 20_000


def title_lines(text: str, limit: float = TITLE_WIDTH, *given: str) -> list[str]:
    """Break a title into lines of at most `limit` full-width characters; line breaks in it are kept.

    The `given` words are broken only if they alone are wider than a line.
    """
    return [line for part in text.split('\n') for line in _broken(part.strip(), limit, given)]


def _broken(text: str, limit: float, given: Sequence[str]) -> list[str]:
    if width(text) <= limit:
        return [text]
    words = words_of(text, limit, given)
    ends = list(accumulate(width(word.text) for word in words))
    least = ceil(ends[-1] / limit)
    chosen = min(
        (
            (_cost(arranged, words, ends, least), arranged)
            for count in range(least, least + 2)
            for arranged in _arrangements(len(words), count)
            if max(_lengths(arranged, ends)) <= limit
        ),
        default=None,
    )
    places = _filled(ends, limit) if chosen is None else chosen[1]
    return [
        ''.join(word.text for word in words[start:end]).strip() for start, end in pairwise((0, *places, len(words)))
    ]


def _arrangements(words: int, lines: int) -> Iterator[tuple[int, ...]]:
    """Give every way to divide words into lines, as the places of the breaks."""
    if lines <= MOST_LINES and comb(words - 1, lines - 1) <= MOST_ARRANGEMENTS:
        yield from combinations(range(1, words), lines - 1)


def _filled(ends: Sequence[float], limit: float) -> tuple[int, ...]:
    """Fill line after line."""
    places: list[int] = []
    begin = 0.0
    for place, end in enumerate(ends):
        if end - begin > limit and place:
            places.append(place)
            begin = ends[place - 1]
    return tuple(places)


def _lengths(places: Sequence[int], ends: Sequence[float]) -> list[float]:
    edges = [0.0, *(ends[place - 1] for place in places), ends[-1]]
    return [end - begin for begin, end in pairwise(edges)]


def _cost(places: Sequence[int], words: Sequence[Word], ends: Sequence[float], least: int) -> float:
    lengths = _lengths(places, ends)
    cost = _shape(lengths) + EXTRA_LINE * (len(lengths) - least) + IMBALANCE * (1 - min(lengths) / max(lengths))
    cost += sum(_looseness(words[place - 1], words[place]) for place in places)
    return cost + sum(STUMP for length in lengths if length <= STUMP_WIDTH)


def _shape(lengths: Sequence[float]) -> float:
    """Tell how far lines are from a trapezium, the longer line above, or a diamond."""
    steps = [below - above for above, below in pairwise(lengths)]
    if any(abs(step) < VISIBLE for step in steps):
        return SHAPELESS
    rising = [step > 0 for step in steps]
    if all(rising):
        return WIDENING
    return 0.0 if rising == sorted(rising, reverse=True) else SHAPELESS


def _looseness(above: Word, below: Word) -> float:
    """Tell how much a break between two words disturbs."""
    before, behind = _class(above.last), _class(below.first)
    if behind == 'p':
        return BEFORE_PREPOSITION
    if before == 'p':
        return AFTER_PREPOSITION
    if before == 'c':
        return AFTER_CONJUNCTION
    if behind == 'c':
        return BEFORE_CONJUNCTION
    if before == 'u':
        return AFTER_PARTICLE
    return BETWEEN.get(before + behind, USUAL)


def _class(tag: str) -> str:
    return 'g' if tag == 'vn' else tag[0]
