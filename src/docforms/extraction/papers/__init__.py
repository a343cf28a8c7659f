"""Papers handed in beside a form: split, named, read, and filed under the materials of the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docforms.extraction.blank import BlankForm
from docforms.extraction.papers.filing import material_of, with_papers
from docforms.extraction.papers.lines import PagePaper, page_of
from docforms.extraction.papers.of_scan import pages_of_scan
from docforms.extraction.papers.pages import read_pages
from docforms.extraction.papers.reading import read_values
from docforms.extraction.papers.splitting import IsForm, Sheaf, split
from docforms.extraction.reading import TextLine
from docforms.extraction.recognising import is_page_of
from docforms.i18n import _
from docforms.packs import Form, Pack, paper_kinds
from docforms.papers import Paper


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file of papers; `name` is what messages call it."""

    name: str
    content: bytes


def papers_of_pages(
    pages: Sequence[PagePaper], file: str, form: tuple[Pack, Form], is_form: IsForm
) -> tuple[Paper, ...]:
    """Split the pages of a file into papers, and read each; `is_form` tells the pages of the form."""
    pack, _form = form
    return tuple(_paper(sheaf, file, form) for sheaf in split(pages, paper_kinds(pack), is_form))


def looks_like(blank: BlankForm) -> IsForm:
    """Give the test of pages of a form."""
    return lambda page: is_page_of((line.text for line in page.lines), blank)


def _paper(sheaf: Sheaf, file: str, of: tuple[Pack, Form]) -> Paper:
    pack, form = of
    pages = tuple(page.page for page in sheaf.pages)
    kind = sheaf.kind.id if sheaf.kind is not None else ''
    material = material_of(pack, form, kind, is_form=sheaf.is_form)
    title = form.title if sheaf.is_form else sheaf.kind.title if sheaf.kind is not None else _("未识别")
    values = read_values(sheaf.kind, sheaf.pages) if sheaf.kind is not None else ()
    name = material.id if material is not None else ''
    return Paper(name, kind, title, file, pages, values, is_form=sheaf.is_form)


__all__ = [
    'PagePaper',
    'PaperFile',
    'TextLine',
    'looks_like',
    'page_of',
    'pages_of_scan',
    'papers_of_pages',
    'read_pages',
    'with_papers',
]
