"""The folder a run writes to: every access to its files goes through here.

A file is written beside its target under a name of its own, synced, and renamed; then the folder is synced. So at any
moment a name stands for a whole file, the old or the new one, and what counts as written survives a power cut.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, Protocol

from docforms.exceptions import OutputError
from docforms.files import output_error
from docforms.i18n import _

PREFIX: Final = '.docforms-'
SUFFIX: Final = '.part'
BLOCK: Final = 1 << 20
# Files synced at a time. One by one each waits for the disk alone: 5 ms a file instead of 0.8.
AT_A_TIME: Final = 16
# Seconds in which the processes of a killed run, which finish their chunks, are gone.
PATIENCE: Final = 5.0

State = Literal['new', 'same', 'refused']


@dataclass(frozen=True, slots=True)
class Content:
    """A file to be written: its name, and what is in it."""

    name: str
    data: bytes


class Depot(Protocol):
    """Where documents are put, whole and once: a folder, or a place in an object store.

    It can be sent to another process.
    """

    def create(self) -> None:
        """Make it ready to be written to; raises `OutputError`."""

    def put(self, contents: Iterable[Content], *, replace: bool) -> list[State]:
        """Write files durably; tells what became of each. See `Folder.put`."""

    def digest(self, name: str) -> str:
        """Give the sha256 of a file; '' where there is none that can be read."""

    def clear_leftovers(self) -> None:
        """Take away what was left half-written."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of output files."""

    path: Path

    def create(self) -> None:
        """Make the folder, with those above it; raises `OutputError`."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(self.path, error) from None

    def put(self, contents: Iterable[Content], *, replace: bool) -> list[State]:
        """Write files durably, all of them or, when one fails, only whole ones.

        A file that is there with the same content stays as it is. One with other content is replaced with `replace`,
        and otherwise refused.

        Syncing comes after all are written, and for many at a time: the disk takes them in one go.

        Raises:
            OutputError: the folder cannot be written, or the disk is full.
        """
        states: list[State] = []
        waiting: list[tuple[Path, Path]] = []
        target = self.path
        try:
            try:
                for content in contents:
                    target = self.path / content.name
                    state = self._state(target, content.data, replace=replace)
                    states.append(state)
                    if state == 'new':
                        partial = self.path / f'{_beginning(content.name)}{secrets.token_hex(8)}{SUFFIX}'
                        waiting.append((partial, target))
                        partial.write_bytes(content.data)
                _sync_all([partial for partial, _target in waiting])
                for partial, target in waiting:
                    partial.replace(target)
            finally:
                for partial, _target in waiting:
                    with suppress(OSError):
                        partial.unlink(missing_ok=True)
            if waiting:
                _sync(self.path)
        except OSError as error:
            raise output_error(target, error) from None
        return states

    def _state(self, target: Path, data: bytes, *, replace: bool) -> State:
        try:
            size = target.lstat().st_size
        except FileNotFoundError:
            return 'new'
        if size == len(data) and target.is_file() and target.read_bytes() == data:
            return 'same'
        return 'new' if replace else 'refused'

    def digest(self, name: str) -> str:
        """Give the sha256 of a file; '' where there is none that can be read."""
        try:
            return digest_of(self.path / name)
        except OSError:
            return ''

    def put_file(self, source: Path, name: str, *, replace: bool) -> State:
        """Put a finished file of this folder's file system in place, as `put` does; `source` is gone afterwards.

        Raises:
            OutputError: it cannot be written.
        """
        target = self.path / name
        try:
            if target.exists() and target.is_file() and digest_of(target) == digest_of(source):
                source.unlink()
                return 'same'
            if target.exists() and not replace:
                return 'refused'
            _sync(source)
            source.replace(target)
            _sync(self.path)
        except OSError as error:
            raise output_error(target, error) from None
        return 'new'

    def set_aside(self, name: str) -> None:
        """Give a file that is no longer the present one another name: a.jsonl becomes a.1.jsonl, then a.2.jsonl."""
        old = self.path / name
        number = 1
        while (other := old.with_name(f'{old.stem}.{number}{old.suffix}')).exists():
            number += 1
        try:
            old.replace(other)
            _sync(self.path)
        except OSError as error:
            raise output_error(old, error) from None

    def clear_leftovers(self, name: str = '') -> None:
        """Take away what a killed run left half-written, of one file or of all; only under the lock of the run."""
        with suppress(OSError):
            for path in self.path.glob(f'{_beginning(name) if name else PREFIX}*{SUFFIX}'):
                path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Take the whole folder away."""
        shutil.rmtree(self.path, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other run out of the folder; the processes of a killed one give it free within a moment.

        Raises:
            OutputError: another run is at work in it.
        """
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            raise output_error(self.path, error) from None
        try:
            if not _lock(handle):
                message = _("{folder}：另一个批量任务正在写这个文件夹，请等它结束，或换一个文件夹")
                raise OutputError(message.format(folder=self.path))
            yield
        finally:
            with suppress(OSError):
                os.close(handle)


def _lock(handle: int) -> bool:
    """Lock an open folder; tells whether it could be."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(PATIENCE / 50)
        except OSError:
            # A file system without locks, such as some network drives: the rest holds all the same.
            return True
        else:
            return True


def _beginning(name: str) -> str:
    """Give how the temporary names of a file begin."""
    return f'{PREFIX}{sha256(name.encode()).hexdigest()[:8]}-'


def digest_of(path: Path) -> str:
    """Give the sha256 of a file in hexadecimal digits; raises `OSError`."""
    whole = sha256()
    with path.open('rb') as stream:
        while block := stream.read(BLOCK):
            whole.update(block)
    return whole.hexdigest()


def _sync_all(paths: Sequence[Path]) -> None:
    if paths:
        with ThreadPoolExecutor(min(AT_A_TIME, len(paths))) as pool:
            list(pool.map(_sync, paths))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
