"""Cells and lines of a table as they are stored, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

CellKind = Literal['text', 'number', 'date', 'boolean', 'error', 'unsaved']


class Cell(NamedTuple):
    """What one cell holds; blank cells are left out of their line.

    `text` is the content of a text; the digits of a number as the file stores them; a date as 2026-03-02, with the
    time after it where there is one; '1' or '0' for yes and no; the code of an error (#N/A). A formula that was
    saved without its result is 'unsaved'. `digits` is how many digits the number format shows at least, which tells
    a code with zeros before it (000000) from a quantity; `percent` that it shows hundredths.
    """

    kind: CellKind
    text: str
    digits: int = 0
    percent: bool = False


class Line(NamedTuple):
    """One line of a table: its number as the clerk sees it, and its cells by column from 1.

    `fault` says why nothing of the line could be read.
    """

    number: int
    cells: Mapping[int, Cell]
    fault: str = ''


class Area(NamedTuple):
    """Cells merged into one: first and last line and column."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """Write the area as A1:B2."""
        return f'{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}'


def letters(column: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    name = ''
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord('A') + rest) + name
    return name


def position(address: str) -> tuple[int, int]:
    """Read an address such as AA12 as line and column; 0 for what it does not say."""
    name = address.rstrip('0123456789')
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - ord('A') + 1
    return int(address[len(name) :] or 0), column
