"""What runs in the worker before any reader: what the file is, and whether it may be read at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docforms.opening.archives import check_package
from docforms.opening.kinds import PICTURES, Kind, kind_by_content, refuse_other_kinds
from docforms.opening.pages import PageImage
from docforms.opening.pdf import check_pdf, pdf_pages
from docforms.opening.pictures import check_picture, picture_pages


def examine(content: bytes, name: str, wanted: Sequence[Kind]) -> Kind:
    """Tell what a file is, having made sure that it is whole and of bearable size; to be called in a worker.

    `name` is its path, whose ending has to agree; `wanted` are the kinds the caller reads.

    Raises:
        InputError: it is none of them, its name says something else, or it is encrypted, cut off, damaged or too
            large; the message says which, and what to do.
    """
    kind = kind_by_content(content)
    if kind == 'zip':
        kind = check_package(content, name)
    refuse_other_kinds(kind, wanted, name)
    if kind == 'pdf':
        check_pdf(content, name)
    elif kind in PICTURES:
        check_picture(content, kind, name)
    return kind


def decoded_pages(content: bytes, name: str) -> Iterator[PageImage]:
    """Decode a PDF or picture page by page, at most 300 dpi each; to be run by `Worker.each()`.

    Raises:
        InputError: as `examine()`.
    """
    kind = kind_by_content(content)
    refuse_other_kinds(kind, ('pdf', *sorted(PICTURES)), name)
    return pdf_pages(content, name) if kind == 'pdf' else picture_pages(content, kind, name)
