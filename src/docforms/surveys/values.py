"""The values printed statistics are filled with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from docforms.packs.model import Schema
from docforms.surveys.statistics import QuestionCount, Statistics
from docforms.surveys.survey import Survey

COUNTED: Final = frozenset({
    'returned', 'valid', 'recovery_rate', 'overall_rate', 'overall_mean', 'rate_base', 'items', 'choices', 'remarks',
})  # fmt: skip


def about_fields(statistics: Schema) -> dict[str, Schema]:
    """Give the fields of printed statistics that the office has to say: plain ones that are not counted."""
    return {
        name: node
        for name, node in statistics['properties'].items()
        if name not in COUNTED and node.get('type') in {'string', 'integer'}
    }


def statistics_values(
    survey: Survey, statistics: Statistics, about: Mapping[str, Any], schema: Schema
) -> dict[str, Any]:
    """Give what a document of statistics asks for, by its schema; `about` is what the office has said.

    `items` has one group for each question of the scale: question, the count of every option by its id, answered, rate
    and mean; `choices` one for each other question: question, and of all its options option, count and share; `remarks`
    the free texts: questionnaire, question, text. Rates are shares of 1.
    """
    overall = next((each for each in statistics.questions if each.question.id == survey.overall), None)
    values = {
        **about,
        'distributed': statistics.distributed,
        'returned': statistics.returned,
        'valid': statistics.valid,
        'recovery_rate': _share(statistics.return_rate),
        'overall_rate': None if overall is None else _share(overall.rate),
        'overall_mean': None if overall is None else overall.mean,
        'rate_base': survey.base,
        'items': [_item(each) for each in statistics.questions if each.question.kind == 'scale'],
        'choices': [_choice(each) for each in statistics.questions if each.question.kind != 'scale'],
        'remarks': [
            {'questionnaire': each.questionnaire, 'question': each.question, 'text': each.text}
            for each in statistics.remarks
        ],
    }
    found = _fitting(values, schema)
    assert isinstance(found, dict)  # what fits of a group is a group
    return found


def _item(counted: QuestionCount) -> dict[str, Any]:
    counts = {each.option.id: each.count for each in counted.options}
    own = {'question': counted.question.title, 'answered': counted.answered}
    return {**own, **counts, 'rate': _share(counted.rate), 'mean': counted.mean}


def _choice(counted: QuestionCount) -> dict[str, Any]:
    options = [
        {'option': each.option.title, 'count': each.count, 'share': _share(each.rate)} for each in counted.options
    ]
    return {'question': counted.question.title, 'options': options}


def _share(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else rate.scaleb(-2)


def _fitting(value: Any, schema: Schema) -> Any:
    """Leave out what a schema does not know, and what there is not."""
    if isinstance(value, dict):
        known = schema.get('properties', {})
        return {
            name: _fitting(inner, known[name]) for name, inner in value.items() if name in known and inner is not None
        }
    return [_fitting(inner, schema['items']) for inner in value] if isinstance(value, list) else value
