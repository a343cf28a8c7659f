"""Read a form from tables of texts, as Word, Excel and PDF files hold them: label by label, whatever has been edited.

Where a row is cut as the blank form's, its cells are those of the blank form. Elsewhere a value is what stands beside
or below its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from docforms.extraction.alignment import FilledRow
from docforms.extraction.blank import BlankCell, BlankForm
from docforms.extraction.contents import Contents, TextCell
from docforms.extraction.matching import Matching, under
from docforms.extraction.patterns import anchors, fits, holds_anchors, split
from docforms.extraction.places import Anchor, anchor_of, column_label
from docforms.extraction.reading import CellReading, Reading, Signal
from docforms.extraction.values import value_of

# Cells this many and of one character each are the boxes of one number.
_BOXES: Final = 4
# A merged cell reaches down over this many rows at most.
_REACH: Final = 50
NO_SIGNALS: Final[frozenset[Signal]] = frozenset()
AMBIGUOUS: Final[frozenset[Signal]] = frozenset({'ambiguous'})


def read_tables(blank: BlankForm, contents: Contents) -> Reading:
    """Read every cell of a form that can be found; of any other, nothing is said."""
    return Reading(blank.id, contents.reader, tuple(_Reading(blank, contents).readings()), contents.pages)


class _Reading:
    """Reads the value cells of a blank form where they are found."""

    def __init__(self, blank: BlankForm, contents: Contents) -> None:
        self._blank = blank
        self._matching = Matching(blank, contents)
        values = (cell for row in self._matching.rows for cell in row.cells if cell.pattern)
        self._anchors = {id(cell): anchor_of(blank, cell) for cell in values}
        self._strange = {each for row in self._matching.rows for cell in row.cells for each in anchors(cell.pattern)}
        self._claimed = set(self._beside_their_labels())

    def readings(self) -> Iterator[CellReading]:
        """Give the reading of every value cell found, in the order of the form."""
        rows, filled = self._matching.rows, self._matching.filled
        cut_alike = {
            i: filled[j]
            for i, j in self._matching.pairs
            if rows[i].of_list is None and self._matching.is_cut_alike(i, j)
        }
        for number, row in enumerate(rows):
            if row.of_list is not None:
                yield from self._items(number)
                continue
            for place, cell in enumerate(row.cells):
                reading = self._value(cell, place, cut_alike.get(number)) if cell.pattern else None
                if reading is not None:
                    yield reading

    # Values outside lists -------------------------------------------------------------------------

    def _beside_their_labels(self) -> Iterator[int]:
        """List the cells that stand beside a label whose values stand beside it; they belong to no label above."""
        for anchor in self._anchors.values():
            label = None if anchor is None or anchor.side != 'right' else self._matching.cell_of(anchor.label)
            if label is not None:
                yield from (id(cell) for cell in self._matching.right_of(label)[:1])

    def _value(self, cell: BlankCell, place: int, cut_alike: FilledRow | None) -> CellReading | None:
        wanted = anchors(cell.pattern)
        if wanted:
            return self._anchored(cell, wanted)
        if cut_alike is not None:
            return _reading(cell, None, [cut_alike[place]])
        anchor = self._anchors[id(cell)]
        label = None if anchor is None else self._matching.cell_of(anchor.label)
        if anchor is None or label is None:
            return None
        signals = NO_SIGNALS if self._matching.is_certain(anchor.label) else AMBIGUOUS
        rest = self._matching.rest_of(anchor.label)
        if rest:
            return _reading(cell, None, [label], text=rest, signals=signals)
        near, sure = self._near(label, anchor)
        if label.loose and not near:
            return _reading(cell, None, [label], text='', signals=signals)
        chosen = near[anchor.number :]
        return _chosen(cell, chosen, signals if sure else signals | AMBIGUOUS) if chosen else None

    def _near(self, label: TextCell, anchor: Anchor) -> tuple[list[TextCell], bool]:
        """Choose the cells beside or below a label, whichever hold its values; tell whether that is certain."""
        right = self._matching.right_of(label)
        below = self._matching.below(label)
        if any(id(cell) in self._claimed for cell in below[:1]):
            below = []
        if not right or not below:
            return right or below, True
        if not self._matching.is_row_of_labels(label):
            return right, True
        # Nothing is filled in beside the label. What stands below is its value, unless it never was there.
        if not below[0].text.strip():
            return right, True
        return below, anchor.side == 'below'

    def _anchored(self, cell: BlankCell, wanted: tuple[str, ...]) -> CellReading | None:
        """Read a value behind a fixed text, wherever that stands: in one place, or its lines in several."""
        found = self._matching.cell_of(cell)
        texts = [each for row in self._matching.filled for each in row]
        whole = found or next((each for each in texts if holds_anchors(wanted, each.text)), None)
        if whole is not None:
            return self._continued(cell, whole, texts)
        pieces = [next((each for each in texts if holds_anchors((anchor,), each.text)), None) for anchor in wanted]
        present = [piece for piece in pieces if piece is not None]
        return _reading(cell, None, present, joint='\n') if present else None

    def _continued(self, cell: BlankCell, found: TextCell, texts: Sequence[TextCell]) -> CellReading:
        """Take the next line along when the value behind a fixed text has not begun on its line."""
        place = texts.index(found)
        following = texts[place + 1] if place + 1 < len(texts) else None
        [slot, *others] = cell.slots
        text = self._own_lines(cell, found.text)
        if following is None or others or split(cell.pattern, text).texts[slot.pointer]:
            return _reading(cell, None, [found], text=text)
        value = value_of(slot.schema, following.text)
        said = value.checked > 1 and not value.problem
        return (
            _reading(cell, None, [found, following], joint='\n') if said else _reading(cell, None, [found], text=text)
        )

    def _own_lines(self, cell: BlankCell, text: str) -> str:
        """Cut a text of several lines down to those from the first fixed text wanted to the next that is another's."""
        if fits(cell.pattern, text):
            return text
        lines, wanted = text.split('\n'), anchors(cell.pattern)
        others = self._strange - set(wanted)
        begin = next((place for place, line in enumerate(lines) if holds_anchors(wanted[:1], line)), 0)
        following = range(begin + 1, len(lines))
        end = next((place for place in following if any(holds_anchors((each,), lines[place]) for each in others)), None)
        return '\n'.join(lines[begin:end])

    # Lists ----------------------------------------------------------------------------------------

    def _items(self, number: int) -> Iterator[CellReading]:
        """Read the items of a list, column by column, each under its heading."""
        row = self._matching.rows[number]
        heading = self._matching.rows[number - 1].labels if number else ()
        for item, j in enumerate(j for i, j in self._matching.pairs if i == number):
            for place, cell in enumerate(row.cells):
                if not cell.pattern:
                    continue
                label = column_label(heading, cell)
                over = None if label is None else self._matching.cell_of(label)
                found = self._in_column(over, j, place, len(row.cells))
                if found is not None:
                    # Without rules, where one item ends and the next begins is a guess.
                    signals = AMBIGUOUS if 'grid' in found.signals else NO_SIGNALS
                    yield _reading(cell, item, [found], signals=signals)

    def _in_column(self, over: TextCell | None, j: int, place: int, count: int) -> TextCell | None:
        """Find the cell of a row under a heading; one from above may reach into the row."""
        filled = self._matching.filled[j]
        if over is None:
            return filled[place] if len(filled) == count else None
        found = under(over, filled)
        if found is not None:
            return found
        reaching = [
            cell for k in range(max(j - _REACH, 0), j) for cell in self._matching.filled[k] if cell.rows > j - k
        ]
        return under(over, reaching)


def _chosen(cell: BlankCell, near: Sequence[TextCell], signals: frozenset[Signal]) -> CellReading:
    """Take as much of the cells beside a label as makes up the value."""
    filled = [each for each in near if each.text.strip()]
    if len(near) >= _BOXES and all(len(each.text.strip()) <= 1 for each in near):
        return _reading(cell, None, filled or near[:1], joint='', signals=signals)
    if len(filled) < 2:
        return _reading(cell, None, filled or near[:1], signals=signals)
    slots = len(cell.slots)
    if slots > 1 and len(filled) >= slots and not all(split(cell.pattern, near[0].text).texts.values()):
        return _reading(cell, None, filled[:slots], joint='\u3000', signals=signals)
    if len(near) % 2 and near[0].text.strip():
        # Pairs of label and value that somebody added behind it.
        return _reading(cell, None, near[:1], signals=signals)
    return _reading(cell, None, filled, joint='\u3000', signals=signals | AMBIGUOUS)


def _reading(
    cell: BlankCell,
    item: int | None,
    found: Sequence[TextCell],
    *,
    joint: str = '\n',
    text: str | None = None,
    signals: frozenset[Signal] = NO_SIGNALS,
) -> CellReading:
    """Make one reading of the texts that hold a value."""
    first = found[0]
    boxes = [each.box for each in found if each.box is not None and each.page == first.page]
    box = None
    if boxes:
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        box = (min(lefts), min(tops), max(rights), max(bottoms))
    own = frozenset(signal for each in found for signal in each.signals)
    words = joint.join(each.text for each in found) if text is None else text
    return CellReading(cell, item, words, first.page, box, signals=signals | own, place=first.place)
