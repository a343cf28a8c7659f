"""Every pack proves itself: its cases are found and run, and nothing in it goes unproved."""

from __future__ import annotations

from functools import cache

import pytest

from docforms.cases import Case, CaseRunner, read_cases
from docforms.packs import Catalogue

PACKS = Catalogue().packs()
RUNNERS = {pack.id: CaseRunner(pack) for pack in PACKS}
CASES = [(pack.id, case) for pack in PACKS for case in read_cases(pack)]


@cache
def outcomes(pack_id: str) -> dict[str, set[str]]:
    """Collect, for each rule and material, how its cases show it: 'passes' and 'fails'."""
    shown: dict[str, set[str]] = {}
    for owner, case in CASES:
        if owner == pack_id and not case.events:
            report = RUNNERS[pack_id].report(case)
            failed = {f.code for f in report.findings} | {
                f.pointer.split('/')[2] for f in report.findings if f.kind == 'material'
            }
            for name in case.proves:
                if name in failed:
                    shown.setdefault(name, set()).add('fails')
                elif name in report.checked:
                    shown.setdefault(name, set()).add('passes')
    return shown


@pytest.mark.parametrize(('pack_id', 'case'), CASES, ids=[f'{case.file}: {case.name}' for _pack, case in CASES])
def test_a_case_comes_out_as_it_says(pack_id: str, case: Case) -> None:
    """
    The findings, outcome or due dates of a case are exactly those written in it.
    """
    assert RUNNERS[pack_id].differences(case) == []


@pytest.mark.parametrize('pack', PACKS, ids=[pack.id for pack in PACKS])
def test_every_rule_and_material_has_a_passing_and_a_failing_case(pack) -> None:
    """
    For every rule and every material that can be missed there is a case that passes it and one that fails it.
    """
    names = [rule.id for rule in pack.rules] + [material.id for material in pack.materials if not material.optional]

    lacking = {name: outcomes(pack.id).get(name, set()) for name in names}

    assert {name: shown for name, shown in lacking.items() if shown != {'passes', 'fails'}} == {}


@pytest.mark.parametrize('pack', PACKS, ids=[pack.id for pack in PACKS])
def test_every_term_has_a_case(pack) -> None:
    """
    Every term of a pack is proved by a case with its due date, or by one saying that it has none.
    """
    proved = {name for owner, case in CASES if owner == pack.id for name in case.due}

    assert {term['id'] for term in pack.terms} - proved == set()
