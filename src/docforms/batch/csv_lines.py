"""Read the lines of a csv file one at a time, going on after a line that cannot be read."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from docforms.batch.cells import Cell, Line
from docforms.exceptions import InputError
from docforms.files import kind_of, opened, shown
from docforms.i18n import _

# A cell with more line breaks, or a longer line, is a quote that was never closed.
MAX_LINES: Final = 100
MAX_LINE: Final = 1024 * 1024
_CHUNK: Final = 1024 * 1024
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def csv_lines(path: Path) -> Iterator[Line]:
    """Give the lines that hold anything, numbered as spreadsheets show them: a cell of several lines counts once.

    Commas separate cells; where the first line has none, tabs or semicolons do.

    Raises:
        InputError: the file cannot be read, or is neither UTF-8 nor GBK.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline='') as stream:
        for number, fields in enumerate(_records(stream), start=1):
            if fields is None:
                yield Line(number, {}, _("双引号不成对，这一行读不出来"))
            else:
                cells = {
                    column: Cell('text', text.replace('\r\n', '\n').replace('\r', '\n'))
                    for column, text in enumerate(fields, start=1)
                    if text and not text.isspace()
                }
                if cells:
                    yield Line(number, cells)


def encoding_of(path: Path) -> str:
    """Tell how a text file is encoded by reading all of it.

    Raises:
        InputError: it is empty, no text, or neither UTF-8 nor GBK.
    """
    name = shown(str(path))
    with opened(path) as stream:
        start = stream.read(_CHUNK)
        if not start.strip():
            raise InputError(_("{file}：文件是空的，请检查是否选错了文件").format(file=name))
        if start.startswith(_UTF_16):
            return 'utf-16'
        if kind_of(start) == 'text' and b'\x00' not in start:
            for encoding in ('utf-8-sig', 'gb18030'):
                stream.seek(0)
                if _is_in(encoding, stream):
                    return encoding
    raise InputError(
        _("{file}：不是 UTF-8 或 GBK 编码的文本文件；请在 Excel 或 WPS 中另存为 csv 再试").format(file=name)
    )


def _is_in(encoding: str, stream: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b'', final=True)
    except UnicodeDecodeError:
        return False
    return True


def _records(stream: IO[str]) -> Iterator[list[str] | None]:
    """Give the cells of each line; None for one whose quotes do not match, after which reading goes on."""
    waiting: deque[str] = deque()
    separator = ''
    while line := _next(waiting, stream):
        separator = separator or _separator(line)
        taken = [line]
        # Quotes stand in pairs: an odd one opens a cell that goes on in the next line.
        is_open = line.count('"') % 2
        while is_open and len(taken) < MAX_LINES and (line := _next(waiting, stream)):
            taken.append(line)
            is_open ^= line.count('"') % 2
        fields = None if is_open else _fields(taken, separator)
        if fields is None:
            waiting.extendleft(reversed(taken[1:]))
        yield fields


def _next(waiting: deque[str], stream: IO[str]) -> str:
    return waiting.popleft() if waiting else stream.readline(MAX_LINE)


def _separator(line: str) -> str:
    return next((mark for mark in (',', '\t', ';') if mark in line), '')


def _fields(lines: list[str], separator: str) -> list[str] | None:
    try:
        found = list(csv.reader(lines, delimiter=separator or ',', strict=True))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else [] if not found else None
