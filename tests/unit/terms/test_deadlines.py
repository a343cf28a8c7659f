from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import pytest

from docforms.exceptions import PackError
from docforms.terms import Calendar, Events, Pause, Step, Term, deadlines, read_events

TITLES = {
    'posted': '发布公示',
    'signed': '签订协议',
    'approved': '变更获准',
    'change_applied': '提出变更申请',
    'accepted': '受理',
    'evaluated': '评估完成',
    'failed': '送达不合格告知',
    'reapplied': '再次申请',
    'training': '培训',
    'agreement': '协议生效',
    'received': '收到材料',
    'informed': '告知',
}


def term(id_, **entries):
    """Write a term as terms.yaml has it."""
    data = {
        'id': id_,
        'title': id_,
        'source': 'NM-1.1',
        'party': '经办机构',
        'kind': 'deadline',
        'binding': 'hard',
    }
    return Term.from_data({**data, **entries}, citation='依据')


def counted(id_, start, count, unit, **entries):
    """Write a term of so many units from an event."""
    return term(id_, **{'from': start, 'count': count, 'unit': unit, **entries})


NOTICE = counted('notice', 'posted', 5, 'working-day', kind='span', title='公示期')
SIGNING = term('signing', after='notice', count=1, unit='month', done='signed', lapse='视作放弃')
CHANGE = counted('change', 'approved', 30, 'working-day', done='change_applied')
EVALUATION = counted('evaluation', 'accepted', 1, 'month', pause='supplement', done='evaluated')
REAPPLY = counted('reapply', 'failed', 3, 'month', kind='waiting', done='reapplied')
TRAINING = term('training', kind='count', done='training', count=2, unit='time')
PROMPTLY = term('inform', kind='promptly', done='informed', **{'from': 'received'})


@pytest.fixture
def of(calendar: Calendar):
    """Give the deadlines of terms for events written as in a file."""

    def given(terms, events, as_of, pauses=()):
        data = {'events': events, 'pauses': list(pauses)}
        read, problems = read_events(data, TITLES, terms)
        assert problems == ()
        return deadlines(terms, read, calendar, date.fromisoformat(as_of))

    return given


def test_a_public_notice_tells_start_and_end(of):
    """Posted on 21 September 2026 it runs from the 22nd to the 29th; the day of posting is not counted."""
    (notice,) = of([NOTICE], {'posted': '2026-09-21'}, '2026-09-25')

    assert (notice.start, notice.due, notice.state) == (date(2026, 9, 21), date(2026, 9, 29), 'waiting')
    assert notice.notes == ('2026-09-21当日不计入，自2026-09-22起至2026-09-29止',)
    assert notice.steps[0] == Step(date(2026, 9, 21), 'event', 0, '发布公示')


@pytest.mark.parametrize(
    ('as_of', 'state'), [('2026-09-20', 'not-started'), ('2026-09-29', 'waiting'), ('2026-09-30', 'passed')]
)
def test_a_public_notice_is_over_after_its_last_day(of, as_of, state):
    """The last day still belongs to the notice."""
    (notice,) = of([NOTICE], {'posted': '2026-09-21'}, as_of)

    assert notice.state == state
    assert notice.due == date(2026, 9, 29)


def test_signing_is_counted_from_the_last_day_of_the_notice(of):
    """Posted on 28 August the notice ends on 4 September; the month rolls from 4 to 8 October."""
    _notice, signing = of([NOTICE, SIGNING], {'posted': '2026-08-28'}, '2026-09-10')

    assert (signing.start, signing.due, signing.state) == (date(2026, 9, 4), date(2026, 10, 8), 'due')
    assert signing.steps[0] == Step(date(2026, 9, 4), 'event', 0, '“公示期”的最后一日')
    assert signing.after == 'notice'


def test_a_chain_may_be_written_in_any_order(of):
    """The results keep the order of the pack, whichever term has to be known first."""
    found = of([SIGNING, NOTICE], {'posted': '2026-08-28'}, '2026-09-10')

    assert [deadline.id for deadline in found] == ['signing', 'notice']
    assert found[0].due == date(2026, 10, 8)


@pytest.mark.parametrize(
    ('signed', 'as_of', 'state', 'late'),
    [
        ('2026-10-08', '2026-11-22', 'met', 0),
        ('2026-10-09', '2026-11-22', 'late', 1),
        (None, '2026-10-08', 'due', 0),
        (None, '2026-10-12', 'late', 4),
        ('2026-10-09', '2026-10-08', 'due', 0),
    ],
    ids=[
        'on the last day',
        'a day later',
        'the last day is not over',
        'not done',
        'not done yet on that day',
    ],
)
def test_a_deadline_stands_as_the_act_and_the_day_say(of, signed, as_of, state, late):
    """Done by the last day it is met; later, or not at all after it, it is late by calendar days."""
    events = {'posted': '2026-08-28'} | ({'signed': signed} if signed else {})

    signing = of([NOTICE, SIGNING], events, as_of)[1]

    assert (signing.state, signing.days_late) == (state, late)
    assert signing.lapse == '视作放弃'


def test_an_act_before_the_chained_start_is_told(of):
    """An agreement signed while the notice still ran is shown, with a note."""
    signing = of([NOTICE, SIGNING], {'posted': '2026-08-28', 'signed': '2026-09-02'}, '2026-09-10')[1]

    assert signing.done_on == date(2026, 9, 2)
    assert signing.notes == ('2026-09-02办理，早于起算日2026-09-04，请核对',)


def test_a_deadline_without_an_act_to_look_for_passes(of):
    """Where no event tells whether it was done, nothing is called late."""
    plain = counted('plain', 'posted', 5, 'day')

    assert of([plain], {'posted': '2026-09-21'}, '2026-10-30')[0].state == 'passed'


def test_a_term_whose_event_has_not_happened_has_no_date(of):
    """Neither it nor what follows it is started."""
    notice, signing = of([NOTICE, SIGNING], {}, '2026-09-10')

    assert (notice.state, notice.due, notice.steps) == ('not-started', None, ())
    assert (signing.state, signing.due) == ('not-started', None)


def test_a_planned_event_has_a_date_but_has_not_started(of):
    """For an event after the day looked from the date is told."""
    (change,) = of([CHANGE], {'approved': '2026-08-31'}, '2026-08-01')

    assert (change.state, change.due) == ('not-started', date(2026, 10, 16))


def test_an_event_that_happened_twice_has_two_deadlines(of):
    """Acts are matched in order: the first change was late, the second is still due."""
    events = {'approved': ['2026-08-31', '2026-01-26'], 'change_applied': '2026-03-16'}

    first, second = of([CHANGE], events, '2026-09-10')

    assert (first.due, first.state, first.days_late) == (date(2026, 3, 13), 'late', 3)
    assert (second.due, second.state, second.done_on) == (date(2026, 10, 16), 'due', None)


def test_promptly_never_gives_a_date(of):
    """The text has no number: the result says so and only tells how long it took."""
    (waiting,) = of([PROMPTLY], {'received': '2026-03-02'}, '2026-03-30')
    (done,) = of([PROMPTLY], {'received': '2026-03-02', 'informed': '2026-03-06'}, '2026-03-30')

    assert (waiting.state, waiting.due, waiting.days_late) == ('no-number', None, 0)
    assert waiting.notes == ('条文没有规定具体天数，不推算日期',)
    assert (done.state, done.due) == ('no-number', None)
    assert done.notes[1] == '2026-03-06已办理，距起算日4日'
    assert of([PROMPTLY], {}, '2026-03-30')[0].state == 'not-started'


def test_a_duty_without_number_and_event_is_only_told(of):
    """What must be done regularly, from no event on, has no date and no start."""
    (regularly,) = of([term('regularly', kind='promptly')], {}, '2026-03-30')

    assert (regularly.state, regularly.due) == ('no-number', None)
    assert regularly.notes == ('条文没有规定具体天数，不推算日期',)


def test_a_waiting_period_is_full_on_its_corresponding_day(of):
    """Three months from 1 July are full on 1 October, a holiday; from that day one may apply again."""
    (waiting,) = of([REAPPLY], {'failed': '2026-07-01'}, '2026-09-30')

    assert (waiting.due, waiting.state) == (date(2026, 10, 1), 'waiting')
    assert waiting.notes == ('2026-10-01届满，自当日起可以办理',)
    assert of([REAPPLY], {'failed': '2026-07-01'}, '2026-10-01')[0].state == 'passed'


@pytest.mark.parametrize(('reapplied', 'early'), [('2026-09-29', 2), ('2026-09-30', 1), ('2026-10-01', 0)])
def test_an_act_within_a_waiting_period_is_too_early(of, reapplied, early):
    """The days missing to the first day it was allowed are told."""
    (waiting,) = of([REAPPLY], {'failed': '2026-07-01', 'reapplied': reapplied}, '2026-11-22')

    assert (waiting.state, waiting.days_early) == ('passed', early)
    assert len(waiting.notes) == (2 if early else 1)


def test_the_clock_stops_across_the_spring_festival(of):
    """Accepted on 2 February 2026, stopped for 17 days, the month ends on 19 March."""
    pauses = [
        {'kind': 'supplement', 'from': '2026-02-10', 'to': '2026-02-20'},
        {'kind': 'supplement', 'from': '2026-02-18', 'to': '2026-02-26'},
    ]

    (evaluation,) = of([EVALUATION], {'accepted': '2026-02-02'}, '2026-03-19', pauses)

    assert (evaluation.due, evaluation.state) == (date(2026, 3, 19), 'due')
    assert not evaluation.provisional


def test_a_clock_that_still_stands_gives_an_open_date(of):
    """Stopped from 10 February, looked at on the 26th: 19 March at the earliest."""
    pauses = [{'kind': 'supplement', 'from': '2026-02-10'}]

    (evaluation,) = of([EVALUATION], {'accepted': '2026-02-02'}, '2026-02-26', pauses)

    assert (evaluation.due, evaluation.state) == (date(2026, 3, 19), 'due')
    assert evaluation.stopped_since == date(2026, 2, 10)
    assert evaluation.provisional
    assert evaluation.notes == ('自2026-02-10起停止计算，尚未恢复；恢复每晚一日，期限顺延一日',)


def test_a_clock_that_stopped_after_the_period_changes_nothing(of):
    """A stop that began when the month was over does not revive it."""
    pauses = [{'kind': 'supplement', 'from': '2026-03-10'}]

    (evaluation,) = of([EVALUATION], {'accepted': '2026-02-02'}, '2026-03-20', pauses)

    assert (evaluation.due, evaluation.state, evaluation.provisional) == (date(2026, 3, 2), 'late', False)


def test_a_missing_list_is_told_along_the_chain(of):
    """What is counted from a provisional day is provisional, and both name the missing year."""
    notice, signing = of([NOTICE, SIGNING], {'posted': '2026-12-28'}, '2026-12-28')

    assert notice.due == date(2027, 1, 4)
    assert notice.missing_years == (2027,)
    assert signing.missing_years == (2027,)
    assert signing.notes[0].startswith('2027年的节假日安排尚未收录')


def test_an_open_date_is_told_along_the_chain(of):
    """A term that follows a stopped one cannot be surer than that."""
    following = term('following', after='evaluation', count=5, unit='working-day')

    found = of(
        [EVALUATION, following],
        {'accepted': '2026-02-02'},
        '2026-02-26',
        [{'kind': 'supplement', 'from': '2026-02-10'}],
    )

    assert [deadline.stopped_since for deadline in found] == [date(2026, 2, 10)] * 2


def test_a_fixed_day_is_of_the_events_year(of):
    """By 31 December of the year of the agreement, or 15 January of the next; a Saturday stays."""
    renewal = term('renewal', until={'month': 12, 'day': 31}, **{'from': 'agreement'})
    filing = term('filing', until={'month': 1, 'day': 15, 'years': 1}, **{'from': 'agreement'})

    first, second = of([renewal, filing], {'agreement': '2027-03-01'}, '2027-06-01')

    assert first.due == date(2027, 12, 31)
    assert second.due == date(2028, 1, 15)
    assert not second.provisional
    assert second.notes == ('2028-01-15不是工作日，固定日期不顺延，请提前办理',)


def test_a_fixed_day_before_its_event_is_told(of):
    """15 January of the same year is over before an event in March: the pack should add a year."""
    filing = term('filing', until={'month': 1, 'day': 15}, **{'from': 'agreement'})

    assert of([filing], {'agreement': '2026-03-02'}, '2026-03-02')[0].notes == (
        '固定日期2026-01-15早于起算日2026-03-02，请核对',
    )


@pytest.mark.parametrize(
    ('filed', 'state', 'late'), [('2026-01-15', 'met', 0), ('2026-01-20', 'late', 5), (None, 'late', 36)]
)
def test_a_fixed_day_without_event_comes_every_year(of, filed, state, late):
    """The day is that of the year looked at, and so is the act that meets it."""
    filing = term('filing', until={'month': 1, 'day': 15}, done='training')
    days = ['2025-01-10', *([filed] if filed else [])]

    (deadline,) = of([filing], {'training': days}, '2026-02-20')

    assert (deadline.due, deadline.state, deadline.days_late) == (date(2026, 1, 15), state, late)
    assert deadline.start is None


def test_times_in_a_year_are_counted(of):
    """Two trainings in 2025 meet the year; one in 2026 leaves one to do by 31 December."""
    events = {'training': ['2025-03-10', '2025-09-09', '2026-04-01', '2026-12-10']}

    last_year, this_year = of([TRAINING], events, '2026-11-22')

    assert (last_year.state, last_year.made, last_year.missing) == ('met', 2, 0)
    assert last_year.done_on == date(2025, 9, 9)
    assert (this_year.state, this_year.made, this_year.missing) == ('due', 1, 1)
    assert (this_year.start, this_year.due) == (date(2026, 1, 1), date(2026, 12, 31))
    assert this_year.steps == (Step(date(2026, 4, 1), 'occurrence', 1),)


def test_nothing_done_is_counted_as_nothing(of):
    """Without any training the year looked at misses both."""
    (deadline,) = of([TRAINING], {}, '2026-11-22')

    assert (deadline.state, deadline.made, deadline.missing) == ('due', 0, 2)


def test_times_are_counted_from_the_year_of_the_event_named(of):
    """Since an agreement of 2025 one training is missing in that year, and both in this one."""
    yearly = term('yearly', kind='count', done='training', count=2, unit='time', **{'from': 'agreement'})

    found = of([yearly], {'agreement': '2025-02-01', 'training': '2025-06-01'}, '2026-02-01')

    assert [(deadline.state, deadline.missing) for deadline in found] == [('late', 1), ('due', 2)]
    assert found[0].days_late == 32
    assert of([yearly], {'training': '2025-06-01'}, '2026-02-01')[0].state == 'not-started'


def test_what_the_pack_says_is_handed_on(of):
    """Party, rows and citation arrive; a soft term says that it only advises; the pack's note comes last."""
    soft = counted('soft', 'posted', 5, 'day', source=['NM-1.1', 'NM-2.1'], binding='soft', note='说明')

    (deadline,) = of([soft], {'posted': '2026-09-07'}, '2026-09-08')

    assert (deadline.party, deadline.requirements, deadline.citation) == (
        '经办机构',
        ('NM-1.1', 'NM-2.1'),
        '依据',
    )
    assert deadline.notes == ('条文对此不作硬性要求，逾期只作提示', '说明')


def test_a_deadline_becomes_plain_values(of):
    """Its JSON has ISO dates, lists and the provisional mark, and nothing json cannot write."""
    (notice,) = of([NOTICE], {'posted': '2026-12-28'}, '2026-12-28')

    data = notice.to_data()

    assert json.loads(json.dumps(data)) == data
    assert (data['start'], data['due'], data['provisional']) == ('2026-12-28', '2027-01-04', True)
    assert data['missing_years'] == [2027]
    assert data['steps'][0] == {'date': '2026-12-28', 'what': 'event', 'number': 0, 'label': '发布公示'}


def test_terms_that_do_not_go_together_are_refused(calendar):
    """A circle of terms raises every problem instead of counting for ever."""
    circle = [
        term('one', after='two', count=1, unit='day'),
        term('two', after='one', count=1, unit='day'),
    ]

    with pytest.raises(PackError) as caught:
        deadlines(circle, Events({}), calendar, date(2026, 1, 1))

    assert len(caught.value.problems) == 2


def test_each_day_the_clock_stands_moves_the_date_by_one(calendar):
    """While the pause runs, the date looked at a day later is a day later."""
    events = Events({'accepted': (date(2026, 3, 2),)}, (Pause('supplement', date(2026, 3, 9)),))
    waiting = counted('waiting', 'accepted', 1, 'month', kind='waiting', pause='supplement')

    dates = [deadlines([waiting], events, calendar, date(2026, 3, day))[0].due.toordinal() for day in range(9, 15)]

    assert [later - earlier for earlier, later in pairwise(dates)] == [1] * 5
