"""What a clerk may hand docforms by mistake: each gives one Chinese sentence with place and remedy, and no file."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from docx import Document

CHINESE = re.compile('[一-龥]')
ENGLISH_PROSE = re.compile(r'\b(?:Traceback|Error|Exception|expected|invalid|failed|No such file)\b')


def docx_bytes() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


UNREADABLE = {
    'docx.json': (docx_bytes(), 'Word'),
    'pdf.json': (b'%PDF-1.7\n%\xe2\xe3\xcf\xd3', 'PDF'),
    'empty.json': (b'', '空'),
    'blank.json': (b'  \n\t', '空'),
    'truncated.json': (b'{"form": "nm-ltci/application", "fields": {"institution_name": ', '不是有效的 JSON'),
    'gbk.json': ('{"form": "机构"}'.encode('gbk'), 'GBK'),
    'binary.json': (bytes(range(128, 256)) * 4 + b'\xff\xfe\x00', '不是文本'),
    'list.json': (b'[1, 2]', '最外层'),
    'nan.json': (b'{"form": NaN}', 'NaN'),
    'twice.json': (b'{"form": "a", "form": "b"}', '写了两次'),
    'deep.json': (b'{"a":' * 5000 + b'1' + b'}' * 5000, '嵌套'),
    'noform.json': (b'{"fields": {}}', 'form'),
    'bad.yaml': (b'form: "nm-ltci/application\nfields: [', 'YAML'),
}


@pytest.mark.parametrize('name', UNREADABLE)
@pytest.mark.parametrize('command', ['validate', 'fill'])
def test_an_unusable_file_is_named_with_its_fault(tmp_path: Path, run_line, name: str, command: str) -> None:
    """A file that is no record ends with exit code 5, says what it is, and writes nothing."""
    content, hint = UNREADABLE[name]
    source = tmp_path / name
    source.write_bytes(content)
    target = tmp_path / 'out.docx'
    option = '--notice' if command == 'validate' else '-o'
    ran = run_line(command, source, option, target)

    assert ran.code == 5
    assert hint in ran.err
    assert name == 'noform.json' or name in ran.err
    assert not target.exists()
    assert ran.out == ''
    assert_readable(ran.err)


def assert_readable(message: str) -> None:
    assert CHINESE.search(message)
    assert not ENGLISH_PROSE.search(message)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path, run_line) -> None:
    """A path that leads nowhere is shown and called so."""
    ran = run_line('validate', tmp_path / '没有.json')

    assert ran.code == 5
    assert '没有这个文件' in ran.err
    assert_readable(ran.err)


@pytest.mark.parametrize(
    ('form', 'near'),
    [('nm-ltci/aplication', 'application'), ('nm-ltc/application', 'nm-ltci'), ('application', '规则包/名称')],
)
def test_an_unknown_form_offers_the_near_ones(tmp_path: Path, run_line, form: str, near: str) -> None:
    """A mistyped form id ends with exit code 3 and offers what was probably meant."""
    source = tmp_path / 'record.json'
    source.write_text(json.dumps({'form': form}), encoding='utf-8')
    ran = run_line('validate', source)

    assert ran.code == 3
    assert near in ran.err
    assert_readable(ran.err)


def test_a_pack_with_a_typo_gives_file_line_and_the_nearest_name(repository: Path, tmp_path: Path, run_line) -> None:
    """A mistyped field name in a rule ends with exit code 4, and the message leads to it."""
    folder = tmp_path / 'packs'
    shutil.copytree(repository / 'fixtures' / 'packs', folder)
    run_line('template', 'build', folder / 'schemas' / 'tree-care')
    rules = folder / 'schemas' / 'tree-care' / 'rules.yaml'
    text = rules.read_text(encoding='utf-8').replace('check: fields.gardeners |', 'check: fields.gardners |')
    rules.write_text(text, encoding='utf-8')
    line = text.split('\n').index(next(each for each in text.split('\n') if 'gardners' in each)) + 1
    ran = run_line('pack', 'check', folder / 'schemas' / 'tree-care')

    assert ran.code == 4
    assert f'rules.yaml:{line}' in ran.err
    assert '/rules/0/check' in ran.err
    assert '是否应为 gardeners' in ran.err
    assert_readable(ran.err)


@pytest.mark.parametrize('target', ['/proc/out.docx', '/nowhere/at/all/out.docx'])
def test_an_unwritable_folder_is_said_to_be_so(run_line, target: str) -> None:
    """A target that cannot be written ends with exit code 8 and names it."""
    ran = run_line('new', 'nm-ltci/application', '-o', target)

    assert ran.code == 8
    assert target in ran.err
    assert '写不进去' in ran.err or '没有写入权限' in ran.err


def test_an_unknown_ending_names_those_that_can_be_written(tmp_path: Path, run_line) -> None:
    """A file name with another ending ends with exit code 2 and lists the endings."""
    ran = run_line('new', 'nm-ltci/application', '-o', tmp_path / 'form.doc')

    assert ran.code == 2
    assert '.docx' in ran.err
    assert_readable(ran.err)


def test_a_folder_without_packs_is_refused(tmp_path: Path, run_line) -> None:
    """--packs with a folder that holds none ends with exit code 2 and says what should be there."""
    ran = run_line('list', '--packs', tmp_path)

    assert ran.code == 2
    assert 'schemas' in ran.err


def test_data_that_does_not_fit_a_document_is_listed_whole(tmp_path: Path, run_line) -> None:
    """Rendering with wrong data ends with exit code 5 and lists every fault, not the first."""
    source = tmp_path / 'data.json'
    source.write_text('{"received_on": "3月2日", "items": []}', encoding='utf-8')
    target = tmp_path / 'notice.docx'
    ran = run_line('render', 'nm-ltci/supplement-notice', source, '-o', target)

    assert ran.code == 5
    for pointer in ('/received_on', '/items', '/institution_name'):
        assert pointer in ran.err
    assert not target.exists()


@pytest.mark.parametrize(
    'arguments', [['validate'], ['nosuch'], ['validate', '--nosuch', 'x'], ['new', 'nm-ltci/application', 'x', 'y']]
)
def test_wrong_usage_is_said_in_chinese(run_line, arguments: list[str]) -> None:
    """Wrong options and arguments end with exit code 2 and point to the help."""
    ran = run_line(*arguments)

    assert ran.code == 2
    assert '--help' in ran.err
    assert_readable(ran.err)


def test_a_wrong_date_is_refused(repository: Path, run_line) -> None:
    """--as-of takes ISO dates only."""
    record = repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'
    ran = run_line('validate', record, '--as-of', '2026年3月2日')

    assert ran.code == 2
    assert '2026-03-02' in ran.err
