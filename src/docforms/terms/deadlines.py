"""Apply the terms of a pack to the events of one case: every deadline, and how each stands on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from docforms.exceptions import PackError
from docforms.i18n import _
from docforms.terms.calendar import Calendar
from docforms.terms.deadline import Deadline, State, notes_of
from docforms.terms.events import Events
from docforms.terms.pauses import running_since, stops
from docforms.terms.periods import fixed_day, last_day
from docforms.terms.steps import ONE_DAY, Counted, Step
from docforms.terms.term import Term, Until, term_problems


def deadlines(terms: Sequence[Term], events: Events, calendar: Calendar, as_of: date) -> tuple[Deadline, ...]:
    """Give the deadlines of a case in the order of the terms.

    A term whose first event has happened more than once has a deadline for each; acts that fulfil it are
    matched to them in order. An act after `as_of` has not happened yet; an event after it is planned, and its
    date is told.

    Raises:
        PackError: the terms do not go together (`term_problems()`).
    """
    problems = term_problems(terms)
    if problems:
        raise PackError(problems)
    case = _Case(events, calendar, as_of)
    found: dict[str, tuple[Deadline, ...]] = {}
    waiting = list(terms)
    while waiting:
        ready = [term for term in waiting if not term.after or term.after in found]
        found |= {term.id: tuple(case.apply(term, found)) for term in ready}
        waiting = [term for term in waiting if term.id not in found]
    return tuple(deadline for term in terms for deadline in found[term.id])


@dataclass(frozen=True, slots=True)
class _Origin:
    """The day a term is counted from, and what makes that day itself uncertain."""

    day: date
    label: str
    missing_years: tuple[int, ...] = ()
    stopped_since: date | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """What has happened, looked at on a day."""

    events: Events
    calendar: Calendar
    as_of: date

    def apply(self, term: Term, found: Mapping[str, Sequence[Deadline]]) -> Iterator[Deadline]:
        if term.kind == 'count':
            drafts = self._yearly(term)
        elif term.until is not None and not (term.from_event or term.after):
            drafts = iter([self._each_year(term, term.until)])
        else:
            drafts = self._from_origins(term, list(self._origins(term, found)))
        for draft in drafts:
            yield replace(draft, notes=notes_of(draft, term, self.calendar))

    def _origins(self, term: Term, found: Mapping[str, Sequence[Deadline]]) -> Iterator[_Origin]:
        if term.from_event:
            for day in self.events.of(term.from_event):
                yield _Origin(day, self.events.title(term.from_event))
        for other in found.get(term.after, ()):
            if other.due is not None:
                label = _("“{title}”的最后一日").format(title=other.title)
                yield _Origin(other.due, label, other.missing_years, other.stopped_since)

    def _from_origins(self, term: Term, origins: Sequence[_Origin]) -> Iterator[Deadline]:
        if not origins:
            regular = term.kind == 'promptly' and not (term.from_event or term.after)
            yield _draft(term, 'no-number' if regular else 'not-started')
        acts = self._done(term)
        for origin in origins:
            # An act before the last day of an earlier term is told, not ignored: the case may turn on it.
            act = next((day for day in acts if term.after or day >= origin.day), None)
            if act is not None:
                acts.remove(act)
            yield self._one(term, origin, act)

    def _one(self, term: Term, origin: _Origin, act: date | None) -> Deadline:
        if term.kind == 'promptly':
            state: State = 'not-started' if self.as_of < origin.day else 'no-number'
            return replace(_draft(term, state), start=origin.day, done_on=act)
        counted = self._count(term, origin)
        draft = replace(
            _draft(term, self._state(term, origin.day, counted.date, act)),
            start=origin.day,
            due=counted.date,
            done_on=act,
            missing_years=tuple(sorted({*origin.missing_years, *counted.missing_years})),
            stopped_since=origin.stopped_since or self._standing(term, origin.day, counted.date),
            steps=counted.steps,
        )
        return self._measured(draft)

    def _count(self, term: Term, origin: _Origin) -> Counted:
        if term.until is not None:
            year = origin.day.year + term.until.years
            counted = fixed_day(origin.day, year, term.until.month, term.until.day)
        else:
            halts = stops(self.events.pauses, term.pause, self.as_of) if term.pause else ()
            rolls = term.kind == 'deadline'
            counted = last_day(origin.day, *term.period(), self.calendar, rolls=rolls, stops=halts)
        return replace(counted, steps=(Step(origin.day, 'event', 0, origin.label), *counted.steps[1:]))

    def _standing(self, term: Term, start: date, due: date) -> date | None:
        """Give the day the clock of a term stands from, unless the period was over before."""
        since = running_since(self.events.pauses, term.pause, self.as_of) if term.pause else None
        return since if since is not None and term.until is None and start < self.as_of <= due else None

    def _state(self, term: Term, start: date, due: date, act: date | None) -> State:
        if term.kind == 'deadline' and act is not None:
            return 'met' if act <= due else 'late'
        if self.as_of < start:
            return 'not-started'
        if term.kind == 'deadline':
            over: State = 'late' if term.done else 'passed'
            return 'due' if self.as_of <= due else over
        # A waiting period is full on its corresponding day, as rules count; a notice still hangs on its last day.
        running = self.as_of < due if term.kind == 'waiting' else self.as_of <= due
        return 'waiting' if running else 'passed'

    def _measured(self, draft: Deadline) -> Deadline:
        """Add how late or how early the act was, or how late it is so far."""
        if draft.due is None:
            return draft
        if draft.state == 'late':
            return replace(draft, days_late=((draft.done_on or self.as_of) - draft.due).days)
        if draft.kind in {'waiting', 'span'} and draft.done_on is not None:
            first = draft.due if draft.kind == 'waiting' else draft.due + ONE_DAY
            return replace(draft, days_early=max(0, (first - draft.done_on).days))
        return draft

    def _each_year(self, term: Term, until: Until) -> Deadline:
        """Apply a fixed day that comes every year to the year looked at."""
        counted = fixed_day(None, self.as_of.year + until.years, until.month, until.day)
        due = counted.date
        act = next((day for day in self._done(term) if day.year == due.year), None)
        state = self._state(term, min(self.as_of, due), due, act)
        return self._measured(replace(_draft(term, state), due=due, done_on=act, steps=counted.steps))

    def _yearly(self, term: Term) -> Iterator[Deadline]:
        """Count an event year by year up to the year looked at.

        It begins in the year of the event the duty runs from or, if none is named, the first it was done in.
        """
        days = [day for day in self.events.of(term.done or term.from_event) if day <= self.as_of]
        first = min([self.as_of, *days])
        if term.done and term.from_event:
            since = [day for day in self.events.of(term.from_event) if day <= self.as_of]
            if not since:
                yield _draft(term, 'not-started')
                return
            first = since[0]
        for year in range(first.year, self.as_of.year + 1):
            yield self._year(term, year, [day for day in days if day.year == year])

    def _year(self, term: Term, year: int, days: Sequence[date]) -> Deadline:
        wanted = term.count or 0
        missing = max(0, wanted - len(days))
        open_year: State = 'due' if year == self.as_of.year else 'late'
        draft = replace(
            _draft(term, open_year if missing else 'met'),
            start=date(year, 1, 1),
            due=date(year, 12, 31),
            done_on=None if missing else days[wanted - 1],
            made=len(days),
            missing=missing,
            steps=tuple(Step(day, 'occurrence', number) for number, day in enumerate(days, 1)),
        )
        return self._measured(draft)

    def _done(self, term: Term) -> list[date]:
        return [day for day in self.events.of(term.done) if day <= self.as_of]


def _draft(term: Term, state: State) -> Deadline:
    return Deadline(
        id=term.id,
        title=term.title,
        party=term.party,
        kind=term.kind,
        binding=term.binding,
        requirements=term.requirements,
        citation=term.citation,
        from_event=term.from_event,
        after=term.after,
        lapse=term.lapse,
        state=state,
    )
