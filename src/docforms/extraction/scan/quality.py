"""Tell pages that can be read from those that must be scanned again."""

from __future__ import annotations

from statistics import fmean, median
from typing import Final

from docforms.exceptions import InputError
from docforms.extraction.scan.cells import cell_boxes
from docforms.extraction.scan.grid import Fit
from docforms.extraction.scan.labels import folded, likeness, within
from docforms.extraction.scan.sight import Sight, is_clear
from docforms.i18n import _
from docforms.opening import PageImage

# Below this, strokes of small print run into each other.
LEAST_DPI: Final = 120
# How much of the labels, which are known, must be read right for values, which are not, to be worth reading.
LEAST_LEGIBLE: Final = 0.4
# Of a page that can be read, the engine is on average so sure of the characters of most lines.
SURE: Final = 0.9


def check_resolution(page: PageImage) -> None:
    """Refuse a page of too few pixels; raises `InputError`."""
    if page.dpi < LEAST_DPI:
        message = _("第{page}页约 {dpi} dpi，分辨率太低，读出来不可靠。请用 200 或 300 dpi 重新扫描")
        raise InputError(message.format(page=page.number, dpi=round(page.dpi)))


def shows_form(sight: Sight, legible: float) -> bool:
    """Tell whether the grid found on a page is that of the form, and not any other table.

    Raises:
        InputError: it may be, but its labels cannot be read, and neither can anything else.
    """
    if legible >= LEAST_LEGIBLE:
        return True
    if sight.fit is not None and is_clear(sight.fit) and not _is_readable(sight):
        message = _("第{page}页太模糊、太暗或弯曲太大，读出来不可靠。请压平纸张，用 200 或 300 dpi 重新扫描")
        raise InputError(message.format(page=sight.number))
    return False


def _is_readable(sight: Sight) -> bool:
    lines = [fmean(line.line.sure) for line in sight.lines if line.line.sure]
    return bool(lines) and median(lines) >= SURE


def legibility(sight: Sight, fit: Fit) -> float:
    """Tell how well the labels of the grid were read, from 0 to 1.

    Where none are to be read, a grid of few rows says nothing, and a page without one has nothing to say against it.
    """
    seen = [
        likeness(box.cell.text, ''.join(line.line.text for line in within(sight.lines, box)))
        for box in cell_boxes(fit.plan, fit.rows)
        if not box.cell.pattern and len(folded(box.cell.text)) > 1
    ]
    if seen:
        return sum(seen) / len(seen)
    return 1.0 if not fit.rows or is_clear(fit) else 0.0
