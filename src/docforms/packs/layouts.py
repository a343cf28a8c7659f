"""What the texts of a layout hold: fields, and the room a field is printed with when it has no value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

FIELD: Final = re.compile(r'\{(#|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\}')
EXPRESSION: Final = re.compile(r'\{\{.*?\}\}', re.DOTALL)

# Full-width spaces: the others are of a different width in every face.
SPACE: Final = '\u3000'
BLANK_DATE: Final = f'{SPACE * 2}年{SPACE * 2}月{SPACE * 2}日'
BLANK_MONTH: Final = f'{SPACE * 2}年{SPACE * 2}月'


@dataclass(frozen=True, slots=True)
class Blank:
    """How a field prints when it has no value: `width` full-width spaces, or the frame of a date."""

    width: int = 0
    framed: bool = False

    def text(self, node: Mapping[str, Any]) -> str:
        """Write the blank of a field; `node` is its schema."""
        if self.framed and node.get('format') == 'date':
            return BLANK_DATE
        if self.framed and node.get('format') == 'month':
            return BLANK_MONTH
        return SPACE * self.width


def field_names(text: str) -> Iterator[str]:
    """List the {field} names of a layout text; {{ }} expressions are not among them."""
    for name in FIELD.findall(EXPRESSION.sub('', text)):
        if name != '#':
            yield name


def blanks(layout: Mapping[str, Any]) -> Iterator[tuple[str, Blank]]:
    """Find the blank of every field that stands inside a text, or whose cell says how wide its blank is.

    A field alone in its cell prints nothing: the cell itself is the room to write in. Fields of a list are named
    LIST.FIELD.
    """
    for row in layout['rows']:
        prefix = f'{row["repeat"]}.' if 'repeat' in row else ''
        for cell in row['cells']:
            text = cell.get('value', '')
            alone = FIELD.fullmatch(text.strip()) is not None and 'blank' not in cell
            for name in () if alone else field_names(text):
                yield prefix + name, Blank(cell.get('blank', 4), framed=True)
            for text in _texts(cell.get('paragraphs', ())):
                yield from ((prefix + name, Blank(cell.get('blank', 8), framed=True)) for name in field_names(text))
    for text in _texts(layout.get('after', ())):
        yield from ((name, Blank(8, framed=True)) for name in field_names(text))


def _texts(paragraphs: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    return (paragraph['text'] for paragraph in paragraphs)
