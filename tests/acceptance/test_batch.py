"""Batches as an office makes them: one document for every row, checked first, the same every time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pdfplumber
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from docforms import api
from docforms.api import BatchOptions
from docforms.cli import batching
from docforms.exceptions import InputError, OutputError, TemplateError, UsageError

DOCUMENT = 'nm-ltci/acceptance-notice'
FIRST = '赤红医保受〔2026〕9号'

Rows = Callable[..., Path]


@pytest.fixture
def example(repository: Path) -> dict[str, Any]:
    """Give the values of one notice."""
    path = repository / 'fixtures' / 'documents' / f'{DOCUMENT}.json'
    values = json.loads(path.read_text(encoding='utf-8'))
    return {name: value for name, value in values.items() if name != 'number'}


@pytest.fixture
def listed(tmp_path: Path, example: dict[str, Any]) -> Rows:
    """Give a function that writes a list of institutions, each with values of its own."""

    def write(*rows: str | Mapping[str, Any], name: str = 'list.jsonl') -> Path:
        path = tmp_path / name
        values = [{**example, **({'institution_name': row} if isinstance(row, str) else row)} for row in rows]
        path.write_text('\n'.join(json.dumps(row, ensure_ascii=False) for row in values), encoding='utf-8')
        return path

    return write


def files(folder: Path) -> dict[str, bytes]:
    """Read everything in a folder, by its path there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob('*') if path.is_file()}


def manifest(folder: Path) -> list[dict[str, Any]]:
    """Read the rows of a manifest, without its first and last line."""
    lines = (folder / 'manifest.jsonl').read_text(encoding='utf-8').splitlines()
    return [json.loads(line) for line in lines[1:-1]]


def test_a_batch_gives_what_render_gives(listed: Rows, example: dict[str, Any], tmp_path: Path):
    """Every row becomes the document that rendering it alone gives, named in list order."""
    api.batch(DOCUMENT, listed('甲中心', '乙中心'), tmp_path / 'out')

    alone = api.render(DOCUMENT, {**example, 'institution_name': '乙中心'})
    assert sorted(files(tmp_path / 'out')) == ['00001-甲中心.docx', '00002-乙中心.docx', 'manifest.jsonl']
    assert (tmp_path / 'out' / '00002-乙中心.docx').read_bytes() == alone


def test_bad_rows_keep_everything_from_being_written(listed: Rows, tmp_path: Path):
    """One bad row is enough: no document is written, only the table with what is wrong in it."""
    table = listed('甲中心', {'received_on': '三月'}, '乙中心')

    result = api.batch(DOCUMENT, table, tmp_path / 'out')

    assert result.tally is None
    assert (result.checked.preflight.rows, result.checked.preflight.bad) == (3, 1)
    assert list(files(tmp_path / 'out')) == ['检查结果.xlsx']


def test_bad_rows_are_skipped_on_demand(listed: Rows, tmp_path: Path):
    """The good rows are written, and the bad one is in the manifest with its reason."""
    table = listed('甲中心', {'received_on': '三月'}, '乙中心')

    result = api.batch(DOCUMENT, table, tmp_path / 'out', BatchOptions(skip_bad=True))

    assert result.tally is not None
    assert (result.tally.written, result.tally.bad) == (2, 1)
    assert sorted(files(tmp_path / 'out')) == ['00001-甲中心.docx', '00003-乙中心.docx', 'manifest.jsonl']
    assert [entry['status'] for entry in manifest(tmp_path / 'out')] == ['written', 'bad', 'written']
    assert '日期' in manifest(tmp_path / 'out')[1]['error']


def test_nobody_says_go(listed: Rows, tmp_path: Path):
    """Without a go nothing is written, not even the folder."""
    desk = api.Desk(confirm=lambda _found: False, tell=lambda _what, _done, _rows: None)

    result = api.batch(DOCUMENT, listed('甲中心'), tmp_path / 'out', desk=desk)

    assert result.tally is None
    assert not (tmp_path / 'out').exists()


def test_numbers_go_to_written_documents_only(listed: Rows, tmp_path: Path):
    """Good rows are numbered without a gap, in list order; the register lists every number with its document."""
    table = listed('甲中心', {'received_on': '三月'}, '乙中心', '丙中心')
    options = BatchOptions(number=FIRST, skip_bad=True, register=tmp_path / '登记.xlsx')

    api.batch(DOCUMENT, table, tmp_path / 'out', options)

    sheet = load_workbook(tmp_path / '登记.xlsx').worksheets[0]
    rows = [[cell.value for cell in row[1:3]] for row in sheet.iter_rows(min_row=3)]
    assert rows == [
        ['赤红医保受〔2026〕9号', '甲中心'], ['赤红医保受〔2026〕10号', '乙中心'], ['赤红医保受〔2026〕11号', '丙中心'],
    ]  # fmt: skip
    for number, name in ((9, '00001-甲中心'), (10, '00003-乙中心'), (11, '00004-丙中心')):
        with ZipFile(tmp_path / 'out' / f'{name}.docx') as document:
            assert f'〔2026〕{number}号' in document.read('word/document.xml').decode()


def test_a_row_that_cannot_be_rendered_takes_no_number(
    listed: Rows, tmp_path: Path, edited: Callable[[str], Path], example: dict[str, Any]
):
    """What only the template can tell is tried before numbers are given: such a row counts as bad."""
    del example
    templates = edited('{{ administration }}')
    table = listed('甲中心', {'institution_name': '乙中心', 'administration': None}, '丙中心')
    options = BatchOptions(number=FIRST, skip_bad=True)

    result = api.batch(DOCUMENT, table, tmp_path / 'out', options, templates=templates)

    assert result.checked.preflight.bad == 1
    assert [(entry['status'], entry['number']) for entry in manifest(tmp_path / 'out')] == [
        ('written', '赤红医保受〔2026〕9号'), ('bad', ''), ('written', '赤红医保受〔2026〕10号'),
    ]  # fmt: skip


def test_without_numbers_such_a_row_fails_alone(listed: Rows, tmp_path: Path, edited: Callable[[str], Path]):
    """A row the template cannot print is listed with its reason; the others are written."""
    table = listed('甲中心', {'institution_name': '乙中心', 'administration': None})

    result = api.batch(DOCUMENT, table, tmp_path / 'out', templates=edited('{{ administration }}'))

    assert result.tally is not None
    assert (result.tally.written, result.tally.failed) == (1, 1)
    assert result.tally.problems[0][0] == 2
    assert 'administration' in result.tally.problems[0][1]


@pytest.fixture
def edited(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Give a function that makes a folder of templates, with one of the given text for the notice."""
    from docforms.documents.markdown_builder import build_document

    def make(text: str) -> Path:
        folder = tmp_path / 'templates'
        folder.mkdir()
        source = f'---\nlayout: record\ntitle: 受理通知书\n---\n{{{{ institution_name }}}}{text}\n'
        (folder / 'acceptance-notice.docx').write_bytes(build_document(source, 'acceptance-notice.md'))
        return folder

    return make


def test_a_row_with_a_number_of_its_own_is_not_numbered(listed: Rows, tmp_path: Path):
    """A number in the table and a series would sooner or later give one number twice."""
    table = listed('甲中心', {'number': '赤红医保受〔2026〕10号'})

    result = api.batch(DOCUMENT, table, tmp_path / 'out', BatchOptions(number=FIRST, skip_bad=True))

    assert result.tally is not None
    assert (result.tally.written, result.tally.bad) == (1, 1)


def test_processes_make_no_difference(listed: Rows, tmp_path: Path):
    """Two processes write the same files, names, numbers and manifest as one."""
    table = listed(*(f'第{number % 9}中心' for number in range(40)), {'received_on': '三月'})

    for jobs in (1, 2):
        options = BatchOptions(number=FIRST, name='{institution_name}', skip_bad=True, jobs=jobs)
        api.batch(DOCUMENT, table, tmp_path / str(jobs), options)

    assert files(tmp_path / '1') == files(tmp_path / '2')
    assert len(files(tmp_path / '1')) == 41


def test_a_second_run_leaves_equal_files_alone(listed: Rows, tmp_path: Path):
    """What is there with the same content is not written again."""
    table, out = listed('甲中心', '乙中心'), tmp_path / 'out'
    api.batch(DOCUMENT, table, out)
    before = {path: path.stat().st_mtime_ns for path in out.glob('*.docx')}

    result = api.batch(DOCUMENT, table, out)

    assert result.tally is not None
    assert (result.tally.written, result.tally.unchanged) == (2, 2)
    assert {path: path.stat().st_mtime_ns for path in out.glob('*.docx')} == before


def test_other_content_is_refused_and_replaced_on_demand(listed: Rows, tmp_path: Path):
    """A file somebody has worked on is not overwritten, until that is asked for; the other rows are written."""
    out = tmp_path / 'out'
    api.batch(DOCUMENT, listed('甲中心'), out)
    mine = out / '00001-甲中心.docx'
    whole = mine.read_bytes()
    mine.write_bytes(b'edited by hand')
    table = listed('甲中心', '乙中心')

    refused = api.batch(DOCUMENT, table, out)
    left = mine.read_bytes()
    replaced = api.batch(DOCUMENT, table, out, BatchOptions(replace=True))

    assert refused.tally is not None
    assert (refused.tally.written, refused.tally.refused) == (1, 1)
    assert left == b'edited by hand'
    assert replaced.tally is not None
    assert (replaced.tally.written, replaced.tally.refused) == (2, 0)
    assert mine.read_bytes() == whole


def test_another_batch_is_not_resumed(listed: Rows, tmp_path: Path):
    """Where the table has changed there is nothing to go on with, and what changed is named."""
    api.batch(DOCUMENT, listed('甲中心'), tmp_path / 'out')

    with pytest.raises(UsageError, match='表格内容与上次不同'):
        api.batch(DOCUMENT, listed('甲中心', '乙中心'), tmp_path / 'out', BatchOptions(resume=True))


def test_the_manifest_of_another_batch_is_kept(listed: Rows, tmp_path: Path):
    """A second list in the same folder has a manifest of its own, and the first keeps its one."""
    out = tmp_path / 'out'
    api.batch(DOCUMENT, listed('甲中心'), out, BatchOptions(name='{institution_name}'))
    first = (out / 'manifest.jsonl').read_bytes()

    api.batch(DOCUMENT, listed('乙中心'), out, BatchOptions(name='{institution_name}'))

    assert (out / 'manifest.1.jsonl').read_bytes() == first
    assert {entry['file'] for entry in manifest(out)} == {'乙中心.docx'}


def test_a_missing_file_is_made_again(listed: Rows, tmp_path: Path):
    """A document somebody deleted comes back with the next run, with its own number."""
    table, out = listed('甲中心', '乙中心', '丙中心'), tmp_path / 'out'
    api.batch(DOCUMENT, table, out, BatchOptions(number=FIRST))
    before = files(out)
    (out / '00002-乙中心.docx').unlink()

    api.batch(DOCUMENT, table, out, BatchOptions(number=FIRST, resume=True))

    assert files(out) == before


def test_a_zip_holds_what_the_folder_would(listed: Rows, tmp_path: Path):
    """A zip has the same documents in list order, without a clock, and nothing is left beside it but its manifest."""
    table = listed('乙中心', '甲中心')
    api.batch(DOCUMENT, table, tmp_path / 'out')

    api.batch(DOCUMENT, table, tmp_path / 'zipped' / '通知.zip')
    first = (tmp_path / 'zipped' / '通知.zip').read_bytes()
    api.batch(DOCUMENT, table, tmp_path / 'again' / '通知.zip')

    with ZipFile(BytesIO(first)) as archive:
        names = archive.namelist()
        assert names == ['00001-乙中心.docx', '00002-甲中心.docx']
        for name in names:
            assert archive.read(name) == (tmp_path / 'out' / name).read_bytes()
    assert first == (tmp_path / 'again' / '通知.zip').read_bytes()
    assert sorted(files(tmp_path / 'zipped')) == ['通知.zip', '通知.zip.manifest.jsonl']


def test_another_single_file_is_not_overwritten(listed: Rows, tmp_path: Path):
    """A file of that name with other content is refused, and taken once that is asked for."""
    target = tmp_path / '通知.zip'
    target.write_bytes(b'something else')
    table = listed('甲中心')

    with pytest.raises(OutputError, match='--replace'):
        api.batch(DOCUMENT, table, target)
    assert target.read_bytes() == b'something else'
    api.batch(DOCUMENT, table, target, BatchOptions(replace=True))

    assert target.read_bytes().startswith(b'PK')


def test_no_document_at_all_makes_no_file(listed: Rows, tmp_path: Path, edited: Callable[[str], Path]):
    """Where nothing could be rendered there is nothing to put together, and that is said."""
    table = listed({'administration': None})

    with pytest.raises(InputError, match='没有一份'):
        api.batch(DOCUMENT, table, tmp_path / 'all.docx', templates=edited('{{ administration }}'))

    assert not (tmp_path / 'all.docx').exists()


def test_a_template_that_cannot_be_used_stops_before_anything(listed: Rows, tmp_path: Path):
    """A wrong template is told at once, and nothing is written."""
    templates = tmp_path / 'templates'
    templates.mkdir()
    (templates / 'acceptance-notice.docx').write_bytes(b'no Word document')

    with pytest.raises(TemplateError):
        api.batch(DOCUMENT, listed('甲中心'), tmp_path / 'out', templates=templates)

    assert not (tmp_path / 'out').exists()


def test_pdf_and_one_word_file_exclude_each_other(listed: Rows, tmp_path: Path):
    """Options that do not go together are refused."""
    with pytest.raises(UsageError, match=r'\.pdf'):
        api.batch(DOCUMENT, listed('甲中心'), tmp_path / 'all.docx', BatchOptions(pdf=True))


def test_the_delivery_list_and_labels_name_everybody(listed: Rows, tmp_path: Path):
    """List and labels have every document written, in list order; texts that look like formulas stay texts."""
    table = listed('甲中心', '=1+1', {'received_on': '三月'})
    options = BatchOptions(
        skip_bad=True, number=FIRST, delivery_list=tmp_path / '清单.xlsx', labels=tmp_path / '标签.docx'
    )

    api.batch(DOCUMENT, table, tmp_path / 'out', options)

    sheet = load_workbook(tmp_path / '清单.xlsx').worksheets[0]
    cells = [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=3)]
    assert cells == [['1', '赤红医保受〔2026〕9号', '甲中心'], ['2', '赤红医保受〔2026〕10号', '=1+1']]
    assert {cell.data_type for row in sheet.iter_rows(min_row=3) for cell in row if cell.value} == {'s'}
    with ZipFile(tmp_path / '标签.docx') as document:
        text = document.read('word/document.xml').decode()
    assert text.index('甲中心 收') < text.index('=1+1 收')


def test_pdf_files_are_made_again_byte_for_byte(listed: Rows, tmp_path: Path):
    """PDF files depend neither on the clock nor on where a run was cut off, and merged pages are those of the files."""
    table, out = listed('甲中心', '乙中心', '丙中心'), tmp_path / 'out'
    api.batch(DOCUMENT, table, out, BatchOptions(pdf=True))
    before = files(out)
    (out / '00002-乙中心.pdf').unlink()

    api.batch(DOCUMENT, table, out, BatchOptions(pdf=True, resume=True))
    api.batch(DOCUMENT, table, tmp_path / 'all.pdf')

    assert files(out) == before
    assert sorted(before) == ['00001-甲中心.pdf', '00002-乙中心.pdf', '00003-丙中心.pdf', 'manifest.jsonl']
    alone = [texts(out / name) for name in sorted(before) if name.endswith('.pdf')]
    # A notice of an odd number of pages is followed by a blank one.
    assert texts(tmp_path / 'all.pdf') == [text for pages in alone for text in [*pages, *[''] * (len(pages) % 2)]]


def texts(path: Path) -> list[str]:
    """Read the text of every page."""
    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


def test_the_command_line_says_what_came_of_it(listed: Rows, tmp_path: Path, run_docforms):
    """Counts, the slow share and the exit code: 0 when all is written, 1 with bad rows, 8 when a file is refused."""
    out = tmp_path / 'out'
    good = run_docforms('batch', DOCUMENT, listed('甲中心'), '-o', out)
    (out / '00001-甲中心.docx').write_bytes(b'edited')
    refused = run_docforms('batch', DOCUMENT, listed('甲中心'), '-o', out)
    bad = run_docforms('batch', DOCUMENT, listed({'received_on': '三月'}), '-o', out)

    assert (good.returncode, refused.returncode, bad.returncode) == (0, 8, 1)
    assert '已生成 1 份' in good.stdout
    assert '慢速通道的文书 0 份（0%）' in good.stdout
    assert '没有覆盖' in refused.stdout
    assert '检查结果.xlsx' in bad.stdout
    assert good.stderr == ''


@pytest.mark.parametrize(('answer', 'written'), [('y', True), ('n', False), ('', False)])
def test_on_a_terminal_the_clerk_says_go(
    answer: str, written: bool, listed: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """After the check the number of documents is told and a go is asked for; without one nothing is written."""
    monkeypatch.setattr(batching, '_asks', lambda: True)
    arguments = [DOCUMENT, str(listed('甲中心', '乙中心')), '-o', str(tmp_path / 'out')]

    result = CliRunner().invoke(batching.batch, arguments, input=f'{answer}\n')

    assert '将生成 2 份' in result.stderr
    assert (tmp_path / 'out').exists() is written


def test_a_dry_run_gives_one_sample(listed: Rows, tmp_path: Path, run_docforms):
    """The first good row is rendered for a look, and nothing else is written."""
    table = listed({'received_on': '三月'}, '甲中心', '乙中心')

    result = run_docforms('batch', DOCUMENT, table, '-o', tmp_path / 'out', '--dry-run')

    assert result.returncode == 0
    assert list(files(tmp_path / 'out')) == ['样张-00002-甲中心.docx']
