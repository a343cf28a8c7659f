"""How a page without a form's table must be turned to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from docforms.extraction.ocr import Line
from docforms.extraction.scan.texts import upright_by_text


class Engine:
    """Is sure of what stands upright: lines are lighter above than below."""

    def read(self, crops: Sequence[np.ndarray]) -> list[Line]:
        """Read lines."""
        halves = [np.array_split(crop.astype(float), 2) for crop in crops]
        return [Line('字', (0.9 if above.mean() > below.mean() else 0.2,)) for above, below in halves]


def page(words: Sequence[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Give a map of words, 40 by 10 pixels each, and the page they stand on."""
    found, grey = np.zeros((240, 240), np.float32), np.zeros((240, 240), np.uint8)
    for left, top in words:
        found[top : top + 10, left : left + 40] = 0.9
        grey[top - 5 : top + 5, left - 5 : left + 45] = 200
    return found, grey


LINES = [(left, top) for top in range(20, 220, 40) for left in (10, 51, 92, 133)]
COLUMNS = [(left, top) for top in (20, 100, 180) for left in (10, 180)]


@pytest.mark.parametrize('words', [LINES, COLUMNS], ids=['lines', 'columns'])
@pytest.mark.parametrize('turn', range(4))
def test_text_is_turned_upright(words: Sequence[tuple[int, int]], turn: int) -> None:
    """Lines tell, and so do the words of a table, although its columns are longer than its rows."""
    found, grey = page(words)
    engine: Any = Engine()

    quarters = upright_by_text(np.rot90(found, -turn), np.rot90(grey, -turn), 100.0, engine)

    assert quarters % 4 == turn
