from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

from docforms.documents.form_builder import build_form
from docforms.documents.form_context import form_context
from docforms.documents.renderer import render
from docforms.exceptions import TemplateError

LAYOUT: dict[str, Any] = {
    'annex': '附件',
    'title': '摊位申请表',
    'columns': [16, 60, 40, 40],
    'rows': [
        {'height': 10, 'cells': [{'label': '名称', 'columns': 2}, {'value': '{name}', 'columns': 2}]},
        {
            'cells': [
                {'label': '人员', 'rows': 2},
                {'label': '人数'},
                {'value': '{staff} 人', 'columns': 2, 'blank': 3},
            ]
        },
        {'cells': [{'label': '开业'}, {'value': '{opened_on}', 'columns': 2}]},
        {'cells': [{'label': '所附证件', 'columns': 4}]},
        {'cells': [{'label': '序号'}, {'label': '名称'}, {'label': '编号'}, {'label': '原件'}]},
        {
            'repeat': 'papers',
            'min_rows': 3,
            'cells': [{'value': '{#}'}, {'value': '{title}'}, {'value': '{number}'}, {'value': '{original}'}],
        },
    ],
    'after': [
        {'text': '本人承诺遵守《{{ pack.title }}》。', 'indent': 2, 'align': 'justify'},
        {'text': '签字：　　{signed_on}', 'left': 10, 'before': 0.5},
    ],
}
SCHEMA: dict[str, Any] = {
    'properties': {
        'fields': {
            'type': 'object',
            'properties': {
                'name': {'type': 'string'},
                'staff': {'type': 'integer'},
                'opened_on': {'type': 'string', 'format': 'date'},
                'signed_on': {'type': 'string', 'format': 'date'},
                'papers': {
                    'type': 'array',
                    'items': {
                        'type': 'object',
                        'properties': {
                            'title': {'type': 'string'},
                            'number': {'type': 'string'},
                            'original': {'type': 'boolean', 'true_label': '是', 'false_label': '否'},
                        },
                    },
                },
            },
        }
    }
}


def printed(fields: dict[str, Any], layout: dict[str, Any] = LAYOUT) -> Any:
    """Build the form, fill it, and open it."""
    context = {**form_context(layout, SCHEMA, {'fields': fields}), 'pack': {'title': '摊位管理办法'}}
    return Document(BytesIO(render(build_form(layout), context, name='摊位申请表')))


def texts(grid: Table) -> list[list[str]]:
    """Read a table, each merged cell once."""
    return [[''.join(text.text or '' for text in cell.iter(qn('w:t'))) for cell in row._tr.tc_lst] for row in grid.rows]


def test_the_same_layout_gives_the_same_bytes():
    """Templates are reproducible: building twice gives one file."""
    assert build_form(LAYOUT) == build_form(LAYOUT)


def test_a_filled_form_shows_every_value_in_its_cell():
    """Values stand where the layout puts them, written as people write them."""
    paper = {'title': '身份证', 'number': '甲001', 'original': True}
    form, papers = printed({'name': '青禾餐车', 'staff': 3, 'opened_on': '2025-06-01', 'papers': [paper]}).tables

    assert texts(form) == [['名称', '青禾餐车'], ['人员', '人数', '3 人'], ['', '开业', '2025年6月1日']]
    assert texts(papers)[1:3] == [['序号', '名称', '编号', '原件'], ['1', '身份证', '甲001', '是']]


def test_a_blank_form_leaves_room_to_write():
    """Nothing stands in a blank form but labels, units, row numbers, and room for values inside text."""
    document = printed({})
    form, papers = document.tables

    assert texts(form) == [['名称', ''], ['人员', '人数', '\u3000\u3000\u3000 人'], ['', '开业', '']]
    assert texts(papers)[2:] == [['1', '', '', ''], ['2', '', '', ''], ['3', '', '', '']]
    assert document.paragraphs[-1].text == '签字：　　　　年　　月　　日'


def test_a_list_has_as_many_rows_as_items():
    """Twelve certificates give twelve rows, numbered."""
    papers = [{'title': f'证件{n}', 'number': str(n), 'original': False} for n in range(1, 13)]
    rows = texts(printed({'papers': papers}).tables[-1])[2:]

    assert [row[0] for row in rows] == [str(number) for number in range(1, 13)]
    assert rows[11] == ['12', '证件12', '12', '否']


def test_the_heading_of_a_list_repeats_on_every_page():
    """A list's title and column heads are header rows; the fields above are none."""
    form, papers = printed({}).tables
    headers = [[row._tr.find('.//' + qn('w:tblHeader')) is not None for row in grid.rows] for grid in (form, papers)]

    assert headers == [[False] * 3, [True, True, False, False, False]]


def test_rows_do_not_break_across_pages():
    """Every row stays in one piece and grows with its text."""
    for grid in printed({}).tables:
        for row in grid.rows:
            assert row._tr.find('.//' + qn('w:cantSplit')) is not None
            height = row._tr.find('.//' + qn('w:trHeight'))
            assert height is None or height.get(qn('w:hRule')) == 'atLeast'


def test_columns_have_fixed_widths():
    """Long values wrap; they never push a column wider."""
    grid = printed({'name': '很长的名称' * 30}).tables[0]._tbl

    assert grid.tblPr.find(qn('w:tblLayout')).get(qn('w:type')) == 'fixed'
    assert [round(column.w.mm) for column in grid.tblGrid.gridCol_lst] == [16, 60, 40, 40]


def test_a_value_is_a_run_of_its_own():
    """A reader finds a value without guessing where the words around it end."""
    cell = printed({'staff': 12}).tables[0].rows[1]._tr.tc_lst[2]

    assert [run.text for run in cell.p_lst[0].r_lst] == ['12', ' 人']


def test_a_cell_over_two_rows_is_one_cell():
    """The lower half of a cell that spans rows belongs to it."""
    form = printed({}).tables[0]

    assert form.cell(1, 0)._tc is form.cell(2, 0)._tc


def test_the_two_tables_of_a_form_look_like_one():
    """Between them stands a hidden paragraph; each draws the line where they meet, for a page may end there."""
    document = printed({})
    gap = document.tables[0]._tbl.getnext()

    assert gap.find('.//' + qn('w:vanish')) is not None
    assert document.tables[0]._tbl.tblPr.find('.//' + qn('w:bottom')).get(qn('w:val')) == 'single'


def test_text_around_the_grid_keeps_together():
    """Commitment, signature and seal stand on one page."""
    first, last = printed({}).paragraphs[-2:]

    assert first.text == '本人承诺遵守《摊位管理办法》。'
    assert first.paragraph_format.keep_with_next
    assert last.paragraph_format.left_indent.pt == pytest.approx(120)


@pytest.mark.parametrize('width', [1, 3])
def test_a_row_of_the_wrong_width_is_refused(width: int):
    """A row must fill the grid exactly; the message says which row and how many columns."""
    rows = [{'cells': [{'label': '名称', 'columns': 2}, {'value': '{name}', 'columns': width}]}]

    with pytest.raises(TemplateError, match=f'“名称”开头的一行共占 {2 + width} 列，表格有 4 列'):
        build_form({**LAYOUT, 'rows': rows})


def test_a_form_made_for_lack_of_an_official_one_says_so():
    """A form whose official annex is not published is marked."""
    document = Document(BytesIO(build_form({**LAYOUT, 'reference_only': True})))

    assert document.paragraphs[0].text == '附件（参考样式）'
