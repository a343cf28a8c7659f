"""Deadline: one term applied to one case, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from docforms.i18n import _
from docforms.terms.calendar import Calendar
from docforms.terms.steps import ONE_DAY, Step
from docforms.terms.term import Binding, Term, TermKind

State = Literal['due', 'met', 'late', 'waiting', 'passed', 'not-started', 'no-number']


@dataclass(frozen=True, slots=True)
class Deadline:
    """One term applied to one case.

    States: *due* to be done by `due`; *met* done by then; *late* done later, or not done and the day is over;
    *waiting* the period still runs; *passed* it is over, or it was one to act within of which no event tells
    whether it was used; *not-started* its first event has not happened; *no-number* the text gives no period.

    `days_late` and `days_early` are calendar days: after `due`, or how much too early an act was that had to
    wait. `stopped_since` is given while the clock stands: then `due` is what it would be if the clock went on
    the next day. `made` and `missing` belong to terms of kind *count*: how often it was done in the year, and
    how often it still must be.
    """

    id: str
    title: str
    party: str
    kind: TermKind
    binding: Binding
    requirements: tuple[str, ...]
    citation: str
    from_event: str
    after: str
    lapse: str
    state: State
    start: date | None = None
    due: date | None = None
    done_on: date | None = None
    days_late: int = 0
    days_early: int = 0
    made: int | None = None
    missing: int | None = None
    missing_years: tuple[int, ...] = ()
    stopped_since: date | None = None
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def provisional(self) -> bool:
        """Tell whether the date may still move: a year's list is missing, or the clock stands."""
        return bool(self.missing_years) or self.stopped_since is not None

    def to_data(self) -> dict[str, object]:
        """Give plain values for JSON, dates as ISO text."""
        data: dict[str, object] = {item.name: _plain(getattr(self, item.name)) for item in fields(self)}
        data['provisional'] = self.provisional
        data['steps'] = [step.to_data() for step in self.steps]
        return data


def notes_of(deadline: Deadline, term: Term, calendar: Calendar) -> tuple[str, ...]:
    """Say what a reader must know to use the date rightly."""
    said = [*_notes_on_counting(deadline), *_notes_on_the_day(deadline, calendar)]
    if deadline.binding == 'soft':
        said.append(_("条文对此不作硬性要求，逾期只作提示"))
    return (*said, term.note) if term.note else tuple(said)


def _notes_on_counting(deadline: Deadline) -> Iterator[str]:
    if deadline.missing_years:
        years = '、'.join(str(year) for year in deadline.missing_years)
        message = _("{years}年的节假日安排尚未收录，暂按周一至周五为工作日推算；请补充该年日历后重新计算")
        yield message.format(years=years)
    if deadline.stopped_since is not None:
        yield _("自{day}起停止计算，尚未恢复；恢复每晚一日，期限顺延一日").format(day=deadline.stopped_since)
    if deadline.kind == 'promptly':
        yield _("条文没有规定具体天数，不推算日期")
        if deadline.start is not None and deadline.done_on is not None:
            days = (deadline.done_on - deadline.start).days
            yield _("{done}已办理，距起算日{days}日").format(done=deadline.done_on, days=days)


def _notes_on_the_day(deadline: Deadline, calendar: Calendar) -> Iterator[str]:
    start, due = deadline.start, deadline.due
    if due is None:
        return
    if deadline.kind == 'span' and start is not None:
        yield _("{start}当日不计入，自{first}起至{due}止").format(start=start, first=start + ONE_DAY, due=due)
    if deadline.kind == 'waiting':
        yield _("{due}届满，自当日起可以办理").format(due=due)
    if deadline.days_early:
        message = _("{done}办理，期限尚未届满，早了{days}日")
        yield message.format(done=deadline.done_on, days=deadline.days_early)
    elif start is not None and deadline.done_on is not None and deadline.done_on < start:
        yield _("{done}办理，早于起算日{start}，请核对").format(done=deadline.done_on, start=start)
    if any(step.what == 'fixed' for step in deadline.steps):
        if not calendar.is_working_day(due):
            yield _("{due}不是工作日，固定日期不顺延，请提前办理").format(due=due)
        if start is not None and due < start:
            yield _("固定日期{due}早于起算日{start}，请核对").format(due=due, start=start)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
