"""The workbook answers to a survey are entered in: one row for each questionnaire, with lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from docforms.documents.workbook_file import saved
from docforms.i18n import _
from docforms.packs.model import Schema
from docforms.reports.workbook_cells import (
    LARGE,
    PLAIN,
    TEXT_FORMAT,
    banner,
    cell_at,
    comment,
    fit_height,
    header,
    print_setup,
    put,
    widths,
)
from docforms.surveys import Column, Survey, columns_of
from docforms.surveys.columns import ABOUT, ANSWERS, BETWEEN, CHOICES, GUIDE, NUMBER, VALID

# As many questionnaires as the lists to choose from reach down to.
LAST_ROW: Final = 5000
WIDTHS: Final = (10, 14, 40)
# Excel shows no more than this of a message.
LONGEST_PROMPT: Final = 250


def written(survey: Survey, fields: Mapping[str, Schema], required: Sequence[str]) -> bytes:
    """Write the workbook."""
    columns = columns_of(survey)
    workbook = Workbook()
    answers = workbook.worksheets[0]
    answers.title = ANSWERS
    _fill_about(workbook.create_sheet(ABOUT), fields, required)
    _fill_guide(workbook.create_sheet(GUIDE), survey, columns)
    places = _fill_choices(workbook.create_sheet(CHOICES), columns)
    _fill_answers(answers, columns, places)
    return saved(workbook)


def _fill_answers(sheet: Worksheet, columns: Sequence[Column], places: Mapping[tuple[str, ...], str]) -> None:
    """Write the head of the table; the rows below are text cells, most with a list to choose from."""
    widths(sheet, [_width(column) for column in columns])
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].number_format = TEXT_FORMAT
        rule = _rule(column, places)
        rule.add(f'{letter}2:{letter}{LAST_ROW}')
        sheet.add_data_validation(rule)
    header(sheet, 1, [column.title for column in columns])
    for number, column in enumerate(columns, start=1):
        comment(cell_at(sheet, 1, number), [_hint(column)])
    sheet.freeze_panes = 'B2'
    print_setup(sheet)


def _width(column: Column) -> float:
    if not column.choices:
        return WIDTHS[1] if column.title == NUMBER else WIDTHS[2]
    return WIDTHS[1] if column.question is not None else WIDTHS[0]


def _rule(column: Column, places: Mapping[tuple[str, ...], str]) -> DataValidation:
    """Let a cell hold what its column takes, and say so when it is entered."""
    prompt = _hint(column)[:LONGEST_PROMPT]
    if not column.choices or column.several:
        return DataValidation(prompt=prompt, showInputMessage=True, allow_blank=True)
    return DataValidation(
        type='list',
        formula1=places[column.choices],
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=_("请从列表中选择"),
        error=prompt,
        prompt=prompt,
        showInputMessage=True,
    )


def _hint(column: Column) -> str:
    if column.title == NUMBER:
        return _("问卷上的编号，每份不同；没有编号的留空")
    if column.title == VALID:
        return _("作废的问卷选“{no}”，其余留空").format(no=column.choices[-1])
    if not column.choices:
        return _("照问卷上的原话填写；没有写的留空")
    if column.several:
        return _("可以选几项，中间用“{mark}”隔开：{choices}；没有答的留空").format(
            mark=BETWEEN, choices=BETWEEN.join(column.choices)
        )
    return _("选一项：{choices}；没有答的留空").format(choices=BETWEEN.join(column.choices))


def _example(column: Column) -> str:
    if column.title == NUMBER:
        return '001'
    if column.title == VALID:
        return ''
    if not column.choices:
        return _("希望增设服务窗口")
    return BETWEEN.join(column.choices[:2]) if column.several else column.choices[0]


def _fill_about(sheet: Worksheet, fields: Mapping[str, Schema], required: Sequence[str]) -> None:
    """Write what the office has to say of the survey: one thing in each row."""
    widths(sheet, (24, 50, 60))
    header(sheet, 1, (_("项目"), _("内容"), _("说明")))
    for row, (name, node) in enumerate(fields.items(), start=2):
        notes = [_("必填")] if name in required else []
        notes += [_("整数")] if node.get('type') == 'integer' else []
        notes += [node['hint']] if 'hint' in node else []
        notes += [_("例如 {example}").format(example=node['example'])] if 'example' in node else []
        for column, text in enumerate((node['title'], '', _("；").join(notes)), start=1):
            put(cell_at(sheet, row, column), text)
        cell_at(sheet, row, 2).number_format = TEXT_FORMAT
        fit_height(sheet, row, 3)
    print_setup(sheet)


def _fill_guide(sheet: Worksheet, survey: Survey, columns: Sequence[Column]) -> None:
    """Say how to fill in each column, with an example row written downwards."""
    widths(sheet, (40, 70, 24))
    lines = [
        survey.title,
        _("在“{answers}”中每份问卷填一行，在“{about}”中填写统计表上的其他内容。").format(answers=ANSWERS, about=ABOUT),
        _("收回而没有作答的问卷也填一行编号，计入收回、不计入有效。列名不要修改。"),
    ]
    banner(sheet, 1, 3, lines[:1], LARGE)
    banner(sheet, 2, 3, lines[1:], PLAIN)
    header(sheet, 3, (_("列"), _("填什么"), _("例")))
    for row, column in enumerate(columns, start=4):
        for place, text in enumerate((column.title, _hint(column), _example(column)), start=1):
            put(cell_at(sheet, row, place), text)
        fit_height(sheet, row, 3)
    print_setup(sheet)


def _fill_choices(sheet: Worksheet, columns: Sequence[Column]) -> dict[tuple[str, ...], str]:
    """Write every list of choices once; gives where each stands. Excel takes no longer list than 255 characters."""
    lists = list(dict.fromkeys(column.choices for column in columns if column.choices))
    places: dict[tuple[str, ...], str] = {}
    for number, choices in enumerate(lists, start=1):
        letter = get_column_letter(number)
        for row, choice in enumerate(choices, start=1):
            put(cell_at(sheet, row, number), choice)
        places[choices] = f'{quote_sheetname(sheet.title)}!${letter}$1:${letter}${len(choices)}'
    sheet.sheet_state = 'hidden'
    return places
