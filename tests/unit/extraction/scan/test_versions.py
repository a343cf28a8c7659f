from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforms.extraction.blank import BlankCell, Slot
from docforms.extraction.ocr import Line
from docforms.extraction.scan.overlooked import with_overlooked, without_seals
from docforms.extraction.scan.paper import PAPER, Paper
from docforms.extraction.scan.place import Place
from docforms.extraction.scan.texts import BoxedLine
from docforms.extraction.scan.versions import choices

BOX = (10.0, 10.0, 110.0, 30.0)
SCHEMA = {'type': 'string', 'enum': ['采购', '销售']}


class Models:
    """Stands for the engine: says what it is told to, by model."""

    def __init__(self, said: Mapping[str, Sequence[Line]]) -> None:
        self.said = {reader: list(lines) for reader, lines in said.items()}
        self.asked: list[str] = []

    def read(self, crops: Sequence[np.ndarray], reader: str = 'first') -> list[Line]:
        """Give the next lines of a model."""
        self.asked += [reader] * len(crops)
        return [self.said[reader].pop(0) for _crop in crops]


def line(text: str, sure: float) -> Line:
    """Give a line of which every character is as sure."""
    return Line(text, (sure,) * len(text))


def place_with(text: str, sure: float, schema: Mapping[str, Any] = SCHEMA) -> Place:
    """Give a cell in which the first model read a text."""
    cell = BlankCell(0, 0, 1, 1, '', (Slot('/fields/relation', '关系', '关系', dict(schema)),))
    return Place(cell, None, (0.0, 0.0, 200.0, 60.0), (BoxedLine(BOX, line(text, sure)),))


def sight_with(*lines: BoxedLine, seal: bool = False) -> Any:
    """Give a page of clean paper, under a seal or not."""
    grey = np.full((60, 200), PAPER, np.uint8)
    paper = Paper(grey, np.full(grey.shape, seal), 100.0)
    return SimpleNamespace(paper=paper, lines=lines, is_grey=False, line_height=20.0)


def test_what_the_first_model_is_certain_of_is_not_looked_at_again() -> None:
    """A second look takes time, and clear print needs none."""
    models = Models({})

    (choice,) = choices(sight_with(), [place_with('采购', 0.9999)], models)  # type: ignore[arg-type]

    assert choice.version.text == '采购'
    assert choice.alike == 1
    assert models.asked == []


def test_what_is_under_a_seal_is_always_looked_at_again() -> None:
    """A seal may change a character into another that is read with every certainty."""
    models = Models({'second': [line('采购', 0.99)]})

    (choice,) = choices(sight_with(seal=True), [place_with('采购', 0.9999)], models)  # type: ignore[arg-type]

    assert models.asked == ['second']
    assert choice.again == pytest.approx(0.99)


def test_two_models_that_read_alike_agree() -> None:
    """The surer of two readings alike is taken, and how sure the other model is of it is known."""
    models = Models({'second': [line('采购', 0.98)]})

    (choice,) = choices(sight_with(), [place_with('采购', 0.97)], models)  # type: ignore[arg-type]

    assert choice.alike == 1
    assert choice.version.sure == pytest.approx(0.98)
    assert choice.again == pytest.approx(0.97)


def test_where_they_differ_there_is_a_third_look_and_the_value_stays_in_doubt() -> None:
    """The third look is the first model's at a cleaned picture; two against one win, but nobody is sure."""
    models = Models({'second': [line('采构', 0.9)], 'first': [line('采构', 0.8)]})

    (choice,) = choices(sight_with(), [place_with('宋构', 0.7, {'type': 'string'})], models)  # type: ignore[arg-type]

    assert choice.version.text == '采构'
    assert models.asked == ['second', 'first']


def test_of_two_readings_the_one_that_fits_the_field_is_chosen() -> None:
    """采构 is no choice of the field and 采购 is; the models differ all the same, which is told."""
    models = Models({'second': [line('采购', 0.6)], 'first': [line('来构', 0.3)]})

    (choice,) = choices(sight_with(), [place_with('采构', 0.9)], models)  # type: ignore[arg-type]

    assert choice.version.text == '采购'
    assert choice.alike == pytest.approx(0.5)


def test_a_character_only_one_look_saw_leaves_the_rest_in_doubt() -> None:
    """Two of three looks lost a faint 二, and both models are sure of what is left: 级 may be half of the value."""
    models = Models({'second': [line('级', 0.85)], 'first': [line('级', 0.999)]})

    (choice,) = choices(sight_with(), [place_with('二级', 0.86, {'type': 'string'})], models)  # type: ignore[arg-type]

    assert choice.version.text == '级'
    assert choice.alike == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ('read', 'meant'),
    [
        ('法定代表签字(章):钱淑', '法定代表人签字（章）：钱淑'),
        ('法定(表人签字(章):日书松', '法定代表人签字（章）：日书松'),
        ('公示期满，无异议', '公示期满，无异议'),
    ],
)
def test_a_label_of_which_most_was_read_is_put_right(read: str, meant: str) -> None:
    """A seal lies on the words before a signature; where they are not there nothing is added."""
    slot = Slot('/fields/signature', '签字', '签字', {'type': 'string'})
    cell = BlankCell(0, 0, 1, 1, '', ('法定代表人签字（章）：', slot))
    place = Place(cell, None, BOX, (), below=True)

    assert place.text([BoxedLine(BOX, line(read, 0.9))]) == meant


@pytest.mark.parametrize(
    ('read', 'meant'),
    [
        ('21140219630608342x', '21140219630608342X'),
        ('93210211MAJA9PJGX日', '93210211MAJA9PJGX0'),
        ('2019年5月20日', '2019年5月20日'),
        ('abcdefghijklmn', 'abcdefghijklmn'),
    ],
)
def test_codes_are_written_as_they_are_printed(read: str, meant: str) -> None:
    """Codes have capitals and no 日, which is a zero with a dot in it; dates and words stay as they are."""
    models = Models({})

    (choice,) = choices(sight_with(), [place_with(read, 0.9999, {'type': 'string'})], models)  # type: ignore[arg-type]

    assert choice.version.text == meant


def test_ink_that_no_line_accounts_for_is_read_where_both_models_see_the_same() -> None:
    """Of two strips of ink below the line that was found, one is a word, the other only dirt."""
    sight = sight_with(BoxedLine(BOX, line('采购', 0.9999)))
    sight.paper.grey[34:46:1, 20:90:3] = 40
    place = place_with('采购', 0.9999)

    (read,) = with_overlooked(
        sight,
        [place],
        Models({'first': [line('销售', 0.9)], 'second': [line('销售', 0.7)]}),  # type: ignore[arg-type]
    )
    (dirt,) = with_overlooked(
        sight,
        [place],
        Models({'first': [line('川', 0.9)], 'second': [line('lll', 0.7)]}),  # type: ignore[arg-type]
    )

    assert [each.line.text for each in read.lines] == ['采购', '销售']
    assert [each.line.text for each in dirt.lines] == ['采购']


def test_what_is_left_of_a_seal_is_no_line() -> None:
    """A pale line under red ink is a letter of the seal; a dark one is text that was sealed."""
    dark, pale = BoxedLine(BOX, line('采购方名称', 0.99)), BoxedLine((120.0, 10.0, 150.0, 30.0), line('盟', 0.99))
    sight = sight_with(dark, pale, seal=True)
    sight.paper.grey[12:28, 12:108:4] = 60
    sight.paper.grey[12:28, 122:148:4] = 200
    place = place_with('采购方名称', 0.99)

    (kept,) = without_seals(sight, [Place(place.cell, None, place.box, (dark, pale))])

    assert kept.lines == (dark,)
