"""The rule by which readings of scanned forms are judged."""

from __future__ import annotations

import pytest

from scoring import counts, outcomes, same, table_text, verdict


@pytest.mark.parametrize(
    ('value', 'expected'),
    [
        ('赤峰市 安禾\n评估中心', '赤峰市安禾评估中心'),
        ('（2019）第７号', '(2019)第7号'),
        ('2019-03-07', '2019年03月07日'),
        ('2012.3.4', '2012年3月4日'),
        (418.5, '418.50'),
        ('1,234', 1234),
        (['医疗', '康复'], '医疗、康复'),
        (True, '是'),
    ],
)
def test_values_are_equal_by_what_they_say(value, expected):
    """Width, white space, and ways to write a date or a number make no difference."""
    assert same(value, expected)


@pytest.mark.parametrize(
    ('value', 'expected'),
    [
        ('0476-8200001', '0476-8200007'),
        ('2019-03-07', '2019年3月8日'),
        ('05310101040000001', '5310101040000001'),
        ('12', '12人'),
        ('韩云', '韩云舒'),
    ],
)
def test_other_values_are_not_equal(value, expected):
    """Zeros before an account number belong to it."""
    assert not same(value, expected)


@pytest.mark.parametrize(
    ('field', 'expected', 'judged'),
    [
        ({'value': '12', 'state': 'read'}, '12', 'right'),
        ({'value': '13', 'state': 'read'}, '12', 'wrong'),
        ({'value': '13', 'state': 'doubtful'}, '12', 'missed'),
        ({'value': '12', 'state': 'doubtful'}, '12', 'right'),
        ({'value': None, 'state': 'blank'}, '', 'right'),
        ({'value': None, 'state': 'blank'}, '12', 'missed'),
        ({'value': '12', 'state': 'read'}, '', 'wrong'),
        ({'value': None, 'state': 'unreadable'}, '12', 'missed'),
        ({'value': None, 'state': 'unreadable'}, '', 'right'),
        ({'value': False, 'text': '复印件', 'state': 'read'}, '复印件', 'right'),
    ],
)
def test_only_what_passes_for_read_can_be_wrong(field, expected, judged):
    """Doubt is told apart from error, and so is silence."""
    assert verdict(field, expected) == judged


def test_a_truth_file_by_label_is_judged_through_its_pointers():
    """Cells that are not reported at all count as blank."""
    evidence = {'fields': [{'pointer': '/fields/name', 'value': '甲', 'text': '甲', 'state': 'read'}]}
    truth = {'kind': 'light', 'dpi': 200, 'fields': {'机构名称': '甲', '机构地址': '乙路1号', '执业许可证编号': ''}}
    pointers = {'机构名称': '/fields/name', '机构地址': '/fields/address', '执业许可证编号': '/fields/licence'}
    judged = list(outcomes(evidence, truth, pointers))
    assert [each.verdict for each in judged] == ['right', 'missed', 'right']
    [((kind, dpi), row)] = counts(judged).items()
    assert (kind, dpi, row['fields'], row['right'], row['missed']) == ('light', 200, 3, 2, 1)
    assert '66.67%' in table_text(counts(judged))
