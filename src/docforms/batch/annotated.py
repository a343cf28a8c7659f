"""The clerk's table with what is wrong marked in it: coloured cells with comments, and a summary sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final
from warnings import catch_warnings, simplefilter
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from docforms.batch.cells import letters
from docforms.batch.preflight import Preflight
from docforms.batch.preflight_text import summary
from docforms.batch.rows import RowFinding
from docforms.batch.sheet_tables import SheetTable
from docforms.batch.tables import Table
from docforms.batch.wording import sentence
from docforms.batch.workbook_tables import SUMMARY
from docforms.documents.workbook_file import saved
from docforms.files import shown, unpacked_size
from docforms.i18n import N_, _
from docforms.reports.printable import one_line
from docforms.reports.record_lines import Scalar
from docforms.reports.record_lines import shown as shown_value
from docforms.reports.workbook_cells import (
    FILLS,
    LARGE,
    LINK,
    PLAIN,
    banner,
    cell_at,
    comment,
    filterable,
    fit_height,
    header,
    print_setup,
    put,
    widths,
)

# Comments make a workbook slow to open, and nobody reads more.
MOST_COMMENTS: Final = 1_000
MOST_LISTED: Final = 1_000
MOST_ROWS: Final = 1_000
# A workbook that unpacks to more is not held in memory for the sake of its colours.
_LARGEST: Final = 150 * 1024 * 1024
_MOST_CELLS: Final = 5_000_000
_BAD_ROWS: Final = N_("有问题的行")
_AUTHOR: Final = 'docforms'
_TABLE_ROW: Final = 3


def annotated(table: Table, result: Preflight) -> bytes:
    """Write a copy of a workbook with the findings of its preflight, or, for other tables, its bad rows.

    A workbook too large to be copied is given as its bad rows too. Marks of an earlier copy are taken out first.
    Equal arguments give equal bytes.
    """
    workbook = _copy(table.path)
    if workbook is None:
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        sheet.title = _(_BAD_ROWS)
        cell_of = _write_bad_rows(sheet, table, result)
    else:
        _forget(workbook)
        cell_of = {finding: _cell_in(workbook, finding) for finding in result.findings}
    _mark(cell_of)
    _summarise(workbook.create_sheet(SUMMARY, 0), result, shown(table.path.name), cell_of)
    workbook.active = 0
    for sheet in workbook.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == SUMMARY
    return saved(workbook)


def _copy(path: Path) -> Workbook | None:
    """Load a workbook; None where the table is none, or one that cannot be written again."""
    if path.suffix.lower() != '.xlsx':
        return None
    with ZipFile(path) as archive:
        if unpacked_size(archive) > _LARGEST:
            return None
    try:
        with catch_warnings():
            simplefilter('ignore')  # of parts openpyxl leaves out: pictures, newer kinds of validation
            return load_workbook(path)
    except Exception:  # noqa: BLE001 - whatever openpyxl does not know of a file that could be read; its rows are given
        return None


def _forget(workbook: Workbook) -> None:
    """Take out the marks of an earlier copy, in which the clerk has gone on working."""
    if SUMMARY not in workbook.sheetnames:
        return
    del workbook[SUMMARY]
    red = FILLS['error'].fgColor.rgb
    for sheet in workbook.worksheets:
        # A far cell makes a sheet of nothing but blanks, and every one of them would be looked at.
        for row in sheet.iter_rows() if sheet.max_row * sheet.max_column <= _MOST_CELLS else ():
            for cell in row:
                if isinstance(cell, Cell) and cell.has_style and cell.fill.fgColor.rgb == red:
                    cell.fill = PatternFill()
                    if cell.comment is not None and cell.comment.author == _AUTHOR:
                        cell.comment = None


def _cell_in(workbook: Workbook, finding: RowFinding) -> Cell | None:
    """Find the cell of a finding; for one without, the first of its row."""
    if finding.sheet not in workbook.sheetnames:
        return None
    cell = workbook[finding.sheet][finding.cell or f'A{finding.row}']
    return cell if isinstance(cell, Cell) else None


def _write_bad_rows(sheet: Worksheet, table: Table, result: Preflight) -> Mapping[RowFinding, Cell | None]:
    """Write the bad rows as they stand in the table, each with its line there."""
    main = table.main.header.sheet if isinstance(table, SheetTable) else ''
    found = [finding for finding in result.findings if finding.sheet == main]
    titles, lines = _bad_lines(table, {finding.row for finding in found})
    header(sheet, 1, [_("原表行号"), *titles])
    widths(sheet, [10, *(18.0 for _title in titles)])
    rows: dict[int, int] = {}
    for row, (number, texts) in enumerate(islice(lines, MOST_ROWS), start=2):
        rows[number] = row
        put(cell_at(sheet, row, 1), number)
        for column, text in enumerate(texts, start=2):
            put(cell_at(sheet, row, column), text)
    print_setup(sheet)
    columns = {title: column for column, title in enumerate(titles, start=2)}
    cell_of: dict[RowFinding, Cell | None] = dict.fromkeys(result.findings)
    for finding in found:
        if finding.row in rows:
            # A finding inside a list of a jsonl file is about the list: “明细 第2行 名称”.
            column = columns.get(finding.column) or columns.get(finding.column.partition(' ')[0], 1)
            cell_of[finding] = cell_at(sheet, rows[finding.row], column)
    return cell_of


def _bad_lines(table: Table, numbers: set[int]) -> tuple[Sequence[str], Iterator[tuple[int, Sequence[str]]]]:
    """Give the headers of a table, and the texts of some of its lines."""
    if isinstance(table, SheetTable):
        columns = table.main.header.titles
        found = (line for line in table.main.data() if line.number in numbers)
        return tuple(columns.values()), (
            (line.number, [line.cells[column].text if column in line.cells else '' for column in columns])
            for line in found
        )
    rows = list(islice((row for row in table if row.number in numbers), MOST_ROWS))
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    titles = [table.place(rows[0], [name]).column for name in names]
    return titles, ((row.number, [str(shown_value(row.values.get(name, ''), {})) for name in names]) for row in rows)


def _mark(cell_of: Mapping[RowFinding, Cell | None]) -> None:
    said: dict[Cell, list[str]] = {}
    for finding, cell in cell_of.items():
        if cell is not None:
            cell.fill = FILLS['error']
            text = one_line(sentence(finding))
            if finding.column and not finding.cell:
                text = _("{place}：{text}").format(place=finding.column, text=text)
            said.setdefault(cell, []).append(text)
    for cell, lines in islice(said.items(), MOST_COMMENTS):
        comment(cell, [*lines, cell.comment.text] if cell.comment is not None else lines)


def _summarise(sheet: Worksheet, result: Preflight, name: str, cell_of: Mapping[RowFinding, Cell | None]) -> None:
    """List the findings, each with a link to its cell."""
    titles = (_("序号"), _("工作表"), _("行"), _("列"), _("单元格"), _("问题"), _("处理"))
    widths(sheet, (6, 14, 8, 22, 10, 46, 40))
    banner(sheet, 1, len(titles), [summary(result, name)], LARGE)
    banner(sheet, 2, len(titles), _notes(result), PLAIN)
    header(sheet, _TABLE_ROW, titles)
    listed = result.findings[:MOST_LISTED]
    for number, finding in enumerate(listed, start=1):
        row = _TABLE_ROW + number
        cell = cell_of[finding]
        texts: tuple[Scalar, ...] = (
            number, finding.sheet, finding.row, finding.column, finding.cell,
            one_line(finding.message), one_line(finding.remedy),
        )  # fmt: skip
        for column, text in enumerate(texts, start=1):
            put(cell_at(sheet, row, column), text)
        fit_height(sheet, row, len(titles))
        if cell is not None:
            place = f'{quote_sheetname(cell.parent.title)}!{letters(cell.column)}{cell.row}'
            link = cell_at(sheet, row, 1)
            link.hyperlink = Hyperlink(ref='', location=place)
            link.font = LINK
    if not result.findings:
        put(cell_at(sheet, _TABLE_ROW + 1, 6), _("没有发现问题"))
    filterable(sheet, _TABLE_ROW, len(titles), len(listed))
    print_setup(sheet)


def _notes(result: Preflight) -> list[str]:
    lines = [_("红色单元格有问题，鼠标停在上面可看批注；改正后可以直接用这份工作簿再试")]
    if result.count > MOST_LISTED:
        message = _("共有 {count} 处问题，这里列出前 {listed} 处，批注最多 {comments} 个")
        lines.append(message.format(count=result.count, listed=MOST_LISTED, comments=MOST_COMMENTS))
    return lines
