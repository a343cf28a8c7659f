"""A folder that is being filled, with its manifest: begun, gone on with, or found complete."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, Protocol, TypeVar

from docforms.batch.chunks import ChunkResult
from docforms.batch.folder import Depot
from docforms.batch.manifest import Appending, Entry, Header, Manifest

# Problems a summary names one by one.
NAMED: Final = 20


class Planned(Protocol):
    """What a manifest says of a row before it is done."""

    @property
    def row(self) -> int:
        """Its line in the table."""

    @property
    def key(self) -> str:
        """What tells its values apart."""

    @property
    def file(self) -> str:
        """The name of its file."""

    @property
    def number(self) -> str:
        """The number printed on it."""


Plan = TypeVar('Plan', bound=Planned)


@dataclass(slots=True)
class Tally:
    """What came of the rows so far; `problems` keeps the first few that are not written, with their lines."""

    rows: int = 0
    written: int = 0
    unchanged: int = 0
    bad: int = 0
    failed: int = 0
    refused: int = 0
    slow: int = 0
    rendered: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)

    def count(self, result: ChunkResult) -> None:
        """Count the rows of a chunk."""
        self.unchanged += result.unchanged
        self.slow += result.slow
        for entry in result.entries:
            self._count(entry)
            self.rendered += entry.status != 'bad'

    def count_done(self, entries: Iterable[Entry]) -> None:
        """Count rows an earlier run has done."""
        for entry in entries:
            self._count(entry)
            self.unchanged += entry.status == 'written'

    def _count(self, entry: Entry) -> None:
        self.rows += 1
        setattr(self, entry.status, getattr(self, entry.status) + 1)
        if entry.error and len(self.problems) < NAMED:
            self.problems.append((entry.row, entry.error))


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder and its manifest, which may stand elsewhere."""

    folder: Depot
    manifest: Manifest

    def fill(
        self,
        header: Header,
        items: Iterable[Plan],
        produce: Callable[[Iterator[Plan]], Generator[ChunkResult, None, None]],
        tell: Callable[[Tally], None],
        *,
        step: int = 1,
        finish: Callable[[], str] = str,
    ) -> Tally:
        """Do every row that is not done yet, in list order; `produce` does them, `tell` hears how far it is.

        `finish` makes of all documents what they are made for, and gives its sha256 to be kept in the manifest.

        Rows count as done up to the first whose file is not there, or not as the manifest has it. Behind that,
        everything is done again: equal files are left alone. `step` is how many rows are only ever done together.

        Raises:
            OutputError: the folder cannot be written.
        """
        tally = Tally()
        place, rest = self._undone(header, iter(items), tally, step)
        appending = Appending(self.manifest, place)
        try:
            tell(tally)
            with closing(produce(rest)) as results:
                for result in results:
                    appending.append(result.entries)
                    tally.count(result)
                    tell(tally)
            appending.complete(finish())
        finally:
            appending.close()
        return tally

    def found(self, header: Header, planned: Iterable[Planned], result: str | None) -> Tally | None:
        """Count the rows of this very run where it has come to its end; None where something is left to do.

        `result` is the sha256 of the file the run gave, which stands for all its documents; None for a folder.
        """
        completed = self.manifest.completed()
        if completed is None or self.manifest.header() != header or completed != (result or ''):
            return None
        tally = Tally()
        items = iter(planned)
        for entry, _end in self.manifest.entries():
            item = next(items, None)
            if item is None or not self._is_done(entry, item, by_name=result is not None):
                return None
            tally.count_done([entry])
        return tally if next(items, None) is None else None

    def _undone(self, header: Header, items: Iterator[Plan], tally: Tally, step: int) -> tuple[int, Iterator[Plan]]:
        """Skip what is done; gives the place of the manifest to go on at, and the rows to do."""
        place = end = self.manifest.begin(header)
        together: list[tuple[Plan, Entry]] = []
        for entry, end in self.manifest.entries():
            item = next(items, None)
            if item is None or not self._is_done(entry, item):
                undone = [each for each, _entry in together]
                return place, chain(undone, [] if item is None else [item], items)
            together.append((item, entry))
            if len(together) == step:
                tally.count_done(each for _item, each in together)
                together, place = [], end
        following = next(items, None)
        if following is not None:
            return place, chain([each for each, _entry in together], [following], items)
        tally.count_done(each for _item, each in together)
        return end, iter(())

    def _is_done(self, entry: Entry, item: Planned, *, by_name: bool = False) -> bool:
        same = (entry.row, entry.key, entry.file, entry.number) == (item.row, item.key, item.file, item.number)
        if entry.status == 'written':
            return same and (by_name or self.folder.digest(entry.file) == entry.sha256)
        return same and entry.status in {'bad', 'failed'}
