from __future__ import annotations

import re
from pathlib import Path

LINK = re.compile(r'\]\(([^)#\s]+)(?:#[^)]*)?\)')


def test_links_lead_somewhere(repository: Path):
    """Every relative link of the documentation names a file that is there."""
    pages = [*repository.glob('*.md'), *repository.glob('docs/**/*.md'), *repository.glob('fixtures/**/*.md')]

    dead = [
        f'{page.relative_to(repository)}: {target}'
        for page in pages
        for target in LINK.findall(page.read_text(encoding='utf-8'))
        if '://' not in target and not (page.parent / target).exists()
    ]

    assert dead == []


def test_both_readmes_describe_the_same_commands(repository: Path):
    """The Chinese and the English README list the same commands, in the same order."""
    command = re.compile(r'^\| `docforms ([a-z]+(?: check)?)', re.MULTILINE)

    chinese = command.findall((repository / 'README.md').read_text(encoding='utf-8'))
    english = command.findall((repository / 'README.en.md').read_text(encoding='utf-8'))

    assert len(chinese) > 0
    assert english == chinese


def test_the_described_commands_exist(repository: Path, run_docforms):
    """Every command the README describes has help."""
    text = (repository / 'README.md').read_text(encoding='utf-8')

    for name in re.findall(r'^\| `docforms ([a-z]+(?: check)?)', text, re.MULTILINE):
        result = run_docforms(*name.split(), '--help')

        assert result.returncode == 0, result.stderr
