"""Look quickly at PDFs in which a form and papers may be bound together."""

from __future__ import annotations

from docforms.extraction.papers.lines import PagePaper, page_of
from docforms.extraction.reading import TextLine
from docforms.opening import Worker, page_texts


def glanced(content: bytes, name: str, worker: Worker) -> tuple[PagePaper | None, ...]:
    """Give the text of each page of a PDF line by line, None for one that is an image.

    It is enough to tell whether there is anything to split. Raises `InputError` for a file that cannot be read.
    """
    texts = worker.run(name, page_texts, content, name)
    return tuple(None if text is None else _glance(number, text) for number, text in enumerate(texts, start=1))


def _glance(number: int, text: str) -> PagePaper:
    lines = [TextLine(line, (0.0, float(row), 1.0, row + 1.0)) for row, line in enumerate(text.splitlines())]
    return page_of(number, lines, has_places=False)
