"""Terms: the periods of a regulation as its pack states them (terms.yaml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from docforms.exceptions import Problem
from docforms.findings import pointer_of
from docforms.i18n import _
from docforms.terms.periods import Unit

TermKind = Literal['deadline', 'waiting', 'span', 'promptly', 'count']
Binding = Literal['hard', 'soft']

_A_LEAP_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class Until:
    """A day the text itself names, in the year of the event plus `years`."""

    month: int
    day: int
    years: int = 0


@dataclass(frozen=True, slots=True)
class Term:
    """One period; what the text does not say is empty."""

    id: str
    title: str
    party: str
    kind: TermKind
    binding: Binding
    requirements: tuple[str, ...]
    citation: str = ''
    from_event: str = ''
    after: str = ''
    count: int | None = None
    unit: Unit | Literal['time'] | None = None
    until: Until | None = None
    pause: str = ''
    done: str = ''
    lapse: str = ''
    note: str = ''

    @classmethod
    def from_data(cls, data: Mapping[str, Any], *, citation: str = '') -> Term:
        """Take a term from an item of terms.yaml that keeps to docforms:meta/terms.

        `citation` is the article its source rows stand for, which only the pack knows.
        """
        source = data['source']
        until = data.get('until')
        return cls(
            id=data['id'],
            title=data['title'],
            party=data['party'],
            kind=data['kind'],
            binding=data['binding'],
            requirements=(source,) if isinstance(source, str) else tuple(source),
            citation=citation,
            from_event=data.get('from', ''),
            after=data.get('after', ''),
            count=data.get('count'),
            unit=data.get('unit'),
            until=None if until is None else Until(until['month'], until['day'], until.get('years', 0)),
            pause=data.get('pause', ''),
            done=data.get('done', ''),
            lapse=data.get('lapse', ''),
            note=data.get('note', ''),
        )

    def period(self) -> tuple[int, Unit]:
        """Give how many of which unit are counted.

        Raises:
            ValueError: the term is not counted in days, months or years.
        """
        if self.count is None or self.unit is None or self.unit == 'time':
            raise ValueError(self.id)
        return self.count, self.unit


def term_problems(terms: Sequence[Term], *, file: str = '') -> tuple[Problem, ...]:
    """List what is wrong with the terms of a pack as periods to be counted, beyond schema and names."""
    problems: list[Problem] = []
    by_id = {term.id: term for term in terms}
    for index, term in enumerate(terms):
        for check in (_start_problems, _length_problems, _until_problems):
            problems += [_problem(file, index, key, message) for key, message in check(term)]
        if term.after and term.after not in by_id:
            message = _("没有编号为“{id}”的期限").format(id=term.after)
            problems.append(_problem(file, index, 'after', message))
        elif _circles(term, by_id):
            problems.append(_problem(file, index, 'after', _("期限前后相接成环，无法起算")))
    return tuple(problems)


def _start_problems(term: Term) -> Iterator[tuple[str, str]]:
    if term.from_event and term.after:
        yield 'after', _("from 和 after 只能写一个：从事件起算，或从另一期限的最后一日起算")
    elif term.kind in {'deadline', 'waiting', 'span'} and not (term.from_event or term.after or term.until):
        yield 'from', _("没有写从哪一天起算，请写 from 或 after")
    elif term.kind == 'count' and not (term.from_event or term.done):
        yield 'done', _("没有写数的是哪个事件，请写 done")


def _length_problems(term: Term) -> Iterator[tuple[str, str]]:
    counted = term.count is not None or term.unit is not None
    if term.kind == 'promptly':
        if counted or term.until is not None:
            yield 'kind', _("没有具体天数的期限不能写 count、unit 或 until")
    elif counted and term.until is not None:
        yield 'until', _("until 是固定日期，不能同时写 count 和 unit")
    elif term.until is None and (term.count is None or term.unit is None):
        yield 'count', _("请同时写明 count 和 unit")
    elif (term.unit == 'time') != (term.kind == 'count'):
        yield 'unit', _("单位 time（次）只用于 kind 为 count 的期限，且这类期限只能用它")


def _until_problems(term: Term) -> Iterator[tuple[str, str]]:
    if term.until is not None:
        try:
            date(_A_LEAP_YEAR, term.until.month, term.until.day)
        except ValueError:
            yield 'until', _("没有{month}月{day}日").format(month=term.until.month, day=term.until.day)


def _circles(term: Term, by_id: Mapping[str, Term]) -> bool:
    seen = {term.id}
    while term.after in by_id:
        term = by_id[term.after]
        if term.id in seen:
            return True
        seen.add(term.id)
    return False


def _problem(file: str, index: int, key: str, message: str) -> Problem:
    return Problem(file, message, pointer=pointer_of(('terms', index, key)))
