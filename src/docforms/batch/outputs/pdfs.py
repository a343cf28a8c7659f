"""Turn the documents of a run into PDF, many with one start of LibreOffice."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Final

from docforms.batch.chunks import ChunkResult, entry_of
from docforms.batch.folder import Content, Folder
from docforms.batch.manifest import Entry
from docforms.batch.outputs.pdf_pages import without_clock
from docforms.batch.target import pdf_name
from docforms.packs.resources import fonts_configuration
from docforms.tools import to_pdf

# Rows done by one start of LibreOffice, which takes as long as a dozen of them. They are always the same rows, counted
# from the beginning of the list: LibreOffice numbers some fonts through all files of a start.
GROUP: Final = 50
# A cold LibreOffice on a busy machine needs a quarter of the first; a document a tenth of the second.
START_SECONDS: Final = 120.0
SECONDS: Final = 3.0


def as_pdf(entry: Entry) -> Entry:
    """Give the entry of a document as that of its PDF."""
    return replace(entry, file=pdf_name(entry.file))


@dataclass(frozen=True, slots=True)
class Conversion:
    """Documents in one folder, and the folder for their PDF files; `jobs` is how many LibreOffices work at a time."""

    source: Folder
    target: Folder
    jobs: int
    overwrite: bool

    def results(self, entries: Iterator[Entry]) -> Generator[ChunkResult, None, None]:
        """Make the PDF files of entries that `as_pdf` gave, in groups and in list order.

        Raises:
            ToolMissing: LibreOffice is not installed.
            ToolFailed: it failed, or took too long.
            OutputError: a PDF cannot be written.
        """
        with ThreadPoolExecutor(self.jobs) as pool:
            under_way: deque[Future[ChunkResult]] = deque()
            try:
                while group := list(islice(entries, GROUP)):
                    under_way.append(pool.submit(self._convert, group))
                    if len(under_way) > self.jobs:
                        yield under_way.popleft().result()
                while under_way:
                    yield under_way.popleft().result()
            finally:
                for future in under_way:
                    future.cancel()

    def _convert(self, group: Sequence[Entry]) -> ChunkResult:
        entries = [entry for entry in group if entry.status == 'written']
        with TemporaryDirectory(prefix='docforms-', ignore_cleanup_errors=True) as name:
            paths = [self.source.path / PurePath(entry.file).with_suffix('.docx') for entry in entries]
            timeout = START_SECONDS + SECONDS * len(paths)
            files = to_pdf(paths, Path(name), timeout=timeout, fonts=fonts_configuration())
            pairs = zip(entries, files, strict=True)
            contents = [Content(entry.file, without_clock(file.read_bytes())) for entry, file in pairs]
        states = self.target.put(contents, replace=self.overwrite)
        done = {
            entry.row: entry_of(entry, sha256(content.data).hexdigest(), state)
            for entry, content, state in zip(entries, contents, states, strict=True)
        }
        return ChunkResult(tuple(done.get(entry.row, entry) for entry in group), states.count('same'))
