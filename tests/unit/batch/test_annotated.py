"""The annotated copy and the text: every finding where the clerk looks for it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from docforms.batch.annotated import MOST_COMMENTS, annotated
from docforms.batch.preflight import Preflight, preflight
from docforms.batch.preflight_text import preflight_text
from docforms.batch.rows import RowFinding
from docforms.batch.tables import open_table
from docforms.packs import DocumentType, Pack

HEADER = ('机构名称', '付款日期', '人数')
GOOD = ('安禾评估中心', '2026-03-02', 3)
BAD = ('安禾评估中心', '3/2/2026', -1)
RED = '00FFC7CE'


@pytest.fixture
def annotate(document: DocumentType, pack: Pack) -> Callable[[Path], Workbook]:
    """Give a function that checks a table and opens its annotated copy."""

    def run(path: Path) -> Workbook:
        table = open_table(path, document)
        result = preflight(table, pack, document)
        content = annotated(table, result)
        assert content == annotated(table, result)
        return load_workbook(BytesIO(content))

    return run


def red(workbook: Workbook, sheet: str) -> set[str]:
    """List the coloured cells of a sheet."""
    rows = workbook[sheet].iter_rows()
    return {cell.coordinate for row in rows for cell in row if cell.fill.fill_type and cell.fill.fgColor.rgb == RED}


def test_a_copy_of_the_workbook(write_book: Callable[..., Path], annotate: Callable[[Path], Workbook]):
    """Wrong cells are coloured and commented, everything else is as it was, and the summary stands first."""
    path = write_book([HEADER, GOOD, BAD])

    workbook = annotate(path)

    assert workbook.sheetnames == ['预检结果', '名单']
    assert [tuple(row) for row in workbook['名单'].values] == [HEADER, GOOD, BAD]
    assert red(workbook, '名单') == {'B3', 'C3'}
    comment = workbook['名单']['B3'].comment
    assert comment is not None
    assert comment.text == ('现为“3/2/2026”：日期应写成“年-月-日”，如 2026-03-02。请写成 2026-03-02 的样子，年份写四位')
    summary = workbook['预检结果']
    assert '共 2 行，1 行有问题（2 处），1 行可用' in str(summary['A1'].value)
    assert [[cell.value for cell in row[:5]] for row in summary.iter_rows(min_row=4)] == [
        [1, '名单', 3, '付款日期', 'B3'],
        [2, '名单', 3, '人数', 'C3'],
    ]
    assert summary['A4'].hyperlink is not None
    assert summary['A4'].hyperlink.location == "'名单'!B3"


def test_a_corrected_copy_is_a_table_again(
    write_book: Callable[..., Path], annotate: Callable[[Path], Workbook], tmp_path: Path
):
    """The clerk may correct the copy itself: its summary is not read, and old marks go."""

    def noted(book: Workbook) -> None:
        book['名单']['A1'].comment = Comment('必填', 'docforms')
        book['名单']['C2'].comment = Comment('向科室核实过', '其木格')

    workbook = annotate(write_book([HEADER, BAD], change=noted))
    workbook['名单']['B2'] = '2026-03-02'
    corrected = tmp_path / '改正.xlsx'
    workbook.save(corrected)

    again = annotate(corrected)

    assert red(again, '名单') == {'C2'}
    assert again['名单']['B2'].comment is None
    # Hints on the header and what a colleague noted stay.
    assert again['名单']['A1'].comment is not None
    assert '向科室核实过' in str(workbook['名单']['C2'].comment)
    assert again.sheetnames == ['预检结果', '名单']


def test_bad_rows_of_a_csv_file(annotate: Callable[[Path], Workbook], tmp_path: Path):
    """Of a csv file only the bad rows are given, as they stand there, with their lines."""
    path = tmp_path / '名单.csv'
    path.write_text('机构名称,付款日期,人数\n安禾,2026-03-02,1\n=1+1,x,05\n', encoding='gbk')

    sheet = annotate(path)['有问题的行']

    assert list(sheet.values) == [('原表行号', '机构名称', '付款日期', '人数'), (3, '=1+1', 'x', '05')]
    assert sheet['B3' if sheet.max_row > 2 else 'B2'].data_type == 's'
    assert red(sheet.parent, '有问题的行') == {'C2'}


def test_bad_rows_of_a_jsonl_file(annotate: Callable[[Path], Workbook], tmp_path: Path):
    """Of a jsonl file too, with the labels of its fields; a line that cannot be read has its line only."""
    path = tmp_path / '名单.jsonl'
    path.write_text('{"institution_name": "安禾", "paid_on": "x"}\n{\n', encoding='utf-8')

    workbook = annotate(path)

    rows = list(workbook['有问题的行'].values)
    assert rows[0] == ('原表行号', '机构名称', '付款日期')
    assert rows[1] == (1, '安禾', 'x')
    assert rows[2][0] == 2
    assert red(workbook, '有问题的行') == {'C2', 'A3'}


def test_comments_are_limited(document: DocumentType, write_book: Callable[..., Path]):
    """Thousands of comments would make the copy slow to open: all cells are coloured, the first are commented."""
    count = MOST_COMMENTS + 5
    path = write_book([HEADER, *[('安禾', 'x', 1)] * count])
    findings = tuple(
        RowFinding('名单', row, '付款日期', f'B{row}', '不是日期', '请改正') for row in range(2, count + 2)
    )
    result = Preflight(count, count, count, findings, '')

    workbook = load_workbook(BytesIO(annotated(open_table(path, document), result)))

    assert len(red(workbook, '名单')) == count
    assert sum(row[1].comment is not None for row in workbook['名单'].iter_rows()) == MOST_COMMENTS
    assert f'共有 {count} 处问题，这里列出前 1000 处' in str(workbook['预检结果']['A2'].value)


def test_the_text(write_book: Callable[..., Path], document: DocumentType, pack: Pack):
    """The text has the counts, then each finding with place, fact and remedy."""
    table = open_table(write_book([HEADER, GOOD, ('安禾', None, 3)]), document)

    text = preflight_text(preflight(table, pack, document), '名单.xlsx')

    assert text.split('\n') == [
        '名单.xlsx：共 2 行，1 行有问题（1 处），1 行可用',
        '1. 工作表“名单”第 3 行“付款日期”（B3）：未填写。请填写“付款日期”',
    ]


def test_the_text_of_many_findings():
    """The text lists fifty findings and counts the others."""
    finding = RowFinding('', 2, '人数', '', '未填写', '请填写')
    result = Preflight(80, 80, 80, (finding,) * 80, '')

    lines = preflight_text(result, '名单.csv').split('\n')

    assert lines[50] == '50. 第 2 行“人数”：未填写。请填写'
    assert lines[51:] == ['另有 30 处问题没有列出；全部标在批注工作簿里']


def test_the_text_of_tables_without_findings():
    """Good tables and tables without rows are told so."""
    assert preflight_text(Preflight(3, 0, 0, (), ''), '名单.csv') == '名单.csv：共 3 行，全部可用'
    assert '没有数据行' in preflight_text(Preflight(0, 0, 0, (), ''), '名单.csv')
