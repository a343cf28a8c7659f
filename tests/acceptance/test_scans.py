"""Filled forms, printed and made to look scanned, are read back: the whole way from paper to values."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from docforms import api
from docforms.exceptions import InputError
from docforms.extraction.blank import BlankForm, blank_form
from docforms.extraction.reading import Reading
from docforms.extraction.scan import read_scan
from docforms.opening import PageImage
from docforms.packs import Catalogue
from docforms.records import read_record

Pixels = NDArray[np.uint8]
DPI = 150


@pytest.fixture(scope='module')
def forms() -> list[BlankForm]:
    """Give the blank forms of every pack."""
    return [blank_form(pack, form) for pack in Catalogue().packs() for form in pack.forms.values()]


@pytest.fixture(scope='module')
def record(repository: Path) -> dict[str, Any]:
    """Give a complete application on a form of one page."""
    return read_record(str(repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'))


@pytest.fixture(scope='module')
def printed(record: dict[str, Any]) -> Pixels:
    """Give the first page of the filled form as a printer would put it on paper."""
    document = pypdfium2.PdfDocument(io.BytesIO(api.to_pdf(api.fill(record))))
    return np.asarray(document[0].render(scale=DPI / 72, rev_byteorder=True).to_numpy()[..., :3], np.uint8)


def scanned(page: Pixels, *, slant: float = 0.0, noise: float = 0.0, seal: bool = False, turn: int = 0) -> Pixels:
    """Put a seal on a page and lay it on a scanner: turned by degrees and quarters, with noise and a shadow."""
    height, width = page.shape[:2]
    page = page.copy()
    if seal:
        ring = np.zeros((height, width), np.uint8)
        cv2.circle(ring, (round(width * 0.4), round(height * 0.35)), round(0.75 * DPI), 255, 7)
        red = np.array([225, 80, 80]) / 255
        page = np.where(ring[..., None] > 0, page * red, page).astype(np.uint8)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -slant, 1)
    laid = cv2.warpAffine(page, matrix, (width, height), borderValue=(150, 150, 150)).astype(np.float32)
    laid *= np.linspace(1.0, 0.8, height)[:, None, None]
    laid += np.random.default_rng(7).normal(0, noise, laid.shape[:2])[..., None]
    return np.ascontiguousarray(np.rot90(np.clip(laid, 0, 255).astype(np.uint8), turn))


def read(page: Pixels, forms: list[BlankForm]) -> Reading:
    height, width, channels = page.shape
    return read_scan([PageImage(1, width, height, channels, page.tobytes(), DPI)], forms)


def texts(reading: Reading) -> dict[tuple[str, int | None], str]:
    """Give the text of every cell by the name of its first field, without blanks and line feeds."""
    return {
        (cell.cell.slots[0].pointer.rsplit('/', 1)[1], cell.item): ''.join(cell.text.split()) for cell in reading.cells
    }


def test_a_slanted_dirty_page_on_its_head_under_a_seal_is_read(
    record: dict[str, Any], printed: Pixels, forms: list[BlankForm]
) -> None:
    """Every plain value is read as it was filled in, the list with its items, and the turn of the page is told."""
    reading = read(scanned(printed, slant=2.5, noise=6, seal=True, turn=2), forms)
    fields, found = record['fields'], texts(reading)

    assert reading.form == record['form']
    assert reading.pages[0].rotation == 180
    assert reading.pages[0].skew == pytest.approx(2.5, abs=0.3)
    for name in ('institution_name', 'credit_code', 'legal_representative', 'legal_representative_id'):
        assert found[name, None] == fields[name]
    for item, certificate in enumerate(fields['certificates']):
        assert found['number', item] == ''.join(certificate['number'].split())
    assert found['practice_licence_number', None] == ''


def test_blank_cells_are_surely_blank_and_clear_ones_surely_read(printed: Pixels, forms: list[BlankForm]) -> None:
    """On a clean page what was filled in, and that nothing was, is sure; and where it stands is told."""
    reading = read(scanned(printed), forms)
    cells = {cell.cell.slots[0].pointer: cell for cell in reading.cells if cell.item is None}

    assert cells['/fields/practice_licence_number'].text == ''
    assert cells['/fields/practice_licence_number'].confidence > 0.99
    assert cells['/fields/credit_code'].confidence > 0.99
    left, top, right, bottom = cells['/fields/credit_code'].box or (0, 0, 0, 0)
    # The third row of the grid, right of its label, in points of an A4 page.
    assert 150 < left < right < 320
    assert 150 < top < bottom < 260


@pytest.mark.parametrize(
    'spoil',
    [lambda page: np.full_like(page, 230), lambda page: cv2.GaussianBlur(page, (0, 0), 9)],
    ids=['empty', 'blurred'],
)
def test_a_page_that_shows_no_form_is_refused(
    printed: Pixels, forms: list[BlankForm], spoil: Callable[[Pixels], Pixels]
) -> None:
    """An empty page and one without any legible line end with an error that says what to do, not with values."""
    with pytest.raises(InputError, match=r'请'):
        read(np.asarray(spoil(printed), np.uint8), forms)
