"""Periods in days, months, years and working days: the last day, and how it came about.

The day of the event is day 0 and is not counted. A month or a year ends on the corresponding day, or on the
last day of the month where there is none (requirements E6). Days on which the clock stood are not counted: a
period in days, months or years becomes longer by as many calendar days; one in working days passes over the
working days among them. Only a period to act within rolls over days off; one to wait for does not.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from docforms.expressions import dates
from docforms.expressions.dates import real_date
from docforms.terms.calendar import Calendar
from docforms.terms.pauses import Stop, stop_on
from docforms.terms.steps import ONE_DAY, Counted, Step

Unit = Literal['working-day', 'day', 'month', 'year']


def add_months(day: date, months: int) -> date:
    """Give the corresponding day so many months on, or the last day of that month.

    Raises:
        ValueError: the result is beyond the year 9999.
    """
    return real_date(dates.add_months(day.isoformat(), months))


def last_day(
    start: date, count: int, unit: Unit, calendar: Calendar, *, rolls: bool, stops: Sequence[Stop] = ()
) -> Counted:
    """Count a period from the day of its event.

    `rolls` says that the period is one to act within, so that its last day moves over days off; in working
    days it has no effect. `stops` are days on which the clock stood, in order and without overlap
    (`pauses.stops()`).
    """
    if unit == 'working-day':
        return calendar.add_working_days(start, count, stops)
    nominal = _nominal(start, count, unit)
    steps = [Step(start, 'event', 0), nominal]
    day = _extend(start, nominal.date, stops, steps)
    if not rolls:
        return Counted(day, (), tuple(steps))
    missing_from = day
    day = _roll(day, calendar, stops, steps)
    return Counted(day, calendar.missing_years(missing_from, day), tuple(steps))


def fixed_day(event: date | None, year: int, month: int, day: int) -> Counted:
    """Give a day of the calendar that the text itself names; it does not roll, and leans on no list."""
    due = date(year, month, min(day, monthrange(year, month)[1]))
    start = () if event is None else (Step(event, 'event', 0),)
    return Counted(due, (), (*start, Step(due, 'fixed')))


def _nominal(start: date, count: int, unit: Unit) -> Step:
    if unit == 'day':
        return Step(start + timedelta(count), 'nth-day', count)
    due = add_months(start, count * (12 if unit == 'year' else 1))
    return Step(due, 'corresponding' if due.day == start.day else 'month-end', count)


def _extend(start: date, nominal: date, stops: Sequence[Stop], steps: list[Step]) -> date:
    """Move the last day by the days the clock stood between the start and the end of the growing period."""
    due = nominal
    for stop in stops:
        first = max(stop.start, start + ONE_DAY)
        if first > stop.end or first > due:
            continue
        used = Stop(first, stop.end, stop.reason)
        due += timedelta(used.days)
        steps.append(Step(first, 'paused', used.days, stop.reason, to=stop.end))
    if due != nominal:
        steps.append(Step(due, 'extended', (due - nominal).days))
    return due


def _roll(due: date, calendar: Calendar, stops: Sequence[Stop], steps: list[Step]) -> date:
    """Move over days off, and over days on which the clock stood again meanwhile."""
    day = due
    while not calendar.is_working_day(day) or _stands(day, due, stops):
        stop = stop_on(day, stops)
        steps.append(Step(day, 'paused', label=stop.reason) if stop else calendar.step(day, None))
        day += ONE_DAY
    if day != due:
        steps.append(Step(day, 'rolled'))
    assumed = day not in calendar.work and not calendar.known(day.year)
    steps[-1] = replace(steps[-1], label=calendar.work.get(day, ''), assumed=assumed)
    return day


def _stands(day: date, due: date, stops: Sequence[Stop]) -> bool:
    return day != due and stop_on(day, stops) is not None
