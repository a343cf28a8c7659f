from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from docforms.extraction.scan.walls import Standing, fit_walls, standing

PLANNED = (0.21, 0.5, 0.71)


def rules_at(*places: float) -> Standing:
    return Standing(np.array(places), np.ones(len(places)))


@given(st.lists(st.floats(-0.03, 0.03), min_size=3, max_size=3))
def test_walls_are_found_where_a_form_of_other_widths_has_them(drift: list[float]) -> None:
    """Each wall is matched with the rule near its place, in order."""
    found = rules_at(*(place + each for place, each in zip(PLANNED, drift, strict=True)))

    assert fit_walls(found, PLANNED).chosen == (0, 1, 2)


def test_a_wall_without_a_rule_is_not_found() -> None:
    """A broken wall leaves the others where they are."""
    assert fit_walls(rules_at(0.2, 0.7), PLANNED).chosen == (0, -1, 1)


def test_a_stroke_that_is_no_wall_is_passed_over() -> None:
    """A stroke that covers part of the height of the row is not taken for a wall."""
    found = Standing(np.array([0.2, 0.3, 0.5, 0.71]), np.array([1.0, 0.6, 1.0, 1.0]))

    assert fit_walls(found, PLANNED).chosen == (0, 2, 3)


def test_a_row_of_other_walls_fits_worse() -> None:
    """Rows are told apart by their walls."""
    found = rules_at(*PLANNED)

    assert fit_walls(found, PLANNED).score > fit_walls(found, (0.21,)).score
    assert fit_walls(found, PLANNED).score > fit_walls(found, (0.1, 0.3, 0.6, 0.9)).score


def test_a_rule_several_pixels_wide_is_one_rule() -> None:
    """Pixels side by side are one rule, in their middle."""
    cover = np.zeros(200)
    cover[99:102] = 1.0

    assert standing(cover).places.tolist() == [0.5]
