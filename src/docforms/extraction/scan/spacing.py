"""Measure whether digits stand at equal distances.

In print every digit takes as much room as another, so that a number cut at equal distances is cut between its digits,
whatever the face and the scan; where a pen drew the digits, many of these cuts go through ink.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.extraction.scan.paper import Grey

# Codes and numbers, and the digits in them. Fewer digits than these can be cut anyhow.
CODE: Final = re.compile('[0-9A-Z-]+')
RUN: Final = re.compile('[0-9]{6,}')
# Ink is what is darker than this share of the way from paper to the darkest, full ink what is darker than the other:
# blur joins digits that print sets apart, but with less than half of its black.
GREY, BLACK = 0.5, 0.9
# A column or row with less ink than this, as a share of the height or of the fullest rows, is beside the digits.
SPECK: Final = 0.12
OUTSIDE: Final = 0.25
# Distances that are tried, as shares of the usual distance of all characters: of a line of nothing but digits, and of
# digits among letters, which are wider.
ALONE: Final = np.linspace(0.97, 1.12, 31)
AMONG: Final = np.linspace(0.75, 1.25, 61)
# Where the first digit may begin, in usual distances: beside the first ink of the line, or where its text has it.
FIRST: Final = np.linspace(-0.3, 0.05, 12)
WITHIN: Final = np.linspace(-2.0, 2.0, 60)
# How much room a 1 and a 7 take of that of the others: most faces give all digits the same, some these two less.
ROOMS: Final[tuple[Mapping[str, float], ...]] = ({}, {'1': 0.85}, {'1': 0.75, '7': 0.85})

Columns = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Run:
    """Digits in a row: how many cuts were made between them, and how much ink they met (1: as if made anywhere)."""

    cuts: int
    ink: float


def runs(line: Grey, text: str) -> tuple[Run, ...]:
    """Cut each run of digits of a line where it meets the least ink."""
    text = text.strip()
    found = list(RUN.finditer(text)) if CODE.fullmatch(text) else []
    if not found:
        return ()
    columns = _columns(line)
    return tuple(_cut(columns, text, each.start(), each.end()) for each in found if len(columns) > len(text))


def _columns(line: Grey) -> Columns:
    """Give the full ink in each column, from the first that has some to the last."""
    smooth = np.asarray(cv2.GaussianBlur(line, (0, 0), 0.4), np.float64)
    low, high = np.percentile(smooth, (2, 85))
    dark = np.clip((high - smooth) / max(high - low, 20.0), 0, 1)
    rows = dark.sum(axis=1)
    level = np.flatnonzero(rows > OUTSIDE * np.percentile(rows, 80))
    if not len(level):
        return np.zeros(0)
    full = np.clip((dark[level[0] : level[-1] + 1] - GREY) / (BLACK - GREY), 0, 1)
    columns = full.sum(axis=0)
    inked = np.flatnonzero(columns > SPECK * len(full))
    return np.asarray(columns[inked[0] : inked[-1] + 1] if len(inked) else np.zeros(0), np.float64)


def _cut(columns: Columns, text: str, start: int, end: int) -> Run:
    """Try all beginnings, distances and rooms at once, the axes of `cuts` before that of the cuts themselves."""
    usual = len(columns) / len(text)
    distances = usual * (ALONE if end - start == len(text) else AMONG)
    beginnings = usual * (start + (WITHIN if start else FIRST))
    rooms = np.array([[narrow.get(digit, 1.0) for digit in text[start:end]] for narrow in ROOMS])
    steps = np.cumsum(rooms, axis=1)[:, :-1]
    cuts = beginnings[:, None, None, None] + distances[:, None, None] * steps
    met = np.interp(cuts.ravel(), np.arange(len(columns)) + 0.5, columns).reshape(cuts.shape).mean(axis=-1)
    return Run(end - start - 1, float(met.min() / columns.mean()))
