"""What reading and checking a table gives: rows, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One thing wrong with a row.

    `row` is the line in `sheet`, which for a list filled in on a second sheet is another line than `Row.number`.
    `sheet` is the name of the worksheet; '' for csv and jsonl. `column` is the header, for jsonl the label of the
    field; '' where the row as a whole is meant. `cell` is an address such as C5; '' for csv and jsonl, and where a
    field has no cell.
    """

    sheet: str
    row: int
    column: str
    cell: str
    message: str
    remedy: str


class Place(NamedTuple):
    """Where a value stands; the parts are those of `RowFinding`."""

    sheet: str
    row: int
    column: str
    cell: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, and with it the data of one document.

    `number` is the line in the table as the clerk sees it: the header of a workbook or csv is line 1. `values` is
    the data as `docforms render` takes it, without what the office gives; blank cells are left out, and so is what
    could not be read. `findings` is empty for a good row. `lines` tells, for each list filled in on a second sheet,
    the line of each of its rows there.
    """

    number: int
    values: Mapping[str, Any]
    findings: tuple[RowFinding, ...] = ()
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
