"""Tell handwriting from print by how digits and capitals stand on their line, and how digits stand beside each other.

Print sets them all on one line and equally high, and digits at equal distances, whatever the face. A hand does neither,
and a typeface drawn with a pen often does only the first. Chinese characters say less: those of print differ in height,
too, and those of pen faces stand in equal squares. Forms are full of codes and numbers: digits are enough for a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.extraction.scan.paper import Grey
from docforms.extraction.scan.spacing import Run, runs

# Texts of characters that are equally high in print; what else may stand between them is lower.
EVEN: Final = re.compile(r'[\s.,:/-]*(?:[0-9A-Z][\s.,:/-]*){5,}')
# With fewer characters there is no line to stand off.
FEWEST: Final = 5
# Of a page, so many characters say what it is, and by so much of their height their ends wander; those of print, on bad
# scans, by 0.032, those of tidy writing by 0.045.
TELLING: Final = 12
WANDERING: Final = 0.034
# Characters that stand further off a straight line, in heights, are the number around a seal; writing does by 0.13.
ROUND: Final = 0.25
# Of a page, so many runs of digits say what it is, and so much ink is met where they are cut at equal distances. Where
# few pixels or noise join the digits of print it is at most 0.22, and in most faces drawn with a pen at least 0.25; on
# sharp pages at most 0.12 and at least 0.16.
TELLING_RUNS: Final = 2
UNEVEN: Final = 0.235
UNEVEN_SHARP: Final = 0.14
# A page is sharp from so many dpi on, and with so little noise.
SHARP_DPI: Final = 180
SHARP_NOISE: Final = 0.015
# Of a cell alone, where chance has more of a say.
TELLING_ALONE: Final = 8
WANDERING_ALONE: Final = 0.06
# A line of fewer pixels is enlarged: half a pixel more or less would be a hand's wandering.
LEAST_HEIGHT: Final = 44
# Characters less or more high than this, against the others, are two that touch, stops and dashes.
LOWEST: Final = 0.75
HIGHEST: Final = 1.3
# Gaps in a character, as a share of the height of the line, beyond which what remains is dirt.
BROKEN: Final = 0.12
# The standard deviation of normal errors is so many times their median.
DEVIATION: Final = 1.48

Offsets = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wander:
    """How far tops and bottoms of characters stand off their line, as shares of their height; runs of digits."""

    offsets: tuple[float, ...] = ()
    runs: tuple[Run, ...] = ()

    @property
    def characters(self) -> int:
        """How many characters were measured."""
        return len(self.offsets) // 2

    @property
    def spread(self) -> float:
        """How far they stand off, the few that stand off far left aside."""
        return float(np.median(np.abs(self.offsets))) * DEVIATION if self.offsets else 0.0

    @property
    def unevenness(self) -> float:
        """How much ink is met between digits, the worst run left aside: one of which a digit was not read looks so."""
        good = sorted(self.runs, key=lambda run: run.ink)[:-1]
        return sum(run.ink * run.cuts for run in good) / sum(run.cuts for run in good) if good else 0.0


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """The cells of a page, and whether it is so sharp that digits of print stand apart."""

    cells: Sequence[Wander]
    is_sharp: bool


def is_sharp(dpi: float, noise: float, *, is_bilevel: bool) -> bool:
    """Tell whether digits of print stand apart on a page; without greys strokes touch, and no noise tells of it."""
    return dpi >= SHARP_DPI and noise <= SHARP_NOISE and not is_bilevel


def handwritten(pages: Sequence[MeasuredPage]) -> tuple[tuple[bool, ...], ...]:
    """Tell of each cell of each page whether it is written by hand.

    All cells are where the page, or the form as a whole, is: some pages have few digits.
    """
    form = together([cell for page in pages for cell in page.cells])
    whole = _is_hand(form, sharp=all(page.is_sharp for page in pages))
    found = []
    for page in pages:
        if whole or _is_hand(together(page.cells), sharp=page.is_sharp):
            found.append((True,) * len(page.cells))
        else:
            found.append(tuple(_wanders(cell, TELLING_ALONE, WANDERING_ALONE) for cell in page.cells))
    return tuple(found)


def _is_hand(measured: Wander, *, sharp: bool) -> bool:
    return _wanders(measured, TELLING, WANDERING) or _is_uneven(measured, UNEVEN_SHARP if sharp else UNEVEN)


def _wanders(measured: Wander, telling: int, wandering: float) -> bool:
    return measured.characters >= telling and measured.spread > wandering


def _is_uneven(measured: Wander, uneven: float) -> bool:
    return len(measured.runs) >= TELLING_RUNS and measured.unevenness > uneven


def together(parts: Sequence[Wander]) -> Wander:
    """Take several measurements as one."""
    return Wander(
        tuple(offset for part in parts for offset in part.offsets), tuple(run for part in parts for run in part.runs)
    )


def wander(line: Grey, text: str) -> Wander:
    """Measure a line; one of other characters than digits and capitals says nothing."""
    if not EVEN.fullmatch(text):
        return Wander()
    line = _enlarged(line)
    digits = runs(line, text)
    extents = _extents(line)
    heights = extents[:, 2] - extents[:, 1]
    usual = float(np.median(heights)) if len(heights) else 1.0
    extents = extents[(heights > LOWEST * usual) & (heights < HIGHEST * usual)]
    if len(extents) < FEWEST:
        return Wander(runs=digits)
    middles = extents[:, 1:].mean(axis=1)
    if np.std(middles - np.polyval(np.polyfit(extents[:, 0], middles, 1), extents[:, 0])) > ROUND * usual:
        return Wander()
    offsets = [_off_the_line(extents[:, 0], ends) / usual for ends in (extents[:, 1], extents[:, 2])]
    return Wander(tuple(float(each) for each in np.concatenate(offsets)), digits)


def _enlarged(line: Grey) -> Grey:
    scale = max(LEAST_HEIGHT / len(line), 1.0)
    return np.asarray(cv2.resize(line, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)


def _extents(line: Grey) -> NDArray[np.float64]:
    """Give middle, top and bottom of each character of a line, in pixels."""
    smooth = np.asarray(cv2.GaussianBlur(line, (0, 0), 0.8), np.float32)
    low, high = np.percentile(smooth, (2, 90))
    dark = smooth < (low + high) / 2
    edges = np.flatnonzero(np.diff((dark.sum(axis=0) >= 2).astype(np.int8), prepend=0, append=0))
    gap = max(3.0, len(line) * BROKEN)
    found = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if right - left >= 2:
            rows = np.flatnonzero(dark[:, left:right].any(axis=1))
            longest = max(np.split(rows, np.flatnonzero(np.diff(rows) > gap) + 1), key=len)
            found.append(((left + right) / 2, longest[0], longest[-1] + 1))
    return np.array(found, np.float64).reshape(-1, 3)


def _off_the_line(places: Offsets, ends: Offsets) -> Offsets:
    """Give how far ends stand off the line most of them stand on; a long one may be bent a little, as paper is."""
    degree = 1 if len(places) < 2 * FEWEST else 2
    scaled = (places - places.mean()) / max(float(np.ptp(places)), 1.0)
    off = ends - np.median(ends)
    for _round in range(4):
        trust = 1 / (1 + np.square(off / 1.5))
        off = ends - np.polyval(np.polyfit(scaled, ends, degree, w=trust), scaled)
    return np.asarray(off, np.float64)
