"""Find an outside program, ask its version, run it within a time limit."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from docforms.exceptions import ToolFailed, ToolMissing
from docforms.i18n import _

VERSION: Final = re.compile(r'\d+(?:\.\d+)+')
# Asking a program its version must not hold anybody up.
VERSION_SECONDS: Final = 20.0
# A killed program gives back what it wrote at once.
CLEARING_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Probe:
    """An outside program docforms can use.

    `hint` is the command that installs it, `arguments` make it print its version.
    """

    program: str
    minimum: str
    hint: str
    arguments: tuple[str, ...] = ('--version',)


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a program: where it is and its version; empty where it could not be found out."""

    probe: Probe
    path: str = ''
    version: str = ''

    @property
    def usable(self) -> bool:
        """Tell whether it is there and new enough."""
        return bool(self.path) and bool(self.version) and _parts(self.version) >= _parts(self.probe.minimum)


def located(probe: Probe) -> str:
    """Give the path of a program.

    Raises:
        ToolMissing: it is not on the PATH.
    """
    path = shutil.which(probe.program)
    if path is None:
        raise ToolMissing(_("没有找到程序 {program}。请先安装：{hint}").format(program=probe.program, hint=probe.hint))
    return path


def found(probe: Probe) -> Found:
    """Find out all there is to know of a program; never raises, for `docforms doctor`."""
    try:
        path = located(probe)
    except ToolMissing:
        return Found(probe)
    try:
        text = run(probe, [*probe.arguments], timeout=VERSION_SECONDS)
    except ToolFailed:
        return Found(probe, path)
    version = VERSION.search(text)
    return Found(probe, path, version[0] if version else '')


def run(probe: Probe, arguments: Sequence[str], *, timeout: float, environment: Mapping[str, str] | None = None) -> str:
    """Run a program and give what it printed; on its way out nothing of it is left running.

    `environment` is added to that of this process; `timeout` is in seconds.

    Raises:
        ToolMissing: it is not installed.
        ToolFailed: it could not be started, took too long, or ended with an error; the message ends with
            its last words.
    """
    command = [located(probe), *arguments]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    except OSError as error:
        raise ToolFailed(_("程序 {program} 无法启动：{reason}").format(program=probe.program, reason=error)) from error
    try:
        printed, complaints = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        message = _("程序 {program} 运行超过 {seconds:g} 秒，已停止。文件较多时请分批处理")
        raise ToolFailed(message.format(program=probe.program, seconds=timeout)) from None
    finally:
        _end(process)
    if process.returncode != 0:
        message = _("程序 {program} 运行出错（代码 {code}）：{last}")
        last = last_line(complaints) or last_line(printed) or _("没有说明原因")
        raise ToolFailed(message.format(program=probe.program, code=process.returncode, last=last))
    # Some programs, fc-list among them, print their version where others complain.
    return (printed or complaints).decode('utf-8', 'replace')


def last_line(output: bytes) -> str:
    """Give the last line a program wrote, where it usually says what went wrong."""
    lines = [line.strip() for line in output.decode('utf-8', 'replace').splitlines() if line.strip()]
    return lines[-1] if lines else ''


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the program: starters such as soffice leave the real work to a child."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired, ValueError):
        process.communicate(timeout=CLEARING_SECONDS)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split('.'))
