"""Read the answers of a survey from the workbook they were entered in: every wrong cell in one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from docforms.expressions import nearest
from docforms.i18n import _
from docforms.packs.model import Schema
from docforms.surveys.cells import Cells, Fault
from docforms.surveys.columns import ABOUT, ANSWERS, BETWEEN, NO, NUMBER, VALID, Column, columns_of
from docforms.surveys.statistics import Questionnaire
from docforms.surveys.survey import Survey

COUNT: Final = re.compile('[0-9]{1,9}')
NUMBERED: Final = re.compile(r'[0-9]+\s*[.、]\s*')
SEPARATORS: Final = re.compile(r'[、，,；;\n]+')
# What a questionnaire without a number is called; printed in documents, so not translated.
UNNUMBERED: Final = '第{row}行'
# The row of a table below its head, counted from 0.
FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class Answers:
    """What a workbook holds, as far as it could be read, and every fault.

    `about` has what the office says of the survey by the field of the statistics, `places` the cell of each such field.
    """

    questionnaires: tuple[Questionnaire, ...]
    about: Mapping[str, str | int]
    places: Mapping[str, str]
    faults: tuple[Fault, ...]


def read_answers(survey: Survey, fields: Mapping[str, Schema], sheets: Mapping[str, Cells], name: str) -> Answers:
    """Read answers from the sheets of a workbook, or from the one without a name of a csv file.

    `fields` are what the office says of the survey, `name` is what messages call the file.
    """
    answers = sheets.get(ANSWERS) or sheets.get('')
    if answers is None:
        message = _("缺少工作表“{sheet}”；请用 docforms new 生成的工作簿填写").format(sheet=ANSWERS)
        return Answers((), {}, {}, (Fault(name, message),))
    reading = _Reading(list(answers.faults))
    questionnaires = tuple(reading.questionnaires(survey, answers))
    about: dict[str, str | int] = {}
    places: dict[str, str] = {}
    if ABOUT in sheets:
        reading.faults += sheets[ABOUT].faults
        about, places = reading.about(fields, sheets[ABOUT])
    return Answers(questionnaires, about, places, tuple(reading.faults))


def _plain(text: str) -> str:
    """Write a text so that spelling it with full-width signs or further spaces makes no difference."""
    return ''.join(unicodedata.normalize('NFKC', text).split())


def _key(heading: str) -> str:
    """Write the heading of a column without its number."""
    return NUMBERED.sub('', _plain(heading), count=1)


@dataclass(slots=True)
class _Reading:
    """Collects what is wrong on the way."""

    faults: list[Fault]
    numbers: dict[str, str] = field(default_factory=dict)

    def questionnaires(self, survey: Survey, cells: Cells) -> Iterator[Questionnaire]:
        """Give one questionnaire for each row that is not blank."""
        columns = self._columns(survey, cells)
        for row, texts in enumerate(cells.rows[FIRST:], start=FIRST):
            if not any(texts[place] for place in columns if place < len(texts)):
                self._stray(cells, row, texts)
                continue
            answers: dict[str, tuple[str, ...]] = {}
            number, voided = '', False
            for place, column in columns.items():
                text = texts[place] if place < len(texts) else ''
                where = cells.place(row, place)
                if column.title == NUMBER:
                    number = self._number(text, where)
                    continue
                given = self._given(column, text, where)
                if column.question is not None:
                    answers[column.question.id] = given
                else:
                    voided = given == (NO,)
            yield Questionnaire(number or UNNUMBERED.format(row=row + 1), answers, voided)

    def _columns(self, survey: Survey, cells: Cells) -> dict[int, Column]:
        """Find the column of each question by its heading, wherever it stands."""
        known = {_key(column.title): column for column in columns_of(survey)}
        found: dict[int, Column] = {}
        for place, title in enumerate(cells.rows[0] if cells.rows else ()):
            column = known.get(_key(title))
            if column is not None and column in found.values():
                self._add(cells.place(0, place), _("列“{title}”出现两次，请删去其中一列").format(title=title))
            elif column is not None:
                found[place] = column
            elif title:
                near = nearest(title, [each.title for each in known.values()])
                message = _("不认识列“{title}”{near}；请改正列名，或删去这一列")
                self._add(cells.place(0, place), message.format(title=title[:60], near=near))
        for column in known.values():
            if column not in found.values() and column.title not in {NUMBER, VALID}:
                message = _("缺少列“{title}”，请补上（没有人答的留空）").format(title=column.title)
                self._add(cells.place(0, len(cells.rows[0]) if cells.rows else 0), message)
        return found

    def _stray(self, cells: Cells, row: int, texts: tuple[str, ...]) -> None:
        for place, text in enumerate(texts):
            if text:
                self._add(cells.place(row, place), _("“{text}”不在任何一列里，请删去").format(text=text[:60]))

    def _number(self, text: str, where: str) -> str:
        if text and text in self.numbers:
            message = _("问卷编号 {number} 与 {other} 重复；请核对是否录入了两次")
            self._add(where, message.format(number=text[:60], other=self.numbers[text]))
        self.numbers.setdefault(text, where)
        return text

    def _given(self, column: Column, text: str, where: str) -> tuple[str, ...]:
        """Read one answer; what is not among the choices is a fault."""
        if not text:
            return ()
        if not column.choices:
            return (text,)
        known = {_plain(choice): choice for choice in column.choices}
        given: list[str] = []
        for part in SEPARATORS.split(text) if column.several else [text]:
            choice = known.get(_plain(part))
            if choice is not None:
                given.append(choice)
            elif part.strip():
                message = _("“{text}”不是“{title}”的选项，请改为：{choices}")
                choices = BETWEEN.join(column.choices)
                self._add(where, message.format(text=part[:60], title=column.title, choices=choices))
        return tuple(dict.fromkeys(given))

    def about(self, fields: Mapping[str, Schema], cells: Cells) -> tuple[dict[str, str | int], dict[str, str]]:
        """Read what the office says of the survey: a label and its value in each row."""
        by_title = {_plain(node['title']): name for name, node in fields.items()}
        found: dict[str, str | int] = {}
        places: dict[str, str] = {}
        for row, texts in enumerate(cells.rows[FIRST:], start=FIRST):
            label, text = (*texts, '', '')[:2]
            name = by_title.get(_plain(label))
            if name is not None:
                places[name] = cells.place(row, 1)
                if text:
                    whole = fields[name].get('type') == 'integer' and COUNT.fullmatch(text)
                    found[name] = int(text) if whole else text
            elif label or text:
                near = nearest(label, [node['title'] for node in fields.values()])
                message = _("不认识项目“{label}”{near}；请改正或删去这一行")
                self._add(cells.place(row, 0), message.format(label=label[:60], near=near))
        return found, places

    def _add(self, place: str, message: str) -> None:
        self.faults.append(Fault(place, message))
