"""The way to the reader of scans: what it needs is large, and is loaded when there is a scan to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docforms.exceptions import InputError, ToolMissing
from docforms.extraction.blank import BlankForm
from docforms.extraction.reading import Reading
from docforms.i18n import _
from docforms.opening import PageImage


def read_scanned(pages: Iterable[PageImage], name: str, forms: Sequence[BlankForm]) -> Reading:
    """Read a filled form from pictures of its pages; `name` is what messages call the file.

    Raises:
        InputError: the pages show none of `forms`, or are too poor to read.
        ToolMissing: what reading scans needs is not installed.
    """
    try:
        from docforms.extraction.scan import read_scan
    except ImportError as problem:
        # OpenCV needs libraries of the system that a server without a screen may not have.
        message = _("读扫描件所需的程序库不全。Debian、Ubuntu 上请安装：apt install libgl1 libglib2.0-0")
        raise ToolMissing(message) from problem
    try:
        return read_scan(pages, forms)
    except InputError as refusal:
        message = str(refusal)
        raise InputError(message if message.startswith(name) else f'{name}：{message}') from refusal
