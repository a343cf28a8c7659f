"""The wheel: built from the sdist, complete, and able to work away from the source tree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

# One worker builds; the others have no use for a second wheel.
pytestmark = pytest.mark.xdist_group('wheel')

DATA = 'docforms/data/'
LOCK_FILES = ('templates/~$notice.docx', 'templates/.~notice.docx', 'schemas/.~lock.list.xlsx#')


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave, and what it was built from."""

    sdist: Path
    wheel: Path
    sources: frozenset[str]

    @property
    def names(self) -> set[str]:
        """The files in the wheel."""
        with ZipFile(self.wheel) as archive:
            return set(archive.namelist())


def tracked(repository: Path) -> list[str]:
    """List the files that are, or would be, under version control."""
    command = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
    listed = subprocess.run(command, check=True, capture_output=True, encoding='utf-8', cwd=repository)
    return sorted(name for name in set(listed.stdout.split('\0')) if name and (repository / name).is_file())


@pytest.fixture(scope='session')
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build sdist and wheel from a clean copy, in which an editor has left its lock files."""
    folder = tmp_path_factory.mktemp('build')
    sources = tracked(repository)
    for name in sources:
        (folder / 'tree' / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(repository / name, folder / 'tree' / name)
    for name in LOCK_FILES:
        (folder / 'tree' / name).write_bytes(b'lock')
    # The wheel is built from the sdist, so a file the sdist lacks is missed here.
    command = [sys.executable, '-m', 'build', '--no-isolation', '--outdir', folder / 'dist', folder / 'tree']
    result = subprocess.run(command, check=False, capture_output=True, encoding='utf-8')
    assert result.returncode == 0, result.stdout + result.stderr
    (sdist,) = (folder / 'dist').glob('*.tar.gz')
    (wheel,) = (folder / 'dist').glob('*.whl')
    return Built(sdist, wheel, frozenset(sources))


@pytest.fixture(scope='session')
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment of its own and give that environment's folder.

    The libraries are those of the test environment, so nothing is downloaded. A folder named in a
    .pth file is searched, but its own .pth files are not: the editable docforms stays out of sight.
    """
    environment = tmp_path_factory.mktemp('installed') / 'env'
    subprocess.run([sys.executable, '-m', 'venv', '--without-pip', environment], check=True)
    (packages,) = environment.glob('lib/python*/site-packages')
    (packages / 'test-environment.pth').write_text(sysconfig.get_path('purelib') + '\n', encoding='utf-8')
    pip = [sys.executable, '-m', 'pip', '--python', environment / 'bin' / 'python']
    options = ['install', '--quiet', '--no-deps', '--no-index', '--ignore-installed']
    result = subprocess.run([*pip, *options, built.wheel], check=False, capture_output=True, encoding='utf-8')
    assert result.returncode == 0, result.stderr
    return environment


def outside(environment: Path, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of an environment as one who has no source tree."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith('PYTHON')}
    program = [environment / 'bin' / command[0], *command[1:]]
    return subprocess.run(program, check=False, capture_output=True, encoding='utf-8', cwd=cwd, env=variables)


def test_the_wheel_carries_every_pack_file_and_no_other(built: Built):
    """schemas/ and templates/ are in the wheel file for file, without what an editor left there."""
    expected = {DATA + name for name in built.sources if name.startswith(('schemas/', 'templates/'))}

    assert {name for name in built.names if name.startswith(DATA)} == expected


def test_the_wheel_carries_the_package_and_nothing_beside_it(built: Built):
    """Every file of src/docforms is in the wheel, and no test, script or fixture is."""
    expected = {name.removeprefix('src/') for name in built.sources if name.startswith('src/')}

    others = {name for name in built.names if not name.startswith(DATA) and '.dist-info/' not in name}

    assert others == expected


def test_the_wheel_carries_the_licence(built: Built):
    """Whoever receives the wheel receives the licence."""
    assert [name for name in built.names if name.endswith('.dist-info/licenses/LICENSE')]


def test_the_sdist_carries_what_a_packager_needs(built: Built):
    """From the sdist one can build, test and read the documentation."""
    with tarfile.open(built.sdist) as archive:
        names = {name.partition('/')[2] for name in archive.getnames()}

    folders = (
        'src/',
        'schemas/',
        'templates/',
        'fixtures/',
        'tests/',
        'benchmarks/',
        'docs/',
        'requirements/',
    )
    expected = {name for name in built.sources if name.startswith((*folders, 'scripts/'))}

    assert expected | {'LICENSE', 'Makefile', 'README.md', 'pyproject.toml'} <= names


def test_the_installed_wheel_lists_its_packs_anywhere(built: Built, installed: Path, tmp_path: Path):
    """`docforms list` works in a folder that has nothing to do with the project, and names every pack."""
    packs = {name.split('/')[1] for name in built.sources if re.fullmatch(r'schemas/[^/]+/pack\.yaml', name)}

    result = outside(installed, 'docforms', 'list', cwd=tmp_path)

    assert result.stderr == ''
    assert result.returncode == 0
    assert [pack for pack in sorted(packs) if pack not in result.stdout] == []


def test_the_installed_wheel_is_the_one_that_runs(installed: Path, tmp_path: Path):
    """The program run above is the wheel's, not the source tree's."""
    program = 'import docforms.i18n; print(docforms.i18n.__file__)'

    result = outside(installed, 'python', '-I', '-c', program, cwd=tmp_path)

    assert Path(result.stdout.strip()).is_relative_to(installed)


def test_the_installed_wheel_speaks_english(installed: Path, tmp_path: Path):
    """The English catalogue is part of the wheel and is found there."""
    program = 'from docforms.i18n import _, use_language; use_language("en"); print(_("规则包有 {count} 处错误："))'

    result = outside(installed, 'python', '-I', '-c', program, cwd=tmp_path)

    assert result.stderr == ''
    assert '{count}' in result.stdout
    assert '规则包' not in result.stdout
