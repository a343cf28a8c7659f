"""The official calendar, read as the product reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from docforms.packs.reading import read_source
from docforms.terms import Calendar


@pytest.fixture(scope='session')
def official_data(repository: Path) -> dict[str, Any]:
    """Give the parsed cn.yaml."""
    source, problems = read_source(repository / 'schemas' / 'calendars' / 'cn.yaml', 'calendars/cn.yaml')
    assert problems == []
    return source.data


@pytest.fixture(scope='session')
def calendar(official_data: dict[str, Any]) -> Calendar:
    """Give the calendar of 2025 and 2026 without local festivals."""
    return Calendar.from_data(official_data)
