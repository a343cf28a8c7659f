"""Hide personal numbers and names (source: requirements E5; there is no national rule digit by digit).

Of a number at least four characters are hidden, or all: a value shorter than expected never shows whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from docforms.expressions.identity import half_width, is_credit_code
from docforms.i18n import _

__all__ = ['KINDS', 'mask_text', 'masked']

_HIDDEN = 4
_MOBILE = re.compile(r'1[3-9][0-9]{9}')
# `\d` on purpose: digits of any script are hidden.
_DATE = r'(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])'
_NUMBER = re.compile(
    rf"""
      (?P<date>(?<!\d){_DATE}(?:(?![ -]?\d)|(?=[ ]{_DATE})|(?=[ ]\d{{1,2}}:)))
    | (?P<mobile>(?<!\d)[1１][3-9３-９]\d[ -]?\d{{4}}[ -]?\d{{4}}(?!\d))
    | (?P<run>\d(?:[ \u3000-]?\d){{12,}}[XxＸｘ]?)
    """,
    re.VERBOSE,
)
_CODE = re.compile(r'(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])')
_LIKE_RESIDENT_ID = re.compile(r'\d{17}[\dXxＸｘ]')
_SEPARATORS = str.maketrans('', '', ' \u3000-')
_FIXED = re.compile(r'((?:0(?:10|2[0-9]|[3-9][0-9]{2})-?)?)([0-9]{5,6})([0-9]{2})(?:([-转])([0-9]{1,6}))?')


def masked(value: str, kind: str) -> str:
    """Hide the greater part of a value.

    | kind          | kept                                                    |
    | ------------- | ------------------------------------------------------- |
    | `resident-id` | first 2 and last 3                                      |
    | `phone`       | mobile: first 3 and last 4; fixed: area code and last 2 |
    | `account`     | last 4, blanks and hyphens                              |
    | `name`        | first; of three also the last; of more the first 2      |

    So 张三 becomes 张*, 王小明 王*明, 欧阳文修 欧阳**.
    Length is kept, but for blanks around the value and inside telephone numbers.

    Raises:
        ValueError: There is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(_("没有名为 {kind} 的遮盖方式，可用：{known}").format(kind=kind, known=', '.join(KINDS)))
    return KINDS[kind](value.strip())


def _resident_id(value: str) -> str:
    return _middle_hidden(value, 2, 3)


def _middle_hidden(value: str, head: int, tail: int) -> str:
    """Keep a head and a tail; nothing when fewer than four characters would be hidden."""
    hidden = len(value) - head - tail
    if hidden < _HIDDEN:
        return '*' * len(value)
    return f'{value[:head]}{"*" * hidden}{value[-tail:]}'


def _phone(value: str) -> str:
    number = half_width(value)
    digits = number.replace('-', '').removeprefix('+86')
    if _MOBILE.fullmatch(digits):
        return _middle_hidden(digits, 3, 4)
    fixed = _FIXED.fullmatch(number)
    if fixed is None:
        return '*' * len(value)
    area, hidden, tail, sign, extension = fixed.groups(default='')
    return f'{area}{"*" * len(hidden)}{tail}{sign}{"*" * len(extension)}'


def _account(value: str) -> str:
    places = [place for place, character in enumerate(value) if character not in ' -']
    kept = places[-4:] if len(places) >= 4 + _HIDDEN else []
    shown = set(range(len(value))) - set(places) | set(kept)
    return ''.join(character if place in shown else '*' for place, character in enumerate(value))


def _name(value: str) -> str:
    if len(value) <= 1:
        return '*' * len(value)
    head, tail = {2: (1, 0), 3: (1, 1)}.get(len(value), (2, 0))
    return f'{value[:head]}{"*" * (len(value) - head - tail)}{value[len(value) - tail :]}'


KINDS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {'resident-id': _resident_id, 'phone': _phone, 'account': _account, 'name': _name}
)


def mask_text(text: str) -> str:
    """Hide resident IDs, mobile numbers and runs of 13 digits or more in free text, for logs and messages.

    Runs may hold single blanks and hyphens. Dates stay, and so do credit codes that cannot be taken for an
    identity number.
    """
    shown: list[str] = []
    done = 0
    for code in _CODE.finditer(text):
        if is_credit_code(code[0]) and _LIKE_RESIDENT_ID.fullmatch(code[0]) is None:
            shown += (_NUMBER.sub(_hidden, text[done : code.start()]), code[0])
            done = code.end()
    return ''.join((*shown, _NUMBER.sub(_hidden, text[done:])))


def _hidden(found: re.Match[str]) -> str:
    number = found[0]
    if found.lastgroup == 'date':
        return number
    if found.lastgroup == 'mobile':
        return masked(number, 'phone')
    joined = number.translate(_SEPARATORS)
    return masked(joined, 'resident-id') if _LIKE_RESIDENT_ID.fullmatch(joined) else masked(number, 'account')
