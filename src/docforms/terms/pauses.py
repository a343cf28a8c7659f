"""Times a clock stood still, and taking overlapping ones together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Pause:
    """One entry of the events file.

    Both days belong to it: `start` is the first day that is not counted, `end` the last; None while the clock
    still stands.
    """

    kind: str
    start: date
    end: date | None = None
    reason: str = ''


@dataclass(frozen=True, slots=True)
class Stop:
    """Days that are not counted, both ends included."""

    start: date
    end: date
    reason: str = ''

    @property
    def days(self) -> int:
        """Count its calendar days."""
        return (self.end - self.start).days + 1


def stops(pauses: Iterable[Pause], kind: str, as_of: date) -> tuple[Stop, ...]:
    """Take the pauses of one kind together as stops that do not overlap, in order.

    One that still runs is taken up to `as_of`; one that runs but begins later is left out.
    """
    known = [
        Stop(pause.start, pause.end or as_of, pause.reason)
        for pause in pauses
        if pause.kind == kind and (pause.end is not None or pause.start <= as_of)
    ]
    return united(known)


def running_since(pauses: Iterable[Pause], kind: str, as_of: date) -> date | None:
    """Give the day the clock has been standing from without an end so far."""
    running = (pause for pause in pauses if pause.kind == kind and pause.end is None)
    return min((pause.start for pause in running if pause.start <= as_of), default=None)


def united(given: Iterable[Stop]) -> tuple[Stop, ...]:
    """Join stops that share a day; a day is never subtracted twice."""
    joined: list[Stop] = []
    for stop in sorted(given, key=lambda stop: (stop.start, stop.end)):
        last = joined[-1] if joined else None
        if last is not None and stop.start <= last.end:
            joined[-1] = Stop(last.start, max(last.end, stop.end), _both(last.reason, stop.reason))
        else:
            joined.append(stop)
    return tuple(joined)


def stop_on(day: date, given: Sequence[Stop]) -> Stop | None:
    """Give the stop a day belongs to."""
    return next((stop for stop in given if stop.start <= day <= stop.end), None)


def _both(first: str, second: str) -> str:
    reasons = [*first.split('；'), second] if first else [second]
    return '；'.join(dict.fromkeys(reason for reason in reasons if reason))
