from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docforms.extraction.blank import BlankCell, BlankForm
from docforms.extraction.scan.cells import cell_boxes, counted, is_misnumbered, without_overflow
from docforms.extraction.scan.grid import Between, Fit, GridRow, Laying
from docforms.extraction.scan.lines import frame
from docforms.extraction.scan.plan import FormPlan, plan_of
from docforms.extraction.scan.rules import Rules, find_rules

DrawGrid = Callable[..., tuple[np.ndarray, list[int]]]


def fitted(plan: FormPlan, rules: Rules) -> Fit:
    table = frame(rules)
    assert table is not None
    return Laying(plan, Between(table)).fit()


@settings(max_examples=5)
@given(data=st.data())
def test_rows_of_any_height_are_found_in_order(annex: FormPlan, data: st.DataObject, draw_grid: DrawGrid) -> None:
    """Rows grow with what is written in them; the fit gives each between its own two lines."""
    rows = list(range(len(annex.rows)))
    heights = [data.draw(st.integers(28, 60)) for _row in rows]
    page, places = draw_grid(annex, rows, heights)

    fit = fitted(annex, find_rules(page))

    assert [round(row.bottom) for row in fit.rows] == pytest.approx(places[1:], abs=1)
    assert len(fit.rows) == len(rows)


def test_a_list_may_have_more_rows_than_the_blank_form(annex: FormPlan, draw_grid: DrawGrid) -> None:
    """A list of six items is six rows between its heading and what follows it."""
    first = annex.form.lists[0].first
    rows = [*range(first + 1), *[first] * 5]
    page, _places = draw_grid(annex, rows, [34] * len(rows))

    fit = fitted(annex, find_rules(page))
    # By its rules alone, the last row may as well be the one of dots.
    rows_ = without_overflow(annex, fit.rows, frozenset({len(fit.rows) - 1}))
    answered, items = counted(annex, rows_, {})

    assert items[-6:] == (0, 1, 2, 3, 4, 5)
    assert answered[-1].number == first


def test_lists_go_on_on_the_next_page(annex: FormPlan) -> None:
    """Items are numbered on from those of the pages before."""
    item = annex.form.lists[0].first
    rows = [GridRow(number, 0.0, 34.0, (0.0, 620.0), (True, True)) for number in (item - 1, item, item)]
    begun = {annex.form.lists[0].pointer: 4}

    assert counted(annex, rows, begun)[1] == (None, 4, 5)


def test_the_turn_of_a_page_is_told_by_its_grid(annex: FormPlan, draw_grid: DrawGrid) -> None:
    """Upside down, the grid of the form fits worse."""
    rows = list(range(len(annex.rows)))
    page, _places = draw_grid(annex, rows, [34] * len(rows))
    rules = find_rules(page)

    scores = [fitted(annex, rules.turned(quarters)).score for quarters in (0, 2)]

    assert scores[0] > scores[1] + 20


def test_a_broken_rule_is_repaired_from_the_plan(annex: FormPlan, draw_grid: DrawGrid) -> None:
    """A wall of which half is missing stands where the rest of the grid says."""
    rows = list(range(len(annex.rows)))
    page, places = draw_grid(annex, rows, [34] * len(rows))
    wall = 100 + round(annex.rows[2].walls[2] * 620)
    page[places[2] + 2 : places[3] - 1, wall - 1 : wall + 2] = 235

    fit = fitted(annex, find_rules(page))

    assert len(fit.rows) == len(rows)
    assert fit.rows[2].walls[2] == pytest.approx(wall, abs=4)
    assert not fit.rows[2].firm[2]


def test_forms_are_told_apart_by_their_grids(forms: dict[str, BlankForm], annex: FormPlan, draw_grid: DrawGrid) -> None:
    """The grid of one form fits its own page better than any other form does."""
    rows = list(range(len(annex.rows)))
    page, _places = draw_grid(annex, rows, [34] * len(rows))
    rules = find_rules(page)

    scores = {name: fitted(plan_of(form), rules).score for name, form in forms.items()}

    assert max(scores, key=lambda name: scores[name]) == annex.form.id


def test_an_empty_page_has_no_table() -> None:
    """Where there are no rules there is no frame."""
    assert frame(find_rules(np.full((1169, 827), 235, np.uint8))) is None


def test_a_cell_over_two_rows_reaches_down(annex: FormPlan, draw_grid: DrawGrid) -> None:
    """A cell that spans rows ends where its last row ends."""
    rows = list(range(len(annex.rows)))
    page, places = draw_grid(annex, rows, [34] * len(rows))
    spanning = next(cell for cell in annex.form.cells if cell.rows == 2)

    boxes = cell_boxes(annex, fitted(annex, find_rules(page)).rows)
    bottom = next(box.box[3] for box in boxes if box.cell == spanning)

    assert bottom == pytest.approx(places[spanning.row + 2], abs=4)


def test_what_is_written_in_the_row_of_dots_is_one_more_item(annex: FormPlan, draw_grid: DrawGrid) -> None:
    """The row under a list that says it goes on is part of the list when something is written in it."""
    rows = list(range(len(annex.rows)))
    page, _places = draw_grid(annex, rows, [34] * len(rows))
    fit = fitted(annex, find_rules(page))
    last = len(rows) - 1

    unwritten = counted(annex, without_overflow(annex, fit.rows, frozenset()), {})[1]
    written = counted(annex, without_overflow(annex, fit.rows, frozenset({last})), {})[1]

    assert unwritten[-1] is None
    assert written[-1] == annex.form.lists[0].rows


def test_a_list_that_goes_on_may_have_one_row_left(forms: dict[str, BlankForm], draw_grid: DrawGrid) -> None:
    """On a new page a list has its heading again, but perhaps fewer rows than the blank form prints."""
    plan = plan_of(forms['ln-wii/device-application'])
    here, following = plan.form.lists[-5], plan.form.lists[-4]
    rows = [here.first - 1, here.first, *range(following.first - following.heading, len(plan.rows))]
    page, places = draw_grid(plan, rows, [32] * len(rows))
    table = frame(find_rules(page))
    assert table is not None

    # The labels of the heading speak for it: by its walls alone it may be any row of the list.
    laying = Laying(plan, Between(table))
    fit = laying.fit_again(
        {(row.top, row.bottom) for row in laying.fit().rows},
        lambda row: 3.0 if (row.number, row.top) == (here.first - 1, places[0]) else 0.0,
    )

    assert fit.rows[0].number == here.first - 1
    assert [row.number for row in fit.rows[2:]] == rows[2:]


def test_a_row_at_the_end_of_a_page_needs_no_rule_below(annex: FormPlan, draw_grid: DrawGrid) -> None:
    """Where a table goes on on the next page the rule below its last row may be missing; its walls end there."""
    first = annex.form.lists[0].first
    rows = [*range(first + 1), first, first]
    page, places = draw_grid(annex, rows, [34] * len(rows))
    page[places[-1] - 1 : places[-1] + 2] = 235

    fit = fitted(annex, find_rules(page))

    assert len(fit.rows) == len(rows)
    assert fit.rows[-1].bottom == pytest.approx(places[-1], abs=3)


def test_an_item_whose_number_is_another_is_not_trusted() -> None:
    """Two items read as one row, and those behind it, do not have the numbers they should; other labels say nothing."""
    number = BlankCell(13, 0, 1, 1, '1')

    assert is_misnumbered(number, 0, '12')
    assert is_misnumbered(number, 1, '3')
    assert not is_misnumbered(number, 1, ' 02')
    assert not is_misnumbered(number, 1, 'l')
    assert not is_misnumbered(BlankCell(13, 0, 1, 1, '姓名'), 1, '3')
