"""Cells of a workbook: what may stand in one, how it looks, and what a comment on it says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from docforms.documents.workbook_file import escaped
from docforms.findings import Severity
from docforms.i18n import _
from docforms.reports.printable import REPLACEMENT, printable
from docforms.reports.record_lines import Scalar
from docforms.reports.wrapping import wrapped

# Excel's limit, in UTF-16 code units, for a cell and for a comment.
CELL_LIMIT: Final = 32_767
# In points.
HIGHEST_ROW: Final = 409
# Excel keeps fifteen digits of a number.
EXACT_DIGITS: Final = 15
TEXT_FORMAT: Final = '@'

FONT: Final = '宋体'
STANDARD_SIZE: Final = 11
PLAIN: Final = Font(name=FONT, size=STANDARD_SIZE)
BOLD: Final = Font(name=FONT, size=STANDARD_SIZE, bold=True)
LARGE: Final = Font(name=FONT, size=14, bold=True)
LINK: Final = Font(name=FONT, size=STANDARD_SIZE, color='0563C1', underline='single')
FILLS: Final[dict[Severity, PatternFill]] = {
    'error': PatternFill('solid', fgColor='FFC7CE'),
    'warning': PatternFill('solid', fgColor='FFEB9C'),
}
HEADER_FILL: Final = PatternFill('solid', fgColor='D9E1F2')
GROUP_FILL: Final = PatternFill('solid', fgColor='B4C6E7')
_THIN: Final = Side('thin', color='999999')
BORDER: Final = Border(_THIN, _THIN, _THIN, _THIN)

# What a spreadsheet takes for a formula when somebody enters it again.
_FORMULA_LIKE: Final = ('=', '+', '-', '@', '\t', '\n')

_COMMENT_COLUMNS: Final = 44
_LINE_PIXELS: Final = 18


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Give a cell that is not hidden under a merged one."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def put(cell: Cell, value: Scalar, *, indent: int = 0) -> list[str]:
    """Write a value, text never as a formula; gives remarks on what could not be shown as it is."""
    cell.font = PLAIN
    cell.border = BORDER
    cell.alignment = Alignment(horizontal='left', vertical='top', wrap_text=True, indent=indent)
    if value is None or value == '':
        return []
    if not isinstance(value, str):
        # By way of text, because 0.1 is not what a float of that name holds.
        number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
        if _is_exact(number):
            cell.value = value
            return []
        value = f'{number:f}'
    text, remarks = fitting(value)
    cell.value = text
    cell.data_type = 's'
    cell.number_format = TEXT_FORMAT
    cell.quotePrefix = text.startswith(_FORMULA_LIKE)
    return remarks


def _is_exact(number: Decimal) -> bool:
    """Tell whether Excel can hold a number digit for digit."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    return len(number.as_tuple().digits) + max(exponent, 0) <= EXACT_DIGITS and exponent >= -EXACT_DIGITS


def fitting(text: str, limit: int = CELL_LIMIT) -> tuple[str, list[str]]:
    """Make a text fit for a cell; gives it with remarks on what had to be changed."""
    remarks = []
    clean = printable(text)
    if clean.count(REPLACEMENT) > text.count(REPLACEMENT):
        remarks.append(_("内容含有无法显示的字符，已用 {mark} 代替").format(mark=REPLACEMENT))
    text = escaped(clean)
    units = text.encode('utf-16-le')
    if len(units) // 2 > limit:
        remarks.append(_("内容过长，这里只显示开头部分"))
        # A character cut in half by the limit is left out.
        text = units[: (limit - 1) * 2].decode('utf-16-le', errors='ignore') + '…'
    return text, remarks


def comment(cell: Cell, paragraphs: Sequence[str]) -> None:
    """Put a comment on a cell, large enough to be read."""
    text = fitting('\n'.join(paragraphs))[0]
    lines = sum(len(wrapped(line, columns=_COMMENT_COLUMNS)) for line in text.split('\n'))
    note = Comment(text, 'docforms')
    note.width = 360
    note.height = min(max(lines + 1, 3), 24) * _LINE_PIXELS
    cell.comment = note


def header(sheet: Worksheet, row: int, titles: Sequence[str]) -> None:
    """Write the header of a table, which stays in sight and is repeated on every printed page."""
    for column, title in enumerate(titles, start=1):
        cell = cell_at(sheet, row, column)
        put(cell, title)
        cell.font = BOLD
        cell.fill = HEADER_FILL
        cell.alignment = Alignment(horizontal='center', vertical='center', wrap_text=True)
    fit_height(sheet, row, len(titles))
    sheet.freeze_panes = sheet.cell(row + 1, 1).coordinate
    sheet.print_title_rows = f'{row}:{row}'


def filterable(sheet: Worksheet, row: int, columns: int, count: int) -> None:
    """Let a table be filtered by its header; an empty one has at least one row."""
    sheet.auto_filter.ref = f'A{row}:{get_column_letter(columns)}{row + max(count, 1)}'


def banner(sheet: Worksheet, row: int, columns: int, lines: Sequence[str], font: Font) -> None:
    """Write lines of text across the sheet."""
    cell = cell_at(sheet, row, 1)
    put(cell, '\n'.join(lines))
    cell.font = font
    cell.border = Border()
    room = sum(_room(sheet, column) for column in range(1, columns + 1))
    _set_height(sheet, row, _lines('\n'.join(lines), room * STANDARD_SIZE / float(font.size)), float(font.size))
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)


def fit_height(sheet: Worksheet, row: int, columns: int) -> None:
    """Make a row as high as its longest text; not every program does so by itself when it opens a file."""
    cells = [cell_at(sheet, row, column) for column in range(1, columns + 1)]
    counts = [_lines(str(cell.value), _room(sheet, cell.column)) for cell in cells if cell.value is not None]
    _set_height(sheet, row, max(counts, default=1), STANDARD_SIZE)


def _room(sheet: Worksheet, column: int) -> float:
    return float(sheet.column_dimensions[get_column_letter(column)].width)


def _lines(text: str, room: float) -> int:
    """Estimate how many lines a text takes, on the safe side: widths count digits, and fonts differ."""
    columns = max(int(room * 0.9), 2)
    # What does not fit the highest row need not be counted.
    return sum(len(wrapped(line, columns=columns)) for line in text[: columns * 50].split('\n'))


def _set_height(sheet: Worksheet, row: int, lines: int, size: float) -> None:
    sheet.row_dimensions[row].height = min(lines * size * 1.4 + 4, HIGHEST_ROW)


def widths(sheet: Worksheet, sizes: Sequence[float]) -> None:
    """Set the widths of the first columns."""
    for column, size in enumerate(sizes, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = size


def print_setup(sheet: Worksheet) -> None:
    """Print on A4 across, as many pages long as needed, with page numbers."""
    sheet.page_setup.orientation = 'landscape'
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for side in ('left', 'right', 'top', 'bottom'):
        setattr(sheet.page_margins, side, 0.5)
    footer = sheet.oddFooter
    assert isinstance(footer, HeaderFooterItem)
    footer.center.text = _("第 {page} 页，共 {pages} 页").format(page='&P', pages='&N')
