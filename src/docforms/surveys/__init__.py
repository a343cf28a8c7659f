"""Surveys: questions and scales as data; answers read from a workbook, counts and rates."""

from docforms.surveys.cells import Fault, read_cells
from docforms.surveys.columns import Column, columns_of
from docforms.surveys.reading import Answers, read_answers
from docforms.surveys.statistics import (
    OptionCount,
    QuestionCount,
    Questionnaire,
    Remark,
    Statistics,
    count,
    percentage,
)
from docforms.surveys.survey import Option, Question, Survey
from docforms.surveys.values import about_fields, statistics_values

__all__ = [
    'Answers',
    'Column',
    'Fault',
    'Option',
    'OptionCount',
    'Question',
    'QuestionCount',
    'Questionnaire',
    'Remark',
    'Statistics',
    'Survey',
    'about_fields',
    'columns_of',
    'count',
    'percentage',
    'read_answers',
    'read_cells',
    'statistics_values',
]
