from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from docforms.exceptions import InputError
from docforms.extraction.scan.pages import MOST_DPI, scan_pages
from docforms.extraction.scan.quality import check_resolution


def picture(width: int, height: int, shade: int = 200) -> Image.Image:
    return Image.fromarray(np.full((height, width), shade, np.uint8))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize('kind', ['JPEG', 'PNG', 'TIFF'])
def test_a_picture_is_a_page(kind: str) -> None:
    """JPEG, PNG and TIFF are read at the resolution they state."""
    (page,) = scan_pages(saved(picture(1654, 2339), kind, dpi=(200, 200)), 'a')

    assert page.pixels.shape == (2339, 1654)
    assert page.dpi == pytest.approx(200, abs=1)


def test_a_tiff_has_as_many_pages_as_pictures() -> None:
    """Pages of a TIFF are numbered from 1, in order."""
    content = saved(picture(827, 1169, 10), 'TIFF', save_all=True, append_images=[picture(827, 1169, 90)])

    pages = list(scan_pages(content, 'a.tif'))

    assert [(page.number, int(page.pixels[0, 0])) for page in pages] == [(1, 10), (2, 90)]


def test_the_resolution_of_a_picture_that_does_not_say_is_that_of_a4() -> None:
    """1654 by 2339 pixels are A4 at 200 dpi, whatever a camera wrote."""
    for options in ({}, {'dpi': (72, 72)}):
        (page,) = scan_pages(saved(picture(1654, 2339), 'JPEG', **options), 'a.jpg')

        assert page.dpi == pytest.approx(200, rel=0.01)


def test_pages_of_more_than_300_dpi_are_made_smaller() -> None:
    """Reading gains nothing above 300 dpi, and memory is bounded."""
    (page,) = scan_pages(saved(picture(3308, 4678), 'PNG', dpi=(400, 400)), 'a.png')

    assert page.dpi == MOST_DPI
    assert page.pixels.shape == pytest.approx((4678 * 0.75, 3308 * 0.75), abs=1)


def test_a_pdf_page_is_read_at_the_resolution_of_its_picture() -> None:
    """A picture of 1240 by 1754 pixels on A4 is 150 dpi."""
    (page,) = scan_pages(saved(picture(1240, 1754), 'PDF', resolution=150), 'a.pdf')

    assert page.dpi == pytest.approx(150, abs=1)
    assert page.pixels.shape[:2] == pytest.approx((1754, 1240), abs=2)


@pytest.mark.parametrize('cut', [lambda content: content[:200], lambda content: content[:4] + b'\0' * 100])
@pytest.mark.parametrize('kind', ['JPEG', 'PNG', 'TIFF', 'PDF'])
def test_damaged_files_are_refused_by_name(kind: str, cut: Callable[[bytes], bytes]) -> None:
    """What cannot be opened is named, with what to do."""
    content = cut(saved(picture(300, 400), kind))

    with pytest.raises(InputError, match=r'扫描件.*重新扫描'):
        list(scan_pages(content, '扫描件'))


def test_a_page_of_100_dpi_is_refused() -> None:
    """The message says what is wrong with which page, and what to do."""
    (page,) = scan_pages(saved(picture(827, 1169), 'PNG', dpi=(100, 100)), 'a.png')

    with pytest.raises(InputError, match=r'第1页约 100 dpi.*200 或 300 dpi'):
        check_resolution(page)
