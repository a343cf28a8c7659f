"""What is filled in: the text of every value cell of a form on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from docforms.extraction.blank import BlankCell
from docforms.extraction.reading import CellReading, Signal
from docforms.extraction.scan.cells import CellBox, cell_boxes, counted, without_overflow
from docforms.extraction.scan.grid import Fit
from docforms.extraction.scan.labels import folded, likeness, within
from docforms.extraction.scan.sight import Sight
from docforms.extraction.scan.texts import Box, TextLine, around, level

# How much of the fixed text of a paragraph must be read to know it.
RESEMBLING: Final = 0.35


def filled_cells(sight: Sight, fit: Fit, begun: dict[str, int]) -> Iterator[CellReading]:
    """Give the readings of the value cells on a page; `begun` counts the items of lists on the pages before."""
    if not fit.rows:
        return
    plan = fit.plan
    rows = without_overflow(plan, fit.rows, _written(sight, cell_boxes(plan, fit.rows)))
    rows, numbers = counted(plan, rows, begun)
    for box in cell_boxes(plan, rows):
        if box.cell.pattern:
            yield _reading(sight, box.cell, numbers[box.place], within(sight.lines, box), box.box)


def _written(sight: Sight, boxes: Sequence[CellBox]) -> frozenset[int]:
    """Tell in which rows more than the first cell has text."""
    return frozenset(box.place for box in boxes if box.cell.column and within(sight.lines, box))


def _reading(
    sight: Sight, cell: BlankCell, item: int | None, lines: Sequence[TextLine], box: Box
) -> CellReading:
    signals: set[Signal] = set()
    confidence = min((line.line.confidence for line in lines), default=1.0)
    return CellReading(
        cell, item, _text(lines), sight.page.number, sight.delivered(box), confidence, frozenset(signals)
    )


def _text(lines: Sequence[TextLine]) -> str:
    """Join lines: side by side with a blank between, one below the other with a line feed."""
    text = ''
    for before, line in zip((None, *lines), lines, strict=False):
        if before is not None:
            beside = min(before.box[3], line.box[3]) - max(before.box[1], line.box[1]) > 0.4 * (
                line.box[3] - line.box[1]
            )
            text += ' ' if beside else '\n'
        text += line.line.text
    return text


def filled_paragraphs(sight: Sight, fit: Fit) -> Iterator[CellReading]:
    """Find the paragraphs that stand under the grid, also on a page of their own, by their fixed texts.

    One that holds values is taken to be one line.
    """
    bottom = fit.rows[-1].bottom if fit.rows else 0.0
    rows = level([line for line in sight.lines if line.middle[1] > bottom])
    start = 0
    for cell in fit.plan.form.below:
        fixed = folded(''.join(part for part in cell.pattern if isinstance(part, str)))
        scores = [likeness(fixed, _head(row, len(fixed))) for row in rows[start:]]
        if fixed and scores and max(scores) > RESEMBLING:
            place = start + scores.index(max(scores))
            yield _reading(sight, cell, None, rows[place], around([line.box for line in rows[place]]))
            start = place + 1


def _head(row: Sequence[TextLine], length: int) -> str:
    return folded(''.join(line.line.text for line in row))[: length + 2]
