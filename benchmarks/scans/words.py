"""Invented names, numbers and phrases of Chinese applications; every check digit is right, nothing is real."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import yaml

from docforms.expressions.identity import credit_code_check, organisation_code_check, resident_id_check

T = TypeVar('T')
Random = np.random.Generator

WORDS: Final = yaml.safe_load(Path(__file__).with_name('invented.yaml').read_text(encoding='utf-8'))
ORGANISATION: Final = '0123456789ABCDEFGHJKLMNPQRTUWXY'


def phrases_for(title: str) -> Sequence[str]:
    """Give what people write into a cell of this title; nothing where it is not known."""
    return next((texts for pattern, texts in WORDS['phrases'].items() if re.search(pattern, title)), ())


def _signs(name: str) -> str:
    """Give the characters of a list that the file folds into lines."""
    return str(WORDS[name]).replace(' ', '')


def pick(rng: Random, choices: Sequence[T]) -> T:
    """Choose one."""
    return choices[int(rng.integers(len(choices)))]


def word(rng: Random, name: str) -> str:
    """Choose one of the words of a list."""
    return str(pick(rng, WORDS[name]))


def chance(rng: Random, share: float) -> bool:
    """Say yes in that share of all cases."""
    return bool(rng.random() < share)


def digits(rng: Random, count: int) -> str:
    """Write so many digits."""
    return ''.join(str(number) for number in rng.integers(0, 10, count))


def person(rng: Random) -> str:
    """Name a person: two or three characters, sometimes a long Mongolian or a double surname."""
    if chance(rng, 0.15):
        return word(rng, 'long_names')
    return pick(rng, _signs('surnames')) + ''.join(
        pick(rng, _signs('given_names')) for _ in range(1 if chance(rng, 0.25) else 2)
    )


def institution(rng: Random, city: str, district: str) -> str:
    """Name an institution, now and then a long one with a branch."""
    place = pick(rng, (city, city + district, city.removesuffix('市')))
    name = place + word(rng, 'brands') + word(rng, 'bodies')
    return name + pick(rng, ('第二分公司', f'（{district}分院）', '东城分中心')) if chance(rng, 0.12) else name


def address(rng: Random, province: str, city: str, district: str) -> str:
    """Write an address down to the house number, some of them to the room."""
    house = f'{int(rng.integers(1, 400))}号'
    return ''.join((province, city, district, word(rng, 'streets'), house, word(rng, 'places')))


def phone(rng: Random, area: str) -> str:
    """Give a mobile number, or a fixed one, perhaps with an extension."""
    if chance(rng, 0.55):
        return pick(rng, ('13', '15', '17', '18', '19')) + digits(rng, 9)
    number = f'{area}-{int(rng.integers(2, 9))}{digits(rng, 7 if len(area) == 3 else 6)}'
    return f'{number}转{int(rng.integers(10, 9000))}' if chance(rng, 0.3) else number


def credit_code(rng: Random, division: str) -> str:
    """Write a unified social credit code with both check characters."""
    body = pick(rng, ('MA', 'MB', 'MJ', '46', '11')) + ''.join(pick(rng, ORGANISATION) for _ in range(6))
    body17 = word(rng, 'registrars') + division + body + organisation_code_check(body)
    return body17 + credit_code_check(body17)


def resident_id(rng: Random, division: str) -> str:
    """Write an identity number of a grown-up."""
    born = f'{int(rng.integers(1955, 2001))}{int(rng.integers(1, 13)):02}{int(rng.integers(1, 29)):02}'
    body17 = division + born + digits(rng, 3)
    return body17 + resident_id_check(body17)


def bank_account(rng: Random) -> str:
    """Write an account number that ends in its Luhn digit."""
    prefix = word(rng, 'card_prefixes')
    body = prefix + digits(rng, int(rng.integers(16, 19)) - len(prefix))
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def licence(rng: Random, division: str) -> str:
    """Write the registration number of a medical institution."""
    return f'PDY{digits(rng, 6)}{division}{digits(rng, 2)}{pick(rng, "ABDE")}{digits(rng, 4)}'


def alike(rng: Random, example: str) -> str:
    """Write other digits and capitals where an example has some; keep the rest."""
    written = ''.join(
        str(int(rng.integers(0, 10))) if sign.isdecimal() and sign.isascii() else sign for sign in example
    )
    return ''.join(pick(rng, 'ABCDEFGHKLMNPRTWXY') if 'A' <= sign <= 'Z' else sign for sign in written)
