"""Read the pages of a file as lines of text: text as the file has it, images by recognition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docforms.exceptions import InputError
from docforms.extraction.contents import Contents
from docforms.extraction.papers.lines import PagePaper, TextLine, page_of
from docforms.extraction.pdf import text_pages
from docforms.extraction.readers import DAMAGE, read_contents
from docforms.extraction.writing import letters
from docforms.files import kind_of
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.extraction.ocr import Line


def read_pages(content: bytes, name: str) -> tuple[PagePaper, ...]:
    """Read every page of a file (PDF, image, docx, xlsx); `name` is what messages call it.

    Raises:
        InputError: the file is of no kind that can be read, or damaged.
        ToolMissing: a page is an image, and the OCR engine is not installed.
    """
    if kind_of(content) == 'pdf':
        return _pdf(content, name)
    contents = read_contents(content, name)
    return tuple(_seen(content, name)) if contents is None else (_sheet(contents),)


def _pdf(content: bytes, name: str) -> tuple[PagePaper, ...]:
    try:
        pages = text_pages(content)
    except DAMAGE as error:
        message = _("{file}：文件已损坏或加了密码，打不开；请用原来的程序打开，另存一份后再试")
        raise InputError(message.format(file=name)) from error
    texts = {
        number: page_of(number, (TextLine(line.text, line.box) for line in lines))
        for number, lines in pages.items()
        if lines is not None
    }
    if len(texts) < len(pages):
        texts |= {page.page: page for page in _seen(content, name, besides=frozenset(texts))}
    return tuple(texts[number] for number in sorted(texts))


def _seen(content: bytes, name: str, besides: frozenset[int] = frozenset()) -> Iterator[PagePaper]:
    """Recognise the text of pages that are images."""
    from docforms.extraction.ocr import engine
    from docforms.extraction.scan.pages import scan_pages
    from docforms.extraction.scan.sight import look

    for page in scan_pages(content, name):
        if page.number not in besides:
            sight = look(page, (), engine())
            lines = (TextLine(each.line.text, sight.delivered(each.box), _sure(each.line)) for each in sight.lines)
            yield page_of(page.number, lines)


def _sure(line: Line) -> float:
    """How sure the least sure letter is: punctuation, whose width nobody can tell, says nothing of a value."""
    return min((sure for text, sure in zip(line.text, line.sure, strict=True) if letters(text)), default=0.0)


def _sheet(contents: Contents) -> PagePaper:
    """Lay out the texts of a file without pages, row under row."""
    lines = [
        TextLine(cell.text, (float(place), float(row), place + 1.0, row + 1.0))
        for row, cells in enumerate(contents.rows())
        for place, cell in enumerate(cells)
    ]
    return page_of(1, lines, has_places=False)
