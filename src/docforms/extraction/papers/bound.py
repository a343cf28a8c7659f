"""Look quickly at PDFs in which a form and papers may be bound together, and cut the form out."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docforms.extraction.papers.lines import PagePaper, TextLine, page_of


def glanced(content: bytes) -> tuple[PagePaper | None, ...]:
    """Give the text of each page of a PDF line by line, None for one that is an image; nothing of a damaged one.

    It takes milliseconds where reading takes seconds: enough to tell whether there is anything to split.
    """
    import pypdfium2

    try:
        source = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ()
    try:
        return tuple(_glance(number, page) for number, page in enumerate(source, start=1))
    finally:
        source.close()


def _glance(number: int, page: Any) -> PagePaper | None:
    import pypdfium2.raw as pdfium

    text = page.get_textpage().get_text_bounded()
    if not text.strip() and next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), None):
        return None
    lines = [TextLine(line, (0.0, float(row), 1.0, row + 1.0)) for row, line in enumerate(text.splitlines())]
    return page_of(number, lines, has_places=False)


def cut(content: bytes, pages: Sequence[int]) -> bytes:
    """Give a PDF of some pages of another, in the order given; pages count from 1."""
    import pypdfium2

    source = pypdfium2.PdfDocument(content)
    target = pypdfium2.PdfDocument.new()
    try:
        target.import_pages(source, [page - 1 for page in pages])
        stream = BytesIO()
        target.save(stream)
        return stream.getvalue()
    finally:
        target.close()
        source.close()
