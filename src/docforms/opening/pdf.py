"""PDF files: whole, not encrypted, with pages of a number and size an office makes. The one door to pypdfium2."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

from docforms.exceptions import InputError
from docforms.files import shown
from docforms.i18n import _
from docforms.opening.pages import MOST_DECODED, MOST_DPI, PageImage, refuse_many_pages, refuse_many_pixels

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

POINTS: Final = 72
# Pages that are no picture are drawn at this resolution.
DRAWN_DPI: Final = 200.0
LEAST_DPI: Final = 50.0
# A picture that covers this share of a page tells its resolution; a stamp does not.
LEAST_SHARE: Final = 0.3
# In points, 200 inches: the largest page PDF 1.x knows (ISO 32000-1, annex C).
MOST_POINTS: Final = 14_400
_END: Final = b'%%EOF'
# Readers look for the end of a PDF in so many bytes (Adobe PDF Reference 1.7, appendix H, on 3.4.4).
_TAIL: Final = 1024


def check_pdf(content: bytes, name: str) -> None:
    """Refuse a PDF that is cut off, damaged, encrypted or too large; `name` is what messages call it.

    Raises:
        InputError: saying which.
    """
    with opened_pdf(content, name):
        pass


@contextmanager
def opened_pdf(content: bytes, name: str) -> Iterator[PdfDocument]:
    """Open a PDF with pdfium; raises as `check_pdf()`."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    content = content[max(content.find(b'%PDF-', 0, _TAIL), 0) :]
    if _END not in content.rstrip(b'\0 \r\n')[-_TAIL:]:
        message = _("{file}：PDF 文件不完整，后面的部分丢失了；请重新扫描或下载，或向提供文件的人再要一份")
        raise InputError(message.format(file=shown(name)))
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            message = _("{file}：PDF 文件设有打开密码，读不了；请去掉密码，另存一份后再试")
            raise InputError(message.format(file=shown(name))) from None
        raise _damaged(name) from error
    with closing(document):
        _check_pages(document, name)
        yield document


def _damaged(name: str) -> InputError:
    message = _("{file}：PDF 文件已损坏，读不了；请重新扫描，或用原来的程序另存一份后再试")
    return InputError(message.format(file=shown(name)))


def _check_pages(document: PdfDocument, name: str) -> None:
    import pypdfium2

    count = len(document)
    if not count:
        raise _damaged(name)
    refuse_many_pages(count, name)
    for number in range(count):
        try:
            size = document.get_page_size(number)
        except pypdfium2.PdfiumError:
            raise _damaged(name) from None
        if not all(0 < length <= MOST_POINTS for length in size):
            message = _("{file}：第 {page} 页的尺寸不正常；请用原来的程序按 A4 另存一份后再试")
            raise InputError(message.format(file=shown(name), page=number + 1))


def pdf_pages(content: bytes, name: str) -> Iterator[PageImage]:
    """Draw the pages of a PDF, each at the resolution of the largest picture on it; raises as `check_pdf()`."""
    import pypdfium2

    with opened_pdf(content, name) as document:
        for number in range(1, len(document) + 1):
            try:
                page = document[number - 1]
                drawn = _drawn(page, number, name)
            except pypdfium2.PdfiumError as error:
                raise _damaged(name) from error
            yield drawn
            page.close()


def page_texts(content: bytes, name: str) -> tuple[str | None, ...]:
    """Give the text of each page of a PDF, None for one that is an image; raises as `check_pdf()`.

    It takes milliseconds where reading with places takes seconds.
    """
    import pypdfium2.raw as pdfium

    found: list[str | None] = []
    with opened_pdf(content, name) as document:
        for page in document:
            text = page.get_textpage().get_text_bounded()
            images = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
            found.append(text if text.strip() or next(images, None) is None else None)
    return tuple(found)


def pages_cut(content: bytes, name: str, pages: tuple[int, ...]) -> bytes:
    """Give a PDF of some pages of another, in the order given; pages count from 1. Raises as `check_pdf()`."""
    import pypdfium2

    with opened_pdf(content, name) as document, closing(pypdfium2.PdfDocument.new()) as target:
        target.import_pages(document, [page - 1 for page in pages])
        stream = BytesIO()
        target.save(stream)
        return stream.getvalue()


def _drawn(page: PdfPage, number: int, name: str) -> PageImage:
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    dpi = min(max(_resolution(page, number, name), LEAST_DPI), MOST_DPI)
    # A page as large as a wall, or a photo that counts its pixels as points, is drawn smaller.
    dpi = min(dpi, POINTS * (MOST_DECODED / (width * height)) ** 0.5 * 0.99)
    bitmap = page.render(scale=dpi / POINTS, rev_byteorder=True, force_bitmap_format=pdfium.FPDFBitmap_BGR)
    row = bitmap.width * 3
    pixels = memoryview(bitmap.buffer).cast('B')
    rows = [pixels[start : start + row] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride)]
    return PageImage(number, bitmap.width, bitmap.height, 3, b''.join(rows), dpi)


def _resolution(page: PdfPage, number: int, name: str) -> float:
    """Give the resolution of the largest picture on a page; a page without one is drawn at `DRAWN_DPI`."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    found: list[float] = []
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        across, down = picture.get_px_size()
        refuse_many_pixels(across * down, number, name)
        left, bottom, right, top = picture.get_bounds()
        area = (right - left) * (top - bottom)
        if area > LEAST_SHARE * width * height:
            # By areas, since a picture may lie on its side.
            found.append(POINTS * (across * down / area) ** 0.5)
    return max(found, default=DRAWN_DPI)
