"""Guess what a misread code was meant to be. A guess is a suggestion to a person, never a value.

Of repairs of one character that made a credit code valid, 8 of 53 were wrong, and of identity numbers 6 of 27.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from docforms.expressions.identity import FORMATS
from docforms.packs.model import Schema

# Characters that look alike in print, as readers confuse them.
_ALIKE: Final = (
    '0ODQUC', '1ILT7', '2Z7', '3B8', '4A', '5S6', '6G8B5', '8B36', '9G', 'B8R', 'C0G', 'D0OQ', 'EF', 'FEP', 'G6C',
    'HNMK', 'J1', 'KX', 'L1', 'MNW', 'NHM', 'PFR', 'Q0', 'RPKB', 'T71', 'UV0', 'VUY', 'WMN', 'XKY', 'YXV',
)  # fmt: skip
_LOOKALIKES: Final[Mapping[str, str]] = {
    character: ''.join(sorted({each for group in _ALIKE if character in group for each in group} - {character}))
    for group in _ALIKE
    for character in group
}
_CHECKED: Final = ('credit-code', 'resident-id')
_CLOSE: Final = 0.6


def suggestion(schema: Schema, text: str, known: Iterable[str] = ()) -> str:
    """Suggest what a text that is no value of its field was meant to be; '' when nothing, or too much, comes to mind.

    `known` are texts read elsewhere in the same form.
    """
    if 'enum' in schema:
        options = [str(option) for option in schema['enum']]
        return next(iter(get_close_matches(text, options, n=1, cutoff=_CLOSE)), '')
    kind = schema.get('format')
    if kind not in _CHECKED:
        return ''
    check = FORMATS[kind]
    meant = {each for each in known if check(each) is None and _distance(each, text) <= 2}
    meant = meant or {each for each in _neighbours(text) if check(each) is None}
    return meant.pop() if len(meant) == 1 else ''


def _neighbours(text: str) -> Iterable[str]:
    """Change one character into one that looks like it."""
    for place, character in enumerate(text):
        for other in _LOOKALIKES.get(character, ''):
            yield f'{text[:place]}{other}{text[place + 1 :]}'


def _distance(one: str, other: str) -> int:
    """Count the places where two texts of one length differ; texts of different length are far apart."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else len(one) + len(other)
