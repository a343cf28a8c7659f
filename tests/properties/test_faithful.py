"""What goes into a document comes out of it, character by character, or is refused with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest
from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docforms.documents.renderer import render
from docforms.exceptions import InputError

DOCUMENTS = 100
VALUES = 201

W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
DC = '{http://purl.org/dc/elements/1.1/}'
FOOTNOTES = f"""<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="1"><w:p><w:r>
<w:t>注{{{{ footnote }}}}注</w:t></w:r></w:p></w:footnote></w:footnotes>"""

# XML 1.0, section 2.2, production 2 (Char), less the carriage return: section 2.11 turns it into a line feed.
CHARACTER = re.compile('[\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*')

# What templates, XML, Word or docxtpl give a meaning to, and what is easily lost.
PIECES = [
    *'&<>"\'{}%_#|\\/-+=()[] ', '{{', '}}', '{%', '%}', '{#', '#}', '{_{', '}_}', '{_%', '%_}', '{{ 7*7 }}',
    '{% if x %}', '{{r x }}', '{%p if x %}', '{%tr endfor %}', '-%}', '{%-', '{% vm %}', '{% raw %}', '${7}', '_}',
    '&amp;', '&lt;', '&#10;', '&#x0;', '&#123;', '%7B', ']]>', '<![CDATA[', '<!--', '-->', '<?x?>', '</w:t>', '<w:br/>',
    '<w:p>', '\n<w:p ', '\\n', '\n', '\n\n', '\t', '\t\t', ' ', '  ', '\u3000', '\u00a0', '\u200b', '\u00ad', '\u2028',
    '\u0085', '\u007f', '\ufeff', '“', '”', '‘', '’', '…', '—', '〔', '〕', '\u202e', '\u0301', 'e\u0301', '\u00e9',
    '䶮', '𫖮', '𬱖', '𰻝', '𮧵', '\ue000', '\uf8ff', '\U000f0000', '\U0010fffd',
    '葛\U000e0100', '辻\ufe00', '👩\u200d👩\u200d👧', '🇨🇳', '1️⃣', '\ufdd0', '\U0001ffff',
    '가', 'ا', 'ＡＢ', '１２', '某某护理院', '张三', '2026-03-02', '0', 'A&B', 'a<b',
]  # fmt: skip
UNPRINTABLE = [
    '\0',
    '\x01',
    '\a',
    '\b',
    '\v',
    '\f',
    '\r',
    '\r\n',
    '\x1b',
    '\ud800',
    '\udfff',
    '\udc00\ud800',
    '\ufffe',
    '\uffff',
]


def template() -> bytes:
    """Build a document of two sections with a tag in every kind of place."""
    document = Document()
    for line in ['{%p for v in body %}', '{{ v }}', '前{{ v }}后', '{_{{ v }}_}%', '%{{ v }}}', '{%p endfor %}']:
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = '{%tr for row in rows %}'
    table.cell(1, 0).text = '{{ row.left }}'
    table.cell(1, 1).paragraphs[0].add_run('甲 {{ row.').bold = True
    table.cell(1, 1).paragraphs[0].add_run('right }} 乙')
    table.cell(2, 0).text = '{%tr endfor %}'
    section = document.add_section()
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = '{{ header }}'
    section.footer.paragraphs[0].text = '页脚：{{ footer }}'
    for name in ('title', 'subject', 'author', 'comments'):
        setattr(document.core_properties, name, f'{{{{ {name} }}}}')
    package = document.part.package
    part = Part(PackURI('/word/footnotes.xml'), CONTENT_TYPE.WML_FOOTNOTES, FOOTNOTES.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


TEMPLATE = template()
SINGLE = ('header', 'footer', 'footnote', 'title', 'subject', 'author', 'comments')


def context_of(values: list[str]) -> dict[str, object]:
    """Spread values over the places of the template."""
    singles, rest = values[: len(SINGLE)], values[len(SINGLE) :]
    middle = len(rest) // 3
    pairs = zip(rest[middle::2], rest[middle + 1 :: 2], strict=False)
    rows = [{'left': left, 'right': right} for left, right in pairs]
    return dict(zip(SINGLE, singles, strict=True)) | {'body': rest[:middle], 'rows': rows}


def expected(context: dict) -> list[str]:
    """Write what must stand in the document, place by place."""
    body = [text for v in context['body'] for text in (v, f'前{v}后', f'{{_{v}_}}%', f'%{v}}}')]
    rows = [text for row in context['rows'] for text in (row['left'], f'甲 {row["right"]} 乙')]
    margins = [context['header'], f'页脚：{context["footer"]}', f'注{context["footnote"]}注']
    return [*body, *rows, *margins, *(context[name] for name in SINGLE[3:])]


def found(document: bytes) -> list[str]:
    """Read the same places back."""
    with ZipFile(BytesIO(document)) as archive:
        names = archive.namelist()
        roots = {name: etree.fromstring(archive.read(name)) for name in names if name.endswith('.xml')}
    body = roots['word/document.xml'].find(f'{W}body')
    texts = [text_of(p) for p in body.iterfind(f'{W}p') if p.find(f'.//{W}sectPr') is None]
    texts += [text_of(p) for p in body.iterfind(f'{W}tbl/{W}tr/{W}tc/{W}p')]
    for part in ('header', 'footer', 'footnotes'):
        [root] = [roots[name] for name in names if name.startswith(f'word/{part}')]
        texts.append(text_of(root))
    core = roots['docProps/core.xml']
    return texts + [core.findtext(f'{DC}{name}') or '' for name in ('title', 'subject', 'creator', 'description')]


def text_of(element: etree._Element) -> str:
    """Read the text of an element: line breaks as line feeds, tabs as tabs."""
    return ''.join(pieces(element))


def pieces(element: etree._Element) -> Iterator[str]:
    """Give the pieces of text of an element.

    Word takes line feeds and tabs inside them for blanks and, without xml:space, drops blanks at their ends.
    """
    for run in element.iter(f'{W}r'):
        for child in run:
            if child.tag == f'{W}t':
                text = re.sub('[\t\n]', ' ', child.text or '')
                yield (
                    text if child.get('{http://www.w3.org/XML/1998/namespace}space') == 'preserve' else text.strip(' ')
                )
            elif child.tag in (f'{W}br', f'{W}tab'):
                yield '\n' if child.tag == f'{W}br' else '\t'


def generated(random: Random) -> str:
    """Make a value of up to eight pieces; one in twelve cannot be printed."""
    parts = [piece(random) for _each in range(random.choice((0, 1, 1, 2, 3, 5, 8)))]
    if random.random() < 1 / 12:
        parts.insert(random.randint(0, len(parts)), random.choice(UNPRINTABLE))
    return ''.join(parts)


def piece(random: Random) -> str:
    """Choose a piece with a meaning, or any character at all."""
    if random.random() < 0.8:
        return random.choice(PIECES)
    plane = random.choice((0x80, 0x3000, 0xA000, 0x10000, 0x110000))
    character = chr(random.randrange(0x20, plane))
    return character if CHARACTER.fullmatch(character) else '〇'


def place(number: int) -> str:
    """Give the pointer of the value with this number in `context_of`."""
    if number < len(SINGLE):
        return f'/{SINGLE[number]}'
    rest, middle = number - len(SINGLE), (VALUES - len(SINGLE)) // 3
    if rest < middle:
        return f'/body/{rest}'
    row, side = divmod(rest - middle, 2)
    return f'/rows/{row}/{"right" if side else "left"}'


@settings(max_examples=DOCUMENTS)
@given(seed=st.integers(0, 2**64))
def test_twenty_thousand_values_come_out_exactly_or_are_refused_with_their_place(seed: int):
    """Values in paragraphs, table cells, headers, footers, footnotes and properties are read back as given;
    one that XML cannot hold is refused, and the message begins with its pointer.
    """
    random = Random(seed)  # noqa: S311 - values, not secrets
    values = [generated(random) for _each in range(VALUES)]
    for number, value in enumerate(values):
        if not CHARACTER.fullmatch(value):
            with pytest.raises(InputError, match=f'^{place(number)}：'):
                render(TEMPLATE, context_of(values), name='模板')
            values[number] = ''
    context = context_of(values)

    document = render(TEMPLATE, context, name='模板')

    assert found(document) == expected(context)


@given(value=st.text(st.characters(codec='utf-8')))
def test_any_text_comes_out_exactly_or_is_refused(value: str):
    """The same, with texts chosen by hypothesis, which makes a failing one as short as it can."""
    context = context_of([value] * 20)
    if CHARACTER.fullmatch(value):
        assert found(render(TEMPLATE, context, name='模板')) == expected(context)
    else:
        with pytest.raises(InputError, match='/header：'):
            render(TEMPLATE, context, name='模板')
