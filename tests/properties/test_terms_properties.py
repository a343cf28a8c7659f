"""What holds for every count of days, whatever the day and the number."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from docforms.packs.reading import read_source
from docforms.terms import Calendar, Stop, add_months, last_day
from docforms.terms.pauses import united

CN = Path(__file__).parents[2] / 'schemas' / 'calendars' / 'cn.yaml'

# From before the first known year to after the last.
days = st.dates(date(2024, 6, 1), date(2027, 12, 31))
counts = st.integers(1, 120)
calendar_units = st.sampled_from(['day', 'month', 'year'])
units = st.sampled_from(['working-day', 'day', 'month'])
kinds = st.sampled_from(['deadline', 'waiting'])


@cache
def calendar() -> Calendar:
    """Give the official calendar."""
    return Calendar.from_data(read_source(CN, 'cn.yaml')[0].data)


@st.composite
def stops(draw: st.DrawFn) -> tuple[Stop, ...]:
    """Draw some stops around the days above, in order and without overlap."""
    drawn = draw(st.lists(st.tuples(days, st.integers(0, 60)), max_size=4))
    return united(Stop(first, first + timedelta(length), '补正') for first, length in drawn)


@given(days, counts)
def test_counting_back_gives_the_number_counted(start: date, count: int):
    """The count-th working day is worked, and so many working days lie between."""
    end = calendar().nth_working_day(start, count)

    assert calendar().is_working_day(end)
    assert calendar().count_between(start, end) == count


@given(days, counts)
def test_more_working_days_end_later(start: date, count: int):
    """One more working day moves the end to a later day."""
    assert calendar().nth_working_day(start, count) < calendar().nth_working_day(start, count + 1)


@given(days, days, counts)
def test_a_later_event_never_ends_earlier(one: date, other: date, count: int):
    """The order of events is kept by their working days."""
    first, second = sorted([one, other])

    assert calendar().nth_working_day(first, count) <= calendar().nth_working_day(second, count)


@given(days, counts)
def test_the_fast_count_and_the_shown_count_agree(start: date, count: int):
    """The steps number the working days from 1 to the count and cover every day up to the last."""
    counted = calendar().add_working_days(start, count)

    assert counted.date == calendar().nth_working_day(start, count)
    assert [step.number for step in counted.steps if step.number] == list(range(1, count + 1))
    assert [step.date for step in counted.steps] == [
        start + timedelta(n) for n in range((counted.date - start).days + 1)
    ]


@given(days, counts)
def test_a_result_is_provisional_exactly_when_a_day_was_assumed(start: date, count: int):
    """A year without list that was counted in is named; no other is."""
    counted = calendar().add_working_days(start, count)

    assert counted.missing_years == tuple(
        sorted({step.date.year for step in counted.steps[1:] if not calendar().known(step.date.year)})
    )


@given(days, st.integers(0, 600))
def test_months_keep_the_day_or_end_the_month(start: date, months: int):
    """The result lies so many months on; its day is smaller only where the month ends."""
    end = add_months(start, months)

    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(1)).day == 1)


@given(days, counts, calendar_units)
def test_a_waiting_period_never_rolls(start: date, count: int, unit: str):
    """It ends on the nominal day whatever day that is, and leans on no list."""
    nominal = start + timedelta(count) if unit == 'day' else add_months(start, count * (12 if unit == 'year' else 1))

    counted = last_day(start, count, unit, calendar(), rolls=False)

    assert (counted.date, counted.missing_years) == (nominal, ())


@given(days, counts, calendar_units)
def test_rolling_never_moves_a_working_day(start: date, count: int, unit: str):
    """A deadline that ends on a working day stays; any other ends on the first working day after."""
    nominal = last_day(start, count, unit, calendar(), rolls=False).date

    rolled = last_day(start, count, unit, calendar(), rolls=True).date

    if calendar().is_working_day(nominal):
        assert rolled == nominal
    else:
        assert rolled == calendar().nth_working_day(nominal, 1)


@given(days, counts, units, kinds, stops())
def test_pauses_never_bring_a_date_forward(start: date, count: int, unit: str, kind: str, halts: tuple[Stop, ...]):
    """With stops the period ends on the same day or later, and not while the clock stands."""
    plain = last_day(start, count, unit, calendar(), rolls=kind == 'deadline').date

    stopped = last_day(start, count, unit, calendar(), rolls=kind == 'deadline', stops=halts).date

    assert stopped >= plain
    assert not any(stop.start <= stopped <= stop.end for stop in halts)


@given(days, counts, units, stops(), st.integers(0, 3))
def test_a_further_pause_never_brings_a_date_forward(
    start: date, count: int, unit: str, halts: tuple[Stop, ...], index: int
):
    """Taking one stop away ends the period on the same day or earlier."""
    assume(index < len(halts))
    fewer = halts[:index] + halts[index + 1 :]

    assert (
        last_day(start, count, unit, calendar(), rolls=True, stops=fewer).date
        <= last_day(start, count, unit, calendar(), rolls=True, stops=halts).date
    )


@given(days, counts, units, kinds, stops())
def test_the_last_step_is_the_last_day(start: date, count: int, unit: str, kind: str, halts: tuple[Stop, ...]):
    """Whoever prints the steps ends with the date itself."""
    counted = last_day(start, count, unit, calendar(), rolls=kind == 'deadline', stops=halts)

    assert counted.steps[0].date == start
    assert counted.steps[-1].date == counted.date


@given(st.lists(st.tuples(days, st.integers(0, 60)), max_size=6))
def test_joined_stops_cover_the_same_days_once(drawn: list[tuple[date, int]]):
    """No day is lost or subtracted twice."""
    given_stops = [Stop(first, first + timedelta(length)) for first, length in drawn]
    covered = {stop.start + timedelta(n) for stop in given_stops for n in range(stop.days)}

    assert sum(stop.days for stop in united(given_stops)) == len(covered)
