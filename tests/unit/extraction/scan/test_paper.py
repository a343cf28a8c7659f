from __future__ import annotations

import cv2
import numpy as np

from docforms.extraction.scan.paper import CALM_DPI, PAPER, Paper, calmed, develop, grey_ink, is_bilevel, roughness
from docforms.opening import PageImage

RED, BLACK, WHITE = (215, 45, 45), (30, 30, 30), (240, 240, 240)


def page_of(pixels: np.ndarray) -> PageImage:
    """Give pixels as a page at 200 dpi."""
    height, width, *channels = pixels.shape
    return PageImage(1, width, height, *(channels or [1]), pixels.tobytes(), 200)


def sealed_page() -> np.ndarray:
    """Draw a page at 200 dpi with a red ring and a black bar that passes under it."""
    page = np.full((1200, 1000, 3), WHITE, np.uint8)
    cv2.circle(page, (500, 600), 150, RED, 10)
    cv2.rectangle(page, (300, 595), (700, 603), BLACK, -1)
    return page


def blurred_colour(page: np.ndarray) -> np.ndarray:
    """Give a page as JPEG keeps it: brightness sharp, colour at half the resolution."""
    parts = cv2.cvtColor(page, cv2.COLOR_RGB2YCrCb)
    height, width = page.shape[:2]
    for channel in (1, 2):
        half = cv2.resize(parts[..., channel], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        parts[..., channel] = cv2.resize(half, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(parts, np.uint8)


def test_a_red_seal_is_taken_off_and_black_text_under_it_stays() -> None:
    """Where only the ring was there is paper; where the bar passes under it there is ink."""
    paper = develop(page_of(sealed_page()))

    assert paper.grey[600 - 150, 500] > PAPER - 25
    assert paper.grey[599, 500 - 150] < 100
    assert paper.grey[599, 400] < 100


def test_text_beside_a_seal_is_not_paled() -> None:
    """The bar is as dark right beside the ring as far from it, though colour is less sharp than light."""
    page = cv2.GaussianBlur(sealed_page(), (0, 0), 0.8)
    page[..., :] = cv2.cvtColor(blurred_colour(page), cv2.COLOR_YCrCb2RGB)

    grey = develop(page_of(np.asarray(page, np.uint8))).grey.astype(int)

    assert abs(grey[599, 500 - 150 - 12] - grey[599, 310]) < 15
    assert grey[600 - 150 - 9 : 600 - 150 + 9, 500].min() > PAPER - 40


def test_a_fax_is_known_and_a_grey_scan_is_none() -> None:
    """A page of two levels is black and white, as good as its JPEG edges let it be; one with soft strokes is not."""
    page = np.full((800, 800), 250, np.uint8)
    for y in range(120, 700, 40):
        cv2.putText(page, 'ABCDEFG 0123456789', (110, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 10, 3)
    fax = np.where(page > 128, 250, 10).astype(np.uint8)
    soft = np.asarray(cv2.GaussianBlur(page, (0, 0), 2.0), np.uint8)

    assert is_bilevel(page_of(fax))
    assert not is_bilevel(page_of(soft))


def test_it_is_known_where_a_seal_lay() -> None:
    """The mask covers the ring, not the paper beside it."""
    paper = develop(page_of(sealed_page()))

    assert paper.seal[600 - 150, 500]
    assert not paper.seal[100, 100]


def test_a_grey_seal_is_known_but_not_taken_off() -> None:
    """On a page without colour a seal may be as dark as text; it stays, and its place is known."""
    page = cv2.cvtColor(sealed_page(), cv2.COLOR_RGB2GRAY)

    paper = develop(page_of(np.asarray(page, np.uint8)))

    assert paper.seal[600 - 150, 500]
    assert paper.grey[600 - 150, 500] < PAPER - 60


def test_a_shadow_is_not_ink() -> None:
    """Half of a page in shade is as white as the other half, and print on it as black."""
    page = np.full((1200, 1000), 230, np.uint8)
    page[::40, 100:900] = 40
    page[:, 500:] = (page[:, 500:] * 0.6).astype(np.uint8)

    grey = develop(page_of(page)).grey

    assert abs(int(grey[620, 200]) - int(grey[620, 800])) < 12
    assert grey[600, 800] < 120


def test_grey_spots_wide_apart_are_no_seal() -> None:
    """Four spots as far apart as a seal is wide, with nothing between them, leave the page without one."""
    page = np.full((400, 400), PAPER, np.uint8)
    for x, y in ((145, 145), (145, 255), (255, 145), (255, 255)):
        page[y - 6 : y + 6, x - 6 : x + 6] = 150

    assert not grey_ink(page, 100.0).any()


def test_specks_of_red_are_no_seal_to_be_lifted() -> None:
    """Red pixels here and there, at a high resolution, leave nothing to measure the ink by, and the page as it is."""
    page = np.full((1200, 1000, 3), WHITE, np.uint8)
    page[::37, ::23] = RED

    assert develop(page_of(page)).grey.shape == (1200, 1000)


def test_a_noisy_page_is_read_smaller_and_a_clean_one_as_it_is() -> None:
    """Noise is averaged out by it; ink and seals stay where they were."""
    clean = np.full((1200, 1000), PAPER, np.uint8)
    clean[590:610, 300:700] = 80
    noise = np.random.default_rng(5).normal(0, 20, clean.shape)
    noisy = np.asarray(np.clip(cv2.GaussianBlur(clean + noise, (0, 0), 0.6), 0, 255), np.uint8)
    seal = np.zeros(clean.shape, bool)
    seal[500:700, 400:600] = True

    assert calmed(Paper(clean, seal, 200.0), roughness(clean)).grey is clean
    calm = calmed(Paper(noisy, seal, 200.0), roughness(noisy))

    scale = CALM_DPI / 200
    assert calm.dpi == CALM_DPI
    assert calm.grey.shape == calm.seal.shape == (round(1200 * scale), round(1000 * scale))
    assert calm.grey[round(600 * scale), round(500 * scale)] < 120
    assert calm.seal[round(600 * scale), round(500 * scale)]
    assert calm.grey[:200].std() < 0.6 * noisy[:200].std()
