"""Titles and names in a template: broken into lines now if they are known, by the template itself if they are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docforms.documents.inline_text import Composed, composed, enclosed, literal
from docforms.documents.styles import CHARACTER_PITCH, SIZE_3, STYLES
from docforms.documents.wml import TAG
from docforms.expressions.titles import title_lines

POINTS_PER_MM: Final = 72 / 25.4


def line_limit(style: str, area: float) -> int:
    """Count the characters of a style that fit on a line; `area` is the width of the type area in millimetres."""
    by_id = {each.id: each for each in STYLES}
    found = by_id[style]
    while found.size is None:
        found = by_id[found.based_on]
    return int(area * POINTS_PER_MM / (found.size + CHARACTER_PITCH - SIZE_3))


def broken(text: str, limit: int, words: Sequence[str] = ()) -> str:
    """Break a text into lines of at most `limit` characters; `words` are not broken, nor are values of a template."""
    text = '\n'.join(line.strip() for line in text.strip().split('\n'))
    if TAG.search(text) is None:
        return '\n'.join(title_lines(text, limit, *words))
    parts = composed(text)
    if parts.longest is not None and parts.longest <= limit:
        return text
    values = [f'{enclosed(value)} | default("")' for value in parts.values if value != parts.expression]
    whole = [*map(literal, words), *values]
    return f'{{{{ {parts.term} | title_lines({", ".join([str(limit), *whole])}) }}}}'


def single_line(text: str) -> str:
    """Write a title on one line, as the properties of a file have it."""
    return ''.join(line.strip() for line in text.strip().split('\n'))


def longer(parts: Composed, limit: int) -> str:
    """Write the condition that a text has more than `limit` characters."""
    return f'{parts.term} | length > {limit}'
