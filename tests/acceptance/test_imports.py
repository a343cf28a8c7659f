"""Which libraries a start of docforms loads: each costs every user of every command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

# Prints the top-level names outside the standard library that a command loads.
PROBE = """
import json, sys
before = set(sys.modules)
from docforms.cli import main
sys.argv = ['docforms', *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
loaded = {name.partition('.')[0] for name in set(sys.modules) - before}
own = ('__', '_sysconfigdata')
names = {name for name in loaded if name not in sys.stdlib_module_names and not name.startswith(own)}
# What a compiled library brings of its own compiler's runtime is that library.
names = {name for name in names if not name.startswith(('_cython', 'cython_runtime'))}
print(json.dumps(sorted(names)), file=sys.stderr)
"""

START = {'click', 'docforms'}
# Rules are Jinja, packs are YAML checked by jsonschema_rs, identity numbers are checked by stdnum.
CHECKING = START | {'_yaml', 'jinja2', 'jsonschema_rs', 'markupsafe', 'stdnum', 'yaml'}


def loaded(*arguments: str | Path, cwd: Path) -> set[str]:
    """Run docforms and give the names of the libraries it loaded."""
    command = [sys.executable, '-c', PROBE, *map(str, arguments)]
    result = subprocess.run(command, check=True, capture_output=True, encoding='utf-8', cwd=cwd)
    return set(json.loads(result.stderr.splitlines()[-1]))


@pytest.mark.parametrize('command', [['--help'], ['validate', '--help']])
def test_help_loads_the_command_line_only(command: list[str], repository: Path):
    """Asking for help loads click and nothing else."""
    assert loaded(*command, cwd=repository) <= START


def test_checking_a_record_loads_no_document_library(repository: Path):
    """Validating loads what rules and packs need, and neither Word, Excel, PDF nor translation libraries."""
    record = repository / 'schemas' / 'nm-ltci' / 'cases' / 'deficient.json'

    used = loaded('validate', record, cwd=repository)

    assert used <= CHECKING
    # The probe saw real work: without rules and schemas nothing was validated.
    assert {'jinja2', 'jsonschema_rs', 'yaml'} <= used


def test_english_adds_only_the_catalogue_reader(repository: Path):
    """Another interface language costs babel, and only those who ask for it."""
    assert loaded('--lang', 'en', '--help', cwd=repository) <= START | {'babel'}


def test_a_batch_of_this_machine_loads_no_cluster_library(repository: Path, tmp_path: Path):
    """Whoever names neither a cluster nor a URL needs none of the libraries for them."""
    values = json.loads((repository / 'fixtures/documents/nm-ltci/acceptance-notice.json').read_text(encoding='utf-8'))
    table = tmp_path / 'list.jsonl'
    table.write_text(json.dumps(values), encoding='utf-8')

    used = loaded('batch', 'nm-ltci/acceptance-notice', table, '-o', tmp_path / 'out', cwd=repository)

    assert len(list((tmp_path / 'out').glob('*.docx'))) == 1
    assert not used & {'dask', 'distributed', 'fsspec', 'tornado'}
