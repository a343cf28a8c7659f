"""The way to the reader of scans: what it needs is large, and is loaded when there is a scan to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docforms.exceptions import InputError
from docforms.extraction.blank import BlankForm
from docforms.extraction.reading import Reading
from docforms.extraction.requisites import needed
from docforms.opening import PageImage


def read_scanned(pages: Iterable[PageImage], name: str, forms: Sequence[BlankForm]) -> Reading:
    """Read a filled form from pictures of its pages; `name` is what messages call the file.

    Raises:
        InputError: the pages show none of `forms`, or are too poor to read.
        ToolMissing: what reading scans needs is not installed.
    """
    with needed():
        from docforms.extraction.scan import read_scan
    try:
        return read_scan(pages, forms)
    except InputError as refusal:
        message = str(refusal)
        raise InputError(message if message.startswith(name) else f'{name}：{message}') from refusal
