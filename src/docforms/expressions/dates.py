"""Check dates written as ISO strings 'YYYY-MM-DD', and count with them (source: requirements E6).

A period of months or years ends on the corresponding day, or on the last day of a month too short to have it.
The functions that count raise ValueError for text that is not a real date and for results outside the years
1 to 9999; the `*_problem` functions take any string and never raise.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from functools import lru_cache

from docforms.i18n import N_, _

__all__ = [
    'add_days',
    'add_months',
    'add_years',
    'cn_date',
    'date_problem',
    'days_between',
    'iso_date',
    'month_problem',
    'months_between',
    'real_date',
    'year',
]

_ISO = re.compile(r'[0-9]{4}-[0-9]{2}-[0-9]{2}')
_ISO_MONTH = re.compile(r'(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])')
# What a person or a spreadsheet may write instead: 2026年3月2日, 2026/3/2, 20260302, 2026-03-02 00:00:00.
_CLOCK = re.compile(r'[T\s]\s*[0-9]{1,2}:[0-9:.]*Z?\s*\Z')
_WRITTEN = re.compile(
    r'([0-9]{4}) (?: [-./年] ([0-9]{1,2}) (?: [-./月] ([0-9]{1,2}) 日? | 月)? | ([0-9]{2}) ([0-9]{2})? )',
    re.VERBOSE,
)
_LONGEST = 100
_LAST_ORDINAL = dt.date.max.toordinal()
_OUT_OF_RANGE = N_("推算结果超出公元1年至9999年，无法计算，请核对日期和期限")


# Records repeat few dates (received_on, as_of) many times. Only real dates are cached: a failure raises.
@lru_cache(maxsize=4096)
def real_date(iso: str) -> dt.date:
    """Parse a strict ISO date.

    `date.fromisoformat` alone also takes '20260302' and '2026-W10-1'.
    """
    if _ISO.fullmatch(iso) is None:
        raise ValueError(_("日期应写成“年-月-日”，如 2026-03-02"))
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        raise ValueError(_("没有这一天，请核对年、月、日")) from None


def date_problem(text: str) -> str | None:
    """Check that a text is an ISO date; the clause says how to write it, or that there is no such day."""
    try:
        real_date(text)
    except ValueError as error:
        year_, month, day = _loose_date(text)
        iso = f'{year_}-{month}-{day}'
        if not day or iso == text:
            return str(error)
        return date_problem(iso) or _("应写成 {date}").format(date=iso)
    return None


def iso_date(text: str) -> str:
    """Write a date given in one of the usual ways (2026/3/2, 2026年3月2日, 20260302) as ISO; a time is left out.

    A two-digit year, or one that does not stand first, could be read in two ways and is refused.
    """
    return real_date('-'.join(_loose_date(text))).isoformat()


def month_problem(text: str) -> str | None:
    """Check that a text is an ISO month, 'YYYY-MM'."""
    if _ISO_MONTH.fullmatch(text):
        return None
    year_, month, _day = _loose_date(text)
    normal = f'{year_}-{month}'
    if _ISO_MONTH.fullmatch(normal):
        return _("应写成 {month}").format(month=normal)
    return _("应写成“年-月”，如 2026-03，请核对")


def _loose_date(text: str) -> tuple[str, str, str]:
    """Read the parts of a date written in another way; '' for what is not there."""
    if len(text) > _LONGEST:
        return '', '', ''
    joined = ''.join(unicodedata.normalize('NFKC', _CLOCK.sub('', text)).split())
    found = _WRITTEN.fullmatch(joined)
    if found is None:
        return '', '', ''
    year_, month, day, joined_month, joined_day = found.groups(default='')
    month, day = month or joined_month, day or joined_day
    return year_, month and month.rjust(2, '0'), day and day.rjust(2, '0')


def add_days(iso: str, days: int) -> str:
    """Give the date `days` later (earlier when negative)."""
    ordinal = real_date(iso).toordinal() + days
    if not 1 <= ordinal <= _LAST_ORDINAL:
        raise ValueError(_(_OUT_OF_RANGE))
    return dt.date.fromordinal(ordinal).isoformat()


def add_months(iso: str, months: int) -> str:
    """Give the corresponding day `months` later: 2026-01-31 plus 1 is 2026-02-28."""
    start = real_date(iso)
    target_year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not dt.MINYEAR <= target_year <= dt.MAXYEAR:
        raise ValueError(_(_OUT_OF_RANGE))
    day = min(start.day, monthrange(target_year, month0 + 1)[1])
    return f'{target_year:04d}-{month0 + 1:02d}-{day:02d}'


def add_years(iso: str, years: int) -> str:
    """Give the corresponding day `years` later: 2024-02-29 plus 1 is 2025-02-28."""
    return add_months(iso, 12 * years)


def months_between(start: str, end: str) -> int:
    """Count the whole months from `start` to `end`: the largest n with add_months(start, n) <= end.

    The same holds when `end` is earlier (one day earlier gives -1), so that for every n
    `months_between(a, b) >= n` and `b >= add_months(a, n)` mean the same.
    """
    first, last = real_date(start), real_date(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if last.day < first.day and last.day < monthrange(last.year, last.month)[1]:
        months -= 1
    return months


def days_between(start: str, end: str) -> int:
    """Count the days from `start` to `end`, the start day not counted; negative when `end` is earlier."""
    return real_date(end).toordinal() - real_date(start).toordinal()


def year(iso: str) -> int:
    """Give the calendar year of a date."""
    return real_date(iso).year


def cn_date(iso: str) -> str:
    """Write a date as in official documents, without leading zeros: 2026年3月2日 (requirements D2)."""
    date = real_date(iso)
    return f'{date.year}年{date.month}月{date.day}日'
