"""Read what is not clear once more, in other ways, and choose the version that most speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.extraction.ocr import Engine, Line
from docforms.extraction.patterns import split
from docforms.extraction.repairs import ZEROS
from docforms.extraction.requisites import Reader
from docforms.extraction.scan.confidence import SEALED
from docforms.extraction.scan.paper import Grey
from docforms.extraction.scan.place import Place, picture_of, seal_on
from docforms.extraction.scan.sight import Sight
from docforms.extraction.scan.signs import Written, written
from docforms.extraction.scan.texts import BoxedLine, around, side_by_side
from docforms.extraction.values import value_of

# A place is looked at again unless the engine is this sure of each of its characters, and no seal is on it.
SETTLED: Final = 0.9995
# Two models that read alike are believed so far; where they are less sure there is a third look.
CLEAR: Final = 0.9
# A version that is more likely right than not.
LIKELY: Final = 0.5
# A box so much higher than a line has more than the line in it.
TALL: Final = 1.3
# A text of letters and digits only, too long to be anything but a code.
CODE: Final = re.compile('[0-9A-Za-z]{12,}')


@dataclass(frozen=True, slots=True)
class Version:
    """One reading of a place, by one of the two models of the engine.

    `text` is what stands there, `written` what of it is filled in; it is `valid` when that fits its fields.
    """

    reader: Reader
    lines: tuple[BoxedLine, ...]
    text: str
    written: Written
    valid: bool

    @property
    def sure(self) -> float:
        """How sure the engine is of the least sure character that is filled in; 0 for nothing."""
        return min(self.written.sure, default=0.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """The version of a place that is believed.

    `again` is how sure the other model is of the same, -1 where it was not asked or reads something else; `alike` is
    how much of the text it reads at most, 1 for all of it, and where it was not asked. It is less than 1, too, where
    any version has more characters around the same ones: a 二 that is lost leaves 级, which both models are sure of.
    """

    version: Version
    again: float
    alike: float


def choices(sight: Sight, places: Sequence[Place], engine: Engine) -> list[Choice]:
    """Read the places of a page again where they are not clear, and choose a version of each."""
    versions = [[_version(place, 'first', place.lines)] for place in places]
    unsettled = [number for number, place in enumerate(places) if not _is_settled(sight, place.lines)]

    def read_again(numbers: Sequence[int], reader: Reader, *, cleaned: bool) -> None:
        boxes = [(number, line.box) for number in numbers for line in places[number].lines]
        pictures = [_cleaned(picture_of(sight, box), seal_on(sight, box)) if cleaned else picture_of(sight, box)
                    for _number, box in boxes]  # fmt: skip
        read = dict(zip(boxes, engine.read(pictures, reader), strict=True))
        for number in numbers:
            lines = tuple(BoxedLine(line.box, read[number, line.box]) for line in places[number].lines)
            versions[number].append(_version(places[number], reader, lines))

    read_again(unsettled, 'second', cleaned=False)
    doubted = [number for number in unsettled if _is_doubted(versions[number])]
    read_again(doubted, 'first', cleaned=True)
    for number in unsettled:
        versions[number] += _in_one_piece(sight, places[number], engine)
        versions[number] += _as_strip(sight, places[number], engine)
    return [_chosen(each) for each in versions]


def _is_settled(sight: Sight, lines: Sequence[BoxedLine]) -> bool:
    return all(line.line.confidence >= SETTLED and seal_on(sight, line.box).mean() <= SEALED for line in lines)


def _is_doubted(versions: Sequence[Version]) -> bool:
    first, second = versions
    return first.written.text != second.written.text or max(first.sure, second.sure) < CLEAR


def _version(place: Place, reader: Reader, lines: tuple[BoxedLine, ...]) -> Version:
    text = _as_code(place.text(lines))
    filled = written(place.cell.pattern, [line.line for line in lines])
    return Version(reader, lines, text, filled, _is_valid(place, text))


def _is_valid(place: Place, text: str) -> bool:
    texts = split(place.cell.pattern, text).texts
    values = [value_of(slot.schema, texts[slot.pointer]) for slot in place.cell.slots if texts[slot.pointer]]
    return bool(values) and not any(value.problem for value in values)


def _chosen(versions: Sequence[Version]) -> Choice:
    """Choose a version: what more versions say, and surer; what fits the field; what has more of the printed text."""
    weights: dict[str, float] = {}
    for each in versions:
        weights[each.written.text] = weights.get(each.written.text, 0.0) + each.sure
    most = max(each.written.printed for each in versions)
    best = max(
        versions,
        key=lambda each: (weights[each.written.text] + each.valid + each.written.printed / max(most, 1), each.sure),
    )
    others = [each for each in versions if each.reader != best.reader]
    again = max((each.sure for each in others if each.written.text == best.written.text), default=-1.0)
    alike = max((_alike(best, each) for each in others), default=1.0)
    longer = (_alike(best, each) for each in versions if _is_within(best, each))
    return Choice(best, again, min(alike, *longer, 1.0))


def _is_within(one: Version, other: Version) -> bool:
    """Tell whether a version, of which the engine is more sure than not, has all of another and more."""
    text, whole = one.written.text, other.written.text
    return text in whole and len(text) < len(whole) and other.sure > LIKELY


def _alike(one: Version, other: Version) -> float:
    """Tell how much of what is filled in two versions have in common, from 0 to 1, which is all of it."""
    return SequenceMatcher(None, one.written.text, other.written.text, autojunk=False).ratio()


def _in_one_piece(sight: Sight, place: Place, engine: Engine) -> Iterator[Version]:
    """Read a code that runs over several lines once more as one line; `0K` alone on a line looks like `OK`."""
    parts = _run_on(place.lines)
    if len(place.lines) < 2 or not CODE.fullmatch(parts.text):
        return
    picture = side_by_side([picture_of(sight, line.box) for line in place.lines])
    box = around([line.box for line in place.lines])
    for reader in ('first', 'second'):
        # Where the lines were joined there is a gap, which is read as a blank.
        whole = _run_on([BoxedLine(box, engine.read([picture], reader)[0])])
        if len(whole.text) == len(parts.text):
            yield _version(place, reader, (BoxedLine(box, whole),))


def _as_strip(sight: Sight, place: Place, engine: Engine) -> Iterator[Version]:
    """Read a line under the grid once more as a strip of usual height up to where lines end.

    Where it is signed it is sealed, too: letters of the seal are taken into the line, or the end of it is lost.
    """
    if not place.below:
        return
    usual = sight.line_height
    left, top, right, bottom = place.box
    right = max([right, *(line.box[2] for line in sight.lines)])
    middles = {(top + bottom) / 2} if bottom - top < TALL * usual else {top + usual / 2, bottom - usual / 2}
    boxes = [(left, middle - usual / 2, right, middle + usual / 2) for middle in sorted(middles)]
    read = engine.read([picture_of(sight, box) for box in boxes])
    strips = [_version(place, 'first', (BoxedLine(box, line),)) for box, line in zip(boxes, read, strict=True)]
    best = max(strips, key=lambda strip: (strip.written.printed, strip.sure))
    box = best.lines[0].box
    yield best
    yield _version(place, 'second', (BoxedLine(box, engine.read([picture_of(sight, box)], 'second')[0]),))


def _run_on(lines: Sequence[BoxedLine]) -> Line:
    """Give lines as one, without blanks."""
    pairs = [pair for line in lines for pair in zip(line.line.text, line.line.sure, strict=True) if pair[0] != ' ']
    return Line(''.join(character for character, _sure in pairs), tuple(sure for _character, sure in pairs))


def _cleaned(line: Grey, seal: NDArray[np.bool_]) -> Grey:
    """Smooth a line and stretch its levels: another picture of the same text.

    Where a grey seal was left on the page, what is no darker than it becomes paper.
    """
    smooth = cv2.GaussianBlur(line, (0, 0), 0.9).astype(np.float32)
    low, high = (float(each) for each in np.percentile(smooth, (1, 90)))
    if seal.mean() > SEALED:
        high = min(high, max(float(np.median(smooth[seal])), low + 20.0))
    return np.asarray(np.clip((smooth - low) / max(high - low, 20.0) * 225 + 10, 0, 255), np.uint8)


def _as_code(text: str) -> str:
    """Write a code in capitals, as it is printed; small and capital letters of one shape are easily confused.

    A zero with a dot or a stroke in it looks like 日.
    """
    zeroed = text.translate(ZEROS)
    code = ''.join(zeroed.split())
    if CODE.fullmatch(code) is None:
        return text
    # The last character of an identity number may be an x.
    small = sum(character.islower() for character in code)
    return zeroed.upper() if small < 2 or not text.islower() else text
