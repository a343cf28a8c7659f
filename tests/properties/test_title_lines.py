"""Titles of any words: nothing lost, no word cut, and the shape the standard asks for wherever the words allow it."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from docforms.expressions.titles import title_lines
from docforms.expressions.words import width, words_of

LIMIT = 20
# A word of its own character each, so that it is known where one ends.
CHARACTERS = '甲乙丙丁戊己庚辛壬癸子丑寅卯'
names = st.lists(st.integers(2, 9), min_size=2, max_size=len(CHARACTERS)).map(
    lambda lengths: [character * length for character, length in zip(CHARACTERS, lengths, strict=False)]
)
VOCABULARY = (
    '青禾市服务中心', '关于', '公布', '印发', '长期护理保险', '定点', '评估', '机构', '名单', '的', '和', '通知', '、',
    '《管理办法（试行）》', '“一次性告知”', '2026年度', '第3批', '〔2026〕5号', 'DRG/DIP', '申请表', '及其', '情况',
    '青禾县绿荫园林有限公司', '（第一批）', '不予受理', '书', '函',
)  # fmt: skip
titles = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=16).map(''.join)


def shaped(lengths: list[float]) -> bool:
    """Tell whether lines form a trapezium or a diamond: no two equal, and no waist."""
    steps = [below - above for above, below in pairwise(lengths)]
    rising = [step > 0 for step in steps]
    return all(abs(step) >= 1 for step in steps) and rising == sorted(rising, reverse=True)


def arrangements(words: list[str], lines: int) -> list[list[float]]:
    """List the lengths of lines of every way to set words on so many lines of the page."""
    ways = []
    for places in combinations(range(1, len(words)), lines - 1):
        edges = pairwise((0, *places, len(words)))
        ways.append([sum(width(word) for word in words[start:end]) for start, end in edges])
    return [way for way in ways if max(way) <= LIMIT]


@given(names)
def test_names_form_a_trapezium_or_a_diamond_wherever_they_can(words: list[str]):
    """Every name stands on one line, no line is too long, and the lines taper, or widen and then taper."""
    lines = title_lines(''.join(words), LIMIT, *words)
    lengths = [width(line) for line in lines]
    least = ceil(sum(map(width, words)) / LIMIT)

    assert ''.join(lines) == ''.join(words)
    assert all(any(word in line for line in lines) for word in words)
    assert max(lengths) <= LIMIT
    if least <= 4 and any(shaped(way) and min(way) > 3 for way in arrangements(words, least)):
        assert shaped(lengths)


@given(names)
def test_two_lines_taper_downwards_wherever_they_can(words: list[str]):
    """Of two lines the upper one is the longer, unless a name does not let it be."""
    ways = arrangements(words, 2) if ceil(sum(map(width, words)) / LIMIT) == 2 else []
    if any(above > below > 0.7 * above and above - below >= 1 for above, below in ways):
        above, below = (width(line) for line in title_lines(''.join(words), LIMIT, *words))

        assert above > below


@given(titles, st.integers(6, 24))
def test_a_title_of_office_words_is_whole_and_fits(title: str, limit: int):
    """Whatever the words and the width: nothing lost, nothing too long, every break between two words."""
    lines = title_lines(title, limit)
    ends = set()
    for word in words_of(title, limit):
        ends.add(max(ends, default=0) + len(word.text))

    assert ''.join(lines) == title
    assert max(map(width, lines)) <= limit
    breaks = [sum(map(len, lines[:count])) for count in range(1, len(lines))]
    assert set(breaks) <= ends


@given(titles)
def test_no_line_is_a_single_character(title: str):
    """A character alone on a line belongs to the word beside it."""
    lines = title_lines(title, LIMIT)

    assert len(lines) == 1 or all(len(line) > 1 for line in lines)
