from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from docforms.exceptions import PackError
from docforms.findings import parts_of
from docforms.terms import Calendar, Step, Stop

DAYS = [date(2025, 1, 1) + timedelta(n) for n in range(730)]

# E6, besides those that terms count in calendar units (test_periods.py): row, event, working days, last day.
VECTORS = [
    ('LN-15.4', '2026-09-28', 5, '2026-10-10'),
    ('LN-15.4', '2026-02-11', 5, '2026-02-25'),
    ('NM-12.4', '2026-09-21', 5, '2026-09-29'),
    ('NM-12.4', '2026-04-30', 5, '2026-05-11'),
    ('LN-18.4c', '2025-09-25', 5, '2025-10-09'),
    ('LN-20.3', '2026-09-18', 10, '2026-10-09'),
    ('LN-20.3', '2026-01-30', 10, '2026-02-13'),
    ('NM-25.1', '2025-01-20', 30, '2025-03-07'),
    ('NM-25.1', '2026-01-26', 30, '2026-03-13'),
    ('NM-25.1', '2026-08-31', 30, '2026-10-16'),
]


def local(**lists):
    """Write an override file as parsed data."""
    return {'title': '地方节日', **lists}


def problems_of(base, *overrides):
    """Build a calendar that is wrong and give pointer and text of each problem."""
    with pytest.raises(PackError) as caught:
        Calendar.from_data(base, overrides, names=['base', 'local', 'other'])
    return [(problem.file, problem.pointer, problem.message) for problem in caught.value.problems]


def test_every_day_agrees_with_an_independent_calendar(calendar):
    """Each day of 2025 and 2026 is worked exactly when the chinesecalendar package says so."""
    expected = [chinese_calendar.is_workday(day) for day in DAYS]

    assert [calendar.is_working_day(day) for day in DAYS] == expected


def test_each_year_names_its_official_source(calendar):
    """The lists of 2025 and 2026 carry title, number and address of the State Council's notice."""
    assert sorted(calendar.lists) == [2025, 2026]
    assert 'content_6986383' in calendar.lists[2025].url
    assert 'content_7047091' in calendar.lists[2026].url
    assert calendar.lists[2026].title == '国务院办公厅关于2026年部分节假日安排的通知'


@pytest.mark.parametrize(('row', 'event', 'count', 'expected'), VECTORS)
def test_working_days_are_counted_as_the_regulations_need(calendar, row, event, count, expected):
    """The day of the event is day 0; holidays are passed over and make-up working days counted."""
    assert calendar.working_days(event, count) == expected, row
    assert calendar.add_working_days(date.fromisoformat(event), count).date.isoformat() == expected


def test_new_year_is_counted_over_with_both_lists(calendar):
    """From 29 December 2025 five working days end on 6 January 2026, Sunday the 4th being worked."""
    counted = calendar.add_working_days(date(2025, 12, 29), 5)

    assert counted.date == date(2026, 1, 6)
    assert not counted.provisional


def test_a_year_without_list_makes_the_result_provisional(calendar):
    """Thirty working days from 1 December 2026 end on 12 January 2027 by weekdays alone, and say so."""
    counted = calendar.add_working_days(date(2026, 12, 1), 30)

    assert counted.date == date(2027, 1, 12)
    assert counted.missing_years == (2027,)
    assert counted.provisional
    assert counted.steps[-1] == Step(date(2027, 1, 12), 'working', 30, assumed=True)


def test_no_day_of_a_known_year_is_assumed(calendar):
    """A count that begins in an unknown year on its last day touches only the next one, which is known."""
    counted = calendar.add_working_days(date(2024, 12, 31), 3)

    assert counted.missing_years == ()
    assert not any(step.assumed for step in counted.steps)


def test_each_day_looked_at_is_shown_with_its_reason(calendar):
    """The steps name day 0, the skipped holiday, the weekend and the make-up working day."""
    counted = calendar.add_working_days(date(2026, 2, 13), 3)

    assert counted.steps[:3] == (
        Step(date(2026, 2, 13), 'event', 0),
        Step(date(2026, 2, 14), 'make-up', 1, '春节调休'),
        Step(date(2026, 2, 15), 'holiday', label='春节'),
    )
    assert [step.what for step in counted.steps].count('holiday') == 9
    assert counted.steps[-1] == Step(date(2026, 2, 25), 'working', 3)
    assert calendar.add_working_days(date(2026, 11, 20), 1).steps[1] == Step(date(2026, 11, 21), 'weekend')


def test_working_days_on_which_the_clock_stood_are_not_counted(calendar):
    """Five working days from 11 February 2026 with a stop from the 12th to the 25th end on 3 March."""
    stop = Stop(date(2026, 2, 12), date(2026, 2, 25), '补正')

    counted = calendar.add_working_days(date(2026, 2, 11), 5, [stop])

    assert counted.date == date(2026, 3, 3)
    paused = [step.date.day for step in counted.steps if step.what == 'paused']
    assert paused == [12, 13, 14, 24, 25]


def test_no_working_days_is_the_day_itself(calendar):
    """Zero working days give the day of the event, worked or not, and lean on no list."""
    counted = calendar.add_working_days(date(2027, 1, 2), 0)

    assert (counted.date, counted.missing_years) == (date(2027, 1, 2), ())
    assert calendar.working_days('2027-01-02', 0) == '2027-01-02'


@pytest.mark.parametrize('count', [-1, -30])
def test_counting_backwards_is_refused(calendar, count):
    """A negative number of working days is an error of the caller."""
    with pytest.raises(ValueError, match=str(count)):
        calendar.nth_working_day(date(2026, 1, 5), count)
    with pytest.raises(ValueError, match=str(count)):
        calendar.add_working_days(date(2026, 1, 5), count)


def test_the_end_of_the_calendar_is_said(calendar):
    """A result beyond the year 9999 is an error with words, not a wrong day."""
    with pytest.raises(ValueError, match='9999'):
        calendar.working_days('9999-12-31', 1)


def test_the_expression_layer_asks_in_iso_text(calendar):
    """Saturday 28 February 2026 is worked, Friday 20 February is not."""
    assert calendar.is_working_day_iso('2026-02-28')
    assert not calendar.is_working_day_iso('2026-02-20')


def test_counting_between_leaves_out_the_first_day(calendar):
    """From Friday to Monday there is one working day; backwards there is none."""
    assert calendar.count_between(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert calendar.count_between(date(2026, 11, 23), date(2026, 11, 20)) == 0


def test_a_local_festival_is_a_day_off(official_data):
    """An override adds a festival with its reason and makes no year known."""
    festival = local(off=[{'from': '2027-03-10', 'to': '2027-03-11', 'reason': '地方节日'}])

    calendar = Calendar.from_data(official_data, [festival])

    assert not calendar.is_working_day(date(2027, 3, 10))
    assert not calendar.known(2027)
    assert calendar.add_working_days(date(2027, 3, 9), 1).steps[1:] == (
        Step(date(2027, 3, 10), 'holiday', label='地方节日'),
        Step(date(2027, 3, 11), 'holiday', label='地方节日'),
        Step(date(2027, 3, 12), 'working', 1, assumed=True),
    )


def test_a_festival_on_a_public_holiday_changes_nothing(official_data):
    """Where both lists give a day off, the reason of the official one stays."""
    calendar = Calendar.from_data(official_data, [local(off=[{'date': '2026-10-01', 'reason': '庙会'}])])

    assert calendar.off[date(2026, 10, 1)] == '国庆节'


def test_an_override_may_knowingly_turn_a_day_around(official_data):
    """With `replaces` a make-up working day becomes a day off and a holiday is worked."""
    override = local(
        off=[{'date': '2026-02-28', 'reason': '地方节日', 'replaces': True}],
        work=[{'date': '2026-10-07', 'reason': '地方调休', 'replaces': True}],
    )

    calendar = Calendar.from_data(official_data, [override])

    assert not calendar.is_working_day(date(2026, 2, 28))
    assert calendar.is_working_day(date(2026, 10, 7))


def test_a_user_may_supply_the_list_of_a_new_year(official_data):
    """A complete list in an override makes its year known."""
    year = {
        'year': 2027,
        'source': {'title': '通知'},
        'off': [{'date': '2027-01-01', 'reason': '元旦'}],
        'work': [],
    }

    calendar = Calendar.from_data(official_data, [local(years=[year])])

    assert calendar.known(2027)
    assert not calendar.add_working_days(date(2026, 12, 1), 30).provisional


def test_the_same_list_twice_is_no_conflict(official_data):
    """A user's copy of an official list stays harmless when docforms brings the same list."""
    copy = local(years=[official_data['years'][1]])

    assert Calendar.from_data(official_data, [copy]).known(2026)


def test_a_new_years_list_may_begin_in_december(official_data):
    """New Year's holiday may take in the last days of the year before."""
    year = {
        'year': 2027,
        'source': {'title': '通知'},
        'off': [{'from': '2026-12-31', 'to': '2027-01-02', 'reason': '元旦'}],
        'work': [],
    }

    assert not Calendar.from_data(official_data, [local(years=[year])]).is_working_day(date(2026, 12, 31))


def test_everything_wrong_is_told_at_once(official_data):
    """Impossible days, days named twice, conflicts and needless entries come in one list."""
    override = local(
        off=[
            {'date': '2026-02-30', 'reason': '无此日'},
            {'date': '2026-02-28', 'reason': '与调休冲突'},
            {'from': '2026-06-05', 'to': '2026-06-01', 'reason': '倒置'},
            {'from': '2026-06-05', 'to': '2062-06-07', 'reason': '写错年份'},
            {'date': '2026-11-18', 'reason': '甲'},
            {'date': '2026-11-18', 'reason': '乙'},
        ],
        work=[{'date': '2026-11-19', 'reason': '本来上班'}, {'date': '20261010', 'reason': '写法不对'}],
    )
    other = local(work=[{'date': '2026-11-18', 'reason': '与前一份冲突'}])

    found = problems_of(official_data, override, other)

    assert {(file, *parts_of(pointer)) for file, pointer, _message in found} == {
        ('local', 'off', '0', 'date'),
        ('local', 'off', '1'),
        ('local', 'off', '2'),
        ('local', 'off', '3'),
        ('local', 'off', '5'),
        ('local', 'work', '0'),
        ('local', 'work', '1', 'date'),
        ('other', 'work', '0'),
    }
    assert len(found) == 8
    messages = {pointer: message for file, pointer, message in found if file == 'local'}
    assert messages['/off/0/date'] == '“2026-02-30”：没有这一天，请核对年、月、日'
    assert messages['/off/1'] == '2026-02-28 在 base 中是上班日；确要改变的，请在此项写上 replaces: true'


def test_two_different_lists_of_a_year_are_told(official_data):
    """A second list of a year that differs is a conflict, and so is a day of another year in a list."""
    year = {
        'year': 2026,
        'source': {'title': '通知'},
        'off': [{'date': '2025-05-04', 'reason': '？'}],
        'work': [],
    }

    found = problems_of(official_data, local(years=[year, {**year, 'year': 'MMXXVI'}]))

    assert [pointer for _file, pointer, _message in found] == [
        '/years/0/off/0',
        '/years/0/year',
        '/years/1/year',
    ]


def test_files_without_name_are_called_by_their_title(official_data):
    """Problems of data that came from no file name the title of the calendar."""
    with pytest.raises(PackError) as caught:
        Calendar.from_data(official_data, [local(off=[{'date': '2026-13-01', 'reason': '无此月'}])])

    assert caught.value.problems[0].file == '地方节日'
