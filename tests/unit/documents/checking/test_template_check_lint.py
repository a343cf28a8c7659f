"""Every planted fault of a template is found at its place, with a remedy, in one pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docforms.documents.checking import Fault, Values, check_file, read_package, template_faults

FIELDS = {
    'name': {'type': 'string', 'title': '机构名称'},
    'issued_on': {'type': 'string', 'format': 'date', 'title': '日期'},
    'items': {
        'type': 'array',
        'title': '问题',
        'items': {
            'type': 'object',
            'properties': {'label': {'type': 'string', 'title': '事项'}, 'place': {'type': 'string', 'title': '位置'}},
        },
    },
}
SHAPES = {**FIELDS, 'pack': {'type': 'object', 'properties': {'title': {}}}}
VALUES = Values('example/notice', SHAPES, FIELDS)
EVERYTHING = '{{ name }}{{ issued_on | cn_date }}{% for item in items %}{{ item.label }}{{ item.place }}{% endfor %}'
START = '现将有关事项通知如下'


@pytest.fixture
def faults(paper) -> Callable[..., list[Fault]]:
    """Give a function that puts a text into a good paper and lists the faults of the result."""

    def check(text: str, values: Values | None = VALUES, **more: str) -> list[Fault]:
        docx = paper('document').retext(START, text)
        for start, other in more.items():
            docx = docx.retext({'heading': '总体要求', 'cell': '东河'}[start], other)
        return list(template_faults(read_package(docx.bytes(), 'example.docx'), values))

    return check


def test_a_template_that_uses_every_value_has_no_fault(faults):
    """Values, filters, loops and members that the schema has are accepted, and nothing is left unused."""
    assert faults(EVERYTHING) == []


NAMES = [
    ('{{ nam }}', '没有名称 nam，是否应为 name'),
    ('{{ pack.titel }}', '没有字段 titel，是否应为 title'),
    ('{% for item in itmes %}{{ item.x }}{% endfor %}', '没有名称 itmes，是否应为 items'),
    ('{% for item in items %}{{ item.lable }}{% endfor %}', '没有字段 lable，是否应为 label'),
    ('{% for item in items %}{% endfor %}{{ item.label }}', '没有名称 item'),
    ('{% if issued_no is defined %}{% endif %}', '没有名称 issued_no，是否应为 issued_on'),
    ('{{ name | default(issued_no) }}', '没有名称 issued_no，是否应为 issued_on'),
    ("{{ items | map(attribute='lable') | join('、') }}", '没有字段 lable，是否应为 label'),
    ('{{ issued_on | cn_dat }}', '没有过滤器 cn_dat，是否应为 cn_date'),
    ('{% if name is definde %}{% endif %}', '没有判断 definde，是否应为 defined'),
    ('{{ add_month(issued_on, 1) }}', '没有函数 add_month，是否应为 add_months'),
]


@pytest.mark.parametrize(('tags', 'message'), NAMES)
def test_an_unknown_name_is_told_with_the_nearest_one(tags: str, message: str, faults):
    """Wherever it stands: in a loop, filter, condition, argument; the place is that of its tag."""
    [fault] = faults(EVERYTHING, heading=tags)

    assert fault.code == 'name'
    assert message in fault.message
    assert (fault.place.part, fault.place.text) == ('body', tags if len(tags) <= 40 else f'{tags[:39]}…')


def test_an_unknown_name_in_a_header_or_cell_is_placed_there(faults, paper):
    """A cell is named by table, row and cell, a footer by its pages."""
    [fault] = faults(EVERYTHING, cell='{{ nam }}')
    footer = paper('letter').retext(START, EVERYTHING).sub('— ', '{{ nam }}', 'word/footer2.xml')
    [other] = template_faults(read_package(footer.bytes(), 'example.docx'), VALUES)

    assert (fault.place.table, fault.place.row, fault.place.cell) == (1, 2, 2)
    assert str(fault.place) == '表格 1 第 2 行第 2 格“{{ nam }}”'
    assert (other.place.part, other.place.pages) == ('footer', 'even')


def test_names_are_checked_although_other_tags_are_wrong(faults):
    """Everything in one pass: a broken tag, an unclosed block and an unknown name."""
    found = faults(f'{EVERYTHING}{{% if name %}}{{{{ name | }}}}{{{{ nam }}}}')

    assert sorted(fault.code for fault in found) == ['name', 'syntax', 'unbalanced']


def test_a_member_that_items_are_chosen_by_is_used(faults):
    """A member that only picks the item whose other member is printed is read all the same."""
    chosen = '{{ (items | selectattr("place", "eq", "x") | first).label }}'

    assert [fault.message for fault in faults(f'{{{{ name }}}}{{{{ issued_on }}}}{chosen}')] == []


def test_what_a_template_never_prints_is_a_warning(faults):
    """A value of the schema, or a member of a list that is gone through, that no tag uses."""
    found = faults('{{ name }}{% for item in items %}{{ item.label }}{% endfor %}')

    assert {(fault.code, fault.severity) for fault in found} == {('unused', 'warning')}
    assert [fault.message for fault in found] == [
        '数据中的“日期”（issued_on）没有用到',
        '数据中的“位置”（items.place）没有用到',
    ]


def test_without_values_only_names_are_left_unchecked(faults):
    """Unknown filters are told even where it is not known which document a template is of."""
    found = faults('{{ anything.at.all | cn_dat }}{% for x in y %}{{ x.z }}{% endfor %}', None)

    assert [fault.message for fault in found] == ['没有过滤器 cn_dat，是否应为 cn_date？']


SYNTAX = [
    ('{{ name | }}', 'syntax', '写法有误'),
    ('{{ name｜upper }}', 'syntax', '写法有误'),
    ('{% include "x" %}', 'syntax', '不是模板语言的一部分'),
    ('{% macro x() %}', 'syntax', '不是模板语言的一部分'),
    ('{% raw %}', 'tag', '不属于模板语言'),
    ('{{ name', 'tag', '没有在同一段内闭合'),
    ('｛｛ name ｝｝', 'braces', '全角花括号'),
    ('{｛ name }｝', 'braces', '全角花括号'),
    ('{ { name } }', 'braces', '之间有空格'),
    ('name }}', 'braces', '没有开头的'),
    ('{ name }', 'braces', '只有一层花括号'),
    ('{% if name %}', 'unbalanced', '缺少 endif'),
    ('{% for x in items %}', 'unbalanced', '缺少 endfor'),
    ('{% endif %}', 'unbalanced', '没有与之对应的开始标记'),
    ('{% else %}', 'unbalanced', '没有与之对应的开始标记'),
    ('{%p if name %}前{%p endif %}', 'tag', '应独占一段'),
    ('{%tr if name %}', 'tag', '应写在表格里'),
    ('{{p name }}', 'tag', '只能打印 Word 片段'),
    ('{% hm %}', 'tag', '只能写在表格里'),
    ('{% if name %}{%p endif %}', 'scope', '不一致'),
]


@pytest.mark.parametrize(('text', 'code', 'message'), SYNTAX)
def test_a_wrong_tag_is_told_with_its_paragraph(text: str, code: str, message: str, faults):
    """Torn, unclosed, full-width, outside the language, wrongly paired: each by its own sentence and remedy."""
    found = [fault for fault in faults(EVERYTHING, heading=text) if fault.code == code and message in fault.message]

    assert found
    assert found[0].place.text == text
    assert found[0].remedy


def test_punctuation_of_the_wrong_width_is_named_in_the_remedy(faults):
    """Whoever typed a full-width bar is told which character to change."""
    [fault] = faults(EVERYTHING, heading='{{ name｜upper }}')

    assert fault.remedy == '请把“｜”改为英文标点'


def test_quotes_that_word_curled_are_accepted(faults):
    """The renderer makes straight quotes of them."""
    assert faults(EVERYTHING, heading='{{ name | default(“无”) }}') == []


@pytest.mark.parametrize('pieces', [('{', '{ name }', '}'), ('{{ na', 'me }}'), ('{%', ' if name %}{% en', 'dif %}')])
def test_a_tag_split_over_runs_is_no_fault(pieces: tuple[str, ...], paper, make_run):
    """Word does that after every spelling check, and the renderer joins the pieces."""
    runs = '<w:proofErr w:type="spellStart"/>'.join(make_run(piece) for piece in pieces)
    docx = paper('document').retext(START, EVERYTHING).instead('总体要求', runs)

    assert template_faults(read_package(docx.bytes(), 'example.docx'), VALUES) == ()


@pytest.mark.parametrize(
    'pieces',
    [
        '{open}{{{{ na{close}{link}{open}me }}}}{close}{endlink}',
        '{open}{{{{ na{close}<w:r><w:fldChar w:fldCharType="begin"/></w:r>{open}me }}}}{close}',
        '{open}{{{{ na{close}<w:r><w:drawing/></w:r>{open}me }}}}{close}',
    ],
)
def test_a_tag_that_cannot_be_joined_is_told(pieces: str, paper, make_run):
    """A link, field or picture inside a tag would be torn apart or lost."""
    opening, _text, closing = make_run('\0').partition('\0')
    words = {'open': opening, 'close': closing, 'link': '<w:hyperlink w:anchor="x">', 'endlink': '</w:hyperlink>'}
    docx = paper('document').retext(START, EVERYTHING).instead('总体要求', pieces.format(**words))
    found = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)

    assert [fault.code for fault in found] == ['tag-split']
    assert '{{ name }}' in found[0].message


def test_a_block_over_two_cells_is_an_error_and_over_two_paragraphs_a_warning(paper):
    """The first tears the table apart; the second may be meant."""
    cells = paper('document').retext(START, EVERYTHING).retext('东河', '{% if name %}甲')
    cells = cells.retext('西岭', '乙{% endif %}')
    [torn] = template_faults(read_package(cells.bytes(), 'example.docx'), VALUES)
    texts = paper('document').retext(START, EVERYTHING + '{% if name %}').retext('全部', '{% endif %}')
    [joined] = template_faults(read_package(texts.bytes(), 'example.docx'), VALUES)

    assert (torn.code, torn.severity) == ('scope', 'error')
    assert (joined.code, joined.severity) == ('scope', 'warning')


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        ('张某某同志', '某某'),
        ('某年某月某日', '某年某月某日'),
        ('联系电话：XXX', 'XXX'),
        ('联系电话：×××', '×××'),
        ('TODO：补上依据', 'TODO'),
        ('金额待定', '待定'),
    ],
)
def test_what_was_not_filled_in_is_a_warning(text: str, found: str, faults):
    """Placeholders of an earlier draft are named where they stand."""
    [fault] = faults(EVERYTHING, heading=text)

    assert (fault.code, fault.severity, fault.place.text) == ('placeholder', 'warning', text)
    assert f'“{found}”' in fault.message


def test_a_code_with_two_x_is_no_placeholder(faults):
    """Credit codes may hold XX."""
    assert faults(EVERYTHING, heading='统一社会信用代码914403007XX2671526') == []


INS = '<w:ins w:id="1" w:author="李禾" w:date="2026-03-02T00:00:00Z">{}</w:ins>'
DEL = '<w:del w:id="2" w:author="李禾"><w:r><w:delText>旧</w:delText></w:r></w:del>'
COMMENT = '<w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'


@pytest.mark.parametrize(
    ('xml', 'code', 'message'),
    [
        (INS.format('{run}'), 'changes', '留有修订痕迹（插入）'),
        ('{run}' + DEL, 'changes', '留有修订痕迹（删除）'),
        (COMMENT.format('{run}'), 'comments', '留有批注'),
    ],
)
def test_tracked_changes_and_comments_are_told(xml: str, code: str, message: str, paper, make_run):
    """They would go out with the document."""
    docx = paper('document').retext(START, EVERYTHING).instead('总体要求', xml.replace('{run}', make_run('总体要求')))
    [fault] = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)

    assert (fault.code, fault.severity, fault.message) == (code, 'error', message)


def test_tracking_left_on_is_a_warning(paper):
    """The next edit would leave traces."""
    docx = paper('document').retext(START, EVERYTHING)
    docx = docx.sub('<w:bordersDoNotSurroundHeader/>', '<w:trackRevisions/>', 'word/settings.xml')
    [fault] = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)

    assert (fault.code, fault.severity) == ('changes', 'warning')


WP = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'
DRAWING = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="{wp}"><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="1" name="{name}"/>'
    '{more}</wp:anchor></w:drawing></w:r>'
)
BOX = '<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>'
PICT = (
    '<w:r><w:pict><v:oval xmlns:v="urn:schemas-microsoft-com:vml" '
    'style="position:absolute;width:119pt;height:119pt"/></w:pict></w:r>'
)
OLD_AND_NEW = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent>'
)


def drawing(width: int, height: int, name: str = '图片 1', more: str = '') -> str:
    """Write a picture of a size in millimetres."""
    return DRAWING.format(wp=WP, cx=width * 36000, cy=height * 36000, name=name, more=more)


@pytest.mark.parametrize(
    ('xml', 'codes'),
    [
        (drawing(42, 42), ['seal']),
        (drawing(90, 60, '单位公章'), ['seal']),
        (PICT, ['seal']),
        (drawing(60, 30, more=BOX), ['text-box']),
        (drawing(120, 80), []),
        (drawing(8, 8), []),
    ],
)
def test_what_looks_like_a_seal_and_text_boxes_are_warnings(xml: str, codes: list[str], paper, make_run):
    """A template leaves room for a seal and never holds one; text in boxes shifts between programs."""
    docx = paper('document').retext(START, EVERYTHING).instead('总体要求', make_run('总体要求') + xml)
    found = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)

    assert [(fault.code, fault.severity) for fault in found] == [(code, 'warning') for code in codes]


def test_names_in_a_text_box_are_checked_once(paper, make_run):
    """Word keeps the text of a box twice, for old programs too."""
    box = f'<w:txbxContent><w:p>{make_run("{{ nam }}")}</w:p></w:txbxContent>'
    inner = drawing(60, 30, more=box).removeprefix('<w:r>').removesuffix('</w:r>')
    runs = make_run('总体要求') + f'<w:r>{OLD_AND_NEW.format(inner, box)}</w:r>'
    docx = paper('document').retext(START, EVERYTHING).instead('总体要求', runs)
    found = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)

    assert sorted(fault.code for fault in found) == ['name', 'text-box']


def test_a_face_that_offices_need_not_have_is_told_once(paper):
    """The first place is named; where the layout check tells of it with a clause, it is not repeated."""
    docx = (
        paper('document')
        .retext(START, EVERYTHING)
        .style('BodyIndent', '</w:style>', '<w:rPr><w:rFonts w:eastAsia="华文行楷"/></w:rPr></w:style>')
    )
    [fault] = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)
    report = check_file(docx.bytes(), 'example.docx', VALUES)

    assert (fault.code, fault.severity) == ('font', 'warning')
    assert '华文行楷' in fault.message
    assert [deviation.code for deviation in report.deviations] == ['face']
    assert report.faults == ()


def test_a_style_that_is_not_defined_is_told(paper):
    """Word shows such text as 正文, whatever it should be."""
    docx = paper('document').retext(START, EVERYTHING).sub('w:pStyle w:val="Addressee"', 'w:pStyle w:val="Missing"')
    [fault] = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)

    assert (fault.code, fault.severity) == ('style-missing', 'error')
    assert '“Missing”' in fault.message


def test_a_file_without_the_styles_of_papers_is_told_so(paper):
    """A file that was not made from a template of docforms lacks them."""
    docx = (
        paper('document')
        .retext(START, EVERYTHING)
        .sub('w:name w:val="主送机关"', 'w:name w:val="其他"', 'word/styles.xml')
    )
    found = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)

    assert [(fault.code, fault.message) for fault in found] == [('style-missing', '文件中没有公文样式：主送机关')]


def test_errors_come_before_warnings(faults):
    """What has to be put right is read first."""
    found = faults('张某某{{ nam }}', heading=EVERYTHING)

    assert [fault.severity for fault in found] == ['error', 'warning']


def places(value: Any) -> list[str]:
    """Write the places of faults."""
    return [str(fault.place) for fault in value]


def test_the_properties_of_a_file_are_checked_too(paper):
    """The title of the file is filled like any other text."""
    docx = paper('document').retext(START, EVERYTHING)
    docx = docx.sub('<dc:title>[^<]*</dc:title>', '<dc:title>{{ nam }}</dc:title>', 'docProps/core.xml')
    found = template_faults(read_package(docx.bytes(), 'example.docx'), VALUES)

    assert places(found) == ['文件属性“{{ nam }}”']
