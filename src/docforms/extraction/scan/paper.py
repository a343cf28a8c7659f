"""Ink on evenly lit paper: shadows and folds taken out, and red seals taken off the black text under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.extraction.scan.pages import PageImage

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]

# Strokes of print are thinner than this many inches, shadows and folds are wider.
STROKE: Final = 0.12
# The resolution at which the light of a page is measured; it changes slowly.
LIGHT_DPI: Final = 50
PAPER: Final = 235
# How much redder than the paper the ink of a seal is, of 255.
RED: Final = 24
# A page is in colour when this share of it is red; less is noise of the camera.
LEAST_SEAL: Final = 0.0004


@dataclass(frozen=True, slots=True)
class Paper:
    """A page as ink on even paper: `grey` has 235 for paper, `seal` tells where red ink lies."""

    grey: Grey
    seal: Mask
    dpi: float


def develop(page: PageImage) -> Paper:
    """Give a page as black ink on even paper, without its red seals."""
    if page.pixels.ndim == 2:
        return Paper(_even(page.pixels, page.dpi), np.zeros(page.pixels.shape, bool), page.dpi)
    seal = red_ink(page.pixels, page.dpi)
    if seal.mean() < LEAST_SEAL:
        grey = cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
        return Paper(_even(np.asarray(grey, np.uint8), page.dpi), np.zeros(grey.shape, bool), page.dpi)
    # Red ink is nearly paper in the red channel; dividing by what is left of it there lifts it to paper, and black
    # strokes under it stay black. Painting red pixels white would break those strokes.
    red = _even(np.ascontiguousarray(page.pixels[..., 0]), page.dpi)
    return Paper(_lifted(red, seal, page.dpi), seal, page.dpi)


def red_ink(pixels: NDArray[np.uint8], dpi: float) -> Mask:
    """Tell where a page is redder than its paper."""
    # Colour is stored at half the resolution and with more noise than light: measure it on a smoothed copy.
    smooth = cv2.GaussianBlur(pixels, (0, 0), max(0.8, dpi / 150)).astype(np.int16)
    redness = smooth[..., 0] - (smooth[..., 1] + smooth[..., 2]) // 2
    return np.asarray(redness - np.int16(np.median(redness)) > RED)


def _even(grey: Grey, dpi: float) -> Grey:
    """Divide by the light that falls on the paper."""
    scale = min(1.0, LIGHT_DPI / dpi)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = max(3, round(STROKE * dpi * scale) | 1)
    light = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    light = cv2.GaussianBlur(light, (0, 0), side / 2)
    wide = cv2.resize(light, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, cv2.max(wide, 1), scale=PAPER), np.uint8)


def _lifted(red: Grey, seal: Mask, dpi: float) -> Grey:
    """Lift the ink of a seal, which is a little darker than paper in the red channel, to the level of paper."""
    ink = float(np.percentile(red[seal], 30))
    side = max(3, round(dpi / 40)) | 1
    near = cv2.dilate(seal.astype(np.uint8), np.ones((side, side), np.uint8)).astype(np.float32)
    weight = cv2.GaussianBlur(near, (0, 0), dpi / 150)
    level = PAPER + (min(ink, PAPER) * 0.95 - PAPER) * weight
    return np.asarray(np.clip(red * (PAPER / np.maximum(level, 1)), 0, PAPER + 15), np.uint8)
