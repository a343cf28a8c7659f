"""The pages of what was handed in as lines of text, whatever they were read with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from docforms.extraction.reading import TextLine
from docforms.extraction.writing import half, letters

_PAGE_NUMBER: Final = re.compile(r'[-—–\s]*(?:第\s*)?(\d{1,3})\s*(?:页)?(?:[/,，、\s]*共?\s*\d{1,3}\s*页?)?[-—–\s]*')


@dataclass(frozen=True)
class PagePaper:
    """One page: its lines from top to bottom, pieces side by side from left to right.

    `has_places` is false for files without pages, whose lines have boxes only to tell which stands beside which.
    """

    page: int
    lines: tuple[TextLine, ...]
    has_places: bool = True

    @cached_property
    def headings(self) -> frozenset[str]:
        """The letters of each line by itself, and of pieces side by side together."""
        rows: list[list[TextLine]] = []
        for line in self.lines:
            if rows and rows[-1][-1].is_beside(line):
                rows[-1].append(line)
            else:
                rows.append([line])
        whole = (letters(''.join(line.text for line in row)) for row in rows)
        return frozenset(whole) | {letters(line.text) for line in self.lines}

    @cached_property
    def letters(self) -> str:
        """All letters of the page."""
        return ''.join(letters(line.text) for line in self.lines)

    @property
    def number(self) -> int | None:
        """The page number printed at its foot or head, None when there is none."""
        outermost = [line.text for line in (*self.lines[-2:], *self.lines[:1])]
        found = (_PAGE_NUMBER.fullmatch(half(text).strip()) for text in outermost)
        return next((int(match[1]) for match in found if match), None)


def page_of(number: int, lines: Iterable[TextLine], *, has_places: bool = True) -> PagePaper:
    """Make a page of its lines; blank ones are left out."""
    seen = [line for line in lines if line.text.strip()]
    return PagePaper(number, tuple(_in_order(seen)), has_places)


def _in_order(lines: list[TextLine]) -> Iterable[TextLine]:
    """Sort by rows, and from left to right in a row."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda each: each.box[1] + each.box[3]):
        if rows and rows[-1][0].is_beside(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda each: each.box[0])]
