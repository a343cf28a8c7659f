"""Working days: weekdays that are no public holidays, and weekend days made up for them (requirements E6)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, date
from typing import Any

from docforms.exceptions import PackError
from docforms.expressions.dates import real_date
from docforms.i18n import _
from docforms.terms.day_lists import Origin, merge
from docforms.terms.pauses import Stop, stop_on
from docforms.terms.steps import ONE_DAY, SATURDAY, Counted, Step


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Days off and make-up working days, each with its reason, and the official list of every known year.

    In a year without a list weekdays count as working days, and every result that touches it says so.
    """

    title: str
    lists: Mapping[int, Origin]
    off: Mapping[date, str]
    work: Mapping[date, str]
    _working: dict[int, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def from_data(
        cls,
        data: Mapping[str, Any],
        overrides: Sequence[Mapping[str, Any]] = (),
        *,
        names: Sequence[str] = (),
    ) -> Calendar:
        """Build a calendar from a parsed list of years.

        `overrides` are further files, such as one with local festivals, laid over it in order.
        `names` are the files the data came from, the base first; problems name them.

        Raises:
            PackError: impossible dates, or files that contradict each other; lists all of them.
        """
        days, problems = merge([data, *overrides], names)
        if problems:
            raise PackError(problems)
        calendar = cls(str(data.get('title', '')), days.lists, days.off, days.work)
        for year in days.lists:
            calendar._days_of(year)
        return calendar

    def known(self, year: int) -> bool:
        """Tell whether the official list of a year is there."""
        return year in self.lists

    def missing_years(self, first: date, last: date) -> tuple[int, ...]:
        """List the years from one day to another, both included, that have no official list."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.lists)

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return day in self.work or (day.weekday() < SATURDAY and day not in self.off)

    def nth_working_day(self, start: date, count: int) -> date:
        """Give the count-th working day after a day; 0 gives the day itself.

        Raises:
            ValueError: the count is negative, or the result is beyond the year 9999.
        """
        _refuse_negative(count)
        if count == 0:
            return start
        year, days = start.year, self._days_of(start.year)
        index = bisect_right(days, start.toordinal()) + count - 1
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self._days_of(year)
        return date.fromordinal(days[index])

    def count_between(self, start: date, end: date) -> int:
        """Count the working days after one day up to and including another; 0 when it is not later."""
        if end <= start:
            return 0
        before = bisect_right(self._days_of(start.year), start.toordinal())
        until = bisect_right(self._days_of(end.year), end.toordinal())
        return until - before + sum(len(self._days_of(year)) for year in range(start.year, end.year))

    def add_working_days(self, start: date, count: int, stops: Sequence[Stop] = ()) -> Counted:
        """Count working days from an event, which is day 0, showing every day looked at.

        Working days on which the clock stood are not counted.

        Raises:
            ValueError: the count is negative.
        """
        _refuse_negative(count)
        steps, day, number = [Step(start, 'event', 0)], start, 0
        while number < count:
            day += ONE_DAY
            stop = stop_on(day, stops)
            if stop is not None and self.is_working_day(day):
                steps.append(Step(day, 'paused', label=stop.reason))
                continue
            step = self.step(day, number + 1)
            number += step.number is not None
            steps.append(step)
        missing = self.missing_years(start + ONE_DAY, day) if count else ()
        return Counted(day, missing, tuple(steps))

    def step(self, day: date, number: int | None) -> Step:
        """Say what kind of day it is; the number goes to a working day only."""
        if day in self.work:
            return Step(day, 'make-up', number, self.work[day])
        if day in self.off:
            return Step(day, 'holiday', label=self.off[day])
        assumed = not self.known(day.year)
        if day.weekday() >= SATURDAY:
            return Step(day, 'weekend', assumed=assumed)
        return Step(day, 'working', number, assumed=assumed)

    def working_days(self, start: str, count: int) -> str:
        """Give the count-th working day after a date, both ISO; the function of rules and templates.

        Raises:
            ValueError: as `nth_working_day()`, or the text is no date.
        """
        return self.nth_working_day(real_date(start), count).isoformat()

    def is_working_day_iso(self, day: str) -> bool:
        """Tell whether an ISO date is worked.

        Raises:
            ValueError: the text is no date.
        """
        return self.is_working_day(real_date(day))

    def _days_of(self, year: int) -> tuple[int, ...]:
        """Give the ordinals of the working days of a year, in order; kept once made."""
        days = self._working.get(year)
        if days is None:
            if year > MAXYEAR:
                raise ValueError(_("推算结果超出公元1年至9999年，无法计算，请核对日期和期限"))
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            days = tuple(n for n in range(first, last + 1) if self.is_working_day(date.fromordinal(n)))
            self._working[year] = days
        return days


def _refuse_negative(count: int) -> None:
    if count < 0:
        raise ValueError(_("工作日数不能是负数：{count}").format(count=count))
