"""The summary of a folder of forms that were read: which have to be looked at, and where their results are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from docforms.batch.extraction import FileResult
from docforms.documents.workbook_file import saved
from docforms.i18n import N_, _
from docforms.reports.printable import one_line
from docforms.reports.record_lines import Scalar
from docforms.reports.workbook_cells import (
    FILLS,
    LARGE,
    LINK,
    banner,
    cell_at,
    filterable,
    fit_height,
    header,
    print_setup,
    put,
    widths,
)

SUMMARY: Final = N_("汇总.xlsx")
COLUMNS: Final = (
    (N_("序号"), 6.0),
    (N_("文件"), 32.0),
    (N_("表单"), 32.0),
    (N_("页数"), 7.0),
    (N_("已读出"), 9.0),
    (N_("存疑"), 9.0),
    (N_("未读出"), 9.0),
    (N_("空白"), 9.0),
    (N_("没有读成的原因"), 40.0),
    (N_("结果"), 28.0),
    (N_("核对页"), 28.0),
)
_TABLE_ROW: Final = 2
_RESULT: Final = 10


def extraction_summary(results: Sequence[FileResult], titles: Mapping[str, str]) -> bytes:
    """Write the workbook, files in the given order; `titles` are those of the forms."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = _("汇总")
    widths(sheet, [width for _title, width in COLUMNS])
    banner(sheet, 1, len(COLUMNS), [summary_text(results)], LARGE)
    header(sheet, _TABLE_ROW, [_(title) for title, _width in COLUMNS])
    for number, result in enumerate(results, start=1):
        _add(sheet, number, result, titles)
    filterable(sheet, _TABLE_ROW, len(COLUMNS), len(results))
    print_setup(sheet)
    return saved(workbook)


def summary_text(results: Sequence[FileResult]) -> str:
    """Say in one line what came of the files."""
    failed = sum(bool(result.error) for result in results)
    doubtful = sum(bool(result.doubts) for result in results)
    clear = len(results) - failed - doubtful
    text = _("共 {count} 个文件：{clear} 个全部读清，{doubtful} 个有待核对的栏目，{failed} 个没有读成")
    return text.format(count=len(results), clear=clear, doubtful=doubtful, failed=failed)


def _add(sheet: Worksheet, number: int, result: FileResult, titles: Mapping[str, str]) -> None:
    row = _TABLE_ROW + number
    states = ('read', 'doubtful', 'unreadable', 'blank')
    counts: list[Scalar] = ['' if result.error else result.count(state) for state in states]
    form = titles.get(result.form, result.form)
    pages = result.pages or ''
    texts: list[Scalar] = [number, result.file, form, pages, *counts, result.error, result.result, result.page]
    for column, text in enumerate(texts, start=1):
        cell = cell_at(sheet, row, column)
        put(cell, one_line(text) if isinstance(text, str) else text)
        if column >= _RESULT and text:
            cell.hyperlink = Hyperlink(cell.coordinate, target=quote(str(text)))
            cell.font = LINK
    fit_height(sheet, row, len(COLUMNS))
    if result.error or result.doubts:
        sheet.cell(row, 2).fill = FILLS['error' if result.error else 'warning']
