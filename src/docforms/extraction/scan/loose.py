"""Pages of a scan that may be no pages of the form: what they say, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from docforms.extraction.ocr import Line
from docforms.extraction.reading import LoosePage, TextLine
from docforms.extraction.scan.filling import Seen
from docforms.extraction.scan.sight import Sight
from docforms.extraction.writing import letters


def is_loose(on_page: Sequence[Seen]) -> bool:
    """Tell whether nothing on a page needs be of the form; rows of a list look like those of any other table."""
    return all(each.place.below or each.place.item is not None for each in on_page)


def loose_page(sight: Sight) -> LoosePage:
    """Give a page as it was read."""
    return LoosePage(sight.number, page_lines(sight), in_cells=sight.fit is not None)


def page_lines(sight: Sight) -> tuple[TextLine, ...]:
    """Give the lines of a page, with their places on the page as delivered."""
    return tuple(TextLine(each.line.text, sight.delivered(each.box), _sure(each.line)) for each in sight.lines)


def _sure(line: Line) -> float:
    """How sure the least sure letter is: punctuation, whose width nobody can tell, says nothing of a value."""
    return min((sure for text, sure in zip(line.text, line.sure, strict=True) if letters(text)), default=0.0)
