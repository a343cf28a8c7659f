"""Work on chunks with the workers of a dask cluster; results come in list order, and only a few chunks are under way.

Whoever loses a worker gives its chunk to another one. That is safe, for a chunk done twice gives the same files under
the same names, and the manifest is written here, once for each chunk. The job travels with every chunk: what is
handed out once is lost with the worker that holds it.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar
from warnings import catch_warnings, simplefilter

from docforms.batch.chunks import Chunk, Job
from docforms.batch.stores import EXTRA
from docforms.exceptions import ToolFailed, ToolMissing
from docforms.i18n import Language, _, current_language, use_language

if TYPE_CHECKING:
    from distributed import Client, Future

Result = TypeVar('Result')
# What a worker gives: what the function gave or, as dask would log the rows of the chunk, what it raised.
Answer: TypeAlias = Result | Exception

# Chunks under way for each thread of the workers: one in work and one waiting, so that none is ever idle.
AHEAD: Final = 2
# Seconds until a scheduler that does not answer, or that no worker has come to, counts as out of reach.
PATIENCE: Final = 60.0
_ASK_AGAIN: Final = 5.0
# Rendering is made for one thread in a process.
_alone: Final = Lock()


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of a cluster; `local` is how many processes of this machine do what is not sent away."""

    client: Client
    local: int

    @property
    def workers(self) -> int:
        """How many chunks are worked on at a time; workers may come and go."""
        threads: dict[str, int] = self.client.nthreads()
        return max(sum(threads.values()), 1)

    def in_order(
        self, function: Callable[[Job, Chunk], Result], job: Job, chunks: Iterator[Chunk]
    ) -> Generator[Result, None, None]:
        """Call a function for every chunk.

        Raises:
            ToolFailed: the cluster is out of reach, or one chunk ended several workers.
            Exception: whatever the function raised.
        """
        try:
            yield from self._results(function, job, chunks)
        except (CancelledError, OSError):
            raise ToolFailed(_("与调度器的连接断了；已写好的文件不受影响，请用 --resume 继续")) from None

    def _results(self, function: Callable[[Job, Chunk], Result], job: Job, chunks: Iterator[Chunk]) -> Iterator[Result]:
        under_way: deque[Future[Answer[Result]]] = deque()
        try:
            for chunk in chunks:
                if len(under_way) >= self.workers * AHEAD:
                    yield self._result(under_way.popleft())
                arguments = function, job, chunk, current_language()
                under_way.append(self.client.submit(_worked, *arguments, pure=False))
            while under_way:
                yield self._result(under_way.popleft())
        finally:
            with suppress(CancelledError, OSError):
                self.client.cancel(list(under_way))

    def _result(self, future: Future[Answer[Result]]) -> Result:
        seen = time.monotonic()
        while not self._is_done(future):
            # Work may take long; without a worker it takes for ever.
            if self.client.nthreads():
                seen = time.monotonic()
            elif time.monotonic() - seen > PATIENCE:
                raise ToolFailed(_no_workers())
        answer = _answer(future)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _is_done(self, future: Future[Answer[Result]]) -> bool:
        from distributed import wait

        with self.client.as_current(), suppress(TimeoutError):
            wait([future], timeout=_ASK_AGAIN)
        return bool(future.done())


def _answer(future: Future[Answer[Result]]) -> Result | Exception:
    """Take what came of a chunk that is done; raises `ToolFailed` when dask has nothing to give."""
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        message = _(
            "同一批行使工作进程先后终止（多半是内存不足）；已写好的文件不受影响，请加大其内存，再用 --resume 继续"
        )
        raise ToolFailed(message) from None
    except (CancelledError, OSError):
        raise
    except Exception:  # noqa: BLE001 - whatever a worker says that cannot read what it is sent
        message = _("工作进程做不了这项工作：请在每台机器上装同一版本的 docforms，Python 的版本也要相同")
        raise ToolFailed(message) from None


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Give a scheduler with workers, at an address such as tcp://host:8786.

    Raises:
        ToolMissing: dask is not installed.
        ToolFailed: the scheduler is out of reach, or has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ToolMissing(_("--engine dask 需要另装程序库，请先安装：{hint}").format(hint=EXTRA)) from None
    with _quiet(), _client(Client, address) as client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise ToolFailed(_no_workers()) from None
        yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep back what dask logs of connections; where it matters, it is said here in our words."""
    names = [name for name in logging.Logger.manager.loggerDict if name.partition('.')[0] == 'distributed']
    levels = {log: log.level for log in map(logging.getLogger, names)}
    for log in levels:
        log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for log, level in levels.items():
            log.setLevel(level)


def _client(kind: type[Client], address: str) -> Client:
    try:
        with catch_warnings():
            simplefilter('ignore')  # of versions that differ; where it matters, a worker cannot read what it is sent
            return kind(address, timeout=PATIENCE / 2, set_as_default=False)
    except (OSError, ValueError, TypeError):
        message = _(
            "连不上调度器 {address}，请检查地址（例如 tcp://10.0.0.5:8786）和网络，并确认 dask scheduler 已启动"
        )
        raise ToolFailed(message.format(address=address)) from None


def _no_workers() -> str:
    return _("调度器没有可用的工作进程，请在各台机器上启动 dask worker，再用 --resume 继续")


def _worked(function: Callable[[Job, Chunk], Result], job: Job, chunk: Chunk, language: Language) -> Answer[Result]:
    """Call a function on a worker, in the language of whoever asked: what it says of a row goes into the manifest."""

    def call() -> Answer[Result]:
        use_language(language)
        try:
            return function(job, chunk)
        except Exception as error:  # noqa: BLE001 - raised where somebody waits for it
            return error

    with _alone:
        return copy_context().run(call)
