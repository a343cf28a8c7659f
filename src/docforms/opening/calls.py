"""One call of a function under limits: what is sent, what comes back, and what to tell when nothing does."""

from __future__ import annotations

import os
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from docforms.exceptions import DocformsError, InputError, TemplateError, ToolFailed, ToolMissing
from docforms.files import shown
from docforms.i18n import _
from docforms.opening.messages import Message, Oversized, receive, send
from docforms.opening.plain import packed, unpacked

# What a result may measure: its text, and the bytes that come with it.
_MOST: Final = (16 << 20, 160 << 20)
_MOST_TOLD: Final = 2000
# The errors a function may raise on purpose.
_OURS: Final[dict[str, type[DocformsError]]] = {
    each.__name__: each for each in (InputError, TemplateError, ToolMissing)
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the opening of one file may take.

    `memory` is the address space in bytes. `cpu` are seconds of computing, `cpu_each` as many more for every result
    of `Worker.each()`; `wall` are seconds to wait for a result.
    """

    memory: int = 1 << 30
    cpu: float = 10
    cpu_each: float = 1
    wall: float = 13


class ParserFault(Exception):
    """Where a library gave up on a damaged file; the cause of the `InputError`, for who maintains the reader."""


class Crashed(Exception):
    """The process ended, or sent what cannot be; `status` as `os.waitpid()` gives it."""


class Call:
    """One file that is being opened; `name` is what messages call it.

    It is `settled` when the last answer is there: the process then ends by itself.
    """

    def __init__(self, channel: socket.socket, name: str, limits: Limits, *, many: bool) -> None:
        self.settled = False
        self._many = many
        self._channel = channel
        self._name = shown(name)
        self._limits = limits

    def ask(self, arguments: dict[str, Any]) -> None:
        """Send the arguments."""
        self._channel.settimeout(self._limits.wall)
        try:
            send(self._channel, Message('value', *packed(arguments)))
        except TimeoutError:
            raise self._too_long(self._limits.wall) from None
        except OSError as error:
            raise Crashed from error

    def answer(self, expected: Any) -> tuple[bool, Any]:
        """Give a result, and whether there was one; raises what went wrong instead.

        Raises:
            InputError, TemplateError, ToolMissing, ToolFailed: as `Worker.run()`.
            Crashed: there is no answer.
        """
        try:
            message = receive(self._channel, _MOST, time.monotonic() + self._limits.wall)
            if message is None:
                raise Crashed
            self.settled = message.outcome != 'value' or not self._many
            if message.outcome == 'value':
                return True, unpacked(expected, message.text, message.data)
            if message.outcome == 'end':
                return False, None
            self._refuse(message)
        except Oversized:
            raise InputError(_("{file}：内容过多，请检查是否选错了文件").format(file=self._name)) from None
        except TimeoutError:
            raise self._too_long(self._limits.wall) from None
        except (ValueError, OSError) as error:
            raise Crashed from error

    def _refuse(self, message: Message) -> NoReturn:
        if message.outcome == 'refused':
            kind, text = unpacked(tuple[str, str], message.text, b'')
            raise _OURS.get(kind, InputError)(text[:_MOST_TOLD])
        if message.outcome == 'memory':
            told = _("{file}：读取时所需的内存超过 {limit} MB，已停止；请只留需要的内容，另存一份后再试")
            raise InputError(told.format(file=self._name, limit=self._limits.memory >> 20))
        detail = unpacked(str, message.text, b'')
        if message.outcome == 'incomplete':
            raise ToolFailed(_("程序安装不完整，缺少 {module}，请重新安装").format(module=detail[:_MOST_TOLD]))
        told = _("{file}：文件已损坏，读不了；请用原来的程序打开，另存一份后再试")
        raise InputError(told.format(file=self._name)) from ParserFault(detail[:_MOST_TOLD])

    def _too_long(self, seconds: float) -> InputError:
        """Say that the time is up."""
        told = _("{file}：读取的时间超过 {seconds:g} 秒，已停止；请用原来的程序打开，只留需要的内容，另存一份后再试")
        return InputError(told.format(file=self._name, seconds=seconds))

    def ended(self, status: int) -> InputError:
        """Say what a process that gave no answer died of; `status` is as `os.waitpid()` gives it."""
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
            return self._too_long(self._limits.cpu)
        told = _("{file}：读取时出错停止，文件已损坏或内容过大；请用原来的程序打开，另存一份后再试")
        return InputError(told.format(file=self._name))
