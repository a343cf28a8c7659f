"""Choose the reader of a file by what the file is, not by its name."""

from __future__ import annotations

from docforms.extraction.contents import Contents
from docforms.extraction.pdf import has_text, read_pdf
from docforms.extraction.word import read_docx
from docforms.extraction.workbook import read_xlsx
from docforms.opening import PICTURES, examine


def read_contents(content: bytes, name: str) -> Contents | None:
    """Read what a file shows; None for one that is images, whose text has to be recognised first.

    `name` is what messages call the file. To be called in a `Worker`, which bounds what a file can cost and says so
    of one that a reader cannot make out.

    Raises:
        InputError: the file is of no kind that can be read, damaged or encrypted.
    """
    kind = examine(content, name, ('docx', 'xlsx', 'pdf', *PICTURES))
    if kind in PICTURES:
        return None
    if kind == 'pdf':
        return read_pdf(content) if has_text(content) else None
    return read_docx(content) if kind == 'docx' else read_xlsx(content)
