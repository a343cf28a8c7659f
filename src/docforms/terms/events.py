"""Events: what has happened in one case, and when (docforms:meta/events)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from docforms.exceptions import Problem
from docforms.expressions import nearest
from docforms.findings import pointer_of
from docforms.i18n import _
from docforms.terms.pauses import Pause
from docforms.terms.term import Term
from docforms.terms.written import read_day

_KEYS: Final = ('events', 'pauses', 'as_of')
_PAUSE_KEYS: Final = ('kind', 'from', 'to', 'reason')

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Events:
    """The days of each event in order, the pauses, and the day to look from if the file names one.

    `titles` says what the events of the pack are called.
    """

    days: Mapping[str, tuple[date, ...]]
    pauses: tuple[Pause, ...] = ()
    as_of: date | None = None
    titles: Mapping[str, str] = field(default_factory=dict)

    def of(self, event: str) -> tuple[date, ...]:
        """Give the days of an event; none where it has not happened."""
        return self.days.get(event, ())

    def title(self, event: str) -> str:
        """Say what an event is called."""
        return self.titles.get(event, event)


def read_events(
    data: object, titles: Mapping[str, str], terms: Sequence[Term], *, file: str = ''
) -> tuple[Events, tuple[Problem, ...]]:
    """Read an events file; everything wrong with it is told at once and left out of the result.

    `titles` are the events of the pack, id to title; an event that is not among them is a problem. `terms`
    say what pauses there are and which event must not come before which.
    """
    if not isinstance(data, Mapping):
        return Events({}, titles=titles), (Problem(file, _("应是一组键和值，其中 events 列出各事件的日期")),)
    reading = _Reading(file, titles)
    reading.refuse_unknown(data, _KEYS, ())
    days = reading.events(data.get('events'))
    pauses = reading.pauses(data.get('pauses', ()), {term.pause for term in terms if term.pause})
    as_of = reading.day(data['as_of'], ('as_of',)) if 'as_of' in data else None
    reading.check_order(days, terms)
    ordered = {event: tuple(sorted(found)) for event, found in days.items()}
    return Events(ordered, pauses, as_of, titles), tuple(reading.problems)


@dataclass(slots=True)
class _Reading:
    """Reads piece by piece and keeps what is wrong."""

    file: str
    titles: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, place: Sequence[str | int], message: str) -> None:
        self.problems.append(Problem(self.file, message, pointer=pointer_of(place)))

    def refuse_unknown(self, data: Mapping[str, object], keys: Sequence[str], place: Place) -> None:
        for key in map(str, data):
            if key not in keys:
                message = _("不认识“{key}”{near}").format(key=key, near=nearest(key, keys))
                self.wrong((*place, key), message)

    def day(self, written: object, place: Sequence[str | int]) -> date | None:
        day, problem = read_day(written)
        if problem:
            self.wrong(place, problem)
        return day

    def events(self, data: object) -> dict[str, list[date]]:
        found: dict[str, list[date]] = {}
        if not isinstance(data, Mapping):
            self.wrong(('events',), _("请在 events 下逐个写明事件及其日期"))
            return found
        for key, written in data.items():
            event = str(key)
            if event not in self.titles:
                message = _("没有名为“{event}”的事件{near}")
                self.wrong(('events', event), message.format(event=event, near=nearest(event, self.titles)))
                continue
            if not isinstance(written, list):
                days = [self.day(written, ('events', event))]
            else:
                days = [self.day(item, ('events', event, index)) for index, item in enumerate(written)]
                if not days:
                    self.wrong(('events', event), _("没有日期；尚未发生的事件请不要列出"))
            found[event] = [day for day in days if day is not None]
        return found

    def pauses(self, data: object, kinds: Iterable[str]) -> tuple[Pause, ...]:
        if not isinstance(data, list | tuple):
            self.wrong(('pauses',), _("应是一列停止计算的时间，每项写 kind、from，已恢复的写 to"))
            return ()
        found = [self.pause(item, ('pauses', index), kinds) for index, item in enumerate(data)]
        return tuple(pause for pause in found if pause is not None)

    def pause(self, item: object, place: Place, kinds: Iterable[str]) -> Pause | None:
        if not isinstance(item, Mapping):
            self.wrong(place, _("应写明 kind 和 from，已恢复的写 to"))
            return None
        self.refuse_unknown(item, _PAUSE_KEYS, place)
        kind = str(item.get('kind', ''))
        if kind not in kinds:
            message = _("没有期限会因“{kind}”停止计算{near}").format(kind=kind, near=nearest(kind, kinds))
            self.wrong((*place, 'kind'), message)
        start = self.day(item.get('from'), (*place, 'from'))
        end = self.day(item['to'], (*place, 'to')) if item.get('to') is not None else None
        if start is None or (end is None and item.get('to') is not None):
            return None
        if end is not None and end < start:
            message = _("停止计算的最后一日 {end} 早于第一日 {start}，请核对")
            self.wrong((*place, 'to'), message.format(start=start, end=end))
            return None
        return Pause(kind, start, end, str(item.get('reason') or ''))

    def check_order(self, days: Mapping[str, Sequence[date]], terms: Sequence[Term]) -> None:
        """Tell of an event that fulfils a term before the event the term runs from.

        Only where it fulfils nothing that runs from another event: then the day may belong to that one.
        """
        origins: dict[str, set[str]] = {}
        for term in terms:
            if term.done and term.kind != 'count':
                origins.setdefault(term.done, set()).add(term.from_event)
        for done, (start, *others) in origins.items():
            if not others and days.get(done) and days.get(start) and max(days[done]) < min(days[start]):
                message = _("“{done}”（{done_day}）早于“{start}”（{start_day}），请核对两个日期")
                names = {'done': self.titles.get(done, done), 'start': self.titles.get(start, start)}
                dates = {'done_day': max(days[done]), 'start_day': min(days[start])}
                self.wrong(('events', done), message.format(**names, **dates))
