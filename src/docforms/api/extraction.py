"""Reading what was handed in: filled forms as records, with evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from docforms.api.office import form_of

if TYPE_CHECKING:
    from docforms.batch.extraction import FileResult
    from docforms.extraction import Evidence
    from docforms.extraction.papers import PaperFile


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """How a folder is read.

    `form` names the form of all files, '' lets each be recognised. `review` writes a page to check each beside it.
    `resume` keeps the results that are there of the same files, `replace` allows others to be written over. `jobs` is
    how many processes work, 0 for all cores; they are for programs without threads.
    """

    form: str = ''
    review: bool = False
    resume: bool = False
    replace: bool = False
    jobs: int = 0


def extract(path: str, *, form: str | None = None, papers: Sequence[str] = (), packs: Sequence[Path] = ()) -> Evidence:
    """Read a filled form (docx, xlsx, pdf, or a scan) with evidence for every value.

    The form is recognised by its title and labels unless `form` names it. `papers` are files, or folders of files, of
    what was handed in with it; they are split, named, read and filed under the materials of the form.

    Raises:
        InputError: the file cannot be read, or it is not clear which form it is.
        UnknownName: there is no such form.
        ToolMissing: a page is an image, and the OCR engine is not installed.
    """
    from docforms.extraction.case import read_case
    from docforms.files import files_in, read_bytes, shown
    from docforms.opening import Worker
    from docforms.packs import Catalogue

    content = read_bytes(path)
    with Worker(preload=('lxml.etree',)) as worker:
        # The worker starts while the packs are loaded.
        known = Catalogue(packs)
        forms = [known.form(form)] if form else [(pack, each) for pack in known.packs() for each in pack.forms.values()]
        places = [each for paper in map(Path, papers) for each in (files_in(paper) if paper.is_dir() else [paper])]
        files = [_paper_file(str(each)) for each in places]
        return read_case(content, shown(path), forms, files, worker)


def _paper_file(path: str) -> PaperFile:
    from docforms.extraction.papers import PaperFile
    from docforms.files import read_bytes, shown

    return PaperFile(shown(path), read_bytes(path))


def review_page(path: str, evidence: Evidence, *, packs: Sequence[Path] = ()) -> str:
    """Write a web page to check an extraction beside the pages of its file; it works from a file, without a server.

    Raises:
        InputError: the file cannot be read, or is not the one that was extracted.
        UnknownName: there is no such form.
    """
    from hashlib import sha256

    from docforms.exceptions import InputError
    from docforms.extraction.views import page_views
    from docforms.files import read_bytes, shown
    from docforms.i18n import _
    from docforms.opening import Worker
    from docforms.reports import review_page as page

    content = read_bytes(path)
    if sha256(content).hexdigest() != evidence.source.sha256:
        raise InputError(_("{file}：文件在读取之后变了，请重新读取").format(file=shown(path)))
    _pack, form = form_of(evidence.form, packs=packs)
    with Worker() as worker:
        return page(evidence, form, page_views(content, shown(path), worker))


def extract_folder(
    folder: Path,
    output: Path,
    options: ExtractOptions | None = None,
    *,
    packs: Sequence[Path] = (),
    tell: Callable[[int, int], None] = lambda _done, _files: None,
) -> tuple[FileResult, ...]:
    """Read every file of a folder into another: its evidence as JSON, and a summary workbook of all.

    A file that cannot be read is told in its result and in the summary, and never stops the rest. `tell` hears how
    many files of how many are done.

    Raises:
        InputError: the folder cannot be read, or no file is in it.
        UsageError: the two folders are the same.
        UnknownName: there is no such form.
        OutputError: something cannot be written; what is written is whole, and resuming goes on.
    """
    import os

    from docforms.batch.extraction import Task, extract_files
    from docforms.batch.folder import Content, Folder
    from docforms.batch.outputs.extraction_summary import SUMMARY, extraction_summary
    from docforms.files import files_in
    from docforms.i18n import _

    asked = options or ExtractOptions()
    files = files_in(folder)
    task = Task(output, asked.form, tuple(packs), asked.review, asked.resume, asked.replace)
    results = extract_files(files, task, jobs=asked.jobs or len(os.sched_getaffinity(0)), tell=tell)
    titles = {form: form_of(form, packs=packs)[1].title for form in {each.form for each in results if each.form}}
    Folder(output).put([Content(_(SUMMARY), extraction_summary(results, titles))], replace=True)
    return results


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
