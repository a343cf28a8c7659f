"""Find the labels of the blank form in a filled file: row by row where rows are as they were, one by one where not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from docforms.extraction.alignment import Alignment, BlankRow, FilledRow, blank_rows, label_of
from docforms.extraction.blank import BlankCell, BlankForm
from docforms.extraction.contents import Contents, TextCell
from docforms.extraction.labels import REMARKED, SAME, Labels
from docforms.extraction.writing import letters

_TOUCHING: Final = 0.01


class Matching:
    """The rows and label cells of a blank form, each with what it is in a filled file.

    `rows` are those of the blank form, `filled` those of the file; `pairs` tell which is which, by their places.
    """

    def __init__(self, blank: BlankForm, contents: Contents) -> None:
        self.rows = blank_rows(blank)
        self.filled = contents.rows()
        self._labels = Labels(cell.text for cell in blank.cells if not blank.list_of(cell))
        self._alignment = Alignment(self.rows, self._labels)
        self._row_of = {id(cell): place for place, row in enumerate(self.filled) for cell in row}
        self._found: dict[int, TextCell] = {}  # by the identity of the label cell
        self._taken: set[int] = set()
        self._uncertain: set[int] = set()
        self.pairs = self._alignment.align(self.filled)
        in_order = [label for row in self.rows for label in row.labels]
        self._before = {id(label): in_order[max(place - 1, 0)] for place, label in enumerate(in_order)}
        counted = Counter(letters(label.text) for label in in_order)
        self._repeated = [label for label in in_order if counted[letters(label.text)] > 1 and label.text]
        for i, j in self.pairs:
            self._match_row(self.rows[i], self.filled[j])
        self._match_the_rest([label for label in in_order if not label.pattern and label not in self._repeated])
        self._match_repeated()

    def cell_of(self, label: BlankCell) -> TextCell | None:
        """Give the cell that holds a label, None where it was not found."""
        return self._found.get(id(label))

    def is_certain(self, label: BlankCell) -> bool:
        """Tell whether no other cell may hold the label as well."""
        return id(label) not in self._uncertain

    def rest_of(self, label: BlankCell) -> str:
        """Give the text behind a label in its own cell, '' where there is none."""
        cell = self.cell_of(label)
        return '' if cell is None or label.pattern else self._labels.likeness(label.text, cell.text).rest or ''

    def is_cut_alike(self, i: int, j: int) -> bool:
        """Tell whether a filled row has the cells of the blank one, every label alone in its place.

        A row without labels has if the row above it has.
        """
        row, filled = self.rows[i], self.filled[j]
        if len(row.cells) != len(filled):
            return False
        pairs = list(zip(row.cells, filled, strict=True))
        if not row.labels:
            return (i - 1, j - 1) in self.pairs and self.is_cut_alike(i - 1, j - 1)
        in_place = all(
            self.cell_of(cell) is each and not self.rest_of(cell) for cell, each in pairs if letters(label_of(cell))
        )
        return in_place and not any(id(each) in self._taken for cell, each in pairs if not letters(label_of(cell)))

    def is_row_of_labels(self, label: TextCell) -> bool:
        """Tell whether nothing but labels stands in the row of a label."""
        row = self.filled[self._row_of[id(label)]]
        return all(id(cell) in self._taken for cell in row if cell.text.strip())

    def right_of(self, label: TextCell) -> list[TextCell]:
        """List the cells right of a label, up to the next label."""
        found: list[TextCell] = []
        for cell in self.filled[self._row_of[id(label)]]:
            if cell.left < label.right - _TOUCHING:
                continue
            if id(cell) in self._taken:
                break
            found.append(cell)
        return found

    def below(self, label: TextCell) -> list[TextCell]:
        """List the cells right below a label, down to the next label."""
        found: list[TextCell] = []
        for row in self.filled[self._row_of[id(label)] + max(label.rows, 1) :]:
            cell = under(label, row)
            if cell is None or id(cell) in self._taken or cell.loose:
                break
            found.append(cell)
        return found

    def _take(self, label: BlankCell, cell: TextCell, *, certain: bool = True) -> None:
        self._found[id(label)] = cell
        self._taken.add(id(cell))
        if not certain:
            self._uncertain.add(id(label))

    def _match_row(self, row: BlankRow, filled: FilledRow) -> None:
        """Find the cell of every label of a row, the likest first.

        Those that occur in other rows too are taken only where all others stand in their places.
        """
        places = {id(cell): place for place, cell in enumerate(row.cells)}
        once = [label for label in row.labels if label not in self._repeated]
        scored = [
            (self._alignment.likeness_of(label, cell), -abs(places[id(label)] - place), label, cell)
            for label in once
            for place, cell in enumerate(filled)
        ]
        for score, _distance, label, cell in sorted(scored, key=lambda each: each[:2], reverse=True):
            if score and id(label) not in self._found and id(cell) not in self._taken:
                self._take(label, cell)
        if not once or len(row.cells) != len(filled):
            return
        if all(self.cell_of(label) is filled[places[id(label)]] for label in once):
            for label in row.labels:
                cell = filled[places[id(label)]]
                if id(label) not in self._found and self._alignment.likeness_of(label, cell):
                    self._take(label, cell)

    def _match_the_rest(self, labels: Sequence[BlankCell]) -> None:
        """Find labels that have left their rows by their whole text."""
        for label in labels:
            if id(label) not in self._found:
                alike = self._alike(label)
                if alike:
                    self._take(label, alike[0], certain=len(alike) == 1)

    def _match_repeated(self) -> None:
        """Find labels that occur more than once by the labels around them."""
        waiting = [label for label in self._repeated if id(label) not in self._found]
        while waiting:
            scored = [
                (self._company(label, cell), -place, -self._row_of[id(cell)], label, cell)
                for place, label in enumerate(waiting)
                for cell in self._alike(label)
            ]
            if not scored:
                return
            company, _order, _row, label, cell = max(scored, key=lambda each: each[:3])
            rivals = [each for each in scored if each[0] >= company and (each[3] is label) != (each[4] is cell)]
            self._take(label, cell, certain=company > 0 and not rivals)
            waiting.remove(label)

    def _company(self, label: BlankCell, cell: TextCell) -> int:
        """Count the labels in the row of a label that are also in the row of a cell; the label before counts twice."""
        row = next(row for row in self.rows if any(each is label for each in row.cells))
        beside = {id(each) for each in self.filled[self._row_of[id(cell)]]}
        found = [self.cell_of(each) for each in row.labels if each is not label]
        before = self.cell_of(self._before[id(label)])
        follows = before is not None and before is self._label_before(cell)
        return sum(each is not None and id(each) in beside for each in found) + 2 * follows

    def _label_before(self, cell: TextCell) -> TextCell | None:
        """Give the label cell next before a cell in reading order."""
        here = self._order(cell)
        earlier = [each for each in self._found.values() if self._order(each) < here]
        return max(earlier, key=self._order, default=None)

    def _order(self, cell: TextCell) -> tuple[int, float]:
        return self._row_of[id(cell)], cell.left

    def _alike(self, label: BlankCell) -> list[TextCell]:
        """List the free cells that hold a label, outside the items of lists; exact ones only, if there are any."""
        items = {j for i, j in self.pairs if self.rows[i].of_list is not None}
        free = [cell for place, row in enumerate(self.filled) if place not in items for cell in row]
        held = [(self._labels.likeness(label.text, cell.text), cell) for cell in free if id(cell) not in self._taken]
        exact = [cell for likeness, cell in held if likeness.score >= SAME]
        return exact or [cell for likeness, cell in held if likeness.score >= REMARKED or likeness.rest is not None]


def under(label: TextCell, cells: Sequence[TextCell]) -> TextCell | None:
    """Choose the cell that most of a label's width stands over; None when none has half the width of either."""
    best = max(cells, key=lambda cell: _shared(label, cell), default=None)
    if best is None:
        return None
    least = min(label.right - label.left, best.right - best.left)
    return best if _shared(label, best) > least / 2 else None


def _shared(one: TextCell, other: TextCell) -> float:
    return min(one.right, other.right) - max(one.left, other.left)
