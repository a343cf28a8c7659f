"""Where the value cells of a blank form stand: which label each answers to, and on which side of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from docforms.extraction.blank import BlankCell, BlankForm
from docforms.extraction.writing import letters

Side = Literal['right', 'below']

# A label that says this much more about a field than the other is its label.
_CLEARLY: Final = 0.3


@dataclass(frozen=True, slots=True)
class Anchor:
    """The label a value answers to; the value stands right of it or below it, as the `number`-th from it on."""

    label: BlankCell
    side: Side
    number: int = 0


def anchor_of(blank: BlankForm, value: BlankCell) -> Anchor | None:
    """Find the label of a value cell; None where there is none beside or above it."""
    left = max((cell for cell in blank.cells if _is_left(cell, value)), key=lambda cell: cell.column, default=None)
    above = max((cell for cell in blank.cells if _is_above(cell, value)), key=lambda cell: cell.row, default=None)
    if left is None or above is None:
        chosen = left or above
    elif left.rows > value.rows:
        # A cell that spans this row and the one with the labels heads them both.
        chosen = above
    else:
        title = value.slots[0].title
        chosen = above if _likeness(title, above) > _likeness(title, left) + _CLEARLY else left
    if chosen is None:
        return None
    side: Side = 'right' if chosen is left else 'below'
    return Anchor(chosen, side, sum(1 for _each in _between(blank, chosen, value, side)))


def column_label(heading: Sequence[BlankCell], value: BlankCell) -> BlankCell | None:
    """Find the label over a value of a list, among the cells of the heading."""
    over = [cell for cell in heading if _overlap(cell, value) and letters(cell.text)]
    return max(over, key=lambda cell: _overlap(cell, value), default=None)


def _is_left(cell: BlankCell, value: BlankCell) -> bool:
    covers = cell.row <= value.row < cell.row + cell.rows
    return bool(letters(cell.text)) and covers and cell.column + cell.columns <= value.column


def _is_above(cell: BlankCell, value: BlankCell) -> bool:
    return bool(letters(cell.text)) and cell.row + cell.rows <= value.row and _overlap(cell, value) > 0


def _overlap(cell: BlankCell, value: BlankCell) -> int:
    return min(cell.column + cell.columns, value.column + value.columns) - max(cell.column, value.column)


def _between(blank: BlankForm, label: BlankCell, value: BlankCell, side: Side) -> Iterator[BlankCell]:
    """List the value cells between a label and a value."""
    for cell in blank.cells:
        if side == 'right' and cell.pattern and cell.row == value.row and label.column < cell.column < value.column:
            yield cell
        if side == 'below' and cell.pattern and _overlap(cell, value) > 0 and label.row < cell.row < value.row:
            yield cell


def _likeness(title: str, label: BlankCell) -> float:
    return SequenceMatcher(None, letters(title), letters(label.text), autojunk=False).ratio()
