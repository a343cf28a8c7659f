"""docforms extract --papers: from a form and the papers handed in with it to findings."""

from __future__ import annotations

import copy
import io
import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from PIL import Image, ImageDraw, ImageFont

from docforms import api
from docforms.expressions.identity import credit_code_check
from docforms.extraction import Evidence
from docforms.extraction.papers import TextLine, page_of, papers_of_pages, with_papers
from docforms.packs import Catalogue
from docforms.papers import Paper
from docforms.records import read_record
from docforms.tools.soffice import to_pdf

TODAY = date(2026, 3, 2)
NAME, CODE = '赤峰市安禾失能等级评估中心', '52150402MJY482768C'
LICENCE = [
    '营业执照', f'统一社会信用代码：{CODE}', f'名称：{NAME}', '法定代表人：韩云舒',
    '营业期限：2023年5月18日至2033年5月17日',
]  # fmt: skip
CARD = ['姓名：韩云舒', '性别：女', '公民身份号码：150402197806153225']
LEASE = [
    '房屋租赁合同', '出租方（甲方）：赤峰市红山区禾源物业服务有限公司', f'承租方（乙方）：{NAME}',
    '租赁期限：自2024年7月1日起至2030年6月30日止。',
]  # fmt: skip
UNKNOWN = ['消防安全检查意见', '经检查，该场所符合要求。']


@pytest.fixture(scope='module')
def complete(repository: Path) -> dict[str, Any]:
    """Give a complete application."""
    return read_record(str(repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'))


@pytest.fixture
def handed_in() -> Callable[..., tuple[Paper, ...]]:
    """Give a function that reads pages of lines as the papers of one file."""
    form = Catalogue().form('nm-ltci/application')

    def read(*pages: Sequence[str], confidence: float = 1.0) -> tuple[Paper, ...]:
        made = [
            page_of(
                number,
                [
                    TextLine(text, (80, 60 + 30 * row, 80 + 11 * len(text), 72 + 30 * row), confidence)
                    for row, text in enumerate(texts)
                ],
            )
            for number, texts in enumerate(pages, start=1)
        ]
        return papers_of_pages(made, '材料.pdf', form, lambda _page: False)

    return read


def checked(record: dict[str, Any], papers: Sequence[Paper]) -> Any:
    """Check a record whose papers were read with it."""
    pack = Catalogue().pack('nm-ltci')
    held = with_papers(record, papers, pack)
    data = {'record': held, 'fields': [], 'papers': json.loads(json.dumps([asdict(each) for each in papers]))}
    return api.validate(data, today=TODAY)


def mismatches(report: Any) -> list[tuple[str, str]]:
    return [(each.severity, each.pointer) for each in report.findings if each.code == 'paper-mismatch']


def test_papers_that_agree_are_checked_and_found_nothing_of(complete, handed_in):
    """
    What papers and form say alike is listed as checked.
    """
    report = checked(complete, handed_in(LICENCE, CARD, LEASE))

    assert mismatches(report) == []
    assert {
        'licence/code', 'licence/name', 'licence/person', 'identity/number', 'identity/name',
        'premises/lessee', 'premises/lessor', 'premises/start', 'premises/until',
    } <= set(report.checked)  # fmt: skip


def test_a_name_written_otherwise_is_the_same_name(complete, handed_in):
    """
    Width, blanks and brackets tell no two names apart.
    """
    record = copy.deepcopy(complete)
    record['fields']['institution_name'] = '赤峰市安禾失能等级评估中心(红山)'
    licence = [line.replace(NAME, '赤峰市安禾失能等级评估中心 （红山）') for line in LICENCE]

    assert mismatches(checked(record, handed_in(licence))) == []


def test_a_contradiction_is_a_finding_with_both_values_and_the_page(complete, handed_in):
    """
    Another code on the licence than on the form: an error, with both codes, the file, its page, and the rows.
    """
    other = f'9115040{CODE[7:-1]}'
    other += credit_code_check(other)
    licence = [line.replace(CODE, other) for line in LICENCE]

    report = checked(complete, handed_in(UNKNOWN, licence))

    (finding,) = [each for each in report.findings if each.code == 'paper-mismatch']
    assert (finding.severity, finding.kind, finding.pointer) == ('error', 'consistency', '/fields/credit_code')
    assert other in finding.message
    assert CODE in finding.message
    assert '材料.pdf第2页《营业执照》' in finding.message
    assert finding.requirements == ('NM-9.2',)
    assert 'licence/code' not in report.checked
    assert 'licence/name' in report.checked


def test_a_doubtful_reading_only_warns(complete, handed_in):
    """
    What was not read for certain contradicts nothing: it is to be looked at.
    """
    licence = [line.replace('韩云舒', '韩云抒') for line in LICENCE]

    assert mismatches(checked(complete, handed_in(licence, confidence=0.8))) == [
        ('warning', '/fields/legal_representative')
    ]


@pytest.mark.parametrize(('person', 'severity'), [('韩云抒', 'warning'), ('苏瑞安', 'error')])
def test_a_letter_that_may_be_misread_only_warns(complete, handed_in, person, severity):
    """
    A scan read with good confidence may still be wrong in a letter of a name; another name is another name.
    """
    licence = [line.replace('韩云舒', person) for line in LICENCE]

    assert mismatches(checked(complete, handed_in(licence, confidence=0.995))) == [
        (severity, '/fields/legal_representative')
    ]


def test_what_somebody_confirmed_counts_as_read(complete, handed_in):
    """
    Whoever has seen the original sets the state and writes the value; the contradiction is then an error.
    """
    (paper,) = handed_in([line.replace('韩云舒', '韩云抒') for line in LICENCE], confidence=0.8)
    values = [replace(each, state='read', value=each.value or each.suggestion) for each in paper.values]

    report = checked(complete, [replace(paper, values=tuple(values))])

    assert mismatches(report) == [('error', '/fields/legal_representative')]


def test_a_value_that_cannot_be_read_warns(complete, handed_in):
    """
    A licence without a legible name leaves the name to people.
    """
    licence = [line for line in LICENCE if NAME not in line]

    assert mismatches(checked(complete, handed_in(licence))) == [('warning', '/fields/institution_name')]


def test_of_two_licences_each_is_compared(complete, handed_in):
    """
    A second licence of somebody else does not hide behind the first.
    """
    other = [line.replace(NAME, '赤峰市松山区云杉养老服务中心') for line in LICENCE]

    assert mismatches(checked(complete, handed_in(LICENCE, other))) == [('error', '/fields/institution_name')]


def test_an_identity_card_is_of_whom_it_names(complete, handed_in):
    """
    A card of another person the form names counts as theirs, and numbers are masked in messages.
    """
    record = {**copy.deepcopy(complete), 'materials': []}
    principal = ['姓名：孟和平', '公民身份号码：150404198203091413']
    stranger = ['姓名：白芷萱', '公民身份号码：150402199107231545']

    papers = handed_in(principal)
    entry = with_papers(record, papers, Catalogue().pack('nm-ltci'))['materials'][0]
    report = checked(record, handed_in(stranger))

    assert (entry['id'], entry['holder']) == ('identity', 'principal')
    (finding,) = [each for each in report.findings if each.code == 'paper-mismatch']
    assert '150402199107231545' not in finding.message
    assert '15*************545' in finding.message
    assert '150402197806153225' not in str(report)


def test_an_expired_licence_is_found_by_the_rule_there_is(complete, handed_in):
    """
    The end of the licence goes into its entry, where checking materials finds it.
    """
    licence = [line.replace('2033年', '2025年') for line in LICENCE]

    report = checked({**complete, 'materials': []}, handed_in(licence))

    assert '/materials/licence' in [each.pointer for each in report.findings if each.code == 'material-expired']


def test_a_lease_fills_what_the_form_does_not_ask(complete, handed_in):
    """
    The term of the lease is put where the rules on premises look for it, when nothing is there yet.
    """
    record = copy.deepcopy(complete)
    del record['supplement']['premises']['use_until']
    short = [line.replace('2030年6月30日', '2026年6月30日') for line in LEASE]

    held = with_papers(record, handed_in(short), Catalogue().pack('nm-ltci'))

    assert held['supplement']['premises']['use_until'] == '2026-06-30'
    before = {each.code for each in api.validate(complete, today=TODAY).findings}
    assert {each.code for each in api.validate(held, today=TODAY).findings} - before


def test_a_scan_proves_neither_original_nor_seal(complete, handed_in):
    """
    An entry from a scan says that there is a copy, and where; original and seal are for people to see.
    """
    entry = with_papers({**complete, 'materials': []}, handed_in(LICENCE), Catalogue().pack('nm-ltci'))['materials'][0]

    assert {name: entry[name] for name in ('id', 'copies', 'file', 'number', 'valid_until')} == {
        'id': 'licence',
        'copies': 1,
        'file': '材料.pdf',
        'number': CODE,
        'valid_until': '2033-05-17',
    }
    assert entry['recognised'] is True
    assert not {'original', 'sealed'} & set(entry)


def test_papers_with_nothing_to_compare_are_undecided(complete, handed_in):
    """
    Where the record has no value yet, the comparison waits for it.
    """
    record = copy.deepcopy(complete)
    del record['fields']['credit_code']

    report = checked(record, handed_in(LICENCE))

    assert ('licence/code', ('/fields/credit_code',)) in [(each.id, each.needs) for each in report.undecided]


@pytest.mark.parametrize(
    'papers', [None, 7, [7, {}, {'material': 'licence', 'values': [{'name': 'code'}], 'pages': 'x'}]]
)
def test_papers_of_another_shape_are_passed_over(complete, papers):
    """
    The result of an extraction may have been edited by hand: nothing in it breaks checking.
    """
    report = api.validate({'record': complete, 'fields': [], 'papers': papers}, today=TODAY)

    assert [each for each in report.findings if each.severity == 'error' and each.code == 'paper-mismatch'] == []


def _picture(texts: Sequence[str]) -> bytes:
    """Draw a scan that lies on its head, as PDF."""
    sheet = Image.new('L', (1240, 1754), 245)
    draw = ImageDraw.Draw(sheet)
    draw.text((480, 150), texts[0], font=ImageFont.truetype(_font(), 72), fill=20)
    for row, text in enumerate(texts[1:]):
        draw.text((150, 380 + 110 * row), text, font=ImageFont.truetype(_font(), 44), fill=30)
    stream = io.BytesIO()
    sheet.rotate(180).save(stream, 'PDF', resolution=150)
    return stream.getvalue()


def _font() -> str:
    wanted = ['fc-match', '-f', '%{file}', 'Noto Sans CJK SC:lang=zh-cn']
    return subprocess.run(wanted, check=True, capture_output=True, encoding='utf-8').stdout


@pytest.fixture(scope='module')
def bundle(complete: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one PDF: a licence, the filled form, a contract of two pages, and a picture of another licence."""
    folder = tmp_path_factory.mktemp('bound')
    (folder / 'form.docx').write_bytes(api.fill(complete))
    (folder / 'papers.docx').write_bytes(_docx(LICENCE, LEASE, UNKNOWN))
    made = to_pdf([folder / 'form.docx', folder / 'papers.docx'], folder, timeout=120)
    form, others = (pypdfium2.PdfDocument(path) for path in made)
    scan = pypdfium2.PdfDocument(_picture([line.replace('韩云舒', '苏瑞安') for line in LICENCE]))
    pages = pypdfium2.PdfDocument.new()
    for source, numbers in ((others, [0]), (form, None), (others, [1, 2]), (scan, None)):
        pages.import_pages(source, numbers)
    path = tmp_path_factory.mktemp('received') / '全套材料.pdf'
    pages.save(str(path))
    for each in (form, others, scan, pages):
        each.close()
    return path


@pytest.fixture(scope='module')
def bound(bundle: Path) -> Evidence:
    """Read that PDF."""
    return api.extract(str(bundle))


def test_a_form_bound_with_its_papers_is_split(bound, complete):
    """
    One PDF gives the form and its papers, of text and of pictures; evidence keeps the pages of the file.
    """
    found = bound.to_data()
    first, form, lease, second = found['papers']

    assert [(each['title'], each['material']) for each in (first, form, lease, second)] == [
        ('营业执照', 'licence'),
        ('内蒙古自治区长期护理保险定点评估机构申请表', 'application-form'),
        ('租赁合同', 'premises'),
        ('营业执照', 'licence'),
    ]
    assert [page for each in found['papers'] for page in each['pages']] == list(range(1, second['pages'][0] + 1))
    assert len(lease['pages']) == 2
    assert found['record']['fields']['institution_name'] == complete['fields']['institution_name']
    assert {field['page'] for field in found['fields'] if field['page']} <= set(form['pages'])
    assert [each['id'] for each in found['record']['materials']] == [
        'licence',
        'application-form',
        'premises',
        'licence',
    ]


def test_bound_papers_are_split_in_a_folder_too(bundle, bound, tmp_path):
    """Reading a folder gives the same result for a file as reading the file."""
    api.extract_folder(bundle.parent, tmp_path)

    found = json.loads((tmp_path / '全套材料.json').read_text(encoding='utf-8'))
    assert [(each['title'], each['pages']) for each in found['papers']] == [
        (each.title, list(each.pages)) for each in bound.papers
    ]
    assert found['record']['fields'] == bound.record['fields']


def test_a_scanned_licence_is_read_and_compared(bound):
    """
    A picture bound upside down is recognised; its code is read for certain, as the check shows.
    """
    paper = bound.papers[-1]
    code = paper.value('code')
    report = api.validate(bound.to_data(), today=TODAY)

    assert (code.value, code.state, code.page) == (CODE, 'read', paper.pages[0])
    # On the page as delivered, which lies on its head, the first line stands far below.
    assert code.box[1] > 500
    assert 'licence/code' in report.checked
    assert [finding.pointer for finding in report.findings if finding.code == 'paper-mismatch'] == [
        '/fields/legal_representative'
    ]


def test_papers_in_files_of_their_own_are_read_beside_the_form(complete, tmp_path, run_line):
    """
    A folder of papers, one of them nobody knows, stands beside the form, and checking compares them.
    """
    form, folder, result = tmp_path / '申请表.docx', tmp_path / '材料', tmp_path / '申请.json'
    form.write_bytes(api.fill(complete))
    folder.mkdir()
    (folder / '1执照.docx').write_bytes(_docx([line.replace('韩云舒', '韩云飞') for line in LICENCE]))
    (folder / '2其他.docx').write_bytes(_docx(UNKNOWN))

    assert run_line('extract', form, '--papers', folder, '-o', result).code == 0
    found = json.loads(result.read_text(encoding='utf-8'))
    ran = run_line('validate', result, '--as-of', '2026-03-02')

    assert [each['title'] for each in found['papers']] == ['营业执照', '未识别']
    assert '1执照.docx' in ran.out
    assert '韩云飞' in ran.out
    assert '营业执照' in run_line('extract', form, '--papers', folder).out


def _docx(*pages: Sequence[str]) -> bytes:
    document = Document()
    for number, texts in enumerate(pages):
        if number:
            document.add_page_break()
        for text in texts:
            document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_another_lessee_only_warns(complete, handed_in):
    """
    Where a contradiction may have its reasons, the pack says that it is only to be looked at.
    """
    lease = [line.replace(NAME, '韩云舒') for line in LEASE]

    assert mismatches(checked(complete, handed_in(lease))) == [('warning', '/fields/institution_name')]


def test_a_form_alone_has_no_papers(complete, tmp_path):
    """
    Nothing is said of papers where none were handed in.
    """
    form = tmp_path / '申请表.docx'
    form.write_bytes(api.fill(complete))

    evidence = api.extract(str(form))

    assert evidence.papers == ()
    assert 'materials' not in evidence.record


@pytest.mark.parametrize(
    ('name', 'content', 'said'),
    [
        ('没有.pdf', None, '没有这个文件'),
        ('坏.pdf', b'%PDF-1.7 broken', '坏.pdf'),
        ('文字.txt', '营业执照'.encode(), '这是文本文件'),
        ('空文件夹', None, '文件夹里没有文件'),
    ],
)
def test_papers_that_cannot_be_read_are_named(complete, tmp_path, run_line, name, content, said):
    """
    A file of papers that is missing, damaged or of another kind is told with its name, and nothing is written.
    """
    form, papers, result = tmp_path / '申请表.docx', tmp_path / name, tmp_path / '申请.json'
    form.write_bytes(api.fill(complete))
    if content is not None:
        papers.write_bytes(content)
    elif name.endswith('夹'):
        papers.mkdir()

    ran = run_line('extract', form, '--papers', papers, '-o', result)

    assert ran.code == 5
    assert name in ran.err
    assert said in ran.err
    assert not result.exists()


def test_papers_are_of_one_form(complete, tmp_path, run_line):
    """
    Papers beside two forms belong to neither.
    """
    form = tmp_path / '申请表.docx'
    form.write_bytes(api.fill(complete))

    ran = run_line('extract', form, form, '--papers', tmp_path)

    assert ran.code == 2
    assert '一份申请表' in ran.err
