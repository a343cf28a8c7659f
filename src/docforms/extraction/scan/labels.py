"""Compare the texts of a page with the labels printed on a form: which form it is, and which of its rows are where."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from docforms.extraction.scan.cells import CellBox, row_boxes
from docforms.extraction.scan.grid import Fit, GridRow, Laying
from docforms.extraction.scan.plan import FormPlan
from docforms.extraction.scan.sight import Sight
from docforms.extraction.scan.texts import BoxedLine

# What a label that agrees in full is worth to a row, and what one that is missing costs.
AGREES: Final = 3.0
MISSING: Final = -0.6
HALF: Final = 0.5
# Numbers of list rows say little: they are short, and a list may be numbered otherwise.
SHORT: Final = 0.3
TITLE: Final = 12.0


def fit_by_labels(sight: Sight, plan: FormPlan) -> Fit:
    """Lay the rows of a form on a page by its rules and by the labels read on it."""
    if sight.between is None or sight.fit is None:
        return Fit(plan, (), 0.0)
    bands = {(row.top, row.bottom) for row in sight.fit.rows}
    by_band = {band: [line for line in sight.lines if band[0] < line.middle[1] < band[1]] for band in bands}
    laying = Laying(plan, sight.between)
    fit = laying.fit_again(bands, lambda row: _favour(plan, row, by_band[row.top, row.bottom]))
    return Fit(plan, fit.rows, fit.score + TITLE * _title(sight, plan)) if fit.rows else fit


def _favour(plan: FormPlan, row: GridRow, lines: Sequence[BoxedLine]) -> float:
    return sum(_worth(box, lines) for box in row_boxes(plan, row, (row,)) if not box.cell.pattern)


def _worth(box: CellBox, lines: Sequence[BoxedLine]) -> float:
    label = box.cell.text
    if not folded(label):
        return 0.0
    text = ''.join(line.line.text for line in within(lines, box))
    if not text:
        return MISSING
    worth = AGREES * (likeness(label, text) - HALF)
    return worth * SHORT if len(folded(label)) < 2 or box.cell.rows > 1 else worth


def _title(sight: Sight, plan: FormPlan) -> float:
    """Tell how well a line above the table agrees with the title, 0 where none resembles it."""
    assert sight.fit is not None
    top = sight.fit.rows[0].top
    best = max((likeness(plan.form.title, line.line.text) for line in sight.lines if line.middle[1] < top), default=0.0)
    return max(best - HALF, 0.0)


def within(lines: Sequence[BoxedLine], box: CellBox) -> list[BoxedLine]:
    """Give the lines whose middle is in a cell, in reading order."""
    left, top, right, bottom = box.box
    return [line for line in lines if left < line.middle[0] < right and top < line.middle[1] < bottom]


def likeness(one: str, other: str) -> float:
    """Tell how much two texts have in common, from 0 to 1, whatever their blanks and widths."""
    first, second = _counted(one), _counted(other)
    total = sum(first.values()) + sum(second.values())
    return 2 * sum((first & second).values()) / total if total else 0.0


@lru_cache(maxsize=4096)
def _counted(text: str) -> Counter[str]:
    whole = folded(text)
    return Counter([*whole, *map(''.join, pairwise(whole))])


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Leave of a text its letters and digits, in their plain form."""
    return ''.join(each for each in unicodedata.normalize('NFKC', text) if each.isalnum())
