"""Lines of a given width, where a Chinese character is as wide as two letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

COLUMNS: Final = 100

# Marks that must not begin a line, and marks that must not end one (GB/T 15834).
_CLOSING: Final = frozenset('、，。；：？！）》〉】〕］」』”’…—～·％‰,.;:?!)]}')
_OPENING: Final = frozenset('（《〈【〔［「『“‘￥([{')
_JOINER: Final = '\N{ZERO WIDTH JOINER}'


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in {'Mn', 'Me', 'Cf'}:
        return 0
    # Ambiguous characters (“ ” … — ①) are wide where Chinese is read; counting them so never overruns.
    return 2 if unicodedata.east_asian_width(character) in {'W', 'F', 'A'} else 1


def width(text: str) -> int:
    """Measure a text in columns."""
    return sum(map(_width, text))


def wrapped(text: str, *, first: str = '', rest: str = '', columns: int = COLUMNS) -> list[str]:
    """Break a text into lines of at most `columns`, the first beginning with `first`, others with `rest`.

    Words and numbers stay whole unless one alone is longer than a line.
    """
    lines: list[str] = []
    line, used, blank = first, width(first), True
    for piece in _pieces(text, columns - max(width(first), width(rest))):
        size = width(piece)
        if not blank and used + size > columns:
            lines.append(line.rstrip())
            line, used, blank = rest, width(rest), True
        if blank and piece == ' ':
            continue
        line, used, blank = line + piece, used + size, False
    return [*lines, line.rstrip()]


def _pieces(text: str, room: int) -> Iterator[str]:
    """Split a text where a line may end; no piece is wider than the room."""
    piece, size, previous = '', 0, ''
    for character in ' '.join(text.split()):
        grown = size + _width(character)
        if piece and (grown > room or not _joined(previous, character)):
            yield piece
            piece, grown = '', _width(character)
        piece, size, previous = piece + character, grown, character
    if piece:
        yield piece


def _joined(before: str, after: str) -> bool:
    """Tell whether a line must not end between two characters."""
    if ' ' in (before, after):
        return False
    if after in _CLOSING or before in _OPENING or before == _JOINER or _width(after) == 0:
        return True
    return _width(before) < 2 and _width(after) < 2
