"""Reading what was handed in: filled forms as records, with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docforms.extraction import Evidence


def extract(path: str, *, form: str | None = None, packs: Sequence[Path] = ()) -> Evidence:
    """Read a filled form (docx, xlsx, pdf) with evidence for every value.

    The form is recognised by its title and labels unless `form` names it.

    Raises:
        InputError: the file cannot be read, or it is not clear which form it is.
        UnknownName: there is no such form.
    """
    from docforms.extraction import read_form
    from docforms.files import read_bytes, shown
    from docforms.opening import Worker
    from docforms.packs import Catalogue

    content = read_bytes(path)
    known = Catalogue(packs)
    forms = [known.form(form)] if form else [(pack, each) for pack in known.packs() for each in pack.forms.values()]
    with Worker(preload=('lxml.etree',)) as worker:
        return read_form(content, shown(path), forms, worker)


def read(path: str, *, packs: Sequence[Path] = ()) -> dict[str, Any]:
    """Read a record: JSON or YAML as it is, a filled docx or xlsx as the result of extracting it.

    `validate` takes either; `docforms.records.record_of` gives the record of both.

    Raises:
        InputError: the file cannot be read.
    """
    from docforms.files import STANDARD_STREAM, kind_of, read_bytes
    from docforms.records import parse_record

    content = read_bytes(path)
    named_as_data = PurePath(path).suffix.lower() in ('.json', '.yaml', '.yml')
    if kind_of(content) == 'zip' and path != STANDARD_STREAM and not named_as_data:
        return extract(path, packs=packs).to_data()
    return parse_record(content, path)
