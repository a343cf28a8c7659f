from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from docforms.extraction.blank import BlankCell, Slot
from docforms.extraction.judging import BELIEVED
from docforms.extraction.scan.filling import Seen, reading
from docforms.extraction.scan.place import Place
from docforms.extraction.scan.signs import Signs

CLEAR = Signs(0.9999, 0.9999, alike=1.0, length=1, seal=0.0, stray=0.0, noise=0.005, legible=1.0, firm=True)
EMPTY = replace(CLEAR, length=0, again=-1.0)
PAGE: Any = SimpleNamespace(number=1, delivered=lambda box: box)
CELL = BlankCell(0, 0, 1, 1, '', (Slot('/fields/name', '姓名', '姓名', {'type': 'string'}),))


@pytest.mark.parametrize(
    ('text', 'signs', 'believed'),
    [
        ('', EMPTY, True),
        ('', replace(EMPTY, unread=True), False),
        ('/', CLEAR, True),
        ('#', replace(CLEAR, sure=0.1, again=-1.0, alike=0.0), False),
    ],
)
def test_nothing_is_believed_of_a_sign_that_was_hardly_read(text: str, signs: Signs, believed: bool) -> None:
    """A stroke says that there is nothing; what one model takes for a sign, and the other for none, may be a name."""
    read = reading(PAGE, Seen(Place(CELL, None, (0.0, 0.0, 9.0, 9.0), ()), text, signs))

    assert (read.confidence >= BELIEVED) is believed
