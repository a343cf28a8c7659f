"""Forms and lists as workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docforms.api.office import catalogue
from docforms.api.surveying import new_answers
from docforms.exceptions import UnknownName


def new_workbook(name: str, *, packs: Sequence[Path] = ()) -> bytes:
    """Give the blank form as xlsx; for a document the list `docforms batch` reads, for a survey the one to count.

    Raises:
        UnknownName: there is no such form, document or survey.
    """
    from docforms.batch.list_workbook import list_workbook
    from docforms.documents.checking import document_or_form
    from docforms.documents.form_workbook import form_workbook
    from docforms.packs import Form

    try:
        return new_answers(name, packs=packs)
    except UnknownName as no_survey:
        try:
            pack, found = document_or_form(catalogue(packs), name)
        except UnknownName as neither:
            raise UnknownName(f'{neither}\n{no_survey}') from None
    return form_workbook(found, pack, {}) if isinstance(found, Form) else list_workbook(found)


def fill_workbook(record: Mapping[str, Any], *, packs: Sequence[Path] = ()) -> bytes:
    """Give the official form filled with a record as xlsx; a record with mistakes is written as it stands.

    Raises:
        InputError: the record does not say which form it is of, or a value cannot be written.
    """
    from docforms.documents.form_workbook import form_workbook
    from docforms.validation import form_of

    pack, form = catalogue(packs).form(form_of(record))
    return form_workbook(form, pack, record)
