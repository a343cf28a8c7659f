"""Work on items in several processes of this machine; results come in order, and only a few items are ever under way.

Plain pipes, not `concurrent.futures`: its pool waits for ever when Ctrl-C is pressed twice, its workers outlive a
parent that is killed, and when one of them dies nobody knows at which item. A worker here ends when its pipe does:
after the item it is at, so that files are whole.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, TypeVar

Item = TypeVar('Item')
Result = TypeVar('Result')

# Items under way for each process: one in work and one waiting, so that none is ever idle.
AHEAD: Final = 2


@dataclass(slots=True)
class _Task(Generic[Item]):
    """An item, its place among all, and how many processes died at it."""

    place: int
    item: Item
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class _Worker(Generic[Item]):
    """A process, the pipe to it, and what it has been given: it is at the first."""

    process: BaseProcess
    pipe: Connection
    tasks: deque[_Task[Item]] = field(default_factory=deque)


def in_order(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    jobs: int,
    tries: int,
    lost: Callable[[Item], Result],
) -> Generator[Result, None, None]:
    """Call a function for every item, in `jobs` processes, which have what this one has loaded.

    An item at which a process was killed, by a fault in a library or for want of memory, is tried again while no other
    is under way, `tries` times in all; `lost` then gives its result, or raises.

    Raises:
        BaseException: whatever the function or `lost` raised.
    """
    team = _Team(function, jobs)
    tasks = map(_Task, count(), items)
    again: deque[_Task[Item]] = deque()
    done: dict[int, Result] = {}
    handed = following = 0
    try:
        while True:
            while not again and handed - following < jobs * AHEAD and (task := next(tasks, None)) is not None:
                team.hand(task)
                handed += 1
            if again and not team.busy:
                team.hand(again.popleft())
            if not team.busy:
                return
            answered, left = team.collect()
            done |= {task.place: result for task, result in answered}
            for task in left:
                if task.deaths < tries:
                    again.append(task)
                else:
                    done[task.place] = lost(task.item)
            while following in done:
                yield done.pop(following)
                following += 1
    finally:
        team.end()


class _Team(Generic[Item, Result]):
    """The processes: each is started when there is something for it to do."""

    def __init__(self, function: Callable[[Item], Result], jobs: int) -> None:
        self._function = function
        self._jobs = jobs
        self._workers: list[_Worker[Item]] = []

    @property
    def busy(self) -> bool:
        """Tell whether anything is under way."""
        return any(worker.tasks for worker in self._workers)

    def hand(self, task: _Task[Item]) -> None:
        """Give a task to the process that has the least to do."""
        worker = min(self._workers, key=lambda each: len(each.tasks), default=None)
        if worker is None or (worker.tasks and len(self._workers) < self._jobs):
            worker = self._started()
        worker.tasks.append(task)
        # One that has just died is found out when its answer is waited for.
        with suppress(BrokenPipeError, ConnectionResetError):
            worker.pipe.send(task.item)

    def collect(self) -> tuple[list[tuple[_Task[Item], Result]], list[_Task[Item]]]:
        """Wait for answers; gives tasks with their results, and those a process had when it was killed."""
        answered: list[tuple[_Task[Item], Result]] = []
        left: list[_Task[Item]] = []
        waiting = {worker.pipe: worker for worker in self._workers if worker.tasks}
        for pipe in wait(list(waiting)):
            assert isinstance(pipe, Connection)
            worker = waiting[pipe]
            try:
                result, error = pipe.recv()
            except (EOFError, OSError):
                self._workers.remove(worker)
                pipe.close()
                worker.process.join()
                worker.tasks[0].deaths += 1
                left += worker.tasks
                continue
            if error is not None:
                raise error
            answered.append((worker.tasks.popleft(), result))
        return answered, left

    def end(self) -> None:
        """Let every worker come to the end of its item; whoever presses Ctrl-C again does not want to wait for that."""
        try:
            for worker in self._workers:
                worker.pipe.close()
            for worker in self._workers:
                worker.process.join()
        except KeyboardInterrupt:
            for worker in self._workers:
                worker.process.terminate()
            raise

    def _started(self) -> _Worker[Item]:
        # Forked processes have the libraries and the template ready, which would take a new one half a second.
        context = multiprocessing.get_context('fork')
        ours, theirs = context.Pipe()
        # A worker that held our end of a pipe, its own or another's, would never see it end.
        not_theirs = [ours, *(worker.pipe for worker in self._workers)]
        process = context.Process(target=_serve, args=(self._function, theirs, not_theirs), daemon=True)
        process.start()
        theirs.close()
        worker: _Worker[Item] = _Worker(process, ours)
        self._workers.append(worker)
        return worker


def _serve(function: Callable[[Item], Result], pipe: Connection, others: Sequence[Connection]) -> None:
    """Work until the pipe ends; Ctrl-C is the business of the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        answer: tuple[Any, BaseException | None]
        try:
            answer = function(item), None
        except BaseException as error:  # noqa: BLE001 - raised where somebody waits for it
            answer = None, error
        try:
            pipe.send(answer)
        except BrokenPipeError:
            return
