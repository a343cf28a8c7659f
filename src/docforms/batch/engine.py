"""Work on chunks in several processes; results come in list order, and only a few chunks are ever under way.

Plain pipes, not `concurrent.futures`: its pool waits for ever when Ctrl-C is pressed twice, and its workers outlive a
parent that is killed. A worker here ends when its pipe does: after the chunk it is at, so that files are whole.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, Protocol, TypeVar

from docforms.batch.chunks import Chunk, Job
from docforms.exceptions import ToolFailed
from docforms.i18n import _

Result = TypeVar('Result')

# Chunks under way for each process: one in work and one waiting, so that none is ever idle.
AHEAD: Final = 2
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
        """Call a function for every chunk; see `in_order`."""
        return in_order(function, job, chunks, jobs=self.workers)


@dataclass(frozen=True, slots=True)
class Worker:
    """A process, the pipe to it, and the places of the chunks it has."""

    process: BaseProcess
    pipe: Connection
    places: deque[int] = field(default_factory=deque)


def processes(asked: int, rows: int) -> int:
    """Choose the number of processes: those asked for, or for 0 as many as there are cores and the rows are worth."""
    return asked or min(len(os.sched_getaffinity(0)), max(rows // WORTH_A_PROCESS, 1))


def in_order(
    function: Callable[[Job, Chunk], Result], job: Job, chunks: Iterator[Chunk], *, jobs: int
) -> Generator[Result, None, None]:
    """Call a function for every chunk; `jobs` is the number of processes, 1 for this one alone.

    Raises:
        ToolFailed: a process was killed.
        Exception: whatever the function raised.
    """
    if jobs == 1:
        for chunk in chunks:
            yield function(job, chunk)
        return
    workers = _started(function, job, jobs)
    try:
        yield from _results(workers, chunks)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        message = _("一个工作进程被系统终止（多半是内存不足）；已写好的文件不受影响，请减少 --jobs 后用 --resume 继续")
        raise ToolFailed(message) from None
    finally:
        _end(workers)


def _started(function: Callable[[Job, Chunk], Result], job: Job, jobs: int) -> list[Worker]:
    # Forked processes have the libraries and the template ready, which would take a new one half a second.
    context = multiprocessing.get_context('fork')
    workers: list[Worker] = []
    for _number in range(jobs):
        ours, theirs = context.Pipe()
        # A worker that held our end of a pipe, its own or another's, would never see it end.
        not_theirs = [ours, *(worker.pipe for worker in workers)]
        process = context.Process(target=_serve, args=(function, job, theirs, not_theirs), daemon=True)
        process.start()
        theirs.close()
        workers.append(Worker(process, ours))
    return workers


def _serve(function: Callable[[Job, Chunk], Result], job: Job, pipe: Connection, others: Sequence[Connection]) -> None:
    """Work until the pipe ends; Ctrl-C is the business of the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    while True:
        try:
            chunk = pipe.recv()
        except EOFError:
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = function(job, chunk), None
        except Exception as error:  # noqa: BLE001 - raised where somebody waits for it
            answer = None, error
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return


def _results(workers: Sequence[Worker], chunks: Iterator[Chunk]) -> Iterator[Any]:
    by_pipe = {worker.pipe: worker for worker in workers}
    done: dict[int, Any] = {}
    handed = following = 0
    chunk = next(chunks, None)
    while True:
        while chunk is not None and handed - following < len(workers) * AHEAD:
            worker = min(workers, key=lambda each: len(each.places))
            worker.pipe.send(chunk)
            worker.places.append(handed)
            handed += 1
            chunk = next(chunks, None)
        if handed == following:
            return
        for pipe in wait([worker.pipe for worker in workers if worker.places]):
            assert isinstance(pipe, Connection)
            result, error = pipe.recv()
            if error is not None:
                raise error
            done[by_pipe[pipe].places.popleft()] = result
        while following in done:
            yield done.pop(following)
            following += 1


def _end(workers: Sequence[Worker]) -> None:
    """Let every worker come to the end of its chunk; whoever presses Ctrl-C again does not want to wait for that."""
    try:
        for worker in workers:
            worker.pipe.close()
        for worker in workers:
            worker.process.join()
    except KeyboardInterrupt:
        for worker in workers:
            worker.process.terminate()
        raise
