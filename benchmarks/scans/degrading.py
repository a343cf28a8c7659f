"""Make the picture of a printed page look scanned, copied, faxed or photographed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pages import Page
from seals import MM_PER_INCH, Ink
from words import Random, chance, pick

Picture = NDArray[np.float32]
"""Height, width, RGB; 0 is black and 1 white until the last step."""


@dataclass(frozen=True, slots=True)
class Harshness:
    """How bad a kind of scan is, at 200 dpi; ranges are drawn from for each page.

    `ink` is what is left of black, `noise` in grey levels of 255, `blur` in pixels, `light` the fall of light over
    the page, `skew` in degrees, `broken` the share of strokes with gaps, `warp` the shift of corners and the height
    of a curl as shares of the page, `fold` the chance of one.
    """

    ink: tuple[float, float]
    noise: tuple[float, float]
    blur: tuple[float, float]
    quality: tuple[int, int]
    light: tuple[float, float]
    skew: float
    broken: float = 0.0
    warp: float = 0.0
    fold: float = 0.0
    paper: tuple[float, float] = (0.88, 0.98)


KINDS: Final[Mapping[str, Harshness]] = MappingProxyType(
    {
        'light': Harshness((0.93, 1.0), (3, 6), (0.35, 0.6), (65, 80), (0.03, 0.1), 1.2),
        'medium': Harshness((0.86, 0.95), (9, 13), (0.45, 0.8), (48, 60), (0.1, 0.2), 2.5, 0.01, 0.002, 0.5),
        'heavy': Harshness(
            (0.62, 0.75), (11, 16), (0.5, 0.9), (38, 50), (0.2, 0.32), 3.5, 0.03, 0.004, 0.8, (0.82, 0.92)
        ),
        'harsh': Harshness(
            (0.42, 0.5), (20, 27), (0.6, 1.0), (24, 32), (0.25, 0.35), 4.0, 0.05, 0.006, 0.8, (0.78, 0.88)
        ),
        'fax': Harshness((0.9, 1.0), (10, 20), (0.4, 0.7), (55, 70), (0.0, 0.06), 1.8, 0.05),
        'gray': Harshness((0.82, 0.93), (6, 10), (0.4, 0.8), (45, 65), (0.1, 0.2), 2.2, 0.01, 0.002, 0.5),
        'turned': Harshness((0.9, 1.0), (3, 7), (0.35, 0.6), (60, 80), (0.05, 0.15), 2.0),
        'phone': Harshness(
            (0.58, 0.72), (13, 18), (0.5, 0.9), (36, 46), (0.28, 0.42), 2.5, 0.01, 0.03, 0.7, (0.8, 0.9)
        ),
        'hand': Harshness((0.88, 1.0), (3, 8), (0.4, 0.7), (58, 76), (0.05, 0.15), 1.8),
    }
)
TINTS: Final = ((1.0, 1.0, 1.0), (1.0, 0.97, 0.96), (0.96, 1.0, 0.97), (1.0, 0.99, 0.93), (0.97, 0.96, 1.0))
FILL_INKS: Final = ((0, 0, 0), (0, 0, 0), (20, 20, 30), (25, 35, 110), (10, 20, 70))
# Toner spreads a little beyond the outline of a character.
TONER: Final = (1.1, 1.6)
BASE_DPI: Final = 200
UPSIDE_DOWN: Final = 0.15


@dataclass(frozen=True, slots=True)
class Stamp:
    """Ink to be put on a page: mask, colour, and the pixel its middle comes to."""

    ink: Ink
    colour: tuple[int, int, int]
    middle: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paper:
    """What the pages of one form have in common: kind of scan, dpi, tint of the paper, ink of the filling."""

    kind: str
    dpi: int
    tint: tuple[float, float, float]
    filling: tuple[int, int, int]


def degraded(page: Page, stamps: Sequence[Stamp], paper: Paper, rng: Random) -> NDArray[np.uint8]:
    """Make one scanned page: RGB of 8 bits, turned as it was laid on the glass."""
    harsh, kind, dpi = KINDS[paper.kind], paper.kind, paper.dpi
    picture = _inked(page, stamps, paper, rng)
    picture = _moved(picture, harsh, dpi, rng)
    picture = _lit(picture, paper, rng)
    blur = _drawn(harsh.blur, rng) * (dpi / BASE_DPI) ** 0.6
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.float32)
    picture += _grain(picture.shape, _drawn(harsh.noise, rng) / 255, rng)
    if kind in {'gray', 'fax'}:
        picture = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2)
    if kind == 'fax':
        picture = _faxed(picture, rng)
    scanned = np.asarray(np.clip(picture * 255, 0, 255), np.uint8)
    return np.ascontiguousarray(np.rot90(scanned, _quarter_turns(kind, rng)))


def jpeg(scanned: NDArray[np.uint8], kind: str, rng: Random) -> bytes:
    """Compress a page as its kind is."""
    low, high = KINDS[kind].quality
    done, content = cv2.imencode(
        '.jpg', cv2.cvtColor(scanned, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(low, high + 1))]
    )
    assert done
    return bytes(content)


def _drawn(bounds: tuple[float, float], rng: Random) -> float:
    return float(rng.uniform(*bounds))


def _quarter_turns(kind: str, rng: Random) -> int:
    if kind == 'turned':
        return pick(rng, (1, 3, 1, 3, 2))
    return 2 if chance(rng, UPSIDE_DOWN) else 0


def _clouds(shape: tuple[int, ...], cells: float, rng: Random) -> Ink:
    """Give smooth noise between 0 and 1 whose clouds are so many pixels wide."""
    height, width = shape[:2]
    coarse = rng.random((max(2, round(height / cells) + 1), max(2, round(width / cells) + 1))).astype(np.float32)
    return np.asarray(np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1), np.float32)


def _inked(page: Page, stamps: Sequence[Stamp], paper: Paper, rng: Random) -> Picture:
    """Put form, filling and stamps on white paper; tired toner fades in patches and breaks thin strokes."""
    harsh, dpi = KINDS[paper.kind], paper.dpi
    ink = _drawn(harsh.ink, rng)
    fading = 1 - (1 - ink) * 0.4 * _clouds(page.form.shape, dpi * 2.0, rng)
    gaps = np.where(_clouds(page.form.shape, dpi / 50, rng) < harsh.broken * 2.5, 0.25, 1.0)
    picture = np.ones((*page.form.shape, 3), np.float32)
    tone = ink * fading * gaps
    spread = _drawn(TONER, rng)
    for mask, colour in ((page.form, (0, 0, 0)), (page.filled, paper.filling)):
        _print(picture, np.minimum(mask * spread, 1) * tone, colour)
    strength = 0.55 + 0.45 * ink
    for stamp in stamps:
        _stamp(picture, stamp, strength * float(rng.uniform(0.75, 1.0)))
    return picture


def _print(picture: Picture, mask: Ink, colour: tuple[int, int, int]) -> None:
    for channel, level in enumerate(colour):
        picture[..., channel] *= 1 - mask * (1 - level / 255)


def _stamp(picture: Picture, stamp: Stamp, strength: float) -> None:
    """Print a stamp; what reaches over the edge of the paper is cut off."""
    height, width = stamp.ink.shape
    left, top = stamp.middle[0] - width // 2, stamp.middle[1] - height // 2
    right, bottom = min(left + width, picture.shape[1]), min(top + height, picture.shape[0])
    x, y = max(0, left), max(0, top)
    if x < right and y < bottom:
        ink = stamp.ink[y - top : bottom - top, x - left : right - left]
        _print(picture[y:bottom, x:right], ink * strength, stamp.colour)


def _moved(picture: Picture, harsh: Harshness, dpi: int, rng: Random) -> Picture:
    """Lay the paper askew on a grey bed: another tray's margins, skew, perspective and curl in one resampling."""
    height, width = picture.shape[:2]
    angle = np.deg2rad(rng.uniform(-harsh.skew, harsh.skew))
    scale = float(rng.uniform(0.965, 1.015))
    shift = rng.uniform(-5, 5, 2) / MM_PER_INCH * dpi
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    middle = np.array([width / 2, height / 2])
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    bent = rng.uniform(-harsh.warp, harsh.warp, (4, 2)) * [width, height]
    moved = ((corners - middle) @ turn.T + middle + shift + bent).astype(np.float32)
    columns, rows = _sources(np.asarray(cv2.getPerspectiveTransform(moved, corners), np.float64), (height, width))
    curl = harsh.warp * height * 0.25 * float(rng.uniform(-1, 1))
    rows = rows + curl * np.sin(np.pi * columns / width)
    columns = columns + curl * 0.5 * np.sin(np.pi * rows / height)
    bed = float(rng.uniform(0.62, 0.82))
    laid = cv2.remap(
        picture, columns.astype(np.float32), rows.astype(np.float32), cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT, borderValue=(bed, bed, bed),
    )  # fmt: skip
    return np.asarray(laid, np.float32)


def _sources(matrix: NDArray[np.float64], shape: tuple[int, int]) -> tuple[Ink, Ink]:
    """Give, for every pixel, the column and row it is taken from."""
    rows, columns = np.indices(shape, np.float32)
    depth = matrix[2, 0] * columns + matrix[2, 1] * rows + matrix[2, 2]
    across = (matrix[0, 0] * columns + matrix[0, 1] * rows + matrix[0, 2]) / depth
    down = (matrix[1, 0] * columns + matrix[1, 1] * rows + matrix[1, 2]) / depth
    return across, down


def _lit(picture: Picture, paper: Paper, rng: Random) -> Picture:
    """Colour the paper, and let light fall off to one side, into a fold, and under a shadow at one edge."""
    harsh, dpi = KINDS[paper.kind], paper.dpi
    height, width = picture.shape[:2]
    rows, columns = np.indices((height, width), np.float32)
    way = rng.uniform(0, 2 * np.pi)
    slope = (np.cos(way) * (columns / width - 0.5) + np.sin(way) * (rows / height - 0.5)) * 1.2
    light = 1 - _drawn(harsh.light, rng) * (0.5 + slope) * (0.8 + 0.4 * _clouds(picture.shape, dpi * 4.0, rng))
    if chance(rng, harsh.fold):
        light *= _fold(rows, height, dpi, rng)
    if chance(rng, harsh.fold / 2):
        light *= 1 - 0.3 * np.exp(-columns / (dpi * float(rng.uniform(0.2, 0.6))))
    tint = np.array(paper.tint, np.float32) * _drawn(harsh.paper, rng)
    return np.asarray(picture * (light[..., None] * tint), np.float32)


def _fold(rows: Ink, height: int, dpi: int, rng: Random) -> Ink:
    """Darken the near side of a fold across the page and lighten the far side."""
    distance = (rows - height * float(rng.uniform(0.25, 0.75))) / dpi
    dark = 0.28 * np.exp(-((distance / 0.22) ** 2)) * (distance < 0)
    bright = 0.08 * np.exp(-((distance / 0.15) ** 2)) * (distance >= 0)
    return np.asarray(1 - dark * float(rng.uniform(0.6, 1.0)) + bright, np.float32)


def _grain(shape: tuple[int, ...], level: float, rng: Random) -> Picture:
    """Give the noise of a sensor: mostly grey, a little coloured, not quite sharp."""
    grey = rng.standard_normal((*shape[:2], 1), dtype=np.float32)
    coloured = rng.standard_normal(shape, dtype=np.float32)
    noise = cv2.GaussianBlur(0.85 * grey + 0.5 * coloured, (0, 0), 0.5)
    return np.asarray(noise * (level * 1.35), np.float32)


def _faxed(picture: Picture, rng: Random) -> Picture:
    """Keep black and white only; add specks, and leave out a few lines of the drum."""
    white = picture.mean(axis=2) > float(rng.uniform(0.52, 0.66))
    specks = rng.random(white.shape)
    white &= specks > float(rng.uniform(0.0002, 0.002))
    white |= specks > 0.999
    for row in rng.integers(0, white.shape[0], int(rng.integers(0, 4))):
        white[row] = True
    return np.repeat(white[..., None].astype(np.float32), 3, axis=2)
