"""Surveys as frozen values, built from surveys/NAME.yaml (docforms:meta/survey) and the questionnaire it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from docforms.packs.model import Schema, as_list

QuestionKind = Literal['scale', 'choice', 'choices', 'text']


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `score` is None where it does not count in the mean, and on a scale where it is no valid answer."""

    id: str
    title: str
    score: Decimal | None = None
    satisfied: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a scale, one choice of a list, several choices of a list, or free text without options."""

    id: str
    title: str
    kind: QuestionKind
    options: tuple[Option, ...] = ()
    number: int = 0
    """Counts the questions of the scale from 1; 0 for any other."""

    @property
    def heading(self) -> str:
        """Write it as the workbook for answers heads its column."""
        return f'{self.number}. {self.title}' if self.number else self.title


@dataclass(frozen=True, slots=True)
class Survey:
    """One survey."""

    title: str
    annex: str
    reference_only: bool
    source: tuple[str, ...]
    questionnaire: str
    statistics: str
    base: str
    overall: str
    questions: tuple[Question, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any], questionnaire: Schema) -> Survey:
        """Take a survey from data that keeps to docforms:meta/survey; `questionnaire` is the schema of its document."""
        scale = tuple(
            Option(
                each['id'],
                each['title'],
                None if 'score' not in each else Decimal(each['score']),
                each.get('satisfied', False),
            )
            for each in data['scale']
        )
        questions: list[Question] = []
        for entry in data['questions']:
            if 'field' in entry:
                questions.append(_of_field(entry['field'], questionnaire['properties'][entry['field']]))
            else:
                number = sum(question.kind == 'scale' for question in questions) + 1
                questions.append(Question(entry['id'], entry['title'], 'scale', scale, number))
        return cls(
            title=data['title'],
            annex=data.get('annex', ''),
            reference_only=data.get('reference_only', False),
            source=as_list(data['source']),
            questionnaire=data['questionnaire'],
            statistics=data['statistics'],
            base=data['base'],
            overall=data['overall'],
            questions=tuple(questions),
        )


def _of_field(name: str, node: Schema) -> Question:
    """Take a question from a field of the questionnaire: its title, and its choices if it has any."""
    several = node.get('type') == 'array'
    choices = node['items'].get('enum', ()) if several else node.get('enum', ())
    kind: QuestionKind = 'choices' if several else 'choice' if choices else 'text'
    return Question(name, node['title'], kind, tuple(Option(choice, choice) for choice in choices))
