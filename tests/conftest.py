"""What every test may use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from docforms import i18n

# The same examples on every run and machine; no deadline, because machines are slow at times.
settings.register_profile('docforms', derandomize=True, deadline=None)
settings.load_profile('docforms')

RunDocforms = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope='session')
def repository() -> Path:
    """Give the root of the source tree."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope='session')
def source_files(repository: Path) -> tuple[Path, ...]:
    """Give every module of the package."""
    return tuple(sorted((repository / 'src').rglob('*.py')))


@pytest.fixture(autouse=True)
def no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep what the user set out of the tests, and the language of one test out of the next."""
    for name in [name for name in os.environ if name.startswith('DOCFORMS_')]:
        monkeypatch.delenv(name)
    before = i18n._chosen.set(None)
    yield
    i18n._chosen.reset(before)


@pytest.fixture
def run_docforms(repository: Path) -> RunDocforms:
    """Give a function that runs docforms as a process of its own, as a user does."""

    def run(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, '-m', 'docforms', *map(str, arguments)]
        settings_ = {'cwd': repository, 'timeout': 120, **options}
        return subprocess.run(command, check=False, capture_output=True, encoding='utf-8', **settings_)

    return run
