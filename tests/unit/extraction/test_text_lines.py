"""Glyphs put together to lines, and lines to the text of a cell."""

from __future__ import annotations

from docforms.extraction.text_lines import Glyph, cell_text, lines_of, rows_of_blocks, segments

SIZE = 10.0


def glyphs(text: str, left: float = 0.0, line: int = 0, width: float = SIZE) -> list[Glyph]:
    """Set a text on a line."""
    top = line * 1.5 * SIZE
    return [Glyph(each, left + n * width, top, left + (n + 1) * width, top + SIZE) for n, each in enumerate(text)]


def test_a_line_that_ran_over_goes_on_without_a_break():
    """A name as wide as its cell, and the rest of it below, are one name."""
    box = (0.0, 0.0, 85.0, 40.0)

    assert cell_text([*glyphs('赤峰市红山区民政'), *glyphs('局', line=1)], box) == '赤峰市红山区民政局'


def test_a_line_that_was_ended_keeps_its_break():
    """Where the next word would have fitted, somebody wanted a new line."""
    box = (0.0, 0.0, 200.0, 40.0)

    assert cell_text([*glyphs('甲方'), *glyphs('乙方', line=1)], box) == '甲方\n乙方'


def test_a_long_code_is_not_parted():
    """A code broken at the end of a line has no blank in it."""
    box = (0.0, 0.0, 52.0, 40.0)
    code = [*glyphs('52150402MJ', width=5.0), *glyphs('D23M3513', line=1, width=5.0)]

    assert cell_text(code, box) == '52150402MJD23M3513'


def test_wide_gaps_part_the_columns_of_a_table_without_rules():
    """A gap of more than a character begins another cell; a small one is a blank."""
    [line] = lines_of([*glyphs('机构名称'), *glyphs('青城', left=80.0), *glyphs('中心', left=105.0)])

    assert [part.text for part in segments(line)] == ['机构名称', '青城 中心']


def test_lines_close_together_are_one_cell_and_far_apart_two_rows():
    """Without rules, a label of two lines beside a value of one is a row; what stands well below is the next."""
    upper = [*glyphs('评估人员'), *glyphs('十二', left=80.0)]
    lower = [Glyph(each.text, each.left, each.top - 4, each.right, each.bottom - 4) for each in glyphs('人数', line=1)]
    next_row = glyphs('其他', line=3)

    rows = rows_of_blocks([*upper, *lower, *next_row])

    assert [[''.join(glyph.text for glyph in block) for block in row] for row in rows] == [
        ['评估人员人数', '十二'],
        ['其他'],
    ]
