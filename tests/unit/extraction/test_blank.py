"""The blank form as a grid."""

from __future__ import annotations

import pytest

from docforms.extraction.blank import BlankForm, blank_form
from docforms.extraction.places import anchor_of
from docforms.packs import Catalogue

FORMS = [(pack, form) for pack in Catalogue().packs() for form in pack.forms.values()]
IDS = [form.id for _pack, form in FORMS]


@pytest.fixture(params=FORMS, ids=IDS)
def blank(request: pytest.FixtureRequest) -> BlankForm:
    """Lay out a form."""
    return blank_form(*request.param)


def test_cells_fill_the_grid_without_overlap(blank: BlankForm):
    """Every place of the grid belongs to exactly one cell."""
    places = [
        (row, column)
        for cell in blank.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]

    assert sorted(places) == [(row, column) for row in range(len(blank.heights)) for column in range(len(blank.widths))]


def test_every_slot_has_a_place_of_its_own(blank: BlankForm):
    """No two cells ask for the same value, and each is named to people."""
    slots = list(blank.slots())

    assert len({slot.pointer for slot in slots}) == len(slots)
    assert all(slot.label and slot.schema for slot in slots)


def test_every_value_outside_lists_has_a_label(blank: BlankForm):
    """A value stands beside or below its label, or behind a fixed text of its own cell."""
    values = [cell for cell in blank.cells if cell.pattern and blank.list_of(cell) is None]

    assert all(anchor_of(blank, cell) is not None for cell in values)


def test_a_cell_over_two_rows_is_no_label_of_the_second_row():
    """The heads of columns are the labels, not the cell that heads them all."""
    pack, form = next(
        pair for pair in FORMS if any('rows' in cell for row in pair[1].layout['rows'] for cell in row['cells'])
    )
    blank = blank_form(pack, form)
    tall = next(cell for cell in blank.cells if cell.rows > 1)
    beside = next(cell for cell in blank.cells if cell.row == tall.row + 1 and cell.pattern)

    anchor = anchor_of(blank, beside)

    assert anchor is not None
    assert anchor.side == 'below'
    assert anchor.label.row == tall.row


def test_items_beyond_the_printed_rows_are_named_by_their_number(blank: BlankForm):
    """The fifteenth item has the pointer and the label of the fifteenth row."""
    of_list = blank.lists[0]
    slot = next(slot for cell in blank.cells if cell.row == of_list.first for slot in cell.slots)

    fifteenth = blank.at_item(slot, 14)

    assert fifteenth.pointer.startswith(f'{of_list.pointer}/14/')
    assert '第15行' in fifteenth.label
