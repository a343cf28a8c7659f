"""What a spreadsheet lets a clerk enter: lists to choose from, days, numbers within bounds, texts of a length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from docforms.batch.labels import Node
from docforms.documents.form_context import text_of
from docforms.i18n import _

# Excel's limits for the choices written into a validation, for the title of a hint and for its text.
_INLINE: Final = 255
_PROMPT_TITLE: Final = 32
_PROMPT: Final = 255
_SHEET: Final = '选项'
# 1900-01-01 and 9999-12-31 as spreadsheets count them, and the largest number they hold digit for digit.
_FIRST_DAY: Final = '1'
_LAST_DAY: Final = '2958465'
_LARGEST: Final = 999_999_999_999_999


class Choices:
    """Lists to choose from that are too long to stand in a validation; they are kept on a hidden sheet."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._lists: dict[tuple[str, ...], int] = {}

    def formula(self, options: Sequence[str]) -> str:
        """Give the formula of a list."""
        inline = ','.join(options)
        if len(inline) <= _INLINE and not any(',' in option or '"' in option for option in options):
            return f'"{inline}"'
        column = self._lists.setdefault(tuple(options), len(self._lists) + 1)
        letter = get_column_letter(column)
        return f"'{_SHEET}'!${letter}$1:${letter}${len(options)}"

    def finish(self) -> None:
        """Write the hidden sheet, when there is anything to write."""
        if self._lists:
            sheet = self._workbook.create_sheet(_SHEET)
            sheet.sheet_state = 'hidden'
            for options, column in self._lists.items():
                for row, option in enumerate(options, start=1):
                    sheet.cell(row, column, option)


def validation_of(node: Node, choices: Choices) -> DataValidation:
    """Give the validation of a field with its hint.

    What is not on a list cannot be entered; days, bounds and lengths only warn, since docforms reads days in other
    ways of writing too.
    """
    found = _rule(node, choices)
    if found.type != 'list':
        found.errorStyle = 'warning'
    found.allow_blank = True
    found.showErrorMessage = found.type is not None
    found.errorTitle = str(node['title'])[:_PROMPT_TITLE]
    hint = str(node.get('hint', ''))
    if hint:
        found.showInputMessage = True
        found.promptTitle = str(node['title'])[:_PROMPT_TITLE]
        found.prompt = hint[:_PROMPT]
    return found


def _rule(node: Node, choices: Choices) -> DataValidation:
    kind = node['type']
    if 'enum' in node or kind == 'boolean':
        yes_no = (text_of(node, value=True), text_of(node, value=False))
        options = [str(option) for option in node.get('enum', yes_no)]
        return DataValidation('list', choices.formula(options), error=_("请从列表中选择"))
    if node.get('format') == 'date':
        message = _("请填写日期，如 2026-03-02")
        return DataValidation('date', _FIRST_DAY, _LAST_DAY, operator='between', error=message)
    if kind in {'integer', 'number'}:
        return _number(node)
    if 'maxLength' in node:
        message = _("最多 {limit} 个字").format(limit=node['maxLength'])
        return DataValidation('textLength', str(node['maxLength']), operator='lessThanOrEqual', error=message)
    return DataValidation()


def _number(node: Node) -> DataValidation:
    low = node.get('minimum', node.get('exclusiveMinimum', -_LARGEST))
    high = node.get('maximum', _LARGEST)
    bounded = {low, high}.isdisjoint({-_LARGEST, _LARGEST})
    message = _("请填写 {low} 至 {high} 的数字").format(low=low, high=high) if bounded else _("请填写数字")
    kind: Literal['whole', 'decimal'] = 'whole' if node['type'] == 'integer' else 'decimal'
    return DataValidation(kind, str(low), str(high), operator='between', error=message)
