from __future__ import annotations

import zipfile
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from docforms.findings import Finding, Report
from docforms.i18n import use_language
from docforms.packs.model import Form
from docforms.reports import Heading, Names, annotated_workbook, summary_line
from docforms.reports.wording import numbered
from docforms.reports.workbook_cells import CELL_LIMIT, fitting, put

RED, YELLOW = '00FFC7CE', '00FFEB9C'


def opened(report: Report, record: Mapping[str, Any], form: Form, heading: Heading) -> Any:
    """Write a workbook and read it again."""
    return load_workbook(BytesIO(annotated_workbook(report, record, form, heading)))


def cell_of(sheet: Worksheet, label: str, column: int = 2) -> Cell:
    """Find a cell of the line with a label."""
    return next(row[column - 1] for row in sheet.iter_rows(min_row=3) if row[0].value == label)


def colour(cell: Cell) -> str | None:
    """Tell the colour a cell is filled with."""
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


def table(sheet: Worksheet, first_row: int) -> list[tuple[Any, ...]]:
    """Read a table below its header."""
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=first_row)]


def test_the_first_sheet_lists_the_findings(defects: Report, record: dict[str, Any], form: Form, heading: Heading):
    """The count and outcome stand on top, what it is about below, then every finding in reading order."""
    workbook = opened(defects, record, form, heading)
    sheet = workbook.worksheets[0]

    assert workbook.sheetnames == ['核验结果', '申请数据', '核验范围']
    assert sheet['A1'].value == summary_line(defects, Names())
    assert sheet['A2'].value.split('\n') == [
        '核验对象：鹿鸣县安和评估中心',
        '表单：鹿鸣评估机构申请表',
        '依据：《鹿鸣县评估机构管理办法》（规则版本 1.2.0）',
        '核验日期：2026年3月2日',
    ]
    assert table(sheet, 3)[0] == ('序号', '级别', '类别', '项目', '问题', '处理', '依据（《鹿鸣县评估机构管理办法》）')
    assert [(row[0], row[3], row[4], row[5]) for row in table(sheet, 4)] == [
        (number, finding.label, finding.message, finding.remedy) for number, finding in numbered(defects)
    ]
    assert table(sheet, 4)[2][1:3] == ('错误', '缺少或不合格的材料')
    assert table(sheet, 4)[2][6] == '第九条第（五）项（XY-9.5、XY-9.6）'
    assert table(sheet, 4)[8][1:3] == ('提醒', '填写有误')


@pytest.mark.parametrize(('name', 'rows'), [('nothing', 4), ('defects', 12), ('hostile', 33)])
def test_the_table_can_be_filtered_and_printed(
    name: str, rows: int, record: dict[str, Any], form: Form, heading: Heading, request: pytest.FixtureRequest
):
    """The header stays in sight and is repeated on paper, the filter covers the findings, pages are A4 across."""
    sheet = opened(request.getfixturevalue(name), record, form, heading).worksheets[0]

    assert sheet.freeze_panes == 'A4'
    assert sheet.auto_filter.ref == f'A3:G{rows}'
    assert sheet.print_title_rows == '$3:$3'
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, 'landscape')
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet['E4'].alignment.wrap_text is True


def test_findings_lead_to_their_cells(defects: Report, record: dict[str, Any], form: Form, heading: Heading):
    """The number of a finding is a link to the cell of the record it is about."""
    workbook = opened(defects, record, form, heading)
    findings, data = workbook.worksheets[:2]

    places = {row[3].value: row[0].hyperlink.location for row in findings.iter_rows(min_row=4)}

    assert places['法定代表人身份证号'] == f"'申请数据'!{cell_of(data, '法定代表人身份证号').coordinate}"
    assert all(place.startswith("'申请数据'!") for place in places.values())


def test_nothing_wrong_is_said(nothing: Report, record: dict[str, Any], form: Form, heading: Heading):
    """Without findings the table says so, and no cell of the record is coloured or commented."""
    workbook = opened(nothing, record, form, heading)

    assert table(workbook.worksheets[0], 4) == [(None, None, None, None, '没有发现问题', None, None)]
    assert [cell for row in workbook.worksheets[1] for cell in row if cell.comment] == []
    assert [cell for row in workbook.worksheets[1] for cell in row if colour(cell) in {RED, YELLOW}] == []


def test_wrong_cells_are_coloured_and_explained(defects: Report, record: dict[str, Any], form: Form, heading: Heading):
    """An error is red, a warning yellow; the comment says what is wrong, what to do and where it is written."""
    sheet = opened(defects, record, form, heading).worksheets[1]

    wrong, unsure = cell_of(sheet, '法定代表人身份证号'), cell_of(sheet, '第2行', 3)

    assert (colour(wrong), colour(unsure)) == (RED, YELLOW)
    assert wrong.comment is not None
    assert wrong.comment.text.split('\n') == [
        '错误：现为“11**************062”：校验码不对',
        '处理：请照身份证核对并填写18位号码',
        '依据：《鹿鸣县评估机构管理办法》附件（XY-2）',
    ]
    assert unsure.value is None
    assert unsure.comment is not None
    assert unsure.comment.text.startswith('提醒：未填写\n')


def test_what_is_missing_is_an_empty_coloured_cell(
    defects: Report, record: dict[str, Any], form: Form, heading: Heading
):
    """A field not filled in and a material not handed in stand there empty and red."""
    sheet = opened(defects, record, form, heading).worksheets[1]

    field = cell_of(sheet, '正式运营起始日')
    material = next(row for row in sheet.iter_rows() if row[0].value == '办公场所产权证明或租赁合同')

    assert (field.value, colour(field)) == (None, RED)
    assert [(cell.value, colour(cell)) for cell in material[1:]] == [(None, RED)] * 8
    assert material[0].comment is not None


def test_materials_are_marked_where_they_are_wrong(
    defects: Report, record: dict[str, Any], form: Form, heading: Heading
):
    """Of two entries of one material, the one without seal and the one past its date are marked there."""
    sheet = opened(defects, record, form, heading).worksheets[1]

    first, second = (row for row in sheet.iter_rows() if row[0].value == '登记证照')

    assert [cell.column_letter for cell in first if colour(cell) == RED] == ['E']
    assert [cell.column_letter for cell in second if colour(cell) == RED] == ['G']


def test_an_error_outweighs_a_warning(record: dict[str, Any], form: Form, heading: Heading):
    """A cell with both is red, and its comment says the error first."""
    warning = Finding('w', 'field', 'warning', '/fields/bank_account', '账号', '位数少见', '', (), '')
    error = Finding('e', 'field', 'error', '/fields/bank_account', '账号', '不是数字', '', (), '')
    report = Report('xy/a', 'xy', '1', '2026-03-02', 'supplement', (warning, error))

    cell = cell_of(opened(report, record, form, heading).worksheets[1], '账号')

    assert colour(cell) == RED
    assert cell.comment is not None
    assert cell.comment.text == '错误：不是数字\n提醒：位数少见'


@pytest.mark.parametrize(
    ('pointer', 'label', 'column'),
    [
        ('/fields/certificates/0/issuer/phone', '第1行', 1),
        ('/fields/certificates/7/name', '证件清单', 2),
        ('/supplement/unknown', '补充信息', 2),
        ('/received_on', '收件日期', 2),
    ],
)
def test_a_place_without_cell_is_marked_on_the_nearest_above(
    pointer: str, label: str, column: int, record: dict[str, Any], form: Form, heading: Heading
):
    """A finding about something that is not there is shown where it would be."""
    finding = Finding('e', 'field', 'error', pointer, '项目', '未填写', '', (), '')
    report = Report('xy/a', 'xy', '1', '2026-03-02', 'supplement', (finding,))

    assert colour(cell_of(opened(report, record, form, heading).worksheets[1], label, column)) == RED


def test_a_finding_about_nothing_in_the_record_is_listed_without_link(
    record: dict[str, Any], form: Form, heading: Heading
):
    """A finding whose place is nowhere in the record is in the table all the same."""
    finding = Finding('e', 'bar', 'error', '/elsewhere', '项目', '问题', '', (), '')
    report = Report('xy/a', 'xy', '1', '2026-03-02', 'refuse', (finding,))

    sheet = opened(report, record, form, heading).worksheets[0]

    assert sheet['D4'].value == '项目'
    assert sheet['A4'].hyperlink is None


def test_long_codes_stay_text(nothing: Report, record: dict[str, Any], form: Form, heading: Heading):
    """Codes keep their zeros and all their digits; measured numbers are numbers."""
    sheet = opened(nothing, record, form, heading).worksheets[1]

    for label, value in (('法定代表人身份证号', '110105199003070062'), ('账号', '0012345678901234567')):
        cell = cell_of(sheet, label)
        assert (cell.value, cell.data_type, cell.number_format) == (value, 's', '@')
    assert (cell_of(sheet, '办公用房面积（㎡）').value, cell_of(sheet, '办公用房面积（㎡）').data_type) == (268.5, 'n')


@pytest.mark.parametrize(
    ('number', 'expected'),
    [
        (123456789012345, 123456789012345),
        (1234567890123456, '1234567890123456'),
        (10**400, '1' + '0' * 400),
        (Decimal('1234567890123.45'), Decimal('1234567890123.45')),
        (Decimal('12345678901234.567'), '12345678901234.567'),
        (Decimal('1E+20'), '1' + '0' * 20),
        (0.1, 0.1),
        (float('inf'), 'Infinity'),
        (0, 0),
    ],
)
def test_numbers_beyond_fifteen_digits_become_text(number: Any, expected: Any):
    """Excel keeps fifteen digits, so a longer number is shown as text rather than changed."""
    sheet = Workbook().worksheets[0]
    cell = sheet['A1']

    put(cell, number)

    assert cell.value == expected


@pytest.mark.parametrize('text', ['=1+1', '+86', '-1', '@SUM(A1)', '=cmd|\' /C calc\'!A0', '\t=1', '#N/A', '{=A1}'])
def test_values_never_become_formulas(text: str, nothing: Report, record: dict[str, Any], form: Form, heading: Heading):
    """What looks like a formula or an error value stays the text it is, also when somebody enters it again."""
    record['fields']['institution_name'] = text

    cell = cell_of(opened(nothing, record, form, heading).worksheets[1], '机构名称')

    assert (cell.value, cell.data_type) == (text, 's')
    assert bool(cell.quotePrefix) is text.startswith(('=', '+', '-', '@', '\t'))


def test_what_cannot_be_shown_is_replaced_and_said(
    nothing: Report, record: dict[str, Any], form: Form, heading: Heading
):
    """Characters a workbook cannot hold are replaced visibly, and a comment says so."""
    record['fields']['institution_name'] = '安\x00和\ud83d'

    cell = cell_of(opened(nothing, record, form, heading).worksheets[1], '机构名称')

    assert cell.value == '安\ufffd和\ufffd'
    assert cell.comment is not None
    assert cell.comment.text == '内容含有无法显示的字符，已用 \ufffd 代替'


def test_what_is_too_long_is_cut_and_said(nothing: Report, record: dict[str, Any], form: Form, heading: Heading):
    """A text beyond Excel's limit keeps its beginning, and a comment says that there was more."""
    record['fields']['institution_name'] = '长' * 40_000

    cell = cell_of(opened(nothing, record, form, heading).worksheets[1], '机构名称')

    assert cell.value == '长' * (CELL_LIMIT - 1) + '…'
    assert cell.comment is not None
    assert cell.comment.text == '内容过长，这里只显示开头部分'


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('abcdef', 'abcd…'),
        ('abcde', 'abcde'),
        # An emoji counts twice and is not cut in half.
        ('😀😀😀', '😀😀…'),
        ('a😀😀😀', 'a😀…'),
        # What Excel would read as an escape is escaped.
        ('_x0041_', '_x00…'),
        ('_x41_', '_x41_'),
        ('a\r\nb\rc', 'a\nb\nc'),
    ],
)
def test_texts_are_cut_as_excel_counts(text: str, expected: str):
    """Length is counted in UTF-16 code units, of which Excel allows a fixed number."""
    assert fitting(text, 5)[0] == expected


def test_what_excel_takes_for_an_escape_is_escaped():
    """A text that only looks like an escaped character is shown as it is written."""
    assert fitting('_x0041_ 与 _X0041_')[0] == '_x005F_x0041_ 与 _X0041_'


def test_hostile_input_gives_a_sound_workbook(
    hostile: Report, hostile_record: dict[str, Any], form: Form, heading: Heading
):
    """Whatever report and record hold, every part is well-formed XML, within limits, and without formula."""
    content = annotated_workbook(hostile, hostile_record, form, heading)

    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    workbook = load_workbook(BytesIO(content))
    cells = [cell for sheet in workbook for row in sheet for cell in row]
    assert {cell.data_type for cell in cells} <= {'n', 's', 'inlineStr'}
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    texts += [cell.comment.text for cell in cells if cell.comment]
    assert max(len(text.encode('utf-16-le')) // 2 for text in texts) <= CELL_LIMIT
    assert len(table(workbook.worksheets[0], 4)) == 30


def test_equal_input_gives_equal_bytes(hostile: Report, hostile_record: dict[str, Any], form: Form, heading: Heading):
    """No clock and no chance is in the file: it is dated as of the day it is about."""
    first = annotated_workbook(hostile, hostile_record, form, heading)

    workbook = load_workbook(BytesIO(first))
    with zipfile.ZipFile(BytesIO(first)) as archive:
        times = {member.date_time for member in archive.infolist()}
    assert first == annotated_workbook(hostile, hostile_record, form, heading)
    assert workbook.properties.created.isoformat() == '2026-03-02T00:00:00'
    assert workbook.properties.modified.isoformat() == '2026-03-02T00:00:00'
    assert times == {(1980, 1, 1, 0, 0, 0)}


def test_a_report_without_day_can_be_written(record: dict[str, Any], form: Form, heading: Heading):
    """A day that is none does not keep the workbook from being written."""
    report = Report('xy/a', 'xy', '1', '今天', 'complete')

    assert opened(report, record, form, heading).worksheets[0]['A2'].value.endswith('核验日期：今天')


def test_the_last_sheet_shows_how_far_the_checking_went(
    defects: Report, record: dict[str, Any], form: Form, heading: Heading
):
    """What could not be decided comes first, with what it needs; checked items show the findings they gave."""
    sheet = opened(defects, record, form, heading).worksheets[2]

    assert sheet['A1'].value == '核验范围：规则和材料共 8 项，其中已核验 5 项，不适用 1 项，尚不能判断 2 项'
    assert table(sheet, 2) == [
        ('编号', '名称', '核验情况', '对应问题的序号', '还需要'),
        ('operating-six-months', '正式运营满6个月', '尚不能判断', None, '正式运营起始日、收件日期'),
        ('lease-term', 'lease-term', '尚不能判断', None, '办公场所产权证明或租赁合同 第1行 有效期至'),
        ('dishonest', '不在失信名单', '已核验', '1', None),
        ('premises', '办公场所产权证明或租赁合同', '已核验', '3', None),
        ('licence', '登记证照', '已核验', '4、5', None),
        ('identity', '身份证件', '已核验', '6', None),
        ('operating-time', 'operating-time', '已核验', '2', None),
        ('branch-licence', 'branch-licence', '不适用', None, None),
    ]
    assert sheet.auto_filter.ref == 'A2:E10'


def test_the_workbook_can_be_written_in_english(defects: Report, record: dict[str, Any], form: Form, heading: Heading):
    """Translated titles of sheets are ones Excel accepts."""
    use_language('en')

    names = opened(defects, record, form, heading).sheetnames

    assert len(set(names)) == 3
    assert all(0 < len(name) <= 31 and not set(name) & set('[]:*?/\\') for name in names)
