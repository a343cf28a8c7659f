"""Read the pages of a file as lines of text: text as the file has it, images by recognition."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from docforms.extraction.contents import Contents
from docforms.extraction.papers.lines import PagePaper, page_of
from docforms.extraction.pdf import text_pages
from docforms.extraction.readers import read_contents
from docforms.extraction.reading import TextLine
from docforms.extraction.requisites import needed
from docforms.files import kind_of
from docforms.opening import PageImage, Worker, decoded_pages, examine


def read_pages(content: bytes, name: str, worker: Worker) -> tuple[PagePaper, ...]:
    """Read every page of a file (PDF, image, docx, xlsx); `name` is what messages call it, `worker` opens it.

    Raises:
        InputError: the file is of no kind that can be read, or damaged.
        ToolMissing: a page is an image, and the OCR engine is not installed.
    """
    if kind_of(content) == 'pdf':
        return _pdf(content, name, worker)
    contents = worker.run(name, read_contents, content, name)
    if contents is None:
        return tuple(map(_seen, worker.each(name, decoded_pages, content, name)))
    return (_sheet(contents),)


def pdf_texts(content: bytes, name: str) -> tuple[PagePaper | None, ...]:
    """Give the lines of each page of a PDF, None for one that is an image; to be called in a `Worker`."""
    examine(content, name, ('pdf',))
    return tuple(
        None if lines is None else page_of(number, (TextLine(line.text, line.box) for line in lines))
        for number, lines in text_pages(content).items()
    )


def _pdf(content: bytes, name: str, worker: Worker) -> tuple[PagePaper, ...]:
    pages = worker.run(name, pdf_texts, content, name)
    texts = {page.page: page for page in pages if page is not None}
    if len(texts) < len(pages):
        images = {number for number, page in enumerate(pages, start=1) if page is None}
        texts |= {page.page: page for page in seen_pages(content, name, worker, images)}
    return tuple(texts[number] for number in sorted(texts))


def seen_pages(content: bytes, name: str, worker: Worker, numbers: Collection[int]) -> Iterator[PagePaper]:
    """Recognise the text of those pages that are named; raises as `read_pages()`."""
    return (_seen(page) for page in worker.each(name, decoded_pages, content, name) if page.number in numbers)


def _seen(page: PageImage) -> PagePaper:
    """Recognise the text of a page that is an image."""
    with needed():
        from docforms.extraction.ocr import engine
        from docforms.extraction.scan.loose import page_lines
        from docforms.extraction.scan.sight import look

    return page_of(page.number, page_lines(look(page, (), engine())))


def _sheet(contents: Contents) -> PagePaper:
    """Lay out the texts of a file without pages, row under row."""
    lines = [
        TextLine(cell.text, (float(place), float(row), place + 1.0, row + 1.0))
        for row, cells in enumerate(contents.rows())
        for place, cell in enumerate(cells)
    ]
    return page_of(1, lines, has_places=False)
