"""Functions of the expression language; all take and give plain values, dates as ISO text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from jinja2 import pass_context
from jinja2.runtime import Context

from docforms.expressions import dates, identity
from docforms.expressions.unknown import ExpressionError

_BRACKETS: Final = str.maketrans({'〔': '(', '〕': ')', '[': '(', ']': ')', '【': '(', '】': ')', '《': '', '》': ''})
_SPACE: Final = re.compile(r'\s+')


class WorkingCalendar(Protocol):
    """What `working_days` needs of a calendar; given as the name `calendar`."""

    def working_days(self, start: str, count: int) -> str:
        """Give the count-th working day after a date, both ISO."""

    def is_working_day_iso(self, day: str) -> bool:
        """Tell whether an ISO date is a working day."""


@pass_context
def working_days(context: Context, start: str, count: int) -> str:
    """Give the count-th working day after a date."""
    calendar: WorkingCalendar = context['calendar']
    return calendar.working_days(start, count)


@pass_context
def is_working_day(context: Context, day: str) -> bool:
    """Tell whether a date is a working day."""
    calendar: WorkingCalendar = context['calendar']
    return calendar.is_working_day_iso(day)


def names_any(texts: Any, keywords: Any) -> bool:
    """Tell whether any text contains any keyword; texts that are missing do not count."""
    if not isinstance(texts, list) or not isinstance(keywords, list):
        raise ExpressionError('two lists are needed')
    for text in texts:
        if isinstance(text, str):
            for word in keywords:
                if word in text:
                    return True
    return False


def same_text(left: Any, right: Any) -> bool:
    """Tell whether two texts are the same name: after NFKC, without white space, brackets of one style."""
    if type(left) is str and left == right:
        return True
    return folded(left) == folded(right)


def folded(text: Any) -> str:
    """Write a text in the one form names are compared in."""
    if not isinstance(text, str):
        raise ExpressionError('a text is needed')
    if text.isascii():
        return _SPACE.sub('', text)
    return _SPACE.sub('', unicodedata.normalize('NFKC', text)).translate(_BRACKETS)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    'months_between': dates.months_between,
    'add_months': dates.add_months,
    'add_years': dates.add_years,
    'add_days': dates.add_days,
    'days_between': dates.days_between,
    'year': dates.year,
    'working_days': working_days,
    'is_working_day': is_working_day,
    'is_credit_code': identity.is_credit_code,
    'credit_code_prefix': identity.credit_code_prefix,
    'is_resident_id': identity.is_resident_id,
    'is_luhn': identity.is_luhn,
    'names_any': names_any,
    'same_text': same_text,
}
