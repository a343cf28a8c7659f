"""What is filled in: the text of every place of a page, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from docforms.extraction.ocr import Engine
from docforms.extraction.reading import CellReading
from docforms.extraction.scan.bands import ink_beside
from docforms.extraction.scan.confidence import confidence, is_incomplete, signals
from docforms.extraction.scan.labels import folded
from docforms.extraction.scan.overlooked import with_overlooked, without_seals
from docforms.extraction.scan.place import Place, seal_on
from docforms.extraction.scan.sight import Sight
from docforms.extraction.scan.signs import Signs
from docforms.extraction.scan.versions import Choice, choices

# How sure it is that a cell with no ink, or with some, is blank.
CLEAN: Final = 0.9994
SPOTTED: Final = 0.9


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read in a place, and what is known of that reading."""

    place: Place
    text: str
    signs: Signs

    def by_hand(self) -> Seen:
        """Give the same as handwriting, where anything is filled in."""
        return replace(self, signs=replace(self.signs, by_hand=self.signs.length > 0))


def seen(sight: Sight, places: Sequence[Place], legible: float, engine: Engine) -> Iterator[Seen]:
    """Read the places of a page, those that are not clear in several ways."""
    places = with_overlooked(sight, without_seals(sight, places), engine)
    for place, choice in zip(places, choices(sight, places, engine), strict=True):
        yield Seen(place, choice.version.text, _signs(sight, place, choice, legible))


def reading(sight: Sight, each: Seen) -> CellReading:
    """Say how sure it is what was seen."""
    signs = each.signs
    blank = SPOTTED if is_incomplete(signs) else CLEAN
    # A sign alone, such as a stroke, may say that there is nothing, or be what is left of a word.
    sure = confidence(signs) if folded(each.text) or signs.length else blank
    place = each.place
    if place.below and not signs.length:
        # Applicants sign and seal here: that nothing is read does not mean that nothing is there.
        sure = min(sure, SPOTTED)
    return CellReading(
        place.cell, place.item, each.text, sight.number, sight.delivered(place.box), sure, signals(signs)
    )  # fmt: skip


def _signs(sight: Sight, place: Place, choice: Choice, legible: float) -> Signs:
    """Gather what is known of a place, on a page whose labels are so `legible`."""
    lines = choice.version.lines
    sure = choice.version.written.sure
    return Signs(
        sure=min(sure, default=min((line.line.confidence for line in lines), default=1.0)),
        again=choice.again,
        alike=choice.alike,
        length=len(sure),
        seal=max((float(seal_on(sight, line.box).mean()) for line in lines), default=0.0),
        stray=ink_beside(sight.paper, place.box, sight.line_height, [line.box for line in lines]),
        noise=sight.noise,
        legible=legible,
        bilevel=sight.is_bilevel,
        firm=place.firm,
        astray=place.astray,
        unread=place.unread,
    )
