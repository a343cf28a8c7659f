from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from docforms.documents.markdown_builder import build_document
from docforms.documents.renderer import render
from docforms.exceptions import TemplateError

HEAD = '---\nlayout: public\ntitle: 通知\n---\n'
# The first line of the text in a source that begins with HEAD.
FIRST = 5


def built(text: str, head: str = HEAD) -> Any:
    """Build a template and open it."""
    return Document(BytesIO(build_document(head + text, '样例.md')))


def body(text: str) -> list[tuple[str, str]]:
    """Build a template and list the style and text of its paragraphs below the title."""
    return [(p.style.name, p.text) for p in built(text).paragraphs[1:]]


def filled(text: str, head: str = HEAD, **values: Any) -> Any:
    """Build a template, fill it, and open it."""
    return Document(BytesIO(render(build_document(head + text, '样例.md'), values, name='样例')))


def cells(table: Any) -> list[list[str]]:
    """Read a table, each merged cell once."""
    return [[''.join(t.text for t in cell.iter(qn('w:t'))) for cell in row._tr.tc_lst] for row in table.rows]


def test_headings_and_paragraphs_get_their_styles():
    """# to #### are the four levels; other text is body text with its indent in the style."""
    assert body('# 一级\n\n## 二级\n\n### 三级\n\n#### 四级\n\n　　正文。\n') == [
        ('Heading 1', '一级'),
        ('Heading 2', '二级'),
        ('Heading 3', '三级'),
        ('Heading 4', '四级'),
        ('Normal Indent', '正文。'),
    ]


def test_lines_of_a_chinese_paragraph_are_joined_without_a_space():
    """A line end in the source is no character on paper, but a space between Latin words."""
    assert body('第一行\n第二行 one\ntwo\n') == [('Normal Indent', '第一行第二行 one two')]


def test_stress_is_a_change_of_face():
    """** is 黑体 and * is 楷体; neither is bold or italic."""
    [paragraph] = built('甲**乙**丙*丁*').paragraphs[1:]

    plain = 'Default Paragraph Font'
    faces = [(run.text, run.style.name) for run in paragraph.runs]
    assert faces == [('甲', plain), ('乙', 'Strong'), ('丙', plain), ('丁', 'Emphasis')]


def test_an_expression_is_a_run_of_its_own_and_untouched():
    """Markdown does not see what stands in a template tag: no |, * or _ in it means anything."""
    [paragraph] = built('数量{{ a_b * c_d | default("|") }}个').paragraphs[1:]

    assert [run.text for run in paragraph.runs] == ['数量', '{{ a_b * c_d | default("|") }}', '个']


def test_block_tags_take_whole_paragraphs():
    """A block tag alone on its line leaves no empty paragraph behind, also right beside text and lists."""
    source = '甲\n{% if more %}\n1. 乙\n{% for x in list %}\n2. {{ x }}\n{% endfor %}\n{% endif %}\n丙\n'

    full = filled(source, more=True, list=['子', '丑']).paragraphs[1:]
    short = filled(source, more=False, list=[]).paragraphs[1:]

    assert [p.text for p in full] == ['甲', '乙', '子', '丑', '丙']
    assert [p.text for p in short] == ['甲', '丙']


def test_comments_of_the_template_language_vanish():
    """{# #} is for the author alone."""
    assert body('{# 说明 #}\n\n正文{# 说明 #}。') == [('Normal Indent', '正文。')]


def numbers(document: Any) -> list[str]:
    """List the number definitions the items of lists use."""
    found = (p._p.find('.//' + qn('w:numId')) for p in document.paragraphs)
    return [number.get(qn('w:val')) for number in found if number is not None]


def test_a_list_that_begins_at_1_is_a_new_list():
    """Every list counts for itself; one that begins elsewhere goes on with the list before."""
    document = built('1. 甲\n2. 乙\n\n文字\n\n1. 丙\n\n{% if x %}\n2. 丁\n{% endif %}\n')

    assert numbers(document) == ['2', '2', '3', '3']


TABLE = """
| 序号 | 名称 | 备注 |
|:--:|------|--:|
{% for item in items %}
| {{ loop.index }} | {{ item.name | default("无") }} | {{ item.note }} |
{% endfor %}
"""


def test_a_table_has_a_row_for_every_item():
    """Block tags in a table take whole rows."""
    [table] = filled(TABLE, items=[{'name': '甲', 'note': '子'}, {'note': '丑'}]).tables

    assert cells(table) == [['序号', '名称', '备注'], ['1', '甲', '子'], ['2', '无', '丑']]


def test_a_table_repeats_its_head_and_keeps_its_rows_whole():
    """The head is printed on every page, no row is torn apart."""
    [table] = filled(TABLE, items=[{'name': '甲', 'note': '子'}]).tables

    assert [row._tr.find('.//' + qn('w:tblHeader')) is not None for row in table.rows] == [True, False]
    assert all(row._tr.find('.//' + qn('w:cantSplit')) is not None for row in table.rows)


def test_columns_are_as_wide_as_their_dashes_tell():
    """The line of dashes gives shares of the width of the type area, 156 mm; a comment gives other ones."""
    told_widths = '<!-- table: widths 26 78 52; height 9 -->'
    plain, told = built(f'{TABLE}\n{told_widths}{TABLE}').tables

    widths = [[round(column.w.mm) for column in table._tbl.tblGrid.gridCol_lst] for table in (plain, told)]
    assert widths == [[31, 94, 31], [26, 78, 52]]
    assert told.rows[0].height.mm == pytest.approx(9, abs=0.05)


def test_columns_are_aligned_as_their_colons_tell():
    """Left, centred and right columns have styles of their own; the head is centred."""
    [table] = filled(TABLE, items=[{'name': '甲', 'note': '子'}]).tables

    styles = [[cell.paragraphs[0].style.name for cell in row.cells] for row in table.rows]
    assert styles == [['表头'] * 3, ['表格文字（居中）', '表格文字', '表格文字（靠右）']]


def test_cells_are_joined_with_their_neighbours():
    """< joins a cell with the one on its left, ^ with the one above; a head of empty cells is no head."""
    [table] = built('| | | |\n|-|-|-|\n| 甲 | 乙 | < |\n| ^ | 丙 | 丁<br>戊 |\n').tables

    assert cells(table) == [['甲', '乙'], ['', '丙', '丁戊']]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(1, 2).text == '丁\n戊'


def test_a_table_can_do_without_rules():
    """Signatures of two parties stand side by side in a table without lines."""
    [table] = built('<!-- table: plain -->\n| | |\n|-|-|\n| 甲方 | 乙方 |\n').tables

    lines = table._tbl.tblPr.find(qn('w:tblBorders'))
    assert {line.get(qn('w:val')) for line in lines} == {'nil'}


def test_three_dashes_begin_a_page():
    """What follows --- stands on a new page."""
    assert [style for style, _text in body('甲\n\n---\n\n乙\n')] == ['Normal Indent', '另起一页', 'Normal Indent']


def test_a_comment_names_the_style_of_the_next_paragraph():
    """Any named style can be used."""
    assert body('<!-- style: 附注 -->\n（监督电话）\n\n正文\n') == [('附注', '（监督电话）'), ('Normal Indent', '正文')]


LETTER = """---
layout: letter
title: "{% if late %}催告{% else %}告知{% endif %}书"
mark: "{{ agency }}"
number: 某发〔2026〕3号
to: "{{ name }}"
attachments: [清单, 回执]
sign:
  organ: "{{ agency }}"
  date: 2026年9月5日
note: 联系电话：12345678
cc: 某局
---
"""


def test_a_letter_has_its_parts_in_order():
    """Number, title, addressee, text, attachments, organ, date, note, copies."""
    document = filled('正文。', LETTER, late=False, agency='某某市某某中心', name='某某机构')

    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ('信函文号', '某发〔2026〕3号'),
        ('Title', '告知书'),
        ('主送机关', '某某机构：'),
        ('Normal Indent', '正文。'),
        ('附件说明（首项）', '附件：1.\t清单'),
        ('附件说明（后项）', '2.\t回执'),
        ('发文机关署名', '某某市某某中心'),
        ('成文日期', '2026年9月5日'),
        ('附注', '（联系电话：12345678）'),
        ('版记', '抄送：某局。'),
        ('表格间隔', ''),
    ]


def test_the_signature_never_stands_alone_on_a_page():
    """The last paragraph before the signature goes with it to the next page."""
    head = LETTER.replace('attachments: [清单, 回执]\n', '')
    source = '前文。\n\n{% if late %}\n中文。\n\n后文。\n{% endif %}\n'
    for late, last in ((False, '前文。'), (True, '后文。')):
        document = filled(source, head, late=late, agency='某某市某某中心', name='某某机构')
        kept = {p.text: p.paragraph_format.keep_with_next for p in document.paragraphs}

        assert kept[last]
        assert not kept.get('中文。')
    assert document.styles['发文机关署名'].paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ('length', 'mark', 'organ'),
    [
        (14, '信函标志', '发文机关署名'),
        (15, '信函标志', '发文机关署名（长）'),
        (18, '信函标志', '发文机关署名（长）'),
        (19, '信函标志（长）', '发文机关署名（长）'),
    ],
)
def test_a_long_name_is_set_so_that_it_fits(length: int, mark: str, organ: str):
    """14 characters fit centred over the date, 18 between the ends of the red rule."""
    document = filled('正文。', LETTER, late=True, agency='某' * length, name='某某机构')
    head = document.sections[0].first_page_header.paragraphs[0]

    assert (head.style.name, head.text) == (mark, '某' * length)
    assert [p.style.name for p in document.paragraphs if p.text == '某' * length] == [organ]


def test_one_attachment_bears_no_number():
    """附件：清单, without 1."""
    document = built('正文。', HEAD.replace('title', 'attachments: [清单]\ntitle'))

    assert document.paragraphs[-1].text == '附件：清单'


def test_a_title_keeps_the_lines_of_its_author():
    """Each line of a title is centred by itself."""
    document = built('正文。', HEAD.replace('通知', '"关于测试工作的\\n通知"'))

    assert document.paragraphs[0].text == '关于测试工作的\n通知'


def test_the_same_source_gives_the_same_bytes():
    """Templates are reproducible."""
    assert build_document(LETTER + TABLE, '样例.md') == build_document(LETTER + TABLE, '样例.md')


@pytest.mark.parametrize(
    ('text', 'line', 'message'),
    [
        ('正文\n\n- 圆点\n', 2, '公文不用圆点列表'),
        ('> 引用\n', 0, '不支持以 > 开头的引用'),
        ('```\n代码\n```\n', 0, '不支持代码块'),
        ('见[网页](http://example.com)', 0, '不支持链接'),
        ('![图](a.png)', 0, '不支持图片'),
        ('用`代码`', 0, '不支持反引号'),
        ('##### 五级\n', 0, '标题最多四级'),
        ('1. 甲\n   1. 乙\n', 1, '编号里不能再有编号'),
        ('甲\n\n{{ name }\n', 2, '没有写完整'),
        ('甲\n\n{{ name | nosuch }}\n', 2, '{{ name | nosuch }} 写法有误'),
        ('{% include "x" %}\n', 0, '不是模板语言的一部分'),
        ('{%p if x %}\n', 0, '不用写 p'),
        ('{{ x | default("“无”") }}', 0, '有中文引号'),
        ('{% if x %}\n\n甲\n', 0, 'if 没有结束，缺少 endif'),
        ('甲\n\n{% endfor %}\n', 2, 'endfor 没有与之对应的开始标记'),
        ('{% else %}\n', 0, 'else 之前没有 if 或 for'),
        ('{% if x % 2 == 0 %}\n甲\n{% endif %}\n', 0, '不能有 % 和 }'),
        ('| 甲 | 乙 |\n|-|-|\n| 子 |\n', 2, '这一行有 1 格，表头有 2 格'),
        ('| 甲 |\n|-|\n{% for x in y %}\n| {{ x }} |\n\n{% endfor %}\n', 2, 'for 没有结束'),
        ('<!-- table: widths 1 2 -->\n| 甲 |\n|-|\n| 子 |\n', 1, '“widths 1 2”看不懂'),
        ('<!-- style: 没有的样式 -->\n正文\n', 1, '应写成 style: 样式名'),
    ],
)
def test_mistakes_are_named_with_file_and_line(text: str, line: int, message: str):
    """A message says in which file and line what is wrong."""
    with pytest.raises(TemplateError) as caught:
        built(text)

    assert f'样例.md:{FIRST + line}: ' in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ('head', 'line', 'message'),
    [
        ('正文\n', 1, '以两行 --- 之间的设置开头'),
        ('---\nlayout: letter\n---\n', 1, '缺少 title'),
        ('---\ntitle: 通知\nlayout: 没有\n---\n', 3, '没有“没有”这种版式'),
        ('---\ntitle: 通知\nlayout: [a]\n---\n', 3, '这种版式'),
        ('---\ntitle: 通知\nlayout: public\ncolour: 红\n---\n', 4, '没有“colour”这项设置'),
        ('---\ntitle: {{ x }}\nlayout: public\n---\n', 2, '不是正确的 YAML'),
        ('---\ntitle: 通知\nlayout: public\nnumber: 5\n---\n', 4, 'number 应是一段文字'),
        ('---\ntitle: 通知\nlayout: public\nsign:\n  date: 2026-09-05\n---\n', 4, 'sign 之下应写'),
        ('---\ntitle: 通知\nlayout: public\nattachments: 清单\n---\n', 4, 'attachments 应是'),
        ('---\ntitle: 通知\nlayout: public\nlandscape: 横\n---\n', 4, 'landscape 应写'),
        ('---\ntitle: 通知\nlayout: public\nto: "{{ a b }}"\n---\n', 4, '{{ a b }} 写法有误'),
    ],
)
def test_mistakes_in_the_front_matter_are_named_too(head: str, line: int, message: str):
    """Unknown, missing and wrong settings are refused with their line."""
    with pytest.raises(TemplateError) as caught:
        built('正文。', head)

    assert f'样例.md:{line}: ' in str(caught.value)
    assert message in str(caught.value)


def test_all_mistakes_are_named_at_once_in_order():
    """An author corrects a source in one go."""
    with pytest.raises(TemplateError) as caught:
        built('- 甲\n\n{{ x | nosuch }}\n\n{% if y %}\n', HEAD.replace('public', '没有'))

    lines = [message.split(': ')[0] for message in str(caught.value).splitlines()]
    assert lines == ['样例.md:2', '样例.md:5', '样例.md:7', '样例.md:9']


def test_a_source_from_windows_reads_the_same():
    """A byte order mark and CR LF change nothing."""
    source = LETTER + TABLE

    assert build_document('\ufeff' + source.replace('\n', '\r\n'), '样例.md') == build_document(source, '样例.md')
