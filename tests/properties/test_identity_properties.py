"""Whatever is written in a cell, the checks of identity answer, and agree with the standards."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import uscc

from docforms.expressions import identity
from docforms.expressions.identity import FORMATS
from docforms.expressions.masking import KINDS, mask_text, masked

ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
# Any code point, lone surrogates included.
ANY_TEXT = st.text(st.characters(exclude_categories=()))
NEAR_TEXT = st.text(st.sampled_from('0123456789０９XＸx〔〕-年月日@.转号函 \n\x00\ud800٣²'), max_size=40)
DIGITS = '0123456789'
PLAIN = {
    'credit-code': '91330100799655058B',
    'resident-id': '11010519491231002X',
    'phone': '0471-6912345转801',
    'bank-account': '6222 0210 0112 3456 789',
    'postcode': '010010',
    'medical-licence': '123456789150102A1001X1',
    'document-number': "某医保函〔2026〕3号",
    'email': 'office@example.cn',
    'date': '2026-03-02',
    'month': '2026-03',
}


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    """Build credit codes with the weights of GB 32100 and GB 11714 as printed there."""
    head = draw(st.text(ALPHABET, min_size=2, max_size=2)) + draw(st.text(DIGITS, min_size=6, max_size=6))
    inner = draw(st.text(ALPHABET, min_size=8, max_size=8))
    total = sum(int(c, 36) * weight for c, weight in zip(inner, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    body = head + inner + {10: 'X', 11: '0'}.get(11 - total % 11, str(11 - total % 11))
    total = sum(ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    """Build identity numbers with the weights of GB 11643."""
    area = draw(st.text(DIGITS, min_size=6, max_size=6))
    born = draw(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
    body = area + born.strftime('%Y%m%d') + draw(st.text(DIGITS, min_size=3, max_size=3))
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + '10X98765432'[sum(int(c) * weight for c, weight in zip(body, weights, strict=True)) % 11]


@pytest.mark.parametrize('kind', FORMATS)
@given(text=ANY_TEXT | NEAR_TEXT)
def test_every_text_gives_none_or_a_printable_clause(kind, text):
    """A check never fails: it answers None or a clause that can be written to a file."""
    problem = FORMATS[kind](text)

    assert problem is None or problem.encode('utf-8')


@pytest.mark.parametrize('kind', FORMATS)
@pytest.mark.parametrize('unit', ['1', 'A', '1-', '1 ', '.a', 'a.', 'a-', '\x00', '０', '〔', '某', '\ufdfa'])
def test_huge_text_is_answered_too(kind, unit):
    """A megabyte of one thing gives a short clause, at once."""
    problem = FORMATS[kind](unit * 1_000_000)

    assert problem is not None
    assert len(problem) < 100


@pytest.mark.parametrize(('kind', 'text'), PLAIN.items())
@given(place=st.integers(0, 30), intruder=st.sampled_from('\n\r\x00\x7f\xa0\u200b\u3000\ud800０９Ｘ٣²一x＠'))
def test_nothing_foreign_passes(kind, text, place, intruder):
    """A right value with a line end, invisible character, foreign digit or the like in it does not pass."""
    place = min(place, len(text))
    assume((kind, intruder) not in {('email', 'x'), ('document-number', '一')})

    assert FORMATS[kind](text) is None
    assert FORMATS[kind](text[:place] + intruder + text[place:]) is not None
    assert FORMATS[kind](text[:place] + intruder + text[place + 1 :]) is not None


@given(code=credit_codes())
def test_credit_codes_of_the_standard_pass(code):
    """Every code built by the standard's own weights passes, whatever its registrar and area."""
    assert identity.credit_code_problem(code) is None
    assert identity.credit_code_check(code[:17]) == code[17] == uscc.calc_check_digit(code[:17])
    assert identity.organisation_code_check(code[8:16]) == code[16]


@given(code=credit_codes(), place=st.integers(0, 17), character=st.sampled_from(ALPHABET))
def test_one_wrong_character_in_a_credit_code_is_found(code, place, character):
    """Changing any one character of a credit code is noticed."""
    assume(code[place] != character)

    assert identity.credit_code_problem(code[:place] + character + code[place + 1 :]) is not None


@given(code=credit_codes(), place=st.integers(0, 16))
def test_two_neighbours_swapped_in_a_credit_code_are_found(code, place):
    """Swapping two neighbouring characters of a credit code is noticed."""
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assume(swapped != code)

    assert not identity.is_credit_code(swapped)


@given(text=st.text(ALPHABET, min_size=18, max_size=18) | credit_codes())
def test_what_stdnum_refuses_is_refused(text):
    """Where letters in the first two places are no matter, a code stdnum refuses is refused here too."""
    if identity.is_credit_code(text) and text[:2].isdigit():
        assert uscc.is_valid(text)


@given(number=resident_ids())
def test_identity_numbers_of_the_standard_pass(number):
    """Every number built by the standard's own weights passes, whatever its area."""
    assert identity.resident_id_problem(number) is None
    assert identity.resident_id_check(number[:17]) == number[17]


@given(number=resident_ids(), place=st.integers(0, 17), character=st.sampled_from(DIGITS + 'X'))
def test_one_wrong_character_in_an_identity_number_is_found(number, place, character):
    """Changing any one character of an identity number is noticed, and the clause does not repeat it."""
    assume(number[place] != character)
    wrong = number[:place] + character + number[place + 1 :]

    problem = identity.resident_id_problem(wrong)

    assert problem is not None
    assert wrong not in problem
    assert number not in problem


@given(number=st.text(DIGITS, min_size=8, max_size=30))
def test_luhn_agrees_with_stdnum(number):
    """The Luhn check gives the same answer as the library's."""
    assert identity.is_luhn(number) is luhn.is_valid(number)


@pytest.mark.parametrize('kind', KINDS)
@given(value=st.text(st.characters(exclude_characters=' -*', exclude_categories=('Zs', 'Zl', 'Zp', 'Cc')), min_size=1))
def test_a_masked_value_never_shows_whole(kind, value):
    """Whatever the value and the kind, the whole value is not in what is shown."""
    assert value not in masked(value, kind)


@given(number=st.text(DIGITS, min_size=13, max_size=30), before=ANY_TEXT, after=ANY_TEXT)
def test_a_long_number_never_shows_in_masked_text(number, before, after):
    """A run of 13 digits or more is not in the masked text, whatever stands around it."""
    assume(number not in before + after)

    assert number not in mask_text(f'{before}{number}{after}')


@given(
    number=resident_ids(),
    around=st.sampled_from(["：{}。", "{}", "（{}）", "身份证{}与{}", "a{}b", "1{}", "{}\n"]),
)
def test_an_identity_number_never_shows_in_masked_text(number, around):
    """An identity number is not in the masked text, nor is its birth date."""
    shown = mask_text(around.replace('{}', number))

    assert number not in shown
    assert number[6:14] not in shown


@given(rest=st.text(DIGITS, min_size=9, max_size=9), second=st.sampled_from('3456789'))
def test_a_mobile_number_never_shows_in_masked_text(rest, second):
    """A mobile number is not in the masked text, with or without separators."""
    number = f'1{second}{rest}'
    spaced = f'{number[:3]} {number[3:7]} {number[7:]}'

    assert number[3:7] + number[7:] not in mask_text(f"电话{number}；")
    assert mask_text(f"电话{number}；") == mask_text(f"电话{spaced}；")
