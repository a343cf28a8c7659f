"""How a workbook for answers is laid out: what writes it and what reads it go by this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from docforms.surveys.survey import Question, Survey

# Names inside the file: the same in every language of the interface, since files travel.
ANSWERS: Final = '答卷'
ABOUT: Final = '调查信息'
GUIDE: Final = '填写说明'
CHOICES: Final = '选项'
NUMBER: Final = '问卷编号'
VALID: Final = '是否有效'
YES: Final = '是'
NO: Final = '否'
# Between the choices of one cell where several may be made.
BETWEEN: Final = '、'


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `choices` are what may stand in it, empty for any text."""

    title: str
    choices: tuple[str, ...] = ()
    several: bool = False
    question: Question | None = None


def columns_of(survey: Survey) -> tuple[Column, ...]:
    """Give the columns in order: one for each question between the number and whether it is valid."""
    return (Column(NUMBER), *map(_of_question, survey.questions), Column(VALID, (YES, NO)))


def _of_question(question: Question) -> Column:
    choices = tuple(option.title for option in question.options)
    return Column(question.heading, choices, question.kind == 'choices', question)
