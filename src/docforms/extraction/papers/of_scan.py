"""Find the papers among the pages of a scan of a form, which have all been looked at when the form was read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from docforms.extraction.blank import BlankForm
from docforms.extraction.papers.lines import PagePaper, page_of
from docforms.extraction.papers.pages import seen_pages
from docforms.extraction.papers.splitting import is_known
from docforms.extraction.reading import Reading
from docforms.extraction.recognising import is_page_of
from docforms.opening import Worker
from docforms.packs.model import PaperKind


def pages_of_scan(
    reading: Reading, blank: BlankForm, kinds: Mapping[str, PaperKind], file: tuple[bytes, str], worker: Worker
) -> tuple[tuple[PagePaper, ...], frozenset[int]]:
    """Give every page of a scan, those of the form without lines, and which are the form's.

    `file` is the scan and what messages call it. Only pages whose lines were cut at the walls of a table, although it
    is not the form's, are read once more.
    """
    loose = {each.page: page_of(each.page, each.lines) for each in reading.loose}
    own = {each.page for each in reading.pages if each.page not in loose or _is_like(blank, loose[each.page])}
    own |= {number for number in _going_on(reading, own) if not is_known(loose[number], kinds)}
    cut = {each.page for each in reading.loose if each.in_cells} - own
    if cut:
        again = {page.page: page for page in seen_pages(*file, worker, frozenset(cut))}
        own |= {number for number, page in again.items() if _is_like(blank, page)}
        loose |= again
    pages = (PagePaper(each.page, ()) if each.page in own else loose[each.page] for each in reading.pages)
    return tuple(pages), frozenset(own)


def _going_on(reading: Reading, own: Collection[int]) -> set[int]:
    """List the pages on which a list of the form may go on: no row behind that list came before."""
    rows = {(cell.page, cell.cell.row) for cell in reading.cells if cell.page in own}
    listed: dict[int, int] = {}
    for cell in reading.cells:
        if cell.item is not None and cell.page not in own:
            listed[cell.page] = max(listed.get(cell.page, 0), cell.cell.row)
    return {page for page, last in listed.items() if not any(p < page and row > last for p, row in rows)}


def _is_like(blank: BlankForm, page: PagePaper) -> bool:
    return is_page_of((line.text for line in page.lines), blank)
