"""Reading answers: what a clerk may write, and every wrong cell named in one pass."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from docforms.exceptions import InputError
from docforms.surveys import Answers, Survey, read_answers, read_cells

HEAD = ('问卷编号', '来意', '标牌和说明', '总体评价', '是否再来', '建议')
FIELDS = {'organ': {'title': '统计单位', 'type': 'string'}, 'distributed': {'title': '发出问卷', 'type': 'integer'}}


def read(survey: Survey, content: bytes, name: str) -> Answers:
    """Read the answers a file holds."""
    return read_answers(survey, FIELDS, read_cells(content, name), name)


def test_rows_become_questionnaires(survey: Survey, answers_book) -> None:
    """Blank rows are passed over, several choices are taken apart, and blanks are no answers."""
    book = answers_book(
        ('001', '散步、拍照', '满意', '一般', '会', '多设座椅', None),
        (None,) * 7,
        ('002', None, '没有看到', '不满意', None, None, '否'),
    )

    found = read(survey, book, '答卷.xlsx')

    assert found.faults == ()
    first, second = found.questionnaires
    assert (first.number, first.voided) == ('001', False)
    assert first.answers == {
        'came_for': ('散步', '拍照'),
        'signs': ('满意',),
        'whole': ('一般',),
        'again': ('会',),
        'advice': ('多设座椅',),
    }
    assert (second.number, second.voided, second.answers['again']) == ('002', True, ())


def test_every_wrong_cell_is_named_at_once(survey: Survey, answers_book) -> None:
    """Wrong choices, a number used twice, a formula without result and an unknown label: each with its cell."""
    book = answers_book(
        ('001', '散步、看书', '很满意', '一般', '会', None, None),
        ('001', None, '满意', '=B2', '大概', None, '作废'),
        about=(('统计单位', '县古树名木保护中心'), ('发出问券', '40')),
    )

    found = read(survey, book, '答卷.xlsx')

    assert {fault.place for fault in found.faults} == {
        '答卷!D3', '答卷!B2', '答卷!C2', '答卷!A3', '答卷!E3', '答卷!G3', '调查信息!A3',
    }  # fmt: skip
    by_place = {fault.place: fault.message for fault in found.faults}
    assert by_place['答卷!C2'] == '“很满意”不是“1. 标牌和说明”的选项，请改为：满意、一般、不满意、没有看到'
    assert '“看书”' in by_place['答卷!B2']
    assert '与 答卷!A2 重复' in by_place['答卷!A3']
    assert '公式没有算出的结果' in by_place['答卷!D3']
    assert '是否应为 发出问卷' in by_place['调查信息!A3']


def test_columns_are_found_by_their_names(survey: Survey, answers_book) -> None:
    """Their order, their numbers and full-width signs make no difference."""
    head = ('总体评价', '２．标牌和说明', '建议', '是否再来', '来意')
    book = answers_book(('满意', '一般', None, None, None), head=head)

    [first] = read(survey, book, '答卷.xlsx').questionnaires

    assert (first.answers['whole'], first.answers['signs']) == (('满意',), ('一般',))
    assert first.number == '第2行'


def test_wrong_columns_are_named(survey: Survey, answers_book) -> None:
    """A column that is missing, one nobody knows, and one that stands there twice."""
    head = ('问卷编号', '来意', '标牌和说明', '标牌和说明', '是否再来', '建仪')
    found = read(survey, answers_book(head=head), '答卷.xlsx')

    messages = {fault.place: [] for fault in found.faults}
    for fault in found.faults:
        messages[fault.place].append(fault.message)
    assert messages['答卷!D1'] == ['列“标牌和说明”出现两次，请删去其中一列']
    assert '不认识列“建仪”' in messages['答卷!F1'][0]
    assert [message.partition('，')[0] for message in messages['答卷!G1']] == ['缺少列“2. 总体评价”', '缺少列“建议”']


def test_numbers_stay_what_the_clerk_sees(survey: Survey, answers_book) -> None:
    """A number that Excel holds as 1.0 is 1, and what should be a whole number becomes one."""
    book = answers_book((1.0, None, '满意', '满意', None, 12, None), about=(('发出问卷', 40.0), ('统计单位', '中心')))

    found = read(survey, book, '答卷.xlsx')

    assert (found.questionnaires[0].number, found.questionnaires[0].answers['advice']) == ('1', ('12',))
    assert found.about == {'distributed': 40, 'organ': '中心'}
    assert found.places == {'distributed': '调查信息!B2', 'organ': '调查信息!B3'}


@pytest.mark.parametrize('encoding', ['utf-8-sig', 'utf-8', 'gb18030'])
def test_csv_is_read_in_the_encodings_excel_writes(survey: Survey, encoding: str) -> None:
    """A csv file has the same columns, and its faults name the cell without a sheet."""
    text = '问卷编号,来意,标牌和说明,总体评价,是否再来,建议\n001,,满意,满意,会,"多,设座椅"\n002,,好,满意,,\n'

    found = read(survey, text.encode(encoding), '答卷.csv')

    assert found.questionnaires[0].answers['advice'] == ('多,设座椅',)
    assert [fault.place for fault in found.faults] == ['C3']


@pytest.mark.parametrize(
    ('content', 'message'),
    [
        (b'%PDF-1.7', '这是PDF 文件，这里要用的是Excel 工作簿（.xlsx）、文本文件'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old', '旧版 Office 文件.*另存为'),
        (b'\x80\x81\xff\xff\xfe', '不是文本文件'),
    ],
)
def test_what_is_no_table_is_refused(survey: Survey, content: bytes, message: str) -> None:
    """A file of another kind is refused with what to do."""
    with pytest.raises(InputError, match=message):
        read(survey, content, '答卷')


def test_a_workbook_of_something_else_lacks_the_sheet(survey: Survey) -> None:
    """A workbook without the sheet of answers is told so instead of counting nothing."""
    buffer = BytesIO()
    Workbook().save(buffer)

    [fault] = read(survey, buffer.getvalue(), '名单.xlsx').faults

    assert (fault.place, fault.message[:11]) == ('名单.xlsx', '缺少工作表“答卷”；请')


def test_a_coloured_cell_far_below_is_no_row(survey: Survey) -> None:
    """What is only formatted does not make a table long; a value there does, and is not passed over."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = '答卷'
    sheet.append(HEAD)
    sheet.append(('001', None, '满意', '满意'))
    sheet.cell(30_000, 1).font = Font(bold=True)
    formatted, filled = BytesIO(), BytesIO()
    book.save(formatted)
    sheet.cell(30_000, 1).value = '002'
    book.save(filled)

    assert len(read(survey, formatted.getvalue(), '答卷.xlsx').questionnaires) == 1
    with pytest.raises(InputError, match='超过 20000 行'):
        read(survey, filled.getvalue(), '答卷.xlsx')
