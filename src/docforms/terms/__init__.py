"""Calendar, periods and deadlines: pure counting of days, without files and without today's date."""

from __future__ import annotations

from docforms.terms.calendar import Calendar
from docforms.terms.day_lists import Origin
from docforms.terms.deadline import Deadline, State
from docforms.terms.deadlines import deadlines
from docforms.terms.events import Events, read_events
from docforms.terms.pauses import Pause, Stop
from docforms.terms.periods import add_months, last_day
from docforms.terms.steps import Counted, Step, describe
from docforms.terms.term import Term, Until, term_problems

__all__ = [
    'Calendar',
    'Counted',
    'Deadline',
    'Events',
    'Origin',
    'Pause',
    'State',
    'Step',
    'Stop',
    'Term',
    'Until',
    'add_months',
    'deadlines',
    'describe',
    'last_day',
    'read_events',
    'term_problems',
]
