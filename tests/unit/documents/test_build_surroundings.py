"""What stands around the text: titles, signatures, attachments, covers and 版记 (requirements D2, D3)."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from docforms.documents.markdown_builder import build_document
from docforms.documents.renderer import render
from docforms.exceptions import TemplateError


def source(body: str = '正文。', **front: str) -> str:
    """Write a source with these settings."""
    settings = {'layout': 'public', 'title': '公示'} | front
    return '---\n' + ''.join(f'{key}: {value}\n' for key, value in settings.items()) + f'---\n{body}\n'


def filled(text: str, **values: Any) -> Any:
    """Build a template, fill it, and open it."""
    return Document(BytesIO(render(build_document(text, '样例.md'), values, name='样例')))


def listed(document: Any) -> list[tuple[str, str]]:
    """List the style and text of every paragraph outside tables."""
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def refused(text: str) -> str:
    """Build a source with a mistake and give what is said about it."""
    with pytest.raises(TemplateError) as caught:
        build_document(text, '样例.md')
    return str(caught.value)


# Titles ------------------------------------------------------------------------------------------


def test_a_known_title_is_broken_when_the_template_is_built():
    """Who opens the template in Word sees the lines, and can change them."""
    text = source(title='关于拟签订长期护理保险失能等级评估服务协议评估机构名单的公示')
    title = Document(BytesIO(build_document(text, '样例.md'))).paragraphs[0]

    assert title.text == '关于拟签订长期护理保险失能等级评估\n服务协议评估机构名单的公示'


@pytest.mark.parametrize(
    ('name', 'title'),
    [
        ('安禾中心', '关于安禾中心恢复履行评估协议的复函'),
        ('安禾颐衡青穹远岚评估之家', '关于安禾颐衡青穹远岚评估之家\n恢复履行评估协议的复函'),
    ],
)
def test_a_title_with_a_value_is_broken_when_it_is_filled_in(name: str, title: str):
    """Only then is its length known; the value is a name and stays whole."""
    document = filled(source(title='"关于{{ name }}恢复履行评估协议的复函"'), name=name)

    assert document.paragraphs[0].text == title


def test_a_title_that_can_go_two_ways_is_broken_either_way():
    """A condition in a title leaves it a title; a value that is missing on the way not taken is not asked for."""
    text = source(title='"{% if annual is defined %}{{ annual }}年度{% endif %}长期护理保险定点评估机构名单的公示"')

    above, below = filled(text, annual=2026).paragraphs[0].text.split('\n')
    assert above + below == '2026年度长期护理保险定点评估机构名单的公示'
    assert above.startswith('2026年度长期护理保险')
    assert filled(text).paragraphs[0].text == '长期护理保险定点评估机构名单的公示'


def test_words_of_the_author_are_not_broken():
    """Terms a dictionary does not know can be named."""
    title = '青禾市服务中心关于公布长期护理保险失能等级评估人员名册的公告'

    for words in ('[失能等级评估人员]', '[长期护理保险失能]', '[公布长期护理]'):
        lines = filled(source(title=title, words=words)).paragraphs[0].text.split('\n')
        assert any(words[1:-1] in line for line in lines)


def test_a_wide_page_has_wide_title_lines():
    """A lying page takes 35 characters of a form's title on one line."""
    title = '定点评估机构评估人员规范化培训台账和考核登记汇总表（半年报）'

    assert '\n' in filled(source(layout='record', title=title)).paragraphs[0].text
    assert '\n' not in filled(source(layout='record', title=title, landscape='true')).paragraphs[0].text


def test_a_subtitle_stands_below_the_title_in_a_face_of_its_own():
    """The number of an announcement is set smaller, in 楷体; where there is none, there is no empty line."""
    text = source(subtitle='"{% if number is defined %}第{{ number }}号{% endif %}"')
    title = filled(text, number=3).paragraphs[0]

    assert title.text == '公示\n第3号'
    assert [run.style.name for run in title.runs if '号' in run.text] == ['标题题注']
    assert filled(text).paragraphs[0].text == '公示'
    assert filled(source(subtitle='（试行）')).paragraphs[0].text == '公示\n（试行）'


# Signatures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('organ', 'styles', 'lines'),
    [
        ('青禾市长期护理保险服务中心', ('发文机关署名', '成文日期'), 1),
        ('青禾市医疗保障事务综合服务管理中心', ('发文机关署名（长）', '成文日期（长署名）'), 1),
        ('青禾自治县长期护理保险失能等级评估经办服务管理中心', ('发文机关署名（长）', '成文日期（长署名）'), 2),
    ],
)
@pytest.mark.parametrize('known', [True, False])
def test_a_long_organ_moves_its_date_so_that_both_keep_one_axis(
    organ: str, styles: tuple[str, str], lines: int, *, known: bool
):
    """Up to 14 characters the date is 4 characters from the edge; a longer name is centred over it further left."""
    sign = f'{{organ: "{organ if known else "{{ organ }}"}", date: 2026年9月5日}}'
    document = filled(source(sign=sign), organ=organ)
    name, date = document.paragraphs[-2:]

    assert (name.style.name, date.style.name) == styles
    assert len(name.text.split('\n')) == lines
    assert name.text.replace('\n', '') == organ
    axes = [document.styles[style].element.pPr.find(qn('w:ind')).get(qn('w:leftChars')) for style in styles]
    assert styles[0] == '发文机关署名' or axes == ['800', '800']


def test_parties_sign_side_by_side_and_never_without_text_above():
    """Lines of one party stand level with the other's, and the last clause goes with them to the next page."""
    party = '\n  - "{0}（公章）：\\n{{{{ name }}}}\\n\\n日期：　　　年　　月　　日"'
    text = source('# 附则\n\n一式两份。', layout='agreement', sign=party.format('甲方') + party.format('乙方'))
    document = filled(text, name='某某中心')
    [table] = document.tables
    lines = [[cell.text for cell in row.cells] for row in table.rows]

    date = '日期：　　　年　　月　　日'
    assert lines == [['甲方（公章）：', '乙方（公章）：'], ['某某中心'] * 2, ['', ''], [date, date]]
    assert all(row._tr.find('.//' + qn('w:cantSplit')) is not None for row in table.rows)
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [True, True, True, None]
    kept = [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs]
    assert kept[-3:] == [True, True, None] or kept[-2:] == [True, True]


def test_a_table_at_the_end_keeps_its_last_row_with_the_signature():
    """Also when a table ends the text, the signature is not alone; of repeated rows it is the last that is kept."""
    sign = '{organ: 某某局, date: 2026年9月5日}'
    for body in ('| 甲 |\n|-|\n| 子 |\n| 丑 |', '| 甲 |\n|-|\n{% for x in rows %}\n| {{ x }} |\n{% endfor %}'):
        document = filled(source(f'{body}', sign=sign), rows=['子', '丑'])
        [table] = document.tables
        kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows[1:]]

        assert [row.cells[0].text for row in table.rows] == ['甲', '子', '丑']
        assert kept == [False, True]


# Attachments -------------------------------------------------------------------------------------

ATTACHED = """正文。

<!-- attachment -->

# 一

# 二

<!-- attachment -->

# 三
"""


def test_attachments_follow_the_signature_each_on_its_page():
    """Label on the first line of a page, title as the list of attachments names it; headings count anew."""
    sign = '{organ: 某某局, date: 2026年9月5日}'
    document = filled(source(ATTACHED, layout='document', attachments='[安排表, "{{ name }}"]', sign=sign), name='名册')

    assert listed(document) == [
        ('Title', '公示'),
        ('Normal Indent', '正文。'),
        ('附件说明（首项）', '附件：1.\t安排表'),
        ('附件说明（后项）', '2.\t名册'),
        ('发文机关署名', '某某局'),
        ('成文日期', '2026年9月5日'),
        ('附件标记', '附件1'),
        ('标题（首行）', '安排表'),
        ('Heading 1', '一'),
        ('Heading 1', '二'),
        ('附件标记', '附件2'),
        ('标题（首行）', '名册'),
        ('Heading 1', '三'),
    ]
    labels = [paragraph for paragraph in document.paragraphs if paragraph.style.name == '附件标记']
    assert all(label.paragraph_format.page_break_before for label in labels)
    headings = [paragraph for paragraph in document.paragraphs if paragraph.style.name == 'Heading 1']
    assert [heading._p.pPr.numPr.numId.val for heading in headings] == [2, 2, 3]


def test_a_wide_attachment_lies_between_standing_pages():
    """Only its own pages are turned; the red rules of a letter stay on the first page of all."""
    body = '正文。\n\n<!-- attachment: landscape -->\n\n宽表。\n\n<!-- attachment -->\n\n清单。'
    document = filled(source(body, layout='letter', mark='某某局', attachments='[汇总表, 清单]', cc='某某厅'))
    sections = document.sections

    assert [section.page_width > section.page_height for section in sections] == [False, True, False]
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False]
    assert all('PAGE' in ''.join(section.footer._element.itertext()) for section in sections)
    labels = [paragraph for paragraph in document.paragraphs if paragraph.style.name == '附件标记']
    assert [(label.text, bool(label.paragraph_format.page_break_before)) for label in labels] == [
        ('附件1', False),
        ('附件2', False),
    ]


def test_one_attachment_has_no_number():
    """附件, without 1, in the list and on its page."""
    document = filled(source('正文。\n\n<!-- attachment -->\n\n内容。', attachments='[安排表]'))

    assert [text for style, text in listed(document) if style.startswith('附件')] == ['附件：安排表', '附件']


@pytest.mark.parametrize(
    ('names', 'expected'),
    [
        (None, []),
        ([], []),
        (['清单'], ['附件：清单']),
        (['清单', '回执', '说明'], ['附件：1.\t清单', '2.\t回执', '3.\t说明']),
    ],
)
def test_attachments_known_only_later_are_listed_alike(names: list[str] | None, expected: list[str]):
    """A list that comes with the data is set like one in the source; without any there is no trace of it."""
    values = {} if names is None else {'papers': names}
    document = filled(source(attachments='"{{ papers }}"'), **values)

    assert [text for style, text in listed(document) if style.startswith('附件')] == expected


def test_an_attachment_that_is_not_listed_is_refused():
    """Text and list must name the same attachments."""
    message = refused(
        source('正文。\n\n<!-- attachment -->\n\n甲。\n\n<!-- attachment -->\n\n乙。', attachments='[安排表]')
    )

    assert '样例.md:12: 这里是第 2 个附件，文首的 attachments 只列了 1 个名称' in message


def test_a_condition_cannot_reach_into_an_attachment():
    """The signature stands between the text and its attachments."""
    message = refused(source('{% if x %}\n\n<!-- attachment -->\n\n甲。\n\n{% endif %}', attachments='[安排表]'))

    assert 'if 没有结束' in message
    assert 'endif 没有与之对应的开始标记' in message


# 版记 --------------------------------------------------------------------------------------------


def test_a_document_ends_in_copies_and_who_printed_it():
    """抄送 above, organ and date of printing below, at the foot of the page; lines of 0.35, 0.25 and 0.35 mm."""
    imprint = '{organ: 某某局办公室, date: 2026年9月6日}'
    document = filled(source(layout='document', cc='某某厅，某某局。', imprint=imprint))
    [table] = document.tables
    place = table._tbl.tblPr.find(qn('w:tblpPr'))
    lines = {line.tag.partition('}')[2]: line for line in table._tbl.tblPr.find(qn('w:tblBorders'))}

    assert [row.cells[0].text for row in table.rows] == ['抄送：某某厅，某某局。', '某某局办公室\t2026年9月6日印发']
    assert (place.get(qn('w:vertAnchor')), place.get(qn('w:tblpYSpec'))) == ('margin', 'bottom')
    # Eighths of a point: 1 mm is 22.68 of them.
    thick, thin = (round(mm * 22.68) for mm in (0.35, 0.25))
    assert [int(lines[side].get(qn('w:sz'))) for side in ('top', 'insideH', 'bottom')] == [thick, thin, thick]
    assert lines['left'].get(qn('w:val')) == 'nil'


def test_copies_that_come_to_nothing_leave_no_line():
    """A recipient that depends on the data is left out with its label."""
    cc = '"{% if other is defined %}{{ other }}{% endif %}"'
    [table] = filled(source(layout='document', cc=cc, imprint='{organ: 某某局, date: 2026年9月6日}')).tables

    assert [row.cells[0].text for row in table.rows] == ['某某局\t2026年9月6日印发']
    assert ('版记', '抄送：某某厅。') in listed(filled(source(layout='letter', cc=cc), other='某某厅'))
    assert not any('抄送' in text for _style, text in listed(filled(source(layout='letter', cc=cc))))


# Covers ------------------------------------------------------------------------------------------

COVER = (
    '\n  协议编号: "{{ number | default(\'\') }}"\n  甲方（公章）: "{{ agency }}"\n  签订日期: "　　　年　　月　　日"'
)


def test_a_cover_has_the_title_and_lines_to_fill_in():
    """Blanks keep their width, every line is ruled, and the text begins on the next page."""
    document = filled(source(layout='agreement', title='评估服务协议', cover=COVER), agency='某某中心')
    [table] = document.tables

    assert listed(document)[0] == ('封面标题', '评估服务协议')
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ['协议编号：', ''],
        ['甲方（公章）：', '某某中心'],
        ['签订日期：', '　　　年　　月　　日'],
    ]
    ruled = [[cell._tc.tcPr.find(qn('w:tcBorders')) is not None for cell in row.cells] for row in table.rows]
    assert ruled == [[False, True]] * 3
    assert [style for style, _text in listed(document)[1:]] == ['另起一页', 'Normal Indent']


def test_a_cover_bears_no_page_number():
    """The cover is counted, but the number is first printed on the page after it."""
    [section] = filled(source(layout='agreement', title='评估服务协议', cover=COVER), agency='某某中心').sections

    assert section.different_first_page_header_footer
    assert 'PAGE' not in ''.join(section.first_page_footer._element.itertext())
    assert 'PAGE' in ''.join(section.footer._element.itertext())


def test_clauses_of_an_agreement_are_counted_as_such():
    """第一条, 第二条; other papers count 一、二、."""
    for layout, expected in (('agreement', '第%1条\u3000'), ('document', '%1、')):
        document = Document(BytesIO(build_document(source(layout=layout), 'a.md')))
        levels = document.part.numbering_part.element.iter(qn('w:lvlText'))

        assert next(levels).get(qn('w:val')) == expected


# Mistakes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('front', 'message'),
    [
        ({'to': '各机构'}, '没有主送机关'),
        ({'layout': 'letter', 'imprint': '{organ: 某某局}'}, '信函的版记不印'),
        ({'imprint': '某某局'}, 'imprint 之下应写'),
        ({'layout': 'letter', 'cover': '{甲方: 某某}'}, '没有封面'),
        ({'layout': 'agreement', 'cover': '[甲方]'}, 'cover 之下应写'),
        ({'sign': '[]'}, 'sign 之下应写'),
        ({'words': '甲'}, 'words 应是词语的列表'),
        ({'attachments': '"{{ a }}和{{ b }}"'}, 'attachments 应是'),
        ({'title': '"{% for x in y %}甲{% endfor %}"'}, 'title 中只能用'),
        ({'sign': '{organ: "{{ x % 2 }}", date: 今日}'}, 'organ 中只能用'),
    ],
)
def test_what_a_layout_has_no_place_for_is_refused(front: dict[str, str], message: str):
    """A notice to the public has no addressee, a letter no organ of printing, and so on."""
    assert message in refused(source(**front))
