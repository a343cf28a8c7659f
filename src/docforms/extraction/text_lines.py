"""Put glyphs together to lines, and lines to the text of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from docforms.extraction.reading import Box

# Glyphs whose middles are this much of their height apart stand on one line.
_SAME_LINE: Final = 0.5
# A gap this wide, as a share of the height, is a blank; the wider one parts two cells.
_BLANK: Final = 0.3
_GAP: Final = 0.7
# Lines of one cell leave less than this share of their height between them.
_LEADING: Final = 0.25
# Cells leave about this many characters free at their edges.
_PADDING: Final = 1.5
_WORD: Final = re.compile(r'[!-~]+|.')


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class GlyphLine:
    """Glyphs on one line, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The text with blanks where gaps are."""
        parts: list[str] = []
        for place, glyph in enumerate(self.glyphs):
            before = self.glyphs[place - 1] if place else None
            if before is not None and glyph.left - before.right > _BLANK * glyph.height:
                parts.append(' ')
            parts.append(glyph.text)
        return ''.join(parts)

    @property
    def box(self) -> Box:
        """The box around all glyphs."""
        return (
            min(glyph.left for glyph in self.glyphs),
            min(glyph.top for glyph in self.glyphs),
            max(glyph.right for glyph in self.glyphs),
            max(glyph.bottom for glyph in self.glyphs),
        )


def lines_of(glyphs: Iterable[Glyph]) -> list[GlyphLine]:
    """Put glyphs together to lines, from top to bottom; blank ones are left out."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.top + each.bottom, each.left)):
        line = lines[-1] if lines else []
        if line and _middle(glyph) - _middle(line[0]) <= _SAME_LINE * max(glyph.height, line[0].height):
            line.append(glyph)
        else:
            lines.append([glyph])
    sorted_lines = (GlyphLine(tuple(sorted(line, key=lambda each: each.left))) for line in lines)
    return [line for line in sorted_lines if line.text.strip()]


def segments(line: GlyphLine) -> list[GlyphLine]:
    """Cut a line at its wide gaps, as between the columns of a table without rules; printed blanks are no gaps."""
    found: list[list[Glyph]] = []
    for glyph in line.glyphs:
        if found and glyph.left - found[-1][-1].right <= _GAP * glyph.height:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    parts = (GlyphLine(tuple(part)) for part in found)
    return [part for part in parts if part.text.strip()]


def rows_of_blocks(glyphs: Iterable[Glyph]) -> list[list[list[Glyph]]]:
    """Put glyphs of a table without rules together to its rows, and each row to the blocks that are its cells.

    Lines of one row stand closer than rows do; pieces of lines over one another are lines of one cell.
    """
    rows: list[list[GlyphLine]] = []
    bottom = 0.0
    for line in sorted(lines_of(glyphs), key=lambda each: each.box[1]):
        _left, top, _right, end = line.box
        if rows and top - bottom < _LEADING * (end - top):
            rows[-1].append(line)
        else:
            rows.append([line])
        bottom = max(bottom, end)
    return [_blocks([piece for line in row for piece in segments(line)]) for row in rows]


def _blocks(pieces: Sequence[GlyphLine]) -> list[list[Glyph]]:
    """Put pieces that share some of their width together, from left to right."""
    blocks: list[tuple[float, float, list[Glyph]]] = []
    for piece in sorted(pieces, key=lambda each: each.box[0]):
        left, _top, right, _bottom = piece.box
        if blocks and left < blocks[-1][1]:
            begin, end, held = blocks[-1]
            blocks[-1] = (begin, max(end, right), [*held, *piece.glyphs])
        else:
            blocks.append((left, right, list(piece.glyphs)))
    return [held for _left, _right, held in blocks]


def cell_text(glyphs: Iterable[Glyph], box: Box) -> str:
    """Give the text of a cell: a line that ran over goes on without a break, one that was ended keeps it."""
    lines = lines_of(glyphs)
    text = ''
    for place, line in enumerate(lines):
        text += line.text.strip() if place == len(lines) - 1 else line.text.lstrip()
        if place < len(lines) - 1:
            text = _joined(text, line, lines[place + 1], box)
    return text


def _joined(text: str, line: GlyphLine, following: GlyphLine, box: Box) -> str:
    """Prepare a text for the line after it."""
    if _was_ended(line, following, box):
        return f'{text.rstrip()}\n'
    # A blank at the end of a line parts two words there; without one, a long word or Chinese text runs on.
    return text if text.endswith(' ') else text.rstrip()


def _was_ended(line: GlyphLine, following: GlyphLine, box: Box) -> bool:
    """Tell whether the next word would still have fitted on a line."""
    seen = [glyph for glyph in line.glyphs if glyph.text.strip()]
    first = _WORD.match(following.text.strip())
    if not seen or first is None:
        return False
    free = (box[2] - box[0]) - (seen[-1].right - seen[0].left)
    word = _width(following, len(first[0]))
    return free > word + 2 * _PADDING * seen[0].height


def _width(line: GlyphLine, count: int) -> float:
    glyphs: Sequence[Glyph] = [glyph for glyph in line.glyphs if glyph.text.strip()][:count]
    return glyphs[-1].right - glyphs[0].left if glyphs else 0.0


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2
