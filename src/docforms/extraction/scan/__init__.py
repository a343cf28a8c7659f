"""Read filled forms from pictures of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from docforms.exceptions import InputError
from docforms.extraction.blank import BlankForm
from docforms.extraction.ocr import engine
from docforms.extraction.reading import PageReading, Reading
from docforms.extraction.scan.filling import Seen, reading, seen
from docforms.extraction.scan.grid import Fit
from docforms.extraction.scan.handwriting import MeasuredPage, Wander, handwritten, is_sharp, together, wander
from docforms.extraction.scan.labels import fit_by_labels
from docforms.extraction.scan.loose import is_loose, loose_page
from docforms.extraction.scan.place import Place, filled_cells, filled_paragraphs, picture_of
from docforms.extraction.scan.plan import FormPlan, plan_of
from docforms.extraction.scan.quality import check_resolution, legibility, shows_form
from docforms.extraction.scan.sight import Sight, look
from docforms.i18n import _
from docforms.opening import PageImage


def read_scan(pages: Iterable[PageImage], forms: Sequence[BlankForm]) -> Reading:
    """Read a filled form from its pages, recognising which of `forms` it is.

    Raises:
        InputError: no page shows one of the forms, or a page is too poor to read.
        ToolMissing: the OCR engine is not installed.
    """
    form, found = look_over(pages, forms)
    cells = tuple(reading(sight, each) for sight, on_page in found for each in on_page)
    loose = tuple(loose_page(sight) for sight, on_page in found if is_loose(on_page))
    return Reading(form.id, 'scan', cells, tuple(_page(sight) for sight, _on_page in found), loose)


def look_over(
    pages: Iterable[PageImage], forms: Sequence[BlankForm]
) -> tuple[BlankForm, Sequence[tuple[Sight, Sequence[Seen]]]]:
    """Recognise the form, and see for every page what is filled in; raises as `read_scan()` does."""
    # Its models are loaded while the first page is decoded and made straight.
    reader = engine()
    plans = [plan_of(form) for form in forms]
    sights = []
    for page in pages:
        check_resolution(page)
        sights.append(look(page, plans, reader))
    fits = [
        fit if shows_form(sight, legibility(sight, fit)) else Fit(fit.plan, (), 0.0)
        for sight, fit in zip(sights, _recognised(sights, plans), strict=True)
    ]
    if not any(fit.rows for fit in fits):
        raise _unrecognised()
    found = [
        (sight, tuple(seen(sight, places, legibility(sight, fit), reader)))
        for sight, fit, places in zip(sights, fits, _places(sights, fits), strict=True)
    ]
    return fits[0].plan.form, _with_hands(found)


def _recognised(sights: Sequence[Sight], plans: Sequence[FormPlan]) -> Sequence[Fit]:
    """Tell which form the pages are, and where its rows are on each page.

    Any table, such as a list of staff bound in with the form, is like one row of some form again and again.
    """
    best: Sequence[Fit] = ()
    for plan in plans:
        fits = [fit_by_labels(sight, plan) for sight in sights]
        if sum(map(_worth, fits)) > sum(map(_worth, best)):
            best = fits
    if not best:
        raise _unrecognised()
    return best


def _worth(fit: Fit) -> float:
    """Weigh a fit by how many of its rows are rows of their own, and not repeated ones."""
    return fit.score * len({row.number for row in fit.rows}) / len(fit.rows) if fit.rows else 0.0


def _unrecognised() -> InputError:
    return InputError(_("没有认出是哪一张表。请确认扫描的是申请表，页面完整、没有缺角，必要时用 --form 指明表单"))


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


def _with_hands(found: Sequence[tuple[Sight, Sequence[Seen]]]) -> list[tuple[Sight, Sequence[Seen]]]:
    """Mark what is filled in by hand."""
    hands = handwritten([_measured(sight, on_page) for sight, on_page in found])
    return [
        (sight, tuple(each.by_hand() if hand else each for each, hand in zip(on_page, of_page, strict=True)))
        for (sight, on_page), of_page in zip(found, hands, strict=True)
    ]


def _measured(sight: Sight, on_page: Sequence[Seen]) -> MeasuredPage:
    sharp = is_sharp(sight.delivered_dpi, sight.noise, is_bilevel=sight.is_bilevel)
    return MeasuredPage([_wander(sight, each) for each in on_page], sharp)


def _wander(sight: Sight, each: Seen) -> Wander:
    return together([wander(picture_of(sight, line.box), line.line.text) for line in each.place.lines])


def _page(sight: Sight) -> PageReading:
    return PageReading(
        sight.number,
        rotation=sight.quarters * 90,
        skew=round(float(np.degrees(sight.warp.slant)), 1),
        dpi=round(sight.delivered_dpi),
    )


__all__ = ['look_over', 'read_scan']
