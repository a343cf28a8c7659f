"""Ink in which no text was found, and text that is a seal's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from docforms.extraction.ocr import Engine
from docforms.extraction.scan.bands import bands, ink_beside
from docforms.extraction.scan.labels import folded
from docforms.extraction.scan.paper import PAPER
from docforms.extraction.scan.place import Place, picture_of, seal_on
from docforms.extraction.scan.sight import Sight
from docforms.extraction.scan.texts import Box, BoxedLine, are_level, in_order

# A cell with so much ink beside its lines, in squares as high as a line, is looked at: a single 1 is a tenth of one.
LOOKED: Final = 0.05
# What is read where no text was found counts from here on.
COUNTS: Final = 0.6
# A line on a page without colour that is seal to this share is a line of the seal. In colour seals have been taken off;
# what is left of them is touched by red to this share and paler than so much of what is usual for the strokes of print,
# which are the darkest so many hundredths of a line of more than a few characters.
OF_SEAL: Final = 0.3
TOUCHED: Final = 0.1
PALE: Final = 0.45
STROKES: Final = 4
SHORT: Final = 3


def without_seals(sight: Sight, places: Sequence[Place]) -> list[Place]:
    """Leave out lines that are letters or rests of a seal."""
    depths = {line.box: _depth(sight, line) for line in sight.lines}
    usual = float(np.median([depths[line.box] for line in sight.lines if len(line.line.text) > SHORT] or [0.0]))

    def is_seal(line: BoxedLine) -> bool:
        under = float(seal_on(sight, line.box).mean())
        return under > TOUCHED and depths[line.box] < PALE * usual

    def is_grey_seal(line: BoxedLine) -> bool:
        return sight.is_grey and float(seal_on(sight, line.box).mean()) > OF_SEAL

    kept = []
    for place in places:
        lines = tuple(line for line in place.lines if not is_seal(line))
        own = tuple(line for line in lines if not is_grey_seal(line))
        kept.append(replace(place, lines=own or lines))
    return kept


def _depth(sight: Sight, line: BoxedLine) -> float:
    """Tell how much darker than paper the strokes of a line are."""
    return PAPER - float(np.percentile(picture_of(sight, line.box), STROKES))


def with_overlooked(sight: Sight, places: Sequence[Place], engine: Engine) -> list[Place]:
    """Read cells that have ink in which no text was found: the line of two that was missed, or a faint word."""
    missed = [(number, box) for number, place in enumerate(places) for box in _missed(sight, place)]
    pictures = [picture_of(sight, box) for _number, box in missed]
    found: dict[int, list[BoxedLine]] = {}
    unread: set[int] = set()
    for (number, box), line, again in zip(missed, engine.read(pictures), engine.read(pictures, 'second'), strict=True):
        # Specks and rests of seals look like something to each model, but not like the same.
        alike = line.text and line.confidence > COUNTS and folded(line.text) == folded(again.text)
        # What is left of a line beside its box is no line of its own; it may be a character of it that was cut off.
        if alike and not any(are_level(box, known.box) for known in places[number].lines):
            found.setdefault(number, []).append(BoxedLine(box, line))
        else:
            unread.add(number)
    return [
        replace(place, lines=in_order([*place.lines, *found.get(number, ())]), unread=number in unread)
        for number, place in enumerate(places)
    ]


def _missed(sight: Sight, place: Place) -> list[Box]:
    """Give the boxes of what may be lines of a cell beside those found."""
    known = [line.box for line in place.lines]
    if place.below or ink_beside(sight.paper, place.box, sight.line_height, known) <= LOOKED:
        return []
    return bands(sight.paper, place.box, sight.line_height, known) or ([] if known else [place.box])
