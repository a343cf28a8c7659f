"""Readers of untrusted files as simple as can be: the worker imports them by name, as it does the real ones."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

from docforms.opening import examine


def read_word(content: bytes, name: str) -> tuple[str, ...]:
    """Give the texts of a Word document."""
    from lxml import etree

    examine(content, name, ('docx',))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        root = etree.fromstring(archive.read('word/document.xml'), etree.XMLParser(resolve_entities=False))
    return tuple(text for element in root.iter('{*}t') if (text := element.text))


def read_workbook(content: bytes, name: str) -> tuple[str, ...]:
    """Give the texts of a workbook."""
    import openpyxl

    examine(content, name, ('xlsx',))
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return tuple(
        str(value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=100, max_col=20, values_only=True)
        for value in row
        if value is not None
    )


def read_print(content: bytes, name: str) -> tuple[str, ...]:
    """Give the text of each page of a PDF."""
    import pdfplumber

    examine(content, name, ('pdf',))
    with pdfplumber.open(BytesIO(content)) as document:
        return tuple(page.extract_text() for page in document.pages)


def compute(content: bytes) -> int:
    """Never come to an end."""
    while content:
        pass
    return 0


def fill_memory(content: bytes) -> int:
    """Ask for more and more memory."""
    kept = [content]
    while True:
        kept.append(bytes(1 << 26))


def wait(content: bytes) -> int:
    """Do nothing for a very long time."""
    import time

    time.sleep(3600)
    return len(content)


def crash(content: bytes) -> int:
    """Read where no memory is, as a broken library does."""
    import ctypes

    return len(ctypes.string_at(0)) + len(content)


def write(content: bytes, place: str) -> int:
    """Write a file."""
    with open(place, 'wb') as stream:  # noqa: PTH123 - as a library would
        return stream.write(content)


def answer_wrongly(content: bytes) -> int:
    """Answer with something else than declared."""
    return content.decode()  # type: ignore[return-value]


def answer_wrongly_later(content: bytes) -> Iterator[int]:
    """Answer rightly, then with something else than declared, and then with more than anybody takes."""
    yield len(content)
    yield content.decode()  # type: ignore[misc]
    while True:
        yield len(content)


def stumble(content: bytes) -> int:
    """Fail as libraries do, with words of the file in the error."""
    raise KeyError(content.decode())


def measure(content: bytes) -> int:
    """Give the length."""
    return len(content)
