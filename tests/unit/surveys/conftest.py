"""A small survey made up for tests: visitors are asked about the care of old trees."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from docforms.surveys import Survey

QUESTIONNAIRE = {
    'properties': {
        'came_for': {'title': '来意', 'type': 'array', 'items': {'type': 'string', 'enum': ['散步', '拍照', '研学']}},
        'again': {'title': '是否再来', 'type': 'string', 'enum': ['会', '不会']},
        'advice': {'title': '建议', 'type': 'string'},
    }
}
DATA = {
    'title': '古树名木养护满意度调查',
    'source': 'TC-2.1',
    'questionnaire': 'visit-questionnaire',
    'statistics': 'visit-statistics',
    'base': '各题有效回答',
    'scale': [
        {'id': 'good', 'title': '满意', 'score': 3, 'satisfied': True},
        {'id': 'fair', 'title': '一般', 'score': 2},
        {'id': 'poor', 'title': '不满意', 'score': 1},
        {'id': 'unseen', 'title': '没有看到'},
    ],
    'overall': 'whole',
    'questions': [
        {'field': 'came_for'},
        {'id': 'signs', 'title': '标牌和说明'},
        {'id': 'whole', 'title': '总体评价'},
        {'field': 'again'},
        {'field': 'advice'},
    ],
}
HEAD = ('问卷编号', '来意', '1. 标牌和说明', '2. 总体评价', '是否再来', '建议', '是否有效')


@pytest.fixture
def survey() -> Survey:
    """Give the survey."""
    return Survey.from_data(DATA, QUESTIONNAIRE)


def workbook(*rows: tuple[Any, ...], head: tuple[Any, ...] = HEAD, about: tuple[tuple[Any, Any], ...] = ()) -> bytes:
    """Write a workbook of answers, and of what the office says if it says anything."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = '答卷'
    for row in (head, *rows):
        sheet.append(row)
    if about:
        other = book.create_sheet('调查信息')
        for pair in (('项目', '内容'), *about):
            other.append(pair)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def answers_book():
    """Give the function that writes a workbook of answers."""
    return workbook
