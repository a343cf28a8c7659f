"""Every planted deviation is found, by the clause that forbids it, and nothing else with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from docforms.documents.checking import layout_deviations, read_package

STYLES, SETTINGS, NUMBERING = 'word/styles.xml', 'word/settings.xml', 'word/numbering.xml'
RUN = '<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>'
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="630"/>'
SECOND_LEVEL = 'w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="{}"'
FROM_ATTACHMENTS = '<w:p><w:pPr><w:pStyle w:val="AttachmentFirst"/>.*'
COPIES_TABLE = '<w:tbl>(?:(?!<w:tbl>).)*抄送'
FROM_ANNEX = '<w:p><w:pPr><w:pStyle w:val="NewPage"/>.*'
PAGE_FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p><w:p>'
)
PAPER_SIZE = '<w:pgSz w:w="[0-9]+" w:h="[0-9]+"'
BODY_TEXT = '现将有关事项通知如下'
Change = Callable[[Any], Any]


def found(docx: Any) -> list[tuple[str, str]]:
    """Give code and clause of every deviation; HOUSE for one the standard does not know."""
    package = read_package(docx.bytes(), 'example.docx')
    clauses = ((each.code, each.clause) for each in layout_deviations(package))
    return [
        (code, clause.removeprefix('GB/T 9704—2012 ') if clause[:2] == 'GB' else 'HOUSE') for code, clause in clauses
    ]


@pytest.mark.parametrize('kind', ['document', 'letter', 'long organ', 'agreement', 'form'])
def test_a_paper_that_follows_the_standard_has_no_deviation(kind: str, paper):
    """What docforms builds by its own layouts follows the standard."""
    assert found(paper(kind)) == []


def direct(start: str, properties: str, text: str) -> Change:
    """Set a text with properties of its own."""
    return lambda docx: docx.instead(start, RUN.format(properties, text))


def retext(start: str, text: str) -> Change:
    """Write something else."""
    return lambda docx: docx.retext(start, text)


def style(name: str, pattern: str, replacement: str) -> Change:
    """Change a style."""
    return lambda docx: docx.style(name, pattern, replacement)


def sub(pattern: str, replacement: str, part: str = 'word/document.xml') -> Change:
    """Change a part."""
    return lambda docx: docx.sub(pattern, replacement, part)


FACE = r'w:eastAsia="[^"]*"'
FIRST = 'w:firstLineChars="200" w:firstLine="[0-9]+"'

# Name, kind of paper, change, and what has to be found: code and clause.
PAGE = [
    ('Letter paper', 'document', sub(PAPER_SIZE, '<w:pgSz w:w="12240" w:h="15840"'), [('paper', '5.1')]),
    ('top margin', 'document', sub('w:top="[0-9]+"', 'w:top="1440"'), [('margin', '5.2.1')]),
    ('left margin', 'document', sub('w:left="[0-9]+"', 'w:left="1134"'), [('margin', '5.2.1')]),
    # The number stands on the paper's edge, so that a lower type area comes nearer to it.
    (
        'bottom margin',
        'document',
        sub('w:bottom="[0-9]+"', 'w:bottom="1417"'),
        [('margin', '5.2.1'), ('page-number-depth', '7.5'), ('page-number-depth', '7.5')],
    ),
    ('form too wide', 'form', sub('w:right="[0-9]+"', 'w:right="850"'), [('margin', '5.2.1')]),
    ('form too low', 'form', sub('w:top="[0-9]+"', 'w:top="567"'), [('margin', 'HOUSE')]),
    ('grid of 40 lines', 'document', sub('w:linePitch="[0-9]+"', 'w:linePitch="312"'), [('lines', '5.2.3')]),
    ('no grid', 'document', sub('<w:docGrid [^>]*/>', ''), [('lines', '5.2.3')]),
    ('27 characters', 'letter', sub('<w:spacing w:val="-[0-9]+"/>', '', STYLES), [('characters', '5.2.3')]),
    ('page number size', 'document', style('FooterOdd', 'w:sz w:val="28"', 'w:sz w:val="18"'), [('size', '7.5')]),
    (
        'page number face',
        'document',
        style('FooterOdd', 'w:ascii="宋体"', 'w:ascii="Calibri"'),
        [('latin-face', '7.5')],
    ),
    (
        'page number in the middle',
        'document',
        style('FooterOdd', 'w:jc w:val="right"', 'w:jc w:val="center"'),
        [('align', '7.5')],
    ),
    (
        'page number at the edge',
        'document',
        style('FooterEven', 'w:leftChars="[0-9]+" w:left="[0-9]+"', 'w:left="0"'),
        [('indent', '7.5')],
    ),
    ('hyphens round the number', 'document', sub('— ', '- ', 'word/footer1.xml'), [('page-dashes', '7.5')]),
    (
        'Chinese page numbers',
        'document',
        sub(' PAGE ', ' PAGE \\\\* CHINESENUM3 ', 'word/footer2.xml'),
        [('page-digits', '7.5')],
    ),
    ('one foot for all pages', 'document', sub('<w:evenAndOddHeaders/>', '', SETTINGS), [('page-sides', '7.5')]),
    ('even pages without number', 'document', sub(' PAGE ', ' DATE ', 'word/footer2.xml'), [('page-number', '7.5')]),
    (
        'page number too low',
        'document',
        sub('w:footer="[0-9]+"', 'w:footer="850"'),
        [('page-number-depth', '7.5'), ('page-number-depth', '7.5')],
    ),
]

HEADS = [
    ('mark in black', 'document', style('Mark', '<w:color w:val="FF0000"/>', ''), [('colour', '7.2.4')]),
    ('mark in 黑体', 'document', style('Mark', FACE, 'w:eastAsia="黑体"'), [('face', '7.2.4')]),
    ('mark at the top', 'document', style('Mark', 'w:before="[0-9]+"', 'w:before="0"'), [('mark-depth', '7.2.4')]),
    ('number close to the mark', 'document', style('Number', 'w:before="[0-9]+"', 'w:before="0"'), [('gap', '7.2.5')]),
    (
        'number on the left',
        'document',
        style('Number', 'w:jc w:val="center"', 'w:jc w:val="left"'),
        [('align', '7.2.5')],
    ),
    ('square brackets', 'document', retext('〔2026〕', '青林发[2026]3号'), [('number', '7.2.5')]),
    ('round brackets', 'letter', retext('〔2026〕', '青林发（2026）3号'), [('number', '7.2.5')]),
    ('ordinal number', 'document', retext('〔2026〕', '青林发〔2026〕第3号'), [('number', '7.2.5')]),
    ('leading zero', 'document', retext('〔2026〕', '青林发〔2026〕03号'), [('number', '7.2.5')]),
    ('short year', 'document', retext('〔2026〕', '青林发〔26〕3号'), [('number', '7.2.5')]),
    ('number without 号', 'document', retext('〔2026〕', '青林发〔2026〕3'), [('number', '7.2.5')]),
    ('no red rule', 'document', style('Number', '<w:pBdr>.*?</w:pBdr>', ''), [('head-rule', '7.2.7')]),
    ('black rule', 'document', style('Number', 'w:color="FF0000"', 'w:color="000000"'), [('head-rule', '7.2.7')]),
    ('title of size 小2', 'document', style('Title', 'w:sz w:val="44"', 'w:sz w:val="36"'), [('size', '7.3.1')]),
    ('title in 宋体', 'document', style('Title', FACE, 'w:eastAsia="宋体"'), [('face', '7.3.1')]),
    ('bold title', 'document', style('Title', '<w:sz ', '<w:b/><w:sz '), [('weight', '7.3.1')]),
    ('title on the left', 'document', style('Title', 'w:jc w:val="center"', 'w:jc w:val="left"'), [('align', '7.3.1')]),
    ('red title', 'document', style('Title', '<w:sz ', '<w:color w:val="FF0000"/><w:sz '), [('colour', '5.2.4')]),
    ('title under the rule', 'document', style('Title', 'w:before="[0-9]+"', 'w:before="0"'), [('gap', '7.3.1')]),
    ('title on the addressee', 'document', style('Title', 'w:after="[0-9]+"', 'w:after="0"'), [('gap', '7.3.2')]),
    ('addressee without colon', 'document', retext('林业站', '各乡镇林业站'), [('addressee', '7.3.2')]),
    ('half-width colon', 'document', retext('林业站', '各乡镇林业站:'), [('addressee', '7.3.2')]),
    (
        'indented addressee',
        'letter',
        style('Addressee', '<w:jc ', '<w:ind w:firstLineChars="200"/><w:jc '),
        [('indent', '7.3.2')],
    ),
    (
        'number behind the title',
        'document',
        lambda docx: swapped(docx, '青林发', '年度检查的通知'),
        [('order', '7.2.5')],
    ),
]

TEXTS = [
    ('text not indented', 'document', style('BodyIndent', f'<w:ind {FIRST}/>', ''), [('indent', '7.3.3')]),
    ('indent in centimetres', 'document', style('BodyIndent', 'w:firstLineChars="200" ', ''), [('indent', '7.3.3')]),
    (
        'text on the right',
        'document',
        style('BodyIndent', '<w:ind [^>]*/>', f'{INDENT}<w:jc w:val="right"/>'),
        [('align', '7.3.3')],
    ),
    ('text without style', 'agreement', sub('<w:pStyle w:val="BodyIndent"/>', ''), [('style', '7.3.3')]),
    ('larger run', 'document', direct(BODY_TEXT, '<w:sz w:val="36"/>', '现将有关事项通知如下。'), [('size', '7.3.3')]),
    ('bold run', 'document', direct(BODY_TEXT, '<w:b/>', '现将有关事项通知如下。'), [('weight', '7.3.3')]),
    (
        'blue run',
        'document',
        direct(BODY_TEXT, '<w:color w:val="0000FF"/>', '现将有关事项通知如下。'),
        [('colour', '5.2.4')],
    ),
    (
        'run in 宋体',
        'document',
        direct(BODY_TEXT, '<w:rFonts w:eastAsia="宋体"/>', '现将有关事项通知如下。'),
        [('face', '7.3.3')],
    ),
    (
        'digits in Arial',
        'document',
        direct(BODY_TEXT, '<w:rFonts w:ascii="Arial"/>', '自2026年起。'),
        [('latin-face', '7.3.3')],
    ),
    (
        'underlined run',
        'document',
        direct(BODY_TEXT, '<w:u w:val="single"/>', '现将有关事项通知如下。'),
        [('direct', '7.3.3')],
    ),
    (
        'the size of the style once more',
        'document',
        direct(BODY_TEXT, '<w:sz w:val="32"/>', '现将有关事项通知如下。'),
        [('direct', '7.3.3')],
    ),
    (
        'quotes in the Latin face',
        'document',
        direct(BODY_TEXT, '<w:rFonts w:hint="default" w:hAnsi="Times New Roman"/>', '“检查”'),
        [('punctuation', '9'), ('direct', '7.3.3')],
    ),
    ('straight quotes', 'document', retext(BODY_TEXT, '做好"检查"工作。'), [('punctuation', '9')]),
    ('zero in a date', 'document', retext(BODY_TEXT, '自2026年03月2日起办理。'), [('date', '9')]),
    ('zero in a date in a table', 'document', retext('2026年3月9日', '2026年3月09日'), [('date', '9')]),
    (
        'basic size',
        'document',
        style('Normal', 'w:sz w:val="32"', 'w:sz w:val="28"'),
        [('characters', '5.2.3'), ('size', '5.2.2')],
    ),
    (
        'basic line pitch',
        'document',
        style('Normal', 'w:line="[0-9]+" w:lineRule="exact"', 'w:line="360" w:lineRule="auto"'),
        [('line', '5.2.3')],
    ),
    (
        '30 points',
        'document',
        style('BodyIndent', '<w:ind ', '<w:spacing w:line="600" w:lineRule="exact"/><w:ind '),
        [('line', '5.2.3')],
    ),
    (
        'at least 28.95 points',
        'document',
        style('Addressee', '<w:jc ', '<w:spacing w:line="579" w:lineRule="atLeast"/><w:jc '),
        [('line', '5.2.3')],
    ),
    ('一级标题 in 宋体', 'document', style('Heading1', FACE, 'w:eastAsia="宋体"'), [('face', '7.3.3')]),
    ('bold 二级标题', 'document', style('Heading2', '</w:rPr>', '<w:b/></w:rPr>'), [('weight', '7.3.3')]),
    (
        '1. at the first level',
        'document',
        sub('w:lvlText w:val="%1、"', 'w:lvlText w:val="%1."', NUMBERING),
        [('mark', '7.3.3')],
    ),
    (
        'digits at the second level',
        'document',
        sub(SECOND_LEVEL.format('[^"]*'), SECOND_LEVEL.format('decimal'), NUMBERING),
        [('mark', '7.3.3')],
    ),
    (
        'number of a heading in 宋体',
        'document',
        sub('(w:val="%1、".*?)w:eastAsia="黑体"', r'\1w:eastAsia="宋体"', NUMBERING),
        [('mark-face', '7.3.3')],
    ),
    ('number written twice', 'document', retext('总体要求', '一、总体要求'), [('mark', '7.3.3')]),
    (
        'level left out',
        'document',
        sub('<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>.*?</w:p>', ''),
        [('level', '7.3.3')],
    ),
    ('heading as text', 'document', retext(BODY_TEXT, '一、总体要求'), [('heading', '7.3.3')]),
    ('1、', 'document', retext(BODY_TEXT, '1、自查；'), [('mark', '7.3.3')]),
    ('half-width brackets', 'document', retext(BODY_TEXT, '(一)自查；'), [('mark', '7.3.3')]),
]

ENDS = [
    (
        'attachments close to the text',
        'letter',
        lambda docx: docx.style('AttachmentFirst', '<w:ind ', '<w:spacing w:before="0"/><w:ind ').sub(
            '<w:tbl>.*</w:tbl>', ''
        ),
        [('gap', '7.3.4')],
    ),
    (
        'full stop after an attachment',
        'document',
        retext('检查人员名单', '2.检查人员名单。'),
        [('attachment-end', '7.3.4')],
    ),
    (
        'attachments out of order',
        'document',
        retext('检查人员名单', '3.检查人员名单'),
        [('attachment-number', '7.3.4')],
    ),
    ('1、 in attachments', 'document', retext('附件：', '附件：1、年度检查表'), [('attachment-number', '7.3.4')]),
    (
        'half-width colon of attachments',
        'document',
        retext('附件：', '附件:1.年度检查表'),
        [('attachment-label', '7.3.4')],
    ),
    (
        'attachments in the margin',
        'document',
        style(
            'AttachmentFirst',
            '<w:ind [^>]*/>',
            '<w:ind w:leftChars="620" w:left="1953" w:hangingChars="620" w:hanging="1953"/>',
        ),
        [('indent', '7.3.4')],
    ),
    (
        'organ on the left',
        'document',
        style('SignOrgan', 'w:leftChars="[0-9]+" w:left="[0-9]+"', 'w:left="0"'),
        [('organ', '7.3.5.1')],
    ),
    ('date at the edge', 'document', style('SignDate', '<w:ind [^>]*/>', ''), [('right-indent', '7.3.5.1')]),
    ('date with zeros', 'document', retext('2026年3月2日', '自2026年3月2日起'), []),
    (
        'zero in the date',
        'document',
        lambda docx: last_text(docx, '2026年3月2日', '2026年03月02日'),
        [('date', '7.3.5.4')],
    ),
    (
        'date in Chinese',
        'document',
        lambda docx: last_text(docx, '2026年3月2日', '二〇二六年三月二日'),
        [('date', '7.3.5.4')],
    ),
    ('date without day', 'document', lambda docx: last_text(docx, '2026年3月2日', '2026年3月'), [('date', '7.3.5.4')]),
    ('note without brackets', 'document', retext('此件公开发布', '此件公开发布'), [('note', '7.3.6')]),
    ('note at the margin', 'document', style('Note', '<w:ind [^>]*/>', ''), [('indent', '7.3.6')]),
    ('annex in Chinese numerals', 'document', retext('附件1', '附件一'), [('annex-label', '7.3.7')]),
    ('annex label in 仿宋', 'document', style('AnnexLabel', FACE, 'w:eastAsia="仿宋_GB2312"'), [('face', '7.3.7')]),
    (
        'annex on the same page',
        'document',
        sub('<w:p><w:pPr><w:pStyle w:val="NewPage"/></w:pPr></w:p>', ''),
        [('annex-page', '7.3.7')],
    ),
    (
        'annex without label',
        'document',
        sub('<w:p><w:pPr><w:pStyle w:val="AnnexLabel"/></w:pPr>.*?</w:p>', ''),
        [('annex-label', '7.3.7')],
    ),
    (
        'annex title at the label',
        'document',
        style('TitleTop', 'w:before="[0-9]+"', 'w:before="0"'),
        [('gap', '7.3.7')],
    ),
    (
        'annex before the signature',
        'document',
        sub(f'({FROM_ATTACHMENTS})({FROM_ANNEX})(?={COPIES_TABLE})', r'\2\1'),
        [('order', '7.3.7')],
    ),
    ('organ beside a moved date', 'long organ', style('SignDateLong', '<w:ind [^>]*/>', ''), [('organ', '7.3.5.1')]),
    (
        'annex behind the copies',
        'document',
        sub(f'({FROM_ANNEX})(<w:tbl>.*?</w:tbl>)', r'\2\1'),
        [('order', '7.3.7')],
    ),
    (
        'no rule above the copies',
        'document',
        sub('(.*<w:tblBorders>)<w:top w:val="single"', r'\1<w:top w:val="nil"'),
        [('copies-rule', '7.4.1')],
    ),
    ('no office that prints', 'document', retext('印发', '青禾县林业局办公室'), [('printed', '7.4.3')]),
    ('zero in the date of print', 'document', retext('印发', '办公室2026年3月03日印发'), [('date', '7.4.3')]),
    ('copies without full stop', 'letter', retext('抄送', '抄送：青禾县财政局'), [('copies', '7.4.2')]),
    ('copies with half-width colon', 'letter', retext('抄送', '抄送:青禾县财政局。'), [('copies', '7.4.2')]),
    ('copies of size 3', 'letter', style('CopyTo', 'w:sz w:val="28"', 'w:sz w:val="32"'), [('size', '7.4.2')]),
]

LETTERS = [
    ('rules on every page', 'letter', sub('<w:titlePg/>', ''), [('first-page', '10.1')]),
    (
        'number on the first page',
        'letter',
        sub('<w:p>', PAGE_FIELD, 'word/footer3.xml'),
        [('first-page-number', '10.1')],
    ),
    (
        'black rules',
        'letter',
        style('LetterThick', 'w:color="FF0000"', 'w:color="000000"'),
        [('letter-rule-colour', '10.1')],
    ),
    (
        'rule as long as the text',
        'letter',
        style('LetterThick', '<w:spacing', '<w:ind w:left="0" w:right="0"/><w:spacing'),
        [('letter-rule-length', '10.1')],
    ),
    (
        'thick rule below',
        'letter',
        lambda docx: docx.style('LetterMark', 'w:sz="[0-9]+"', 'w:sz="4"'),
        [('letter-rule', '10.1')],
    ),
    (
        'no rule at the foot',
        'letter',
        style('LetterThick', '<w:pBdr>.*?</w:pBdr>', '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'),
        [('letter-rule', '10.1')],
    ),
    (
        'rule too low',
        'letter',
        sub('w:footer="[0-9]+"', 'w:footer="567"'),
        [('page-number-depth', '7.5'), ('page-number-depth', '7.5'), ('letter-rule-foot', '10.1')],
    ),
    ('mark too high', 'letter', sub('w:header="[0-9]+"', 'w:header="850"'), [('mark-depth', '10.1')]),
    ('mark in black', 'letter', style('LetterMark', '<w:color w:val="FF0000"/>', ''), [('colour', '10.1')]),
    ('no mark', 'letter', sub('青禾县林业局', '', 'word/header1.xml'), [('mark', '10.1')]),
    (
        'number in the middle',
        'letter',
        style('LetterNumber', 'w:jc w:val="right"', 'w:jc w:val="center"'),
        [('align', '10.1')],
    ),
]

TABLES = [
    ('head does not repeat', 'document', sub('<w:tblHeader/>', ''), [('table-head', 'HOUSE')]),
    ('head of a form does not repeat', 'form', sub('<w:tblHeader/>', ''), [('table-head', 'HOUSE')]),
    ('rows break', 'document', sub('<w:cantSplit/>', ''), [('table-split', 'HOUSE')]),
    (
        'table too wide',
        'document',
        sub('<w:gridCol w:w="[0-9]+"/>', '<w:gridCol w:w="6000"/>'),
        [('table-width', '5.2.1')],
    ),
    (
        'table in 等线',
        'document',
        style('TableText', '<w:rPr>', '<w:rPr><w:rFonts w:eastAsia="等线"/>'),
        [('face', 'HOUSE')],
    ),
    (
        'bold in a table',
        'form',
        sub('(<w:rPr><w:rFonts w:hint="eastAsia"/>)(</w:rPr><w:t xml:space="preserve">单位名称)', r'\1<w:b/>\2'),
        [('weight', 'HOUSE')],
    ),
    (
        'aligned by hand',
        'form',
        sub('<w:pStyle w:val="FormLabel"/>', '<w:pStyle w:val="FormLabel"/><w:jc w:val="left"/>'),
        [('direct', 'HOUSE')],
    ),
]

PLANTED = [*PAGE, *HEADS, *TEXTS, *ENDS, *LETTERS, *TABLES]


def paragraph_with(docx: Any, text: str, *, last: bool = False) -> str:
    """Give the XML of the first or last paragraph outside tables that holds a text."""
    found = re.findall(r'<w:p>(?:(?!</w:p>).)*</w:p>', docx.text(), re.DOTALL)
    holding = [each for each in found if text in re.sub('<[^>]*>', '', each)]
    return holding[-1 if last else 0]


def swapped(docx: Any, first: str, second: str, *, last: bool = False) -> Any:
    """Let two paragraphs change places."""
    one, other = paragraph_with(docx, first, last=last), paragraph_with(docx, second)
    text = docx.text().replace(one, '\0').replace(other, one).replace('\0', other)
    return type(docx)({**docx.parts, 'word/document.xml': text.encode()})


def last_text(docx: Any, start: str, text: str) -> Any:
    """Change the text of the last paragraph that is exactly `start`."""
    whole = paragraph_with(docx, start, last=True)
    return type(docx)(
        {**docx.parts, 'word/document.xml': docx.text().replace(whole, whole.replace(start, text)).encode()}
    )


@pytest.mark.parametrize(
    ('kind', 'change', 'expected'), [case[1:] for case in PLANTED], ids=[case[0] for case in PLANTED]
)
def test_a_planted_deviation_is_found_with_its_clause(
    kind: str, change: Change, expected: list[tuple[str, str]], paper
):
    """One thing is made wrong; exactly that is reported, with the clause that says so, and what follows from it."""
    assert sorted(found(change(paper(kind)))) == sorted(expected)
