"""Prepared templates give the documents docxtpl gives, but for its mistakes; what cannot be prepared goes through it.

Documents are compared part by part in canonical form (W3C Canonical XML 1.0), so that only what XML does not mean,
such as the order of attributes or repeated declarations of namespaces, may differ.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate, RichText
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docforms import documents
from docforms.documents import prepare, render
from docforms.documents.filling import names_of
from docforms.documents.template_language import LANGUAGE
from docforms.documents.through_docxtpl import filled_through_docxtpl
from docforms.exceptions import InputError, TemplateError
from docforms.packs import Catalogue, document_of
from docforms.records import read_record

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
PROPERTIES = 'docProps/core.xml'
FOOTNOTES = f"""<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p><w:r><w:rPr><w:b/></w:rPr>
<w:t>注{{{{ note }}}}</w:t></w:r></w:p></w:footnote></w:footnotes>"""
DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'
PICTURE = f"""<w:drawing xmlns:w="{W}" xmlns:wp="{DRAWING}"><wp:inline><wp:extent cx="1" cy="1"/>
<wp:docPr id="7" name="章"/></wp:inline></w:drawing>"""


def saved(document) -> bytes:
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def canonical(docx: bytes) -> dict[str, bytes]:
    """Read the parts of a document, XML in canonical form."""
    with ZipFile(BytesIO(docx)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
    is_xml = ('.xml', '.rels')
    return {
        name: etree.tostring(etree.fromstring(part), method='c14n') if name.endswith(is_xml) else part
        for name, part in parts.items()
    }


def by_docxtpl(template: bytes | Path, context: Mapping[str, object]) -> dict[str, bytes]:
    """Render with docxtpl alone, in the language of our templates."""
    document = DocxTemplate(BytesIO(template) if isinstance(template, bytes) else template)
    document.render(names_of(context), LANGUAGE, autoescape=True)
    return canonical(saved(document))


def different(ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> set[str]:
    """Name the parts in which two documents differ."""
    return {name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name)}


# Every template of the packs ----------------------------------------------------------------------


PACKS = Catalogue().packs()
SHIPPED = [
    *((document.id, pack, document) for pack in PACKS for document in pack.documents.values()),
    *((form.id, pack, form) for pack in PACKS for form in pack.forms.values()),
]


@pytest.mark.parametrize(('pack', 'kind'), [case[1:] for case in SHIPPED], ids=[case[0] for case in SHIPPED])
def test_a_shipped_template_gives_what_docxtpl_gives(pack, kind, monkeypatch: pytest.MonkeyPatch):
    """Every part of every document and form, filled with its example, is docxtpl's; only charts take the long way."""
    asked = []
    monkeypatch.setattr(
        documents, 'render', lambda *given, name: asked.append((*given, name)) or render(*given, name=name)
    )
    if kind.name in pack.documents:
        ours = documents.render_document(document_of(pack, kind.name), read_record(str(pack.example(kind.name))), pack)
    else:
        ours = documents.render_form(kind, pack, {})
    [(template, context, name)] = asked

    parts = canonical(ours)
    charted = {name for name in parts if name.startswith(('word/charts/', 'word/embeddings/'))}
    # The numbers of a chart are moved out of the table below it once the text is filled.
    assert different(parts, by_docxtpl(template, context)) - charted == ({'word/document.xml'} if charted else set())
    assert (prepare(template, name=name).slow is not None) == bool(charted)


# Generated values -----------------------------------------------------------------------------------


def row_of(table, *texts: str) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        cell.text = text


def notice(*, optional: bool = True) -> bytes:
    """Make a template with a tag in every kind of place; `optional` parts are header, footer and notes."""
    document = Document()
    document.styles.element.clear()
    for text in (
        '{{ a }}', '前{{ a }}后{{ b }}', '{%p if rows %}', '有{{ rows | length }}行', '{%p else %}', '无\t{{ b }}',
        '{%p endif %}', '{% for row in rows %}{{ row.name }}{% if not loop.last %}、{% endif %}{% endfor %}。',
        '甲{% if a == b %}同', '{{ a }}{% endif %}丁',
    ):  # fmt: skip
        document.add_paragraph(text)
    torn = document.add_paragraph('撕')
    for piece in ('{', '{ a', ' }', '}裂'):
        torn.add_run(piece).bold = True
    table = document.add_table(rows=0, cols=2)
    row_of(table, '姓名', '备注')
    row_of(table, '{%tr for row in rows %}', '')
    row_of(table, '{% vm %}{{ a }}', "{% cellbg 'FF0000' %}{{ row.name }}：{{ row.note }}")
    row_of(table, '{%tr endfor %}', '')
    if optional:
        section = document.sections[0]
        section.header.paragraphs[0].text = '{{ a }}'
        section.footer.paragraphs[0].add_run('{{ b }}').italic = True
        package = document.part.package
        part = Part(PackURI('/word/footnotes.xml'), CONTENT_TYPE.WML_FOOTNOTES, FOOTNOTES.encode(), package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document)


# Without `_` beside braces: docxtpl rewrites `{_{` in values, see below.
PIECES = [
    *'&<>"\'{}%#|\\ ', '{{ 7*7 }}', '{% if x %}', '&amp;', '&#10;', ']]>', '<w:t>', '</w:t>', '<!--', '\n', '\n\n',
    '\t', '\n\t', '  ', '\u3000', '\u00a0', '\u2028', '\u200b', '“', '’', '𰻝', '\ue000', '葛\U000e0100', '👩\u200d👧',
    'e\u0301', '张三', '2026年3月2日', '',
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=4).map(''.join)
ROWS = st.lists(st.fixed_dictionaries({'name': TEXTS, 'note': TEXTS}), max_size=3)
VALUES = st.fixed_dictionaries({'a': TEXTS, 'b': TEXTS, 'note': TEXTS, 'rows': ROWS})
WHOLE, BARE = notice(), notice(optional=False)
# docxtpl fills properties without escaping, and python-docx dates them: see below.
CORRECTED = {PROPERTIES}


@given(VALUES, st.sampled_from([WHOLE, BARE]))
@settings(max_examples=60)
def test_generated_values_give_what_docxtpl_gives(values: dict, template: bytes):
    """Markup, empty texts, line breaks, tabs and rare characters, in every part, as docxtpl writes them."""
    prepared = prepare(template, name='模板')

    ours = canonical(prepared.render(values))

    assert prepared.slow is None
    assert different(ours, by_docxtpl(template, values)) <= CORRECTED


@pytest.mark.parametrize('count', [0, 1, 200])
def test_loops_of_any_length_give_what_docxtpl_gives(count: int):
    """None, one and two hundred rows."""
    values = {'a': '甲', 'b': '乙', 'note': '注', 'rows': [{'name': f'A&B {n}', 'note': 'x\ny'} for n in range(count)]}

    assert different(canonical(prepare(WHOLE, name='模板').render(values)), by_docxtpl(WHOLE, values)) <= CORRECTED


PARAGRAPHS = [
    '{%p if a %}', '{%p else %}', '{%p endif %}', '{%p for row in rows %}', '{%p endfor %}', '甲{% if a %}乙',
    '丙{% endif %}丁', '{% for row in rows %}{{ row.name }}', '{{ b }}{% endfor %}', '{{ a }}\t。', '{_{ {{ b }} }_}',
    '{% if b %}{{ b }}{% else %}无{% endif %}',
]  # fmt: skip


@given(st.lists(st.sampled_from(PARAGRAPHS), max_size=6), VALUES)
@settings(max_examples=150)
def test_both_ways_agree_on_any_template(paragraphs: list[str], values: dict):
    """However tags are arranged, a prepared template gives what looking at the filled document would give."""
    document = Document()
    document.styles.element.clear()
    for number, text in enumerate(paragraphs):
        document.add_paragraph().add_run(text).bold = number % 3 == 0
    template = saved(document)
    try:
        prepared = prepare(template, name='模板')
    except TemplateError:
        return
    if prepared.slow is None:
        ours = canonical(prepared.render(values))

        assert different(ours, canonical(filled_through_docxtpl(template, values, '模板'))) == set()


# docxtpl's mistakes ---------------------------------------------------------------------------------


def test_text_is_not_lost_for_want_of_escaping():
    """Docxtpl drops the rest of a text that looks like markup unless told to escape; there is nothing to tell here."""
    document = Document()
    document.add_paragraph('{{ a }}')

    [read] = Document(BytesIO(prepare(saved(document), name='模板').render({'a': '甲 & 乙 <丙> 丁'}))).paragraphs

    assert read.text == '甲 & 乙 <丙> 丁'


def test_a_title_is_escaped_once():
    """Docxtpl escapes for XML what python-docx escapes again."""
    document = Document()
    document.core_properties.title = '{{ a }}'

    read = Document(BytesIO(prepare(saved(document), name='模板').render({'a': 'A&B'})))

    assert read.core_properties.title == 'A&B'


def test_a_footnote_value_is_not_evaluated():
    """Docxtpl fills the notes once for each section, the second time with what the first put in."""
    document = Document(BytesIO(WHOLE))
    document.add_section()
    values = {'a': '', 'b': '', 'note': '{{ 7*7 }}', 'rows': []}

    parts = canonical(prepare(saved(document), name='模板').render(values))

    assert '注{{ 7*7 }}' in parts['word/footnotes.xml'].decode()


def test_braces_in_values_are_not_rewritten():
    """Docxtpl reads `{_{` as its way of writing braces, also in what values bring in."""
    document = Document()
    document.add_paragraph('{_{ {{ a }}')

    [read] = Document(BytesIO(prepare(saved(document), name='模板').render({'a': '{_{ x }_}'}))).paragraphs

    assert read.text == '{{ {_{ x }_}'


# What goes through docxtpl ----------------------------------------------------------------------------


def table_template(*rows: tuple[str, ...], columns: int = 2) -> bytes:
    document = Document()
    table = document.add_table(rows=0, cols=columns)
    for texts in rows:
        row_of(table, *texts)
    return saved(document)


def wide_row() -> bytes:
    document = Document(BytesIO(table_template(('甲', '{{ a }}'))))
    document.tables[0].rows[0]._tr.append(parse_xml(f'<w:tc xmlns:w="{W}"><w:p/></w:tc>'))
    return saved(document)


def with_picture() -> bytes:
    document = Document()
    document.add_paragraph('{{ a }}').add_run()._r.append(parse_xml(PICTURE))
    return saved(document)


def tag_in_properties() -> bytes:
    document = Document()
    run = document.add_paragraph().add_run('{{ a }}')
    run.font.size = 1
    colour = OxmlElement('w:color')
    colour.set(qn('w:val'), '{{ b }}')
    run._r.rPr.append(colour)
    return saved(document)


def across_styles() -> bytes:
    document = Document()
    document.add_paragraph('甲{% if a %}乙')
    document.add_paragraph().add_run('丙{% endif %}丁').bold = True
    return saved(document)


LONG_WAY = {
    'cell loop': (table_template(('{%tc for n in items %}', '{{ n }}', '{%tc endfor %}'), columns=3), '列数'),
    'column span': (table_template(('甲', '乙'), ('{% colspan 2 %}{{ a }}', '')), '列数'),
    'only rows of a loop': (
        table_template(('{%tr for n in nothing %}', ''), ('{{ n }}', ''), ('{%tr endfor %}', '')),
        '列数',
    ),
    'row wider than its table': (wide_row(), '列数'),
    'picture': (with_picture(), '图形'),
    'tag in the properties of a run': (tag_in_properties(), '格式'),
    'condition from one style into another': (across_styles(), '边界'),
}
CONTEXT = {'a': '甲&乙', 'b': 'FF0000', 'items': ['1', '2', '3', '4', '5'], 'nothing': []}


@pytest.mark.parametrize('kind', LONG_WAY)
def test_what_cannot_be_prepared_goes_through_docxtpl(kind: str):
    """It is found when the template is prepared, said why, and the document is docxtpl's."""
    template, reason = LONG_WAY[kind]
    prepared = prepare(template, name='模板')

    ours = canonical(prepared.render(CONTEXT))

    assert reason in (prepared.slow or '')
    assert different(ours, by_docxtpl(template, CONTEXT)) <= CORRECTED


@pytest.mark.parametrize(
    'rows',
    [
        (('甲', '乙'), ('{%tr for n in items %}', ''), ('{{ n }}', ''), ('{%tr endfor %}', '')),
        (('{%tr if a %}', ''), ('甲', '乙'), ('{%tr else %}', ''), ('{{ b }}', ''), ('{%tr endif %}', '')),
        (('{%tr for n in nothing %}', ''), ('甲', ''), ('{%tr else %}', ''), ('无', ''), ('{%tr endfor %}', '')),
    ],
)
def test_a_table_docxtpl_leaves_alone_is_prepared(rows: tuple[tuple[str, ...], ...]):
    """Where a row with every column surely comes out, there is nothing to mend."""
    template = table_template(*rows)
    prepared = prepare(template, name='模板')

    assert prepared.slow is None
    assert different(canonical(prepared.render(CONTEXT)), by_docxtpl(template, CONTEXT)) <= CORRECTED


def test_the_long_way_has_the_same_guards():
    """What goes through docxtpl is refused and limited, and printed as exactly, as what is prepared."""
    template, _reason = LONG_WAY['picture']
    prepared = prepare(template, name='模板')

    with pytest.raises(InputError, match=r'^/a：'):
        prepared.render({'a': '\0'})
    with pytest.raises(TemplateError, match='缺少值 /a'):
        prepared.render({})
    with pytest.raises(InputError, match='合计超过 9 MB'):
        prepared.render({'a': '\n' * 900_000})
    [read] = Document(BytesIO(prepared.render({'a': '1\n\t{_{ {{ 7*7 }}'}))).paragraphs
    assert read.text == '1\n\t{_{ {{ 7*7 }}'


def test_fragments_of_word_are_refused():
    """Rich text, pictures and documents within documents are objects, which no record holds and no tag prints."""
    document = Document()
    document.add_paragraph('{{r a }}')

    with pytest.raises(TemplateError, match='不能打印数据的值'):
        prepare(saved(document), name='模板')
    with pytest.raises(InputError, match=r'^/a：RichText'):
        prepare(WHOLE, name='模板').render({'a': RichText('x')})


# Prepared templates -----------------------------------------------------------------------------------


def test_a_prepared_template_goes_to_another_process():
    """It is pickled as the file it was made from, and gives the same bytes."""
    values = {'a': '甲', 'b': '乙', 'note': '注', 'rows': []}
    prepared = prepare(WHOLE, name='模板')
    pickled = pickle.dumps(prepared)

    assert len(pickled) < len(WHOLE) + 500
    assert pickle.loads(pickled).render(values) == prepared.render(values)  # noqa: S301 - made just above


def test_only_what_changes_is_compressed_anew():
    """Two documents of a template share the bytes of every part without tags."""
    prepared = prepare(BARE, name='模板')
    values = {'a': '甲', 'b': '乙', 'rows': []}

    one, other = (prepared.render({**values, 'a': text}) for text in ('一', '二'))

    def packed(docx: bytes) -> dict[str, tuple[int, int]]:
        with ZipFile(BytesIO(docx)) as archive:
            return {entry.filename: (entry.CRC, entry.compress_size) for entry in archive.infolist()}

    first, second = packed(one), packed(other)
    assert {name for name in first if first[name] != second[name]} == {'word/document.xml'}
