from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from docforms.extraction.blank import Slot
from docforms.extraction.judging import BELIEVED
from docforms.extraction.ocr import Line
from docforms.extraction.scan.confidence import confidence, signals
from docforms.extraction.scan.signs import Signs, written

CLEAR = Signs(0.9999, -1.0, alike=1.0, length=8, seal=0.0, stray=0.0, noise=0.005, legible=1.0, firm=True)
AREA = Slot('/fields/area', '面积', '面积', {'type': 'number'})


def test_a_cell_with_ink_that_was_not_read_is_not_believed() -> None:
    """Of a value on two lines the second alone may be read with every certainty, and is the wrong value."""
    assert confidence(replace(CLEAR, stray=0.1, unread=True)) < BELIEVED
    assert confidence(replace(CLEAR, stray=1.0)) < BELIEVED


@given(st.floats(0, 1))
def test_nothing_recognised_is_certain(sure: float) -> None:
    """However sure the engine is, some doubt remains; however unsure, it is a probability."""
    assert 0 <= confidence(replace(CLEAR, sure=sure)) < 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_surer_engine_is_believed_more(one: float, other: float) -> None:
    """Confidence follows the least sure character."""
    low, high = sorted((one, other))

    assert confidence(replace(CLEAR, sure=low)) <= confidence(replace(CLEAR, sure=high))


def test_what_is_clear_is_believed_and_what_is_not_is_not() -> None:
    """A clean reading counts as read; one whose two looks differ does not."""
    doubted = replace(CLEAR, sure=0.6, again=0.5, alike=0.8)

    assert confidence(CLEAR) > 0.99
    assert confidence(doubted) < 0.9


def test_reasons_for_doubt_are_named() -> None:
    """A seal, dirt, a guessed wall and two different readings are told apart."""
    assert signals(CLEAR) == frozenset()
    assert signals(replace(CLEAR, seal=0.2)) == {'seal'}
    assert signals(replace(CLEAR, noise=0.2)) == {'noise'}
    assert signals(replace(CLEAR, firm=False)) == {'grid'}
    assert signals(replace(CLEAR, by_hand=True)) == {'handwriting'}
    assert signals(replace(CLEAR, astray=True)) == {'ambiguous'}
    assert signals(replace(CLEAR, again=0.5, alike=0.8)) == {'disagree'}
    assert signals(replace(CLEAR, again=0.5, alike=0.2)) == {'disagree', 'garbled'}


def test_what_the_form_prints_does_not_count() -> None:
    """How sure the engine is of the unit says nothing about the number."""
    line = Line('45㎡', (0.9, 0.8, 0.1))

    found = written((AREA, '㎡'), [line])

    assert found.text == '45'
    assert found.sure == (0.9, 0.8)
