"""How far a reading is believed."""

from __future__ import annotations

import pytest

from docforms.extraction.blank import BlankCell, Slot
from docforms.extraction.judging import Known, judge
from docforms.extraction.reading import CellReading
from docforms.extraction.values import value_of

CODE = Slot('/fields/code', '统一社会信用代码', '统一社会信用代码', {'type': 'string', 'format': 'credit-code'})
NAME = Slot('/fields/name', '名称', '名称', {'type': 'string'})
COUNT = Slot('/fields/count', '人数', '人数', {'type': 'integer'})
RIGHT = '52150402MJY482768C'
MISREAD = '521504O2MJY482768C'  # the letter O is no character of the code


def judged(slot: Slot, text: str, confidence: float = 1.0, *signals: str, known: Known | None = None):
    """Judge a text read from a cell."""
    cell = CellReading(BlankCell(0, 0, 1, 1, '', (slot,)), None, text, 1, None, confidence, frozenset(signals))
    return judge(slot, value_of(slot.schema, text), cell, known or Known())


def test_digital_text_is_read_for_certain():
    """What a file spells letter by letter is what stands there."""
    judgement = judged(CODE, RIGHT)

    assert (judgement.state, judgement.confidence, judgement.value) == ('read', 1.0, RIGHT)


def test_a_wrong_code_in_a_file_is_read_and_pointed_out():
    """The reading is certain, the code is wrong: it stays in the record for checking to report."""
    judgement = judged(CODE, '52150402MJY482768D')

    assert judgement.state == 'read'
    assert judgement.confidence < 1
    assert '校验位' in judgement.note


def test_a_check_character_raises_confidence():
    """Recognised at 90 percent, a code whose checks agree is believed; free text is not."""
    assert judged(CODE, RIGHT, 0.9).state == 'read'
    assert judged(NAME, '青城评估中心', 0.9).state == 'doubtful'


def test_a_repair_is_a_suggestion_never_a_value():
    """One misread character is put right in the suggestion only."""
    judgement = judged(CODE, MISREAD, 0.97)

    assert judgement.state == 'doubtful'
    assert judgement.value == MISREAD
    assert judgement.suggestion == RIGHT


def test_a_code_read_elsewhere_in_the_form_is_suggested():
    """Two characters off, but the same code stands in another cell."""
    judgement = judged(CODE, '52150402MJY48276BG', 0.97, known=Known(texts=(RIGHT,)))

    assert judgement.suggestion == RIGHT
    assert judgement.value != RIGHT


@pytest.mark.parametrize('confidence', [0.5, 0.9, 0.999, 1.0])
def test_handwriting_is_never_trusted(confidence: float):
    """Not even when every check agrees."""
    judgement = judged(CODE, RIGHT, confidence, 'handwriting')

    assert judgement.state == 'doubtful'


def test_a_number_the_other_numbers_speak_against_is_doubtful():
    """A sum that does not come out casts doubt on what was recognised, not on what a file spells."""
    known = Known(against='人数之和')

    assert judged(COUNT, '12', 0.999, known=known).state == 'doubtful'
    assert judged(COUNT, '12', known=known).state == 'read'


def test_a_number_the_other_numbers_agree_with_is_believed():
    """A sum that comes out raises confidence."""
    assert judged(COUNT, '12', 0.85).state == 'doubtful'
    assert judged(COUNT, '12', 0.85, known=Known(support=10)).state == 'read'


def test_dirt_where_nothing_is_read_is_not_blank():
    """Whether a soiled cell is blank is not known."""
    assert judged(NAME, '', 0.9, 'noise').state == 'unreadable'
    assert judged(NAME, '', 0.999).state == 'blank'
    assert judged(NAME, '').state == 'blank'


def test_two_recognitions_that_differ_are_doubtful():
    """However sure one of them is."""
    assert judged(NAME, '青城评估中心', 0.999, 'disagree').state == 'doubtful'


def test_a_text_most_of_which_was_read_alike_is_offered_however_unsure():
    """To mend one character of an address is less work than to type it; garbage is only in the way."""
    offered = judged(NAME, '青城评估中小', 0.1, 'disagree')
    garbled = judged(NAME, '言战亚价十小', 0.1, 'disagree', 'garbled')

    assert (offered.state, offered.value) == ('doubtful', '青城评估中小')
    assert (garbled.state, garbled.value) == ('unreadable', None)


def test_garbage_that_breaks_a_rule_is_no_value_either():
    """That the form's other numbers speak against it makes it no more of a value."""
    assert judged(COUNT, '4', 0.1, 'disagree', 'garbled', known=Known(against='人数之和')).state == 'unreadable'


def test_glyphs_without_characters_are_unreadable():
    """A font that does not say which letter it draws cannot be read, however clear it looks."""
    assert judged(NAME, '青城\N{REPLACEMENT CHARACTER}中心').state == 'unreadable'
