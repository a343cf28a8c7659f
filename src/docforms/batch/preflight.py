"""Check every row of a table before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docforms.batch.rows import Row, RowFinding
from docforms.batch.tables import Table
from docforms.packs import DocumentType, Pack


@dataclass(frozen=True, slots=True)
class Preflight:
    """What checking a table gave.

    `rows` counts all rows, `bad` those with findings, `count` all findings, of which `findings` keeps the first
    (`KEPT`). `digest` is the sha256 of the file in hexadecimal digits.
    """

    rows: int
    bad: int
    count: int
    findings: tuple[RowFinding, ...]
    digest: str


def checked(
    table: Table, pack: Pack, document: DocumentType, *, office: Mapping[str, Any] | None = None
) -> Iterator[Row]:
    """Give every row with all its findings, from reading and from the check `docforms render` makes.

    `values` of a good row are complete: with what the office gives, and without blanks, ready for
    `render_document()`. `office` may hold values the document does not know; they are left out.
    """
    raise NotImplementedError


def preflight(
    table: Table, pack: Pack, document: DocumentType, *, office: Mapping[str, Any] | None = None
) -> Preflight:
    """Check every row in one pass; only counts and the first findings are kept."""
    raise NotImplementedError
