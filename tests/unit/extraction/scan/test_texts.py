from __future__ import annotations

import numpy as np
import pytest

from docforms.extraction.ocr import Line
from docforms.extraction.scan.texts import BoxedLine, around, cores, crop, joined, level, run_on, side_by_side


def text_map(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """Give a map of 200 by 100 pixels on which boxes are text."""
    found = np.zeros((100, 200), np.float32)
    for left, top, right, bottom in boxes:
        found[top:bottom, left:right] = 0.9
    return found


def test_text_is_cut_at_the_walls_of_its_cell() -> None:
    """A line that runs over a wall is one line on each side of it."""
    found = text_map((20, 40, 180, 50))

    left = cores(found, (10, 30, 100, 60))
    right = cores(found, (104, 30, 190, 60))

    assert [box[2] <= 100 for box in left] == [True]
    assert [box[0] >= 104 for box in right] == [True]


def test_ink_reaches_beyond_the_core_of_a_line() -> None:
    """The box of a line is higher than what the engine marks, and stays within its cell."""
    ((left, top, right, bottom),) = cores(text_map((50, 40, 120, 50)), (10, 38, 190, 90))

    assert left < 50
    assert right > 120
    assert bottom > 52
    assert top == 38


def test_specks_are_no_text() -> None:
    """Marks of a few pixels, and marks the engine is not sure of, are left out."""
    faint = text_map((20, 20, 60, 30)) * np.float32(0.4)

    assert cores(text_map((20, 20, 22, 22)), (0, 0, 200, 100)) == []
    assert cores(faint, (0, 0, 200, 100)) == []


def test_lines_that_touch_are_parted() -> None:
    """Two lines whose marks meet at one place are two lines; so is a line with a letter of a seal hanging on it."""
    touching = text_map((20, 20, 150, 30), (20, 36, 150, 46), (60, 30, 70, 36))
    hanging = text_map((20, 20, 180, 30), (90, 5, 110, 20))

    assert [round((box[1] + box[3]) / 2) for box in cores(touching, (0, 0, 200, 100))] == [25, 41]
    ((_left, top, _right, bottom),) = cores(hanging, (0, 0, 200, 100))
    assert bottom - top < 24


def test_a_slanting_line_is_one_line() -> None:
    """What is left of the slant of a page does not part a line."""
    found = np.zeros((100, 200), np.float32)
    for x in range(20, 180):
        found[30 + x // 40 : 41 + x // 40, x] = 0.9

    assert len(cores(found, (0, 0, 200, 100))) == 1


def test_parts_of_a_line_are_joined_and_lines_are_not() -> None:
    """Parts side by side are one line, in reading order; those far apart, and those below, are not."""
    near = [(50.0, 10.0, 80.0, 20.0), (10.0, 11.0, 40.0, 21.0)]
    far, below = (160.0, 10.0, 190.0, 20.0), (10.0, 30.0, 40.0, 40.0)

    assert joined([*near, far, below]) == [(10.0, 10.0, 80.0, 21.0), far, below]


def test_a_large_letter_of_a_seal_is_not_part_of_a_line() -> None:
    """Boxes of very different heights do not belong together."""
    line, letter = (10.0, 40.0, 60.0, 50.0), (62.0, 20.0, 90.0, 70.0)

    assert len(joined([line, letter])) == 2


def test_lines_are_gathered_from_above() -> None:
    """Lines side by side come together, from left to right."""
    boxes = [(100.0, 10.0, 150.0, 20.0), (10.0, 10.0, 60.0, 20.0), (10.0, 40.0, 60.0, 50.0)]
    lines = [BoxedLine(box, Line(str(number), (1.0,))) for number, box in enumerate(boxes)]

    assert [[line.line.text for line in row] for row in level(lines)] == [['1', '0'], ['2']]


def test_a_crop_outside_the_page_has_pixels_all_the_same() -> None:
    """Boxes that reach over the edge are cut to the page."""
    page = np.zeros((200, 100), np.uint8)

    assert crop(page, 200, (40, 90, 80, 120)).shape == (20, 20)
    assert crop(page, 200, (70, 150, 90, 160)).size > 0


def test_lines_put_side_by_side_are_as_high_as_the_highest() -> None:
    """A lower line is enlarged, its proportions kept."""
    high, low = np.zeros((40, 100), np.uint8), np.zeros((20, 30), np.uint8)

    assert side_by_side([high, low]).shape == (40, 160)


def test_the_box_around_boxes_holds_them_all() -> None:
    """It begins at the first edge and ends at the last."""
    assert around([(5, 6, 7, 8), (1, 9, 3, 10)]) == pytest.approx((1, 6, 7, 10))


def test_a_line_that_ran_over_goes_on() -> None:
    """A full line and the next are one text; a line that was ended before it was full keeps its end."""
    full = BoxedLine((5, 10, 195, 26), Line('北方康健器械有限责任公', (0.9,) * 11))
    rest = BoxedLine((5, 30, 25, 46), Line('司', (0.9,)))
    short = BoxedLine((5, 10, 60, 26), Line('甲公司', (0.9,) * 3))

    assert run_on([full, rest], 200) == '北方康健器械有限责任公司'
    assert run_on([short, rest], 200) == '甲公司\n司'
    assert run_on([], 200) == ''
