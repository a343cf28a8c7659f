"""Read what a born-digital PDF shows: texts in ruled cells, and lines outside them. The one door to pdfplumber."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

from docforms.extraction.contents import Contents, Line, TextCell
from docforms.extraction.reading import Box, PageReading, Signal
from docforms.extraction.text_lines import Glyph, GlyphLine, cell_text, lines_of, rows_of_blocks, segments

# Edges of cells this close, in points, are one.
_SNAP: Final = 2.0
# Fewer ruled cells than this are a frame, not a form.
_FEWEST: Final = 4
# An image that covers this share of a page is the page, and text under it somebody's reading of it.
_PAGE_IMAGE: Final = 0.6
GUESSED: Final[frozenset[Signal]] = frozenset({'grid'})
_UNKNOWN: Final = '(cid:'
# Glyphs without a character; more than this share, and the page is as good as an image.
_ILLEGIBLE: Final = 0.1


def has_text(content: bytes) -> bool:
    """Tell whether every page of a PDF is text; a page that is an image is for the reader of scans.

    Raises `ValueError` for a damaged or locked file.
    """
    with _opened(content) as document:
        return bool(document.pages) and all(_is_text(page) for page in document.pages)


def read_pdf(content: bytes) -> Contents:
    """Read a PDF whose pages are text; boxes are in points, origin top left.

    Raises `ValueError` for a damaged or locked file.
    """
    tables: list[tuple[TextCell, ...]] = []
    lines: list[Line] = []
    pages: list[PageReading] = []
    with _opened(content) as document:
        for page in document.pages:
            pages.append(PageReading(page.page_number, rotation=(page.rotation or 0) % 360))
            found, outside = _read_page(page)
            tables += found
            lines += outside
            page.close()
    return Contents('pdf', tuple(tables), tuple(lines), tuple(pages))


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    """Open a PDF; the exceptions of three libraries, which share no base, become `ValueError`."""
    import pdfplumber
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(content)) as document:
            yield document
    except (PdfminerException, PSException, RecursionError) as error:
        raise ValueError(str(error)) from error


def _is_text(page: Any) -> bool:
    glyphs = [char for char in page.chars if char['text'].strip()]
    illegible = sum(char['text'].startswith(_UNKNOWN) for char in glyphs)
    area = float(page.width * page.height)
    covered = max((_area(image) for image in page.images), default=0.0)
    return bool(glyphs) and illegible <= _ILLEGIBLE * len(glyphs) and covered < _PAGE_IMAGE * area


def _area(image: Mapping[str, Any]) -> float:
    return float((image['x1'] - image['x0']) * (image['bottom'] - image['top']))


def _read_page(page: Any) -> tuple[list[tuple[TextCell, ...]], list[Line]]:
    left, top = float(page.bbox[0]), float(page.bbox[1])
    glyphs = [_glyph(char, left, top) for char in page.dedupe_chars().chars]
    ruled = [
        [_box(cell, left, top) for cell in table.cells]
        for table in page.find_tables(_closed(page.edges))
        if len(table.cells) >= _FEWEST
    ]
    number = page.page_number
    if not ruled:
        return [_unruled(glyphs, number)], [_line(line, number) for line in lines_of(glyphs)]
    tables: list[tuple[TextCell, ...]] = []
    for boxes in ruled:
        held = _held(boxes, glyphs)
        glyphs = [glyph for glyph in glyphs if not any(_holds(box, glyph) for box in boxes)]
        tables.append(tuple(_cells(boxes, held, number)))
    return tables, [_line(line, number) for line in lines_of(glyphs)]


def _closed(edges: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Close what is open: the sides of a table without outer rules, and its end where it runs over to the next page."""
    across = [edge for edge in edges if edge['orientation'] == 'h']
    down = [edge for edge in edges if edge['orientation'] == 'v']
    if not across or not down:
        return {}
    return {
        'explicit_horizontal_lines': [
            *_beyond(min(edge['top'] for edge in down), [edge['top'] for edge in across], min),
            *_beyond(max(edge['bottom'] for edge in down), [edge['top'] for edge in across], max),
        ],
        'explicit_vertical_lines': [
            *_beyond(min(edge['x0'] for edge in across), [edge['x0'] for edge in down], min),
            *_beyond(max(edge['x1'] for edge in across), [edge['x0'] for edge in down], max),
        ],
    }


def _beyond(end: float, rules: Sequence[float], outermost: Callable[[Sequence[float]], float]) -> list[float]:
    """Give where rules end, when that is beyond the outermost rule that crosses them."""
    last = outermost(rules)
    return [end] if abs(end - last) > _SNAP and outermost([end, last]) == end else []


def _glyph(char: Mapping[str, Any], left: float, top: float) -> Glyph:
    text = '\ufffd' if char['text'].startswith(_UNKNOWN) else char['text']
    return Glyph(
        text,
        char['x0'] - left,
        char['top'] - top,
        char['x1'] - left,
        char['bottom'] - top,
    )


def _box(cell: Sequence[float], left: float, top: float) -> Box:
    return float(cell[0]) - left, float(cell[1]) - top, float(cell[2]) - left, float(cell[3]) - top


def _holds(box: Box, glyph: Glyph) -> bool:
    """Tell whether the middle of a glyph is in a box; its edges may reach over the rule."""
    across, down = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _held(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    return [[glyph for glyph in glyphs if _holds(box, glyph)] for box in boxes]


def _cells(boxes: Sequence[Box], held: Sequence[Sequence[Glyph]], page: int) -> Iterator[TextCell]:
    tops = _edges(box[1] for box in boxes)
    for box, glyphs in zip(boxes, held, strict=True):
        row = _place(box[1], tops)
        rows = max(sum(box[1] - _SNAP < top < box[3] - _SNAP for top in tops), 1)
        yield TextCell(row, rows, box[0], box[2], cell_text(glyphs, box), page, _rounded(box))


def _edges(values: Iterator[float]) -> list[float]:
    """Give the different edges, those close together as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _place(value: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda place: abs(edges[place] - value))


def _unruled(glyphs: Sequence[Glyph], page: int) -> tuple[TextCell, ...]:
    """Take the blocks of text of a page without rules as cells; where one ends is a guess."""
    return tuple(
        TextCell(row, 1, box[0], box[2], cell_text(block, box), page, _rounded(box), signals=GUESSED)
        for row, blocks in enumerate(rows_of_blocks(glyphs))
        for block in blocks
        for box in [GlyphLine(tuple(block)).box]
    )


def _line(line: GlyphLine, page: int) -> Line:
    return Line(line.text, page, _rounded(line.box))


def _rounded(box: Box) -> Box:
    left, top, right, bottom = (round(value, 1) for value in box)
    return left, top, right, bottom


def text_pages(content: bytes) -> dict[int, list[GlyphLine] | None]:
    """Give the pieces of lines of each page of a PDF by its number; nothing of a blank one, None for an image.

    Raises `ValueError` for a damaged or locked file.
    """
    found: dict[int, list[GlyphLine] | None] = {}
    with _opened(content) as document:
        for page in document.pages:
            left, top = float(page.bbox[0]), float(page.bbox[1])
            found[page.page_number] = None
            if _is_text(page) or not (page.chars or page.images):
                glyphs = [_glyph(char, left, top) for char in page.dedupe_chars().chars]
                found[page.page_number] = [piece for line in lines_of(glyphs) for piece in segments(line)]
            page.close()
    return found
