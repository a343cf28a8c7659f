from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import UserDict
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from lxml import etree
from markupsafe import Markup

from docforms.documents import render_document, render_form
from docforms.documents.renderer import render
from docforms.exceptions import InputError, TemplateError
from docforms.packs.model import DocumentType, Form, Pack

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
NOTES = '<w:{kind}s xmlns:w="{w}"><w:{kind} w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}></w:{kind}s>'


def saved(document) -> bytes:
    """Write a python-docx document."""
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def template(*paragraphs: str, title: str = '') -> bytes:
    """Make a template with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.title = title
    return saved(document)


def lines(docx: bytes) -> list[str]:
    """Read the paragraphs of a document."""
    return [paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs]


def printed(source: str, **values: object) -> str:
    """Fill a template of one paragraph and read it."""
    [line] = lines(render(template(source), values, name='模板'))
    return line


# Values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    'value',
    [
        'A&B',
        'a<b',
        '<w:t>x</w:t>',
        '&lt;',
        '“引号”与"quotes"',
        '{{ 7*7 }}',
        '{_{ 7*7 }_}',
        '{% if x %}',
        '第一行\n第二行',
        '\n',
        '甲\t乙',
        '  两端有空格  ',
        '\u3000全角空格\u3000',
        '',
        '䶮𫖮𬱖',
        '\ue5d2',
        '葛\U000e0100飾',
        '👩\u200d👩\u200d👧',
        'e\u0301',
    ],
)
def test_a_text_is_printed_exactly(value: str):
    """Markup, braces, breaks, blanks, rare characters, private use, variation sequences, emoji: all as given."""
    assert printed('甲：{{ value }}。', value=value) == f'甲：{value}。'
    assert printed('{{ value }}', value=value) == value


@pytest.mark.parametrize(
    ('value', 'text'),
    [(7, '7'), (Decimal('1234.50'), '1234.50'), (Decimal('1E+5'), '100000'), (True, '是'), (['甲', 2], '甲、2')],
)
def test_other_values_are_printed_as_people_write_them(value: object, text: str):
    """Numbers without exponent, yes and no in words, lists with 、 between."""
    assert printed('{{ value }}', value=value) == text
    assert printed('{{ "：" ~ value }}', value=value) == f'：{text}'


def test_braces_of_value_and_template_do_not_join():
    """Docxtpl's way of writing braces works in the template and never across the border of a value."""
    assert printed('{_{ 甲 }_} {_{{ value }}_}', value='{') == '{{ 甲 }} {_{_}'


def test_texts_in_tags_are_printed_exactly():
    """What a template writes in quotes may hold markup too."""
    assert printed('{{ value | default(\'A&B <c> &lt; "d"\') }}') == 'A&B <c> &lt; "d"'


def test_a_tag_torn_by_word_is_read():
    """Word splits a tag into runs, with spelling marks between; it is still one tag, in its first run's face."""
    document = Document()
    paragraph = document.add_paragraph('甲：')
    for piece in ('{', '{ na', 'me', ' }', '}'):
        paragraph.add_run(piece).bold = piece == '{'
        paragraph._p.append(OxmlElement('w:proofErr'))
    paragraph.add_run('。')

    assert lines(render(saved(document), {'name': '张三'}, name='模板')) == ['甲：张三。']


def test_breaks_after_a_text_box_are_kept():
    """A line break is set wherever the value stands, also behind a text box in the same paragraph."""
    document = Document()
    paragraph = document.add_paragraph()
    inner = '<w:p><w:r><w:t>{{ a }}</w:t></w:r></w:p>'
    box = f'<w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict>'
    paragraph._p.append(parse_xml(f'<w:r xmlns:w="{W}">{box}</w:r>'))
    paragraph.add_run('{{ a }}')

    [read] = Document(BytesIO(render(saved(document), {'a': '1\n2'}, name='模板'))).paragraphs

    assert len(read._p.findall(f'.//{{{W}}}br')) == 2
    assert read.runs[-1].text == '1\n2'


def test_headers_footers_notes_and_properties_are_filled_once():
    """A value that looks like a tag stays one in every part, also in a document of several sections."""
    document = Document()
    for _section in range(3):
        section = document.add_section()
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = '{{ a }}'
        section.footer.paragraphs[0].text = '{{ a }}'
    for kind, content_type, relation in (
        ('footnote', CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
        ('endnote', CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
    ):
        blob = NOTES.format(kind=kind, w=W, text='{{ a }}').encode()
        part = Part(PackURI(f'/word/{kind}s.xml'), content_type, blob, document.part.package)
        document.part.relate_to(part, relation)
    document.core_properties.title = '{{ a }}'
    document.core_properties.keywords = '{{ a }}'
    value = '{{ 7*7 }} A&B <i>' + '长' * 300

    result = render(saved(document), {'a': value}, name='模板')

    read = Document(BytesIO(result))
    assert [section.header.paragraphs[0].text for section in read.sections][1:] == [value] * 3
    assert [section.footer.paragraphs[0].text for section in read.sections][1:] == [value] * 3
    assert (read.core_properties.title, read.core_properties.keywords) == (value, value)
    with ZipFile(BytesIO(result)) as archive:
        notes = [etree.fromstring(archive.read(f'word/{kind}.xml')) for kind in ('footnotes', 'endnotes')]
    assert [''.join(note.itertext()) for note in notes] == [value, value]


def test_loops_and_rows():
    """A row of a table and a paragraph are repeated for each item of a list."""
    document = Document()
    for text in (
        '{%p for item in items if item.a != "2" %}',
        '{{ loop.index }}/{{ loop.length }} {{ item.a }}',
        '{%p endfor %}',
    ):
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=2)
    for row, texts in enumerate(
        (('{%tr for item in items %}', ''), ('{{ item.a }}', '{{ loop.last }}'), ('{%tr endfor %}', ''))
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text

    read = Document(BytesIO(render(saved(document), {'items': [{'a': '1'}, {'a': '2'}, {'a': '3'}]}, name='模板')))

    assert [paragraph.text for paragraph in read.paragraphs] == ['1/2 1', '2/2 3']
    assert [[cell.text for cell in row.cells] for row in read.tables[0].rows] == [['1', '否'], ['2', '否'], ['3', '是']]


# What is refused ---------------------------------------------------------------------------------


REFUSED = {
    'NUL': ('甲\0', '第 2 个字符 U+0000 不能打印'),
    'escape': ('\x1b[0m', 'U+001B'),
    'form feed': ('\f', 'U+000C'),
    'bell': ('\a', 'U+0007'),
    'lone surrogate': ('\ud83d', 'U+D83D'),
    'noncharacter': ('\uffff', 'U+FFFF'),
    'carriage return': ('甲\r\n乙', '第 2 个字符是回车'),
    'ten million characters': ('长' * 10_000_000, '有 10000000 个字，超过 1000000 个字，请缩短'),
    'null': (None, '是空值'),
    'float': (1.5, 'float 类型的值不能打印'),
    'bytes': (b'a', 'bytes'),
    'date': (date(2026, 3, 2), 'date'),
    'set': ({1, 2}, 'set'),
    'tuple': (('a',), 'tuple'),
    'markup': (Markup('<b>'), 'Markup'),
    'enumeration': (StrEnum('E', {'A': 'a'}).A, 'E 类型'),
    'mapping': (UserDict(a=1), 'UserDict'),
    'object': (object(), 'object'),
    'function': (len, 'builtin_function_or_method'),
    'number as name': ({1: 'a'}, '名称应是文字'),
    'NaN': (Decimal('NaN'), '不是数'),
    'infinity': (Decimal('Infinity'), '不是数'),
    'large Decimal': (Decimal('1E+999999999'), '位数过多'),
    'small Decimal': (Decimal('1E-999999999'), '位数过多'),
    'large int': (10**5000, '位数过多'),
}


@pytest.mark.parametrize('kind', REFUSED)
def test_a_value_that_cannot_be_printed_is_refused_with_its_pointer(kind: str):
    """The message begins with the pointer and says what is wrong."""
    value, told = REFUSED[kind]
    with pytest.raises(InputError) as refused:
        render(template('好'), {'a/b': [{'message': '好'}, {'message': value}]}, name='模板')

    assert str(refused.value).startswith('/a~1b/1/message：')
    assert told in str(refused.value)


def test_a_value_is_refused_even_where_the_template_does_not_print_it():
    """A record that cannot be printed in full is told so whatever the template."""
    with pytest.raises(InputError, match='/unused：'):
        render(template('好'), {'unused': '\0'}, name='模板')


def test_endless_data_is_refused():
    """Lists that hold themselves, or one another without number, end in a message."""
    circle: list[object] = []
    circle.append(circle)
    bomb: list[object] = []
    for _level in range(39):
        bomb = [bomb, bomb]

    with pytest.raises(InputError, match='嵌套过深'):
        render(template(), {'a': circle}, name='模板')
    with pytest.raises(InputError, match='内容过多'):
        render(template(), {'a': bomb}, name='模板')


def test_documents_too_large_for_word_are_refused():
    """Neither many texts nor loops within loops fill the memory."""
    loops = '{% for a in x %}{% for a in x %}{% for a in x %}{{ a }}{% endfor %}{% endfor %}{% endfor %}'

    with pytest.raises(InputError, match='合计超过 9 MB'):
        render(template('{{ x }}' * 10), {'x': '长' * 1_000_000}, name='模板')
    with pytest.raises(InputError, match='合计超过 9 MB'):
        render(template('{{ x }}'), {'x': '\n' * 900_000}, name='模板')
    with pytest.raises(InputError, match='合计超过 200000 行'):
        render(template(loops), {'x': [1] * 100}, name='模板')


@pytest.mark.parametrize(
    ('source', 'pointer'),
    [
        ('甲方：{{ person.name }}', '/person/name'),
        ('甲方：{{ nobody }}', '/nobody'),
        ('甲方：{% if nobody %}有{% endif %}', '/nobody'),
        ('甲方：{% for each in nobody %}有{% endfor %}', '/nobody'),
        ('甲方：{% for item in items %}{{ item.message }}{% endfor %}', '/items/1/message'),
        ('甲方：{{ items[2] }}', '/items/2'),
        ('甲方：{{ nobody ~ "。" }}', '/nobody'),
        ('甲方：{{ nobody | upper }}', '/nobody'),
    ],
)
def test_a_missing_value_is_named(source: str, pointer: str):
    """The message names template, paragraph and value, and how a template handles what may be missing."""
    context = {'person': {'age': 3}, 'items': [{'message': '好'}, {}]}

    with pytest.raises(TemplateError) as refused:
        render(template('第一段', source, '最后一段'), context, name='告知书')

    assert str(refused.value).startswith(f'告知书：段落“{source[:60]}')
    assert f'缺少值 {pointer}；请补上，或在模板中写明' in str(refused.value)


def test_the_tag_is_named_among_several():
    """Of many tags in a paragraph, the one that fails is named."""
    with pytest.raises(TemplateError, match=r'段落“甲 \{\{ a \}\} 乙.*中的 \{\{ b \}\} 缺少值 /b'):
        render(template('{{ a }}', '甲 {{ a }} 乙 {{ b }} 丙 {{ a }}'), {'a': '1'}, name='模板')


def test_a_missing_value_may_be_handled():
    """default, blank and `is defined` say what to print for a missing value."""
    source = '{{ x | default("无") }}|{{ x | blank(3) }}|{% if x is defined %}有{% endif %}'

    assert printed(source) == '无|\u3000\u3000\u3000|'


@pytest.mark.parametrize(
    ('source', 'tag', 'told'),
    [
        ('{{ x', '{{', '没有在同一段内闭合'),
        ('{% if x', '{%', '没有在同一段内闭合'),
        ('{% if x %}', '{% if x %}', '没有写完'),
        ('{% if x %}{% for a in [] %}{% endfor %}', '{% if x %}', '没有写完'),
        ('{% endif %}', '{% endif %}', '没有语句“endif”'),
        ('{{ (x }}', '{{ (x }}', '括号不配对'),
        ('{{ x | nope }}', '{{ x | nope }}', '没有的过滤器或判断 nope'),
        ('{{ x is nope }}', '{{ x is nope }}', '没有的过滤器或判断 nope'),
        ('{{ nope(x) }}', '{{ nope(x) }}', '取用了模板不能取用的内容'),
        ('{{ x + 1 }}', '{{ x + 1 }}', '不能这样使用这里的值'),
        ('{{ -1 | rmb }}', '{{ -1 | rmb }}', '金额为负数'),
        ('{{ [[1], [2]] }}', '{{ [[1], [2]] }}', '不能这样使用这里的值'),
        ('{% for c in x %}{{ c }}{% endfor %}', '{% for c in x %}', '不能这样使用这里的值'),
        ('{% raw %}x{% endraw %}', '{% raw %}', '不属于模板语言'),
        ('{{r x }}', '{{r x }}', '不能打印数据的值'),
        ('{%p if x %}{{ x }}', '{%p if x %}', '应独占一段'),
        ('{%tr if x %}', '{%tr if x %}', '应写在表格里'),
        ("{{ x | default('“无”') }}", "{{ x | default('“无”') }}", '引号'),
    ],
)
def test_a_wrong_tag_is_named(source: str, tag: str, told: str):
    """The message names the paragraph and the tag, says what is wrong in Chinese, and is one line."""
    with pytest.raises(TemplateError) as refused:
        render(template('第一段', f'前{source}后', '{{ x }}'), {'x': '文字'}, name='告知书')

    first = str(refused.value).splitlines()[0]
    assert first.startswith(f'告知书：段落“前{source}后”中的 {tag} ')
    assert told in first


def test_text_beside_a_row_tag_is_refused():
    """Docxtpl drops a whole row for its tag; what else stands in the row would be lost in silence."""
    document = Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = '{%tr for x in items %}'
    table.cell(0, 1).text = '{{ total }}'
    table.cell(1, 0).text = '{%tr endfor %}'

    with pytest.raises(TemplateError, match='应独占表格的一行'):
        render(saved(document), {'items': [], 'total': '1'}, name='模板')


BOUND = """<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="b"/></w:sdtPr><w:sdtContent>
<w:r><w:t>{{ x }}</w:t></w:r></w:sdtContent></w:sdt>"""


@pytest.mark.parametrize(
    ('inner', 'told'),
    [
        ('<w:r><w:instrText>HYPERLINK "{{</w:instrText></w:r><w:r><w:instrText> x }}"</w:instrText></w:r>', '域代码'),
        ('<w:fldSimple w:instr="QUOTE {{ x }}"/>', '域代码'),
        (BOUND, '内容控件'),
    ],
)
def test_a_tag_where_word_does_not_show_text_is_refused(inner: str, told: str):
    """A value must not become a field that Word runs, nor stand where Word puts something else on opening."""
    document = Document()
    paragraph = parse_xml(f'<w:p xmlns:w="{W}">{inner}</w:p>')
    document.element.body.insert(0, paragraph)

    with pytest.raises(TemplateError, match=told):
        render(saved(document), {'x': '1'}, name='模板')


@pytest.mark.parametrize(
    'paragraphs',
    [
        ('{%p if not x %}', '前{% endif %}'),
        ('{% for a in [1, 2] %}前', '{%p endfor %}'),
        ('{% if x %}前', '{%p endif %}后'),
    ],
)
def test_a_template_whose_tags_tear_paragraphs_apart_is_refused(paragraphs: tuple[str, str]):
    """Docxtpl would mend the broken XML by dropping text."""
    with pytest.raises(TemplateError, match=r'拆散了段落或表格|应独占一段'):
        render(template(*paragraphs), {'x': True}, name='模板')


def test_a_condition_may_begin_and_end_inside_paragraphs():
    """Where nothing is torn apart, a condition may reach over paragraphs: what it holds is printed or left out."""
    source = template('甲{% if x %}乙', '丙{% endif %}丁')

    assert lines(render(source, {'x': True}, name='模板')) == ['甲乙', '丙丁']
    assert lines(render(source, {'x': False}, name='模板')) == ['甲丁']


# The file ----------------------------------------------------------------------------------------


def test_equal_input_gives_equal_bytes(tmp_path: Path):
    """Twice in a process, and in processes that hash differently, the same bytes come out."""
    file = tmp_path / '模板.docx'
    file.write_bytes(
        template(
            '{%p for x in items %}', '{{ x.a | upper }}{{ x.b | default("无") }}', '{%p endfor %}', title='{{ t }}'
        )
    )
    program = (
        'import hashlib, pathlib, sys\n'
        'from docforms.documents.renderer import render\n'
        'context = {"t": "T", "items": [{"a": "x", "b": "y"}, {"a": "z"}]}\n'
        'document = render(pathlib.Path(sys.argv[1]), context, name="t")\n'
        'print(hashlib.sha256(document).hexdigest())'
    )
    context = {'t': 'T', 'items': [{'a': 'x', 'b': 'y'}, {'a': 'z'}]}

    first, second = (render(file, context, name='t') for _time in range(2))
    others = {
        subprocess.run(
            [sys.executable, '-c', program, file],
            check=True,
            capture_output=True,
            encoding='utf-8',
            env={'PYTHONHASHSEED': seed, 'PYTHONPATH': ':'.join(sys.path), 'TZ': zone},
        ).stdout.strip()
        for seed, zone in (('1', 'UTC'), ('2', 'Asia/Shanghai'))
    }

    assert first == second
    assert others == {hashlib.sha256(first).hexdigest()}


def test_the_people_and_times_of_the_template_are_not_printed():
    """Who edited the template, and when, is not told with every document."""
    document = Document()
    document.core_properties.last_modified_by = '模板编辑'

    properties = Document(BytesIO(render(saved(document), {}, name='模板'))).core_properties

    assert (properties.created, properties.modified, properties.last_modified_by) == (None, None, '')


def test_a_document_without_properties_stays_so():
    """No property is made up, least of all with the time of day."""
    package = BytesIO(template('{{ x }}'))
    kept = BytesIO()
    with ZipFile(package) as archive, ZipFile(kept, 'w') as output:
        for name in archive.namelist():
            if name != 'docProps/core.xml':
                relation = rb'<Relationship [^>]*core-properties[^>]*/>'
                output.writestr(name, re.sub(relation, b'', archive.read(name)))

    with ZipFile(BytesIO(render(kept.getvalue(), {'x': '1'}, name='模板'))) as result:
        assert 'docProps/core.xml' not in result.namelist()


def test_a_missing_template_is_told(tmp_path: Path):
    """The message names the file and the command that makes it."""
    with pytest.raises(TemplateError, match=r'无\.docx：没有这个模板文件；.*docforms template build'):
        render(tmp_path / '无.docx', {}, name='模板')
    with pytest.raises(TemplateError, match='打不开'):
        render(tmp_path, {}, name='模板')


@pytest.mark.parametrize(
    ('content', 'told'),
    [
        (b'', '不是 docx 文件'),
        (b'plain text', '不是 docx 文件'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(512), '旧版 .doc 文件或加密'),
        (b'PK\x03\x04', '已损坏'),
    ],
)
def test_a_file_that_is_no_docx_is_told(content: bytes, told: str):
    """The message says what the file is and how to make a docx of it."""
    with pytest.raises(TemplateError, match=f'模板：.*{told}'):
        render(content, {}, name='模板')


def test_a_damaged_template_is_told_or_rendered():
    """Whatever bytes are lost or changed, the answer is a document or a message."""
    whole = template('{{ x }}', '{%p if x %}', '{{ x }}', '{%p endif %}', title='{{ x }}')
    random = Random(1)  # noqa: S311 - damage, not secrets
    outcomes = set()
    for _time in range(150):
        damaged = bytearray(whole[: random.choice((len(whole), random.randrange(len(whole))))])
        for _byte in range(random.choice((0, 1, 20))):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        try:
            render(bytes(damaged), {'x': '1'}, name='模板')
            outcomes.add('rendered')
        except TemplateError as error:
            outcomes.add(str(error).partition('：')[0])

    assert outcomes == {'rendered', '模板'}


# Documents and forms of a pack -------------------------------------------------------------------


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Make a pack of one form and one document."""
    (tmp_path / 'notice.docx').write_bytes(
        template(
            '{{ pack.title }}|{{ form_title }}|{{ name }}|{{ note | default("无") }}|{{ pack.number | default("无") }}'
        )
    )
    (tmp_path / 'apply.docx').write_bytes(template('{{ form.name }}|{{ form.since }}|{{ pack.title }}'))
    fields = {'name': {'type': 'string'}, 'since': {'type': 'string', 'format': 'date'}, 'note': {'type': 'string'}}
    layout = {'title': '申请表', 'columns': [50], 'rows': [{'cells': [{'value': '{name}自{since}起'}]}]}
    schema = {'type': 'object', 'properties': {'fields': {'type': 'object', 'properties': fields}}}
    form = Form('p', 'apply', '申请表', schema, layout, tmp_path / 'apply.docx')
    document = DocumentType(
        'p', 'notice', '告知书', 'notice', '申请人', (), ('apply',), '', tmp_path / 'notice.docx', '', '',
        {'type': 'object', 'properties': fields}, {},
    )  # fmt: skip
    return Pack(
        id='p', info={'title': '某办法', 'version': '1', 'number': '', 'issued_on': None}, requirements={},
        forms={'apply': form}, materials=(), rules=(), events={}, terms=(), documents={'notice': document}, sheets={},
        schemas=tmp_path, templates=tmp_path,
    )  # fmt: skip


def test_a_document_knows_its_fields_the_pack_and_the_form(pack: Pack):
    """Fields stand by their names; null and blank ones are missing."""
    document = render_document(pack.documents['notice'], {'name': 'A&B', 'note': ' ', 'since': None}, pack)

    assert lines(document) == ['某办法|申请表|A&B|无|无']


def test_a_form_prints_its_fields_or_room_for_them(pack: Pack):
    """A filled form has every value as people write it, a blank one the frame of it."""
    filled = render_form(pack.forms['apply'], pack, {'fields': {'name': 'A&B', 'since': '2026-03-02'}})
    blank = render_form(pack.forms['apply'], pack, {})

    assert lines(filled) == ['A&B|2026年3月2日|某办法']
    assert lines(blank) == ['\u3000\u3000\u3000\u3000|\u3000\u3000年\u3000\u3000月\u3000\u3000日|某办法']


def test_an_edited_template_may_be_used_instead(pack: Pack, tmp_path: Path):
    """An office may print on a template of its own."""
    edited = tmp_path / 'edited.docx'
    edited.write_bytes(template('{{ name }}'))

    assert lines(render_document(pack.documents['notice'], {'name': '甲'}, pack, template=edited)) == ['甲']


def test_pointers_are_those_of_the_record(pack: Pack):
    """A refused value is named by its place in the record or data, not in the template's names."""
    with pytest.raises(InputError, match=r'^/fields/name：'):
        render_form(pack.forms['apply'], pack, {'fields': {'name': '\0'}})
    with pytest.raises(InputError, match=r'^/name：'):
        render_document(pack.documents['notice'], {'name': '\0'}, pack)
