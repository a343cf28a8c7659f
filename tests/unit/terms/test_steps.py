from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from docforms.terms import Step, describe
from docforms.terms.steps import _TEXTS, StepKind


@pytest.mark.parametrize(
    ('step', 'expected'),
    [
        (Step(date(2026, 9, 21), 'event', 0, '发布公示'), '2026-09-21（周一） 发布公示，当日不计入'),
        (Step(date(2026, 9, 22), 'event', 0), '2026-09-22（周二） 起算事件，当日不计入'),
        (Step(date(2026, 9, 22), 'working', 1), '2026-09-22（周二） 第1个工作日'),
        (Step(date(2026, 2, 14), 'make-up', 2, '春节调休'), '2026-02-14（周六） 第2个工作日（春节调休上班）'),
        (Step(date(2026, 2, 17), 'holiday', label='春节'), '2026-02-17（周二） 春节放假，不计入'),
        (
            Step(date(2026, 2, 10), 'paused', 17, '补正', to=date(2026, 2, 26)),
            '2026-02-10（周二）至2026-02-26（周四） 停止计算（补正）',
        ),
        (Step(date(2026, 2, 10), 'paused'), '2026-02-10（周二） 停止计算（未注明原因）'),
        (
            Step(date(2026, 2, 28), 'month-end', 1, '春节调休'),
            '2026-02-28（周六） 到期月份没有对应日，以月末日为准（春节调休上班，是工作日）',
        ),
        (
            Step(date(2027, 1, 1), 'working', 3, assumed=True),
            '2027-01-01（周五） 第3个工作日（该年节假日安排未收录，仅按星期推算）',
        ),
    ],
)
def test_a_step_is_said_in_one_line(step, expected):
    """The line gives day, day of the week and what the day is in the count."""
    assert describe(step) == expected


def test_every_kind_of_step_has_words():
    """No kind of step can be met that cannot be said."""
    assert set(_TEXTS) == set(get_args(StepKind))


def test_steps_become_plain_values():
    """What does not apply is left out, dates are ISO text."""
    step = Step(date(2026, 2, 10), 'paused', 17, '补正', to=date(2026, 2, 26))

    assert step.to_data() == {
        'date': '2026-02-10',
        'what': 'paused',
        'to': '2026-02-26',
        'number': 17,
        'label': '补正',
    }
    assert Step(date(2027, 1, 2), 'weekend', assumed=True).to_data() == {
        'date': '2027-01-02',
        'what': 'weekend',
        'assumed': True,
    }
