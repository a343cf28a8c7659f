"""What can go wrong outside the data, and the exit code each kind ends with.

    DocformsError
    ├── UsageError      2  options or arguments that do not go together
    ├── UnknownName     3  no such pack, form or document
    ├── PackError       4  a pack or template is wrong (carries every problem)
    ├── TemplateError   4  a template cannot be read or rendered
    ├── InputError      5  the input cannot be used
    ├── ToolMissing     6  an outside program is not installed
    ├── ToolFailed      7  an outside program failed
    └── OutputError     8  the output cannot be written

What is wrong *in* a record is not an exception but a finding (`docforms.findings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from docforms.i18n import _


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a pack or template file: where, and what to do."""

    file: str
    message: str
    line: int | None = None
    pointer: str = ''

    def __str__(self) -> str:
        place = self.file if self.line is None else f'{self.file}:{self.line}'
        return f'{place}: {self.pointer}: {self.message}' if self.pointer else f'{place}: {self.message}'


class DocformsError(Exception):
    """Base of every error docforms raises on purpose; its text is for the user."""

    exit_code: ClassVar[int] = 1


class UsageError(DocformsError):
    """Options or arguments do not go together."""

    exit_code = 2


class UnknownName(DocformsError):
    """No pack, form or document of that name."""

    exit_code = 3


class PackError(DocformsError):
    """A pack is wrong; `problems` lists everything, not the first."""

    exit_code = 4

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        head = _("规则包有 {count} 处错误：").format(count=len(self.problems))
        super().__init__('\n'.join([head, *(f'  {problem}' for problem in self.problems)]))


class TemplateError(DocformsError):
    """A template cannot be read or rendered."""

    exit_code = 4


class InputError(DocformsError):
    """An input file or value cannot be used."""

    exit_code = 5


class ToolMissing(DocformsError):
    """An outside program is not installed."""

    exit_code = 6


class ToolFailed(DocformsError):
    """An outside program ran and failed, or ran too long."""

    exit_code = 7


class OutputError(DocformsError):
    """The output cannot be written."""

    exit_code = 8
