"""Dates and number formats of workbooks: which numbers are days, and which day a number is."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final, NamedTuple

# ECMA-376-1 18.8.30: formats a file uses without spelling them out; 27 to 36 and 50 to 58 are those of Chinese.
_BUILT_IN_DAYS: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_BUILT_IN_PERCENT: Final = frozenset([9, 10])
# What is printed as it stands, colours and locales among them, says nothing about the kind of number.
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DAY_PART: Final = re.compile('[ymdhs]', re.IGNORECASE)
_GENERAL: Final = re.compile(r'General|G/\w+', re.IGNORECASE)
_ZEROS: Final = re.compile('0+')

_SECONDS: Final = 24 * 60 * 60
# Day 60 is 1900-02-29, which never was: days after it are counted from one day earlier.
_EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no time zones
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001 - as above
_FALSE_LEAP_DAY: Final = 60
# 9999-12-31
_LAST_DAY: Final = 2_958_465


class Look(NamedTuple):
    """What the number format of a cell says about its number."""

    day: bool = False
    percent: bool = False
    digits: int = 0


def look_of(number: int, code: str | None) -> Look:
    """Read a number format; `code` is None for those that are built in."""
    if code is None:
        return Look(number in _BUILT_IN_DAYS, number in _BUILT_IN_PERCENT)
    plain = _LITERAL.sub('', code.partition(';')[0])
    if _GENERAL.search(plain):
        return Look()
    return Look(
        _DAY_PART.search(plain) is not None, '%' in plain, len(plain) if _ZEROS.fullmatch(plain) is not None else 0
    )


def day_of(serial: float, *, from_1904: bool) -> str | None:
    """Write the day a number stands for as 2026-03-02, with the time if there is one; None when it is no day."""
    if not 1 <= serial < _LAST_DAY + 1:
        return None
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900
    early = 1 if not from_1904 and serial < _FALSE_LEAP_DAY else 0
    try:
        moment = epoch + timedelta(days=early, seconds=round(serial * _SECONDS))
    except OverflowError:
        return None
    return moment.date().isoformat() if moment.time() == moment.min.time() else moment.isoformat(' ', 'minutes')
