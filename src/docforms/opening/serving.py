"""The process that opens files: it waits, and opens every file in a copy of itself, under limits.

Run as `python -m docforms.opening.serving FD MODULE…`. The waiting process never sees a byte of a file; the copy reads
its file from a channel of its own, answers there, and ends. So nothing one file did is left when the next is opened.
"""

from __future__ import annotations

import gc
import importlib
import json
import math
import os
import resource
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import PurePath
from typing import Any, Final

from docforms.exceptions import DocformsError
from docforms.i18n import use_language
from docforms.opening.messages import Message, Outcome, receive, send
from docforms.opening.plain import arguments, packed

_LONGEST_ORDER: Final = 65_536
# What the user's process sends is limited there.
_ANY_LENGTH: Final = (1 << 32, 1 << 32)
_SENDING_SECONDS: Final = 60.0


def main(control: socket.socket, modules: Iterable[str]) -> None:
    """Take orders until the other side ends; after each, tell how the copy ended."""
    for module in modules:
        _load(module)
    while True:
        text, channels, _flags, _address = socket.recv_fds(control, _LONGEST_ORDER, 1)
        if not channels:
            return
        order = json.loads(text)
        _load(order['module'])
        copy = os.fork()
        if not copy:
            control.close()
            _serve(socket.socket(fileno=channels[0]), order)
        os.close(channels[0])
        _copy, status = os.waitpid(copy, 0)
        control.send(str(status).encode())


def _load(module: str) -> None:
    """Load a module for all copies, and keep it shared with them: the collector no longer touches it."""
    # Whoever needs a library that is not there says so when it is needed.
    with suppress(ImportError):
        importlib.import_module(module)
    gc.freeze()


def _serve(channel: socket.socket, order: dict[str, Any]) -> None:
    """Open one file, and end this process whatever happens."""
    status = 1
    try:
        use_language(order['language'])
        _limit(order)
        outcome, answer = _answer(channel, order)
        send(channel, Message(outcome, *packed(answer)))
        status = 0
    finally:
        # No clearing up: whatever the libraries hold ends with the process.
        os._exit(status)


def _limit(order: dict[str, Any]) -> None:
    """Limit this process: memory and time; no files to write, no further processes, no image of it when it crashes."""
    for kind, most in (
        (resource.RLIMIT_AS, order['memory']),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (most, most))
    _allow(order['cpu'])


def _allow(seconds: float) -> None:
    """Allow CPU time, counted from the start of this process."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), hard))


def _answer(channel: socket.socket, order: dict[str, Any]) -> tuple[Outcome, Any]:
    """Do what is ordered, and give the last thing to say of it."""
    try:
        return _done(channel, order)
    except MemoryError:
        # Answered below: only then the error and all the memory it holds on to are gone.
        pass
    except DocformsError as error:
        return 'refused', (type(error).__name__, str(error))
    except ImportError as error:
        return 'incomplete', error.name or ''
    except Exception as error:  # noqa: BLE001 - libraries raise whatever they like on hostile files
        if not _lacked_memory(error):
            return 'damaged', _place(error)
    return 'memory', ''


def _done(channel: socket.socket, order: dict[str, Any]) -> tuple[Outcome, Any]:
    request = receive(channel, _ANY_LENGTH, time.monotonic() + _SENDING_SECONDS)
    if request is None:
        raise EOFError
    channel.settimeout(None)
    function: Callable[..., Any] = getattr(importlib.import_module(order['module']), order['function'])
    result = function(**arguments(function, request.text, request.data))
    if not order['many']:
        return 'value', result
    for number, each in enumerate(result, start=1):
        send(channel, Message('value', *packed(each)))
        _allow(order['cpu'] + number * order['cpu_each'])
    return 'end', None


def _lacked_memory(error: BaseException | None) -> bool:
    """Tell whether an error a library raised began as a lack of memory."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _place(error: Exception) -> str:
    """Say what went wrong and where, without any word of the file: those may be personal."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f'{PurePath(frame.filename).name}:{frame.lineno}' for frame in reversed(frames[-5:])]
    return f'{type(error).__name__} in ' + ' < '.join(places)


if __name__ == '__main__':
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])
