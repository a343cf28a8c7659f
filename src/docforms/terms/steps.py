"""Steps of a count: what a shell needs to show how a date came about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from docforms.i18n import N_, _

ONE_DAY: Final = dt.timedelta(days=1)
SATURDAY: Final = 5  # as date.weekday() numbers it

StepKind = Literal[
    'event',  # day 0, not counted
    'working',  # a counted working day
    'make-up',  # a counted working day on a weekend
    'weekend',  # passed over
    'holiday',  # passed over; label names it
    'paused',  # not counted because the clock stood; one day, or a range when `to` is given
    'nth-day',  # last of n calendar days
    'corresponding',  # the day of that number in the last month
    'month-end',  # the last month has no such day
    'extended',  # after adding the days the clock stood; number says how many
    'rolled',  # the first day after the days off
    'fixed',  # a day of the calendar set by the text
    'occurrence',  # the event counted, for the number-th time in the year
]


@dataclass(frozen=True, slots=True)
class Step:
    """One day looked at while counting.

    `number` is the number the day has in the count. `label` names the event, the holiday or why the clock
    stood; on the last day of a calendar period it says why a weekend day is worked. `assumed` means the list
    of its year is missing and only the day of the week was looked at.
    """

    date: dt.date
    what: StepKind
    number: int | None = None
    label: str = ''
    to: dt.date | None = None
    assumed: bool = False

    def to_data(self) -> dict[str, object]:
        """Give plain values for JSON; what does not apply is left out."""
        data: dict[str, object] = {'date': self.date.isoformat(), 'what': self.what}
        if self.to is not None:
            data['to'] = self.to.isoformat()
        if self.number is not None:
            data['number'] = self.number
        if self.label:
            data['label'] = self.label
        if self.assumed:
            data['assumed'] = True
        return data


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a period; `steps[-1].date` is that day.

    `missing_years` are the years counted over or landed in that have no official list.
    """

    date: dt.date
    missing_years: tuple[int, ...]
    steps: tuple[Step, ...]

    @property
    def provisional(self) -> bool:
        """Tell whether an official list still to come may move the date."""
        return bool(self.missing_years)


_TEXTS: Final[Mapping[StepKind, str]] = {
    'event': N_("{day} {label}，当日不计入"),
    'working': N_("{day} 第{number}个工作日"),
    'make-up': N_("{day} 第{number}个工作日（{label}上班）"),
    'weekend': N_("{day} 休息日，不计入"),
    'holiday': N_("{day} {label}放假，不计入"),
    'paused': N_("{day} 停止计算（{label}）"),
    'nth-day': N_("{day} 第{number}日"),
    'corresponding': N_("{day} 到期月份的对应日"),
    'month-end': N_("{day} 到期月份没有对应日，以月末日为准"),
    'extended': N_("{day} 加上停止计算的{number}日"),
    'rolled': N_("{day} 顺延到的第一个工作日"),
    'fixed': N_("{day} 规定的固定日期"),
    'occurrence': N_("{day} 第{number}次"),
}
_ENDS: Final = frozenset({'nth-day', 'corresponding', 'month-end', 'extended', 'rolled'})
_WEEKDAYS: Final = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


def describe(step: Step) -> str:
    """Say a step in one line."""
    label = step.label or (_("起算事件") if step.what == 'event' else _("未注明原因"))
    text = _(_TEXTS[step.what]).format(day=_span(step), number=step.number, label=label)
    if step.label and step.what in _ENDS:
        text += _("（{label}上班，是工作日）").format(label=step.label)
    if step.assumed:
        text += _("（该年节假日安排未收录，仅按星期推算）")
    return text


def _span(step: Step) -> str:
    first = _day(step.date)
    return first if step.to is None else _("{first}至{last}").format(first=first, last=_day(step.to))


def _day(day: dt.date) -> str:
    return f'{day.isoformat()}（{_(_WEEKDAYS[day.weekday()])}）'
