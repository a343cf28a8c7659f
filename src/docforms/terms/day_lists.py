"""Read calendar files (docforms:meta/calendar) and lay them over each other; tell all that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from docforms.exceptions import Problem
from docforms.findings import pointer_of
from docforms.i18n import N_, _
from docforms.terms.steps import ONE_DAY, SATURDAY
from docforms.terms.written import read_day

Sort = Literal['off', 'work']
Place = tuple[str | int, ...]

DECEMBER: Final = 12

# The longest holiday so far is ten days; a longer range is a slip in the year or the month.
LONGEST_RANGE: Final = 60

_NAMES: Final[Mapping[Sort, str]] = {'off': N_("休息"), 'work': N_("上班")}


@dataclass(frozen=True, slots=True)
class Origin:
    """The official document a list of days is taken from."""

    title: str
    number: str = ''
    url: str = ''


@dataclass(frozen=True, slots=True)
class Days:
    """What the files come to: years with an official list, days off and make-up working days with reasons."""

    lists: Mapping[int, Origin]
    off: Mapping[date, str]
    work: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class _Mark:
    """One day as one file has it."""

    day: date
    sort: Sort
    reason: str
    file: str
    pointer: str
    replaces: bool


@dataclass(slots=True)
class _Merging:
    """The state of laying files over each other."""

    problems: list[Problem] = field(default_factory=list)
    origins: dict[int, Origin] = field(default_factory=dict)
    years: dict[int, dict[date, Sort]] = field(default_factory=dict)
    marks: dict[date, _Mark] = field(default_factory=dict)

    def wrong(self, file: str, place: Place, message: str) -> None:
        self.problems.append(Problem(file, message, pointer=pointer_of(place)))

    def add_file(self, data: Mapping[str, Any], file: str) -> None:
        for index, entry in enumerate(_entries(data, 'years')):
            self._add_year(entry, file, ('years', index))
        self._lay(self._marks(data, file, ()))

    def _add_year(self, entry: Mapping[str, Any], file: str, place: Place) -> None:
        year = entry.get('year')
        if not isinstance(year, int) or isinstance(year, bool):
            self.wrong(file, (*place, 'year'), _("应写四位数的年份，如 2026"))
            return
        marks = list(self._marks(entry, file, place))
        for mark in marks:
            if not _belongs(mark.day, year):
                message = _("{day} 不属于{year}年的安排，请核对年份").format(day=mark.day, year=year)
                self.problems.append(Problem(file, message, pointer=mark.pointer))
        found = {mark.day: mark.sort for mark in marks}
        if self.years.setdefault(year, found) != found:
            message = _("{year}年的安排已有，且与这里不一致，请删去其中一份").format(year=year)
            self.wrong(file, (*place, 'year'), message)
            return
        if year not in self.origins:
            self.origins[year] = _origin(entry.get('source'))
            self._lay(marks)

    def _marks(self, entry: Mapping[str, Any], file: str, place: Place) -> Iterator[_Mark]:
        """Give the days of one list; a day the list has had before is told and left out."""
        seen: dict[date, _Mark] = {}
        for sort in _NAMES:
            for index, item in enumerate(_entries(entry, sort)):
                where = (*place, sort, index)
                reason, replaces = str(item.get('reason', '')), item.get('replaces') is True
                for day in self._days(item, file, where):
                    mark = _Mark(day, sort, reason, file, pointer_of(where), replaces)
                    first = seen.setdefault(day, mark)
                    if first is mark:
                        yield mark
                    else:
                        message = _("{day} 在 {place} 已列为{sort}日，请删去其中一处")
                        text = message.format(day=day, place=first.pointer, sort=_(_NAMES[first.sort]))
                        self.wrong(file, where, text)

    def _days(self, item: Mapping[str, Any], file: str, place: Place) -> Sequence[date]:
        """Give the days of one entry, a day or a range; none when it is wrong."""
        if 'date' in item:
            day = self._day(item, 'date', file, place)
            return [] if day is None else [day]
        first, last = self._day(item, 'from', file, place), self._day(item, 'to', file, place)
        if first is None or last is None:
            return []
        length = (last - first).days + 1
        if length < 1:
            message = _("结束日 {last} 早于开始日 {first}，请核对")
            self.wrong(file, place, message.format(first=first, last=last))
        elif length > LONGEST_RANGE:
            message = _("{first} 至 {last} 长达{length}天，请核对年月")
            self.wrong(file, place, message.format(first=first, last=last, length=length))
            return []
        return [first + ONE_DAY * n for n in range(length)]

    def _day(self, item: Mapping[str, Any], key: str, file: str, place: Place) -> date | None:
        day, problem = read_day(item.get(key))
        if problem:
            self.wrong(file, (*place, key), problem)
        return day

    def _lay(self, marks: Iterable[_Mark]) -> None:
        for mark in marks:
            earlier = self.marks.get(mark.day)
            if earlier is not None and earlier.sort != mark.sort and not mark.replaces:
                message = _("{day} 在 {file} 中是{sort}日；确要改变的，请在此项写上 replaces: true")
                text = message.format(day=mark.day, file=earlier.file, sort=_(_NAMES[earlier.sort]))
                self.problems.append(Problem(mark.file, text, pointer=mark.pointer))
            elif earlier is None and mark.sort == 'work' and mark.day.weekday() < SATURDAY:
                text = _("{day} 本来就是工作日，不必列为上班，请核对日期").format(day=mark.day)
                self.problems.append(Problem(mark.file, text, pointer=mark.pointer))
            elif earlier is None or earlier.sort != mark.sort:
                self.marks[mark.day] = mark


def merge(files: Sequence[Mapping[str, Any]], names: Sequence[str] = ()) -> tuple[Days, tuple[Problem, ...]]:
    """Lay calendar files over each other, the first one lowest.

    A later file may add days; turning around a day that an earlier one names needs `replaces`. A year's list
    given twice must be the same. Where the reason of a day differs the earlier one stays.
    """
    merging = _Merging()
    for index, data in enumerate(files):
        merging.add_file(data, names[index] if index < len(names) else str(data.get('title', index)))
    off = {mark.day: mark.reason for mark in merging.marks.values() if mark.sort == 'off'}
    work = {mark.day: mark.reason for mark in merging.marks.values() if mark.sort == 'work'}
    return Days(merging.origins, off, work), tuple(merging.problems)


def _belongs(day: date, year: int) -> bool:
    """Tell whether a year's list may name a day: New Year's holiday may begin in the December before."""
    return day.year == year or (day.year == year - 1 and day.month == DECEMBER)


def _entries(data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    return [entry for entry in data.get(key) or () if isinstance(entry, Mapping)]


def _origin(data: object) -> Origin:
    if not isinstance(data, Mapping):
        return Origin('')
    return Origin(*(str(data.get(key, '')) for key in ('title', 'number', 'url')))
