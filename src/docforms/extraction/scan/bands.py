"""Find lines of text by their ink alone, where finding text by its look joined or missed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from docforms.extraction.scan.paper import Mask, Paper, inked
from docforms.extraction.scan.straight import WORK_DPI
from docforms.extraction.scan.texts import Box, crop, usual_height

# Next to its walls, in pixels of the work resolution, a cell has ink of theirs.
WALL: Final = 2
# A row of pixels of a line has so many dark ones at 100 dpi; a line is so high, against the others of the page, and so
# much of its height is left free around it.
FEWEST: Final = 1.2
LOWER: Final = 0.4
HIGHER: Final = 1.6
MARGIN: Final = 0.15
# A box so much higher than the others holds several lines.
SEVERAL: Final = 1.6


def bands(page: Paper, area: Box, usual: float, known: Iterable[Box] = ()) -> list[Box]:
    """Give the boxes of ink within an area that may be lines about as high as is `usual`, besides those `known`."""
    left, top, right, bottom = area
    scale = page.dpi / WORK_DPI
    dark = _ink(page, area, known)
    rows = dark.sum(axis=1) >= FEWEST * scale
    edges = np.flatnonzero(np.diff(rows.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    found = []
    for first, last in edges:
        over, under = float(top + first / scale), float(top + last / scale)
        if LOWER * usual < under - over < HIGHER * usual:
            columns = np.flatnonzero(dark[first:last].any(axis=0)) / scale
            margin = MARGIN * (under - over)
            found.append((
                max(left + float(columns[0]) - margin, left), max(over - margin, top),
                min(left + float(columns[-1]) + margin, right), min(under + margin, bottom),
            ))  # fmt: skip
    return found


def ink_beside(page: Paper, cell: Box, usual: float, known: Iterable[Box]) -> float:
    """Measure the ink of a cell beside its `known` lines, in squares as high as is `usual` for a line.

    A single figure is a tenth of such a square.
    """
    left, top, right, bottom = cell
    dark = _ink(page, (left + WALL, top + WALL, right - WALL, bottom - WALL), known)
    return float(dark.sum()) / (usual * page.dpi / WORK_DPI) ** 2


def _ink(page: Paper, area: Box, known: Iterable[Box]) -> Mask:
    """Tell which pixels of an area are ink of none of the known lines."""
    left, top = area[:2]
    scale = page.dpi / WORK_DPI
    dark = inked(crop(page.grey, page.dpi, area), page.dpi)
    for box in known:
        x, y = max(round((box[0] - left) * scale), 0), max(round((box[1] - top) * scale), 0)
        dark[y : max(round((box[3] - top) * scale), 0), x : max(round((box[2] - left) * scale), 0)] = False
    return dark


def parted(page: Paper, boxes: list[Box]) -> Iterator[Box]:
    """Part boxes that hold several lines, as a narrow column does that is written character below character."""
    usual = usual_height(boxes)
    for box in boxes:
        found = bands(page, box, usual) if box[3] - box[1] > SEVERAL * usual else []
        yield from found if len(found) > 1 else [box]
