from __future__ import annotations

from datetime import date

import pytest

from docforms.terms import Step, Stop, add_months, last_day
from docforms.terms.periods import fixed_day

# E6: row, event, count, unit, last day.
VECTORS = [
    ('LN-21.1', '2026-09-01', 30, 'day', '2026-10-08'),
    ('LN-21.1', '2026-01-16', 30, 'day', '2026-02-24'),
    ('LN-25.3', '2026-09-19', 15, 'day', '2026-10-08'),
    ('LN-15.3', '2026-01-31', 1, 'month', '2026-02-28'),
    ('NM-13.2', '2026-09-04', 1, 'month', '2026-10-08'),
]


def day(text):
    """Read a date."""
    return date.fromisoformat(text)


def stop(first, last, reason='补正'):
    """Write a stop."""
    return Stop(day(first), day(last), reason)


@pytest.mark.parametrize(('row', 'event', 'count', 'unit', 'expected'), VECTORS)
def test_deadlines_in_calendar_units_roll_over_days_off(calendar, row, event, count, unit, expected):
    """A period to act within that ends on a day off ends on the next working day."""
    counted = last_day(day(event), count, unit, calendar, rolls=True)

    assert counted.date == day(expected), row
    assert not counted.provisional


@pytest.mark.parametrize(
    ('event', 'months', 'expected'),
    [
        ('2026-01-15', 1, '2026-02-15'),
        ('2026-01-31', 1, '2026-02-28'),
        ('2028-01-31', 1, '2028-02-29'),
        ('2026-02-28', 1, '2026-03-28'),
        ('2026-03-31', 1, '2026-04-30'),
        ('2025-12-31', 2, '2026-02-28'),
        ('2024-02-29', 12, '2025-02-28'),
        ('2024-02-29', 48, '2028-02-29'),
        ('2026-08-31', 6, '2027-02-28'),
        ('2026-11-30', 3, '2027-02-28'),
        ('2026-12-01', 1, '2027-01-01'),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(event, months, expected):
    """The day of the same number ends the period; a month that has none ends it on its last day."""
    assert add_months(day(event), months) == day(expected)


def test_years_are_twelve_months(calendar):
    """One year from 29 February ends on 28 February."""
    counted = last_day(date(2024, 2, 29), 1, 'year', calendar, rolls=False)

    assert counted.date == date(2025, 2, 28)
    assert counted.steps[-1] == Step(date(2025, 2, 28), 'month-end', 1)


def test_a_waiting_period_never_rolls(calendar):
    """Three months from 1 July 2026 are over on National Day, a holiday."""
    counted = last_day(date(2026, 7, 1), 3, 'month', calendar, rolls=False)

    assert counted.date == date(2026, 10, 1)
    assert counted.steps == (
        Step(date(2026, 7, 1), 'event', 0),
        Step(date(2026, 10, 1), 'corresponding', 3),
    )


def test_a_waiting_period_leans_on_no_list(calendar):
    """Corresponding days need no calendar: one year into 2027 is not provisional."""
    assert not last_day(date(2026, 3, 2), 1, 'year', calendar, rolls=False).provisional


def test_a_deadline_landing_in_an_unknown_year_is_provisional(calendar):
    """One month from 1 December 2026 ends on 1 January 2027, a Friday nobody has declared a holiday yet."""
    counted = last_day(date(2026, 12, 1), 1, 'month', calendar, rolls=True)

    assert counted.date == date(2027, 1, 1)
    assert counted.missing_years == (2027,)
    assert counted.steps[-1].assumed


def test_rolling_shows_each_day_off_and_where_it_ends(calendar):
    """The steps lead from the nominal day over the named holiday to the day after it."""
    counted = last_day(date(2026, 9, 4), 1, 'month', calendar, rolls=True)

    assert counted.steps == (
        Step(date(2026, 9, 4), 'event', 0),
        Step(date(2026, 10, 4), 'corresponding', 1),
        Step(date(2026, 10, 4), 'holiday', label='国庆节'),
        Step(date(2026, 10, 5), 'holiday', label='国庆节'),
        Step(date(2026, 10, 6), 'holiday', label='国庆节'),
        Step(date(2026, 10, 7), 'holiday', label='国庆节'),
        Step(date(2026, 10, 8), 'rolled'),
    )


def test_a_worked_saturday_does_not_roll_and_says_why(calendar):
    """28 February 2026 is a Saturday worked for the Spring Festival: the period ends there."""
    counted = last_day(date(2026, 1, 31), 1, 'month', calendar, rolls=True)

    assert counted.steps[-1] == Step(date(2026, 2, 28), 'month-end', 1, '春节调休')


@pytest.mark.parametrize(
    ('stops', 'expected'),
    [
        ([], '2026-03-02'),
        ([('2026-02-10', '2026-02-26')], '2026-03-19'),
        ([('2026-01-30', '2026-02-05')], '2026-03-05'),
        ([('2026-01-20', '2026-02-02')], '2026-03-02'),
        ([('2026-03-02', '2026-03-04')], '2026-03-05'),
        ([('2026-03-03', '2026-03-20')], '2026-03-02'),
        ([('2026-02-10', '2026-02-26'), ('2026-03-10', '2026-03-12')], '2026-03-23'),
    ],
    ids=[
        'no stop',
        'across the Spring Festival: 17 days',
        'from before the event: only the 3 days after it',
        'over on the day of the event',
        'on the last day',
        'after the last day',
        'within the longer period, then to a Sunday',
    ],
)
def test_a_month_becomes_longer_by_the_days_the_clock_stood(calendar, stops, expected):
    """One month from 2 February 2026 moves by the calendar days of the stop that fall in it (LN-15.5)."""
    counted = last_day(date(2026, 2, 2), 1, 'month', calendar, rolls=True, stops=[stop(*ends) for ends in stops])

    assert counted.date == day(expected)


def test_the_stop_is_shown_with_its_days(calendar):
    """The steps give the first and last day of the stop, how long it was and what it adds up to."""
    counted = last_day(date(2026, 2, 2), 1, 'month', calendar, rolls=True, stops=[stop('2026-02-10', '2026-02-26')])

    assert counted.steps[1:] == (
        Step(date(2026, 3, 2), 'corresponding', 1),
        Step(date(2026, 2, 10), 'paused', 17, '补正', to=date(2026, 2, 26)),
        Step(date(2026, 3, 19), 'extended', 17),
    )


def test_a_clock_that_stands_again_while_rolling_is_waited_for(calendar):
    """A period over on Sunday 4 October waits for the end of a stop from the 5th to the 9th."""
    counted = last_day(date(2026, 9, 4), 1, 'month', calendar, rolls=True, stops=[stop('2026-10-05', '2026-10-09')])

    assert counted.date == date(2026, 10, 10)
    assert counted.steps[-1] == Step(date(2026, 10, 10), 'rolled', label='国庆节调休')


def test_a_waiting_period_becomes_longer_too(calendar):
    """A stop moves the end of a waiting period, which may then be a Sunday."""
    counted = last_day(date(2026, 1, 15), 1, 'month', calendar, rolls=False, stops=[stop('2026-02-01', '2026-02-07')])

    assert counted.date == date(2026, 2, 22)


def test_a_fixed_day_stays_where_the_text_puts_it():
    """15 January 2028 is a Saturday and stays; 29 February of a common year is its last day."""
    assert fixed_day(date(2027, 3, 1), 2028, 1, 15).date == date(2028, 1, 15)
    assert fixed_day(None, 2027, 2, 29).steps == (Step(date(2027, 2, 28), 'fixed'),)
