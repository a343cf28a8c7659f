"""XML that is safe to build a tree of: no DOCTYPE, not too deep, not too much of it."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final
from xml.parsers import expat

from docforms.exceptions import InputError
from docforms.i18n import _

# Of all parts together: a tree of so many takes a quarter of the memory a worker has.
MOST_ELEMENTS: Final = 500_000
# libxml2 itself stops at 256.
MOST_DEPTH: Final = 200
_BEGINNINGS: Final = (b'<', codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class MarkupWatch:
    """Looks at the parts of a file while they are unpacked; `name` is what messages call the file."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._elements = 0

    @contextmanager
    def part(self, *, looked_at: bool) -> Iterator[Callable[[bytes], None]]:
        """Begin a part; gives the function that takes its pieces, which passes over what is no XML.

        That function raises `InputError` for markup that must not be parsed. Faulty markup is left to the reader,
        except before the first element, where a DOCTYPE could be hidden in it.
        """
        yield _Part(self._count, self._name).take if looked_at else _pass_over

    def _count(self, depth: int) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or depth > MOST_DEPTH:
            message = _("{file}：内容过多或嵌套过深，读不了；请只留需要的内容，另存一份后再试")
            raise InputError(message.format(file=self._name))


def _pass_over(_piece: bytes) -> None:
    """Take no notice of a piece."""


class _Part:
    """One part that may be XML."""

    def __init__(self, count: Callable[[int], None], name: str) -> None:
        self._count = count
        self._name = name
        self._depth = 0
        self._started = False
        self._parser: expat.XMLParserType | None = None
        self._first = True

    def take(self, piece: bytes) -> None:
        """Take the next piece."""
        if self._first:
            self._first = False
            self._parser = self._new_parser() if piece.lstrip().startswith(_BEGINNINGS) else None
        if self._parser is None:
            return
        try:
            self._parser.Parse(piece, False)  # noqa: FBT003 - positional only: more is to come
        except (expat.ExpatError, ValueError, LookupError) as error:
            self._parser = None
            if not self._started:
                message = _("{file}：文件已损坏，读不了；请用原来的程序打开，另存一份后再试")
                raise InputError(message.format(file=self._name)) from error

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        return parser

    def _start(self, _tag: str, _attributes: object) -> None:
        self._started = True
        self._depth += 1
        self._count(self._depth)

    def _end(self, _tag: str) -> None:
        self._depth -= 1

    def _refuse_doctype(self, *_declared: object) -> None:
        message = _("{file}：文件里有 DOCTYPE 声明，Word 和 Excel 不会写出这种内容，可能有危险；请向提供文件的人核实")
        raise InputError(message.format(file=self._name))
