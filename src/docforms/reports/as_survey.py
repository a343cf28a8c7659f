"""Statistics of a survey as plain text and plain data: what came back, every question, the free texts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from docforms.i18n import _
from docforms.reports.printable import one_line
from docforms.reports.wrapping import wrapped
from docforms.surveys import QuestionCount, Statistics, Survey


def survey_text(survey: Survey, statistics: Statistics) -> str:
    """Write statistics in lines of at most 100 columns."""
    return '\n'.join(_lines(survey, statistics))


def _lines(survey: Survey, statistics: Statistics) -> Iterator[str]:
    yield from wrapped(survey.title)
    counts = _("收回 {returned} 份，有效 {valid} 份").format(returned=statistics.returned, valid=statistics.valid)
    if statistics.distributed is not None:
        sent = _("发出 {distributed} 份，{counts}，回收率 {rate}")
        counts = sent.format(distributed=statistics.distributed, counts=counts, rate=_percent(statistics.return_rate))
    yield counts
    for counted in statistics.questions:
        yield from wrapped(_question(counted), first='', rest='    ')
    whole = _("各题合计：满意率 {rate}（{satisfied}/{answered}），平均分 {mean}")
    yield whole.format(
        rate=_percent(statistics.rate),
        satisfied=statistics.satisfied,
        answered=statistics.answered,
        mean=_shown(statistics.mean),
    )
    for remark in statistics.remarks:
        text = f'{remark.question}（{remark.questionnaire}）：{one_line(remark.text)}'
        yield from wrapped(text, first='- ', rest='  ')
    yield _("满意率以{base}为分母；百分比四舍五入到一位小数，平均分到两位小数。").format(base=survey.base)


def _question(counted: QuestionCount) -> str:
    options = _("，").join(
        _("{option} {count}").format(option=each.option.title, count=each.count)
        + ('' if each.rate is None else f'（{each.rate}%）')
        for each in counted.options
    )
    if counted.question.kind != 'scale':
        return _("{question}：{options}").format(question=counted.question.heading, options=options)
    line = _("{question}：满意率 {rate}（{satisfied}/{answered}），平均分 {mean}；{options}")
    return line.format(
        question=counted.question.heading,
        rate=_percent(counted.rate),
        satisfied=counted.satisfied,
        answered=counted.answered,
        mean=_shown(counted.mean),
        options=options,
    )


def _percent(rate: Decimal | None) -> str:
    return _shown(rate) if rate is None else f'{rate}%'


def _shown(value: Decimal | None) -> str:
    return _("无") if value is None else str(value)


def survey_data(survey: Survey, statistics: Statistics) -> dict[str, Any]:
    """Give statistics as plain data; rates are percentages, None of nothing."""
    return {
        'title': survey.title,
        'distributed': statistics.distributed,
        'returned': statistics.returned,
        'valid': statistics.valid,
        'return_rate': statistics.return_rate,
        'answered': statistics.answered,
        'satisfied': statistics.satisfied,
        'rate': statistics.rate,
        'mean': statistics.mean,
        'questions': [_question_data(each) for each in statistics.questions],
        'remarks': [
            {'questionnaire': each.questionnaire, 'question': each.question, 'text': each.text}
            for each in statistics.remarks
        ],
    }


def _question_data(counted: QuestionCount) -> dict[str, Any]:
    scale = {'satisfied': counted.satisfied, 'rate': counted.rate, 'mean': counted.mean}
    return {
        'id': counted.question.id,
        'title': counted.question.title,
        'kind': counted.question.kind,
        'answered': counted.answered,
        **(scale if counted.question.kind == 'scale' else {}),
        'options': [
            {'id': each.option.id, 'title': each.option.title, 'count': each.count, 'rate': each.rate}
            for each in counted.options
        ],
    }
