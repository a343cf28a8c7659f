from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from docforms.exceptions import InputError
from docforms.extraction.views import MOST_PIXELS, PageView, page_views
from docforms.opening import Worker


def viewed(content: bytes, name: str) -> tuple[PageView, ...]:
    """Draw the pages of a file in a process of its own."""
    with Worker() as worker:
        return page_views(content, name, worker)


def pdf(*sizes: tuple[float, float], turned: int = 0) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for size in sizes:
        document.new_page(*size).set_rotation(turned)
    target = BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def pixels(jpeg: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(jpeg)) as image:
        return image.size


def test_a_pdf_gives_its_pages_with_their_sizes():
    """Each page is a JPEG of 150 dots to the inch, with the size of the page in points."""
    first, second = viewed(pdf((594, 840), (840, 1188)), 'a.pdf')

    assert [(view.number, round(view.width), round(view.height)) for view in (first, second)] == [
        (1, 594, 840),
        (2, 840, 1188),
    ]
    # 594 / 72 * 150 and 840 / 72 * 150, give or take the part of a dot.
    assert pixels(first.jpeg) == pytest.approx((1237.5, 1750), abs=1)


def test_a_pdf_that_says_it_is_turned_is_shown_so():
    """A page with a rotation has the size it is shown with."""
    (view,) = viewed(pdf((594, 840), turned=90), 'a.pdf')

    assert (round(view.width), round(view.height)) == (840, 594)


def test_a_huge_page_is_drawn_small():
    """The picture of a page is bounded, whatever the page says its size is."""
    (view,) = viewed(pdf((14400, 14400)), 'a.pdf')

    across, down = pixels(view.jpeg)
    assert across * down <= 1.01 * MOST_PIXELS


@pytest.mark.parametrize(('mode', 'kind'), [('L', 'PNG'), ('RGB', 'JPEG'), ('1', 'TIFF')])
def test_a_picture_is_one_page_of_its_size_in_points(mode: str, kind: str):
    """A4 scanned with 200 dots to the inch is 595 by 842 points."""
    target = BytesIO()
    Image.new(mode, (1654, 2339)).save(target, kind, dpi=(200, 200))

    (view,) = viewed(target.getvalue(), 'a')

    assert (round(view.width), round(view.height)) == (595, 842)


def test_a_word_file_has_no_pages():
    """Of what only a program lays out on pages there is nothing to show."""
    assert viewed(b'PK\x03\x04', 'a.docx') == ()


@pytest.mark.parametrize('content', [b'%PDF-1.7 and nothing more', b'\xff\xd8\xff nothing'])
def test_a_damaged_file_is_refused_by_name(content: bytes):
    """What cannot be drawn is told in the user's words."""
    with pytest.raises(InputError, match=r'^收件：'):
        viewed(content, '收件')
