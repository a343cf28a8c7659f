"""Text that is safe to show: nothing in it acts on a terminal, breaks a file or turns the reading order."""

from __future__ import annotations

import re
from typing import Final

REPLACEMENT: Final = '\N{REPLACEMENT CHARACTER}'

# Control characters besides tab and line feed, halves of characters and non-characters, none of which XML
# can hold; and the marks that make a text read in another order than it is stored (U+202A-E, U+2066-9).
_UNPRINTABLE: Final = re.compile(
    '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]'
)


def printable(text: str) -> str:
    """Replace, visibly, every character that cannot be shown; line ends become line feeds."""
    return _UNPRINTABLE.sub(REPLACEMENT, text.replace('\r\n', '\n').replace('\r', '\n'))


def one_line(text: str) -> str:
    """Write a text on one line, with single blanks."""
    return ' '.join(printable(text).split())
