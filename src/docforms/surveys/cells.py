"""Read the cells of a workbook or csv file as texts, with what cannot be read; the only reader of xlsx for surveys.

It is called in a `Worker`, which bounds what a file can cost, and says so of one that cannot be made out.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, Final

from docforms.exceptions import InputError
from docforms.i18n import _
from docforms.opening import examine

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong cell: the sheet and the cell, what is wrong, and what to do."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts of a sheet by rows; '' for a blank cell, and for one whose fault is told."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    faults: tuple[Fault, ...] = ()

    def place(self, row: int, column: int) -> str:
        """Name a cell as spreadsheets do; both numbers begin at 0."""
        return place_of(self.sheet, row, column)


def place_of(sheet: str, row: int, column: int) -> str:
    """Name a cell: sheet!B3; numbers begin at 0, and a csv file has no sheet."""
    letters, rest = '', column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord('A') + letter) + letters
    return f'{sheet}!{letters}{row + 1}' if sheet else f'{letters}{row + 1}'


def read_cells(content: bytes, name: str) -> dict[str, Cells]:
    """Read every sheet by its name; a csv file is one sheet named ''.

    Raises:
        InputError: the file is neither, is damaged or too large; `name` is the file for messages.
    """
    if examine(content, name, ('xlsx', 'text')) == 'text':
        return {'': _csv(content, name)}
    return {sheet: _sheet(sheet, formulas, values, name) for sheet, formulas, values in _sheets(content)}


def _sheets(content: bytes) -> Iterator[tuple[str, Any, Any]]:
    """Give every sheet twice: with its formulas, and with the values they had when it was saved."""
    formulas, values = (_opened(content, values=values) for values in (False, True))
    for sheet in formulas.sheetnames:
        pair = formulas[sheet], values[sheet]
        for each in pair:
            each.reset_dimensions()  # some programs write wrong ones, and rows would be lost
        yield sheet, *pair


def _opened(content: bytes, *, values: bool) -> Workbook:
    from openpyxl import load_workbook

    return load_workbook(BytesIO(content), read_only=True, data_only=values)


def _sheet(sheet: str, formulas: Any, values: Any, name: str) -> Cells:
    rows: list[tuple[str, ...]] = []
    faults: list[Fault] = []
    pairs = zip(formulas.iter_rows(), values.iter_rows(), strict=True)
    for row, (written, computed) in enumerate(pairs):
        texts: list[str] = []
        for column, (formula, value) in enumerate(zip(written, computed, strict=True)):
            problem = _problem(formula, value)
            if problem:
                faults.append(Fault(place_of(sheet, row, column), problem))
            texts.append('' if problem else _text(value.value))
        if row < MAX_ROWS:
            rows.append(tuple(texts))
        elif any(texts):  # a cell far below that is only coloured in is no row
            raise _too_long(name)
    return Cells(sheet, tuple(rows), tuple(faults))


def _problem(formula: Any, value: Any) -> str:
    if value.data_type == 'e':
        return _("单元格是错误值 {value}，请改为实际内容").format(value=value.value)
    if formula.data_type == 'f' and value.value is None:
        return _("公式没有算出的结果；请在 Excel 或 WPS 中打开、保存一次，或改为直接填写")
    return ''


def _text(value: object) -> str:
    """Write a value as the clerk sees it."""
    if value is None:
        return ''
    if isinstance(value, bool):
        return 'TRUE' if value else 'FALSE'
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(' ')
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _csv(content: bytes, name: str) -> Cells:
    try:
        text = content.decode('utf-8-sig')
    except UnicodeDecodeError:
        # What Excel writes where Chinese is the language of the system.
        try:
            text = content.decode('gb18030')
        except UnicodeDecodeError:
            raise InputError(_("{file}：不是文本文件，请检查是否选错了文件").format(file=name)) from None
    try:
        rows = tuple(tuple(cell.strip() for cell in row) for row in csv.reader(StringIO(text, newline='')))
    except csv.Error:
        raise InputError(_("{file}：不是完好的 csv 文件，请用 Excel 或 WPS 重新另存").format(file=name)) from None
    if len(rows) > MAX_ROWS:
        raise _too_long(name)
    return Cells('', rows)


def _too_long(name: str) -> InputError:
    return InputError(_("{file}：超过 {limit} 行，请分成几个文件").format(file=name, limit=MAX_ROWS))
