"""Work on files of unknown origin in several processes: one that brings its process down costs only itself."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Final, TypeVar

from docforms.i18n import Language, current_language, use_language

Item = TypeVar('Item')
Result = TypeVar('Result')

# Items under way for each process: one in work and one waiting, so that none is ever idle.
AHEAD: Final = 2
ORPHANED: Final = 70


def each(function: Callable[[Item], Result], items: Sequence[Item], *, jobs: int) -> Iterator[Result | None]:
    """Call a function that can be sent to a process for every item; results come in order.

    None stands for a call whose process was killed, by a fault in a library or for want of memory. Whatever the
    function raises is raised.
    """
    left = deque(items)
    while left:
        done = 0
        try:
            for result in _in_pool(function, list(left), jobs):
                done += 1
                yield result
        except BrokenProcessPool:
            pass
        for _done in range(done):
            left.popleft()
        # Any of those under way may be the one; each is tried again by itself.
        for _suspect in range(min(jobs * AHEAD, len(left))):
            yield _alone(function, left.popleft())


def _alone(function: Callable[[Item], Result], item: Item) -> Result | None:
    try:
        return next(_in_pool(function, [item], 1))
    except BrokenProcessPool:
        return None


def _in_pool(function: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    # Forked processes have the libraries and packs ready.
    context = multiprocessing.get_context('fork')
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(current_language(),))
    under_way: deque[Future[Result]] = deque()
    try:
        for item in items:
            under_way.append(pool.submit(function, item))
            if len(under_way) >= jobs * AHEAD:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(language: Language) -> None:
    """Set up a new process: Ctrl-C is the business of its parent, and it does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    use_language(language)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(ORPHANED)
