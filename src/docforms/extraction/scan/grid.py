"""Fit the grid of a blank form to the rules of a page.

The rows of the form are laid between the lines of the page by dynamic programming: in order, each between two lines,
lists with as many rows as are there, beginning and ending anywhere, for a form may run over several pages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from docforms.extraction.scan.lines import Frame
from docforms.extraction.scan.plan import FormPlan
from docforms.extraction.scan.straight import WORK_DPI
from docforms.extraction.scan.walls import HOPELESS, Standing, WallFit, fit_walls, standing

# Rows are at least and at most this high, in inches, and may hide this many lines that are not theirs.
LOWEST: Final = 0.14
HIGHEST: Final = 4.0
HIDDEN: Final = 5
# What a row is worth for being there, so that a page is covered.
ROW: Final = 0.6
# What it costs to repeat a row, and to leave some of a list out.
REPEAT: Final = 0.1
SHORTCUT: Final = 0.4
# A wall so many pixels from that of at least as many other rows is moved there, if a rule covers this share.
APART: Final = 6
SEVERAL: Final = 4
HALF_THERE: Final = 0.3


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of the form on the page, at the work resolution.

    `number` is the row of the blank form; `walls` stand at its boundaries, `firm` tells which of them were seen.
    """

    number: int
    top: float
    bottom: float
    walls: tuple[float, ...]
    firm: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """The grid of a form on a page; `score` is comparable between forms and turns of the same page."""

    plan: FormPlan
    rows: tuple[GridRow, ...]
    score: float


Favour = Callable[[GridRow], float]
"""What is known of a row besides its rules, for or against its being there."""


class Between:
    """What stands between any two lines of a table; what was found once is kept, for forms have rows in common."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._standing: dict[tuple[int, int], Standing] = {}
        self._fits: dict[tuple[int, int, tuple[float, ...]], WallFit] = {}

    def standing(self, above: int, below: int) -> Standing:
        """Give the vertical rules between two lines, by their numbers."""
        key = (above, below)
        if key not in self._standing:
            lines = self.frame.lines
            self._standing[key] = standing(self.frame.cover_down(lines[above], lines[below]))
        return self._standing[key]

    def fit(self, above: int, below: int, shape: tuple[float, ...]) -> WallFit:
        """Match what stands between two lines with the walls of a row."""
        key = (above, below, shape)
        if key not in self._fits:
            self._fits[key] = fit_walls(self.standing(above, below), shape)
        return self._fits[key]


class Laying:
    """Lays the rows of a form between the lines of a table."""

    def __init__(self, plan: FormPlan, between: Between) -> None:
        self._plan = plan
        self._between = between
        self._frame = between.frame
        self._lines = between.frame.lines
        self._whole = np.array(between.frame.whole)

    def fit(self) -> Fit:
        """Lay the rows by the rules of the page alone."""
        return self._best(self._worths())

    def fit_again(self, bands: Collection[tuple[float, float]], favour: Favour) -> Fit:
        """Lay the rows into bands known from another form, by what `favour` tells of each, too."""
        worths = {}
        for (above, below), worth in self._worths().items():
            if (self._lines[above], self._lines[below]) in bands:
                worths[above, below] = worth + np.array(
                    [
                        favour(self._row(row, above, below)) if worth[row] > HOPELESS else 0.0
                        for row in range(len(worth))
                    ]
                )
        return self._best(worths)

    def _worths(self) -> dict[tuple[int, int], NDArray[np.float64]]:
        """Tell for any two lines that may bound a row what each row between them is worth."""
        worths = {}
        for below in range(1, len(self._lines)):
            for above in range(max(0, below - 1 - HIDDEN), below):
                height = (self._lines[below] - self._lines[above]) / WORK_DPI
                if LOWEST <= height <= HIGHEST:
                    worths[above, below] = self._worth(above, below, height)
        return worths

    def _best(self, worths: Mapping[tuple[int, int], NDArray[np.float64]]) -> Fit:
        count, rows = len(self._lines), len(self._plan.rows)
        best = np.full((count, rows), -np.inf)
        back = np.full((count, rows, 2), -1)
        for (above, below), worth in worths.items():
            before, came = self._before(best[above])
            total = worth + before
            better = total > best[below]
            best[below] = np.where(better, total, best[below])
            back[below][better] = np.stack([np.full(rows, above), came], axis=1)[better]
        return self._traced(best, back)

    def _before(self, best: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Give for each row the best that can end on the line above it, and with which row."""
        count = len(best)
        before = np.concatenate([[-np.inf], best[:-1]])
        came = np.arange(count) - 1
        for row in self._plan.repeats:
            if best[row] - REPEAT > before[row]:
                before[row], came[row] = best[row] - REPEAT, row
        for heading, row in self._plan.shortcuts:
            if best[heading] - SHORTCUT > before[row]:
                before[row], came[row] = best[heading] - SHORTCUT, heading
        fresh = before < 0
        return np.where(fresh, 0.0, before), np.where(fresh, -1, came)

    def _worth(self, above: int, below: int, height: float) -> NDArray[np.float64]:
        """Tell how well each row fits between two lines."""
        scores = np.array([self._between.fit(above, below, shape).score for shape in self._plan.shapes])
        worth = scores[self._plan.shape_of_row]
        hidden = np.maximum(self._whole[above + 1 : below] - 0.3, 0).sum()
        edges = sum(2.0 * (min(float(self._whole[line]), 0.9) - 0.7) for line in (above, below))
        tall = np.abs(np.log(height / self._plan.heights))
        return np.asarray(worth + ROW + edges - 6 * hidden - 0.5 * np.minimum(tall, 2))

    def _traced(self, best: NDArray[np.float64], back: NDArray[np.intp]) -> Fit:
        if not len(self._lines) or not np.isfinite(best).any():
            return Fit(self._plan, (), 0.0)
        line, row = (int(each) for each in np.unravel_index(int(np.argmax(best)), best.shape))
        score = float(best[line, row])
        rows: list[GridRow] = []
        while row >= 0:
            above, came = (int(each) for each in back[line, row])
            rows.append(self._row(row, above, line))
            line, row = above, came
        return Fit(self._plan, self._aligned(rows[::-1]), score)

    def _aligned(self, rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
        """Move walls that stand apart from the same wall of the other rows to where those have it, if a rule is there.

        The ring of a seal, or a long stroke, may look more like the wall than the wall does.
        """
        usual = self._usual(rows)
        aligned = []
        for row in rows:
            cover = self._frame.cover_down(round(row.top), round(row.bottom))
            walls = list(row.walls)
            for place, boundary in enumerate(self._plan.rows[row.number].boundaries[1:-1], 1):
                wanted = usual.get(boundary, walls[place])
                near = round(wanted) - self._frame.left
                if abs(walls[place] - wanted) > APART and cover[max(near - 2, 0) : near + 3].max() > HALF_THERE:
                    walls[place] = wanted
            in_order = all(one < other for one, other in pairwise(walls))
            aligned.append(replace(row, walls=tuple(walls)) if in_order else row)
        return tuple(aligned)

    def _usual(self, rows: Sequence[GridRow]) -> dict[int, float]:
        """Give where most rows have each boundary, for those seen in several rows."""
        seen: dict[int, list[float]] = {}
        for row in rows:
            for boundary, wall, firm in zip(self._plan.rows[row.number].boundaries, row.walls, row.firm, strict=True):
                if firm:
                    seen.setdefault(boundary, []).append(wall)
        return {boundary: float(np.median(walls)) for boundary, walls in seen.items() if len(walls) >= SEVERAL}

    def _row(self, number: int, above: int, below: int) -> GridRow:
        top, bottom = self._lines[above], self._lines[below]
        plan = self._plan.rows[number]
        found = self._between.standing(above, below)
        chosen = self._between.fit(above, below, plan.walls[1:-1]).chosen
        left, width = self._frame.left, self._frame.right - self._frame.left
        places = [found.places[each] if each >= 0 else np.nan for each in chosen]
        filled = _filled([0.0, *places, 1.0], plan.walls)
        return GridRow(
            number,
            top,
            bottom,
            tuple(left + width * place for place in filled),
            (True, *(each >= 0 for each in chosen), True),
        )


def _filled(places: list[float], planned: tuple[float, ...]) -> list[float]:
    """Put walls that were not seen where the plan has them between those that were."""
    seen = [number for number, place in enumerate(places) if not np.isnan(place)]
    return [
        float(np.interp(planned[number], [planned[each] for each in seen], [places[each] for each in seen]))
        if np.isnan(place)
        else float(place)
        for number, place in enumerate(places)
    ]
