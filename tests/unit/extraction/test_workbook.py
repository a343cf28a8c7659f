"""What a workbook shows."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from docforms.extraction.workbook import read_xlsx


def read(value: Any, shown_as: str = 'General') -> Any:
    """Write one cell, and read it."""
    book = openpyxl.Workbook()
    book.active['A1'] = value
    book.active['A1'].number_format = shown_as
    content = io.BytesIO()
    book.save(content)
    [[cell]] = read_xlsx(content.getvalue()).tables
    return cell


@pytest.mark.parametrize(
    ('value', 'shown_as', 'text'),
    [
        ('甲\n乙', 'General', '甲\n乙'),
        (12, 'General', '12'),
        (268.5, 'General', '268.5'),
        (0.35, '0%', '35%'),
        (123, '00000', '00123'),
        (dt.date(2026, 3, 2), 'yyyy-mm-dd', '2026-03-02'),
        (True, 'General', '是'),
    ],
)
def test_values_are_written_as_the_sheet_shows_them(value: Any, shown_as: str, text: str):
    """Dates, percentages and leading zeros are those a person sees."""
    assert read(value, shown_as).text == text


def test_a_code_kept_as_a_number_is_not_trusted():
    """Excel keeps 15 digits of a number; the end of an identity number of 18 is lost."""
    assert read(150402197806153225).signals == {'rounded'}
    assert read('150402197806153225').signals == frozenset()


def test_hidden_sheets_and_rows_are_not_read():
    """What nobody sees is not on the form."""
    book = openpyxl.Workbook()
    book.active['A1'], book.active['A2'] = '甲', '乙'
    book.active.row_dimensions[2].hidden = True
    hidden = book.create_sheet()
    hidden['A1'], hidden.sheet_state = '丙', 'hidden'
    content = io.BytesIO()
    book.save(content)

    assert list(read_xlsx(content.getvalue()).texts()) == ['甲']


def test_merged_cells_are_one_cell():
    """As wide and as high as they are merged."""
    book = openpyxl.Workbook()
    book.active['A1'] = '甲'
    book.active.merge_cells('A1:C2')
    content = io.BytesIO()
    book.save(content)

    [cell] = read_xlsx(content.getvalue()).tables[0]

    assert (cell.text, cell.rows, cell.left, cell.right) == ('甲', 2, 0, 3)
