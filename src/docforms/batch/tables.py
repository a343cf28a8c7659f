"""Open a table: a workbook, csv or jsonl file, as rows of the data of one document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from docforms.batch.csv_lines import csv_lines
from docforms.batch.header import Expected, HeaderReader
from docforms.batch.jsonl_table import JsonlTable
from docforms.batch.labels import Labels, role_of
from docforms.batch.reading import LineReader
from docforms.batch.rows import Place, Row, RowFinding
from docforms.batch.sheet_tables import SheetSource, SheetTable
from docforms.batch.wording import finding_line
from docforms.exceptions import InputError, UsageError
from docforms.files import opened, shown
from docforms.i18n import _
from docforms.packs import DocumentType

ENDINGS: Final = ('xlsx', 'csv', 'jsonl')


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

        Blank rows are skipped. Rows have only the findings that reading itself makes. A row of a further sheet that
        belongs to no row of the first is given as a row of its own, with a finding.
        """

    def place(self, row: Row, parts: Sequence[str]) -> Place:
        """Tell where a value of a row stands, by its JSON Pointer split into parts."""


def open_table(path: Path, document: DocumentType, *, office: Mapping[str, Any] | None = None) -> Table:
    """Open a table and check its header.

    The ending chooses the format: .xlsx, .csv or .jsonl. Fields the office gives need no column.

    Raises:
        UsageError: the ending is another.
        InputError: the file cannot be used; all faults of its header are listed.
    """
    ending = path.suffix.lower().removeprefix('.')
    if ending not in ENDINGS:
        message = _("{file}：不支持这种结尾，请改为 {endings}")
        endings = '、'.join(f'.{name}' for name in ENDINGS)
        raise UsageError(message.format(file=shown(str(path)), endings=endings))
    labels = Labels(document.schema['properties'])
    needed = [name for name in document.schema.get('required', ()) if not _given(name, office)]
    table: Table | None
    faults: list[RowFinding] = []
    if ending == 'jsonl':
        table = _open_jsonl(path, labels)
    elif ending == 'csv':
        table, faults = _open_csv(path, labels, needed)
    else:
        from docforms.batch.workbook_tables import open_workbook

        table, faults = open_workbook(path, labels, needed)
    if faults or table is None:
        head = _("{file}：表头有 {count} 处问题，改正后再试：").format(file=shown(str(path)), count=len(faults))
        raise InputError('\n'.join([head, *(f'  {finding_line(fault)}' for fault in faults)]))
    return table


def _given(name: str, office: Mapping[str, Any] | None) -> bool:
    return office is not None and office.get(name) not in (None, '')


def _open_jsonl(path: Path, labels: Labels) -> JsonlTable:
    with opened(path) as stream:
        if not stream.read(1024 * 1024).strip():
            raise InputError(_("{file}：文件是空的，请检查是否选错了文件").format(file=shown(str(path))))
    return JsonlTable(path, labels)


def _open_csv(path: Path, labels: Labels, needed: Collection[str]) -> tuple[SheetTable | None, list[RowFinding]]:
    lines = partial(csv_lines, path)
    in_cells = [name for name in needed if role_of(labels.properties[name]) != 'table']
    reader = HeaderReader('', Expected(labels, in_cells, keyed=False, has_sheets=False), addressed=False)
    header = reader.read(lines())
    for name in needed:
        if role_of(labels.properties[name]) == 'table':
            message = _("“{title}”必须填写，它有多行内容，csv 文件写不下").format(title=labels.title(name))
            reader.faults.append(RowFinding('', 1, labels.title(name), '', message, _("请改用 .xlsx 或 .jsonl")))
    if header is None:
        return None, reader.faults
    return SheetTable(path, SheetSource(lines, LineReader(header, labels, addressed=False))), reader.faults
