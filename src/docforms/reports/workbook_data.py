"""The sheet of the record, its wrong cells coloured and explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from docforms.findings import Finding, Report, Severity
from docforms.i18n import _
from docforms.packs.model import Form
from docforms.reports.names import Heading
from docforms.reports.printable import one_line
from docforms.reports.record_lines import Line, marked_places, record_lines
from docforms.reports.wording import SEVERITIES, cited, numbered
from docforms.reports.workbook_cells import (
    BOLD,
    FILLS,
    GROUP_FILL,
    HEADER_FILL,
    PLAIN,
    banner,
    cell_at,
    comment,
    fit_height,
    header,
    print_setup,
    put,
    widths,
)
from docforms.reports.wrapping import width
from docforms.validation.fields import record_schema

_HEADER_ROW: Final = 2
# Of labels and of values; the further columns of lists are as wide as they need be, within these bounds,
# of which the upper holds a code of 18 characters on one line.
_WIDTHS: Final = (28, 38)
_LEAST_WIDTH: Final = 9
_MOST_WIDTH: Final = 20


def fill_data(
    sheet: Worksheet, report: Report, record: Mapping[str, Any], form: Form, heading: Heading
) -> Mapping[int, str]:
    """Write the record and mark what is wrong with it; gives the cell of each finding by its number."""
    lines = list(record_lines(record, record_schema(form), report, heading.names))
    data = _DataSheet(sheet, _column_widths(lines))
    for row, line in enumerate(lines, start=_HEADER_ROW + 1):
        data.write(row, line)
    print_setup(sheet)
    return data.mark(report, record, heading.pack_title)


def _column_widths(lines: Sequence[Line]) -> Sequence[float]:
    """Choose the widths of the columns from what stands in them."""
    sizes: list[float] = [*_WIDTHS]
    for line in lines:
        for column, entry in enumerate((line.label, *line.entries)):
            if column >= len(sizes):
                sizes.append(_LEAST_WIDTH)
            if column >= len(_WIDTHS) and entry.value is not None:
                needed = width(str(entry.value)[:_MOST_WIDTH]) + 2
                sizes[column] = min(max(sizes[column], needed), _MOST_WIDTH)
    return sizes


class _DataSheet:
    """The sheet while it is written: which cell shows which place, and what could not be shown as it is."""

    def __init__(self, sheet: Worksheet, sizes: Sequence[float]) -> None:
        columns = len(sizes)
        self._sheet = sheet
        self._columns = columns
        self._cells: dict[str, list[Cell]] = {}
        self._remarks: dict[str, list[str]] = {}
        widths(sheet, sizes)
        legend = _("红色单元格有错误，黄色单元格有提醒；鼠标停在单元格上可看批注")
        banner(sheet, 1, columns, [legend], PLAIN)
        header(sheet, _HEADER_ROW, (_("项目"), _("填写内容"), *[''] * (columns - 2)))
        sheet.merge_cells(start_row=_HEADER_ROW, start_column=2, end_row=_HEADER_ROW, end_column=columns)

    def write(self, row: int, line: Line) -> None:
        """Write one line and remember which places its cells show."""
        sheet = self._sheet
        for column, entry in enumerate((line.label, *line.entries), start=1):
            cell = cell_at(sheet, row, column)
            value = entry.value
            is_label = column == 1 or line.style == 'columns'
            remarks = put(cell, one_line(value) if is_label and isinstance(value, str) else value)
            if remarks:
                self._remarks[cell.coordinate] = remarks
            for pointer in entry.pointers:
                self._cells.setdefault(pointer, []).append(cell)
            if is_label and line.style != 'values':
                cell.font = BOLD
            if line.style == 'columns' and column > 1:
                cell.fill = HEADER_FILL
        if line.depth:
            label = cell_at(sheet, row, 1)
            label.alignment = Alignment(horizontal='left', vertical='top', wrap_text=True, indent=2 * line.depth)
        fit_height(sheet, row, 1 + len(line.entries))
        if line.style == 'group':
            for column in range(1, self._columns + 1):
                cell_at(sheet, row, column).fill = GROUP_FILL

    def mark(self, report: Report, record: Mapping[str, Any], pack_title: str) -> Mapping[int, str]:
        """Colour the cells findings are about and say on each what is wrong; an error's colour wins."""
        cell_of: dict[int, str] = {}
        found: dict[Cell, list[Finding]] = {}
        # Errors are numbered before warnings, so the first finding gives the colour.
        severities: dict[Cell, Severity] = {}
        for number, finding in numbered(report):
            for pointer in marked_places(finding, record, report.as_of):
                cells = self._nearest(pointer)
                for cell in cells:
                    severities.setdefault(cell, finding.severity)
                if cells:
                    cell_of.setdefault(number, cells[0].coordinate)
                    found.setdefault(cells[0], []).append(finding)
        for cell, severity in severities.items():
            cell.fill = FILLS[severity]
        for cell, findings in found.items():
            paragraphs = [line for finding in findings for line in _paragraphs(finding, pack_title)]
            comment(cell, [*paragraphs, *self._remarks.pop(cell.coordinate, [])])
        for place, remarks in self._remarks.items():
            comment(self._sheet[place], remarks)
        return cell_of

    def _nearest(self, pointer: str) -> Sequence[Cell]:
        """Find the cells of a place, or of the nearest place above that has any."""
        while pointer and pointer not in self._cells:
            pointer = pointer.rpartition('/')[0]
        return self._cells.get(pointer, ())


def _paragraphs(finding: Finding, pack_title: str) -> list[str]:
    """Say a finding in a comment; its place is the cell."""
    severity, remedy, source = _(SEVERITIES[finding.severity]), one_line(finding.remedy), cited(finding, pack_title)
    paragraphs = [_("{severity}：{message}").format(severity=severity, message=one_line(finding.message))]
    if remedy:
        paragraphs.append(_("处理：{remedy}").format(remedy=remedy))
    if source:
        paragraphs.append(_("依据：{source}").format(source=source))
    return paragraphs
