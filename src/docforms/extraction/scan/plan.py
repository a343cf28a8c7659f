"""What a reader of scans needs to know of a blank form: the walls of each row, and how rows may follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from docforms.extraction.blank import BlankCell, BlankForm


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row of the blank grid.

    `boundaries` are the column boundaries with a wall in this row, the two edges included; `walls` are their places
    as shares of the width of the grid. `cells` begin in this row.
    """

    boundaries: tuple[int, ...]
    walls: tuple[float, ...]
    height: float
    cells: tuple[BlankCell, ...]


@dataclass(frozen=True)
class FormPlan:
    """A blank form as rows.

    `repeats` are the rows that may be printed once more after themselves. `shortcuts` are pairs of rows of which the
    second may follow the first: a list that goes on on a new page has its heading again, but fewer rows left.
    """

    form: BlankForm
    rows: tuple[RowPlan, ...]
    repeats: frozenset[int]
    shortcuts: tuple[tuple[int, int], ...]

    @cached_property
    def shapes(self) -> tuple[tuple[float, ...], ...]:
        """The different rows of walls, inner walls only."""
        return tuple(dict.fromkeys(row.walls[1:-1] for row in self.rows))

    @cached_property
    def shape_of_row(self) -> NDArray[np.intp]:
        """For each row the number of its shape."""
        number = {shape: place for place, shape in enumerate(self.shapes)}
        return np.array([number[row.walls[1:-1]] for row in self.rows], np.intp)

    @cached_property
    def heights(self) -> NDArray[np.float64]:
        """The least heights of the rows in inches."""
        return np.array([max(row.height, 7.0) / 25.4 for row in self.rows])


def plan_of(form: BlankForm) -> FormPlan:
    """Plan the reading of a form."""
    edges = np.concatenate([[0.0], np.cumsum(form.widths)]) / sum(form.widths)
    rows = tuple(_row(form, number, edges) for number in range(len(form.heights)))
    repeats = frozenset(each.first + each.rows - 1 for each in form.lists)
    shortcuts = [
        (each.first - 1, row)
        for each in form.lists
        if each.heading
        for row in range(each.first + 1, each.first + each.rows)
    ]
    return FormPlan(form, rows, repeats, tuple(shortcuts))


def _row(form: BlankForm, number: int, edges: NDArray[np.float64]) -> RowPlan:
    here = [cell for cell in form.cells if cell.row <= number < cell.row + cell.rows]
    boundaries = sorted({0, len(form.widths)} | {cell.column for cell in here})
    return RowPlan(
        boundaries=tuple(boundaries),
        walls=tuple(float(edges[each]) for each in boundaries),
        height=form.heights[number],
        cells=tuple(cell for cell in here if cell.row == number),
    )
