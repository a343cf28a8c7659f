"""What is filled in: the text of every value cell of a form on a page, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.extraction.blank import BlankCell, Pattern
from docforms.extraction.ocr import Engine, Line
from docforms.extraction.reading import CellReading
from docforms.extraction.scan.cells import CellBox, cell_boxes, counted, is_misnumbered, without_overflow
from docforms.extraction.scan.confidence import SEALED, confidence, signals
from docforms.extraction.scan.grid import Fit
from docforms.extraction.scan.labels import folded, likeness, within
from docforms.extraction.scan.paper import Grey
from docforms.extraction.scan.sight import Sight
from docforms.extraction.scan.signs import Signs, ink, roughness, written
from docforms.extraction.scan.straight import WORK_DPI
from docforms.extraction.scan.texts import Box, TextLine, around, beside, crop, level, run_on, side_by_side

# How much of the fixed text of a paragraph must be read to know it.
RESEMBLING: Final = 0.35
# A line is looked at again unless the engine is this sure of each of its characters.
SETTLED: Final = 0.995
# A cell with more ink than this, in which no text was found, is read as a whole; what that gives counts from here on.
INKED: Final = 0.004
COUNTS: Final = 0.6
# A text of letters and digits only, too long to be anything but a code.
CODE: Final = re.compile('[0-9A-Za-z]{12,}')
# A line on a page without colour that is seal to this share is a line of the seal.
OF_SEAL: Final = 0.3
# How sure it is that a cell with no ink, or with some, is blank.
CLEAN: Final = 0.9994
SPOTTED: Final = 0.9


@dataclass(frozen=True, slots=True)
class Place:
    """A value cell on a page, or a paragraph under the grid, with its lines of text.

    `astray` tells that it belongs to another item of its list, or to two.
    """

    cell: BlankCell
    item: int | None
    box: Box
    lines: tuple[TextLine, ...]
    firm: bool = True
    below: bool = False
    astray: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Two readings of a line, the better one first; `again` is None where one look was enough."""

    line: TextLine
    again: Line | None = None
    agrees: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read in a place, and what is known of that reading."""

    place: Place
    text: str
    signs: Signs

    def by_hand(self) -> Seen:
        """Give the same as handwriting, where anything is filled in."""
        return replace(self, signs=replace(self.signs, by_hand=self.signs.length > 0))


def filled_cells(sight: Sight, fit: Fit, begun: dict[str, int]) -> Iterator[Place]:
    """Give the value cells on a page; `begun` counts the items of lists on the pages before."""
    if not fit.rows:
        return
    plan = fit.plan
    rows = without_overflow(plan, fit.rows, _written(sight, cell_boxes(plan, fit.rows)))
    rows, numbers = counted(plan, rows, begun)
    boxes = [(box, within(sight.lines, box)) for box in cell_boxes(plan, rows)]
    astray = {
        box.place
        for box, lines in boxes
        if is_misnumbered(box.cell, numbers[box.place], ''.join(line.line.text for line in lines))
    }
    for box, lines in boxes:
        if box.cell.pattern:
            astray_here = box.place in astray
            yield Place(box.cell, numbers[box.place], box.box, tuple(lines), box.firm, astray=astray_here)


def _written(sight: Sight, boxes: Sequence[CellBox]) -> frozenset[int]:
    """Tell in which rows more than the first cell has text."""
    return frozenset(box.place for box in boxes if box.cell.column and within(sight.lines, box))


def filled_paragraphs(sight: Sight, fit: Fit) -> Iterator[Place]:
    """Find the paragraphs that stand under the grid, also on a page of their own, by their fixed texts.

    One that holds values is taken to be one line.
    """
    bottom = fit.rows[-1].bottom if fit.rows else 0.0
    rows = level([line for line in sight.lines if line.middle[1] > bottom])
    start = 0
    for cell in fit.plan.form.below:
        fixed = folded(''.join(part for part in cell.pattern if isinstance(part, str)))
        scores = [likeness(fixed, _head(row, len(fixed))) for row in rows[start:]]
        if fixed and scores and max(scores) > RESEMBLING:
            place = start + scores.index(max(scores))
            yield Place(cell, None, around([line.box for line in rows[place]]), tuple(rows[place]), below=True)
            start = place + 1


def _head(row: Sequence[TextLine], length: int) -> str:
    return folded(''.join(line.line.text for line in row))[: length + 2]


def seen(sight: Sight, places: Sequence[Place], legible: float, engine: Engine) -> Iterator[Seen]:
    """Read the places of a page, those that are not clear a second time."""
    places = _with_overlooked(sight, [_without_seals(sight, place) for place in places], engine)
    doubted = [(place, line) for place in places for line in place.lines if line.line.confidence < SETTLED]
    again = engine.read([_cleaned(_cut(sight, line.box), _seal(sight, line.box)) for _place, line in doubted])
    looks = {
        line.box: _better(place.cell.pattern, line, second)
        for (place, line), second in zip(doubted, again, strict=True)
    }
    codes = _codes(sight, places, engine)
    noise = roughness(sight.grey)
    for place in places:
        looked = codes.get(place.box) or [looks.get(line.box, Look(line)) for line in place.lines]
        text = _in_capitals(_text(place, [look.line for look in looked]))
        yield Seen(place, text, _signs(sight, place, looked, (noise, legible)))


def reading(sight: Sight, each: Seen) -> CellReading:
    """Say how sure it is what was seen."""
    blank = CLEAN if each.signs.stray <= INKED else SPOTTED
    sure = confidence(each.signs) if folded(each.text) else blank
    place = each.place
    if place.below and not each.signs.length:
        # Applicants sign and seal here: that nothing is read does not mean that nothing is there.
        sure = min(sure, SPOTTED)
    return CellReading(
        place.cell, place.item, each.text, sight.number, sight.delivered(place.box), sure, signals(each.signs)
    )  # fmt: skip


def _codes(sight: Sight, places: Sequence[Place], engine: Engine) -> dict[Box, list[Look]]:
    """Read codes that run over several lines once more as one line; `0K` alone on a line looks like `OK`."""
    wrapped = [place for place in places if len(place.lines) > 1 and CODE.fullmatch(_run_on(place.lines).text)]
    pictures = [side_by_side([_cut(sight, line.box) for line in place.lines]) for place in wrapped]
    found = {}
    for place, line in zip(wrapped, engine.read(pictures), strict=True):
        parts, box = _run_on(place.lines), around([each.box for each in place.lines])
        # Where the lines were joined there is a gap, which is read as a blank.
        whole = _run_on([TextLine(box, line)])
        if len(whole.text) == len(parts.text):
            found[place.box] = [Look(TextLine(box, whole), parts, whole.text == parts.text)]
    return found


def _run_on(lines: Sequence[TextLine]) -> Line:
    """Give lines as one, without blanks."""
    pairs = [pair for line in lines for pair in zip(line.line.text, line.line.sure, strict=True) if pair[0] != ' ']
    return Line(''.join(character for character, _sure in pairs), tuple(sure for _character, sure in pairs))


def _without_seals(sight: Sight, place: Place) -> Place:
    """Leave out lines that are letters of a grey seal, where there are others."""
    own = tuple(line for line in place.lines if _seal(sight, line.box).mean() < OF_SEAL)
    return replace(place, lines=own) if own and sight.is_grey else place


def _with_overlooked(sight: Sight, places: Sequence[Place], engine: Engine) -> list[Place]:
    """Read cells that have ink but in which no text was found."""
    overlooked = [place for place in places if not place.lines and ink(_cut(sight, place.box), sight.dpi) > INKED]
    lines = engine.read([_cut(sight, place.box) for place in overlooked])
    found = {
        place.box: (TextLine(place.box, line),)
        for place, line in zip(overlooked, lines, strict=True)
        if line.text and line.confidence > COUNTS
    }
    return [replace(place, lines=found.get(place.box, place.lines)) for place in places]


def _cut(sight: Sight, box: Box) -> Grey:
    return crop(sight.grey, sight.dpi, box)


def _cleaned(line: Grey, seal: NDArray[np.bool_]) -> Grey:
    """Smooth a line and stretch its levels: another picture of the same text, for a second look.

    Where a grey seal was left on the page, what is no darker than it becomes paper.
    """
    smooth = cv2.GaussianBlur(line, (0, 0), 0.9).astype(np.float32)
    low, high = (float(each) for each in np.percentile(smooth, (1, 90)))
    if seal.mean() > SEALED:
        high = min(high, max(float(np.median(smooth[seal])), low + 20.0))
    return np.asarray(np.clip((smooth - low) / max(high - low, 20.0) * 225 + 10, 0, 255), np.uint8)


def _better(pattern: Pattern, line: TextLine, second: Line) -> Look:
    """Put the reading first that has more of what is printed on the form, or else the surer one."""
    first = written(pattern, [line.line])
    other = written(pattern, [second])
    agrees = first.text == other.text
    ranks = [(each.printed, min(each.sure, default=0.0)) for each in (first, other)]
    return Look(TextLine(line.box, second), line.line, agrees) if ranks[1] > ranks[0] else Look(line, second, agrees)


def _signs(sight: Sight, place: Place, looks: Sequence[Look], page: tuple[float, float]) -> Signs:
    """Gather what is known of a place; `page` is the noise of the page and how legible its labels are."""
    scale = sight.dpi / WORK_DPI
    left, top = place.box[:2]
    boxes = [look.line.box for look in looks]
    within_crop = [
        ((box[0] - left) * scale, (box[1] - top) * scale, (box[2] - left) * scale, (box[3] - top) * scale)
        for box in boxes
    ]
    sure = written(place.cell.pattern, [look.line.line for look in looks]).sure
    second = written(place.cell.pattern, [look.again for look in looks if look.again is not None]).sure
    return Signs(
        sure=min(sure, default=min((look.line.line.confidence for look in looks), default=1.0)),
        again=min(second, default=-1.0),
        agrees=all(look.agrees for look in looks),
        length=len(sure),
        seal=max((float(_seal(sight, box).mean()) for box in boxes), default=0.0),
        stray=ink(_cut(sight, place.box), sight.dpi, within_crop),
        noise=page[0],
        legible=page[1],
        firm=place.firm,
        astray=place.astray,
    )


def _seal(sight: Sight, box: Box) -> NDArray[np.bool_]:
    return crop(sight.seal.view(np.uint8), sight.dpi, box).view(np.bool_)


def _in_capitals(text: str) -> str:
    """Write a code in capitals, as it is printed; small and capital letters of one shape are easily confused."""
    is_code = CODE.fullmatch(''.join(text.split())) is not None
    return text.upper() if is_code and not text.islower() else text


def _text(place: Place, lines: Sequence[TextLine]) -> str:
    """Join lines; where there is more than one value, or a list of them, all breaks are kept."""
    slots = place.cell.slots
    if len(place.cell.pattern) == 1 and slots[0].schema.get('type') != 'array':
        return run_on(lines, place.box[2] - place.box[0])
    return '\n'.join(beside(row) for row in level(lines))
