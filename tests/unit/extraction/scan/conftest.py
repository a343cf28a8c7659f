"""What the tests of the scan reader share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from docforms.extraction.blank import BlankForm, blank_form
from docforms.extraction.scan.plan import FormPlan, plan_of
from docforms.packs import Catalogue


@pytest.fixture(scope='session')
def forms() -> dict[str, BlankForm]:
    """Give every blank form by its id."""
    return {form.id: blank_form(pack, form) for pack in Catalogue().packs() for form in pack.forms.values()}


@pytest.fixture(scope='session')
def annex(forms: dict[str, BlankForm]) -> FormPlan:
    """Give the plan of a form of one page with a list."""
    return plan_of(forms['nm-ltci/application'])


PAPER, INK = 235, 60
WIDTH, LEFT, TOP = 620, 100, 120

DrawGrid = Callable[[FormPlan, Sequence[int], Sequence[float]], tuple[NDArray[np.uint8], list[int]]]


@pytest.fixture(scope='session')
def draw_grid() -> DrawGrid:
    """Give a function that draws rows of a form as a page of 100 dpi; it gives the page and the places of its lines."""

    def drawn(plan: FormPlan, rows: Sequence[int], heights: Sequence[float]) -> tuple[NDArray[np.uint8], list[int]]:
        page = np.full((1169, 827), PAPER, np.uint8)
        cv2.line(page, (LEFT, TOP), (LEFT + WIDTH, TOP), INK, 1)
        places = [TOP]
        for number, height in zip(rows, heights, strict=True):
            above, below = places[-1], places[-1] + round(height)
            for wall in plan.rows[number].walls:
                cv2.line(page, (LEFT + round(wall * WIDTH), above), (LEFT + round(wall * WIDTH), below), INK, 1)
            cv2.line(page, (LEFT, below), (LEFT + WIDTH, below), INK, 1)
            places.append(below)
        return page, places

    return drawn
