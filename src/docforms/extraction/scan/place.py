"""The places of a page where something may be filled in, and the lines of text that stand there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import numpy as np
from numpy.typing import NDArray

from docforms.extraction.blank import BlankCell, Pattern
from docforms.extraction.scan.cells import CellBox, cell_boxes, counted, is_misnumbered, without_overflow
from docforms.extraction.scan.grid import Fit
from docforms.extraction.scan.labels import folded, likeness, within
from docforms.extraction.scan.paper import Grey
from docforms.extraction.scan.sight import Sight
from docforms.extraction.scan.texts import Box, BoxedLine, around, beside, crop, level, run_on

# How much of the fixed text of a paragraph must be read to know it.
RESEMBLING: Final = 0.35
# Of its label so much must be read to put the rest right; so many characters too many may be read in it.
READ: Final = 0.6
LONGER: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A value cell on a page, or a paragraph under the grid, with its lines of text.

    `astray` tells that it belongs to another item of its list, or to two; `unread` that there is ink as high as text
    beside its lines, which says nothing.
    """

    cell: BlankCell
    item: int | None
    box: Box
    lines: tuple[BoxedLine, ...]
    firm: bool = True
    below: bool = False
    astray: bool = False
    unread: bool = False

    def text(self, lines: Sequence[BoxedLine]) -> str:
        """Join lines read here; where there is more than one value, or a list of them, all breaks are kept."""
        if self.below:
            return _labelled(self.cell.pattern, '\n'.join(beside(row) for row in level(lines)))
        slots = self.cell.slots
        if len(self.cell.pattern) == 1 and slots[0].schema.get('type') != 'array':
            return run_on(lines, self.box[2] - self.box[0])
        return '\n'.join(beside(row) for row in level(lines))


def _labelled(pattern: Pattern, text: str) -> str:
    """Put the words that stand before a value right, where most of them were read: a seal lies on them more often."""
    label = pattern[0] if pattern and isinstance(pattern[0], str) else ''
    head = text[: len(label) + LONGER]
    wanted, found = (''.join(unicodedata.normalize('NFKC', each)[:1] for each in part) for part in (label, head))
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    if not label or sum(block.size for block in blocks) < READ * len(label):
        return text
    return label + text[max(block.b + block.size for block in blocks if block.size) :]


def picture_of(sight: Sight, box: Box) -> Grey:
    """Cut a box out of the page."""
    return crop(sight.paper.grey, sight.paper.dpi, box)


def seal_on(sight: Sight, box: Box) -> NDArray[np.bool_]:
    """Tell which pixels of a box are under a seal."""
    return crop(sight.paper.seal.view(np.uint8), sight.paper.dpi, box).view(np.bool_)


def filled_cells(sight: Sight, fit: Fit, begun: dict[str, int]) -> Iterator[Place]:
    """Give the value cells on a page; `begun` counts the items of lists on the pages before."""
    if not fit.rows:
        return
    plan = fit.plan
    rows = without_overflow(plan, fit.rows, _written(sight, cell_boxes(plan, fit.rows)))
    rows, numbers = counted(plan, rows, begun)
    boxes = [(box, within(sight.lines, box)) for box in cell_boxes(plan, rows)]
    astray = {
        box.place
        for box, lines in boxes
        if is_misnumbered(box.cell, numbers[box.place], ''.join(line.line.text for line in lines))
    }
    for box, lines in boxes:
        if box.cell.pattern:
            astray_here = box.place in astray
            yield Place(box.cell, numbers[box.place], box.box, tuple(lines), box.firm, astray=astray_here)


def _written(sight: Sight, boxes: Sequence[CellBox]) -> frozenset[int]:
    """Tell in which rows more than the first cell has text."""
    return frozenset(box.place for box in boxes if box.cell.column and within(sight.lines, box))


def filled_paragraphs(sight: Sight, fit: Fit) -> Iterator[Place]:
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
            yield Place(cell, None, around([line.box for line in rows[place]]), tuple(rows[place]), below=True)
            start = place + 1


def _head(row: Sequence[BoxedLine], length: int) -> str:
    return folded(''.join(line.line.text for line in row))[: length + 2]
