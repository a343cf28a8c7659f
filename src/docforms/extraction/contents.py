"""What a filled file shows, whatever its kind: tables of texts, and the lines outside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docforms.extraction.reading import Box, PageReading, Reader, Signal


@dataclass(frozen=True, slots=True, eq=False)
class TextCell:
    """One cell of a table.

    `row` counts from 0 within its table; `left` and `right` are in any unit the whole table shares. `text` has its
    lines parted by line feeds. `place` names the cell to people where there is no `box`. A `loose` cell is a line
    outside the tables.
    """

    row: int
    rows: int
    left: float
    right: float
    text: str
    page: int = 1
    box: Box | None = None
    place: str = ''
    signals: frozenset[Signal] = frozenset()
    loose: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line outside the tables."""

    text: str
    page: int = 1
    box: Box | None = None
    place: str = ''


@dataclass(frozen=True, slots=True)
class Contents:
    """The tables and lines of a file, in reading order."""

    reader: Reader
    tables: tuple[tuple[TextCell, ...], ...]
    lines: tuple[Line, ...]
    pages: tuple[PageReading, ...] = ()

    def texts(self) -> Iterator[str]:
        """List every text."""
        yield from (line.text for line in self.lines)
        yield from (cell.text for table in self.tables for cell in table)

    def rows(self) -> list[tuple[TextCell, ...]]:
        """Give the rows of all tables, the cells that begin in each from left to right, then each line as a row."""
        found: list[tuple[TextCell, ...]] = []
        for table in self.tables:
            by_row: dict[int, list[TextCell]] = {}
            for cell in table:
                by_row.setdefault(cell.row, []).append(cell)
            found += [tuple(sorted(by_row[row], key=lambda cell: cell.left)) for row in sorted(by_row)]
        return found + [(_loose(line),) for line in self.lines]


def _loose(line: Line) -> TextCell:
    return TextCell(0, 0, 0.0, 1.0, line.text, line.page, line.box, line.place, loose=True)
