"""Several values and fixed texts in one cell."""

from __future__ import annotations

import pytest

from docforms.extraction.blank import Slot
from docforms.extraction.patterns import split

SPACES = '　' * 4
BANK = Slot('/bank', '开户银行', '开户银行', {'type': 'string'}, SPACES)
ACCOUNT = Slot('/account', '账号', '账号', {'type': 'string', 'format': 'bank-account'}, SPACES)
YEAR = Slot('/year', '上年度', '上年度', {'type': 'integer'}, SPACES)
VISITS = Slot('/visits', '人次', '人次', {'type': 'integer'}, SPACES)
AREA = Slot('/area', '面积', '面积', {'type': 'number', 'unit': '㎡'}, SPACES)
NAME = Slot('/name', '法定代表人签字', '法定代表人签字', {'type': 'string'}, SPACES)
BANK_AND_ACCOUNT = (BANK, '　', ACCOUNT)
YEAR_AND_VISITS = (YEAR, '年度', VISITS, '人次')
SIGNED = ('法定代表人签字（章）：', NAME)


@pytest.mark.parametrize(
    'text',
    [
        '农业银行红山支行　05310101040000001', '农业银行红山支行 05310101040000001',
        '农业银行红山支行\n05310101040000001',
        '农业银行红山支行05310101040000001', '开户银行：农业银行红山支行　账号：05310101040000001',
    ],
)  # fmt: skip
def test_a_bank_and_its_account_are_told_apart(text: str):
    """Whatever stands between them, the account is the number."""
    assert split(BANK_AND_ACCOUNT, text).texts == {'/bank': '农业银行红山支行', '/account': '05310101040000001'}


def test_a_number_is_never_cut_in_two():
    """A value ends where a word or number ends, not inside it."""
    assert split(BANK_AND_ACCOUNT, '农业银行6228200896557372026').texts['/account'] == '6228200896557372026'


def test_blanks_as_printed_tell_which_value_is_missing():
    """A name that ends in a number, and no account: the room left for the account says so."""
    parts = split(BANK_AND_ACCOUNT, f'甲　12345678　{SPACES}')

    assert parts.texts == {'/bank': '甲　12345678', '/account': ''}


@pytest.mark.parametrize('text', ['2024年度4397人次', '2024 年度 4397 人次', '2024年4397人', '2024　4397'])
def test_fixed_texts_may_be_shortened_or_left_out(text: str):
    """Two numbers are two numbers."""
    assert split(YEAR_AND_VISITS, text).texts == {'/year': '2024', '/visits': '4397'}


def test_a_missing_unit_costs_the_number_nothing():
    """Without its sign of square metres a number is whole, though a digit of it is in that sign, too."""
    assert split((AREA, '㎡'), '528.36').texts == {'/area': '528.36'}


def test_a_number_that_may_be_either_is_not_certain():
    """One number of two, with nothing to say which: the parting is told to be uncertain."""
    assert not split((YEAR, '　', VISITS), '4397').certain


@pytest.mark.parametrize('text', [f'{SPACES}年度{SPACES}人次', '年度人次', ' 年度  人次'])
def test_a_blank_cell_is_blank(text: str):
    """Only fixed texts: nothing is filled in."""
    assert split(YEAR_AND_VISITS, text).texts == {'/year': '', '/visits': ''}


@pytest.mark.parametrize(
    'text',
    ['法定代表人签字（章）：谢浩', '法定代表人签字(章): 谢浩', '法定代表人签宇（章）谢浩', '法定代表人签字：谢浩'],
)
def test_a_fixed_text_may_be_misread_without_taking_from_the_value(text: str):
    """A wrong letter in the label, or a missing one, costs the name nothing."""
    assert split(SIGNED, text).texts == {'/name': '谢浩'}


def test_rules_to_write_on_are_no_value():
    """A line of underscores is room, not text."""
    assert split(SIGNED, '法定代表人签字（章）：________').texts == {'/name': ''}
