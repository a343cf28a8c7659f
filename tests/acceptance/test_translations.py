from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHINESE = re.compile('[\u3400-\u9fff]')

# Modules that write Chinese into documents, whatever language docforms itself speaks.
WRITES_CHINESE = {'documents/form_context.py', 'expressions/amounts.py'}


def check(repository: Path, *options: str | Path) -> list[str]:
    """Run scripts/messages.py --check and give what it finds."""
    command = [sys.executable, repository / 'scripts' / 'messages.py', '--check', *options]
    result = subprocess.run(command, check=False, capture_output=True, encoding='utf-8', cwd=repository)
    assert not result.stderr
    return result.stdout.splitlines()


def test_every_message_has_an_english_translation_and_no_other_remains(repository: Path):
    """The catalogue holds exactly the messages of the source, translated, with the same placeholders.

    `make messages` adds and removes entries; the translations are written by hand.
    """
    assert check(repository) == []


@pytest.mark.parametrize(
    ('change', 'complaint'),
    [
        (lambda text: re.sub(r'\nmsgid "规则包有.*\nmsgstr.*\n', '\n', text), 'not translated: 规则包有'),
        (
            lambda text: text.replace('#, python-brace-format\nmsgid "规则包有', '#, fuzzy\nmsgid "规则包有'),
            'fuzzy',
        ),
        (
            lambda text: re.sub(r'(msgid "规则包有.*\nmsgstr ).*', r'\1"Errors: {number}"', text),
            'other placeholders',
        ),
        (
            lambda text: text + '\nmsgid "没有这句话"\nmsgstr "No such thing"\n',
            'no longer in the source: 没有这句话',
        ),
        (
            lambda text: text + '\n#~ msgid "没有这句话"\n#~ msgstr "No such thing"\n',
            'no longer in the source',
        ),
    ],
)
def test_a_catalogue_that_is_behind_is_noticed(change, complaint: str, repository: Path, tmp_path: Path):
    """A missing, fuzzy, wrong or left-over entry is reported, each by its own words."""
    catalogue = tmp_path / 'en.po'
    shutil.copy(repository / 'src' / 'docforms' / 'locales' / 'en.po', catalogue)
    before = check(repository, '--locales', tmp_path)
    catalogue.write_text(change(catalogue.read_text(encoding='utf-8')), encoding='utf-8')

    added = set(check(repository, '--locales', tmp_path)) - set(before)

    assert [line for line in added if complaint in line]


def test_what_a_user_reads_can_be_translated(repository: Path, source_files: tuple[Path, ...]):
    """A Chinese text in double quotes, that is for a user to read, is wrapped in _() or N_()."""
    package = repository / 'src' / 'docforms'

    loose = [
        f'{file.relative_to(repository)}:{line}: {text}'
        for file in source_files
        if file.relative_to(package).as_posix() not in WRITES_CHINESE
        for line, text in unwrapped(file.read_text(encoding='utf-8'))
    ]

    assert loose == []


@pytest.mark.parametrize('source', ['say("缺少")', 'say(f"缺少{name}")', 'say(_(f"缺少{name}"))', 'T = {"a": "缺少"}'])
def test_an_unwrapped_text_is_noticed(source: str):
    """Plain and formatted strings are both found; a formatted one cannot be translated even when wrapped."""
    assert list(unwrapped(source)) == [(1, '缺少')]


@pytest.mark.parametrize(
    'source', ['say(_("缺少"))', 'T = N_("缺少")', "FONT = '仿宋'", '"""缺少"""', 'say(_("a"\n"缺少"))']
)
def test_a_wrapped_text_is_accepted(source: str):
    """Wrapped messages, names in single quotes and docstrings are as they should be."""
    assert list(unwrapped(source)) == []


def unwrapped(source: str) -> Iterator[tuple[int, str]]:
    """Find the Chinese strings in double quotes that no translation can reach, with their lines."""
    tree = ast.parse(source)
    lines = source.encode().splitlines()
    wrapped = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {'_', 'N_'} and node.args
    }
    pieces: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            texts = [part for part in node.values if isinstance(part, ast.Constant)]
            pieces.update(map(id, texts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in wrapped | pieces:
            texts = [node]
        else:
            continue
        opening = lines[node.lineno - 1][node.col_offset :].lstrip(b'rRfF')
        if opening.startswith(b'"') and not opening.startswith(b'"""'):
            yield from ((node.lineno, text.value) for text in texts if CHINESE.search(text.value))
