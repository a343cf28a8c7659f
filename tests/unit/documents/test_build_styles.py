"""Pages and styles of built documents.

Expected values are those of GB/T 9704—2012 as worked out in requirements D1–D3; 1 mm is 56.69 twips.
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from docforms.documents.markdown_builder import build_document

SOURCE = """---
layout: {layout}
title: 关于测试的告知书
mark: 某某市某某中心
number: 某发〔2026〕3号
---
正文。
"""


def built(layout: str, extra: str = '') -> bytes:
    """Build a small document."""
    return build_document(SOURCE.format(layout=layout).replace('title:', f'{extra}title:'), '样例.md')


def part(docx: bytes, name: str) -> etree._Element:
    """Read one part of a document."""
    with ZipFile(BytesIO(docx)) as package:
        return etree.fromstring(package.read(f'word/{name}.xml'))


def style(docx: bytes, name: str) -> etree._Element:
    """Find a style by the name Word shows."""
    [found] = [e for e in part(docx, 'styles') if e.tag == qn('w:style') and e[0].get(qn('w:val')) == name]
    return found


def attribute(element: etree._Element, path: str, name: str) -> str | None:
    """Read an attribute of a descendant."""
    return element.find(path, {'w': element.nsmap['w']}).get(qn(f'w:{name}'))


def test_the_type_area_is_that_of_the_standard():
    """A4; margins of 37, 26, 35 and 28 mm leave a type area of 156 by 225 mm."""
    section = Document(BytesIO(built('document'))).sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]


def test_a_page_has_22_lines_of_28_characters():
    """Line pitch and character width fill the type area with 22 lines of 28 characters, and not one more."""
    normal = style(built('document'), 'Normal')
    pitch = int(attribute(normal, 'w:pPr/w:spacing', 'line')) / 20
    character = int(attribute(normal, 'w:rPr/w:sz', 'val')) / 2 + int(attribute(normal, 'w:rPr/w:spacing', 'val')) / 20

    assert attribute(normal, 'w:pPr/w:spacing', 'lineRule') == 'exact'
    assert 225 / 25.4 * 72 // pitch == 22
    assert 156 / 25.4 * 72 // character == 28


@pytest.mark.parametrize(
    ('name', 'face', 'size'),
    [
        ('Normal', '仿宋_GB2312', 16),
        ('Title', '方正小标宋简体', 22),
        ('heading 1', '黑体', None),
        ('heading 2', '楷体_GB2312', None),
        ('发文机关标志', '方正小标宋简体', 44),
        ('版记', '仿宋_GB2312', 14),
        ('页码（单页）', '宋体', 14),
        ('表头', '黑体', None),
    ],
)
def test_elements_have_the_faces_and_sizes_of_the_standard(name: str, face: str, size: float | None):
    """Body 3号仿宋, title 2号小标宋, first level 黑体, second 楷体, page numbers 4号宋体."""
    found = style(built('document'), name)

    assert attribute(found, 'w:rPr/w:rFonts', 'eastAsia') == face
    half_points = found.find('w:rPr/w:sz', {'w': found.nsmap['w']})
    assert (None if half_points is None else int(half_points.get(qn('w:val'))) / 2) == size


def test_every_face_is_named_for_every_script():
    """No quotation mark or dash falls to a Latin face: every style names one face for all scripts."""
    for faces in part(built('letter'), 'styles').iter(qn('w:rFonts')):
        named = {faces.get(qn(f'w:{script}')) for script in ('ascii', 'hAnsi', 'eastAsia', 'cs')}

        assert len(named) == 1
        assert None not in named


def test_every_run_is_set_as_east_asian_text():
    """Ambiguous characters such as quotation marks are set in the Chinese face."""
    for run in part(built('letter'), 'document').iter(qn('w:r')):
        assert attribute(run, 'w:rPr/w:rFonts', 'hint') == 'eastAsia'


def test_nothing_is_bold_or_italic():
    """Official papers stress by face, never by bold or italic."""
    styles = part(built('letter'), 'styles')

    assert [e.tag for e in styles.iter(qn('w:b'), qn('w:i'))] == []


def test_every_paragraph_style_rests_on_the_body_style():
    """Who changes 正文 changes the whole document."""
    styles = part(built('letter'), 'styles')
    based = {
        e.get(qn('w:styleId')): e.find(qn('w:basedOn')).get(qn('w:val'))
        for e in styles
        if e.get(qn('w:type')) == 'paragraph' and e.find(qn('w:basedOn')) is not None
    }
    for name in based:
        rests_on = name
        while rests_on in based:
            rests_on = based[rests_on]

        assert rests_on == 'Normal'


def test_text_is_formatted_by_styles_alone():
    """No run of a document carries a face, size or colour of its own."""
    runs = part(built('letter'), 'document').iter(qn('w:rPr'))

    assert {child.tag for properties in runs for child in properties} <= {qn('w:rFonts'), qn('w:rStyle')}


def test_headings_are_numbered_in_four_levels():
    """一、 （一） 1. （1）: Word numbers them, so a heading left out leaves no gap."""
    docx = built('document')
    levels = part(docx, 'numbering')[0].findall(qn('w:lvl'))
    texts = [attribute(level, 'w:lvlText', 'val') for level in levels]
    formats = [attribute(level, 'w:numFmt', 'val') for level in levels]

    assert texts == ['%1、', '（%2）', '%3.', '（%4）']
    assert formats == ['chineseCountingThousand', 'chineseCountingThousand', 'decimal', 'decimal']


def test_page_numbers_stand_outside_on_odd_and_even_pages():
    """— 1 —, on odd pages one character from the right edge, on even pages one from the left."""
    docx = built('document')
    odd, even = part(docx, 'footer1'), part(docx, 'footer2')

    assert [''.join(foot.itertext()) for foot in (odd, even)] == ['—  PAGE 1 —', '—  PAGE 1 —']
    assert attribute(style(docx, '页码（单页）'), 'w:pPr/w:jc', 'val') == 'right'
    assert attribute(style(docx, '页码（单页）'), 'w:pPr/w:ind', 'rightChars') == '89'
    assert attribute(style(docx, '页码（双页）'), 'w:pPr/w:jc', 'val') == 'left'
    assert part(docx, 'settings').find(qn('w:evenAndOddHeaders')) is not None


def test_a_letter_has_red_rules_of_170_mm_on_its_first_page():
    """A letter: rules 170 mm long, centred on the page, thick above thin at the head, thin above thick at the foot."""
    docx = built('letter')
    head, foot = part(docx, 'header1'), part(docx, 'footer3')
    used = [[p.pPr.pStyle.val for p in Document(BytesIO(docx)).sections[0].first_page_header._element.iter(qn('w:p'))]]
    used.append([e.get(qn('w:val')) for e in foot.iter(qn('w:pStyle'))])
    indents = style(docx, '信函细线').find('.//' + qn('w:ind'))
    width = (8844 - int(indents.get(qn('w:left'))) - int(indents.get(qn('w:right')))) / 56.69

    assert used == [['LetterMark', 'LetterThin'], ['LetterThin', 'LetterThick']]
    assert head.find('.//' + qn('w:t')).text == '某某市某某中心'
    assert width == pytest.approx(170, abs=0.2)
    assert int(indents.get(qn('w:left'))) / 56.69 + 28 == pytest.approx(20, abs=0.1)
    assert attribute(style(docx, '信函标志'), 'w:pPr/w:pBdr/w:bottom', 'color') == 'FF0000'
    section = Document(BytesIO(docx)).sections[0]
    assert section.different_first_page_header_footer
    assert round(section.footer_distance.mm) == 20


def test_a_lying_page_is_as_wide_as_a_standing_one_is_high():
    """A landscape page has its head at the binding side and a type area of 225 mm."""
    section = Document(BytesIO(built('record', 'landscape: true\n'))).sections[0]

    width = section.page_width - section.left_margin - section.right_margin
    assert round(width.mm if hasattr(width, 'mm') else width / 36000) == 225
    assert round(section.top_margin.mm) == 28


def test_a_short_sheet_bears_no_page_number():
    """A sheet has no footer at all."""
    docx = built('sheet')

    with ZipFile(BytesIO(docx)) as package:
        assert [name for name in package.namelist() if 'footer' in name] == []


def test_no_line_begins_with_half_a_dash():
    """Word is told that no line may begin with — or …, beside the usual closing punctuation."""
    forbidden = part(built('document'), 'settings').find(qn('w:noLineBreaksBefore'))

    assert forbidden.get(qn('w:lang')) == 'zh-CN'
    assert set('—…，。》”') <= set(forbidden.get(qn('w:val')))
