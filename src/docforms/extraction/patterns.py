"""Part the text of a cell into its slots: 2024年度　4397人次 holds a year and a number.

Fixed texts are found whatever their blanks and widths are; one that is missing or misread is done without, where the
shapes of the values tell where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from docforms.extraction.blank import Pattern, Slot
from docforms.extraction.values import value_of
from docforms.extraction.writing import letters, located_letters

# More ways of parting a text than people write.
MOST: Final = 400
# A fixed text is searched by what stands next to the value: its last letters before, its first letters behind.
_ANCHOR: Final = 14
_TELLING: Final = 4
_FREE: Final = 200
# What is parted exactly as printed is sooner right.
_EXACT: Final = 0.8
_TRIMMED: Final = '_＿ \t\r\n\u3000\xa0'
_RULES: Final = ('___', '＿＿＿')
_LABELLED: Final = re.compile(r'([\u4e00-\u9fff]{2,12})[:：]\s*')
_AFTER_ANCHOR: Final = re.compile(r'[\s)）\]］】〕:：_＿.。]*')


@dataclass(frozen=True, slots=True)
class Split:
    """The text of every slot by its pointer, '' where nothing is filled in.

    Not `certain` when it could be parted in another way as likely.
    """

    texts: Mapping[str, str]
    certain: bool = True


def split(pattern: Pattern, text: str) -> Split:
    """Part the text of a cell; of several ways, take the one whose parts look most like values of their fields."""
    slots = [part for part in pattern if isinstance(part, Slot)]
    if len(pattern) == 1:
        return Split({slots[0].pointer: _bare(slots[0], text)})
    exact = [(way, _EXACT) for way in _ways(pattern, text, _as_printed)]
    ways = exact + [(way, 0.0) for way in _ways(pattern, text, _as_written)]
    ways = ways or [(way, 0.0) for way in _loose_ways(pattern, text)] or [([''] * len(slots), 0.0)]
    found: dict[tuple[str, ...], float] = {}
    for way, bonus in ways:
        bare = tuple(_bare(slot, part) for slot, part in zip(slots, way, strict=True))
        found[bare] = max(found.get(bare, 0.0), _likeness(slots, way) + bonus)
    best, *others = sorted(found, key=lambda bare: -found[bare])
    certain = not any(found[other] >= found[best] for other in others)
    return Split(dict(zip((slot.pointer for slot in slots), best, strict=True)), certain)


def fits(pattern: Pattern, text: str) -> bool:
    """Tell whether a text is the pattern as printed, with anything in its slots."""
    return any(True for _way in _ways(pattern, text, _as_printed))


def anchors(pattern: Pattern) -> tuple[str, ...]:
    """Give the letters of the fixed texts that stand before values and say what they are: 法定代表人签字（章）：.

    A pattern that begins with a value, or with a word too short to find it by, has none.
    """
    found = [
        letters(part.rpartition('\n')[2])[-_ANCHOR:]
        for part, following in pairwise(pattern)
        if isinstance(part, str) and isinstance(following, Slot)
    ]
    telling = tuple(anchor for anchor in found if len(anchor) >= _TELLING)
    return telling if telling and isinstance(pattern[0], str) and telling[0] == found[0] else ()


@lru_cache(maxsize=65536)
def holds_anchors(wanted: tuple[str, ...], text: str) -> bool:
    """Tell whether the fixed texts a value stands behind are all in a text, in their order, misread or not."""
    found, start = letters(text), 0
    for anchor in wanted:
        span = _search(anchor, found, start, first=True, last=False)
        if span is None:
            return False
        start = span[1]
    return bool(wanted)


def _bare(slot: Slot, text: str) -> str:
    """Take off what surrounds a value: blanks, rules, and its own label written once more (账号：6222…)."""
    bare = text.strip()
    if not bare.strip(_TRIMMED):
        return ''
    if bare.startswith(_RULES) or bare.endswith(_RULES):
        bare = bare.strip(_TRIMMED)
    label = _LABELLED.match(bare)
    if label is not None and set(label[1]) <= set(slot.label):
        return bare[label.end() :]
    return bare


def _ways(pattern: Pattern, text: str, fixed: Callable[[str], re.Pattern[str]]) -> Iterator[list[str]]:
    """Part a text at fixed texts that are all there, in every way there is."""
    budget = [MOST]

    def parted(place: int, start: int) -> Iterator[list[str]]:
        if budget[0] <= 0:
            return
        if place == len(pattern):
            budget[0] -= 1
            if not text[start:].strip():
                yield []
            return
        part = pattern[place]
        if isinstance(part, str):
            found = fixed(part).match(text, start)
            if found is not None:
                yield from parted(place + 1, found.end())
            return
        for end in _ends(pattern[place + 1 : place + 2], text, start, fixed):
            for rest in parted(place + 1, end):
                yield [text[start:end], *rest]

    return parted(0, 0)


def _ends(following: Pattern, text: str, start: int, fixed: Callable[[str], re.Pattern[str]]) -> Iterator[int]:
    """Give the places where a slot may end: before the fixed text behind it, or at the end."""
    if not following:
        yield len(text)
    elif isinstance(following[0], str):
        yield from (found.start() for found in fixed(following[0]).finditer(text, start))
    else:
        yield from _joints(text, start)


def _joints(text: str, start: int) -> Iterator[int]:
    """Give the places where one value may end and the next begin: never inside a number or a word of letters."""
    for place in range(start, min(len(text), start + _FREE) + 1):
        beside = text[max(place - 1, start) : place + 1]
        if len(beside) < 2 or place == start or not (beside.isascii() and beside.isalnum()):
            yield place


@lru_cache(maxsize=512)
def _as_printed(text: str) -> re.Pattern[str]:
    """Match a fixed text as it is printed."""
    return re.compile(re.escape(text))


@lru_cache(maxsize=512)
def _as_written(text: str) -> re.Pattern[str]:
    """Match a fixed text as people write it again; one of blanks only is any blank."""
    if not text.strip():
        return re.compile(r'\s')
    characters = [_either(character) for character in text if not character.isspace()]
    return re.compile(r'\s*' + r'\s*'.join(characters), re.IGNORECASE)


def _either(character: str) -> str:
    variants = {character, *_VARIANTS.get(character, ())}
    return f'(?:{"|".join(re.escape(each) for each in sorted(variants, key=len, reverse=True))})'


# What fixed texts are also typed as.
_SAME: Final = ('（(', '）)', '：:', '，,', '；;', '％%', '〔[［', '〕]］', '／/', '—－-', '～~')
_VARIANTS: Final[Mapping[str, tuple[str, ...]]] = {
    **{character: tuple(group) for group in _SAME for character in group},
    '㎡': ('平方米', '平米', 'm2', 'm²', '米2'),
}


def _loose_ways(pattern: Pattern, text: str) -> Iterator[list[str]]:
    """Part a text whose fixed texts are not all there: at those that can be found, and by shape between the others."""
    parts = [part for part in pattern if isinstance(part, Slot) or letters(part)]
    found, places = located_letters(text)
    cuts: list[tuple[int, int] | None] = []
    start = 0
    for number, part in enumerate(parts):
        if isinstance(part, Slot):
            cuts.append(None)
            continue
        span = _search(part, found, start, first=number == 0, last=number == len(parts) - 1)
        if span is not None:
            start = span[1]
            end = places[span[1] - 1] + 1
            behind = _AFTER_ANCHOR.match(text, end) if number < len(parts) - 1 else None
            cuts.append((places[span[0]], end if behind is None else behind.end()))
        else:
            cuts.append((-1, -1))
    yield from _between(parts, cuts, text)


def _search(fixed: str, text: str, start: int, *, first: bool, last: bool) -> tuple[int, int] | None:
    """Find the letters of a fixed text from a place on; a long one by the end that touches a value."""
    wanted = letters(fixed.rpartition('\n')[2] if first else fixed.partition('\n')[0] if last else fixed)
    anchor = wanted[:_ANCHOR] if last and not first else wanted[-_ANCHOR:]
    # A short one may have lost letters (人次 is written 人), but a digit left of it (of m2, the 2) may be the value's
    # own; of a long one, letters may have been misread.
    shorter = [each for each in (anchor[:-1], anchor[1:]) if not each.isdecimal()] if 1 < len(anchor) < 4 else []
    for each in filter(None, (anchor, *shorter)):
        place = text.find(each, start)
        if place >= 0:
            return place, place + len(each)
    return _resembling(anchor, text, start) if len(anchor) > 3 else None


def _resembling(anchor: str, text: str, start: int) -> tuple[int, int] | None:
    """Find what looks like a fixed text of which a letter in four is misread or left out at the end."""
    best, place, length = 0, -1, 0
    for begin in range(start, len(text) - 1):
        pairs = [one == other for one, other in zip(anchor, text[begin : begin + len(anchor)], strict=False)]
        if sum(pairs) > best:
            best, place = sum(pairs), begin
            # Letters at its end that do not agree may be the value's own.
            length = len(pairs) - pairs[::-1].index(True)
    return (place, place + length) if best * 4 >= len(anchor) * 3 else None


def _between(parts: list[str | Slot], cuts: list[tuple[int, int] | None], text: str) -> Iterator[list[str]]:
    """Give the texts of the slots between the fixed texts found; slots side by side share theirs in every way."""
    groups: list[tuple[int, list[int], int]] = []
    start, waiting = 0, []
    for number, (part, cut) in enumerate(zip(parts, cuts, strict=True)):
        if isinstance(part, Slot):
            waiting.append(number)
        elif cut is not None and cut[0] >= 0:
            if waiting:
                groups.append((start, waiting, cut[0]))
            start, waiting = cut[1], []
    if waiting:
        groups.append((start, waiting, len(text)))
    ways: list[list[str]] = [[]]
    for begin, slots, end in groups:
        shared = list(_shares(text[begin:end], len(slots)))
        ways = [[*way, *share] for way in ways for share in shared][:MOST]
    yield from ways


def _shares(text: str, count: int) -> Iterator[list[str]]:
    if count == 1:
        yield [text]
        return
    for place in _joints(text, 0):
        yield from ([text[:place], *rest] for rest in _shares(text[place:], count - 1))


def _likeness(slots: list[Slot], texts: list[str]) -> float:
    """Tell how much texts look like values of their fields."""
    return sum(_one_likeness(slot, text) for slot, text in zip(slots, texts, strict=True))


def _one_likeness(slot: Slot, text: str) -> float:
    if text == slot.blank:
        return 1.6
    value = value_of(slot.schema, text)
    if value.value is None:
        return 0.2
    if value.problem:
        return 0.0
    # A text that passes a check says more than free text does; blanks around or inside belong rather to what is fixed.
    blanks = 0.6 * (text != text.strip()) + 0.3 * (value.checked > 1 and '\u3000' in text.strip())
    return (2.0 if value.checked > 1 else 1.0) - blanks
