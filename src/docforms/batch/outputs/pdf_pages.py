"""PDF files without a clock, and many in one: the only user of pikepdf."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Final

import pikepdf

# Files open at a time while they are merged.
OPEN: Final = 100
CLOCKS: Final = ('/CreationDate', '/ModDate')


def without_clock(pdf: bytes) -> bytes:
    """Take out of a PDF when it was made, so that equal documents give equal bytes."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        _save(document, output)
    return output.getvalue()


def merge_pdf(files: Iterable[Path], target: Path, work: Path) -> None:
    """Put PDF files behind one another, each beginning on an odd page: the front of a sheet printed on both sides.

    `work` is a folder for what is put together on the way.
    """
    parts = [_merged_part(part, work / f'{number}.pdf') for number, part in enumerate(_parts(files))]
    with pikepdf.new() as whole, ExitStack() as open_files:
        for part in parts:
            whole.pages.extend(open_files.enter_context(pikepdf.open(part)).pages)
        _save(whole, target)


def _parts(files: Iterable[Path]) -> Iterator[list[Path]]:
    rest = iter(files)
    while part := list(islice(rest, OPEN)):
        yield part


def _merged_part(files: list[Path], target: Path) -> Path:
    with pikepdf.new() as whole, ExitStack() as open_files:
        for file in files:
            pages = open_files.enter_context(pikepdf.open(file)).pages
            whole.pages.extend(pages)
            if len(pages) % 2:
                _, _, width, height = (float(number) for number in pages[-1].mediabox)
                whole.add_blank_page(page_size=(width, height))
        whole.save(target, static_id=True)
    return target


def _save(document: pikepdf.Pdf, target: Path | BytesIO) -> None:
    for name in CLOCKS:
        if name in document.docinfo:
            del document.docinfo[name]
    for place, name in ((document.Root, '/Metadata'), (document.trailer, '/DocChecksum'), (document.trailer, '/ID')):
        if name in place:
            del place[name]
    document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
