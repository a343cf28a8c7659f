"""Read what a cell means, by the schema of its field: a code, a number, a day, yes or no, or a list of them.

What a spreadsheet has already spoilt is refused: it keeps fifteen digits of a number, and no zeros before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from docforms.batch.cells import Cell
from docforms.batch.labels import Node
from docforms.expressions.dates import date_problem, iso_date
from docforms.expressions.identity import FORMATS
from docforms.expressions.masking import masked
from docforms.i18n import _

# Excel keeps this many digits of a number and puts zeros for the others.
EXACT_DIGITS: Final = 15
_SHOWN: Final = 40
# How a spreadsheet writes a long code into a csv file.
_SCIENTIFIC: Final = re.compile(r'[0-9](?:\.[0-9]+)?E\+[0-9]{2,3}')
_NUMBER: Final = re.compile(r'-?[0-9]{1,400}(?:\.[0-9]{1,400})?')
_GROUPED: Final = re.compile(r'-?[0-9]{1,3}(?:,[0-9]{3}){1,100}(?:\.[0-9]{1,400})?')
_SEPARATORS: Final = re.compile('[、；;]')
_YES: Final = frozenset({'是', 'true', '1'})
_NO: Final = frozenset({'否', 'false', '0'})


class Unreadable(NamedTuple):
    """Why a cell has no value: what is wrong, and what to do."""

    message: str
    remedy: str


def value_of(cell: Cell, node: Node) -> Any:
    """Give the value of a cell as the data of a document has it, or `Unreadable`.

    Text a field cannot take is given as it is, for the check of all values to say so.
    """
    if cell.kind == 'error':
        return Unreadable(_("单元格是错误值 {code}").format(code=cell.text), _("请改正公式，或直接填写内容"))
    if cell.kind == 'unsaved':
        return Unreadable(
            _("公式没有保存计算结果"),
            _("请在 Excel 或 WPS 中打开，等计算完成后保存再试；或复制这一列，选择性粘贴为数值"),
        )
    if node['type'] == 'array':
        return _list(cell, node['items'])
    if node.get('format') == 'date':
        return _date(cell)
    return _READERS[node['type']](cell, node)


def _text(cell: Cell, node: Node) -> Any:
    if cell.kind == 'text':
        exact = 'format' in node or 'enum' in node
        if _SCIENTIFIC.fullmatch(cell.text.strip()) is not None:
            return _digits_lost()
        return cell.text.strip() if exact else cell.text
    if cell.kind == 'number':
        return _text_of_number(cell, node)
    if cell.kind == 'boolean':
        return 'TRUE' if cell.text == '1' else 'FALSE'
    return Unreadable(
        _("这一项是文字，单元格却是日期（{day}），可能被自动改动过").format(day=cell.text),
        _("请把单元格设为文本格式，重新录入"),
    )


def _text_of_number(cell: Cell, node: Node) -> Any:
    number = _exact(cell.text)
    if number is None:
        return _digits_lost()
    if number != number.to_integral_value():
        return Unreadable(
            _("这一项是文字，单元格却是数字 {number}，写法可能被改动过").format(number=_shown(f'{number:f}', node)),
            _("请把单元格设为文本格式，重新录入"),
        )
    text = f'{number:.0f}'.zfill(cell.digits)
    problem = FORMATS[node['format']](text) if node.get('format') in FORMATS else None
    if problem is None:
        return text
    return Unreadable(
        _("现为数字“{value}”：{problem}；数字不保留开头的0").format(value=_shown(text, node), problem=problem),
        _("请把单元格设为文本格式，对照原件重新录入"),
    )


def _digits_lost() -> Unreadable:
    return Unreadable(
        _("号码是以数字保存的，超过{count}位的部分已经丢失，不能还原").format(count=EXACT_DIGITS),
        _("请把这一列设为文本格式，对照原件重新录入号码"),
    )


def _number(cell: Cell, node: Node) -> Any:
    if cell.kind == 'number':
        number = _exact(cell.text)
        if number is None:
            return Unreadable(
                _("数字超过{count}位，末尾几位已经丢失").format(count=EXACT_DIGITS),
                _("请核对；确实这样大的数，请设为文本格式重新录入"),
            )
        # The clerk sees 5%, and the form counts in hundredths.
        number = number * 100 if cell.percent and node.get('unit') == '%' else number
        return int(number) if number == number.to_integral_value() else number.normalize()
    text = cell.text.strip()
    if _GROUPED.fullmatch(text) is not None:
        text = text.replace(',', '')
    if cell.kind == 'text' and _NUMBER.fullmatch(text) is not None:
        return Decimal(text) if '.' in text else int(text)
    return _written(cell) if cell.kind != 'text' else text


def _date(cell: Cell) -> Any:
    if cell.kind == 'date':
        return cell.text.partition(' ')[0]
    text = cell.text.strip()
    if cell.kind == 'boolean' or (cell.kind == 'number' and re.fullmatch('[0-9]{8}', text) is None):
        return Unreadable(
            _("这一项是日期，单元格却是“{value}”").format(value=_written(cell)[:_SHOWN]),
            _("请把单元格设为日期格式，或写成 2026-03-02 的样子"),
        )
    try:
        return iso_date(text)
    except ValueError:
        problem = date_problem(text) or ''
        return Unreadable(
            _("现为“{value}”：{problem}").format(value=text[:_SHOWN], problem=problem),
            _("请写成 2026-03-02 的样子，年份写四位"),
        )


def _yes_no(cell: Cell, node: Node) -> Any:
    text = cell.text.strip()
    yes, no = str(node.get('true_label', '是')), str(node.get('false_label', '否'))
    if cell.kind in {'boolean', 'text', 'number'}:
        if text == yes or text.casefold() in _YES:
            return True
        if text == no or text.casefold() in _NO:
            return False
    return Unreadable(
        _("现为“{value}”，看不出是“{yes}”还是“{no}”").format(value=text[:_SHOWN], yes=yes, no=no),
        _("请填“{yes}”或“{no}”").format(yes=yes, no=no),
    )


def _list(cell: Cell, node: Node) -> Any:
    """Read a list of values: one in each line, or separated by 、 or ；."""
    parts = [cell.text]
    if cell.kind == 'text':
        parts = cell.text.split('\n') if '\n' in cell.text else _SEPARATORS.split(cell.text)
    values = [value_of(cell._replace(text=part), node) for part in parts if part.strip()]
    return next((value for value in values if isinstance(value, Unreadable)), values)


def _exact(digits: str) -> Decimal | None:
    """Give the number a cell shows; None when it has more digits than a spreadsheet keeps.

    Files hold a binary number, written with up to 17 digits: 8.2899999999999991 is 8.29.
    """
    number = Decimal(format(float(digits), f'.{EXACT_DIGITS}g'))
    return number if number.is_finite() and number.adjusted() < EXACT_DIGITS else None


def _written(cell: Cell) -> str:
    """Write a cell as the clerk sees it, for a message."""
    return {'1': 'TRUE', '0': 'FALSE'}.get(cell.text, cell.text) if cell.kind == 'boolean' else cell.text


def _shown(text: str, node: Node) -> str:
    return masked(text, node['sensitive']) if 'sensitive' in node else text[:_SHOWN]


_READERS: Final[Mapping[str, Callable[[Cell, Node], Any]]] = {
    'string': _text,
    'number': _number,
    'integer': _number,
    'boolean': _yes_no,
}
