"""Find the rows of the blank form among those of a filled one, in their order; rows of a list any number of times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from docforms.extraction.blank import BlankCell, BlankForm, BlankList
from docforms.extraction.contents import TextCell
from docforms.extraction.labels import Labels
from docforms.extraction.patterns import anchors, holds_anchors
from docforms.extraction.writing import letters

FilledRow = tuple[TextCell, ...]

# A row of labels is recognised when this share of them is there.
_RECOGNISED: Final = 0.5
_HEADING: Final = 0.6
# What stands first in a row that sums up or explains a list.
_NOT_ITEMS: Final = frozenset(('合计', '小计', '总计', '注', '备注', '说明', '填表说明'))


@dataclass(frozen=True, slots=True)
class Chain:
    """Pairs of rows, last first, with the sum of their likeness."""

    sum: float = 0.0
    last: tuple[int, int] | None = None
    before: Chain | None = None


NO_CHAIN: Final = Chain()


@dataclass(frozen=True, slots=True)
class BlankRow:
    """One row of the blank form; a list has one, which stands for each of its items, with `heading` the row above."""

    number: int
    cells: tuple[BlankCell, ...]
    of_list: BlankList | None = None

    @property
    def labels(self) -> tuple[BlankCell, ...]:
        """The cells with fixed texts to know the row by; numbers of items are none."""
        return () if self.of_list is not None else tuple(cell for cell in self.cells if letters(label_of(cell)))


def label_of(cell: BlankCell) -> str:
    """Give the text a cell is known by: its label, or the fixed text before its first value."""
    return cell.text or next(iter(anchors(cell.pattern)), '')


def blank_rows(blank: BlankForm) -> list[BlankRow]:
    """Give the rows of a form from top to bottom, those under the grid included, each list as one."""
    rows: dict[int, list[BlankCell]] = {}
    for cell in (*blank.cells, *blank.below):
        rows.setdefault(cell.row, []).append(cell)
    found = []
    for number in sorted(rows):
        of_list = next((each for each in blank.lists if each.first <= number < each.first + each.rows), None)
        if of_list is None or number == of_list.first:
            found.append(BlankRow(number, tuple(rows[number]), of_list))
    return found


class Alignment:
    """Aligns rows by what gives the greatest sum of likeness, each row at most once."""

    def __init__(self, blank: Sequence[BlankRow], labels: Labels) -> None:
        self._blank = blank
        self._labels = labels
        self._headings = [frozenset(letters(label_of(label)) for label in row.labels) for row in blank]
        self._anchors = [anchor for row in blank for cell in row.cells for anchor in anchors(cell.pattern)]

    def align(self, filled: Sequence[FilledRow]) -> list[tuple[int, int]]:
        """Give the pairs of blank and filled rows, by their places in the two sequences.

        What has been moved is found in another pass among the rows that are left.
        """
        pairs: list[tuple[int, int]] = []
        blank_left, filled_left = list(range(len(self._blank))), list(range(len(filled)))
        while blank_left and filled_left:
            found = self._pass(blank_left, filled_left, filled)
            if not found:
                break
            pairs += found
            blank_left = [place for place in blank_left if place not in {pair[0] for pair in found}]
            filled_left = [place for place in filled_left if place not in {pair[1] for pair in found}]
        return sorted(pairs, key=lambda pair: pair[1])

    def _pass(self, blank: Sequence[int], filled: Sequence[int], rows: Sequence[FilledRow]) -> list[tuple[int, int]]:
        """Align once, row of the form by row of the form.

        `above` holds, for the filled rows before a place, the best chain of pairs that ends among them, and `own` the
        best that ends with this row of the form.
        """
        above = [NO_CHAIN] * (len(filled) + 1)
        headings = {j: self._heading_like(rows[j]) for j in filled}
        own_of: dict[int, list[Chain]] = {}
        for i in blank:
            own = own_of[i] = [NO_CHAIN]
            before = own_of.get(i - 1, [NO_CHAIN] * len(above))
            best, bound = [NO_CHAIN], -1
            for column, j in enumerate(filled):
                if headings[j] and headings[j] != self._headings[i - 1]:
                    # The heading of another part: no item of this list stands on both sides of it.
                    bound = j
                score = self.score(self._blank[i], rows[j])
                chains = (above[column], before[column], own[-1])
                start = self._start(i, chains, j, bound) if score > 0 else None
                chain = own[-1] if start is None else max(own[-1], Chain(start.sum + score, (i, j), start), key=_sum)
                own.append(chain)
                best.append(max(best[-1], chain, above[column + 1], key=_sum))
            above = best
        found, chain = [], above[-1]
        while chain.last is not None and chain.before is not None:
            found.append(chain.last)
            chain = chain.before
        return found[::-1]

    def _start(self, i: int, chains: tuple[Chain, Chain, Chain], j: int, bound: int) -> Chain | None:
        """Give what a pair continues; None when it cannot stand there.

        `chains` end above, with the row of the form before, and with this one. An item follows the heading of its list
        or another item, below `bound`; a row without labels follows the row above it.
        """
        row = self._blank[i]
        above, before, own = chains
        if row.of_list is not None:
            known = [chain for chain in (before, own) if chain.last is not None and chain.last[1] > bound]
            return max(known, key=_sum, default=None)
        if not row.labels and any(cell.pattern for cell in row.cells):
            return before if before.last == (i - 1, j - 1) else None
        return above

    def score(self, blank: BlankRow, filled: FilledRow) -> float:
        """Tell how like a row of the form a filled row is; 0 when it cannot be that."""
        alike = 0.5 if len(blank.cells) == len(filled) else 0.0
        if blank.of_list is not None:
            return self._item_score(blank, filled, alike)
        if blank.labels:
            return self._label_score(blank, filled, alike)
        if any(cell.pattern for cell in blank.cells):
            return 0.0 if filled[0].loose else 0.5 + alike
        # A row of dots, where more may be filled in.
        return 1.2 if not any(letters(cell.text) for cell in filled) else 0.0

    def _item_score(self, blank: BlankRow, filled: FilledRow, alike: float) -> float:
        if filled[0].loose or len(filled) < min(2, len(blank.cells)) or letters(filled[0].text) in _NOT_ITEMS:
            return 0.0
        joined = letters(''.join(cell.text for cell in filled))
        if any(anchor in joined for anchor in self._anchors) or self._heading_like(filled):
            return 0.0
        return 0.5 + alike

    def _heading_like(self, filled: FilledRow) -> frozenset[str]:
        """Give the labels of the part that a row is the heading of, once more on the next page or not; else nothing."""
        texts = {letters(cell.text) for cell in filled}
        alike = (labels for labels in self._headings if len(labels & texts) >= max(2, _HEADING * len(labels)))
        return max(alike, key=lambda labels: len(labels & texts), default=frozenset())

    def _label_score(self, blank: BlankRow, filled: FilledRow, alike: float) -> float:
        scores = [self.likeness(label, filled) for label in blank.labels]
        matched = [score for score in scores if score]
        if len(matched) < _RECOGNISED * len(scores) or not matched:
            return 0.0
        if (
            len(blank.cells) == 1
            and not blank.cells[0].pattern
            and sum(bool(letters(cell.text)) for cell in filled) > 1
        ):
            return 0.0
        return 2 * sum(matched) + alike - 0.5 * (len(scores) - len(matched))

    def likeness(self, label: BlankCell, filled: FilledRow) -> float:
        """Give the likeness of the cell of a row that is most like a label."""
        return max((self.likeness_of(label, cell) for cell in filled), default=0.0)

    def likeness_of(self, label: BlankCell, cell: TextCell) -> float:
        """Give the likeness of a cell and a label; a value behind a fixed text is like a cell with that text."""
        if label.pattern:
            return 1.0 if holds_anchors(anchors(label.pattern), cell.text) else 0.0
        return self._labels.likeness(label.text, cell.text).score


def _sum(chain: Chain) -> float:
    return chain.sum
