"""Scoring: totals, pass marks and everything wrong with the marks in one pass."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
import yaml

from docforms.scoring import Sheet, score, sheet_values


@pytest.fixture
def data(repository) -> dict[str, Any]:
    """Give the sheet of the invented pack as data."""
    path = repository / 'fixtures' / 'packs' / 'schemas' / 'tree-care' / 'sheets' / 'yearly.yaml'
    return yaml.safe_load(path.read_text(encoding='utf-8'))


@pytest.fixture
def sheet(data: dict[str, Any]) -> Sheet:
    """Give the sheet of the invented pack."""
    return Sheet.from_data(data)


def marks(*totals: tuple[int, int, int]) -> dict[str, Any]:
    """Give marks of as many scorers as there are triples; what is below the weight has a reason."""
    scorers = []
    for number, triple in enumerate(totals, start=1):
        given = dict(zip(('gardeners', 'pruning', 'records'), triple, strict=True))
        weights = {'gardeners': 40, 'pruning': 30, 'records': 30}
        reasons = {name: {'reason': f'{name}不足', 'evidence': '3'} for name in given if given[name] < weights[name]}
        scorers.append({'name': f'评分人{number}', 'marks': given, 'deductions': reasons})
    return {'institution_name': '青禾县绿荫园林有限公司', 'scorers': scorers}


@pytest.mark.parametrize(('last', 'passed'), [(0, True), (-1, False)])
def test_the_pass_mark_is_inclusive(sheet: Sheet, last: int, passed: bool) -> None:
    """Sixty points pass, and one tenth less does not."""
    result = score(sheet, marks((20, 20, 20), (20, 20, 20), (20, 20, 20 + last)))

    assert result.faults == ()
    assert result.passed is passed


def test_what_only_rounds_up_to_the_pass_mark_does_not_pass(data: dict[str, Any]) -> None:
    """59.97 is printed as 60.0 and fails."""
    sheet = Sheet.from_data(data)

    result = score(sheet, marks(*[(20, 20, 20)] * 32, (20, 20, 19)))

    assert (result.total, result.passed) == (Decimal('60.0'), False)


def test_scorers_of_the_same_name_must_be_told_apart(sheet: Sheet) -> None:
    """Two scorers of one name are an error at the second."""
    given = marks((40, 30, 30), (40, 30, 30), (40, 30, 30))
    given['scorers'][2]['name'] = given['scorers'][0]['name']

    assert [fault.pointer for fault in score(sheet, given).errors] == ['/scorers/2/name']


def test_the_mean_is_rounded_half_up(sheet: Sheet) -> None:
    """70, 70 and 71 give 70.3 at one digit, and 90.25 would give 90.3."""
    assert score(sheet, marks((40, 30, 0), (40, 30, 0), (40, 30, 1))).total == Decimal('70.3')


@pytest.mark.parametrize(('combine', 'expected'), [('mean', '60.0'), ('trimmed-mean', '70.0'), ('median', '70.0')])
def test_scorers_are_combined_in_the_declared_way(data: dict[str, Any], combine: str, expected: str) -> None:
    """One scorer far below the others moves the mean, not the trimmed mean or the median."""
    sheet = Sheet.from_data({**data, 'combine': combine})

    result = score(sheet, marks((40, 30, 0), (40, 30, 0), (0, 30, 10)))

    assert result.total == Decimal(expected)


def test_every_fault_is_listed_at_once(sheet: Sheet) -> None:
    """A missing mark, one too high, one without a reason, an unknown item and an unknown veto all come together."""
    given = marks((40, 30, 30), (40, 30, 30), (40, 30, 30))
    del given['scorers'][0]['marks']['pruning']
    given['scorers'][1]['marks']['records'] = 31
    given['scorers'][2]['marks']['gardeners'] = 39
    given['scorers'][2]['marks']['gardner'] = 1
    given['vetoes'] = ['tree-lots']

    result = score(sheet, given)

    assert [fault.pointer for fault in result.errors] == [
        '/scorers/0/marks/pruning',
        '/scorers/1/marks/records',
        '/scorers/2/deductions/gardeners',
        '/scorers/2/marks/gardner',
        '/vetoes/0',
    ]
    assert '是否应为 gardeners' in result.errors[3].message
    assert (result.total, result.passed) == (None, None)


def test_a_sheet_without_all_weights_refuses_use(data: dict[str, Any]) -> None:
    """Until every item has a weight there is no total, and each item without one is named."""
    bare = copy.deepcopy(data)
    for section in bare['sections']:
        for item in section['items']:
            del item['weight']

    result = score(Sheet.from_data(bare), marks((1, 1, 1), (1, 1, 1), (1, 1, 1)))

    assert [fault.pointer for fault in result.errors] == ['/sheet/gardeners', '/sheet/pruning', '/sheet/records']
    assert result.total is None


def test_weights_that_do_not_total_the_full_mark_refuse_use(data: dict[str, Any]) -> None:
    """A sheet of 99 points is refused and says so."""
    data['sections'][0]['items'][0]['weight'] = 39

    result = score(Sheet.from_data(data), marks((39, 30, 30), (39, 30, 30), (39, 30, 30)))

    assert '99' in result.errors[0].message


@pytest.mark.parametrize(('count', 'odd_or_few'), [(2, True), (3, False), (4, True), (5, False)])
def test_a_group_too_small_or_even_is_a_warning(sheet: Sheet, count: int, odd_or_few: bool) -> None:
    """The group should usually have at least three and an odd number; otherwise the result stands with a warning."""
    result = score(sheet, marks(*[(40, 30, 30)] * count))

    assert any(fault.warning for fault in result.faults) is odd_or_few
    assert result.passed is True


def test_a_group_that_explains_itself_is_not_warned(sheet: Sheet) -> None:
    """A soft requirement that is departed from with a reason is met."""
    assert score(sheet, {**marks((40, 30, 30), (40, 30, 30)), 'group_note': '一名专家临时回避'}).faults == ()


def test_who_recuses_does_not_count_and_who_should_is_named(sheet: Sheet) -> None:
    """A recused scorer's marks are left out; one with an interest who scores is an error."""
    given = marks((40, 30, 30), (0, 0, 0), (40, 30, 30), (40, 30, 30))
    given['scorers'][1]['recused'] = True
    recused = score(sheet, given)
    given['scorers'][1].pop('recused')
    given['scorers'][1]['interest'] = True
    interested = score(sheet, given)

    assert recused.total == Decimal('100.0')
    assert [fault.pointer for fault in interested.errors] == ['/scorers/1/interest']


def test_a_veto_fails_a_full_score(sheet: Sheet) -> None:
    """With a veto a hundred points fail."""
    result = score(sheet, {**marks((40, 30, 30), (40, 30, 30), (40, 30, 30)), 'vetoes': ['tree-lost']})

    assert (result.total, result.passed, result.vetoes) == (Decimal('100.0'), False, ('造成古树死亡',))


def test_the_printed_sheet_gets_rows_subtotals_and_result(sheet: Sheet) -> None:
    """Every item is a row with its mean mark and the scorers' reasons; sections have subtotals."""
    given = marks((40, 30, 20), (40, 30, 30), (40, 30, 25))
    values = sheet_values(sheet, score(sheet, given), given)

    assert [row['mark'] for row in values['rows']] == [Decimal('40.00'), Decimal('30.00'), Decimal('25.00')]
    assert values['rows'][2]['reasons'] == 'records不足'
    assert [section['subtotal'] for section in values['sections']] == [Decimal('40.00'), Decimal('55.00')]
    assert (values['total'], values['result']) == (Decimal('95.0'), '合格')
