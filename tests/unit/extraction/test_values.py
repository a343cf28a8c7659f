"""The text of a slot as the value a record holds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docforms.extraction.values import value_of

DATE = {'type': 'string', 'format': 'date'}
AREA = {'type': 'number', 'unit': '㎡'}
COUNT = {'type': 'integer', 'unit': '人'}
ABLE = {'type': 'boolean', 'true_label': '能', 'false_label': '不能'}
NATURE = {'type': 'string', 'enum': ['营利性', '非营利性']}
KINDS = {'type': 'array', 'items': {'type': 'string', 'enum': ['医疗', '康复', '辅助器具配置']}}


@pytest.mark.parametrize(
    'text',
    [
        '2026年3月2日', '2026年03月02日', '2026-3-2', '2026/03/02', '2026.3.2', '20260302', '2026 年 3 月 2 日',
        '２０２６年３月２日', '二〇二六年三月二日', '二○二六年三月二日', '贰零贰陆年叁月贰日', '2026—3—2',
        '2026-03-02 00:00:00', '2026年3月2号',
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_writing(text: str):
    """Digits, Chinese numerals, full width, any separator: the same day."""
    assert value_of(DATE, text).value == '2026-03-02'


@pytest.mark.parametrize('text', ['2907年5月15日', '1007-05-15'])
def test_a_date_of_another_age_is_told(text: str):
    """Of 2007 and 2907 both are dates, but the second is a misread one."""
    assert value_of(DATE, text).problem


@pytest.mark.parametrize('text', ['26年3月2日', '2026年3月', '长期', '2026年3月2日起'])
def test_what_is_no_whole_date_is_kept_as_it_stands(text: str):
    """An incomplete date is told to be one, and not made up into a whole one."""
    value = value_of(DATE, text)

    assert value.value == text
    assert value.problem


def test_a_day_there_is_not_is_read_and_pointed_out():
    """30 February is what stands there; checking the record says that there is no such day."""
    value = value_of(DATE, '2026年2月30日')

    assert value.value == '2026-02-30'
    assert '没有这一天' in value.problem


@pytest.mark.parametrize(
    ('schema', 'text', 'expected'),
    [
        (AREA, '268.5㎡', Decimal('268.5')),
        (AREA, '268.5 平方米', Decimal('268.5')),
        (AREA, '１，２３４．５０', Decimal('1234.50')),
        (AREA, '1,234.5m2', Decimal('1234.5')),
        (COUNT, '一百二十', 120),
        (COUNT, '十二人', 12),
        (COUNT, '０', 0),
    ],
)
def test_a_number_is_read_with_its_own_unit(schema, text: str, expected: object):
    """The unit of the field may stand behind the number, in any spelling."""
    assert value_of(schema, text).value == expected


@pytest.mark.parametrize('text', ['约100', '100余', '3.5万', '12,34', '0.05公顷', '3或4', '1O0'])
def test_what_says_more_than_a_number_is_not_read_as_one(text: str):
    """A word beside the digits may change what they mean."""
    value = value_of(AREA, text)

    assert value.value == text
    assert value.problem == '不是数字'


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('能', True), ('不能', False), ('是', True), ('☑能 □不能', True), ('□能 ☑不能', False), ('能√ 不能', True),
        ('能□ 不能☑', False), ('（√）能（　）不能', True), ('■能□不能', True), ('√', True), ('×', False),
    ],
)  # fmt: skip
def test_ticks_and_boxes_are_answers(text: str, expected: object):
    """A box before or behind its word, a tick alone, brackets ticked between."""
    assert value_of(ABLE, text).value is expected


@pytest.mark.parametrize('text', ['□', '□能 □不能', '', '　　', '/', '——'])
def test_boxes_without_a_tick_are_blank(text: str):
    """Nothing ticked is nothing answered."""
    assert value_of(ABLE, text).value is None


def test_two_ticks_for_one_answer_are_no_answer():
    """Both boxes ticked: the text stays, with the reason."""
    value = value_of(ABLE, '☑能 ☑不能')

    assert value.value == '☑能 ☑不能'
    assert '不止一项' in value.problem


@pytest.mark.parametrize('text', ['营利性', '营 利 性', '☑营利性　□非营利性'])
def test_an_option_is_read_as_the_form_names_it(text: str):
    """Blanks and boxes aside, it is the option of the list."""
    assert value_of(NATURE, text).value == '营利性'


@pytest.mark.parametrize('text', ['医疗、康复', '医疗，康复', '☑医疗 ☑康复 □辅助器具配置'])
def test_several_options_are_a_list(text: str):
    """Written with separators or ticked."""
    assert value_of(KINDS, text).value == ['医疗', '康复']


@pytest.mark.parametrize('text', ['医疗、辅助器具\n配置', '医疗\n辅助器具\n配置', '医疗、\n辅助器具配置'])
def test_an_option_that_ran_over_the_end_of_a_line_is_one(text: str):
    """Lines are parted options only where each is an option."""
    assert value_of(KINDS, text).value == ['医疗', '辅助器具配置']


@pytest.mark.parametrize(
    ('kind', 'text', 'expected'),
    [
        ('credit-code', '５２１５０４０２mjy４８２７６８c', '52150402MJY482768C'),
        ('bank-account', '6222 0000 1111', '6222 0000 1111'),
        ('bank-account', '６２２２００００１１１１', '622200001111'),
        ('phone', '138 0013 8000', '13800138000'),
        ('resident-id', '150402 1978 0615 3225', '150402197806153225'),
    ],
)
def test_codes_are_given_as_a_record_has_them(kind: str, text: str, expected: str):
    """What is right as it stands stays; full width, small letters and blanks are put right."""
    value = value_of({'type': 'string', 'format': kind}, text)

    assert value.value == expected
    assert not value.problem


def test_a_code_with_a_wrong_check_character_keeps_its_text():
    """It is never repaired; the reason names the check character."""
    value = value_of({'type': 'string', 'format': 'credit-code'}, '52150402MJY482768D')

    assert value.value == '52150402MJY482768D'
    assert '校验位' in value.problem
