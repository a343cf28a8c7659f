"""The workbook a clerk fills in: what it offers, and that what is filled in comes back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docforms.batch.choices import Choices
from docforms.batch.list_workbook import list_workbook
from docforms.batch.preflight import checked
from docforms.batch.tables import open_table
from docforms.expressions.identity import FORMATS
from docforms.packs import Catalogue, DocumentType, Pack, document_of


@pytest.fixture
def book(document: DocumentType) -> Workbook:
    """Give the empty list of the document."""
    return load_workbook(BytesIO(list_workbook(document)))


def headers(sheet: Worksheet) -> list[Any]:
    """Give the header of a sheet."""
    return [cell.value for cell in sheet[1]]


def column_of(sheet: Worksheet, header: str) -> str:
    """Give the letter of a column."""
    return next(cell.column_letter for cell in sheet[1] if cell.value == header)


def validation_on(sheet: Worksheet, header: str) -> Any:
    """Give the validation of a column."""
    place = f'{column_of(sheet, header)}2'
    return next(each for each in sheet.data_validations.dataValidation if place in each.sqref)


def test_equal_documents_give_equal_bytes(document: DocumentType):
    """The list is the same on every day."""
    assert list_workbook(document) == list_workbook(document)


def test_sheets_and_headers(book: Workbook):
    """The first sheet has every field, a list its own sheet; required ones are marked, units stand in brackets."""
    assert book.sheetnames == ['付款通知书', '证件清单', '示例', '填写说明']
    assert headers(book['付款通知书']) == [
        '行号', '机构名称*', '统一社会信用代码', '身份证号码', '联系电话', '邮政编码', '付款日期*', '金额（元）',
        '比例（%）', '人数', '已盖章', '等级', '抄送单位', '其他事项',
    ]  # fmt: skip
    assert headers(book['证件清单']) == ['行号', '证件名称*', '证件编号']
    assert book['付款通知书'].freeze_panes == 'A2'


@pytest.mark.parametrize(
    ('header', 'number_format'),
    [('身份证号码', '@'), ('机构名称*', '@'), ('邮政编码', '@'), ('付款日期*', 'yyyy-mm-dd'), ('人数', 'General')],
)
def test_codes_are_text(header: str, number_format: str, book: Workbook):
    """Columns of codes are text, so that no zero and no digit is lost; the whole column is."""
    sheet = book['付款通知书']
    letter = column_of(sheet, header)

    assert sheet.column_dimensions[letter].number_format == number_format
    assert sheet[f'{letter}2'].number_format == number_format


def test_what_can_be_chosen(book: Workbook):
    """Values of a list and yes or no are chosen; days and numbers are checked as they are entered."""
    sheet = book['付款通知书']

    assert (validation_on(sheet, '等级').type, validation_on(sheet, '等级').formula1) == ('list', '"甲级,乙级"')
    assert validation_on(sheet, '已盖章').formula1 == '"有,无"'
    assert validation_on(sheet, '付款日期*').type == 'date'
    people = validation_on(sheet, '人数')
    assert (people.type, people.formula1, people.prompt) == ('whole', '0', '在册人数')
    assert validation_on(sheet, '其他事项').formula1 == '200'


def test_long_lists_stand_on_a_hidden_sheet():
    """Excel takes 255 characters of choices in a validation; longer ones, and those with commas, are referred to."""
    workbook = Workbook()
    choices = Choices(workbook)

    assert choices.formula(['甲' * 200, '乙' * 54]).startswith('"')
    assert choices.formula(['甲' * 200, '乙' * 55]) == "'选项'!$A$1:$A$2"
    assert choices.formula(['1,5', '2']) == "'选项'!$B$1:$B$2"

    choices.finish()
    assert workbook['选项'].sheet_state == 'hidden'
    assert [cell.value for cell in workbook['选项']['B']] == ['1,5', '2']


def test_hints(book: Workbook):
    """The comment of a header says what goes there, with hint and example."""
    sheet = book['付款通知书']

    assert sheet[f'{column_of(sheet, "机构名称*")}1'].comment.text == '必填。文字\n例：安禾评估中心'
    assert sheet[f'{column_of(sheet, "人数")}1'].comment.text == '选填。整数\n在册人数'


def test_the_example_is_never_read(document: DocumentType, pack: Pack, tmp_path: Path):
    """The example stands on a sheet of its own: an untouched list has no rows."""
    path = tmp_path / '名单.xlsx'
    path.write_bytes(list_workbook(document))

    example = load_workbook(path)['示例']

    assert any('安禾评估中心' in row for row in example.values)
    assert any('营业执照' in row for row in example.values)
    assert list(checked(open_table(path, document), pack, document)) == []


def test_examples_of_the_packs_are_good_rows(tmp_path: Path):
    """Lists of documents of every kind open without faults, and their examples can be read."""
    path = tmp_path / '名单.xlsx'
    documents = [(pack, each) for pack in Catalogue().packs() for each in pack.documents.values()]
    for pack, entry in documents[::25]:
        document = document_of(pack, entry.name)
        workbook = load_workbook(BytesIO(list_workbook(document)))
        copy_examples(workbook)
        workbook.save(path)

        findings = [f for row in checked(open_table(path, document), pack, document) for f in row.findings]

        # What has no example is blank; everything that has one is read as what it is.
        assert {f.message for f in findings if f.message != '未填写' and '至少填' not in f.message} == set(), (
            document.id
        )


def copy_examples(workbook: Workbook) -> None:
    """Copy the examples to the sheets they are for."""
    sheet = None
    rows = list(workbook['示例'].values)
    for above, row in pairwise(rows):
        if above[0] in workbook.sheetnames and above[1:] == (None,) * (len(above) - 1):
            sheet = workbook[str(above[0])]
        elif sheet is not None and above[0] is not None:
            for column, value in enumerate(row, start=1):
                sheet.cell(2, column).value = value
            sheet = None


TEXTS = st.text(st.characters(codec='utf-8', exclude_categories=('Cc', 'Cs', 'Cn')), min_size=1, max_size=30).filter(
    lambda text: text.strip() and '_x' not in text
)
LINES = TEXTS.map(lambda text: ''.join(text.split())).filter(bool)
DATES = st.dates().map(str).filter(lambda day: FORMATS['date'](day) is None)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    'institution_name': TEXTS,
    'credit_code': st.just('52150402MJY482768C'),
    'id_number': st.just('150402197806153225'),
    'postcode': st.sampled_from(['010010', '024000']),
    'paid_on': DATES,
    'amount': st.integers(0, 10**13 - 1).map(lambda cents: Decimal(cents).scaleb(-2)),
    'people': st.integers(0, 10**9),
    'sealed': st.booleans(),
    'grade': st.sampled_from(['甲级', '乙级']),
    'recipients': st.lists(LINES, min_size=2, max_size=4),
    'certificates': st.lists(
        st.fixed_dictionaries({'name': TEXTS}, optional={'number': TEXTS}), min_size=1, max_size=3
    ),
}
NEEDED = ('institution_name', 'paid_on')
DOCUMENT_VALUES = st.fixed_dictionaries(
    {name: VALUES[name] for name in NEEDED},
    optional={name: values for name, values in VALUES.items() if name not in NEEDED},
)


@settings(max_examples=15)
@given(rows=st.lists(DOCUMENT_VALUES, max_size=3))
def test_what_is_filled_in_comes_back(rows: list[dict[str, Any]], document: DocumentType, pack: Pack):
    """Whatever values are typed into the list, they are the values of its rows."""
    workbook = load_workbook(BytesIO(list_workbook(document)))
    for number, values in enumerate(rows, start=2):
        fill(workbook, document, number, values)
    with TemporaryDirectory() as folder:
        path = Path(folder) / '名单.xlsx'
        workbook.save(path)

        read = list(checked(open_table(path, document), pack, document))

    assert [(row.number, row.findings, row.values) for row in read] == [
        (number, (), values) for number, values in enumerate(rows, start=2)
    ]


def fill(workbook: Workbook, document: DocumentType, row: int, values: Mapping[str, Any]) -> None:
    """Type values into a row as a clerk would, each into the column of its label."""
    main, inner = workbook.worksheets[0], workbook['证件清单']
    main[f'A{row}'] = row
    nodes = document.schema['properties']
    columns = {str(cell.value).rstrip('*').partition('（')[0]: cell.column for cell in main[1]}
    for name, value in values.items():
        if name == 'certificates':
            for each in value:
                line = inner.max_row + 1
                inner.cell(line, 1, row)
                type_text(inner, line, 2, each['name'])
                type_text(inner, line, 3, each.get('number'))
        elif isinstance(value, bool):
            type_text(main, row, columns['已盖章'], '有' if value else '无')
        elif isinstance(value, list):
            type_text(main, row, columns['抄送单位'], '\n'.join(value))
        elif isinstance(value, str):
            type_text(main, row, columns[nodes[name]['title']], value)
        else:
            main.cell(row, columns[nodes[name]['title']]).value = value


def type_text(sheet: Worksheet, row: int, column: int, text: str | None) -> None:
    """Type a text into a text cell: an equals sign in front makes no formula there."""
    if text is not None:
        cell = sheet.cell(row, column)
        cell.value = text
        cell.data_type = 's'
