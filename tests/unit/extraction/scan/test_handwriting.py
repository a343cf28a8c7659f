"""Telling handwriting from print."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from docforms.extraction.scan.handwriting import MeasuredPage, Wander, handwritten, is_sharp, wander
from docforms.extraction.scan.spacing import Run

DIGITS = '150204198103'
FACES = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX)


def line(face: int, lift: float, slope: float = 0.0, noise: float = 0.0) -> np.ndarray:
    """Write digits 40 pixels high, each lifted and scaled by chance."""
    rng = np.random.default_rng(7)
    page = np.full((100, 520), 235, np.uint8)
    for place, digit in enumerate(DIGITS):
        bottom = 70 + round(rng.normal(0, lift * 40) + slope * place * 40)
        cv2.putText(page, digit, (10 + place * 42, bottom), face, 1.8 * (1 + rng.normal(0, lift)), 40, 2, cv2.LINE_AA)
    return np.asarray(np.clip(page + rng.normal(0, noise, page.shape), 0, 255), np.uint8)


def page(*cells: Wander, is_sharp: bool = False) -> MeasuredPage:
    """Give cells as a page, by default one too coarse for digits of print to stand apart."""
    return MeasuredPage(cells, is_sharp)


@pytest.mark.parametrize('face', FACES)
def test_print_stands_on_its_line(face: int) -> None:
    """Whatever the face, and where the page lies a little askew and is noisy, too."""
    cells = [wander(line(face, 0.0, slope=0.02, noise=12), DIGITS)]

    assert cells[0].characters == len(DIGITS)
    assert handwritten([page(*cells)]) == ((False,),)


def test_print_of_few_pixels_stands_on_its_line_too() -> None:
    """Half a pixel is much of a line thirty pixels high; between pixels it can be measured all the same."""
    small = cv2.resize(line(FACES[0], 0.0, slope=0.02, noise=12), None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)

    assert wander(np.asarray(small, np.uint8), DIGITS).spread < 0.03


@pytest.mark.parametrize('face', FACES)
def test_digits_that_wander_are_a_hand_s(face: int) -> None:
    """Each a tenth of its height too high, too low, too large or too small: all that is on the page is by hand."""
    cells = [wander(line(face, 0.1), DIGITS), wander(line(face, 0.1), '长期护理')]

    assert handwritten([page(*cells)]) == ((True, True),)


def test_the_number_of_a_seal_is_no_line() -> None:
    """Digits around a seal are far off any line; they say nothing of the page, which may hold little else."""
    seal = np.full((160, 520), 235, np.uint8)
    for place, digit in enumerate(DIGITS):
        height = 60 + round(80 * np.sin(np.pi * place / (len(DIGITS) - 1)))
        cv2.putText(seal, digit, (10 + place * 42, height), FACES[0], 1.2, 40, 2, cv2.LINE_AA)
    around = wander(seal, DIGITS)

    assert around == Wander()
    assert handwritten([page(wander(line(FACES[0], 0.0), DIGITS), around)]) == ((False, False),)


def test_one_cell_may_be_written_by_hand() -> None:
    """On a printed page only the cell that wanders is told to be."""
    printed = wander(line(FACES[0], 0.0), DIGITS)

    assert handwritten([page(printed, printed, wander(line(FACES[0], 0.15), DIGITS))]) == ((False, False, True),)


def test_a_page_that_says_little_is_as_the_form() -> None:
    """A last page without numbers is by hand where the page before it is."""
    written = wander(line(FACES[0], 0.1), DIGITS)

    assert handwritten([page(written), page(Wander())]) == ((True,), (True,))
    assert handwritten([page(Wander())]) == ((False,),)


def test_digits_that_touch_say_more_on_a_sharp_page() -> None:
    """Few pixels join digits of print, too; where there are many, only a pen does."""
    touching = Wander(runs=(Run(10, 0.2), Run(10, 0.2), Run(10, 0.3)))

    assert handwritten([page(touching, is_sharp=True)]) == ((True,),)
    assert handwritten([page(touching)]) == ((False,),)
    assert is_sharp(200, 0.004, is_bilevel=False)
    assert not is_sharp(150, 0.004, is_bilevel=False)
    assert not is_sharp(200, 0.02, is_bilevel=False)
    assert not is_sharp(200, 0.0, is_bilevel=True)
