"""Open a table: a workbook, csv or jsonl file, as rows of the data of one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from docforms.batch.rows import Row
from docforms.packs import DocumentType


class Table(Protocol):
    """Rows of one document's data."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers of the table as it has them; for jsonl none."""

    def __iter__(self) -> Iterator[Row]:
        """Read the rows, one at a time; the table may be read again from its beginning.

        Blank rows are skipped. Rows have only the findings that reading itself makes.
        """


def open_table(path: Path, document: DocumentType, *, office: Mapping[str, Any] | None = None) -> Table:
    """Open a table and check its header.

    The ending chooses the format: .xlsx, .csv or .jsonl. Fields the office gives need no column.

    Raises:
        InputError: the file cannot be used; all faults of its header are listed.
    """
    raise NotImplementedError
