"""Pictures: whole, of bounded size, decoded with Pillow. The one door to Pillow."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

from docforms.exceptions import InputError
from docforms.files import shown
from docforms.i18n import _
from docforms.opening.endings import is_cut_off
from docforms.opening.kinds import Kind
from docforms.opening.pages import MOST_DPI, MOST_PAGES, PageImage, refuse_many_pages, refuse_many_pixels

if TYPE_CHECKING:
    from PIL.Image import Image

# A4 in inches, upright: the size of a picture that does not tell its own.
A4: Final = (8.27, 11.69)
# Of JPEG, from 1 to 95: letters are still sharp.
_QUALITY: Final = 60
_GREY: Final = frozenset({'1', 'L', 'I', 'F', 'I;16', 'I;16B', 'I;16L', 'LA'})
_DEEP: Final = frozenset({'I', 'I;16', 'I;16B', 'I;16L'})


def check_picture(content: bytes, kind: Kind, name: str) -> None:
    """Refuse a picture that is cut off, damaged or too large, without decoding it; `name` is what messages call it.

    Raises:
        InputError: saying which.
    """
    with _opened(content, kind, name) as (image, count):
        for number in range(count):
            image.seek(number)
            refuse_many_pixels(image.width * image.height, number + 1, name)


def picture_pages(content: bytes, kind: Kind, name: str) -> Iterator[PageImage]:
    """Decode a JPEG or PNG file as one page, or a TIFF file as its pages; raises as `check_picture()`."""
    with _opened(content, kind, name) as (image, count):
        for number in range(1, count + 1):
            image.seek(number - 1)
            refuse_many_pixels(image.width * image.height, number, name)
            yield _page(image, number)


def as_jpeg(page: PageImage, size: tuple[int, int]) -> bytes:
    """Give a page as a JPEG file of so many pixels across and down."""
    from PIL import Image

    image = Image.frombytes('L' if page.channels == 1 else 'RGB', (page.width, page.height), page.data)
    buffer = BytesIO()
    image.resize(size).save(buffer, 'JPEG', quality=_QUALITY, optimize=True)
    return buffer.getvalue()


@contextmanager
def _opened(content: bytes, kind: Kind, name: str) -> Iterator[tuple[Image, int]]:
    """Open a picture and count its pages; only of TIFF, in other kinds further pictures are previews or films."""
    from PIL import (
        Image,
        TiffImagePlugin,  # noqa: F401 - so it is known; when Pillow has to look for it, it loads everything it has
    )

    # Sizes are checked here, page by page, and Pillow would only warn.
    Image.MAX_IMAGE_PIXELS = None
    if is_cut_off(content, kind):
        message = _("{file}：图片不完整，后面的部分丢失了；请重新扫描或下载，或向提供文件的人再要一份")
        raise InputError(message.format(file=shown(name)))
    try:
        with Image.open(BytesIO(content), formats=[kind.upper()]) as image:
            yield image, _count(image, name) if kind == 'tiff' else 1
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, struct.error) as error:
        message = _("{file}：图片已损坏，读不了；请重新扫描，存为 PDF、JPEG、PNG 或 TIFF")
        raise InputError(message.format(file=shown(name))) from error


def _count(image: Image, name: str) -> int:
    """Count the pages of a TIFF file, no further than needed to refuse it."""
    for number in range(1, MOST_PAGES + 1):
        try:
            image.seek(number)
        except EOFError:
            return number
    refuse_many_pages(MOST_PAGES + 1, name)
    return MOST_PAGES


def _page(image: Image, number: int) -> PageImage:
    from PIL import ImageOps

    dpi = _resolution(image)
    factor = max(1.0, dpi / MOST_DPI)
    size = max(1, round(image.width / factor)), max(1, round(image.height / factor))
    # JPEG is decoded at a half or a quarter where that is still enough.
    image.draft(None, size)
    small = _plain(image, size)
    ImageOps.exif_transpose(small, in_place=True)
    return PageImage(number, small.width, small.height, len(small.getbands()), small.tobytes(), dpi / factor)


def _plain(image: Image, size: tuple[int, int]) -> Image:
    """Give a picture as grey or RGB, no larger than a size; what shows through is white."""
    from PIL import Image as Pillow

    if image.mode in _DEEP:
        # Pillow would cut off what is lighter than 255, not scale it.
        image = image.point(lambda value: value * (1 / 256)).convert('L')
    has_alpha = image.has_transparency_data
    grey = image.mode in _GREY
    if has_alpha or image.mode not in {'L', 'RGB'}:
        image = image.convert(('LA' if grey else 'RGBA') if has_alpha else ('L' if grey else 'RGB'))
    if image.size != size:
        image = image.resize(size, Pillow.Resampling.BOX)
    if has_alpha:
        paper = Pillow.new('L' if grey else 'RGB', image.size, 'white')
        paper.paste(image, mask=image.getchannel('A'))
        return paper
    return image


def _resolution(image: Image) -> float:
    """Give the resolution of a picture; of one that does not say, or says nonsense, that of a page of A4."""
    short, long = sorted(image.size)
    guessed = max(short / A4[0], long / A4[1])
    stated = image.info.get('dpi', (0,))[0]
    # Cameras and screens write 72 or 96 whatever the size.
    return float(stated) if 0.5 * guessed < stated < 2 * guessed else guessed
