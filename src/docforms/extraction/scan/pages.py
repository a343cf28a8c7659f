"""Pages of scans as arrays, at the resolution they were scanned with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.exceptions import InputError
from docforms.i18n import _

POINTS: Final = 72
# Pages are brought down to this resolution; more does not help reading.
MOST_DPI: Final = 300
# A page of another kind than one picture is drawn at this resolution.
DRAWN_DPI: Final = 200
# Pictures of more pixels are refused before they are unpacked: A3 at 600 dpi has 70 million.
MOST_PIXELS: Final = 120_000_000
MOST_PAGES: Final = 40
# A4 in inches, upright: the size of a picture that does not tell its own.
A4: Final = (8.27, 11.69)


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: `pixels` are grey (height, width) or RGB (height, width, 3), `number` counts from 1."""

    number: int
    pixels: NDArray[np.uint8]
    dpi: float


def scan_pages(content: bytes, name: str) -> Iterator[PageImage]:
    """Give the pages of a PDF, JPEG, PNG or TIFF file; `name` is what messages call it.

    Raises:
        InputError: it is damaged or too large.
    """
    return _pdf_pages(content, name) if content.startswith(b'%PDF') else _picture_pages(content, name)


def _pdf_pages(content: bytes, name: str) -> Iterator[PageImage]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as problem:
        message = _("{file}：PDF 文件打不开，可能已损坏或加了密码。请重新扫描，或去掉密码另存后再试")
        raise InputError(message.format(file=name)) from problem
    try:
        _check_count(name, len(document))
        for number in range(len(document)):
            page = document[number]
            pixels, dpi = _drawn(name, page)
            page.close()
            yield PageImage(number + 1, pixels, dpi)
    finally:
        document.close()


def _drawn(name: str, page: Any) -> tuple[NDArray[np.uint8], float]:
    """Draw a page at the resolution of the largest picture on it."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    dpi = 0.0
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        across, down = picture.get_px_size()
        if across * down > MOST_PIXELS:
            raise _too_large(name)
        if (right - left) * (top - bottom) > 0.3 * width * height:
            # A picture may lie on its side.
            dpi = max(dpi, POINTS * (across * down / ((right - left) * (top - bottom))) ** 0.5)
    dpi = min(max(dpi or DRAWN_DPI, 50.0), MOST_DPI)
    scale = dpi / POINTS
    if width * height * scale**2 > MOST_PIXELS:
        raise _too_large(name)
    pixels = page.render(scale=scale, rev_byteorder=True, draw_annots=True).to_numpy()
    return np.ascontiguousarray(pixels[..., :3]), dpi


def _picture_pages(content: bytes, name: str) -> Iterator[PageImage]:
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content)) as image:
            count = getattr(image, 'n_frames', 1)
            _check_count(name, count)
            for number in range(count):
                image.seek(number)
                if image.width * image.height > MOST_PIXELS:
                    raise _too_large(name)
                upright = ImageOps.exif_transpose(image)
                pixels = np.asarray(upright.convert('L' if upright.mode in {'1', 'L', 'I;16'} else 'RGB'))
                yield _bounded(PageImage(number + 1, pixels, _resolution(image.info.get('dpi'), pixels.shape)))
    # Pillow raises these, and SyntaxError, on files that are not, or not quite, what they say.
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as problem:
        message = _("{file}：图片打不开，可能已损坏。请重新扫描，存为 PDF、JPEG、PNG 或 TIFF 后再试")
        raise InputError(message.format(file=name)) from problem


def _resolution(stated: tuple[float, float] | None, shape: tuple[int, ...]) -> float:
    """Give the resolution of a picture; of one that does not say, or says nonsense, that of a page of A4."""
    short, long = sorted(shape[:2])
    guessed = max(short / A4[0], long / A4[1])
    dpi = float(stated[0]) if stated else 0.0
    # Cameras and screens write 72 or 96 whatever the size.
    return dpi if 0.5 * guessed < dpi < 2 * guessed else guessed


def _bounded(page: PageImage) -> PageImage:
    if page.dpi <= MOST_DPI * 1.02:
        return page
    scale = MOST_DPI / page.dpi
    smaller = cv2.resize(page.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return PageImage(page.number, np.asarray(smaller, np.uint8), float(MOST_DPI))


def _check_count(name: str, count: int) -> None:
    if count > MOST_PAGES:
        message = _("{file}：共 {count} 页，超过 {most} 页。请一份申请存为一个文件")
        raise InputError(message.format(file=name, count=count, most=MOST_PAGES))


def _too_large(name: str) -> InputError:
    return InputError(_("{file}：图片太大。请用 200 至 300 dpi 重新扫描").format(file=name))
