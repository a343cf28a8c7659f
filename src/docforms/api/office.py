"""What an office does every day: check, fill, render, count days, score.

Everything heavy is imported inside the functions, so that the command line starts at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docforms.exceptions import InputError, UsageError
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.findings import Finding, Report
    from docforms.packs import Catalogue, DocumentType, Form, Pack
    from docforms.scoring import Score, Sheet
    from docforms.terms import Deadline

# One document; a cold LibreOffice on a busy machine needs a quarter of this.
PDF_SECONDS: Final = 120.0


def catalogue(packs: Sequence[Path] = ()) -> Catalogue:
    """Find every pack: those that come with docforms and those in further folders.

    Raises:
        UsageError: a folder holds no packs.
    """
    from docforms.packs import Catalogue

    return Catalogue(packs)


def validate(
    record: Mapping[str, Any],
    *,
    as_of: str | None = None,
    today: date,
    packs: Sequence[Path] = (),
    calendars: Sequence[Path] = (),
) -> Report:
    """Check a record, or the result of extracting one, and list everything wrong with it.

    What was extracted with doubt counts as not there, and is listed as unconfirmed. Papers that were extracted with it
    are compared with the record.

    `as_of` is an ISO date; without it the record is judged on the day it was received, and without that on `today`.

    Raises:
        InputError: the record does not say which form it is of.
        UnknownName: there is no such form.
        UsageError: `as_of` is no date.
        PackError: the pack is wrong.
    """
    from docforms.papers import papers_of
    from docforms.records import record_of, unconfirmed_of
    from docforms.terms.official import CalendarInUse
    from docforms.validation import FormValidator, as_of_date, form_of

    unconfirmed, papers, record = unconfirmed_of(record), papers_of(record), record_of(record)
    pack, form = catalogue(packs).form(form_of(record))
    day = as_of_date(record, as_of, today.isoformat())
    return FormValidator(pack, form, CalendarInUse(calendars)).validate(record, day, unconfirmed, papers)


def notice(
    record: Mapping[str, Any],
    report: Report,
    *,
    office: Mapping[str, Any] | None = None,
    packs: Sequence[Path] = (),
) -> tuple[DocumentType, dict[str, Any]]:
    """Choose the notice a report calls for, and fill in its values from the case.

    `office` gives values every notice of an office has (its name, address, telephone); they win over the computed ones.

    Raises:
        UsageError: the record is complete, or the pack has no notice for this outcome.
        InputError: values are missing or wrong, all of them listed.
    """
    from docforms.documents.case import case_values
    from docforms.packs import Catalogue, document_of
    from docforms.validation import believed

    pack, form = Catalogue(packs).form(report.form)
    notices = (d.name for d in pack.documents.values() if d.outcome == report.outcome and form.name in d.forms)
    name = next(notices, None)
    if name is None:
        raise UsageError(_("结论为材料齐全，没有需要告知的事项，不生成告知书"))
    document = document_of(pack, name)
    values = case_values(pack, document, believed(record, report), asdict(report), form.title)
    known = document.schema['properties']
    return document, {**values, **{key: value for key, value in (office or {}).items() if key in known}}


def render(
    document_id: str,
    data: Mapping[str, Any],
    *,
    office: Mapping[str, Any] | None = None,
    packs: Sequence[Path] = (),
    templates: Path | None = None,
) -> bytes:
    """Render one document as docx.

    `office` gives values every document of an office has; the document takes those it knows, and `data` wins.

    `templates` is a folder with templates edited by the office; one of the document's name there is used.

    Raises:
        UnknownName: there is no such document.
        InputError: values are missing or wrong, all of them listed.
        TemplateError: the template cannot be used.
    """
    from docforms.documents import render_document
    from docforms.validation import check_values

    pack, document = catalogue(packs).document(document_id)
    fixed = {key: value for key, value in (office or {}).items() if key in document.schema['properties']}
    values, findings = check_values(pack, document.schema, {**fixed, **data})
    _refuse(_("文书“{title}”的数据有 {count} 处错误："), findings, title=document.title)
    return render_document(document, values, pack, template=edited_template(document.name, templates))


def _refuse(head: str, findings: Sequence[Finding], *, title: str = '') -> None:
    """Raise `InputError` with every error among some findings, if there is one, under a head that counts them."""
    errors = [finding for finding in findings if finding.severity == 'error']
    if errors:
        lines = [f'  {finding.label}（{finding.pointer}）：{finding.message}。{finding.remedy}' for finding in errors]
        raise InputError('\n'.join([head.format(title=title, count=len(errors)), *lines]))


def edited_template(name: str, templates: Path | None) -> Path | None:
    """Find the template of a document or form that the office has edited."""
    if templates is None:
        return None
    edited = templates / f'{name}.docx'
    return edited if edited.is_file() else None


def new(form_id: str, *, packs: Sequence[Path] = (), templates: Path | None = None) -> bytes:
    """Give the blank form as docx."""
    from docforms.documents import render_form

    pack, form = catalogue(packs).form(form_id)
    return render_form(form, pack, {}, template=edited_template(form.name, templates))


def skeleton(form_id: str, *, packs: Sequence[Path] = ()) -> dict[str, Any]:
    """Give an empty record of a form: every field and material that can be filled in."""
    from docforms.documents.skeleton import empty_record

    pack, form = catalogue(packs).form(form_id)
    return empty_record(pack, form)


def fill(record: Mapping[str, Any], *, packs: Sequence[Path] = (), templates: Path | None = None) -> bytes:
    """Give the official form filled with a record, or with what was extracted for certain, as docx.

    A record with mistakes is printed as it stands.

    Raises:
        InputError: the record does not say which form it is of, or a value cannot be printed.
    """
    from docforms.documents import render_form
    from docforms.records import record_of
    from docforms.validation import form_of

    record = record_of(record)
    pack, form = catalogue(packs).form(form_of(record))
    return render_form(form, pack, record, template=edited_template(form.name, templates))


def deadlines(
    pack_id: str,
    events: Mapping[str, Any],
    *,
    as_of: date,
    packs: Sequence[Path] = (),
    calendars: Sequence[Path] = (),
) -> tuple[Deadline, ...]:
    """Give every deadline of a case with the counting shown; an `as_of` in the events wins.

    Raises:
        InputError: the events are wrong, all faults listed.
    """
    from docforms import terms as counting
    from docforms.packs.model import as_list
    from docforms.terms.official import official_calendar

    pack = catalogue(packs).pack(pack_id)
    terms = [counting.Term.from_data(item, citation=pack.citation(as_list(item['source']))) for item in pack.terms]
    read, problems = counting.read_events(events, pack.events, terms)
    if problems:
        raise InputError('\n'.join(f'{problem.pointer}: {problem.message}' for problem in problems))
    return counting.deadlines(terms, read, official_calendar(tuple(calendars)), read.as_of or as_of)


def score(
    sheet_id: str, marks: Mapping[str, Any], *, packs: Sequence[Path] = ()
) -> tuple[Sheet, Score, dict[str, Any], DocumentType | None]:
    """Score an assessment: totals, result, and every missing mark in one pass.

    Gives the sheet, the score, the values the printed sheet is filled with, and the document that prints it, if any.

    Raises:
        UnknownName: there is no such sheet.
        InputError: the marks do not keep to docforms:meta/marks, all faults listed.
    """
    from docforms.packs import document_of
    from docforms.packs.schema_engine import read_shared_schema
    from docforms.scoring import Sheet, score, sheet_values
    from docforms.validation import check_values

    pack, data = catalogue(packs).sheet(sheet_id)
    values, findings = check_values(pack, read_shared_schema('meta/marks'), marks)
    _refuse(_("评分数据有 {count} 处错误："), findings)
    sheet = Sheet.from_data(data)
    result = score(sheet, values)
    sheet_name = sheet_id.partition('/')[2]
    printed = next((each.name for each in pack.documents.values() if each.sheet == sheet_name), None)
    document = None if printed is None else document_of(pack, printed)
    filled = sheet_values(sheet, result, values)
    known = filled if document is None else document.schema['properties']
    return sheet, result, {key: value for key, value in filled.items() if key in known}, document


def to_pdf(docx: bytes) -> bytes:
    """Turn one Word document into PDF with LibreOffice.

    Raises:
        ToolMissing: LibreOffice is not installed; the message has the command that installs it.
        ToolFailed: it failed or took too long.
    """
    from tempfile import TemporaryDirectory

    from docforms.packs.resources import fonts_configuration
    from docforms.tools import to_pdf as converted

    with TemporaryDirectory(prefix='docforms-', ignore_cleanup_errors=True) as name:
        source = Path(name) / 'document.docx'
        source.write_bytes(docx)
        (pdf,) = converted([source], Path(name), timeout=PDF_SECONDS, fonts=fonts_configuration())
        return pdf.read_bytes()


def form_of(form_id: str, *, packs: Sequence[Path] = ()) -> tuple[Pack, Form]:
    """Find a form and its pack."""
    return catalogue(packs).form(form_id)
