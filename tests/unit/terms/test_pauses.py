from __future__ import annotations

from datetime import date

from docforms.terms import Pause, Stop
from docforms.terms.pauses import running_since, stops, united


def test_both_ends_belong_to_a_pause():
    """A pause from the 10th to the 12th lasts three days."""
    assert Stop(date(2026, 3, 10), date(2026, 3, 12)).days == 3


def test_overlapping_pauses_are_taken_together():
    """A day in two pauses is subtracted once, and both reasons are kept."""
    pauses = [
        Pause('supplement', date(2026, 2, 18), date(2026, 2, 26), '第二次'),
        Pause('supplement', date(2026, 2, 10), date(2026, 2, 20), '第一次'),
        Pause('supplement', date(2026, 2, 12), date(2026, 2, 13), '第一次'),
    ]

    assert stops(pauses, 'supplement', date(2026, 3, 1)) == (
        Stop(date(2026, 2, 10), date(2026, 2, 26), '第一次；第二次'),
    )


def test_pauses_on_following_days_stay_apart():
    """Pauses that share no day are shown each with its own reason."""
    first = Stop(date(2026, 2, 10), date(2026, 2, 12), '甲')
    second = Stop(date(2026, 2, 13), date(2026, 2, 14), '乙')

    assert united([second, first]) == (first, second)


def test_only_pauses_of_the_kind_count():
    """A pause of another kind does not stop the clock of a term."""
    assert stops([Pause('other', date(2026, 2, 10), date(2026, 2, 12))], 'supplement', date(2026, 3, 1)) == ()


def test_a_running_pause_is_taken_up_to_the_day_looked_from():
    """Without an end a pause lasts until today; one that begins later is not there yet."""
    pauses = [Pause('supplement', date(2026, 2, 10)), Pause('supplement', date(2026, 4, 1))]

    assert stops(pauses, 'supplement', date(2026, 3, 1)) == (Stop(date(2026, 2, 10), date(2026, 3, 1)),)
    assert running_since(pauses, 'supplement', date(2026, 3, 1)) == date(2026, 2, 10)
    assert running_since(pauses, 'supplement', date(2026, 2, 9)) is None
