"""Requirements E7 (amounts in capitals and capital dates)."""

import re
from decimal import Decimal, localcontext

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforms.expressions.amounts import LARGEST, capital_date, capitals, money

CENTS = st.integers(0, int(LARGEST * 100)).map(lambda cents: Decimal(cents) / 100)
# Amounts rich in zeros, where the rules are hard.
GAPPY = st.text('00012', min_size=1, max_size=15).map(lambda figures: Decimal(int(figures)) / 100)


def without_choices(text: str) -> str:
    """Take out what the rules leave to the writer."""
    text = re.sub('角整$', '角', text.removeprefix("人民币"))
    return re.sub('(?<=[亿万])零(?=.仟)|(?<=元)零(?=.角)', '', text)


@pytest.mark.parametrize(
    ('amount', 'accepted'),
    [
        ('1409.50', ["人民币壹仟肆佰零玖元伍角整", "人民币壹仟肆佰零玖元伍角"]),
        ('16409.02', ["人民币壹万陆仟肆佰零玖元零贰分"]),
        ('325.04', ["人民币叁佰贰拾伍元零肆分"]),
        ('1680.32', ["人民币壹仟陆佰捌拾元零叁角贰分", "人民币壹仟陆佰捌拾元叁角贰分"]),
        ('107000.53', ["人民币壹拾万柒仟元零伍角叁分", "人民币壹拾万零柒仟元伍角叁分"]),
        ('6007.14', ["人民币陆仟零柒元壹角肆分"]),
        ('100001000', ["人民币壹亿零壹仟元整", "人民币壹亿壹仟元整"]),
    ],
)
def test_amounts_of_the_rules(amount, accepted):
    """An amount is written in one of the ways the rules accept."""
    assert capitals(Decimal(amount)) in accepted


@pytest.mark.parametrize(
    ('amount', 'expected'),
    [
        (0, "人民币零元整"),
        (Decimal('-0.00'), "人民币零元整"),
        (Decimal('0.01'), "人民币壹分"),
        (Decimal('0.30'), "人民币叁角整"),
        (Decimal('0.55'), "人民币伍角伍分"),
        (1, "人民币壹元整"),
        (10, "人民币壹拾元整"),
        (11, "人民币壹拾壹元整"),
        (Decimal('10.50'), "人民币壹拾元零伍角整"),
        (1001, "人民币壹仟零壹元整"),
        (1010, "人民币壹仟零壹拾元整"),
        (10000, "人民币壹万元整"),
        (10001, "人民币壹万零壹元整"),
        (100700, "人民币壹拾万零柒佰元整"),
        (10010000, "人民币壹仟零壹万元整"),
        (100000000, "人民币壹亿元整"),
        (100010000, "人民币壹亿零壹万元整"),
        (1000000000000, "人民币壹万亿元整"),
        (1000000000001, "人民币壹万亿零壹元整"),
        (Decimal('1.2E+3'), "人民币壹仟贰佰元整"),
        (Decimal('5.000'), "人民币伍元整"),
        (LARGEST, "人民币玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_one_way_of_writing_is_kept_to(amount, expected):
    """Where there is a choice it is always made the same way."""
    assert capitals(amount) == expected


@given(amount=CENTS | GAPPY)
def test_capitals_agree_with_another_implementation(amount):
    """But for the choices the rules leave, cn2an writes the same."""
    expected = cn2an.an2cn(f'{amount:.2f}', 'rmb')

    assert without_choices(capitals(amount)) == without_choices(expected)


@given(amount=CENTS | GAPPY)
def test_capitals_hold_no_double_or_dangling_zero(amount):
    """No 零零, and no 零 before a unit, except for the amount 0."""
    text = capitals(amount)

    assert "零零" not in text
    assert not re.search('零[仟佰拾万亿角分]', text)
    assert amount == 0 or "零元" not in text


@pytest.mark.parametrize(
    ('amount', 'clause'),
    [
        (-1, "负数"),
        (Decimal('-0.01'), "负数"),
        (Decimal('0.005'), "小数超过两位"),
        (Decimal('1.999'), "小数超过两位"),
        (Decimal('-0.001'), "小数超过两位"),
        (LARGEST + 1, "超出"),
        (10**30, "超出"),
        (Decimal('1E+999999'), "超出"),
        (Decimal('NaN'), "不是数"),
        (Decimal('sNaN'), "不是数"),
        (Decimal('Infinity'), "不是数"),
    ],
)
def test_no_capitals_for_what_is_no_payable_amount(amount, clause):
    """A negative, too fine, too large or undefined amount is refused with the reason."""
    with pytest.raises(ValueError, match=clause):
        capitals(amount)


@pytest.mark.parametrize(
    ('amount', 'expected'),
    [
        (Decimal('1234.5'), '1,234.50'),
        (0, '0.00'),
        (1000000, '1,000,000.00'),
        (Decimal('-1234.5'), '-1,234.50'),
        (Decimal('-0.001'), '0.00'),
        (Decimal('0.005'), '0.01'),
        (Decimal('2.675'), '2.68'),
        (LARGEST, '9,999,999,999,999.99'),
    ],
)
def test_money_in_figures(amount, expected):
    """Figures have separators and two decimals, and never say minus zero."""
    assert money(amount) == expected


@pytest.mark.parametrize('amount', [Decimal('NaN'), Decimal('-Infinity'), Decimal('1E+999999999'), 10**30])
def test_no_figures_for_what_is_no_amount(amount):
    """What is no amount, or too large for one, is refused before it fills the memory."""
    with pytest.raises(ValueError, match="金额"):
        money(amount)


def test_a_decimal_precision_set_elsewhere_changes_nothing():
    """Amounts are written exactly under any decimal context of the caller."""
    with localcontext(prec=3):
        assert money(Decimal('1234567.89')) == '1,234,567.89'
        assert capitals(Decimal('16409.02')) == "人民币壹万陆仟肆佰零玖元零贰分"


@pytest.mark.parametrize(
    ('iso', 'expected'),
    [
        ('2026-01-15', "贰零贰陆年零壹月壹拾伍日"),
        ('2026-10-20', "贰零贰陆年零壹拾月零贰拾日"),
        ('2026-02-12', "贰零贰陆年零贰月壹拾贰日"),
        ('2005-03-09', "贰零零伍年叁月零玖日"),
        ('2026-11-30', "贰零贰陆年壹拾壹月零叁拾日"),
        ('2026-12-31', "贰零贰陆年壹拾贰月叁拾壹日"),
        ('2026-09-10', "贰零贰陆年玖月零壹拾日"),
        ('2026-04-21', "贰零贰陆年肆月贰拾壹日"),
    ],
)
def test_dates_in_capitals(iso, expected):
    """Months 1, 2, 10 and days 1 to 9, 10, 20, 30 begin with 零, days 11 to 19 with 壹."""
    assert capital_date(iso) == expected


def test_no_capitals_for_a_day_that_is_not():
    """A date that does not exist is refused."""
    with pytest.raises(ValueError, match="没有这一天"):
        capital_date('2026-02-29')
