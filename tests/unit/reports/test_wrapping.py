from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforms.reports.printable import one_line
from docforms.reports.wrapping import width, wrapped


@pytest.mark.parametrize(
    ('text', 'expected'),
    [('abc', 3), ('编号', 4), ('（一）', 6), ('“无”', 6), ('e\u0301', 1), ('😀', 2), ('', 0), ('ｱ', 1), ('Ａ', 2)],
)
def test_width_counts_columns(text: str, expected: int):
    """Chinese characters and quotes take two columns, combining marks none."""
    assert width(text) == expected


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        # Ten columns are five characters; a comma must not begin a line, so it takes its neighbour along.
        ('一二三四五六', ['一二三四五', '六']),
        ('一二三四五，六', ['一二三四', '五，六']),
        # An opening bracket must not end a line.
        ('一二三四（六', ['一二三四', '（六']),
        # Words and numbers stay whole and blanks around a break go.
        ('一二三 word123', ['一二三', 'word123']),
        ('aa bb cc dd', ['aa bb cc', 'dd']),
        # Unless a word alone is longer than the line.
        ('一abcdefghijklmno', ['一', 'abcdefghij', 'klmno']),
        ('', ['']),
        ('  \n ', ['']),
    ],
)
def test_lines_end_where_they_may(text: str, expected: list[str]):
    """Lines break between Chinese characters and between words, never before closing or after opening marks."""
    assert wrapped(text, columns=10) == expected


def test_beginnings_count_as_part_of_the_line():
    """The first line begins with one text and the others with another, within the same width."""
    assert wrapped('一二三四五六七', first='1. ', rest='   ', columns=11) == ['1. 一二三四', '   五六七']


@given(st.text(), st.integers(min_value=8, max_value=40))
def test_wrapping_loses_nothing_and_stays_within_the_width(text: str, columns: int):
    """Whatever the text, its characters come through in order and no line is too wide."""
    lines = wrapped(one_line(text), first='- ', rest='  ', columns=columns)

    assert ''.join(line[2:] for line in lines).replace(' ', '') == one_line(text).replace(' ', '')
    assert all(width(line) <= columns for line in lines)
