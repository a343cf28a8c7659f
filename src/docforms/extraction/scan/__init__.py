"""Read filled forms from pictures of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from docforms.exceptions import InputError
from docforms.extraction.blank import BlankForm
from docforms.extraction.ocr import engine
from docforms.extraction.reading import CellReading, PageReading, Reading
from docforms.extraction.scan.filling import Place, filled_cells, filled_paragraphs, readings
from docforms.extraction.scan.grid import Fit
from docforms.extraction.scan.labels import fit_by_labels
from docforms.extraction.scan.pages import PageImage
from docforms.extraction.scan.plan import FormPlan, plan_of
from docforms.extraction.scan.quality import check_legibility, check_resolution, legibility
from docforms.extraction.scan.sight import Sight, look
from docforms.i18n import _


def read_scan(pages: Iterable[PageImage], forms: Sequence[BlankForm]) -> Reading:
    """Read a filled form from its pages, recognising which of `forms` it is.

    Raises:
        InputError: no page shows one of the forms, or a page is too poor to read.
        ToolMissing: the OCR engine is not installed.
    """
    plans = [plan_of(form) for form in forms]
    sights = []
    for page in pages:
        check_resolution(page)
        sights.append(look(page, plans, engine()))
    fits = _recognised(sights, plans)
    cells: list[CellReading] = []
    for sight, fit, places in zip(sights, fits, _places(sights, fits), strict=True):
        legible = legibility(sight, fit)
        if places:
            check_legibility(sight.page.number, legible)
        cells += readings(sight, places, legible, engine())
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


def _places(sights: Sequence[Sight], fits: Sequence[Fit]) -> list[list[Place]]:
    """Find the value cells of each page, and what stands under the grid where it ends or on the pages behind."""
    begun: dict[str, int] = {}
    places = [list(filled_cells(sight, fit, begun)) for sight, fit in zip(sights, fits, strict=True)]
    last = max(number for number, fit in enumerate(fits) if fit.rows)
    found: set[int] = set()
    for number in range(last, len(fits)):
        for place in filled_paragraphs(sights[number], fits[number]):
            if place.cell.pattern and place.cell.row not in found:
                found.add(place.cell.row)
                places[number].append(place)
    return places


def _page(sight: Sight) -> PageReading:
    return PageReading(
        sight.page.number,
        rotation=sight.quarters * 90,
        skew=round(float(np.degrees(sight.warp.slant)), 1),
        dpi=round(sight.page.dpi),
    )
