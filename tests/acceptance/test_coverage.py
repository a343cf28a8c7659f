"""No requirement row is silently absent: each is implemented and proved, or says why it asks for nothing."""

from __future__ import annotations

import json

import pytest

from docforms.accounts import accounts
from docforms.packs import Catalogue

PACKS = Catalogue().packs()


@pytest.mark.parametrize('pack', PACKS, ids=[pack.id for pack in PACKS])
def test_every_row_is_accounted_for(pack) -> None:
    """Each row is implemented by something that a case, an example or a test proves, or has a reason."""
    assert {row.id: row.open for row in accounts(pack) if row.open} == {}


@pytest.mark.parametrize('pack', PACKS, ids=[pack.id for pack in PACKS])
def test_a_row_that_asks_for_nothing_is_implemented_by_nothing(pack) -> None:
    """A reason for not implementing a row stands only where nothing implements it."""
    assert [row.id for row in accounts(pack) if row.reason and row.implemented_by] == []


def test_coverage_prints_one_object_for_each_row(run_line) -> None:
    """The JSON form has exactly the agreed keys."""
    ran = run_line('coverage', PACKS[0].id, '--format', 'json')

    rows = json.loads(ran.out)
    assert len(rows) == len(PACKS[0].requirements)
    assert {frozenset(row) for row in rows} == {frozenset({'id', 'kind', 'implemented_by', 'proved_by', 'reason'})}
