"""Read a case: the filled form, and the papers handed in beside it or bound together with it in the same file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docforms.exceptions import InputError
from docforms.extraction import Filled, judged, read_filled, read_form
from docforms.extraction.blank import BlankForm, blank_form
from docforms.extraction.evidence import Evidence
from docforms.extraction.papers import (
    PagePaper,
    PaperFile,
    looks_like,
    pages_of_scan,
    papers_of_pages,
    read_pages,
    with_papers,
)
from docforms.extraction.papers.bound import glanced
from docforms.extraction.papers.splitting import is_known
from docforms.extraction.recognising import recognised
from docforms.files import kind_of
from docforms.opening import Worker, pages_cut
from docforms.packs import Form, Pack, paper_kinds
from docforms.papers import Paper

Known = tuple[Pack, Form, BlankForm]


@dataclass(frozen=True, slots=True)
class _Bound:
    """A form and the papers bound together with it in one file."""

    form: tuple[Pack, Form]
    pages: tuple[int, ...]
    papers: tuple[Paper, ...]


def read_case(
    content: bytes, name: str, forms: Sequence[tuple[Pack, Form]], files: Sequence[PaperFile], worker: Worker
) -> Evidence:
    """Read a filled form with the papers of further files, and those bound together with it; `worker` opens them.

    The file of the form may be among `files`.

    Raises:
        InputError: a file cannot be read, or it is not clear which form it is.
        ToolMissing: a page of a paper is an image, and the OCR engine is not installed.
    """
    bound = _bound(content, name, forms, worker)
    if bound is not None:
        evidence, own = _of_pages(content, name, bound, worker), bound.papers
    else:
        filled = read_filled(content, name, forms, worker)
        filled, own = _split(filled, content, worker) if filled.reading.reader == 'scan' else (filled, ())
        evidence = judged(filled)
    others = [file for file in files if not own or file.content != content]
    is_shown = any(paper.kind for paper in own) or len(others) < len(files)
    papers = list(own if is_shown else ())
    pack, form = next(pair for pair in forms if pair[1].id == evidence.form)
    for file in others:
        pages = read_pages(file.content, file.name, worker)
        papers += papers_of_pages(pages, file.name, (pack, form), looks_like(blank_form(pack, form)))
    if not papers:
        return evidence
    return replace(evidence, record=with_papers(evidence.record, papers, pack), papers=tuple(papers))


def _split(filled: Filled, content: bytes, worker: Worker) -> tuple[Filled, tuple[Paper, ...]]:
    """Split a scan into the form, without what was read as its cells elsewhere, and the papers around it."""
    kinds, name = paper_kinds(filled.pack), filled.source.file
    pages, own = pages_of_scan(filled.reading, filled.blank, kinds, (content, name), worker)
    papers = papers_of_pages(pages, name, (filled.pack, filled.form), lambda page: page.page in own)
    others = {page for paper in papers if paper.kind for page in paper.pages}
    cells = tuple(
        cell for cell in filled.reading.cells if cell.page in own or (cell.page not in others and cell.item is None)
    )
    return replace(filled, reading=replace(filled.reading, cells=cells)), papers


def _bound(content: bytes, name: str, forms: Sequence[tuple[Pack, Form]], worker: Worker) -> _Bound | None:
    """Find the papers among the pages of a form's file; None when it is the form alone."""
    if not _may_be_bound(content, name, [pack for pack, _form in forms], worker):
        return None
    pages = read_pages(content, name, worker)
    known = _recognised(pages, forms)
    if known is None:
        return None
    pack, form, blank = known
    papers = papers_of_pages(pages, name, (pack, form), looks_like(blank))
    if not any(paper.kind for paper in papers):
        return None
    others = {page for paper in papers if paper.kind for page in paper.pages}
    own = [page for paper in papers if paper.is_form for page in paper.pages]
    own = own or [page.page for page in pages if page.page not in others]
    return _Bound((pack, form), tuple(sorted(own)), papers) if own else None


def _may_be_bound(content: bytes, name: str, packs: Sequence[Pack], worker: Worker) -> bool:
    """Tell whether a file is a PDF with a page of text, and another that is an image or may be a paper."""
    pages = glanced(content, name, worker) if kind_of(content) == 'pdf' else ()
    texts = [page for page in pages if page is not None]
    if len(pages) < 2 or not texts:
        return False
    return len(texts) < len(pages) or any(is_known(page, paper_kinds(pack)) for pack in set(packs) for page in texts)


def _recognised(pages: Sequence[PagePaper], forms: Sequence[tuple[Pack, Form]]) -> Known | None:
    known = {form.id: (pack, form, blank_form(pack, form)) for pack, form in forms}
    if len(known) == 1:
        return next(iter(known.values()))
    blanks = [blank for _pack, _form, blank in known.values()]
    try:
        return known[recognised((line.text for page in pages for line in page.lines), blanks).id]
    except InputError:
        return None


def _of_pages(content: bytes, name: str, bound: _Bound, worker: Worker) -> Evidence:
    """Read the form from its own pages; pages keep the numbers they have in the file."""
    found = read_form(worker.run(name, pages_cut, content, name, bound.pages), name, [bound.form], worker)
    numbers = dict(enumerate(bound.pages, start=1))
    fields = [replace(each, page=each.page and numbers[each.page]) for each in found.fields]
    pages = [replace(each, page=numbers[each.page]) for each in found.pages]
    source = replace(found.source, sha256=hashlib.sha256(content).hexdigest())
    return replace(found, source=source, fields=tuple(fields), pages=tuple(pages))
