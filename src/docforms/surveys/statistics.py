"""Count the answers to a survey, exactly.

Percentages are rounded half up to one decimal, means to two, each once and from the exact fraction. The rate of a
question is taken of its valid answers: neither a blank nor a choice that says the question does not apply is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from docforms.surveys.survey import Option, Question, Survey

MEAN_STEP: Final = Decimal('0.01')


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One questionnaire that came back: the titles of the options chosen, or the text, by the id of the question.

    `voided` is one the office has put aside.
    """

    number: str
    answers: Mapping[str, tuple[str, ...]]
    voided: bool = False


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How often an option was chosen; `rate` is its percentage of the valid answers, None where it is none itself."""

    option: Option
    count: int
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class QuestionCount:
    """The answers to one question; rates and means are None without a valid answer, and where there is no scale."""

    question: Question
    options: tuple[OptionCount, ...]
    answered: int
    satisfied: int
    rate: Decimal | None
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A free text, and which questionnaire it stands in."""

    questionnaire: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a survey gave; `distributed` is None where the office has not said it.

    `answered`, `satisfied`, `rate` and `mean` are those of all questions of the scale together.
    """

    distributed: int | None
    returned: int
    valid: int
    return_rate: Decimal | None
    questions: tuple[QuestionCount, ...]
    answered: int
    satisfied: int
    rate: Decimal | None
    mean: Decimal | None
    remarks: tuple[Remark, ...]


def percentage(part: int, whole: int) -> Decimal | None:
    """Give a part of a whole in percent with one decimal, rounded half up; None of nothing."""
    return Decimal((2000 * part + whole) // (2 * whole)).scaleb(-1) if whole else None


def count(survey: Survey, questionnaires: Sequence[Questionnaire], distributed: int | None = None) -> Statistics:
    """Count the questionnaires of a survey; only valid ones enter what is counted.

    A questionnaire is valid unless it was voided or answers no question of the scale.
    """
    valid = [each for each in questionnaires if not each.voided and _answers_scale(survey, each)]
    counted = tuple(_counted(question, valid) for question in survey.questions if question.kind != 'text')
    scale = [each for each in counted if each.question.kind == 'scale']
    answered, satisfied = sum(each.answered for each in scale), sum(each.satisfied for each in scale)
    return Statistics(
        distributed=distributed,
        returned=len(questionnaires),
        valid=len(valid),
        return_rate=None if distributed is None else percentage(len(questionnaires), distributed),
        questions=counted,
        answered=answered,
        satisfied=satisfied,
        rate=percentage(satisfied, answered),
        mean=_mean([option for each in scale for option in each.options]),
        remarks=tuple(
            Remark(each.number, question.title, text)
            for question in survey.questions
            if question.kind == 'text'
            for each in valid
            for text in each.answers.get(question.id, ())
        ),
    )


def _answers_scale(survey: Survey, questionnaire: Questionnaire) -> bool:
    return any(question.kind == 'scale' and questionnaire.answers.get(question.id) for question in survey.questions)


def _counted(question: Question, questionnaires: Sequence[Questionnaire]) -> QuestionCount:
    given = [each.answers.get(question.id, ()) for each in questionnaires]
    counts = {option.title: sum(option.title in chosen for chosen in given) for option in question.options}
    counting = {option.title for option in question.options if question.kind != 'scale' or option.score is not None}
    answered = sum(not counting.isdisjoint(chosen) for chosen in given)
    options = tuple(
        OptionCount(
            option,
            counts[option.title],
            percentage(counts[option.title], answered) if option.title in counting else None,
        )
        for option in question.options
    )
    satisfied = sum(each.count for each in options if each.option.satisfied)
    is_scale = question.kind == 'scale'
    rate = percentage(satisfied, answered) if is_scale else None
    return QuestionCount(question, options, answered, satisfied, rate, _mean(options) if is_scale else None)


def _mean(options: Sequence[OptionCount]) -> Decimal | None:
    """Give the mean score of what was chosen; None when nothing that has one was."""
    scored = [(each.option.score, each.count) for each in options if each.option.score is not None]
    whole = sum(number for _score, number in scored)
    total = sum((score * number for score, number in scored), Decimal(0))
    return (total / whole).quantize(MEAN_STEP, ROUND_HALF_UP) if whole else None
