"""Good tables: headers in many writings, cells of every kind, rows on a second sheet."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from docforms.batch.annotated import annotated
from docforms.batch.cells import letters, position
from docforms.batch.csv_lines import csv_lines
from docforms.batch.labels import Labels
from docforms.batch.preflight import checked, preflight
from docforms.batch.rows import Row
from docforms.batch.tables import open_table
from docforms.exceptions import InputError
from docforms.packs import DocumentType, Pack

HEADER = ('机构名称', '付款日期')
GOOD = ('安禾评估中心', '2026-03-02')
Rows = Callable[[Path], list[Row]]


@pytest.mark.parametrize(
    'header',
    [
        '付款日期',
        ' 付款\n日期 ',
        '付款日期*',
        '※付款日期',
        '付款日期（必填）',
        '【必填】付款日期',
        'paid_on',
        'PAID_ON',
    ],
)
def test_headers_in_other_writings(header: str, write_book: Callable[..., Path], rows_of: Rows):
    """Blanks, line breaks, width, a mark for what is required, and the name of the field make no difference."""
    (row,) = rows_of(write_book([('机构名称', header), GOOD]))

    assert row.values['paid_on'] == '2026-03-02'


def test_headers_with_the_unit(write_book: Callable[..., Path], rows_of: Rows):
    """A header may have the unit behind the label, in brackets of either width."""
    (row,) = rows_of(write_book([(*HEADER, '金额(元)', '比例（％）'), (*GOOD, 12.5, 3)]))

    assert (row.values['amount'], row.values['share']) == (Decimal('12.5'), 3)


def test_a_label_of_two_fields_names_neither():
    """Where two fields have one label, only their names tell them apart."""
    labels = Labels({'a': {'title': '日期'}, 'b': {'title': '日期'}})

    assert [labels.name_of(header) for header in ('日期', 'a', 'b')] == [None, 'a', 'b']


@pytest.mark.parametrize(
    ('header', 'cell', 'value'),
    [
        ('金额', 0.1 + 0.2, Decimal('0.3')),
        ('金额', 1234.5, Decimal('1234.5')),
        ('金额', '1234.50', Decimal('1234.50')),
        ('金额', '1,234,567.80', Decimal('1234567.80')),
        ('人数', 12.0, 12),
        ('人数', '12', 12),
        ('联系电话', 13900000001, '13900000001'),
        ('已盖章', True, True),
        ('已盖章', '有', True),
        ('已盖章', '无', False),
        ('已盖章', '否', False),
        ('等级', ' 甲级 ', '甲级'),
        ('抄送单位', '甲局、乙局；丙局', ['甲局', '乙局', '丙局']),
        ('抄送单位', '甲局、乙局\n丙局', ['甲局、乙局', '丙局']),
        ('其他事项', ' 空格 照旧 ', ' 空格 照旧 '),
        ('其他事项', '甲\r\n乙', '甲\n乙'),
        ('其他事项', '_x0041_', '_x0041_'),
        ('其他事项', 15, '15'),
    ],
)
def test_cells_of_every_kind(header: str, cell: Any, value: Any, write_book: Callable[..., Path], rows_of: Rows):
    """A cell means what its field takes; money keeps every digit a spreadsheet shows, and none it only stores."""
    if isinstance(cell, str):
        cell = cell.replace('_x', '_x005F_x')
    (row,) = rows_of(write_book([(*HEADER, header), (*GOOD, cell)]))

    (name,) = set(row.values) - {'institution_name', 'paid_on'}
    assert (row.findings, row.values[name]) == ((), value)
    assert type(row.values[name]) is type(value)


def test_percentages(write_book: Callable[..., Path], rows_of: Rows):
    """A cell that shows 12.5% is 12.5 where the unit is %."""

    def percent(book: Workbook) -> None:
        book['名单']['C2'].number_format = '0.0%'

    (row,) = rows_of(write_book([(*HEADER, '比例'), (*GOOD, 0.125)], change=percent))

    assert row.values['share'] == Decimal('12.5')


@pytest.mark.parametrize(
    ('header', 'cell', 'message'),
    [
        ('金额', '十元', '现为“十元”：应为数字'),
        ('金额', 1.005, '现为“1.005”：最小单位是 0.01'),
        ('金额', 1e15, '数字超过15位，末尾几位已经丢失'),
        ('人数', 1.5, '现为“1.5”：应为整数'),
        ('已盖章', '大概', '现为“大概”，看不出是“有”还是“无”'),
        ('等级', '丙级', '现为“丙级”：应为下列之一：甲级、乙级'),
        ('联系电话', 4768200001, None),
        ('其他事项', 1.5, '这一项是文字，单元格却是数字 1.5，写法可能被改动过'),
    ],
)
def test_cells_that_do_not_fit(
    header: str, cell: Any, message: str | None, write_book: Callable[..., Path], rows_of: Rows
):
    """A cell its field cannot take is told with its address, once."""
    (row,) = rows_of(write_book([(*HEADER, header), (*GOOD, cell)]))

    (finding,) = row.findings
    assert (finding.sheet, finding.row, finding.column, finding.cell) == ('名单', 2, header, 'C2')
    assert message is None or finding.message == message
    assert finding.remedy


def test_a_phone_number_is_not_shown(write_book: Callable[..., Path], rows_of: Rows):
    """What a finding says of a personal number is masked."""
    (row,) = rows_of(write_book([(*HEADER, '联系电话'), (*GOOD, 139000000012)]))

    assert '139000000012' not in row.findings[0].message


def test_a_blank_that_must_be_filled(write_book: Callable[..., Path], rows_of: Rows):
    """A blank cell is told at its address; a cell that could not be read is not told to be blank as well."""
    rows = rows_of(write_book([HEADER, ('安禾', None), ('安禾', 'x')]))

    assert [[(f.cell, f.message) for f in row.findings] for row in rows] == [
        [('B2', '未填写')],
        [('B3', '现为“x”：日期应写成“年-月-日”，如 2026-03-02')],
    ]


CERTIFICATES = ('行号', '证件名称', '证件编号')


TEXTS = st.text(
    st.characters(codec='utf-8', exclude_categories=('Cc', 'Cs', 'Cn')) | st.sampled_from('",\n;\t'), max_size=20
)


@given(texts=st.lists(TEXTS, min_size=1, max_size=8), encoding=st.sampled_from(['utf-8', 'utf-8-sig', 'gb18030']))
def test_csv_files_come_back(texts: list[str], encoding: str):
    """Whatever a program writes as csv is read as it was, with the lines counted as spreadsheets count them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / 'table.csv'
        with path.open('w', encoding=encoding, newline='') as stream:
            csv.writer(stream).writerows([['第一列', '第二列'], *([text, 'x'] for text in texts)])

        lines = list(csv_lines(path))

    expected = [text if text.strip() else None for text in texts]
    assert [line.number for line in lines] == list(range(1, len(texts) + 2))
    assert [line.cells[1].text if 1 in line.cells else None for line in lines[1:]] == expected


def test_rows_on_a_second_sheet(write_book: Callable[..., Path], rows_of: Rows):
    """Rows of a second sheet belong to the row with the same key, in any order, and their mistakes to it too."""
    path = write_book(
        [('行号', *HEADER), (1, *GOOD), ('乙', *GOOD), (3, *GOOD)],
        [CERTIFICATES, ('乙', '许可证', 'B-1'), (1, '执照', None), ('乙', None, 'B-2')],
    )

    first, second, third = rows_of(path)

    assert first.values['certificates'] == [{'name': '执照'}]
    assert second.values['certificates'] == [{'name': '许可证', 'number': 'B-1'}, {'number': 'B-2'}]
    assert second.lines == {'certificates': (2, 4)}
    (finding,) = second.findings
    assert (finding.sheet, finding.row, finding.column, finding.cell) == ('证件清单', 4, '证件名称', 'B4')
    assert (third.findings, 'certificates' in third.values) == ((), False)


def test_rows_that_belong_to_none(write_book: Callable[..., Path], rows_of: Rows):
    """A row of a second sheet with another key, or none, is told: it would be lost."""
    path = write_book([('行号', *HEADER), (1, *GOOD)], [CERTIFICATES, (1, '执照', ''), (2, '证', ''), (None, '证', '')])

    rows = rows_of(path)

    assert rows[0].findings == ()
    assert [(f.sheet, f.cell, f.message) for row in rows[1:] for f in row.findings] == [
        ('证件清单', 'A3', '第一张工作表没有“行号”为2的行'),
        ('证件清单', 'A4', '没有填写“行号”'),
    ]


def test_keys_used_twice(write_book: Callable[..., Path], rows_of: Rows):
    """Rows with one key are all told: nobody knows whose the rows of the second sheet are."""
    path = write_book([('行号', *HEADER), (1, *GOOD), (1, *GOOD)], [CERTIFICATES, (1, '执照', '')])

    assert [[f.cell for f in row.findings] for row in rows_of(path)] == [['A2'], ['A3']]


def test_a_second_sheet_without_keys(write_book: Callable[..., Path], document: DocumentType):
    """Both sheets need the column that links them; everything wrong with both is told at once."""
    path = write_book([HEADER, GOOD], [('证件名称', '证件号'), ('执照', '1')])

    with pytest.raises(InputError) as caught:
        open_table(path, document)

    message = str(caught.value)
    assert '表头有 3 处问题' in message
    assert message.count('缺少“行号”一列') == 2
    assert '工作表“证件清单”第 1 行“证件号”（B1）：文书没有“证件号”这一项，是否应为 证件编号' in message


def test_a_sheet_nobody_reads(write_book: Callable[..., Path], document: DocumentType):
    """A further sheet with content is refused, since its rows would be lost; an empty one is not."""
    with pytest.raises(InputError, match=r'工作表“二月”不会被读取.*改名为 证件清单'):
        open_table(write_book([HEADER, GOOD], [HEADER, GOOD], names=('一月', '二月')), document)

    assert open_table(write_book([HEADER, GOOD], [], names=('一月', '二月')), document).columns == HEADER


def test_a_table_may_be_read_again(write_book: Callable[..., Path], document: DocumentType):
    """Reading a table a second time gives the same rows."""
    table = open_table(write_book([HEADER, GOOD, GOOD]), document)

    assert list(table) == list(table)


def test_a_value_that_could_not_be_printed(tmp_path: Path, rows_of: Rows):
    """What rendering would refuse is told before anything is rendered."""
    path = tmp_path / '名单.jsonl'
    path.write_text('{"institution_name": "甲\\r乙", "paid_on": "2026-03-02"}\n', encoding='utf-8')

    (row,) = rows_of(path)

    assert [f.column for f in row.findings] == ['机构名称']


def test_wrong_places_in_a_jsonl_file(tmp_path: Path, rows_of: Rows):
    """A finding in a line of a jsonl file names its place by labels, inside lists too."""
    path = tmp_path / '名单.jsonl'
    path.write_text(
        '{"institution_name": "安禾", "paid_on": "2026-03-02", "certificates": [{"name": "证"}, {"number": "1"}]}\n',
        encoding='utf-8',
    )

    (row,) = rows_of(path)

    assert [(f.row, f.column, f.message) for f in row.findings] == [(1, '证件清单 第2行 证件名称', '未填写')]


def test_counts_of_the_preflight(write_book: Callable[..., Path], document: DocumentType, pack: Pack):
    """The preflight counts rows, bad rows and findings, and knows the file by its digest."""
    path = write_book([(*HEADER, '人数'), GOOD, ('安禾', 'x', -1), GOOD])

    result = preflight(open_table(path, document), pack, document)

    assert (result.rows, result.bad, result.count) == (3, 1, 2)
    assert {f.cell for f in result.findings} == {'B3', 'C3'}
    assert len(result.digest) == 64


def test_all_rows_are_checked_in_a_stream(tmp_path: Path, document: DocumentType, pack: Pack):
    """A row is given before the next is read: memory does not grow with the table."""
    path = tmp_path / '名单.jsonl'
    path.write_text('{"institution_name": "安禾", "paid_on": "2026-03-02"}\n' * 3 + 'broken', encoding='utf-8')

    rows = checked(open_table(path, document), pack, document)

    assert next(rows).number == 1


@pytest.mark.parametrize(
    ('column', 'name'), [(1, 'A'), (26, 'Z'), (27, 'AA'), (702, 'ZZ'), (703, 'AAA'), (16384, 'XFD')]
)
def test_names_of_columns(column: int, name: str):
    """Columns are named as spreadsheets name them (ECMA-376-1 18.3.1.73: XFD is the last)."""
    assert letters(column) == name
    assert position(f'{name}12') == (12, column)


def test_annotating_is_not_needed_for_good_tables(write_book: Callable[..., Path], document: DocumentType, pack: Pack):
    """A good table gives a summary that says so."""
    table = open_table(write_book([HEADER, GOOD]), document)

    assert annotated(table, preflight(table, pack, document))
