from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docforms.extraction.scan.straight import Warp, flattened, shift_at, straighten

PAPER, INK = 235, 40
NO_WARP = np.zeros((3, 4))


def ruled_page() -> np.ndarray:
    """Draw a page at 100 dpi with rules in both directions."""
    page = np.full((1100, 800), PAPER, np.uint8)
    for y in range(150, 901, 50):
        cv2.line(page, (100, y), (700, y), INK, 1)
    for x in (100, 220, 400, 510, 700):
        cv2.line(page, (x, 150), (x, 900), INK, 1)
    return page


def distorted(page: np.ndarray, slant: float, bow: float) -> np.ndarray:
    """Turn a page clockwise by degrees, and bow its lines by pixels."""
    height, width = page.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bent = y + np.float32(bow) * np.square((x - width / 2) / (width / 2))
    page = cv2.remap(page, x, bent, cv2.INTER_LINEAR, borderValue=PAPER)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -slant, 1)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=PAPER), np.uint8)


def sharpest(page: np.ndarray) -> float:
    """Give how dark the darkest row of pixels of a page is on average: a rule that is straight is dark all along."""
    return float((PAPER - page[:, 120:680].astype(float)).mean(axis=1).max())


@settings(max_examples=6)
@given(st.floats(-7, 7), st.floats(-8, 8))
def test_a_slanted_and_bowed_page_is_made_straight(slant: float, bow: float) -> None:
    """Whatever the slant and the bow, rules lie along the rows of pixels afterwards, as they did before."""
    page = distorted(ruled_page(), slant, bow)

    straight = flattened(page, 100, straighten(page, 100), PAPER)

    assert sharpest(straight) > 0.45 * sharpest(ruled_page())


@pytest.mark.parametrize('shift', [-28, 20, 30])
def test_a_page_photographed_from_aside_is_made_straight(shift: int) -> None:
    """Rules that lean by so many pixels, one way on the left and another on the right, stand upright afterwards."""
    page = ruled_page()
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    leaning = corners + np.array([[shift, 0], [-shift, 0], [shift, 0], [-shift, 0]], np.float32)
    turn = cv2.getPerspectiveTransform(corners, leaning)
    photo = np.asarray(cv2.warpPerspective(page, turn, (width, height), borderValue=PAPER), np.uint8)

    straight = flattened(photo, 100, straighten(photo, 100), PAPER)

    assert sharpest(straight.T[:, 60:]) > 0.45 * sharpest(page.T[:, 60:])


@pytest.mark.parametrize('slant', [-6.0, 0.0, 2.5])
def test_the_slant_of_a_page_is_found(slant: float) -> None:
    """The slant is found to a fifth of a degree, clockwise positive."""
    warp = straighten(distorted(ruled_page(), slant, 0), 100)

    assert np.degrees(warp.slant) == pytest.approx(slant, abs=0.2)


def test_a_page_without_any_warp_is_left_where_it_is() -> None:
    """Points of a straight page lie where they lie on the page as scanned."""
    warp = Warp(0.0, (4.0, 5.5), NO_WARP, NO_WARP)

    x, y = warp.source(np.array([1.0, 7.5]), np.array([2.0, 10.0]))

    assert x.tolist() == pytest.approx([1.0, 7.5])
    assert y.tolist() == pytest.approx([2.0, 10.0])


def test_a_warp_is_a_sum_of_powers() -> None:
    """Rows of the coefficients are powers along the strips from 1 up, columns powers across them from 0 up."""
    coefficients = np.zeros((3, 4))
    coefficients[0, 0], coefficients[1, 1] = 2.0, 3.0

    shift = shift_at(coefficients, np.array([0.5]), np.array([-1.0]))

    assert shift.tolist() == pytest.approx([2.0 * 0.5 + 3.0 * 0.25 * -1.0])
