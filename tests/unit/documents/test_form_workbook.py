"""The official form as a sheet: the same labels and values as the Word form, all of them text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docforms.documents import render_form
from docforms.documents.form_workbook import CELL_LIMIT, form_workbook
from docforms.exceptions import InputError
from docforms.packs import Catalogue, Form, Pack
from docforms.records import read_record

FORMS = [(pack, form) for pack in Catalogue().packs() for form in pack.forms.values()]
RECORDS = {
    'application': 'complete',
    'device-application': 'complete-device',
    'medical-application': 'complete-medical',
    'rehabilitation-application': 'complete-rehabilitation',
}
each_form = pytest.mark.parametrize(('pack', 'form'), FORMS, ids=[form.id for _pack, form in FORMS])


def record_of(repository: Path, form: Form) -> dict[str, Any]:
    """Read the complete case of a form."""
    return read_record(str(repository / 'schemas' / form.pack / 'cases' / f'{RECORDS[form.name]}.json'))


def sheet_of(content: bytes) -> Worksheet:
    """Open the one sheet of a form."""
    (sheet,) = load_workbook(BytesIO(content)).worksheets
    return sheet


def texts_of(sheet: Worksheet) -> list[str]:
    """List the texts of a sheet without the spaces and line breaks between words."""
    texts = (''.join(str(cell.value or '').split()) for row in sheet.iter_rows() for cell in row)
    return sorted(filter(None, texts))


def texts_of_docx(content: bytes) -> list[str]:
    """List the texts of a Word form: cells of tables, and paragraphs outside them."""
    document = Document(BytesIO(content))
    tables = document.element.body.iterfind(qn('w:tbl'))
    cells = [
        ''.join(part.text or '' for part in cell.iter(qn('w:t'))) for table in tables for cell in table.iter(qn('w:tc'))
    ]
    texts = [*cells, *(paragraph.text for paragraph in document.paragraphs)]
    return sorted(filter(None, (''.join(text.split()) for text in texts)))


@each_form
def test_the_sheet_says_what_the_word_form_says(pack: Pack, form: Form, repository: Path):
    """Blank and filled, every cell and paragraph of the Word form is a cell of the sheet, and there are no others."""
    for record in ({}, record_of(repository, form)):
        sheet = sheet_of(form_workbook(form, pack, record))

        assert texts_of(sheet) == texts_of_docx(render_form(form, pack, record))


@each_form
def test_every_value_is_text(pack: Pack, form: Form, repository: Path):
    """No cell is a number or date a program could shorten, and every cell is formatted as text."""
    sheet = sheet_of(form_workbook(form, pack, record_of(repository, form)))

    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {(cell.data_type, cell.number_format) for cell in filled} == {('s', '@')}


@each_form
def test_equal_records_give_equal_bytes(pack: Pack, form: Form):
    """The sheet is the same on every day."""
    assert form_workbook(form, pack, {}) == form_workbook(form, pack, {})


@each_form
def test_the_sheet_prints_on_a4(pack: Pack, form: Form):
    """The grid is as wide as the page, and its columns as wide in proportion as those of the layout."""
    sheet = sheet_of(form_workbook(form, pack, {}))

    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    shares = [size / sum(form.layout['columns']) for size in form.layout['columns']]
    assert [width / sum(widths) for width in widths] == pytest.approx(shares, abs=0.002)


def test_merged_cells_follow_the_layout():
    """A cell over several columns or rows of the layout is merged over the same."""
    pack, form = Catalogue().form('nm-ltci/application')
    sheet = sheet_of(form_workbook(form, pack, {}))

    merged = {str(area): sheet.cell(area.min_row, area.min_col).value for area in sheet.merged_cells.ranges}
    # The third row of the sheet is the first of the grid, below the label of the annex and the title.
    assert merged['A3:B3'] == '机构名称'
    assert merged['C3:K3'] is None
    assert merged['A11:B12'] == '机构人员情况'


@pytest.mark.parametrize('text', ['=1+1', '+86', '-1', '@name', '_x0041_', '甲\n乙', ' 两端 '])
def test_texts_stay_as_they_are(text: str):
    """What looks like a formula or a code of a character is text and reads back as it was."""
    pack, form = Catalogue().form('nm-ltci/application')
    record = {'form': form.id, 'fields': {'institution_name': text}}

    cell = sheet_of(form_workbook(form, pack, record))['C3']

    # openpyxl leaves the escape of an underscore as the file has it; Excel and docforms take it back.
    assert str(cell.value).replace('_x005F_', '_') == text
    assert cell.data_type == 's'


def test_text_longer_than_a_cell():
    """What a cell cannot hold is refused, not cut."""
    pack, form = Catalogue().form('nm-ltci/application')
    record = {'form': form.id, 'fields': {'institution_name': '长' * (CELL_LIMIT + 1)}}

    with pytest.raises(InputError, match='超过 Excel 单元格'):
        form_workbook(form, pack, record)
