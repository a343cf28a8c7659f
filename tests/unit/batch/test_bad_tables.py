"""What clerks' tables are really like: each fault is told with its place, what is wrong and what to do."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from docforms.batch.preflight import preflight
from docforms.batch.rows import Row, RowFinding
from docforms.batch.tables import open_table
from docforms.exceptions import InputError, UsageError
from docforms.packs import DocumentType, Pack

HEADER = ('机构名称', '付款日期')
GOOD = ('安禾评估中心', '2026-03-02')
ID = '150402197806153225'
RENAME = '请改正表头或删去这一列；只供自己看的列，表头请以“备注”开头'
Rows = Callable[[Path], list[Row]]


def faults_of(path: Path, document: DocumentType) -> list[str]:
    """Give the lines of the error that opening a table raises, without the first."""
    with pytest.raises(InputError) as caught:
        open_table(path, document)
    first, *lines = str(caught.value).split('\n')
    assert str(path) in first
    return [line.strip() for line in lines]


def only_finding(rows: list[Row]) -> RowFinding:
    """Give the one finding of some rows."""
    (finding,) = [finding for row in rows for finding in row.findings]
    return finding


def test_merged_header_cells(write_book: Callable[..., Path], document: DocumentType):
    """Header cells merged into one are refused: each column needs its own header."""
    path = write_book([(*HEADER, '金额'), (*GOOD, 1)], change=lambda book: book['名单'].merge_cells('A1:B1'))

    faults = faults_of(path, document)

    assert faults[0] == (
        '工作表“名单”第 1 行“机构名称”（A1:B1）：表头单元格 A1:B1 是合并的。请取消合并，让每一列在同一行里各有一个表头'
    )
    # The header that the merging has swallowed is missing, and that is told in the same pass.
    assert any('缺少“付款日期”一列' in fault for fault in faults)


def test_merged_data_cells(write_book: Callable[..., Path], document: DocumentType):
    """Data cells merged into one are refused: only the first row of them has the value."""
    path = write_book([HEADER, GOOD, GOOD], change=lambda book: book['名单'].merge_cells('B2:B3'))

    assert faults_of(path, document) == [
        '工作表“名单”第 2 行（B2:B3）：单元格 B2:B3 是合并的。请取消合并，并在每一行里分别填写'
    ]


def test_two_header_rows(write_book: Callable[..., Path], document: DocumentType):
    """A second line of headers is refused, not taken for data."""
    path = write_book([('机构名称', '付款日期', '联系电话'), ('机构名称', '付款日期', '电话'), GOOD])

    assert faults_of(path, document) == [
        '工作表“名单”第 2 行：第 2 行也是表头，表头只能有一行。请把两行表头合成一行，删去多余的一行'
    ]


def test_a_title_above_the_header(write_book: Callable[..., Path], document: DocumentType):
    """A title above the header is named, and the header below it is still checked."""
    path = write_book([('2026年付款名单',), ('机构名称', '付款日朞'), GOOD])

    faults = faults_of(path, document)

    # One label in the second line does not yet make it a header; both lines are told.
    assert any('（A1）' in fault and '2026年付款名单' in fault for fault in faults)

    path = write_book([('2026年付款名单',), ('机构名称', '付款日期', '金客'), GOOD])

    assert faults_of(path, document) == [
        '工作表“名单”第 1 行：表头应是第一个有内容的行，现在第 2 行才是表头。请删去表头上面的行',
        f'工作表“名单”第 2 行“金客”（C2）：文书没有“金客”这一项。{RENAME}',
    ]


def test_a_missing_column(write_book: Callable[..., Path], document: DocumentType):
    """A column that must be there and is not is told once, not for every row."""
    path = write_book([('机构名称',), ('安禾评估中心',)])

    assert faults_of(path, document) == [
        '工作表“名单”第 1 行“付款日期”：缺少“付款日期”一列，这一项必须填写。请加上这一列；也可以写在本单位的固定信息里'
    ]


def test_a_column_the_office_fills(write_book: Callable[..., Path], document: DocumentType, pack: Pack):
    """What the office gives needs no column, and a blank cell takes it."""
    path = write_book([('机构名称', '联系电话'), ('安禾评估中心', None)])
    office = {'paid_on': '2026-03-02', 'phone': '0476-8200001', 'agency': '不是这份文书的项目'}
    table = open_table(path, document, office=office)

    from docforms.batch.preflight import checked

    (row,) = checked(table, pack, document, office=office)

    assert row.values == {'institution_name': '安禾评估中心', 'paid_on': '2026-03-02', 'phone': '0476-8200001'}


def test_a_wrong_value_of_the_office_is_told_once(write_book: Callable[..., Path], document: DocumentType, pack: Pack):
    """A mistake in what the office gives is told at once, and not as a mistake of every row."""
    table = open_table(write_book([HEADER, GOOD, GOOD]), document)

    with pytest.raises(InputError, match=r'本单位的固定信息有 1 处错误：\n.*联系电话'):
        preflight(table, pack, document, office={'phone': '12'})


def test_an_extra_column(write_book: Callable[..., Path], document: DocumentType):
    """A column the document has no field for is refused with the nearest label; the clerk's own ones are allowed."""
    path = write_book([('序号', *HEADER, '联系电活', '备注（内部）'), (1, *GOOD, '0476-8200001', '下周寄出')])

    assert faults_of(path, document) == [
        f'工作表“名单”第 1 行“联系电活”（D1）：文书没有“联系电活”这一项，是否应为 联系电话？{RENAME}'
    ]


def test_a_column_twice(write_book: Callable[..., Path], document: DocumentType):
    """Two columns of one field are refused."""
    path = write_book([(*HEADER, '机构名称（必填）'), (*GOOD, '另一家')])

    assert faults_of(path, document) == [
        '工作表“名单”第 1 行“机构名称（必填）”（C1）：“机构名称（必填）”这一项有两列。请只留一列'
    ]


def test_formulas_without_results(write_book: Callable[..., Path], rows_of: Rows):
    """A formula saved without its result is told, not taken for a blank."""
    path = write_book([(*HEADER, '金额'), (*GOOD, '=SUM(1,2)')])

    assert only_finding(rows_of(path)) == RowFinding(
        '名单', 2, '金额', 'C2', '公式没有保存计算结果',
        '请在 Excel 或 WPS 中打开，等计算完成后保存再试；或复制这一列，选择性粘贴为数值',
    )  # fmt: skip


def test_formulas_with_results(write_book: Callable[..., Path], rows_of: Rows):
    """A formula saved with its result counts as the result."""
    path = write_book([(*HEADER, '金额'), (*GOOD, '=SUM(1,2)')])
    rewrite(path, 'xl/worksheets/sheet1.xml', b'<f>SUM(1,2)</f><v></v>', b'<f>SUM(1,2)</f><v>3</v>')
    rewrite(path, 'xl/worksheets/sheet1.xml', b'<f>SUM(1,2)</f><v />', b'<f>SUM(1,2)</f><v>3</v>')

    (row,) = rows_of(path)

    assert (row.findings, row.values['amount']) == ((), 3)


def test_errors_of_formulas(write_book: Callable[..., Path], rows_of: Rows):
    """The error a formula gave is no value."""
    path = write_book([(*HEADER, '金额'), (*GOOD, '#N/A')])

    finding = only_finding(rows_of(path))

    assert (finding.cell, finding.message) == ('C2', '单元格是错误值 #N/A')


@pytest.mark.parametrize(
    'written',
    [
        date(2026, 3, 2),
        datetime(2026, 3, 2, 10, 30),  # noqa: DTZ001 - as spreadsheets have it
        '2026-03-02',
        '2026-3-2',
        '2026/3/2',
        '2026.3.2',
        '2026年3月2日',
        ' 2026年3月2日 ',
        '20260302',
        20260302,
        '2026-03-02 00:00:00',
    ],
)
def test_dates_in_every_usual_way(written: Any, write_book: Callable[..., Path], rows_of: Rows):
    """Dates as dates, as texts and as eight digits are the same day."""
    (row,) = rows_of(write_book([HEADER, ('安禾评估中心', written)]))

    assert (row.findings, row.values['paid_on']) == ((), '2026-03-02')


@pytest.mark.parametrize(
    ('written', 'problem'),
    [
        ('3/2/2026', '现为“3/2/2026”：日期应写成“年-月-日”，如 2026-03-02'),
        ('26-3-2', '现为“26-3-2”：日期应写成“年-月-日”，如 2026-03-02'),
        ('2026-02-30', '现为“2026-02-30”：没有这一天，请核对年、月、日'),
        ('2026年3月', '现为“2026年3月”：日期应写成“年-月-日”，如 2026-03-02'),
        (46083, '这一项是日期，单元格却是“46083”'),
        (True, '这一项是日期，单元格却是“TRUE”'),
    ],
)
def test_dates_that_could_mean_anything(written: Any, problem: str, write_book: Callable[..., Path], rows_of: Rows):
    """A date that is ambiguous, incomplete or impossible is told, and nothing is guessed."""
    finding = only_finding(rows_of(write_book([HEADER, ('安禾评估中心', written)])))

    assert (finding.cell, finding.column, finding.message) == ('B2', '付款日期', problem)
    assert '2026-03-02' in finding.remedy


def test_id_numbers_stored_as_floats(write_book: Callable[..., Path], rows_of: Rows):
    """An ID number stored as a number has lost its last digits: it is refused, and not shown."""
    path = write_book([(*HEADER, '身份证号码'), (*GOOD, float(ID)), (*GOOD, int(ID)), (*GOOD, ID)])

    first, second, third = rows_of(path)

    for number, row in ((2, first), (3, second)):
        assert row.findings == (
            RowFinding(
                '名单', number, '身份证号码', f'C{number}',
                '号码是以数字保存的，超过15位的部分已经丢失，不能还原',
                '请把这一列设为文本格式，对照原件重新录入号码',
            ),
        )  # fmt: skip
    assert (third.findings, third.values['id_number']) == ((), ID)


def test_id_numbers_a_spreadsheet_wrote_into_a_csv(tmp_path: Path, rows_of: Rows):
    """In a csv file the lost digits show as 1.50402E+17."""
    path = tmp_path / '名单.csv'
    path.write_text('机构名称,付款日期,身份证号码\n安禾,2026-03-02,1.50402E+17\n', encoding='utf-8')

    finding = only_finding(rows_of(path))

    assert (finding.row, finding.column, finding.cell) == (2, '身份证号码', '')
    assert finding.message == '号码是以数字保存的，超过15位的部分已经丢失，不能还原'


def test_codes_without_their_zeros(write_book: Callable[..., Path], rows_of: Rows):
    """A code that lost its first zero as a number is told so; where the number format shows it, it is read."""

    def zeros(book: Workbook) -> None:
        book['名单']['C3'].number_format = '000000'

    rows = rows_of(write_book([(*HEADER, '邮政编码'), (*GOOD, 10010), (*GOOD, 10010), (*GOOD, 100010)], change=zeros))

    assert [row.values.get('postcode') for row in rows] == [None, '010010', '100010']
    finding = only_finding(rows)
    assert finding.cell == 'C2'
    assert finding.message.endswith('数字不保留开头的0')


def test_empty_trailing_rows(write_book: Callable[..., Path], rows_of: Rows):
    """Five hundred empty rows with borders are no rows."""

    def borders(book: Workbook) -> None:
        for row in range(3, 503):
            book['名单'].cell(row, 1, ' ' if row % 2 else None).number_format = '@'

    assert [row.number for row in rows_of(write_book([HEADER, GOOD], change=borders))] == [2]


def test_rows_numbered_ahead(write_book: Callable[..., Path], rows_of: Rows):
    """Rows that have a number and a note of the clerk, and nothing else, are no rows."""
    path = write_book([('序号', *HEADER, '备注'), (1, *GOOD, ''), *((n, '', '', 'x') for n in range(2, 30))])

    assert [row.number for row in rows_of(path)] == [2]


def test_a_cell_in_the_last_corner(write_book: Callable[..., Path], rows_of: Rows):
    """One cell at XFD1048576 costs nothing, and is told; without content it is nothing."""

    def corner(book: Workbook) -> None:
        book['名单']['XFD1048576'] = 'x'

    rows = rows_of(write_book([HEADER, GOOD], change=corner))

    assert [row.number for row in rows] == [2, 1048576]
    assert only_finding(rows) == RowFinding(
        '名单', 1048576, '', 'XFD1048576', '第 XFD 列没有表头，却有内容“x”',
        '请删去这个单元格的内容，或给这一列写上表头',
    )  # fmt: skip

    def styled(book: Workbook) -> None:
        book['名单']['XFD1048576'].number_format = '@'

    assert [row.number for row in rows_of(write_book([HEADER, GOOD], change=styled))] == [2]


def test_a_workbook_with_a_password(tmp_path: Path, document: DocumentType):
    """A workbook encrypted by Excel is an OLE container; the message tells to take the password away."""
    path = tmp_path / '名单.xlsx'
    # [MS-CFB] 2.2: sectors of 2**9 bytes after a header of as many; the directory begins in sector 3000.
    start = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'.ljust(30, b'\0') + b'\x09\0'
    header = (start.ljust(48, b'\0') + (3000).to_bytes(4, 'little')).ljust(512, b'\0')
    path.write_bytes(header + bytes(3000 * 512) + 'EncryptedPackage'.encode('utf-16-le'))

    with pytest.raises(InputError, match=r'设有打开密码.*去掉密码，另存一份'):
        open_table(path, document)


@pytest.mark.parametrize(
    ('content', 'message'),
    [
        (b'', '文件是空的'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(512), r'旧版（\.xls）'),
        (b'%PDF-1.7 ', '不是 Excel 工作簿'),
        (b'PK\x03\x04 damaged', '不是完好的 Excel 工作簿'),
    ],
)
def test_other_files_with_the_name_of_a_workbook(content: bytes, message: str, tmp_path: Path, document: DocumentType):
    """A file that is no workbook is refused in words that say what it is."""
    path = tmp_path / '名单.xlsx'
    path.write_bytes(content)

    with pytest.raises(InputError, match=message):
        open_table(path, document)


def test_a_sheet_cut_short(write_book: Callable[..., Path], document: DocumentType):
    """A damaged sheet is refused when the table is opened, and not after half of its rows."""
    path = write_book([HEADER, *[GOOD] * 50])
    rewrite(path, 'xl/worksheets/sheet1.xml', b'</sheetData>', b'')

    with pytest.raises(InputError, match='不是完好的 Excel 工作簿'):
        open_table(path, document)


def test_a_broken_quote_at_row_9000(tmp_path: Path, rows_of: Rows):
    """A quote that is never closed spoils its own row only, though a csv reader would swallow all that follow."""
    lines = ['机构名称,付款日期', *(f'第{number}家,2026-03-02' for number in range(2, 9_101))]
    lines[8_999] = '"第9000家,2026-03-02'
    path = tmp_path / '名单.csv'
    path.write_text('\n'.join(lines), encoding='utf-8')

    rows = rows_of(path)

    assert len(rows) == 9_099
    assert only_finding(rows) == RowFinding(
        '', 9_000, '', '', '双引号不成对，这一行读不出来',
        '请检查这一行的双引号：内容里的每个双引号要写成两个，整个单元格再加一对双引号',
    )  # fmt: skip
    assert rows[-1].values == {'institution_name': '第9100家', 'paid_on': '2026-03-02'}


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'gbk', 'gb18030', 'utf-16'])
def test_encodings_of_csv_files(encoding: str, tmp_path: Path, rows_of: Rows):
    """UTF-8 with and without a mark, GBK and what Excel calls Unicode are recognised."""
    path = tmp_path / '名单.csv'
    path.write_bytes('机构名称,付款日期,抄送单位\r\n安禾,2026-03-02,"甲局\r\n乙局"\r\n'.encode(encoding))

    (row,) = rows_of(path)

    assert row == Row(2, {'institution_name': '安禾', 'paid_on': '2026-03-02', 'recipients': ['甲局', '乙局']}, (), {})


@pytest.mark.parametrize('content', [b'', b'\xff\xff\xff', b'PK\x03\x04', b'a,b\x00'])
def test_files_that_are_no_csv(content: bytes, tmp_path: Path, document: DocumentType):
    """What is no text, or empty, is refused."""
    path = tmp_path / '名单.csv'
    path.write_bytes(content)

    with pytest.raises(InputError, match='请'):
        open_table(path, document)


def test_a_list_in_a_csv_file(tmp_path: Path, document: DocumentType):
    """A csv file has no second sheet: a list of groups is told to need another format."""
    path = tmp_path / '名单.csv'
    path.write_text('机构名称,付款日期,证件清单\n', encoding='utf-8')

    assert faults_of(path, document) == [
        '第 1 行“证件清单”：“证件清单”有多行内容，一个单元格填不下。请删去这一列；有这一项的文书请用 .xlsx 或 .jsonl'
    ]


@pytest.mark.parametrize(
    ('line', 'message'),
    [
        ('{"institution_name": "安禾"', '第 2 行第 26 列附近不是有效的 JSON'),
        ('["安禾"]', '这一行不是一组“名称: 值”'),
        ('{"institution_name": "安禾", "paid_on": NaN}', '数字不能写成 NaN'),
    ],
)
def test_lines_that_are_no_json(line: str, message: str, tmp_path: Path, rows_of: Rows):
    """A line of a jsonl file that cannot be read is told with its number, and the next line is read."""
    good = '{"institution_name": "安禾", "付款日期": "2026-03-02"}'
    path = tmp_path / '名单.jsonl'
    path.write_text(f'{good}\n{line}\n\n{good}\n', encoding='utf-8')

    rows = rows_of(path)

    assert [row.number for row in rows] == [1, 2, 4]
    assert only_finding(rows).row == 2
    assert message in only_finding(rows).message


def test_an_ending_nobody_reads(tmp_path: Path, document: DocumentType):
    """The ending chooses the format, and others are named."""
    with pytest.raises(UsageError, match=r'\.xlsx、\.csv、\.jsonl'):
        open_table(tmp_path / '名单.xls', document)


def test_a_missing_file(tmp_path: Path, document: DocumentType):
    """A file that does not exist is told in the usual words, whatever its ending."""
    for name in ('名单.xlsx', '名单.csv', '名单.jsonl'):
        with pytest.raises(InputError, match='没有这个文件'):
            open_table(tmp_path / name, document)


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change a part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, 'w') as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_notes_of_others_are_no_content(write_book: Callable[..., Path], rows_of: Rows):
    """A comment on an empty cell makes no row."""

    def noted(book: Workbook) -> None:
        book['名单']['A9'].comment = Comment('请核对', '同事')

    path = write_book([HEADER, GOOD], change=noted)

    assert [row.number for row in rows_of(path)] == [2]
    assert load_workbook(path)['名单']['A9'].comment is not None


def test_a_workbook_that_unpacks_to_too_much(
    write_book: Callable[..., Path], document: DocumentType, monkeypatch: pytest.MonkeyPatch
):
    """A workbook is refused for all it holds together, before any of it is read."""
    path = write_book([HEADER, GOOD])
    with zipfile.ZipFile(path) as archive:
        largest = max(member.file_size for member in archive.infolist())
    monkeypatch.setattr('docforms.batch.package.MAX_UNPACKED', largest)

    with pytest.raises(InputError, match='工作簿的内容过大，读不了'):
        open_table(path, document)
