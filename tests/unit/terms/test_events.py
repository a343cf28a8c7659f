from __future__ import annotations

from datetime import date

import pytest

from docforms.terms import Events, Pause, Term, read_events

TITLES = {'accepted': '受理', 'evaluated': '评估完成', 'filed': '备案', 'signed': '签订', 'ended': '终止'}


def term(id_, start, done, **entries):
    """Write a term that a pair of events begins and fulfils."""
    return Term(
        id=id_,
        title=id_,
        party='经办机构',
        kind='deadline',
        binding='hard',
        requirements=('LN-15.3',),
        from_event=start,
        done=done,
        count=1,
        unit='month',
        **entries,
    )


TERMS = [
    term('evaluation', 'accepted', 'evaluated', pause='supplement'),
    term('filing-new', 'signed', 'filed'),
    term('filing-end', 'ended', 'filed'),
]


def problems_of(data):
    """Read an events file and give pointer and text of each problem."""
    _events, problems = read_events(data, TITLES, TERMS, file='events.yaml')
    return {problem.pointer: problem.message for problem in problems}


def test_events_are_read():
    """Days come in order, a pause without end still runs, and the day to look from is optional."""
    data = {
        'events': {'accepted': '2026-03-02', 'filed': ['2026-05-01', '2026-04-01']},
        'pauses': [
            {'kind': 'supplement', 'from': '2026-03-05', 'to': '2026-03-12', 'reason': '补正'},
            {'kind': 'supplement', 'from': '2026-03-20'},
        ],
        'as_of': '2026-06-01',
    }

    events, problems = read_events(data, TITLES, TERMS)

    assert problems == ()
    assert events == Events(
        {'accepted': (date(2026, 3, 2),), 'filed': (date(2026, 4, 1), date(2026, 5, 1))},
        (
            Pause('supplement', date(2026, 3, 5), date(2026, 3, 12), '补正'),
            Pause('supplement', date(2026, 3, 20)),
        ),
        date(2026, 6, 1),
        TITLES,
    )
    assert events.of('signed') == ()
    assert events.title('accepted') == '受理'


def test_everything_wrong_with_an_events_file_is_told_at_once():
    """Unknown names, impossible days, pauses that end before they begin and wrong order come in one list."""
    data = {
        'events': {
            'acepted': '2026-03-02',
            'accepted': '2026-03-32',
            'signed': ['2026-02-30', '2026-01-05', 20260105],
            'filed': [],
            'ended': '0026-01-01',
        },
        'pauses': [
            {'kind': 'suplement', 'from': '2026-03-05'},
            {'kind': 'supplement', 'from': '2026-03-12', 'to': '2026-03-05'},
            {'kind': 'supplement', 'form': '2026-03-12'},
            'supplement',
        ],
        'as_of': 'today',
        'even': {},
    }

    found = problems_of(data)

    assert set(found) == {
        '/even',
        '/events/acepted',
        '/events/accepted',
        '/events/signed/0',
        '/events/signed/2',
        '/events/filed',
        '/events/ended',
        '/pauses/0/kind',
        '/pauses/1/to',
        '/pauses/2/form',
        '/pauses/2/from',
        '/pauses/3',
        '/as_of',
    }
    assert found['/events/acepted'] == '没有名为“acepted”的事件，是否应为 accepted？'
    assert found['/events/accepted'] == '“2026-03-32”：没有这一天，请核对年、月、日'
    assert found['/pauses/1/to'] == '停止计算的最后一日 2026-03-05 早于第一日 2026-03-12，请核对'


def test_what_can_be_read_is_kept():
    """A wrong entry does not hide the others."""
    events, problems = read_events({'events': {'signed': ['2026-02-30', '2026-01-05']}}, TITLES, TERMS)

    assert len(problems) == 1
    assert events.of('signed') == (date(2026, 1, 5),)


@pytest.mark.parametrize('data', [None, [], 'events', 5])
def test_a_file_of_another_shape_is_told(data):
    """Data that is no mapping gives one problem for the whole file."""
    assert list(problems_of(data)) == ['']


@pytest.mark.parametrize('events', [{}, {'events': ['accepted']}, {'events': {}, 'pauses': {}}])
def test_a_part_of_another_shape_is_told(events):
    """Missing events and parts of another shape give one problem at their place."""
    assert list(problems_of(events)) in [['/events'], ['/pauses']]


def test_an_act_before_the_event_it_answers_is_told():
    """An evaluation finished before the application was accepted is a slip in one of the days."""
    found = problems_of({'events': {'accepted': '2026-03-02', 'evaluated': '2026-02-20'}})

    assert found == {'/events/evaluated': '“评估完成”（2026-02-20）早于“受理”（2026-03-02），请核对两个日期'}


def test_an_act_that_answers_several_events_may_come_before_one_of_them():
    """A filing of the signing comes before the agreement ends, and is no slip."""
    assert problems_of({'events': {'signed': '2026-01-05', 'filed': '2026-01-12', 'ended': '2026-12-01'}}) == {}


def test_an_act_on_the_day_of_its_event_is_in_order():
    """The same day is not before."""
    assert problems_of({'events': {'accepted': '2026-03-02', 'evaluated': '2026-03-02'}}) == {}


def test_a_pause_of_one_day_is_a_pause():
    """First and last day may be the same."""
    data = {'events': {}, 'pauses': [{'kind': 'supplement', 'from': '2026-03-05', 'to': '2026-03-05'}]}

    assert problems_of(data) == {}
