"""Reading what was handed in: filled forms as records, with evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docforms.extraction import Evidence
    from docforms.extraction.papers import PaperFile


def extract(path: str, *, form: str | None = None, papers: Sequence[str] = (), packs: Sequence[Path] = ()) -> Evidence:
    """Read a filled form (docx, xlsx, pdf) with evidence for every value.

    The form is recognised by its title and labels unless `form` names it. `papers` are files, or folders of files, of
    what was handed in with it; they are split, named, read and filed under the materials of the form.

    Raises:
        InputError: the file cannot be read, or it is not clear which form it is.
        UnknownName: there is no such form.
        ToolMissing: a page of a paper is an image, and the OCR engine is not installed.
    """
    from docforms.extraction.case import read_case
    from docforms.files import read_bytes, shown
    from docforms.opening import Worker
    from docforms.packs import Catalogue

    content = read_bytes(path)
    known = Catalogue(packs)
    forms = [known.form(form)] if form else [(pack, each) for pack in known.packs() for each in pack.forms.values()]
    files = [_paper_file(each) for each in _listed(papers)]
    with Worker(preload=('lxml.etree',)) as worker:
        return read_case(content, shown(path), forms, files, worker)


def _listed(papers: Sequence[str]) -> Iterator[str]:
    """List the files of folders in the order of their names; hidden ones are no papers."""
    from docforms.exceptions import InputError
    from docforms.files import reason_of, shown
    from docforms.i18n import _

    for paper in papers:
        place = Path(paper)
        if not place.is_dir():
            yield paper
            continue
        try:
            files = sorted(each for each in place.iterdir() if each.is_file() and not each.name.startswith(('.', '~$')))
        except OSError as error:
            message = _("{folder}：文件夹打不开（{reason}）")
            raise InputError(message.format(folder=shown(paper), reason=reason_of(error))) from None
        if not files:
            raise InputError(_("{folder}：文件夹里没有文件，请检查是否选错了文件夹").format(folder=shown(paper)))
        yield from map(str, files)


def _paper_file(path: str) -> PaperFile:
    from docforms.extraction.papers import PaperFile
    from docforms.files import read_bytes, shown

    return PaperFile(shown(path), read_bytes(path))


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
