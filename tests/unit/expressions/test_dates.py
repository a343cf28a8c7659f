"""Requirement E6 (counting time)."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docforms.expressions import dates

# Far enough from the years 1 and 9999 for every sum below.
ISO = st.dates(dt.date(1000, 1, 1), dt.date(8999, 12, 31)).map(dt.date.isoformat)
MONTHS = st.integers(-6000, 6000)


@pytest.mark.parametrize(
    ('start', 'months', 'expected'),
    [
        ('2026-01-31', 1, '2026-02-28'),
        ('2024-01-31', 1, '2024-02-29'),
        ('2026-09-04', 1, '2026-10-04'),
        ('2026-08-31', 1, '2026-09-30'),
        ('2025-12-31', 2, '2026-02-28'),
        ('2025-06-01', 6, '2025-12-01'),
        ('2026-03-31', -1, '2026-02-28'),
        ('2026-01-15', -1, '2025-12-15'),
        ('2026-01-31', 0, '2026-01-31'),
        ('9999-11-30', 1, '9999-12-30'),
        ('0001-02-01', -1, '0001-01-01'),
    ],
)
def test_months_end_on_the_corresponding_day(start, months, expected):
    """A period of months ends on the corresponding day, or the last day of a month that lacks it."""
    assert dates.add_months(start, months) == expected


@pytest.mark.parametrize(
    ('start', 'years', 'expected'),
    [('2024-02-29', 1, '2025-02-28'), ('2024-02-29', 4, '2028-02-29'), ('2026-03-02', -2, '2024-03-02')],
)
def test_years_end_on_the_corresponding_day(start, years, expected):
    """A year from 29 February ends on 28 February where there is no 29th."""
    assert dates.add_years(start, years) == expected


@pytest.mark.parametrize(
    ('start', 'days', 'expected'),
    [('2026-02-28', 1, '2026-03-01'), ('2024-02-28', 1, '2024-02-29'), ('2026-01-01', -1, '2025-12-31')],
)
def test_days(start, days, expected):
    """Days are counted through the ends of months and years."""
    assert dates.add_days(start, days) == expected
    assert dates.days_between(start, expected) == days


@pytest.mark.parametrize(
    ('start', 'end', 'expected'),
    [
        ('2025-09-02', '2026-03-02', 6),
        ('2025-09-02', '2026-03-01', 5),
        ('2026-01-31', '2026-02-28', 1),
        ('2026-01-31', '2026-02-27', 0),
        ('2024-01-31', '2024-02-28', 0),
        ('2026-02-28', '2026-03-28', 1),
        ('2026-02-28', '2026-03-31', 1),
        ('2026-03-02', '2026-03-02', 0),
        ('2026-03-02', '2026-03-01', -1),
        ('2026-03-31', '2026-02-28', -1),
        ('2026-03-31', '2026-02-27', -2),
        ('2026-03-02', '2025-03-02', -12),
    ],
)
def test_whole_months_between(start, end, expected):
    """Only months whose corresponding day has come are counted."""
    assert dates.months_between(start, end) == expected


@given(start=ISO, end=ISO, months=MONTHS)
@example(start='2026-01-31', end='2026-02-28', months=1)
def test_so_many_months_have_passed_when_their_last_day_has_come(start, end, months):
    """months_between reaches n exactly on the day add_months gives."""
    assert (dates.months_between(start, end) >= months) is (end >= dates.add_months(start, months))


@given(start=ISO, end=ISO)
def test_months_between_is_the_largest_that_fits(start, end):
    """That many months fit before the end, and one more does not."""
    months = dates.months_between(start, end)

    assert dates.add_months(start, months) <= end < dates.add_months(start, months + 1)


@given(start=ISO, months=MONTHS)
def test_adding_months_and_counting_them_agree(start, months):
    """From a day to its n-th corresponding day there are n months."""
    assert dates.months_between(start, dates.add_months(start, months)) == months


@given(one=ISO, other=ISO, months=MONTHS)
def test_adding_months_keeps_the_order(one, other, months):
    """An earlier start never ends later, and more months always end later."""
    first, second = sorted((one, other))

    assert dates.add_months(first, months) <= dates.add_months(second, months)
    assert dates.add_months(first, months) < dates.add_months(first, months + 1)


@given(start=ISO, end=ISO)
def test_days_add_up(start, end):
    """The days between two dates lead from one to the other, and back."""
    days = dates.days_between(start, end)

    assert dates.add_days(start, days) == end
    assert dates.days_between(end, start) == -days
    assert (days >= 0) is (end >= start)


@pytest.mark.parametrize(
    ('function', 'iso', 'number'),
    [
        (dates.add_days, '9999-12-31', 1),
        (dates.add_days, '0001-01-01', -1),
        (dates.add_days, '2026-03-02', 10**30),
        (dates.add_months, '9999-12-01', 1),
        (dates.add_months, '0001-01-31', -1),
        (dates.add_months, '2026-03-02', -(10**30)),
        (dates.add_years, '2026-03-02', 7974),
    ],
)
def test_results_outside_the_calendar_are_refused(function, iso, number):
    """A result before the year 1 or after 9999 is refused with the reason."""
    with pytest.raises(ValueError, match="超出公元1年至9999年"):
        function(iso, number)


@pytest.mark.parametrize('text', ['2026-3-2', '20260302', '2026-02-30', '２０２６-03-02', '2026-03-02\n', '', '\ud800'])
def test_what_is_no_date_is_refused(text):
    """Only strict ISO text of a real day is counted with, whichever function is asked."""
    for function in (dates.real_date, dates.year, dates.cn_date):
        with pytest.raises(ValueError, match=r'日期应写成|没有这一天'):
            function(text)
    with pytest.raises(ValueError, match=r'日期应写成|没有这一天'):
        dates.months_between('2026-03-02', text)


def test_dates_are_printed_as_in_official_documents():
    """The day is written without leading zeros."""
    assert dates.cn_date('2026-03-02') == "2026年3月2日"
    assert dates.cn_date('2026-12-31') == "2026年12月31日"
    assert dates.year('2026-03-02') == 2026
