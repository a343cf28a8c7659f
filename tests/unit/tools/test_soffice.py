from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from docforms.documents.markdown_builder import build_document
from docforms.exceptions import OutputError, ToolFailed, ToolMissing, UsageError
from docforms.tools import to_pdf

# A stand-in for LibreOffice: notes how it was called, and writes a PDF for every document it is given
# unless the document says otherwise.
FAKE = """#!{python}
import json, os, pathlib, sys
arguments = sys.argv[1:]
out = pathlib.Path(arguments[arguments.index('--outdir') + 1])
documents = [pathlib.Path(a) for a in arguments if a.endswith('.docx')]
note = {{'arguments': arguments, 'fonts': os.environ.get('FONTCONFIG_FILE'), 'names': [d.name for d in documents]}}
with open({note!r}, 'a') as file:
    file.write(json.dumps(note) + '\\n')
for document in documents:
    content = document.read_bytes()
    if content == b'crash':
        sys.exit(81)
    if content != b'skip':
        out.joinpath(document.stem + '.pdf').write_bytes(b'not a PDF' if content == b'junk' else b'%PDF-1.6 ' + content)
"""

Calls = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Put the fake on the PATH; gives what it was called with."""
    folder, note = tmp_path / 'bin', tmp_path / 'calls'
    folder.mkdir()
    program = folder / 'soffice'
    program.write_text(FAKE.format(python=sys.executable, note=str(note)), encoding='utf-8')
    program.chmod(0o755)
    monkeypatch.setenv('PATH', f'{folder}:/usr/bin:/bin')
    monkeypatch.delenv('FONTCONFIG_FILE', raising=False)
    return lambda: [json.loads(line) for line in note.read_text(encoding='utf-8').splitlines()]


def written(folder: Path, **documents: bytes) -> list[Path]:
    """Write documents named by their keys."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f'{name}.docx' for name in documents]
    for path, content in zip(paths, documents.values(), strict=True):
        path.write_bytes(content)
    return paths


def test_every_document_becomes_a_pdf_of_its_name(tmp_path: Path, calls: Calls):
    """One start of LibreOffice for all documents; results come in the order of the documents."""
    documents = written(tmp_path / 'in', 申请表=b'one', 告知书=b'two')
    out = tmp_path / 'out'
    out.mkdir()

    assert to_pdf(documents, out, timeout=20) == (out / '申请表.pdf', out / '告知书.pdf')
    assert (out / '申请表.pdf').read_bytes() == b'%PDF-1.6 one'
    assert (out / '告知书.pdf').read_bytes() == b'%PDF-1.6 two'
    assert len(calls()) == 1


def test_no_name_of_the_user_reaches_the_command_line(tmp_path: Path, calls: Calls):
    """A document named like an option, or in a script the locale does not know, is converted like any other."""
    [document] = written(tmp_path, **{'--convert-to 申请': b'x'})

    assert to_pdf([document], tmp_path, timeout=20) == (tmp_path / '--convert-to 申请.pdf',)
    assert calls()[0]['names'] == ['0.docx']


def test_every_call_has_a_profile_of_its_own(tmp_path: Path, calls: Calls):
    """An open office, or a second conversion, is never in the way; the profile is gone afterwards."""
    [document] = written(tmp_path, a=b'x')
    to_pdf([document], tmp_path, timeout=20)
    to_pdf([document], tmp_path, timeout=20)
    profiles = [call['arguments'][0].removeprefix('-env:UserInstallation=file://') for call in calls()]

    assert len(set(profiles)) == 2
    assert not any(Path(profile).parent.exists() for profile in profiles)


def test_the_font_table_is_passed_on(tmp_path: Path, calls: Calls):
    """LibreOffice learns from the file which faces stand in for the official ones."""
    [document] = written(tmp_path, a=b'x')
    to_pdf([document], tmp_path, timeout=20)
    to_pdf([document], tmp_path, timeout=20, fonts=tmp_path / 'fonts.conf')

    assert [call['fonts'] for call in calls()] == [None, str(tmp_path / 'fonts.conf')]


@pytest.mark.parametrize('content', [b'skip', b'junk'])
@pytest.mark.usefixtures('calls')
def test_a_document_left_out_is_named(tmp_path: Path, content: bytes):
    """LibreOffice ends well although it left a document out; nothing is written then."""
    documents = written(tmp_path / 'in', 好=b'x', 坏=content)

    with pytest.raises(ToolFailed, match=r'坏\.docx'):
        to_pdf(documents, tmp_path, timeout=20)

    assert list(tmp_path.glob('*.pdf')) == []


@pytest.mark.usefixtures('calls')
def test_a_crash_leaves_an_older_pdf_alone(tmp_path: Path):
    """A failed conversion damages nothing."""
    [document] = written(tmp_path, a=b'crash')
    (tmp_path / 'a.pdf').write_bytes(b'%PDF-1.6 older')

    with pytest.raises(ToolFailed, match='代码 81'):
        to_pdf([document], tmp_path, timeout=20)

    assert (tmp_path / 'a.pdf').read_bytes() == b'%PDF-1.6 older'


@pytest.mark.usefixtures('calls')
def test_documents_of_one_name_are_refused(tmp_path: Path):
    """The second would overwrite the first."""
    documents = written(tmp_path / '甲', a=b'x') + written(tmp_path / '乙', a=b'y')

    with pytest.raises(UsageError, match='同名'):
        to_pdf(documents, tmp_path, timeout=20)


@pytest.mark.usefixtures('calls')
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    """The folder for the results must exist."""
    [document] = written(tmp_path, a=b'x')

    with pytest.raises(OutputError):
        to_pdf([document], tmp_path / 'missing', timeout=20)


def test_nothing_to_do_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """No documents, no LibreOffice needed."""
    monkeypatch.setenv('PATH', str(tmp_path))

    assert to_pdf([], tmp_path, timeout=20) == ()


def test_without_libreoffice_the_command_to_install_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Exit code 6, and what to type."""
    [document] = written(tmp_path, a=b'x')
    monkeypatch.setenv('PATH', str(tmp_path))

    with pytest.raises(ToolMissing, match=r'apt-get install .*libreoffice-writer') as caught:
        to_pdf([document], tmp_path, timeout=20)

    assert caught.value.exit_code == 6


LETTER = """---
layout: letter
title: 补正材料告知书
mark: 某某市某某区医疗服务中心
number: 某发〔2026〕3号
to: 某某机构
---
正文第一段。

# 一级

## 二级

| 甲 | 乙 |
|---|---|
| 子 | 丑 |

---

第二页。
"""


def test_libreoffice_prints_a_letter_in_chinese_faces(tmp_path: Path, repository: Path):
    """The real program: two A4 pages, rules and text in place, no face but the ones that stand in for the official."""
    letter = tmp_path / '告知书.docx'
    letter.write_bytes(build_document(LETTER, '告知书.md'))

    [result] = to_pdf([letter], tmp_path, timeout=120, fonts=repository / 'templates' / 'fonts.conf')

    with pdfplumber.open(result) as pdf:
        first, second = pdf.pages
        faces = {char['fontname'].partition('+')[2].partition('-')[0] for page in pdf.pages for char in page.chars}
        [mark] = {round(char['size']) for char in first.chars if char['text'] == '区'}
        red = [line for line in (*first.rects, *first.lines, *first.curves) if line['width'] > 400]
        text = second.extract_text()
    assert (round(float(first.width)), round(float(first.height))) == (595, 842)
    assert mark == 26
    # 170 mm is 481.9 points; the lowest rule, 2.25 points thick, ends 20 mm, 56.7 points, above the edge of the paper.
    assert {round(line['width']) for line in red if line['width'] > 450} == {482}
    assert max(line['bottom'] for line in red) + 2.25 / 2 == pytest.approx(841.9 - 56.7, abs=0.3)
    assert '第二页。' in text
    assert '— 2 —' in text.replace('\u2014', '—')
    assert faces == {'FandolFang', 'FandolHei', 'FandolSong', 'NotoSerifCJKjp', 'UKaiCN'}
