"""The working calendar that comes with docforms, with local festivals laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from docforms.exceptions import PackError, Problem
from docforms.i18n import _
from docforms.packs.reading import read_source
from docforms.packs.resources import shared
from docforms.packs.schema_engine import meta_checker
from docforms.packs.schemas import describe
from docforms.terms.calendar import Calendar

BASE = 'calendars/cn.yaml'


@cache
def official_calendar(overrides: tuple[Path, ...] = ()) -> Calendar:
    """Read the official calendar, and override files for local festivals in order.

    Raises:
        PackError: a file cannot be read, does not keep to docforms:meta/calendar, or contradicts another.
    """
    files = [shared(BASE), *overrides]
    names = [BASE, *(str(path) for path in overrides)]
    problems: list[Problem] = []
    data = [_read(path, name, problems) for path, name in zip(files, names, strict=True)]
    if problems:
        raise PackError(problems)
    return Calendar.from_data(data[0], data[1:], names=names)


def _read(path: Path, name: str, problems: list[Problem]) -> Any:
    source, found = read_source(path, name)
    problems += found
    if not found:
        problems += [
            source.problem(error.path, describe(error)) for error in meta_checker('calendar').errors(source.data)
        ]
    return source.data


class CalendarInUse:
    """The working calendar as expressions use it; read when the first expression counts working days."""

    def __init__(self, overrides: Sequence[Path] = ()) -> None:
        self._overrides = tuple(overrides)

    def working_days(self, start: str, count: int) -> str:
        """Give the count-th working day after an ISO date.

        Raises:
            ValueError: counting would touch a year without an official list; no day is guessed.
        """
        calendar = official_calendar(self._overrides)
        end = calendar.working_days(start, count)
        self._refuse_unknown(start, end)
        return end

    def is_working_day_iso(self, day: str) -> bool:
        """Tell whether an ISO date is a working day."""
        self._refuse_unknown(day, day)
        return official_calendar(self._overrides).is_working_day_iso(day)

    def _refuse_unknown(self, first: str, last: str) -> None:
        calendar = official_calendar(self._overrides)
        missing = calendar.missing_years(date.fromisoformat(first), date.fromisoformat(last))
        if missing:
            years = '、'.join(map(str, missing))
            raise ValueError(_("{years}年的放假安排尚未收录，不能推算工作日，请补充该年日历").format(years=years))
