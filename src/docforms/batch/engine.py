"""Whoever works on the chunks of a run: this process, or several of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, NoReturn, Protocol, TypeVar

from docforms.batch.chunks import Chunk, Job
from docforms.batch.workers import in_order
from docforms.exceptions import ToolFailed
from docforms.i18n import _

Result = TypeVar('Result')

# Rows that take as long as the start of a process.
WORTH_A_PROCESS: Final = 64


class Engine(Protocol):
    """Whoever works on the chunks of a run."""

    @property
    def workers(self) -> int:
        """How many chunks are worked on at a time."""

    @property
    def local(self) -> int:
        """How many processes of this machine do what is done on it alone, such as PDF."""

    def in_order(
        self, function: Callable[[Job, Chunk], Result], job: Job, chunks: Iterator[Chunk]
    ) -> Generator[Result, None, None]:
        """Call a function for every chunk; results come in list order."""


# Gives the engine for so many rows.
Engines = Callable[[int], Engine]


@dataclass(frozen=True, slots=True)
class Processes:
    """So many processes of this machine."""

    workers: int

    @property
    def local(self) -> int:
        """The same processes."""
        return self.workers

    def in_order(
        self, function: Callable[[Job, Chunk], Result], job: Job, chunks: Iterator[Chunk]
    ) -> Generator[Result, None, None]:
        """Call a function for every chunk; a single process is this one.

        Raises:
            ToolFailed: a process was killed.
            Exception: whatever the function raised.
        """
        if self.workers == 1:
            yield from (function(job, chunk) for chunk in chunks)
        else:
            yield from in_order(partial(function, job), chunks, jobs=self.workers, tries=1, lost=_killed)


def processes(asked: int, rows: int) -> int:
    """Choose the number of processes: those asked for, or for 0 as many as there are cores and the rows are worth."""
    return asked or min(len(os.sched_getaffinity(0)), max(rows // WORTH_A_PROCESS, 1))


def _killed(_chunk: Chunk) -> NoReturn:
    message = _("一个工作进程被系统终止（多半是内存不足）；已写好的文件不受影响，请减少 --jobs 后用 --resume 继续")
    raise ToolFailed(message)
