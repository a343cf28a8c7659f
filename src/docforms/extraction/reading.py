"""What a reader of any kind hands on: the text of each cell of a form, where it stands, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from docforms.extraction.blank import BlankCell

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in PDF points (1/72 inch) of the page as delivered, origin top left."""

Reader = Literal['scan', 'pdf', 'docx', 'xlsx']

Signal = Literal['seal', 'noise', 'grid', 'disagree', 'garbled', 'handwriting', 'rounded', 'ambiguous', 'unlabelled']
"""What makes a reading doubtful.

seal         a seal covers the text
noise        the page is too dirty here to tell ink from dirt, also in a cell that seems blank
grid         the cell was found by guessing where its rules are
disagree     two recognitions of the same cell differ
garbled      two recognitions have hardly anything in common
handwriting  written by hand
rounded      a spreadsheet holds the code as a number, and numbers of more than 15 digits are cut there
ambiguous    the cell may belong to another label
unlabelled   the label of the cell was not found; its place alone says what it is
"""

# Lines whose middles are this much of their height apart stand side by side.
_LEVEL: Final = 0.5


@dataclass(frozen=True, slots=True)
class TextLine:
    """A piece of a line: what it says, where it stands, and how sure the reading is (1.0 for digital text)."""

    text: str
    box: Box
    confidence: float = 1.0

    @property
    def height(self) -> float:
        """How high it is."""
        return self.box[3] - self.box[1]

    def is_beside(self, other: TextLine) -> bool:
        """Tell whether it stands on one line with another."""
        apart = abs(self.box[1] + self.box[3] - other.box[1] - other.box[3]) / 2
        return apart <= _LEVEL * max(self.height, other.height)


@dataclass(frozen=True, slots=True)
class CellReading:
    """The text of one cell of a filled form.

    `cell` is the value cell of the blank form it answers. `item` is which item of a list it belongs to (from 0), None
    for a cell outside lists; rows a list has beyond those printed blank are read against the cells of its first row.
    `text` is everything in the cell, fixed texts included, lines parted by line feeds; '' when nothing is in it.
    `confidence` is how sure the text is (1.0 for digital text); of a cell that seems blank, how sure that is.
    `box` is None where there is no page (docx, xlsx); there `place` names the cell to people.
    """

    cell: BlankCell
    item: int | None
    text: str
    page: int
    box: Box | None
    confidence: float = 1.0
    signals: frozenset[Signal] = frozenset()
    place: str = ''


@dataclass(frozen=True, slots=True)
class PageReading:
    """How a page lay: turned clockwise by `rotation` degrees (0, 90, 180, 270) and `skew` degrees more."""

    page: int
    rotation: int = 0
    skew: float = 0.0
    dpi: int | None = None


@dataclass(frozen=True, slots=True)
class LoosePage:
    """A page of a scan that shows nothing of the form, or nothing but what may be rows of one of its lists.

    `in_cells` tells that its lines were cut at the walls of a table, and those far from it left out.
    """

    page: int
    lines: tuple[TextLine, ...]
    in_cells: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A filled form as read: at most one reading for each value cell and item.

    A value cell without a reading was not found, which is not the same as blank. Pages count from 1.
    """

    form: str
    reader: Reader
    cells: tuple[CellReading, ...]
    pages: tuple[PageReading, ...] = field(default=())
    loose: tuple[LoosePage, ...] = field(default=())
