"""Write amounts of money in figures and in capitals, and dates in capitals for bills (requirements E7)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from docforms.expressions.dates import real_date
from docforms.i18n import _

__all__ = ['LARGEST', 'capital_date', 'capitals', 'money']

LARGEST = Decimal('9999999999999.99')

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_ZERO_MONTHS = frozenset({1, 2, 10})
_ZERO_DAYS = frozenset({*range(1, 11), 20, 30})
_CENT = Decimal('0.01')
# Our own context: the result must not depend on a precision or rounding set elsewhere in the program.
_CONTEXT = Context(prec=28, rounding=ROUND_HALF_UP)


def capitals(amount: Decimal | int) -> str:
    """Write an amount in capitals: 1409.50 is 人民币壹仟肆佰零玖元伍角整.

    Where the rules leave a choice, always the same one is taken: 整 also after 角 (so that nothing can be
    added); 零 between 元 and 角 when the last figure of the 元 is 0; none between 万 and a full group of four
    figures; 零 where a whole group is left out (壹亿零壹仟).

    Raises:
        ValueError: The amount is negative, finer than a 分, not a number, or beyond LARGEST.
    """
    cents = _cents(amount)
    if cents < 0:
        raise ValueError(_("金额为负数，不能写成大写，请核对金额"))
    if Decimal(cents).scaleb(-2, _CONTEXT) != amount:
        raise ValueError(_("金额的小数超过两位（不足一分），不能写成大写，请先取到分"))
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    text = f"{_whole(yuan)}元" if yuan or not cents else ""
    if jiao:
        text += f"{'零' if text and yuan % 10 == 0 else ''}{_DIGITS[jiao]}角"
    elif fen and text:
        text += "零"
    return f"人民币{text}{_DIGITS[fen]}分" if fen else f"人民币{text}整"


def money(amount: Decimal | int) -> str:
    """Write an amount in figures, with separators and two decimals: 1,234.50.

    Half a 分 rounds away from zero.

    Raises:
        ValueError: The amount is not a number, or beyond LARGEST.
    """
    cents = _cents(amount)
    yuan, fen = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{yuan:,}.{fen:02d}"


def capital_date(iso: str) -> str:
    """Write a date in capitals as bills need it: 2026-10-20 is 贰零贰陆年零壹拾月零贰拾日.

    零 goes before the months 1, 2, 10 and the days 1 to 9, 10, 20, 30, so that nothing can be put in front.

    Raises:
        ValueError: The text is not a real ISO date.
    """
    date = real_date(iso)
    year = ''.join(_DIGITS[int(figure)] for figure in f'{date.year:04d}')
    month = ("零" if date.month in _ZERO_MONTHS else "") + _whole(date.month)
    day = ("零" if date.day in _ZERO_DAYS else "") + _whole(date.day)
    return f"{year}年{month}月{day}日"


def _cents(amount: Decimal | int) -> int:
    number = Decimal(amount)
    if not number.is_finite():
        raise ValueError(_("金额不是数，请核对金额"))
    # Before quantize(): 1E+999999999 would fill the memory.
    if not -LARGEST <= number <= LARGEST:
        raise ValueError(_("金额超出9999999999999.99元，无法处理，请核对金额和单位"))
    return int(number.quantize(_CENT, context=_CONTEXT).scaleb(2, _CONTEXT))


def _whole(number: int) -> str:
    """Write a whole number below 10 ** 16 in capitals."""
    if number >= 10**8:
        high, low = divmod(number, 10**8)
        return f"{_whole(high)}亿{_joined(low, 10**7)}"
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return f"{_group(high)}万{_joined(low, 10**3)}"
    return _group(number) or _DIGITS[0]


def _joined(low: int, full: int) -> str:
    """Write what follows 亿 or 万: with 零 when it does not fill the highest place, nothing at all for 0."""
    if not low:
        return ""
    return _whole(low) if low >= full else _DIGITS[0] + _whole(low)


def _group(number: int) -> str:
    """Write a group of up to four figures, zeros inside as one 零; '' for 0."""
    text = ''
    for value, place in _PLACES:
        figure = number // value % 10
        if figure:
            text += f"{_DIGITS[figure]}{place}"
        elif text and not text.endswith(_DIGITS[0]):
            text += _DIGITS[0]
    return text.rstrip(_DIGITS[0])
