from __future__ import annotations

import cv2
import numpy as np

from docforms.extraction.scan.bands import bands, parted
from docforms.extraction.scan.paper import PAPER, Paper

DPI = 100.0


def page_with(*boxes: tuple[int, int, int, int]) -> Paper:
    """Give a page of 200 by 200 pixels, at 100 dpi, on which boxes are filled with strokes."""
    page = np.full((200, 200), PAPER, np.uint8)
    for left, top, right, bottom in boxes:
        for x in range(left, right, 4):
            cv2.line(page, (x, top), (x, bottom), 40, 2)
    return Paper(page, np.zeros(page.shape, bool), DPI)


def test_ink_is_found_line_by_line() -> None:
    """Two lines close to each other are two bands, each with a little room around."""
    found = bands(page_with((20, 30, 120, 44), (20, 52, 80, 66)), (0, 0, 200, 100), usual=16)

    (_left, top, _right, bottom), (left, second_top, right, _bottom) = found
    assert top <= 30
    assert 44 <= bottom < 51
    assert 45 < second_top <= 52
    assert left <= 20
    assert 80 <= right < 90


def test_what_was_read_is_not_found_again() -> None:
    """Only the line that is not among the known ones is left."""
    page = page_with((20, 30, 120, 44), (20, 52, 80, 66))

    ((_left, top, _right, _bottom),) = bands(page, (0, 0, 200, 100), 16, known=[(15, 27, 125, 47)])

    assert top > 44


def test_specks_and_patches_are_no_lines() -> None:
    """What is much lower or much higher than a line is none."""
    assert bands(page_with((20, 30, 22, 33), (60, 60, 120, 120)), (0, 0, 200, 200), usual=16) == []


def test_characters_one_below_the_other_are_parted() -> None:
    """A narrow column holds two lines of one character, though they look like one thing; a line stays whole."""
    page = page_with((20, 30, 36, 46), (20, 51, 36, 67), (60, 30, 160, 46))
    line = (57.0, 27.0, 163.0, 49.0)

    found = list(parted(page, [(17.0, 27.0, 39.0, 70.0), line, line]))

    assert [round(box[3] - box[1]) < 25 for box in found] == [True] * 4
    assert found[2:] == [line, line]
