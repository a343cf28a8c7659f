"""Read the lines of one sheet by its header: values by field, and what could not be read."""

from __future__ import annotations

from typing import Any, Final

from docforms.batch.cells import Cell, Line, letters
from docforms.batch.header import Header
from docforms.batch.labels import Labels
from docforms.batch.rows import RowFinding
from docforms.batch.values import Unreadable, value_of
from docforms.i18n import _

_SHOWN: Final = 20
# Of one line; a line of another table may have thousands of cells outside the header.
_MOST: Final = 20


class LineReader:
    """Reads lines of one sheet; `addressed` tells whether cells have addresses, as in workbooks."""

    def __init__(self, header: Header, labels: Labels, *, addressed: bool) -> None:
        self.header = header
        self._labels = labels
        self._addressed = addressed
        self._nodes = {column: labels.properties[name] for column, name in header.fields.items()}

    def read(self, line: Line) -> tuple[dict[str, Any], list[RowFinding]]:
        """Give the values of a line that could be read, and a finding for each that could not."""
        if line.fault:
            remedy = _("请检查这一行的双引号：内容里的每个双引号要写成两个，整个单元格再加一对双引号")
            return {}, [RowFinding(self.header.sheet, line.number, '', '', line.fault, remedy)]
        values: dict[str, Any] = {}
        findings: list[RowFinding] = []
        strays: list[RowFinding] = []
        for column, cell in line.cells.items():
            node = self._nodes.get(column)
            if node is not None:
                value = value_of(cell, node)
                if isinstance(value, Unreadable):
                    findings.append(self.finding(line.number, column, *value))
                else:
                    values[self.header.fields[column]] = value
            elif column not in self.header.own and column != self.header.key:
                strays.append(self._stray(line.number, column, cell))
        return values, findings + strays[:_MOST]

    def finding(self, line: int, column: int, message: str, remedy: str) -> RowFinding:
        """Say what is wrong with one cell; column 0 is the whole line."""
        title = self.header.titles.get(column, '')
        return RowFinding(self.header.sheet, line, title, self.address(line, column), message, remedy)

    def address(self, line: int, column: int) -> str:
        """Write the address of a cell; '' where there is none."""
        return f'{letters(column)}{line}' if column and self._addressed else ''

    def label(self, name: str) -> str:
        """Give what a field is called: by the sheet, or by the form where the sheet has no column for it."""
        column = self.header.column_of(name)
        if column:
            return self.header.titles[column]
        return self._labels.title(name) if name in self._labels.properties else name

    def _stray(self, line: int, column: int, cell: Cell) -> RowFinding:
        message = _("第 {column} 列没有表头，却有内容“{text}”").format(
            column=letters(column) if self._addressed else column, text=cell.text[:_SHOWN]
        )
        return self.finding(line, column, message, _("请删去这个单元格的内容，或给这一列写上表头"))
