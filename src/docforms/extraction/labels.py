"""Recognise printed labels as people write them again: other blanks and widths, a colon, a remark less."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from docforms.extraction.writing import letters, without_parentheses

SAME: Final = 1.0
REMARKED: Final = 0.95
WITH_VALUE: Final = 0.9
_ALIKE: Final = 0.8
_SHARED: Final = 0.6
_LONGEST: Final = 80

_NUMBERED: Final = re.compile(r'\s*[（(]?[0-9０-９一二三四五六七八九十]{1,3}[.．、)）]\s*')
_COLON: Final = re.compile(r'\s*[:：]\s*')


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a label a text is (0 to 1), and the text behind the label when both stand in one cell."""

    score: float
    rest: str | None = None


UNLIKE: Final = Likeness(0.0)


class Labels:
    """The labels of one form."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._letters = frozenset(letters(label) for label in labels)

    def likeness(self, label: str, text: str) -> Likeness:
        """Hold a text against a label; a text that is another label of the form is never taken for this one."""
        return _likeness(label, text, letters(text) in self._letters)


@lru_cache(maxsize=65536)
def _likeness(label: str, text: str, is_label: bool) -> Likeness:  # noqa: FBT001 - part of the cache's key
    wanted, found = letters(label), letters(text)
    if wanted == found and wanted:
        return Likeness(SAME)
    if is_label or not wanted or not found:
        return UNLIKE
    plain = _NUMBERED.sub('', text, count=1) if _NUMBERED.match(text) else text
    short = letters(without_parentheses(label))
    if {letters(plain), letters(without_parentheses(plain))} & {wanted, short}:
        return Likeness(REMARKED)
    rest = _behind(label, plain, wanted, short)
    if rest is not None:
        return Likeness(WITH_VALUE, rest)
    return _misread(wanted, found)


def _misread(wanted: str, found: str) -> Likeness:
    """Take long labels with few letters wrong or left out for what they are."""
    shared = len(set(wanted) & set(found))
    if min(len(wanted), len(found)) < 4 or len(found) > _LONGEST or shared < _SHARED * len(set(wanted)):
        return UNLIKE
    ratio = SequenceMatcher(None, wanted, found, autojunk=False).ratio()
    return Likeness(_ALIKE * ratio) if ratio >= _ALIKE else UNLIKE


def _behind(label: str, text: str, wanted: str, short: str) -> str | None:
    """Give what stands behind `label：`, or below it in the same cell; None when the text does not begin so."""
    for found in _COLON.finditer(text):
        if letters(text[: found.start()]) in (wanted, short):
            return text[found.end() :].strip()
        if len(letters(text[: found.start()])) > len(wanted):
            break
    head, line_feed, tail = text.partition('\n')
    lines = label.count('\n') + 1
    if lines == 1 and line_feed and letters(head) in (wanted, short):
        return tail.strip()
    return None
