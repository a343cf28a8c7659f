"""Reports: say what checking a record gave, as text, JSON, a web page or an annotated workbook.

Every face says the same things in the same order: the count, the outcome, what is wrong from the gravest
kind to the lightest, what only advises, what could not be decided, and how far the checking went. JSON
alone keeps the findings as the report has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from docforms.findings import Report
from docforms.reports.as_json import to_json
from docforms.reports.as_text import to_text
from docforms.reports.names import Heading, Names, heading_of
from docforms.reports.wording import summary_line

if TYPE_CHECKING:
    # The model brings the expression language with it, which printing text and JSON can do without.
    from docforms.extraction import Evidence
    from docforms.extraction.views import PageView
    from docforms.packs.model import Form, Schema
    from docforms.scoring import Score, Sheet
    from docforms.surveys import Statistics, Survey
    from docforms.terms import Deadline


def deadlines_text(deadlines: Sequence[Deadline], *, pack_title: str, as_of: str) -> str:
    """Write deadlines with their counting step by step; see `as_deadlines`."""
    from docforms.reports import as_deadlines

    return as_deadlines.deadlines_text(deadlines, pack_title=pack_title, as_of=as_of)


def evidence_text(evidence: Evidence, *, form_title: str) -> str:
    """Write what was read from a filled form; see `as_evidence`."""
    from docforms.reports import as_evidence

    return as_evidence.evidence_text(evidence, form_title=form_title)


def evidence_json(evidence: Evidence) -> str:
    """Write what was read from a filled form as JSON; see `as_evidence`."""
    from docforms.reports import as_evidence

    return as_evidence.evidence_json(evidence)


def review_page(evidence: Evidence, form: Form, views: Sequence[PageView]) -> str:
    """Write a page to check an extraction beside the pages it was read from; see `as_review`."""
    from docforms.reports import as_review

    return as_review.review_page(evidence, form, views)


def result_of(sheet: Sheet, score: Score) -> str:
    """Say the result of a score in words."""
    from docforms.reports import as_score

    return as_score.result_of(sheet, score)


def score_text(sheet: Sheet, score: Score, institution: str) -> str:
    """Write a score: faults first, then totals and the result."""
    from docforms.reports import as_score

    return as_score.score_text(sheet, score, institution)


def survey_text(survey: Survey, statistics: Statistics) -> str:
    """Write statistics: how many came back, every question with its counts and rates, the free texts."""
    from docforms.reports import as_survey

    return as_survey.survey_text(survey, statistics)


def survey_data(survey: Survey, statistics: Statistics) -> dict[str, Any]:
    """Give statistics as plain data; see `as_survey`."""
    from docforms.reports import as_survey

    return as_survey.survey_data(survey, statistics)


def answer_book(survey: Survey, fields: Mapping[str, Schema], required: Sequence[str]) -> bytes:
    """Write the xlsx workbook answers are entered in; equal arguments give equal bytes.

    `fields` are what the office says of the survey by name, `required` those it has to.
    """
    from docforms.reports.workbook_answers import written

    return written(survey, fields, required)


def to_html(reports: Sequence[Report], headings: Sequence[Heading]) -> str:
    """Write reports as one self-contained page to read on screen or print on A4.

    Args:
        reports: What to say, in this order.
        headings: What each report is about; as many as there are reports.
    """
    from docforms.reports.as_html import page

    return page(reports, headings)


def annotated_workbook(report: Report, record: Mapping[str, Any], form: Form, heading: Heading) -> bytes:
    """Write an xlsx workbook: the findings, the record with its wrong cells marked, and the scope.

    The record is shown in full, sensitive values too: it is the office's own working file.
    Equal arguments give equal bytes.
    """
    from docforms.reports.workbook import written

    return written(report, record, form, heading)


__all__ = [
    'Heading',
    'Names',
    'annotated_workbook',
    'answer_book',
    'deadlines_text',
    'evidence_json',
    'evidence_text',
    'heading_of',
    'result_of',
    'review_page',
    'score_text',
    'summary_line',
    'survey_data',
    'survey_text',
    'to_html',
    'to_json',
    'to_text',
]
