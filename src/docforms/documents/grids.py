"""Tell, before any value is known, whether docxtpl would change the columns of a table.

After filling, docxtpl adds columns where a row has more cells than the table has columns, and takes columns away
that no row reaches. A table with a row that always comes out and reaches every column is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

SPAN: Final = re.compile(r'\sw:val="(\d+)"')


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that is being read: its columns, and how many of them a row reaches that surely comes out."""

    columns: int | None = None
    reached: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is being read: its cells, and the columns they span."""

    cells: int = 0
    span: int = 0


class ChangedColumns(Exception):
    """Docxtpl would add columns to a table or take some away, or may do so."""


@dataclass(frozen=True, slots=True)
class Grids:
    """The open tables and rows, outermost first; tables of a cell count towards the table around it, as in docxtpl."""

    tables: tuple[Grid, ...] = ()
    rows: tuple[Row, ...] = ()

    def opened(self, path: Sequence[str], attributes: str) -> Grids:
        """Read a start tag; `path` names the open elements around it and, last, itself."""
        match path[-1]:
            case 'w:tbl':
                return replace(self, tables=(*self.tables, Grid()))
            case 'w:gridCol' if self.tables:
                table = self.tables[-1]
                return self._with_table(replace(table, columns=(table.columns or 0) + 1))
            case 'w:tr' if self.tables:
                return replace(self, rows=(*self.rows, Row()))
            case 'w:tc' if self.rows and path[-2] == 'w:tr':
                return self._with_row(Row(self.rows[-1].cells + 1, self.rows[-1].span + 1))
            case 'w:gridSpan' if self.rows and path[-4:-1] == ['w:tr', 'w:tc', 'w:tcPr']:
                value = SPAN.search(attributes)
                if value is None:
                    raise ChangedColumns
                return self._with_row(replace(self.rows[-1], span=self.rows[-1].span + int(value[1]) - 1))
        return self

    def closed(self, name: str) -> Grids:
        """Read an end tag; raises `ChangedColumns` when docxtpl would not leave the table as it is."""
        if name == 'w:tr' and self.rows:
            row = self.rows[-1]
            if any(table.columns is not None and row.cells > table.columns for table in self.tables):
                raise ChangedColumns
            tables = (replace(table, reached=max(table.reached, row.span)) for table in self.tables)
            return Grids(tuple(tables), self.rows[:-1])
        if name == 'w:tbl' and self.tables:
            if self.tables[-1].reached < (self.tables[-1].columns or 0):
                raise ChangedColumns
            return replace(self, tables=self.tables[:-1])
        return self

    def joined(self, other: Grids) -> Grids:
        """Give what holds whichever of two ways was taken, inside the same tables."""
        if self.rows != other.rows:
            raise ChangedColumns
        return replace(self, tables=tuple(_joined(self.tables, other.tables)))

    def _with_table(self, table: Grid) -> Grids:
        return replace(self, tables=(*self.tables[:-1], table))

    def _with_row(self, row: Row) -> Grids:
        return replace(self, rows=(*self.rows[:-1], row))


def _joined(tables: Sequence[Grid], others: Sequence[Grid]) -> Iterator[Grid]:
    for table, other in zip(tables, others, strict=True):
        if table.columns != other.columns:
            raise ChangedColumns
        yield Grid(table.columns, min(table.reached, other.reached))
