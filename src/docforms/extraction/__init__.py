"""Extraction: read a filled form, and say of every value where it stands and how sure the reading is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from docforms.exceptions import InputError
from docforms.extraction.blank import BlankForm, blank_form
from docforms.extraction.evidence import Evidence, FieldEvidence, Source, evidence
from docforms.extraction.readers import read_contents
from docforms.extraction.reading import Reading
from docforms.extraction.recognising import recognised
from docforms.extraction.scanned import read_scanned
from docforms.extraction.tables import read_tables
from docforms.opening import Worker, decoded_pages
from docforms.packs import Form, Pack


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form as it was read, before it is judged what to believe."""

    pack: Pack
    form: Form
    blank: BlankForm
    reading: Reading
    source: Source


def read_form(content: bytes, name: str, forms: Sequence[tuple[Pack, Form]], worker: Worker) -> Evidence:
    """Read a filled form of one of the given forms; `name` is what messages call the file, `worker` opens it.

    Raises:
        InputError: the file cannot be read, or it is not clear which form it is.
    """
    return judged(read_filled(content, name, forms, worker))


def judged(filled: Filled) -> Evidence:
    """Judge what was read of a form."""
    return evidence(filled.pack, filled.blank, filled.reading, filled.source)


def read_filled(content: bytes, name: str, forms: Sequence[tuple[Pack, Form]], worker: Worker) -> Filled:
    """Read a filled form as `read_form()` does, without judging it."""
    contents = worker.run(name, read_contents, content, name)
    blanks = {form.id: (pack, form, blank_form(pack, form)) for pack, form in forms}
    known = [blank for _pack, _form, blank in blanks.values()]
    if contents is None:
        images = worker.each(name, decoded_pages, content, name)
        reading = read_scanned(images, name, known)
        pages = len(reading.pages)
    else:
        reading = read_tables(blanks[_chosen(list(contents.texts()), known, name)][2], contents)
        pages = len(contents.pages) or 1
    source = Source(name, hashlib.sha256(content).hexdigest(), pages, reading.reader)
    return Filled(*blanks[reading.form], reading, source)


def _chosen(texts: Sequence[str], forms: Sequence[BlankForm], name: str) -> str:
    """Recognise the form; one that was named is believed."""
    if len(forms) == 1:
        return forms[0].id
    try:
        return recognised(texts, forms).id
    except InputError as error:
        raise InputError(f'{name}：{error}') from None


__all__ = ['Evidence', 'FieldEvidence', 'Filled', 'Source', 'blank_form', 'judged', 'read_filled', 'read_form']
