"""The blocks a document source is made of, between reading it and setting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Alignment = Literal['left', 'center', 'right']


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one face; `style` is a character style."""

    text: str
    style: str | None = None


Text = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; its number is not part of it."""

    line: int
    level: int
    text: Text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `style` names a paragraph style where it is not the usual one."""

    line: int
    text: Text
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a numbered list; items of one list share its number."""

    line: int
    text: Text
    list: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A block tag alone on its line, without {% and %}."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""

    line: int


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows is the next of the attachments; its paper may lie."""

    line: int
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of cells, or a block tag in the place of a row."""

    line: int
    cells: tuple[Text, ...] = ()
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are shares or millimetres of its columns, `height` the least height of a row in mm."""

    line: int
    header: TableRow | None
    rows: tuple[TableRow, ...]
    aligns: tuple[Alignment | None, ...]
    widths: tuple[float, ...]
    height: float | None = None
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for the rows of a table: its first column names them, every further one is a series.

    `number` counts the charts of a document; `height` is in millimetres; with `percent` the values are percentages.
    """

    line: int
    number: int
    table: Table
    height: float
    percent: bool = False


Block = Heading | Paragraph | Item | Tag | NewPage | Annex | Table | Chart
