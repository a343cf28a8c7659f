"""Amounts and formats: twenty thousand values each, right ones and wrong ones."""

from __future__ import annotations

import random
import re
import string
import time
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from docforms.expressions.identity import FORMATS
from docforms.packs.schema_engine import Checker, read_shared_schema
from docforms.records import parse_json, parse_yaml

SEED = 20260302
CHINESE = re.compile('[一-龥]')
HARD = [
    '', ' ', '\u3000', '\t\n', '甲', '甲' * 5000,
    'x' * 100_000, '\x00', 'a\x01b', '\ud800', '甲\udfff', '\ufffe',
    '\u202e反', '😀', '{{ 7 * 7 }}', 'NaN', '-1', '2026-02-30', '0000-00-00', '9999-12-31', '２０２６-03-02', '5' * 400,
    '-' * 400, '(' * 3000, '\\' * 100, '\u0301' * 50, 'İ' * 30,
]  # fmt: skip


# Money --------------------------------------------------------------------------------------------


@pytest.fixture(scope='module')
def money() -> Checker:
    """Compile the definition of an amount of money."""
    return Checker(read_shared_schema('common/common')['$defs']['money'])


def failures(checker: Checker, value: object) -> list[str]:
    """List the keywords a value fails."""
    return [error.keyword for error in checker.errors(value)]


def test_amounts_in_whole_cents_always_pass(money: Checker):
    """Twenty thousand amounts with at most two decimals, written in any way, are all multiples of 0.01."""
    chance = random.Random(SEED)  # noqa: S311

    for _amount in range(20_000):
        cents = chance.randrange(10 ** chance.randrange(1, 16))
        written = chance.choice(['{}.{:02d}', '{}.{:02d}0', '{}.{:02d}E0']).format(*divmod(cents, 100))
        for parse in (parse_json, parse_yaml):
            assert failures(money, parse(f'[{written}]', 'a')[0]) == []
        assert failures(money, Decimal(cents).scaleb(-2)) == []
        assert failures(money, cents // 100) == []


def test_amounts_with_a_fraction_of_a_cent_never_pass(money: Checker):
    """Twenty thousand amounts with a third decimal that counts are all refused, however large they are."""
    chance = random.Random(SEED)  # noqa: S311

    for _amount in range(20_000):
        mills = chance.randrange(10 ** chance.randrange(1, 16)) * 10 + chance.randrange(1, 10)
        assert failures(money, parse_json(f'{mills // 1000}.{mills % 1000:03d}', 'a')) == ['multipleOf']


@pytest.mark.parametrize(
    ('value', 'expected'),
    [
        (-1, ['minimum']),
        (Decimal('-0.01'), ['minimum']),
        (Decimal('10000000000000.00'), ['maximum']),
        (10**399, ['maximum']),
        (True, ['type']),
        ('1.00', ['type']),
        (None, ['type']),
        (Decimal('0.0000000001'), ['multipleOf']),
    ],
)
def test_what_is_no_amount_is_refused(money: Checker, value: object, expected: list[str]):
    """Negative, too large, and what is not a number at all."""
    assert failures(money, value) == expected


# Formats ------------------------------------------------------------------------------------------


def hostile(chance: random.Random) -> Iterator[str]:
    """Make values meant to confuse a format check."""
    yield from HARD
    alphabet = string.digits + 'XxAaIOSVZ-‐－ 　\t\n()（）〔〕[]@.年月日号转,;/+０１９Ｘ甲\u200b\u00ad\x00\ud800😀'
    for _value in range(4000):
        yield ''.join(chance.choices(alphabet, k=chance.choice([1, 2, 5, 10, 15, 18, 19, 30, 60])))
    for seed in (
        '150402197806153225',
        '52150402MJY482768C',
        '2026-03-02',
        '0476-8200001',
        'office@example.cn',
        '某医保函〔2026〕3号',
    ):
        for _value in range(1500):
            place = chance.randrange(len(seed))
            yield seed[:place] + chance.choice(alphabet) + seed[place + chance.randrange(2) :]
    for repeated in '0-1 a@.〔(年转':
        yield from (repeated * length for length in (100, 400, 401, 10_000, 1_000_000))
        yield from (f'{repeated}1' * length for length in (400, 100_000))


@pytest.mark.parametrize('name', sorted(FORMATS))
def test_a_format_never_breaks(name: str):
    """Any text at all is either right or gets one Chinese clause, quickly."""
    check: Callable[[str], str | None] = FORMATS[name]
    slowest = 0.0

    for value in hostile(random.Random(SEED)):  # noqa: S311
        start = time.monotonic()
        problem = check(value)
        slowest = max(slowest, time.monotonic() - start)
        assert problem is None or (CHINESE.search(problem) and len(problem) < 200)

    assert slowest < 2
