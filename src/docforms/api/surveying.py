"""Surveys: the workbook answers are entered in, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docforms.api.office import catalogue
from docforms.exceptions import InputError
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.packs import DocumentType, Pack
    from docforms.surveys import Answers, Fault, Statistics, Survey


def new_answers(survey_id: str, *, packs: Sequence[Path] = ()) -> bytes:
    """Give the xlsx workbook answers to a survey are entered in: one row for each questionnaire.

    Raises:
        UnknownName: there is no such survey.
    """
    from docforms.reports import answer_book
    from docforms.surveys import about_fields

    _pack, found, document = _survey(survey_id, packs)
    return answer_book(found, about_fields(document.schema), document.schema.get('required', ()))


def survey(
    survey_id: str, answers: str, *, office: Mapping[str, Any] | None = None, packs: Sequence[Path] = ()
) -> tuple[Survey, Statistics, dict[str, Any], DocumentType]:
    """Count the answers to a survey.

    `answers` is an xlsx workbook of `new_answers()`, or a csv file with the same columns; `office` gives values every
    document of an office has, and the workbook wins. Gives the survey, the statistics, the values the printed
    statistics are filled with, and the document that prints them.

    Raises:
        UnknownName: there is no such survey.
        InputError: the file cannot be read, or cells are wrong, all of them listed.
    """
    from docforms.files import read_bytes, shown
    from docforms.opening import Worker
    from docforms.surveys import about_fields, count, read_answers, read_cells, statistics_values

    with Worker(preload=('openpyxl', 'docforms.surveys')) as worker:
        pack, found, document = _survey(survey_id, packs)
        sheets = worker.run(shown(answers), read_cells, read_bytes(answers), shown(answers))
    fields = about_fields(document.schema)
    read = read_answers(found, fields, sheets, shown(answers))
    about = {**{name: value for name, value in (office or {}).items() if name in fields}, **read.about}
    faults = [*read.faults, *_about_faults(pack, document, about, read)]
    if faults:
        lines = [f'  {fault.place}：{fault.message}' for fault in faults]
        head = _("{file}：答卷有 {count} 处错误：").format(file=shown(answers), count=len(lines))
        raise InputError('\n'.join([head, *lines]))
    distributed = about.get('distributed')
    statistics = count(found, read.questionnaires, None if distributed is None else int(distributed))
    return found, statistics, statistics_values(found, statistics, about, document.schema), document


def _survey(survey_id: str, packs: Sequence[Path]) -> tuple[Pack, Survey, DocumentType]:
    """Find a survey, its pack, and the document that prints its statistics."""
    from docforms.packs import document_of
    from docforms.surveys import Survey

    pack, data = catalogue(packs).survey(survey_id)
    questionnaire, statistics = (document_of(pack, data[role]) for role in ('questionnaire', 'statistics'))
    return pack, Survey.from_data(data, questionnaire.schema), statistics


def _about_faults(pack: Pack, document: DocumentType, about: Mapping[str, Any], read: Answers) -> Iterator[Fault]:
    """Check what the office said of the survey; without a place to say it in, what is missing is no fault."""
    from docforms.findings import parts_of
    from docforms.surveys import Fault
    from docforms.validation import check_values

    _values, findings = check_values(pack, document.schema, about)
    for finding in findings:
        place = read.places.get(str(parts_of(finding.pointer)[0]))
        if place is not None and finding.severity == 'error':
            yield Fault(place, f'{finding.label}：{finding.message}。{finding.remedy}')
    sent, returned = about.get('distributed'), len(read.questionnaires)
    if isinstance(sent, int) and sent < returned and 'distributed' in read.places:
        message = _("发出 {sent} 份，少于收回的 {returned} 份；请核对发出的份数，或有没有重复录入")
        yield Fault(read.places['distributed'], message.format(sent=sent, returned=returned))
