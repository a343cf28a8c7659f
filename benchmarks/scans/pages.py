"""Take the picture of a printed page apart: the form, what is filled in, and where each character stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import pypdfium2

from seals import Ink
from words import Random

POINTS_PER_INCH: Final = 72
# How far the upright strokes of a writer lean, as a share of their height.
MOST_SLANT: Final = 0.22
# What a hand does to a character: shares of its height, degrees, and scale.
LIFT, TURN, SWELL = 0.07, 5.0, 0.1

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """One page at some dpi: ink of the form and of what is filled in (0 to 1), character boxes in pixels."""

    form: Ink
    filled: Ink
    characters: tuple[tuple[str, Box], ...]


def pages(pdf: Path, dpi: int) -> Iterator[Page]:
    """Draw every page of a PDF in which blue is filled in and black is form."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            picture = np.asarray(page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True).to_numpy()[..., :3])
            red, blue = (picture[..., channel].astype(np.float32) / np.float32(255) for channel in (0, 2))
            yield Page(1 - blue, np.clip(blue - red, 0, 1), tuple(_characters(page, dpi)))
    finally:
        document.close()


def _characters(page: pypdfium2.PdfPage, dpi: int) -> Iterator[tuple[str, Box]]:
    text = page.get_textpage()
    scale, height = dpi / POINTS_PER_INCH, page.get_height()
    for number in range(text.count_chars()):
        sign = text.get_text_range(number, 1)
        left, bottom, right, top = text.get_charbox(number)
        if sign.strip() and right > left and top > bottom:
            box = (left * scale, (height - top) * scale, right * scale, (height - bottom) * scale)
            yield sign, (int(box[0]), int(box[1]), int(box[2]) + 2, int(box[3]) + 2)
    text.close()


def place_of(page: Page, word: str) -> tuple[int, int] | None:
    """Find the last place of a word on a page, in pixels."""
    signs = ''.join(sign[0] for sign, _box in page.characters)
    at = signs.rfind(word)
    if at < 0:
        return None
    left, top, _right, bottom = page.characters[at][1]
    return left, (top + bottom) // 2


def handwritten(page: Page, slant: float, rng: Random) -> Page:
    """Set every filled character askew by itself: slant of the writer, turn, lift and size of each character."""
    source = page.filled.copy()
    target = np.zeros_like(source)
    for _sign, (left, top, right, bottom) in page.characters:
        tile = source[top:bottom, left:right].copy()
        if tile.size and tile.max() > 0.5:
            source[top:bottom, left:right] = 0
            _put(target, tile, left, top, (slant, rng))
    drift = _drift(target.shape, rng)
    grid = np.indices(target.shape).astype(np.float32)
    moved = cv2.remap(np.maximum(target, source), grid[1], grid[0] + drift, cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        moved = cv2.dilate(moved, np.ones((2, 2), np.uint8))
    return Page(page.form, np.asarray(moved, np.float32), page.characters)


def _put(target: Ink, tile: Ink, left: int, top: int, writing: tuple[float, Random]) -> None:
    """Put a character where it stood, a little higher or lower, turned and slanted."""
    slant, rng = writing
    height, width = tile.shape
    margin = max(height, width) // 3 + 2
    turn = np.deg2rad(rng.normal(0, TURN))
    swell = 1 + rng.normal(0, SWELL)
    cosine, sine = float(np.cos(turn)) * swell, float(np.sin(turn)) * swell
    matrix = np.array([[cosine, sine - slant, 0], [-sine, cosine, 0]], np.float32)
    centre = np.array([width / 2, height / 2])
    moved = centre + margin + rng.normal(0, LIFT, 2) * (height / 2, height)
    matrix[:, 2] = moved - matrix[:, :2] @ centre
    askew = cv2.warpAffine(tile, matrix, (width + 2 * margin, height + 2 * margin))
    x, y = max(0, left - margin), max(0, top - margin)
    area = target[y : y + askew.shape[0], x : x + askew.shape[1]]
    np.maximum(area, askew[: area.shape[0], : area.shape[1]], out=area)


def _drift(shape: tuple[int, ...], rng: Random) -> Ink:
    """Let lines of writing wander up and down by a few pixels."""
    height, width = shape
    coarse = rng.normal(0, height / 1100, (height // 250 + 2, width // 250 + 2)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
