"""Guess what a misread text was meant to be.

What the shape of a date or number says, or the one option of a field that is like it, is taken for the value, which is
doubtful all the same. A guess at a code is a suggestion to a person, never a value.

Of repairs of one character that made a credit code valid, 8 of 53 were wrong, and of identity numbers 6 of 27.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from docforms.expressions.identity import FORMATS, half_width
from docforms.extraction.values import value_of
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
# A date whose signs for year, month and day were misread, or the first of them lost under a seal.
_DATES: Final = (
    re.compile(r'((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日'),
    re.compile(r'((?:19|20)\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D*$'),
    re.compile(r'((?:19|20)\d\d)(\d)月(\d{1,2})日?$'),
)
# A zero with a dot or a stroke in it is read for these; where there can only be digits there are more of the kind.
ZEROS: Final = str.maketrans('日曰〇', '000')
_DIGITS: Final = ZEROS | str.maketrans('oODQCce口lI|]Zz', '00000000111122')


def likely(schema: Schema, text: str) -> Any:
    """Give the value a text that is none of its field most likely shows: an option, date or number; None for others."""
    if 'enum' in schema:
        options = {str(option): option for option in schema['enum']}
        # Of short options, those of one character less than right; all of them are as like each other.
        near = [option for option in options if _distance(option, text) == 1 < len(option)]
        near = near or get_close_matches(text, options, n=2, cutoff=_CLOSE)
        return options[near[0]] if len(near) == 1 else None
    if schema.get('format') == 'date':
        for shape in _DATES:
            if found := shape.search(half_width(text)):
                year, month, day = found.groups()
                date = f'{year}-{int(month):02d}-{int(day):02d}'
                return date if value_of(schema, date).problem == '' else None
    if schema.get('type') in ('integer', 'number'):
        number = value_of(schema, text.translate(_DIGITS))
        return None if number.problem else number.value
    return None


def suggestion(schema: Schema, text: str, known: Iterable[str] = ()) -> str:
    """Suggest what a text that is no value of its field was meant to be; '' when nothing, or too much, comes to mind.

    `known` are texts read elsewhere in the same form.
    """
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
