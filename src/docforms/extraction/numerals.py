"""Read numbers and dates in the ways people write them; what is not certain is not read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from docforms.extraction.writing import half, letters

_DIGITS: Final = {
    character: value
    for value, characters in enumerate(
        ('零〇○０', '一壹弌', '二贰貳两', '三叁參', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖')
    )
    for character in characters
}
_PLACES: Final = {'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000}
_GROUPS: Final = {'万': 10**4, '萬': 10**4, '亿': 10**8, '億': 10**8}
_LONGEST: Final = 60

_NUMBER: Final = re.compile(r'([-+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?')
_DATE: Final = re.compile(r'(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})')
_MONTH: Final = re.compile(r'(\d{4})(?:年|[-./])(\d{1,2})月?|(\d{4})(\d{2})')
_CLOCK: Final = re.compile(r'[T\s]\s*0{1,2}:00(?::00(?:\.0+)?)?\s*\Z')
_DASHES: Final = str.maketrans(dict.fromkeys('‐‑‒–—―−', '-'))

# One unit in several spellings.
_UNITS: Final = ({'㎡', '平方米', '平米', 'm²', 'm2'}, {'%', '％', '百分'}, {'元', '元整', '圆', '人民币元'})
_CURRENCY: Final = re.compile(r'^(?:¥|￥|RMB|人民币)\s*', re.IGNORECASE)


def number_of(text: str, unit: str = '') -> int | Decimal | None:
    """Read a number in digits or Chinese numerals, with its own unit or none; None for anything else.

    About 100, 100 or so, and 3.5万 with the unit 元 are not read: they say something else than the digits alone.
    """
    plain = _CURRENCY.sub('', half(text).strip()).translate(_DASHES)
    plain = ''.join(_without_unit(plain, unit).split())
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return chinese_number(plain)
    if len(plain) > 4 * _LONGEST and found[3]:
        return None
    digits = f'{found[1]}{found[2].replace(",", "")}'
    try:
        return Decimal(digits + found[3]) if found[3] else int(digits)
    except ValueError:  # more digits than Python turns into a number
        return None


def _without_unit(text: str, unit: str) -> str:
    names = {unit, *(name for group in _UNITS if unit in group for name in group)} - {''}
    for name in sorted((half(name) for name in names), key=len, reverse=True):
        if letters(text).endswith(letters(name)) and text.casefold().endswith(name.casefold()):
            return text[: -len(name)]
    return text


def chinese_number(text: str) -> int | None:
    """Read a whole number in Chinese numerals, written out (一百二十) or digit by digit (二〇二六)."""
    if not text or len(text) > _LONGEST:
        return None
    if all(character in _DIGITS for character in text):
        return int(''.join(str(_DIGITS[character]) for character in text))
    total = section = digit = 0
    smallest = 10**9
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _PLACES:
            place = _PLACES[character]
            if place >= smallest:
                return None
            # 十二 is 一十二.
            section += (digit or (1 if place == 10 and not section else 0)) * place
            digit, smallest = 0, place
        elif character in _GROUPS:
            total = (total + section + digit) * _GROUPS[character]
            section, digit, smallest = 0, 0, 10**9
        else:
            return None
    return total + section + digit


def date_of(text: str) -> str | None:
    """Read a date as YYYY-MM-DD, in any usual writing; None for anything else.

    A day there is not (2月30日) is read as it stands: checking says what is wrong with it. Years of two digits are not
    read.
    """
    found = _DATE.fullmatch(_date_text(text))
    if found is None:
        return None
    year, month, day = (part for part in found.groups() if part is not None)
    return f'{year}-{int(month):02d}-{int(day):02d}'


def month_of(text: str) -> str | None:
    """Read a month as YYYY-MM; None for anything else."""
    found = _MONTH.fullmatch(_date_text(text))
    if found is None:
        return None
    year, month = (part for part in found.groups() if part is not None)
    return f'{year}-{int(month):02d}'


def _date_text(text: str) -> str:
    """Write a date with digits, without blanks and the midnight a spreadsheet adds."""
    joined = ''.join(_CLOCK.sub('', half(text).strip()).split()).translate(_DASHES)
    if len(joined) > _LONGEST:
        return ''
    parts = re.split('([年月日号])', joined)
    return ''.join(_digits(part, place) for place, part in enumerate(parts))


def _digits(part: str, place: int) -> str:
    """Write one part of a date with digits; the year is written digit by digit, month and day as numbers."""
    value = chinese_number(part) if place % 2 == 0 else None
    if value is None:
        return part
    return f'{value:04d}' if place == 0 else str(value)
