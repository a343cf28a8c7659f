"""Read what an Excel workbook shows: every sheet that is not hidden as one table, merged cells whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from docforms.extraction.contents import Contents, TextCell
from docforms.extraction.reading import Signal
from docforms.i18n import _

# Excel keeps this many digits of a number; the rest of a long code becomes zeros.
_DIGITS: Final = 15
# Rows and columns beyond these are formatting somebody dragged, not a form.
_ROWS: Final = 3000
_COLUMNS: Final = 200
# Excel writes the codes of characters so that XML cannot hold (ECMA-376-1 22.9.2.19).
_ESCAPED: Final = re.compile('_x((?!D[89A-F])[0-9A-Fa-f]{4})_')
NO_SIGNALS: Final[frozenset[Signal]] = frozenset()
ROUNDED: Final[frozenset[Signal]] = frozenset({'rounded'})


def read_xlsx(content: bytes) -> Contents:
    """Read a workbook; of formulas, the results that were saved with it.

    Raises whatever openpyxl raises on damaged files.
    """
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == 'visible']
    tables = tuple(tuple(_cells(sheet)) for sheet in sheets)
    book.close()
    return Contents('xlsx', tables, ())


def _cells(sheet: Any) -> Iterator[TextCell]:
    """List the cells of a sheet; of merged ones the first, as large as all of them."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        rows, columns = min(area.max_row, _ROWS), min(area.max_col, _COLUMNS)
        spans[area.min_row, area.min_col] = (rows - area.min_row + 1, columns - area.min_col + 1)
        covered |= {(row, col) for row in range(area.min_row, rows + 1) for col in range(area.min_col, columns + 1)}
    covered -= set(spans)
    hidden = {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}
    last = min(sheet.max_row, _ROWS), min(sheet.max_column, _COLUMNS)
    for cells in sheet.iter_rows(max_row=last[0], max_col=last[1]):
        for cell in cells:
            place = cell.row, cell.column
            if place in covered or cell.row in hidden:
                continue
            rows, columns = spans.get(place, (1, 1))
            text, signals = _text(cell)
            name = _("“{sheet}”{cell}").format(sheet=sheet.title, cell=cell.coordinate)
            left = float(cell.column - 1)
            yield TextCell(cell.row - 1, rows, left, left + columns, text, place=name, signals=signals)


def _text(cell: Any) -> tuple[str, frozenset[Signal]]:
    """Write a value as the sheet shows it, and tell when it no longer is what was typed."""
    value = cell.value
    if value is None:
        return '', NO_SIGNALS
    if isinstance(value, bool):
        return ('是' if value else '否'), NO_SIGNALS
    if isinstance(value, dt.datetime):
        return value.date().isoformat(), NO_SIGNALS
    if isinstance(value, dt.date):
        return value.isoformat(), NO_SIGNALS
    if isinstance(value, (int, float)):
        return _number(value, str(cell.number_format))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value)), NO_SIGNALS


def _number(value: float, shown_as: str) -> tuple[str, frozenset[Signal]]:
    exact = Decimal(repr(value))
    if not exact.is_finite() or abs(exact.adjusted()) > 4 * _DIGITS:
        return str(value), ROUNDED
    signals = ROUNDED if exact.adjusted() >= _DIGITS else NO_SIGNALS
    percent = '%' in shown_as
    plain = exact * 100 if percent else exact
    text = f'{plain.normalize():f}'
    # A code typed as a number keeps the zeros its format shows: 00123 in the format 00000.
    if set(shown_as) == {'0'}:
        text = text.rjust(len(shown_as), '0')
    return (f'{text}%' if percent else text), signals
