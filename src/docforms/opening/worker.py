"""Have files that nobody vouches for opened by a process under limits."""

from __future__ import annotations

import inspect
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, ParamSpec, Self, TypeVar, get_args

import docforms
from docforms.exceptions import DocformsError, ToolFailed
from docforms.i18n import _, current_language
from docforms.opening.calls import Call, Crashed, Limits
from docforms.opening.plain import hints

P = ParamSpec('P')
T = TypeVar('T')

_SERVING: Final = 'docforms.opening.serving'
# A process that has answered, or been killed, ends at once.
_CLEARING_SECONDS: Final = 5.0


class Worker:
    """A process that opens files under limits; it serves for many files, each of which it opens in a copy of itself.

    It starts when the block is entered, while the caller goes on; `preload` names modules it then loads once for all
    files. A function it runs is a module's, with declared types: its arguments and results pass as plain data. Threads
    need a worker each.
    """

    def __init__(self, *, limits: Limits | None = None, preload: Sequence[str] = ()) -> None:
        self._limits = limits or Limits()
        self._preload = preload
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> Self:
        self._line()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def run(self, name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function under limits and give its result; `name` is what messages call the file.

        Raises:
            InputError: the file cannot be used: the function says so, gave up, or went over a limit.
            TemplateError, ToolMissing: the function says so.
            ToolFailed: docforms is not installed completely.
        """
        arguments = inspect.signature(function).bind(*args, **kwargs).arguments
        with self._call(name, function, arguments, many=False) as call:
            result: T = call.answer(hints(function)['return'])[1]
        return result

    def each(self, name: str, function: Callable[P, Iterator[T]], *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        """Run a function under limits and give its results as they come; raises as `run()`."""
        arguments = inspect.signature(function).bind(*args, **kwargs).arguments
        expected = get_args(hints(function)['return'])[0]
        with self._call(name, function, arguments, many=True) as call:
            more, result = call.answer(expected)
            while more:
                yield result
                more, result = call.answer(expected)

    @contextmanager
    def _call(
        self, name: str, function: Callable[..., Any], arguments: dict[str, Any], *, many: bool
    ) -> Iterator[Call]:
        """Have a function begun; afterwards its process has ended, or all of this worker has."""
        control = self._line()
        channel, theirs = socket.socketpair()
        call = Call(channel, name, self._limits, many=many)
        in_order = False
        try:
            with theirs:
                _send(control, self._order(function, many=many), theirs)
            call.ask(arguments)
            yield call
            in_order = call.settled and _status(control) is not None
        except Crashed as crash:
            # Whoever still writes ends now.
            channel.close()
            status = _status(control)
            in_order = status is not None
            raise self._accident(call, status) from crash.__cause__
        except DocformsError:
            in_order = call.settled and _status(control) is not None
            raise
        finally:
            channel.close()
            if not in_order:
                self._stop()

    def _accident(self, call: Call, status: int | None) -> DocformsError:
        """Say why there was no answer; `status` is how the copy ended, None when there was none."""
        if status is None and self._process is not None and (self._process.poll() or 0) > 0:
            return _not_started()
        return call.ended(status or 0)

    def _order(self, function: Callable[..., Any], *, many: bool) -> bytes:
        if function.__qualname__ != function.__name__:
            # There it could not be found by its name.
            raise TypeError(function.__qualname__)
        order = {
            'module': function.__module__,
            'function': function.__qualname__,
            'many': many,
            'language': current_language(),
            'memory': self._limits.memory,
            'cpu': self._limits.cpu,
            'cpu_each': self._limits.cpu_each,
        }
        return json.dumps(order).encode()

    def _line(self) -> socket.socket:
        """Give the line to the process, which is started unless it runs."""
        if self._control is not None and self._process is not None and self._process.poll() is None:
            return self._control
        self._stop()
        # A message on this line is one order, or the end of one.
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, '-P', '-B', '-m', _SERVING, str(theirs.fileno()), *self._preload]
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        control.settimeout(_CLEARING_SECONDS)
        self._control = control
        return control

    def _stop(self) -> None:
        """End the process and whatever it started; the next file starts another."""
        process, control, self._process, self._control = self._process, self._control, None, None
        if process is None or control is None:
            return
        control.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(_CLEARING_SECONDS)


def _environment() -> dict[str, str]:
    """Give the process the same modules, and libraries that neither start threads nor reserve memory for them."""
    places = [str(Path(docforms.__file__).parent.parent), *(place for place in sys.path if place)]
    return {
        **os.environ,
        'PYTHONPATH': os.pathsep.join(dict.fromkeys(places)),
        'MALLOC_ARENA_MAX': '1',
        'OMP_NUM_THREADS': '1',
        'OPENBLAS_NUM_THREADS': '1',
    }


def _not_started() -> ToolFailed:
    return ToolFailed(_("读取文件的进程没有启动，请重新安装本程序后再试"))


def _send(control: socket.socket, order: bytes, channel: socket.socket) -> None:
    try:
        socket.send_fds(control, [order], [channel.fileno()])
    except OSError as error:
        raise _not_started() from error


def _status(control: socket.socket) -> int | None:
    """Learn how a copy ended; None when it does not end, or the worker itself has."""
    try:
        told = control.recv(64)
    except OSError:
        return None
    return int(told) if told.isdigit() else None
