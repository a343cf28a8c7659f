"""Ink on evenly lit paper: shadows and folds taken out, and red seals taken off the black text under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.opening import PageImage

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Strokes of print are thinner than this many inches, shadows and folds are wider.
STROKE: Final = 0.12
# The resolution at which the light of a page is measured; it changes slowly.
LIGHT_DPI: Final = 50
# The resolution at which seals are looked for; their strokes are thicker than those of print.
INK_DPI: Final = 120
PAPER: Final = 235
# How much redder than the paper the ink of a seal is, of 255.
RED: Final = 24
# On a page without greys, less than this share of what is not paper is neither black nor white.
GREYS: Final = 0.55
# How much darker than paper ink is, of 255, after smoothing.
DARKER: Final = 45
# Colours that part less, as a logarithm, tell nothing of how much ink there is; and of the places of a seal, so many
# hundredths are clear of black strokes and of gaps.
LEAST_PARTED: Final = 0.05
COVERED: Final = 40
# A page rougher than this is noisy; it is read at this resolution, after smoothing by so many pixels.
NOISY: Final = 0.0175
CALM_DPI: Final = 136
SMOOTHED: Final = 0.7
# A page is in colour when this share of it is red; less is noise of the camera.
LEAST_SEAL: Final = 0.0004
# On a page without colour: how much darker than paper a seal is, how much lighter than black, how even its patches
# are, of 255, how wide it is, in inches, and what share of a square as wide they fill at least.
LIGHTER: Final = 35
DARKEST: Final = 75
EVEN: Final = 40
SEAL_SIZE: Final = 1.6
LEAST_PATCHES: Final = 0.012


@dataclass(frozen=True, slots=True)
class Paper:
    """A page as ink on even paper: `grey` has 235 for paper, `seal` tells where red ink lies."""

    grey: Grey
    seal: Mask
    dpi: float


def is_bilevel(page: PageImage) -> bool:
    """Tell whether a page is black and white without greys, as fax machines make them, JPEG's edges aside.

    Where a stroke is thin or touches another nothing is left to tell one character from another.
    """
    plain = page.pixels if page.pixels.ndim == 2 else page.pixels[..., 1]
    height, width = plain.shape
    inner = plain[height // 8 : -height // 8, width // 8 : -width // 8].astype(np.float32)
    black, paper = (float(each) for each in np.percentile(inner, (0.3, 60)))
    levels = (inner - black) / max(paper - black, 1.0)
    dark = levels < 0.75
    return bool((levels[dark] > 0.25).mean() < GREYS) if dark.any() else False


def develop(page: PageImage) -> Paper:
    """Give a page as black ink on even paper, without its red seals.

    Grey seals stay: text in light print would go with them. Where they lie is known all the same.
    """
    if page.pixels.ndim == 3:
        seal = red_ink(page.pixels, page.dpi)
        if seal.mean() >= LEAST_SEAL:
            # Red ink is nearly paper in the red channel; dividing by what is left of it there lifts it to paper, and
            # black strokes under it stay black. Painting red pixels white would break those strokes.
            red = _even(np.ascontiguousarray(page.pixels[..., 0]), page.dpi)
            return Paper(_lifted(red, page.pixels, seal, page.dpi), seal, page.dpi)
    plain = page.pixels if page.pixels.ndim == 2 else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
    grey = _even(np.asarray(plain, np.uint8), page.dpi)
    return Paper(grey, grey_ink(grey, page.dpi), page.dpi)


def roughness(grey: Grey) -> float:
    """Measure the noise of paper as a share of its brightness, by the finest detail; print is too rare to count."""
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6
    detail = cv2.filter2D(grey[::2].astype(np.float32), -1, kernel)
    return float(np.median(np.abs(detail))) * 1.48 / PAPER


def calmed(paper: Paper, noise: float) -> Paper:
    """Give a noisy page at a lower resolution: noise is averaged out, and characters can still be told apart.

    Of the lines of such pages the engine reads a sixth more right then.
    """
    scale = CALM_DPI / paper.dpi
    if scale >= 1 or noise < NOISY:
        return paper
    smooth = cv2.GaussianBlur(paper.grey, (0, 0), SMOOTHED)
    grey = np.asarray(cv2.resize(smooth, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    seal = cv2.resize(paper.seal.astype(np.uint8), grey.shape[::-1], interpolation=cv2.INTER_AREA) > 0
    return Paper(grey, seal, CALM_DPI)


def grey_ink(grey: Grey, dpi: float) -> Mask:
    """Tell where the ink of a seal lies on a page without colour: patches of even grey, lighter than text.

    Strokes of print are too thin for such patches; the ring and the star of a seal are not.
    """
    scale = min(1.0, INK_DPI / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.7), np.uint8)
    window = np.ones((3, 3), np.uint8)
    lightest, darkest = cv2.dilate(smooth, window), cv2.erode(smooth, window)
    patches = (lightest < PAPER - LIGHTER) & (darkest > DARKEST) & (lightest.astype(np.int16) - darkest < EVEN)
    wide = round(dpi * scale * SEAL_SIZE)
    share = cv2.boxFilter(patches.astype(np.float32), -1, (wide, wide))
    if float(share.max()) < LEAST_PATCHES:
        return np.zeros(grey.shape, bool)
    patches &= cv2.dilate((share > LEAST_PATCHES).astype(np.uint8), np.ones((wide // 4, wide // 4), np.uint8)) > 0
    if not patches.any():
        return np.zeros(grey.shape, bool)
    level = float(np.median(smooth[patches]))
    near = cv2.dilate(patches.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    return _enlarged(near & (np.abs(smooth.astype(np.float32) - level) < EVEN), grey.shape)


def red_ink(pixels: NDArray[np.uint8], dpi: float) -> Mask:
    """Tell where a page is redder than its paper."""
    # Colour is stored at half the resolution and with more noise than light: measure it on a smaller, smoothed copy.
    scale = min(1.0, INK_DPI / dpi)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(small, (0, 0), 0.8).astype(np.int16)
    redness = smooth[..., 0] - (smooth[..., 1] + smooth[..., 2]) // 2
    return _enlarged(redness - np.int16(np.median(redness)) > RED, pixels.shape[:2])


def _enlarged(mask: NDArray[np.bool_], shape: tuple[int, ...]) -> Mask:
    wide = cv2.resize(mask.astype(np.uint8), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(wide > 0)


def _even(grey: Grey, dpi: float) -> Grey:
    """Divide by the light that falls on the paper."""
    scale = min(1.0, LIGHT_DPI / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = max(3, round(STROKE * dpi * scale) | 1)
    light = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    light = cv2.GaussianBlur(light, (0, 0), side / 2)
    wide = cv2.resize(light, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(wide, 1), scale=PAPER), np.uint8)


def _lifted(red: Grey, pixels: NDArray[np.uint8], seal: Mask, dpi: float) -> Grey:
    """Lift the ink of a seal, which is a little darker than paper in the red channel, to the level of paper.

    Where red ink lies thicker, red and the other colours part further; so the amount of ink, and with it what it takes
    from the red channel, is known at each place, and black strokes under it, which are dark in all colours, stay.
    """
    scale = min(1.0, INK_DPI / dpi)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    even = [
        cv2.GaussianBlur(_even(np.ascontiguousarray(small[..., each]), dpi * scale), (0, 0), 0.8).astype(np.float32) + 1
        for each in range(3)
    ]
    parted = np.maximum(np.log(even[0] * 2 / (even[1] + even[2])), 0)
    covered = cv2.resize(seal.astype(np.uint8), parted.shape[::-1], interpolation=cv2.INTER_AREA) > 0
    if not covered.any():
        return red
    missing = np.log((PAPER + 1) / even[0][covered])
    share = float(np.percentile(missing / np.maximum(parted[covered], LEAST_PARTED), COVERED))
    # Colour is less sharp than light: taken a little wider, it leaves no edges of the seal, and paper is never lifted.
    near = cv2.dilate(covered.astype(np.uint8), np.ones((5, 5), np.uint8))
    lift = np.exp(min(max(share, 0.0), 1.0) * cv2.dilate(parted * near, np.ones((3, 3), np.uint8)))
    wide = cv2.resize(lift, red.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.where(wide > 1, np.minimum(red * wide, np.maximum(red, PAPER)), red).astype(np.uint8)


def inked(page: Grey, dpi: float) -> Mask:
    """Tell which pixels are ink."""
    return np.asarray(cv2.GaussianBlur(page, (0, 0), max(1.0, dpi / 130)) < PAPER - DARKER)
