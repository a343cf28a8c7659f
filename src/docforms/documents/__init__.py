"""Word documents: forms and documents filled with data, and the templates they are filled into."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docforms.documents.form_builder import build_form
from docforms.documents.form_context import form_context
from docforms.documents.renderer import Prepared, prepare, render
from docforms.documents.values import refuse_unprintable, without_blanks
from docforms.packs import DocumentType, Form, Pack

__all__ = ['Prepared', 'build_form', 'document_context', 'prepare', 'render', 'render_document', 'render_form']


def render_document(
    document: DocumentType, data: Mapping[str, Any], pack: Pack, *, template: Path | None = None
) -> bytes:
    """Write a document as docx; `data` has been checked against the schema of the document.

    The template knows every field by its name, `pack`, `form_title` where the document belongs to a form, and `survey`
    (its title, and the titles of its questions of the scale) where it prints a questionnaire or statistics;
    null and blank values are missing ones. `template` replaces the template of the pack.

    Raises:
        InputError: a value cannot be printed exactly; the message begins with its pointer.
        TemplateError: the template cannot be read, or a tag is wrong or lacks a value.
    """
    return render(template or document.template, document_context(document, data, pack), name=document.id)


def document_context(document: DocumentType, data: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    """Give what the template of a document knows; raises `InputError` as `render_document` does."""
    refuse_unprintable(data, nulls=True)
    fields = document.schema.get('properties', {})
    given = {name: value for name, value in data.items() if name in fields}
    context = _known({**given, 'pack': pack.info})
    survey = pack.survey_of(document.name)
    if survey is not None:
        context['survey'] = _survey(survey)
    if len(document.forms) == 1:
        context['form_title'] = pack.forms[document.forms[0]].title
    return context


def render_form(form: Form, pack: Pack, record: Mapping[str, Any], *, template: Path | None = None) -> bytes:
    """Write the official form as docx: filled with the fields of a record, or blank for `{}`.

    The template knows `form`, with every field as text, and `pack`. `template` replaces that of the pack.

    Raises:
        InputError: a value cannot be printed exactly; the message begins with its pointer.
        TemplateError: the template cannot be read, or a tag is wrong or lacks a value.
    """
    refuse_unprintable({'fields': record.get('fields')}, nulls=True)
    context = form_context(form.layout, form.schema, record)
    return render(template or form.template, {**context, 'pack': _known(pack.info)}, name=form.id)


def _survey(survey: Mapping[str, Any]) -> dict[str, Any]:
    questions = [{'title': question['title']} for question in survey['questions'] if 'title' in question]
    return {'title': survey['title'], 'questions': questions}


def _known(group: Mapping[str, Any]) -> dict[str, Any]:
    kept = without_blanks(group)
    assert isinstance(kept, dict)  # a group without its blanks is a group
    return kept
