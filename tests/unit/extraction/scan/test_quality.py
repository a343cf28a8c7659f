"""Which pages show the form, which show another table, and which must be scanned again."""

from __future__ import annotations

from typing import Any

import pytest

from docforms.exceptions import InputError
from docforms.extraction.ocr import Line
from docforms.extraction.scan.grid import Fit, GridRow
from docforms.extraction.scan.plan import FormPlan
from docforms.extraction.scan.quality import shows_form
from docforms.extraction.scan.sight import Sight
from docforms.extraction.scan.texts import BoxedLine


def sight(plan: FormPlan, sure: float) -> Sight:
    """Give a page with a table of twenty rows like one of the form's, whose text the engine is so sure of."""
    rows = tuple(GridRow(5, 50.0 * number, 50.0 * number + 50, (0.0, 500.0), (True, True)) for number in range(20))
    lines = tuple(BoxedLine((10, row.top, 90, row.bottom), Line('李雪梅', (sure,) * 3)) for row in rows)
    nothing: Any = None
    return Sight(
        7, 150, (8.3, 11.7), 0.0, is_grey=True, is_bilevel=False, paper=nothing, warp=nothing, quarters=0, between=None,
        fit=Fit(plan, rows, 100.0), lines=lines,
    )  # fmt: skip


def test_a_page_whose_labels_are_read_shows_the_form(annex: FormPlan) -> None:
    """Labels that are there settle it."""
    assert shows_form(sight(annex, 0.5), legible=0.9)


def test_a_clear_page_without_the_labels_shows_another_table(annex: FormPlan) -> None:
    """A list of staff bound in with the form can be read well, and says nothing of what the form says."""
    assert not shows_form(sight(annex, 0.99), legible=0.0)


def test_a_page_on_which_nothing_can_be_read_is_refused(annex: FormPlan) -> None:
    """Then it may be the form, and the message says which page to scan again."""
    with pytest.raises(InputError, match='第7页太模糊'):
        shows_form(sight(annex, 0.5), legible=0.0)
