"""The cells of a form on a page: where each stands, and which item of a list it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from docforms.extraction.blank import BlankCell
from docforms.extraction.scan.grid import GridRow
from docforms.extraction.scan.plan import FormPlan
from docforms.extraction.scan.texts import Box

# Half a rule and its blur, in pixels of the work resolution.
RULE: Final = 1.6


@dataclass(frozen=True, slots=True)
class CellBox:
    """A cell on the page: `box` lies within its walls, in the work resolution; `firm` when all of them were seen."""

    cell: BlankCell
    place: int
    """Which of the rows on the page it begins in."""
    box: Box
    firm: bool


def cell_boxes(plan: FormPlan, rows: Sequence[GridRow]) -> list[CellBox]:
    """Give every cell of the form that is on the page."""
    return [box for place, row in enumerate(rows) for box in row_boxes(plan, row, rows[place:], place)]


def row_boxes(plan: FormPlan, row: GridRow, following: Sequence[GridRow], place: int = 0) -> list[CellBox]:
    """Give the cells that begin in a row; `following` are the rows from it on, for cells that reach down."""
    shape = plan.rows[row.number]
    walls = dict(zip(shape.boundaries, zip(row.walls, row.firm, strict=True), strict=True))
    boxes = []
    for cell in shape.cells:
        left, left_firm = walls[cell.column]
        right, right_firm = walls[cell.column + cell.columns]
        bottom = row.bottom
        for below in following[1 : cell.rows]:
            if below.number == row.number + 1 or below.number < cell.row + cell.rows:
                bottom = below.bottom
        box = (left + RULE, row.top + RULE, right - RULE, bottom - RULE)
        boxes.append(CellBox(cell, place, box, left_firm and right_firm))
    return boxes


def without_overflow(plan: FormPlan, rows: Sequence[GridRow], written: frozenset[int]) -> tuple[GridRow, ...]:
    """Take a row of empty labels right below a list, where something is `written`, as one more item of the list.

    Forms print such a row, numbered with dots, to say that the list goes on; people write the next item there.
    """
    taken = []
    for place, row in enumerate(rows):
        above = next((each for each in plan.form.lists if each.first + each.rows == row.number), None)
        same = above is not None and plan.rows[row.number].boundaries == plan.rows[above.first].boundaries
        if same and place in written and not any(cell.pattern for cell in plan.rows[row.number].cells):
            assert above is not None
            taken.append(replace(row, number=above.first + above.rows - 1))
        else:
            taken.append(row)
    return tuple(taken)


def counted(
    plan: FormPlan, rows: Sequence[GridRow], begun: dict[str, int]
) -> tuple[tuple[GridRow, ...], tuple[int | None, ...]]:
    """Number the items of lists; a row answers the blank row of its item, or the list's first if that has none.

    `begun` counts the items of each list on the pages before, and is brought forward.
    """
    answered: list[GridRow] = []
    numbers: list[int | None] = []
    for row in rows:
        owner = next((each for each in plan.form.lists if each.first <= row.number < each.first + each.rows), None)
        number = None if owner is None else begun.get(owner.pointer, 0)
        numbers.append(number)
        if owner is None or number is None:
            answered.append(row)
        else:
            begun[owner.pointer] = number + 1
            answered.append(replace(row, number=owner.first + (number if number < owner.rows else 0)))
    return tuple(answered), tuple(numbers)


def is_misnumbered(cell: BlankCell, item: int | None, text: str) -> bool:
    """Tell whether the number read before an item of a list is another than it should have.

    Where a rule is not seen two items are one row, and all behind them are counted wrong.
    """
    printed, read = ''.join(cell.text.split()), ''.join(text.split())
    if item is None or cell.pattern or not printed.isdecimal() or not read.isdecimal():
        return False
    return int(read) != item + 1
