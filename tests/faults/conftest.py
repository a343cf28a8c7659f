"""What tests of batches under faults share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def table(request: pytest.FixtureRequest, repository: Path, tmp_path: Path) -> Path:
    """Give a list of as many invented institutions as the module asks for with ROWS, for its DOCUMENT."""
    example = repository / 'fixtures' / 'documents' / f'{request.module.DOCUMENT}.json'
    values = json.loads(example.read_text(encoding='utf-8'))
    del values['number']
    rows = ({**values, 'institution_name': f'第{number}中心'} for number in range(request.module.ROWS))
    path = tmp_path / '名单.jsonl'
    path.write_text('\n'.join(json.dumps(row, ensure_ascii=False) for row in rows), encoding='utf-8')
    return path
