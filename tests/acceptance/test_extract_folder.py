"""docforms extract of a folder, and the page to check what was read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from docforms import api
from docforms.batch import extraction
from docforms.exceptions import InputError
from docforms.records import read_record

Run = Callable[..., Any]


@pytest.fixture(scope='module')
def application(repository: Path) -> dict[str, Any]:
    """Give a complete application."""
    return read_record(str(repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'))


@pytest.fixture(scope='module')
def filled(application: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give it filled in, as Word."""
    path = tmp_path_factory.mktemp('filled') / '申请表.docx'
    path.write_bytes(api.fill(application))
    return path


@pytest.fixture
def received(filled: Path, application: dict[str, Any], tmp_path: Path) -> Path:
    """Give a folder as it comes: good files, a cut one, one that is no form, and what systems leave behind."""
    folder = tmp_path / '收件'
    folder.mkdir()
    shutil.copy(filled, folder / '1.docx')
    (folder / '2.xlsx').write_bytes(api.fill_workbook(application))
    (folder / '3.docx').write_bytes(filled.read_bytes()[:3000])
    (folder / '4.txt').write_text('不是表格')
    for name in ('~$1.docx', '.DS_Store', 'Thumbs.db'):
        (folder / name).write_bytes(b'\0')
    return folder


def rows(path: Path) -> list[tuple[Any, ...]]:
    (sheet,) = load_workbook(path).worksheets
    return list(sheet.iter_rows(min_row=3, values_only=True))


def test_one_bad_file_never_stops_the_rest(run_line: Run, received: Path, tmp_path: Path, application: dict[str, Any]):
    """Every file that can be read has its result, and every other one is named with the reason."""
    output = tmp_path / '结果'

    ran = run_line('extract', received, '-o', output, '--jobs', '2')

    assert ran.code == 1
    assert sorted(path.name for path in output.iterdir()) == ['1.json', '2.json', '汇总.xlsx']
    for name in ('1.json', '2.json'):
        data = json.loads((output / name).read_text('utf-8'))
        assert data['record']['fields']['credit_code'] == application['fields']['credit_code']
    assert '3.docx：' in ran.out
    assert '4.txt：' in ran.out
    assert 'DS_Store' not in ran.out


def test_the_summary_lists_every_file(run_line: Run, received: Path, tmp_path: Path):
    """The workbook has a row for each file: counts and links of those that were read, the reason of the others."""
    output = tmp_path / '结果'
    run_line('extract', received, '-o', output, '--review')

    found = rows(output / '汇总.xlsx')

    assert [row[1] for row in found] == ['1.docx', '2.xlsx', '3.docx', '4.txt']
    for row, name in zip(found[:2], ('1', '2'), strict=True):
        fields = json.loads((output / f'{name}.json').read_text('utf-8'))['fields']
        assert sum(row[4:8]) == len(fields)
        assert row[4] == sum(field['state'] == 'read' for field in fields)
        assert row[9:] == (f'{name}.json', f'{name}.html')
    for row in found[2:]:
        assert row[8]
        assert row[9:] == (None, None)


def test_a_folder_without_findings_ends_well(run_line: Run, filled: Path, tmp_path: Path):
    """Where everything was read without doubt, the exit code is 0; the machine-readable result says the same."""
    ran = run_line('extract', filled.parent, '-o', tmp_path / 'out', '--format', 'json')

    assert ran.code == 0
    assert [(each['file'], each['error']) for each in json.loads(ran.out)] == [('申请表.docx', '')]


def test_resuming_reads_only_what_is_missing(
    run_line: Run, received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """After an interruption, the files with results are not read again, and the summary has them all."""
    output = tmp_path / '结果'
    read = extraction.read_case

    def interrupted(content: bytes, name: str, *others: Any) -> Any:
        if name == '2.xlsx':
            raise KeyboardInterrupt
        return read(content, name, *others)

    def only_the_second(content: bytes, name: str, *others: Any) -> Any:
        assert name != '1.docx'
        return read(content, name, *others)

    monkeypatch.setattr(extraction, 'read_case', interrupted)
    stopped = run_line('extract', received, '-o', output, '--jobs', '1')
    before = (output / '1.json').stat().st_mtime_ns
    monkeypatch.setattr(extraction, 'read_case', only_the_second)
    ran = run_line('extract', received, '-o', output, '--resume')

    assert stopped.code == 130
    assert (output / '1.json').stat().st_mtime_ns == before
    assert [row[4] is None for row in rows(output / '汇总.xlsx')] == [False, False, True, True]
    assert '没有料到' not in ran.out


def test_a_file_that_changed_is_read_again(run_line: Run, received: Path, application: dict[str, Any], tmp_path: Path):
    """A result of another file of that name does not count as done, and is not written over unasked."""
    output = tmp_path / '结果'
    run_line('extract', received, '-o', output)
    fields = {**application['fields'], 'bank_name': '中国银行赤峰分行'}
    (received / '1.docx').write_bytes(api.fill({**application, 'fields': fields}))

    refused = run_line('extract', received, '-o', output, '--resume')
    replaced = run_line('extract', received, '-o', output, '--resume', '--replace')

    assert '1.docx：已有同名' in refused.out
    assert '1.docx' not in replaced.out
    assert json.loads((output / '1.json').read_text('utf-8'))['record']['fields']['bank_name'] == '中国银行赤峰分行'


def test_what_a_clerk_confirmed_is_kept(run_line: Run, received: Path, tmp_path: Path):
    """A result saved from its page is neither read over nor counted as doubtful."""
    output = tmp_path / '结果'
    run_line('extract', received, '-o', output)
    confirmed = output / '1.json'
    data = json.loads(confirmed.read_text('utf-8'))
    data['record']['fields']['bank_name'] = '改正后的开户银行'
    confirmed.write_text(json.dumps(data), 'utf-8')
    expected = confirmed.read_bytes()

    again = run_line('extract', received, '-o', output)
    kept = run_line('extract', received, '-o', output, '--resume')

    assert '1.docx：已有同名' in again.out
    assert '1.docx' not in kept.out
    assert confirmed.read_bytes() == expected


def test_files_of_one_name_have_a_result_each(run_line: Run, received: Path, tmp_path: Path):
    """Where two names differ only in their ending, results keep it."""
    shutil.copy(received / '2.xlsx', received / '1.xlsx')

    run_line('extract', received, '-o', tmp_path / 'out')

    assert {path.name for path in (tmp_path / 'out').iterdir()} == {
        '1.docx.json', '1.xlsx.json', '2.json', '汇总.xlsx',
    }  # fmt: skip


def test_two_runs_give_equal_bytes(run_line: Run, received: Path, tmp_path: Path):
    """Results, pages and summary depend on the files alone."""
    for name in ('a', 'b'):
        run_line('extract', received, '-o', tmp_path / name, '--review', '--jobs', '2')

    contents = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ('a', 'b')]
    assert contents[0] == contents[1]


def test_an_error_of_our_own_costs_one_file(
    run_line: Run, received: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What nobody foresaw is told without a traceback, and the other files are read."""
    read = extraction.read_case

    def faulty(content: bytes, name: str, *others: Any) -> Any:
        return 1 / 0 if name == '1.docx' else read(content, name, *others)

    monkeypatch.setattr(extraction, 'read_case', faulty)
    ran = run_line('extract', received, '-o', tmp_path / 'out')

    assert '1.docx：读取时出了没有料到的错误' in ran.out
    assert (tmp_path / 'out' / '2.json').exists()
    assert 'Traceback' not in ran.out + ran.err


@pytest.mark.parametrize(
    ('arguments', 'message', 'code'),
    [
        (['{folder}'], '-o', 2),
        (['{folder}', '-o', '{folder}'], '另一个文件夹', 2),
        (['{folder}', '-o', '{other}', '--review=a.html'], '--review', 2),
        (['{file}', '--jobs', '2'], '只用于读文件夹', 2),
        (['{file}', '--review'], '--review', 2),
        (['{file}', '{file}', '-o', '{other}', '--review'], '--review', 2),
        (['{empty}', '-o', '{other}'], '没有文件', 5),
        (['{folder}', '-o', '{other}', '--form', 'nm-ltci/nothing'], 'nothing', 3),
    ],
)
def test_what_does_not_go_together_is_refused(
    run_line: Run, received: Path, tmp_path: Path, arguments: list[str], message: str, code: int
):
    """Options that make no sense are refused before anything is written."""
    (tmp_path / 'empty').mkdir()
    places = {'folder': received, 'other': tmp_path / 'other', 'file': received / '1.docx', 'empty': tmp_path / 'empty'}

    ran = run_line('extract', *(argument.format(**places) for argument in arguments))

    assert ran.code == code
    assert message in ran.err
    assert not (tmp_path / 'other').exists()


def test_a_page_to_check_one_file(run_line: Run, filled: Path, tmp_path: Path):
    """The page is written beside the result, or where it is asked for."""
    run_line('extract', filled, '-o', tmp_path / 'a.json', '--review')
    ran = run_line('extract', filled, '--review', tmp_path / 'b.html')

    assert (tmp_path / 'a.html').read_bytes() == (tmp_path / 'b.html').read_bytes()
    assert ran.code == 0


def test_a_file_that_changed_since_has_no_page(filled: Path, tmp_path: Path):
    """A page beside other pages than those that were read would mislead."""
    evidence = api.extract(str(filled))
    other = tmp_path / 'other.docx'
    other.write_bytes(filled.read_bytes() + b'\0')

    with pytest.raises(InputError, match='变了'):
        api.review_page(str(other), evidence)
