"""What checking reads: tags resolved to what may be printed, places, and looks laid over each other."""

from __future__ import annotations

import re
from typing import Any

import pytest

from docforms.documents.checking import check_file, layout_deviations, read_package
from docforms.documents.checking.layering import Layering
from docforms.documents.checking.measuring import face
from docforms.documents.checking.package import VALUE, branches, variants
from docforms.documents.checking.wording import as_text
from docforms.exceptions import TemplateError

PARTS = ('word/document.xml', 'word/styles.xml', 'word/numbering.xml', 'word/header1.xml')
FEET = ('word/footer1.xml', 'word/footer2.xml', 'word/footer3.xml')


@pytest.mark.parametrize(
    ('text', 'printed'),
    [
        ('甲', ['甲']),
        ('{{ name }}：', [f'{VALUE}：']),
        ('甲{% if a %}乙{% endif %}丙', ['甲乙丙', '甲丙']),
        ('{% if a %}甲{% else %}乙{% endif %}', ['甲', '乙']),
        ('{% if a %}甲{% elif b %}乙{% else %}丙{% endif %}', ['甲', '丙']),
        ('{% if a %}甲{% elif b %}乙{% endif %}', ['甲', '乙']),
        ('{% for x in y %}甲{{ x }}{% endfor %}', [f'甲{VALUE}']),
        ('{% if a %}{% if b %}甲{% else %}乙{% endif %}{% else %}丙{% endif %}', ['甲', '丙']),
        ('{%p if a %}', []),
        ('{# 说明 #}甲', ['甲']),
    ],
)
def test_a_text_with_tags_is_read_as_what_it_may_print(text: str, printed: list[str]):
    """Every first branch taken, and every last one; a value is a mark that may be anything."""
    assert list(variants(text)) == printed


@pytest.mark.parametrize(
    ('first', 'printed'), [(True, ['甲', '乙', '戊']), (False, ['丙{% if c %}丁{% endif %}', '戊'])]
)
def test_of_a_block_over_paragraphs_one_branch_is_printed(first: bool, printed: list[str]):
    """The tags themselves are no paragraphs of the result; a paragraph that begins and ends with tags is one."""
    texts = ['{%p if a %}', '甲', '{%p for x in y %}', '乙', '{%p endfor %}', '{%p else %}']
    texts += ['丙{% if c %}丁{% endif %}', '{%p endif %}', '戊']

    assert [text for text, kept in zip(texts, branches(texts, first=first), strict=True) if kept] == printed


def renumbered(docx: Any) -> Any:
    """Give every style another id, as WPS does; the names stay."""
    ids = re.findall('w:styleId="([^"]+)"', docx.text('word/styles.xml'))
    new = {old: f'a{number}' for number, old in enumerate(ids)}
    uses = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val|w:styleId)="([^"]+)"')
    parts = {
        name: uses.sub(lambda use: f'{use[1]}="{new[use[2]]}"', docx.text(name)).encode()
        for name in (*PARTS, *FEET)
        if name in docx.parts
    }
    return type(docx)({**docx.parts, **parts})


@pytest.mark.parametrize('kind', ['document', 'letter', 'agreement', 'form'])
def test_styles_are_known_by_their_names(kind: str, paper):
    """A file WPS has saved, with ids of its own, is measured like any other."""
    docx = renumbered(paper(kind))

    assert layout_deviations(read_package(docx.bytes(), 'example.docx')) == ()


def test_what_word_adds_when_saving_is_no_deviation(paper):
    """Revision ids, spelling marks, bookmarks and the language of a run change nothing one sees."""
    docx = paper('document').sub('<w:p><w:pPr>', '<w:p w:rsidR="00A1" w:rsidRDefault="00B2"><w:pPr>', count=0)
    docx = docx.sub(
        '<w:rFonts w:hint="eastAsia"/>', '<w:rFonts w:hint="eastAsia"/><w:lang w:eastAsia="zh-CN"/>', count=0
    )
    docx = docx.sub(
        '</w:pPr><w:r>', '</w:pPr><w:bookmarkStart w:id="0" w:name="_GoBack"/><w:proofErr w:type="x"/><w:r>'
    )

    assert layout_deviations(read_package(docx.bytes(), 'example.docx')) == ()


THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme name="x">'
    '<a:majorFont><a:latin typeface="Cambria"/><a:ea typeface=""/><a:font script="Hans" typeface="黑体"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface="等线"/></a:minorFont></a:fontScheme></a:themeElements>'
    '</a:theme>'
)


@pytest.mark.parametrize(
    ('slot', 'theme', 'expected'),
    [
        ('eastAsia', 'minorEastAsia', '等线'),
        ('eastAsia', 'majorEastAsia', '黑体'),
        ('ascii', 'majorAscii', 'Cambria'),
        ('hAnsi', 'minorHAnsi', 'Calibri'),
    ],
)
def test_a_face_of_the_theme_is_looked_up(slot: str, theme: str, expected: str):
    """It beats a face named beside it; where the theme leaves the Chinese face open, that of its script is taken."""
    from lxml import etree

    w = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
    own = etree.fromstring(f'<w:rPr xmlns:w="{w}"><w:rFonts w:{slot}="宋体" w:{slot}Theme="{theme}"/></w:rPr>')

    assert face([('style', own)], slot, etree.fromstring(THEME)).value == expected


def test_a_style_takes_what_it_is_based_on(paper):
    """The chain of a style ends in itself; a style based on itself by mistake does not hang."""
    docx = paper('document').style(
        'Normal', '<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:basedOn w:val="TitleTop"/>'
    )
    layering = Layering(read_package(docx.bytes(), 'example.docx'))

    assert layering.chain('TitleTop')[-2:] == ['Title', 'TitleTop']
    assert len(layering.chain('TitleTop')) == 3


def test_the_same_said_of_many_places_is_one_entry(paper):
    """The report names the places together."""
    docx = paper('document').retext('自查', '张某某').retext('抽查', '李某某')
    text = as_text(check_file(docx.bytes(), 'example.docx'))

    assert '模板问题 2 处' in text
    assert re.search('第 [0-9]+ 段“张某某”、第 [0-9]+ 段“李某某”：“某某”像是', text)


@pytest.mark.parametrize(
    'content', ['不是 Word 文档'.encode(), b'PK\x03\x04damaged', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']
)
def test_what_is_no_word_file_is_refused(content: bytes):
    """With the file and what to do."""
    with pytest.raises(TemplateError, match='example'):
        check_file(content, 'example.docx')


def test_a_file_without_styles_and_numbering_is_checked(paper):
    """A minimal file is measured by Word's own defaults."""
    docx = paper('agreement')
    for name in ('styles', 'numbering', 'settings'):
        docx = docx.sub(
            f'<[^<>]*(?:PartName="/word/{name}.xml"|Target="{name}.xml")[^<>]*/>', '', '[Content_Types].xml'
        )
        docx = docx.sub(f'<[^<>]*Target="{name}.xml"[^<>]*/>', '', 'word/_rels/document.xml.rels')
    found = layout_deviations(read_package(docx.bytes(), 'example.docx'))

    assert 'style' in {deviation.code for deviation in found}
