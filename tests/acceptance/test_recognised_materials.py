"""Papers recognised in files: whether originals were shown and copies are sealed is undecided until somebody looks."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from docforms import api
from docforms.findings import Report
from docforms.records import plain, read_record

TODAY = date(2026, 3, 2)
LICENCE = [
    '营业执照', '统一社会信用代码：52150402MJY482768C', '名称：赤峰市安禾失能等级评估中心', '法定代表人：韩云舒',
    '营业期限：2023年5月18日至2033年5月17日',
]  # fmt: skip
UNSEEN = {'id': 'licence', 'copies': 1, 'file': '材料.pdf', 'recognised': True}
ORIGINAL, SEALED = '/materials/licence/0/original', '/materials/licence/0/sealed'


@pytest.fixture(scope='module')
def complete(repository: Path) -> dict[str, Any]:
    """Give a complete application."""
    return read_record(str(repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'))


@pytest.fixture
def check(complete: dict[str, Any]) -> Callable[..., Report]:
    """Give a function that checks the application with other entries for the licence."""

    def check(*entries: dict[str, Any]) -> Report:
        others = [each for each in complete['materials'] if each['id'] != 'licence']
        return api.validate({**copy.deepcopy(complete), 'materials': [*others, *entries]}, today=TODAY)

    return check


def codes(report: Report) -> set[str]:
    """Give the codes of what is wrong with the licence."""
    return {each.code for each in report.findings if each.pointer == '/materials/licence'}


def needs(report: Report) -> tuple[str, ...]:
    """Give what is still to be said of the licence."""
    return next((each.needs for each in report.undecided if each.id == 'licence'), ())


def test_neither_original_nor_seal_of_a_recognised_paper_is_called_missing(check):
    """
    A file cannot show them: both are undecided, with what to do, and nothing is wrong yet.
    """
    report = check(UNSEEN)

    assert codes(report) == set()
    assert needs(report) == (ORIGINAL, SEALED)
    assert 'licence' not in report.checked
    (item,) = report.undecided
    assert '对照纸质材料' in item.remedy


@pytest.mark.parametrize(
    ('said', 'wrong', 'open_'),
    [
        ({'original': True, 'sealed': True}, set(), ()),
        ({'original': True}, set(), (SEALED,)),
        ({'original': False}, {'material-original'}, (SEALED,)),
        ({'sealed': False}, {'material-seal'}, (ORIGINAL,)),
        ({'original': False, 'sealed': False}, {'material-original', 'material-seal'}, ()),
    ],
)
def test_what_somebody_saw_decides(check, said, wrong, open_):
    """
    Yes passes, no is an error, and what nobody has said stays open.
    """
    report = check(UNSEEN | said)

    assert codes(report) == wrong
    assert needs(report) == open_
    assert ('licence' in report.checked) == (not open_)


def test_an_entry_written_by_hand_that_says_nothing_still_lacks_both(check):
    """
    Who writes down a material writes down its original and seal: what an ordinary record leaves out is not there.
    """
    report = check({'id': 'licence', 'copies': 1, 'file': '材料.pdf'})

    assert codes(report) == {'material-original', 'material-seal'}
    assert needs(report) == ()


def test_of_two_papers_one_original_is_enough_and_every_copy_is_sealed(check):
    """
    One original that was seen settles the other; one copy without seal is an error whatever the other is like.
    """
    seen = check(UNSEEN | {'original': True, 'sealed': True}, UNSEEN)
    unsealed = check(UNSEEN | {'original': True, 'sealed': False}, UNSEEN)

    assert needs(seen) == ('/materials/licence/1/sealed',)
    assert (codes(unsealed), needs(unsealed)) == ({'material-seal'}, ())


def test_a_value_that_is_no_yes_or_no_decides_nothing(check):
    """
    It is reported as filled in wrongly, and the original is still to be looked at.
    """
    report = check(UNSEEN | {'original': '有', 'sealed': True})

    assert 'field-type' in {each.code for each in report.findings}
    assert needs(report) == (ORIGINAL,)


def test_from_files_to_a_complete_application(complete, tmp_path, run_line):
    """
    Extracting with papers and checking leaves original and seal open, in words; saying yes closes them.
    """
    form, papers, result = tmp_path / '申请表.docx', tmp_path / '执照.docx', tmp_path / '申请.json'
    form.write_bytes(api.fill(complete))
    document = Document()
    for text in LICENCE:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    papers.write_bytes(stream.getvalue())

    run_line('extract', form, '--papers', papers, '-o', result)
    before = run_line('validate', result, '--as-of', '2026-03-02')
    data = json.loads(result.read_text(encoding='utf-8'))
    data['record']['materials'][0] |= {'original': True, 'sealed': True}
    result.write_text(json.dumps(data, ensure_ascii=False), encoding='utf-8')
    after = run_line('validate', result, '--as-of', '2026-03-02')

    title = '营业执照、法人证书等证照副本'
    said = ''.join(before.out.split())
    assert f'-{title}：还需要{title}第1行原件、{title}第1行复印件盖章处理：从文件上看不出来' in said
    assert f'{title}：未提供原件' not in said
    assert f'{title}：复印件未加盖' not in said
    assert f'-{title}：还需要' not in ''.join(after.out.split())


@pytest.mark.parametrize('written', ['text', 'json', 'html'])
def test_every_report_says_what_to_do(complete, tmp_path, run_line, written):
    """
    The remedy of what is undecided stands in reports of any kind.
    """
    record = tmp_path / '申请.json'
    others = [each for each in complete['materials'] if each['id'] != 'licence']
    text = json.dumps({**complete, 'materials': [*others, UNSEEN]}, ensure_ascii=False, default=plain)
    record.write_text(text, encoding='utf-8')

    ran = run_line('validate', record, '--as-of', '2026-03-02', '--format', written)

    assert '请对照纸质材料核对' in ''.join(ran.out.split())
