"""Measuring whether digits stand at equal distances."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest

from docforms.extraction.scan.handwriting import MeasuredPage, Wander, handwritten, together, wander
from docforms.extraction.scan.spacing import runs

NUMBERS = ('150204198103120046', '622848029571336', '04716598204')
FACES = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX)
# How much room each digit takes, as a share of the height: as it comes from a pen, and as faces print it that give less
# to 1 alone, or to 1 and 7.
PEN = dict(zip('0123456789', (0.95, 0.45, 0.8, 0.75, 1.1, 0.8, 0.9, 0.65, 0.85, 0.7), strict=True))
NARROW = {'1': 0.68}
NARROWER = {'1': 0.6, '7': 0.68}


def line(text: str, face: int, room: Callable[[str], float], noise: float = 0.0) -> np.ndarray:
    """Write characters 40 pixels high, all on one line, each in the middle of its room."""
    page = np.full((100, 100 + 60 * len(text)), 235, np.uint8)
    place = 20.0
    for character in text:
        (width, _height), _base = cv2.getTextSize(character, face, 1.8, 2)
        left = round(place + (room(character) * 40 - width) / 2)
        cv2.putText(page, character, (left, 70), face, 1.8, 40, 3, cv2.LINE_AA)
        place += room(character) * 40
    rng = np.random.default_rng(3)
    noisy = cv2.GaussianBlur(page, (0, 0), 1.5) + rng.normal(0, noise, page.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def cells(room: Callable[[str], float], face: int = FACES[0], numbers: Sequence[str] = NUMBERS) -> list[Wander]:
    """Measure one cell for each number."""
    return [wander(line(number, face, room, noise=10), number) for number in numbers]


@pytest.mark.parametrize('face', FACES)
@pytest.mark.parametrize('distance', [0.82, 0.9, 1.4], ids=['condensed', 'usual', 'spaced out'])
def test_print_is_cut_between_its_digits(face: int, distance: float) -> None:
    """However far apart it is set, on a noisy and blurred page."""
    measured = cells(lambda _character: distance, face)

    assert together(measured).unevenness < 0.15
    assert handwritten([MeasuredPage(measured, is_sharp=False)]) == ((False, False, False),)


@pytest.mark.parametrize('narrow', [NARROW, NARROWER])
def test_a_narrow_1_is_print(narrow: dict[str, float]) -> None:
    """Some faces give less room to the digits that are narrow."""
    measured = cells(lambda character: narrow.get(character, 0.86))

    assert handwritten([MeasuredPage(measured, is_sharp=False)]) == ((False, False, False),)


@pytest.mark.parametrize('face', FACES)
def test_digits_of_a_pen_are_not_print(face: int) -> None:
    """Though they all stand on one line and are equally high, equal distances do not cut them apart."""
    measured = cells(PEN.__getitem__, face)

    assert handwritten([MeasuredPage(measured, is_sharp=False)]) == ((True, True, True),)


def test_digits_among_letters_count() -> None:
    """Letters are wider or narrower than digits; those of a code are passed over."""
    code = '91150204MA0N37W26R'
    printed = line(code, FACES[0], lambda character: 0.9 if character.isdigit() else 1.15)

    assert [run.cuts for run in runs(printed, code)] == [7]
    assert runs(printed, code)[0].ink < 0.15
    assert runs(printed, '呼和浩特 0471') == ()


def test_digits_that_were_not_read_raise_no_alarm() -> None:
    """The text of one number is too short, so that it is cut anywhere; the others show that the page is print."""
    measured = cells(lambda _character: 0.9)
    lost = NUMBERS[0].replace('0', '')
    measured.append(wander(line(NUMBERS[0], FACES[0], lambda _character: 0.9), lost))

    assert measured[-1].runs[0].ink > 0.3
    assert handwritten([MeasuredPage(measured, is_sharp=False)]) == ((False,) * 4,)


def test_one_number_tells_nothing() -> None:
    """Nor does a line in which there is no ink."""
    assert handwritten([MeasuredPage(cells(PEN.__getitem__, numbers=NUMBERS[:1]), is_sharp=True)]) == ((False,),)
    assert runs(np.full((40, 200), 235, np.uint8), NUMBERS[0]) == ()
