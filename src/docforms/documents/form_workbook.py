"""The official form as a sheet: the grid of its layout with labels, merged cells and widths, blank or filled.

Every value is text, as the form prints it, so that no program takes a code for a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from docforms.documents.form_builder import WIDE
from docforms.documents.form_context import form_context
from docforms.documents.title import single_line
from docforms.documents.values import refuse_unprintable
from docforms.documents.workbook_file import escaped, saved
from docforms.exceptions import InputError
from docforms.expressions import Scope, Text
from docforms.i18n import _
from docforms.packs import Form, Pack
from docforms.packs.layouts import EXPRESSION, FIELD
from docforms.packs.parts import LANGUAGE

TEXT_FORMAT: Final = '@'
# In UTF-16 units.
CELL_LIMIT: Final = 32_767
_FONT: Final = '宋体'
_SIZE: Final = 11
_PLAIN: Final = Font(name=_FONT, size=_SIZE)
_TITLE: Final = Font(name=_FONT, size=18, bold=True)
_SIDE: Final = Side('thin', color='000000')
_BORDER: Final = Border(_SIDE, _SIDE, _SIDE, _SIDE)
# Of the standard font: a unit of width is a digit of 7 pixels, of which an inch has 96.
_UNITS_PER_MM: Final = 96 / 25.4 / 7
_POINTS_PER_MM: Final = 72 / 25.4
_LINE_HEIGHT: Final = 1.4 * _SIZE
_HIGHEST: Final = 409
_ROW_HEIGHT: Final = 9.0
_CHARACTER_MM: Final = _SIZE / _POINTS_PER_MM
_TITLE_HEIGHT: Final = 36.0


def form_workbook(form: Form, pack: Pack, record: Mapping[str, Any]) -> bytes:
    """Write a form as xlsx: filled with the fields of a record, or blank for `{}`; equal arguments, equal bytes.

    Raises:
        InputError: a value cannot be printed exactly, or is too long for a cell.
    """
    refuse_unprintable({'fields': record.get('fields')}, nulls=True)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = _("申请表")
    columns: Sequence[float] = form.layout['columns']
    values = form_context(form.layout, form.schema, record)['form']
    assert isinstance(values, dict)
    grid = _Grid(sheet, columns, Scope(LANGUAGE, {'pack': pack.info}))
    grid.head(form.layout)
    for row in form.layout['rows']:
        if 'repeat' in row:
            for number, item in enumerate(values[row['repeat']], start=1):
                grid.row(row, {**item, '#': str(number)})
        else:
            grid.row(row, values)
    for paragraph in form.layout.get('after', ()):
        grid.paragraph(paragraph, values)
    _set_page(sheet, columns)
    return saved(workbook)


@dataclass(slots=True)
class _Grid:
    """The sheet while it is written, from the top down; `below` has, by first column, cells that reach further down."""

    sheet: Worksheet
    widths: Sequence[float]
    scope: Scope
    line: int = 0
    below: dict[int, tuple[int, int]] = field(default_factory=dict)

    def head(self, layout: Mapping[str, Any]) -> None:
        """Write the label of the annex and the title."""
        label = layout.get('annex', '') + (_("（参考样式）") if layout.get('reference_only') else '')
        if label:
            self._across(label, 'left', _PLAIN)
        self._across(single_line(layout['title']), 'center', _TITLE)
        self.sheet.row_dimensions[self.line].height = _TITLE_HEIGHT

    def row(self, row: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Write a row of cells."""
        self.line += 1
        least = float(row.get('height', _ROW_HEIGHT)) * _POINTS_PER_MM
        heights = [least]
        for cell, column in self._places(row):
            width, rows = cell.get('columns', 1), cell.get('rows', 1)
            place = self._cell(column + 1)
            size = sum(self.widths[column : column + width])
            text = self._content(cell, values)
            _write(place, text, _alignment(cell, size / sum(self.widths)), _PLAIN)
            self._merge(column, width, rows)
            if rows == 1:
                heights.append(_height(text, size))
        self.sheet.row_dimensions[self.line].height = min(max(heights), _HIGHEST)

    def paragraph(self, paragraph: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Write a paragraph below the grid, over its whole width."""
        text = self._text(paragraph['text'], values)
        self._across(text, 'left', _PLAIN, indent=round(paragraph.get('left', 0)))
        size = sum(self.widths) - paragraph.get('left', 0) * _CHARACTER_MM
        self.sheet.row_dimensions[self.line].height = min(_height(text, size) + _LINE_HEIGHT / 2, _HIGHEST)

    def _places(self, row: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int]]:
        """Give the cells of a row with their first columns, passing over those that reach down from above."""
        column = 0
        for cell in row['cells']:
            column = self._past(column)
            yield cell, column
            width = cell.get('columns', 1)
            if cell.get('rows', 1) > 1:
                self.below[column] = (width, self.line + cell['rows'] - 1)
            column += width

    def _past(self, column: int) -> int:
        while column in self.below and self.below[column][1] >= self.line:
            column += self.below[column][0]
        return column

    def _content(self, cell: Mapping[str, Any], values: Mapping[str, Any]) -> str:
        if 'label' in cell:
            return str(cell['label']).strip()
        if 'value' in cell:
            return self._text(cell['value'], values)
        return '\n'.join(self._text(each['text'], values) for each in cell['paragraphs'])

    def _text(self, text: str, values: Mapping[str, Any]) -> str:
        """Write a text of the layout: {field} values, and {{ }} expressions over the pack."""
        if EXPRESSION.search(text) is None:
            return FIELD.sub(lambda match: _value(match[1], values), text)
        parts = [FIELD.sub(lambda match: _value(match[1], values), part) for part in EXPRESSION.split(text)]
        known = [Text(LANGUAGE, found).render(self.scope) for found in EXPRESSION.findall(text)]
        return ''.join(part + inner for part, inner in zip(parts, [*known, ''], strict=True))

    def _across(self, text: str, align: str, font: Font, *, indent: int = 0) -> None:
        self.line += 1
        alignment = Alignment(horizontal=align, vertical='center', wrap_text=True, indent=indent)
        _write(self._cell(1), text, alignment, font)
        self.sheet.merge_cells(start_row=self.line, start_column=1, end_row=self.line, end_column=len(self.widths))

    def _merge(self, column: int, width: int, rows: int) -> None:
        bottom, right = self.line + rows - 1, column + width
        for line in range(self.line, bottom + 1):
            for place in range(column + 1, right + 1):
                self.sheet.cell(line, place).border = _BORDER
        if width > 1 or rows > 1:
            self.sheet.merge_cells(start_row=self.line, start_column=column + 1, end_row=bottom, end_column=right)

    def _cell(self, column: int) -> Cell:
        cell = self.sheet.cell(self.line, column)
        assert isinstance(cell, Cell)  # the places of merged cells are passed over
        return cell


def _write(cell: Cell, text: str, alignment: Alignment, font: Font) -> None:
    cell.font, cell.alignment = font, alignment
    cell.number_format = TEXT_FORMAT
    if text:
        if len(text.encode('utf-16-le')) > 2 * CELL_LIMIT:
            message = _("“{start}…”超过 Excel 单元格的 {limit} 个字，请缩短，或改用 docx 格式")
            raise InputError(message.format(start=text[:20], limit=CELL_LIMIT))
        cell.value = escaped(text)
        cell.data_type = 's'
        cell.quotePrefix = text.startswith(('=', '+', '-', '@'))


def _value(name: str, values: Mapping[str, Any]) -> str:
    found: Any = values
    for part in name.split('.'):
        found = found[part]
    return str(found)


def _alignment(cell: Mapping[str, Any], share: float) -> Alignment:
    """Align as the printed form does: labels in the middle, long values at the left."""
    if 'paragraphs' in cell:
        return Alignment(horizontal='left', vertical='top', wrap_text=True)
    usual = 'left' if 'value' in cell and share >= WIDE else 'center'
    return Alignment(horizontal=cell.get('align', usual), vertical='center', wrap_text=True)


def _height(text: str, size: float) -> float:
    """Estimate how high a text stands in a cell of some millimetres, on the safe side."""
    fitting = max(int(size / _CHARACTER_MM), 1)
    lines = sum(max(-(-len(line) // fitting), 1) for line in text.split('\n'))
    return lines * _LINE_HEIGHT + 4


def _set_page(sheet: Worksheet, columns: Sequence[float]) -> None:
    """Print on A4, as wide as the page."""
    for number, size in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = round(size * _UNITS_PER_MM, 2)
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = 'portrait'
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
