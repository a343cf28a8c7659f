"""Pages to look at: what a file shows, as pictures small enough to stand in a web page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from docforms.opening import PICTURES, PageImage, Worker, decoded_pages, kind_by_content
from docforms.opening.pictures import as_jpeg

POINTS: Final = 72
# Enough to read the smallest print of a form, enlarged.
DPI: Final = 150
# A page of A3 at the resolution above has 4 million; a larger one is made smaller.
MOST_PIXELS: Final = 6_000_000


@dataclass(frozen=True, slots=True)
class PageView:
    """One page as delivered: a JPEG file, and the size of the page in points."""

    number: int
    jpeg: bytes
    width: float
    height: float


def page_views(content: bytes, name: str, worker: Worker) -> tuple[PageView, ...]:
    """Draw the pages of a PDF or image; none of a Word or Excel file, whose pages depend on who prints it.

    `name` is what messages call the file, `worker` opens it.

    Raises:
        InputError: it is damaged, or too large.
    """
    kind = kind_by_content(content)
    if kind != 'pdf' and kind not in PICTURES:
        return ()
    return tuple(_view(page) for page in worker.each(name, decoded_pages, content, name))


def _view(page: PageImage) -> PageView:
    factor = min(DPI / page.dpi, math.sqrt(MOST_PIXELS / (page.width * page.height)), 1.0)
    size = max(round(page.width * factor), 1), max(round(page.height * factor), 1)
    width, height = (pixels * POINTS / page.dpi for pixels in (page.width, page.height))
    return PageView(page.number, as_jpeg(page, size), width, height)
