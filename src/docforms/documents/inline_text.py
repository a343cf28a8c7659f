"""Turn a text with template tags into one expression, so that a filter or a condition can take all of it.

{% if late %}催告{% else %}告知{% endif %}书    becomes    ("催告" if late else "告知") ~ "书"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docforms.documents.template_tags import WORD
from docforms.documents.wml import TAG
from docforms.expressions.words import width

PLAIN: Final = re.compile(r'\w+(?:\.\w+)*')
LITERAL: Final = re.compile('"[^"]*"')
# docxtpl straightens quotes inside tags and looks for markup; a tag ends at its braces wherever they stand.
ESCAPED: Final = re.compile('["\'\\\\{}%<>&“”‘’\n\t]')
# What docxtpl cannot have in a block tag.
UNSAFE: Final = re.compile('[%}]')


class NotComposable(ValueError):
    """A text has tags that are no part of an expression: loops, assignments, or ones that do not match."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A text as one expression.

    Attributes:
        expression: what gives the whole text.
        values: the expressions that are printed in it.
        longest: the width of the widest it can be, in full-width characters; None when values take part.
        condition: what must hold for there to be any text; '' when there always is some.
    """

    expression: str
    values: tuple[str, ...] = ()
    longest: float | None = 0.0
    condition: str = ''

    @property
    def term(self) -> str:
        """The expression as part of a larger one."""
        return enclosed(self.expression)


def composed(text: str) -> Composed:
    """Compose a text; raises `NotComposable`."""
    parts = [part for part in _parts(text) if part]
    result, rest = _sequence(parts)
    if rest:
        raise NotComposable(rest[0])
    if UNSAFE.search(result.expression):
        raise NotComposable(text)
    return result


def enclosed(expression: str) -> str:
    """Write an expression so that it can be part of a larger one."""
    simple = PLAIN.fullmatch(expression) or LITERAL.fullmatch(expression)
    return expression if simple else f'({expression})'


def literal(text: str) -> str:
    """Write a text as a literal of the template language that survives docxtpl."""
    escaped = ESCAPED.sub(lambda found: f'\\u{ord(found[0]):04x}', text)
    return f'"{escaped}"'


def _parts(text: str) -> Iterator[str]:
    """Split a text into tags and what stands between them."""
    end = 0
    for tag in TAG.finditer(text):
        yield text[end : tag.start()]
        if not tag[0].startswith('{#'):
            yield tag[0]
        end = tag.end()
    yield text[end:]


def _word(part: str) -> str:
    """Give the keyword of a block tag; '' for anything else."""
    found = WORD.match(part)
    return '' if found is None else found[1]


def _code(part: str) -> str:
    return part[2:-2].strip('+-').strip()


def _sequence(parts: Sequence[str]) -> tuple[Composed, Sequence[str]]:
    """Compose parts up to a block tag that ends them; give what is left, beginning with that tag."""
    pieces: list[Composed] = []
    while parts and _word(parts[0]) not in {'elif', 'else', 'endif'}:
        first, *parts = parts
        if _word(first) == 'if':
            piece, parts = _choice(_condition(first), parts)
            pieces.append(piece)
        elif first.startswith('{{'):
            pieces.append(_value(_code(first)))
        elif first.startswith('{%'):
            raise NotComposable(first)
        else:
            pieces.append(Composed(literal(first), longest=width(first)))
    return _joined(pieces), parts


def _condition(tag: str) -> str:
    return _code(tag).partition(' ')[2].strip()


def _value(code: str) -> Composed:
    return Composed(code, (code,), longest=None)


def _joined(pieces: Sequence[Composed]) -> Composed:
    if not pieces:
        return Composed('""')
    if len(pieces) == 1:
        return pieces[0]
    expression = ' ~ '.join(piece.term for piece in pieces)
    widths = [piece.longest for piece in pieces]
    longest = None if None in widths else sum(each for each in widths if each is not None)
    sometimes = all(piece.condition for piece in pieces)
    condition = ' or '.join(f'({piece.condition})' for piece in pieces) if sometimes else ''
    return Composed(expression, _values(pieces), longest, condition)


def _values(pieces: Sequence[Composed]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for piece in pieces for value in piece.values))


def _choice(condition: str, parts: Sequence[str]) -> tuple[Composed, Sequence[str]]:
    """Compose what follows an if, up to its endif."""
    first, parts = _sequence(parts)
    if not parts:
        raise NotComposable(condition)
    tag, *parts = parts
    if _word(tag) == 'elif':
        second, parts = _choice(_condition(tag), parts)
    elif _word(tag) == 'else':
        second, parts = _sequence(parts)
        if not parts or _word(parts[0]) != 'endif':
            raise NotComposable(condition)
        parts = parts[1:]
    else:
        second = Composed('""')
    branches = (first, second)
    expression = f'{first.term} if {condition} else {second.term}'
    widths = [branch.longest for branch in branches]
    longest = None if None in widths else max(each for each in widths if each is not None)
    return Composed(expression, _values(branches), longest, _known(condition, first, second)), parts


def _known(condition: str, first: Composed, second: Composed) -> str:
    """Say when a choice gives any text; '' when it always does."""
    there = f'({condition}) and ({first.condition})' if first.condition else condition
    if second.expression == '""':
        return there
    if second.condition:
        return f'({there}) or ({second.condition})'
    return f'({there}) or not ({condition})' if first.condition else ''
