"""Look at one page: make it straight and upright, find its table, and read every line of text on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from docforms.extraction.ocr import Engine
from docforms.extraction.scan.bands import parted
from docforms.extraction.scan.cells import RULE, cell_boxes
from docforms.extraction.scan.grid import Between, Fit, Laying
from docforms.extraction.scan.lines import frame
from docforms.extraction.scan.paper import PAPER, Grey, Paper, calmed, develop, is_bilevel, roughness
from docforms.extraction.scan.plan import FormPlan
from docforms.extraction.scan.rules import find_rules
from docforms.extraction.scan.straight import WORK_DPI, Plane, Warp, at_resolution, flattened, straighten
from docforms.extraction.scan.texts import Box, BoxedLine, cores, crop, upright_by_text, usual_height
from docforms.opening import PageImage

# A grid of a form whose rows are worth less than this, all together, may be any other table.
LEAST_SCORE: Final = 5.0
# Of so many rows, each worth so much on average, nothing like it comes about by chance.
MANY: Final = 12
CLEAR: Final = 4.2
# How far around the grid there is text of the form, in pixels of the work resolution.
ABOVE: Final = 130
BELOW: Final = 350
BESIDE: Final = 30
# How far the channels of a page without colour differ at most: what JPEG leaves of it.
COLOURLESS: Final = 12


@dataclass(frozen=True)
class Sight:
    """What is seen on one page.

    `number`, `delivered_dpi`, `size` (width and height in inches), `noise` (the roughness of its paper), `is_grey`
    (without colour, so that seals could not be taken off) and `is_bilevel` (without greys, too) are those of the page
    as delivered; it lay turned clockwise by `quarters`. `paper` is the page straight and upright, and smaller if it was
    noisy. `between` is its table, `fit` the first form's grid that fits it, None where there is no table of a form.
    `lines` are its texts.
    """

    number: int
    delivered_dpi: float
    size: tuple[float, float]
    noise: float
    is_grey: bool
    is_bilevel: bool
    paper: Paper
    warp: Warp
    quarters: int
    between: Between | None
    fit: Fit | None
    lines: tuple[BoxedLine, ...]

    @cached_property
    def line_height(self) -> float:
        """The height of most lines of the page, in pixels of the work resolution."""
        return usual_height([line.box for line in self.lines])

    def delivered(self, box: Box) -> tuple[float, float, float, float]:
        """Give a box of the work resolution in PDF points of the page as delivered."""
        left, top, right, bottom = (each / WORK_DPI for each in box)
        x = np.array([left, right, right, left, (left + right) / 2, (left + right) / 2])
        y = np.array([top, top, bottom, bottom, top, bottom])
        width, height = self.size
        for turn in reversed(range(self.quarters)):
            # A quarter back, clockwise: what was right is above.
            x, y = (height if turn % 2 else width) - y, x
        x, y = self.warp.source(x, y)
        points = [float(each) * 72 for each in (x.min(), y.min(), x.max(), y.max())]
        return points[0], points[1], points[2], points[3]


def look(page: PageImage, plans: Sequence[FormPlan], engine: Engine) -> Sight:
    """See what is on a page that may be one of the planned forms."""
    paper = develop(page)
    warp = straighten(paper.grey, paper.dpi)
    paper = _straight(paper, warp)
    noise = roughness(paper.grey)
    paper = calmed(paper, noise)
    work = at_resolution(paper.grey, paper.dpi, WORK_DPI)
    quarters, between, fit = _upright(work, plans)
    if fit is None:
        text_map = engine.text_map(work)
        quarters = upright_by_text(text_map, paper.grey, paper.dpi, engine)
        boxes = cores(np.rot90(text_map, quarters), (0, 0, *np.rot90(work, quarters).shape[::-1]))
    else:
        boxes = _boxes(_text_map(np.rot90(work, quarters), fit, engine), fit)
    paper = replace(
        paper, grey=np.ascontiguousarray(np.rot90(paper.grey, quarters)), seal=np.rot90(paper.seal, quarters)
    )
    boxes = list(parted(paper, boxes))
    texts = engine.read([crop(paper.grey, paper.dpi, box) for box in boxes])
    lines = tuple(BoxedLine(box, line) for box, line in zip(boxes, texts, strict=True))
    down, across = (each / page.dpi for each in page.pixels.shape[:2])
    is_grey = _is_grey(page)
    return Sight(
        page.number, page.dpi, (across, down), noise, is_grey, is_grey and is_bilevel(page),
        paper, warp, quarters, between, fit, lines,
    )  # fmt: skip


def _straight(paper: Paper, warp: Warp) -> Paper:
    seal = flattened(paper.seal.astype(np.uint8), paper.dpi, warp, 0) > 0 if paper.seal.any() else paper.seal
    return replace(paper, grey=flattened(paper.grey, paper.dpi, warp, PAPER), seal=seal)


def _is_grey(page: PageImage) -> bool:
    return page.pixels.ndim == 2 or bool(np.ptp(page.pixels[::16, ::16].astype(np.int16), axis=2).max() < COLOURLESS)


def _upright(work: Grey, plans: Sequence[FormPlan]) -> tuple[int, Between | None, Fit | None]:
    """Find the turn at which a form's grid fits best: forms are not alike upside down."""
    rules = find_rules(work)
    best: tuple[int, Between | None, Fit | None] = (0, None, None)
    score = LEAST_SCORE
    for quarters in (0, 2, 1, 3):
        if best[2] is not None and is_clear(best[2]):
            break
        table = frame(rules.turned(quarters))
        between = Between(table) if table else None
        for plan in plans if between else ():
            assert between is not None
            fit = Laying(plan, between).fit()
            if fit.score > score:
                best, score = (quarters, between, fit), fit.score
    return best


def is_clear(fit: Fit) -> bool:
    """Tell whether a grid fits so well that the page cannot lie otherwise."""
    return len(fit.rows) >= MANY and fit.score >= CLEAR * len(fit.rows)


def _text_map(work: Grey, fit: Fit, engine: Engine) -> Plane:
    """Look for text in and around the grid: the title above it, and the paragraphs below."""
    first, last = fit.rows[0], fit.rows[-1]
    height, width = work.shape
    top, bottom = max(round(first.top - ABOVE), 0), min(round(last.bottom + BELOW), height)
    left, right = max(round(first.walls[0] - BESIDE), 0), min(round(first.walls[-1] + BESIDE), width)
    found = np.zeros((height, width), np.float32)
    found[top:bottom, left:right] = engine.text_map(np.ascontiguousarray(work[top:bottom, left:right]))
    return found


def _boxes(text_map: Plane, fit: Fit) -> list[Box]:
    """Give the boxes of lines of text, cut at the walls of the grid."""
    height, width = text_map.shape
    boxes = [box for cell in cell_boxes(fit.plan, fit.rows) for box in cores(text_map, cell.box)]
    boxes += cores(text_map, (0, 0, width, fit.rows[0].top - RULE))
    boxes += cores(text_map, (0, fit.rows[-1].bottom + RULE, width, height))
    return boxes
