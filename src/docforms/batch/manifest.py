"""The manifest of a run: one line of JSON for each row, in list order, appended only when its file is safe on disk.

The first line tells what the run is made of, so that only the same run is resumed; the last one, of a run that came to
its end, what came out. A line cut off by a crash counts as not written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal

from docforms.batch.folder import Content, Folder
from docforms.exceptions import OutputError
from docforms.files import output_error
from docforms.i18n import N_, _

NAME: Final = 'manifest.jsonl'
VERSION: Final = 1

Status = Literal['written', 'bad', 'failed', 'refused']


@dataclass(frozen=True, slots=True)
class Header:
    """What a run is made of; digests are sha256.

    `options` are those that change what comes out.
    """

    document: str
    pack_version: str
    table: str
    template: str
    office: str
    options: Mapping[str, Any]

    def differences(self, other: Header) -> list[str]:
        """Name what is not as it was."""
        return [
            _(WORDS[field.name]) for field in fields(self) if getattr(self, field.name) != getattr(other, field.name)
        ]


WORDS: Final = {
    'document': N_("文书"),
    'pack_version': N_("规则包版本"),
    'table': N_("表格内容"),
    'template': N_("模板"),
    'office': N_("本单位的固定信息"),
    'options': N_("选项"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one row.

    `row` is its line in the table, `key` tells its values apart without giving them away, `number` is the number
    printed on the document. `status` is `written` (the file is there with this sha256), `bad` (did not pass),
    `failed` (could not be rendered) or `refused` (another file of that name is there).
    """

    row: int
    key: str
    file: str
    number: str
    sha256: str
    status: Status
    error: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest in its folder."""

    folder: Folder
    name: str = NAME

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder.path / self.name

    def header(self) -> Header | None:
        """Read what the run was made of; None where there is no manifest that can be read."""
        try:
            with self.path.open('rb') as stream:
                data = json.loads(stream.readline())
            return Header(**data['run']) if data['manifest'] == VERSION else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def entries(self) -> Iterator[tuple[Entry, int]]:
        """Read the entries, each with the place in the file where it ends, up to the first that is no whole line."""
        try:
            stream = self.path.open('rb')
        except OSError:
            return
        with stream:
            place = len(stream.readline())
            for line in stream:
                entry = _entry(line)
                if entry is None:
                    return
                place += len(line)
                yield entry, place

    def begin(self, header: Header) -> int:
        """Start anew, unless this very run is under way; gives the place behind the header.

        The manifest of another run is kept under another name. Raises `OutputError`.
        """
        line = _line({'manifest': VERSION, 'run': asdict(header)})
        if self.header() != header:
            if self.path.exists():
                self.folder.set_aside(self.name)
            self.folder.put([Content(self.name, line)], replace=True)
        return len(line)

    def completed(self) -> str | None:
        """Give the sha256 of what the run came to, '' for a folder; None while it is not at its end."""
        try:
            with self.path.open('rb') as stream:
                stream.seek(-min(_LAST, stream.seek(0, os.SEEK_END)), os.SEEK_END)
                last = stream.read().splitlines(keepends=True)[-1]
            return str(json.loads(last)['completed']) if last.endswith(b'\n') else None
        except (OSError, ValueError, LookupError, TypeError):
            return None


# More than the line of a completed run has.
_LAST: Final = 200


class Appending:
    """A manifest opened for further lines."""

    def __init__(self, manifest: Manifest, place: int) -> None:
        """Go on behind a place in the file; what stands there is cut off.

        Raises:
            OutputError: it cannot be written.
        """
        self._path = manifest.path
        try:
            self._handle = os.open(self._path, os.O_WRONLY)
        except OSError as error:
            raise output_error(self._path, error) from None
        self._end = place
        self._cut()

    def append(self, entries: Iterable[Entry]) -> None:
        """Write entries and wait until they are on the disk; raises `OutputError`, and then none of them is there."""
        self._write(b''.join(_line(asdict(entry)) for entry in entries))

    def complete(self, digest: str = '') -> None:
        """Write that the run has come to its end; `digest` is the sha256 of a single file it gave."""
        self._write(_line({'completed': digest}))

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)

    def _write(self, data: bytes) -> None:
        try:
            written = 0
            while written < len(data):
                written += os.pwrite(self._handle, data[written:], self._end + written)
            os.fsync(self._handle)
        except OSError as error:
            with suppress(OSError, OutputError):
                self._cut()
            raise output_error(self._path, error) from None
        self._end += len(data)

    def _cut(self) -> None:
        try:
            os.ftruncate(self._handle, self._end)
        except OSError as error:
            raise output_error(self._path, error) from None


def _line(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(',', ':')).encode('utf-8', 'backslashreplace') + b'\n'


def _entry(line: bytes) -> Entry | None:
    if not line.endswith(b'\n'):
        return None
    try:
        return Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None
