"""Read filled forms from pictures of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from docforms.exceptions import InputError
from docforms.extraction.blank import BlankForm
from docforms.extraction.ocr import engine
from docforms.extraction.reading import CellReading, PageReading, Reading
from docforms.extraction.scan.filling import filled_cells, filled_paragraphs
from docforms.extraction.scan.grid import Fit
from docforms.extraction.scan.labels import fit_by_labels
from docforms.extraction.scan.pages import PageImage
from docforms.extraction.scan.plan import FormPlan, plan_of
from docforms.extraction.scan.sight import Sight, look
from docforms.i18n import _


def read_scan(pages: Iterable[PageImage], forms: Sequence[BlankForm]) -> Reading:
    """Read a filled form from its pages, recognising which of `forms` it is.

    Raises `InputError` when no page shows one of the forms, or a page is too poor to read.
    """
    plans = [plan_of(form) for form in forms]
    sights = [look(page, plans, engine()) for page in pages]
    fits = _recognised(sights, plans)
    cells: list[CellReading] = []
    begun: dict[str, int] = {}
    for sight, fit in zip(sights, fits, strict=True):
        cells += filled_cells(sight, fit, begun)
    cells += _paragraphs(sights, fits)
    return Reading(fits[0].plan.form.id, 'scan', tuple(cells), tuple(_page(sight) for sight in sights))


def _recognised(sights: Sequence[Sight], plans: Sequence[FormPlan]) -> Sequence[Fit]:
    """Tell which form the pages are, and where its rows are on each page."""
    best: Sequence[Fit] = ()
    for plan in plans:
        fits = [fit_by_labels(sight, plan) for sight in sights]
        if sum(fit.score for fit in fits) > sum(fit.score for fit in best):
            best = fits
    if not best:
        raise InputError(_("没有认出是哪一张表。请确认扫描的是申请表，页面完整、没有缺角，必要时用 --form 指明表单"))
    return best


def _paragraphs(sights: Sequence[Sight], fits: Sequence[Fit]) -> Sequence[CellReading]:
    """Read what stands under the grid: on the page where the grid ends, or on the pages behind it."""
    last = max((place for place, fit in enumerate(fits) if fit.rows), default=0)
    found: dict[int, CellReading] = {}
    for sight, fit in zip(sights[last:], fits[last:], strict=True):
        for reading in filled_paragraphs(sight, fit):
            if reading.cell.pattern:
                found.setdefault(reading.cell.row, reading)
    return tuple(found.values())


def _page(sight: Sight) -> PageReading:
    return PageReading(
        sight.page.number,
        rotation=sight.quarters * 90,
        skew=round(float(np.degrees(sight.warp.slant)), 1),
        dpi=round(sight.page.dpi),
    )
