"""Find the lines of text of a straight page once, and cut them at the walls of its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.extraction.ocr import Engine, Line
from docforms.extraction.scan.straight import WORK_DPI, Grey, Plane

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the work resolution."""

# How likely a pixel must be text, and the best pixel of a line.
LIKELY: Final = 0.3
SURE: Final = 0.5
# A core of a line has so many pixels and is so high at least. Rows of it are so long, against the longest, and where
# they are so little of its height it is not one line.
FEWEST_PIXELS: Final = 12
LOWEST_CORE: Final = 3
FULL_ROW: Final = 0.4
LEVEL: Final = 0.6
# The engine marks the core of a line; its ink reaches this much further, as a share of the core's height.
MARGIN: Final = 0.42
# Parts of a line further apart than this many times their height are read on their own.
GAP: Final = 2.5
# Boxes whose heights differ by more than this factor are not of one line.
TALLER: Final = 2.2
# How high a line of usual print is, in pixels of the work resolution.
LINE: Final = 20.0
# What is not parted at the end of a line, and how much of a cell is free beside a full line, in heights of it.
WORD: Final = re.compile(r'[!-~]+|.')
FREE: Final = 1.5
# The beginnings of so many lines, so many times as long as high, are read both ways to tell whether a page stands on
# its head.
SAMPLES: Final = 6
SAMPLE: Final = 9


@dataclass(frozen=True, slots=True)
class BoxedLine:
    """A line of text: where it stands and what it says."""

    box: Box
    line: Line

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


def cores(text_map: Plane, area: Box) -> list[Box]:
    """Find the lines of text within an area, cut at its edges, in reading order."""
    return joined(_pieces(text_map, area))


def _pieces(text_map: Plane, area: Box) -> list[Box]:
    """Find pieces of lines, each without a gap."""
    left, top, right, bottom = area
    x, y = max(round(left), 0), max(round(top), 0)
    part = text_map[y : max(round(bottom), y), x : max(round(right), x)]
    if not part.size:
        return []
    count, labels, stats, _centres = cv2.connectedComponentsWithStats((part > LIKELY).astype(np.uint8), connectivity=4)
    best = np.zeros(count, np.float32)
    np.maximum.at(best, np.asarray(labels, np.intp).ravel(), part.ravel())
    boxes = []
    for number in range(1, count):
        across, down, width, height, size = (int(each) for each in stats[number])
        if best[number] < SURE or size < FEWEST_PIXELS:
            continue
        for core in _level_parts(labels[down : down + height, across : across + width] == number):
            grow = MARGIN * min(core[2] - core[0], core[3] - core[1]) + 1
            grown = (
                x + across + core[0] - grow,
                y + down + core[1] - grow,
                x + across + core[2] + grow,
                y + down + core[3] + grow,
            )
            boxes.append((max(grown[0], left), max(grown[1], top), min(grown[2], right), min(grown[3], bottom)))
    return boxes


def _level_parts(core: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Give the lines of a core, as boxes: two that touch, or one with letters of a seal hanging on it, are parted."""
    long = np.convolve(core.sum(axis=1), np.ones(3) / 3, mode='same')
    full = long >= FULL_ROW * long.max()
    edges = np.flatnonzero(np.diff(full.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    runs = [(int(top), int(bottom)) for top, bottom in edges if bottom - top >= LOWEST_CORE]
    height, width = core.shape
    if sum(bottom - top for top, bottom in runs) >= LEVEL * height and len(runs) == 1:
        return [(0, 0, width, height)]
    parts = []
    for top, bottom in runs:
        columns = np.flatnonzero(core[top:bottom].any(axis=0))
        parts.append((int(columns[0]), top, int(columns[-1]) + 1, bottom))
    return parts


def joined(boxes: Iterable[Box]) -> list[Box]:
    """Join boxes of one line, in reading order."""
    lines: list[Box] = []
    for row in _rows(sorted(boxes, key=lambda box: (box[1] + box[3]) / 2)):
        line = row[0]
        for box in row[1:]:
            if box[0] - line[2] < GAP * (box[3] - box[1]):
                line = around([line, box])
            else:
                lines.append(line)
                line = box
        lines.append(line)
    return lines


def level(lines: Iterable[BoxedLine]) -> list[list[BoxedLine]]:
    """Gather lines that stand side by side, from above."""
    by_box = {line.box: line for line in lines}
    rows = _rows(sorted(by_box, key=lambda box: (box[1] + box[3]) / 2))
    return [[by_box[box] for box in row] for row in rows]


def in_order(lines: Iterable[BoxedLine]) -> tuple[BoxedLine, ...]:
    """Put lines into reading order."""
    return tuple(line for row in level(lines) for line in row)


def usual_height(boxes: Sequence[Box]) -> float:
    """Give the height of most lines of a page."""
    return float(np.median([bottom - top for _left, top, _right, bottom in boxes])) if boxes else LINE


def run_on(lines: Iterable[BoxedLine], width: float) -> str:
    """Join the lines of a cell: one that ran over its width goes on without a break, one that was ended keeps it."""
    rows = level(lines)
    texts = [beside(row) for row in rows]
    breaks = ['\n' if _was_ended(row, following, width) else '' for row, following in pairwise(rows)]
    return ''.join(text + end for text, end in zip_longest(texts, breaks, fillvalue=''))


def beside(row: Iterable[BoxedLine]) -> str:
    """Give lines that stand side by side, with blanks between."""
    return ' '.join(line.line.text for line in row)


def _was_ended(row: Sequence[BoxedLine], following: Sequence[BoxedLine], width: float) -> bool:
    """Tell whether the next word would still have fitted on a line."""
    left, top, right, bottom = around([line.box for line in row])
    next_box, text = following[0].box, following[0].line.text.strip()
    first = WORD.match(text)
    if first is None:
        return True
    word = (next_box[2] - next_box[0]) / len(text) * len(first[0])
    return width - (right - left) > word + FREE * (bottom - top)


def around(boxes: Sequence[Box]) -> Box:
    """Give the box around boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _rows(boxes: Iterable[Box]) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for box in boxes:
        if rows and are_level(rows[-1][0], box):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row) for row in rows]


def are_level(one: Box, other: Box) -> bool:
    """Tell whether two boxes stand on one line; a letter of a seal, which is larger, does not."""
    common = min(one[3], other[3]) - max(one[1], other[1])
    low, high = sorted((one[3] - one[1], other[3] - other[1]))
    return common > 0.5 * low and high < TALLER * low


def upright_by_text(text_map: Plane, page: Grey, dpi: float, engine: Engine) -> int:
    """Tell by how many quarters, counter-clockwise, a page without a table must be turned to be read."""
    height, width = text_map.shape
    # The words of a column of a table must not be taken for a line: only what has no gap is.
    lying = [box for box in _pieces(text_map, (0, 0, width, height)) if box[2] - box[0] > 2 * (box[3] - box[1])]
    turned = np.rot90(text_map)
    standing = [box for box in _pieces(turned, (0, 0, height, width)) if box[2] - box[0] > 2 * (box[3] - box[1])]
    quarter, boxes = (0, lying) if _length(lying) >= _length(standing) else (1, standing)
    longest = sorted(boxes, key=lambda box: box[0] - box[2])[:SAMPLES]
    upright = np.rot90(page, quarter)
    begun = [(box[0], box[1], min(box[2], box[0] + SAMPLE * (box[3] - box[1])), box[3]) for box in longest]
    crops = [np.ascontiguousarray(crop(upright, dpi, box)) for box in begun]
    ahead = engine.read(crops)
    back = engine.read([np.ascontiguousarray(np.rot90(each, 2)) for each in crops])
    return quarter if _certainty(ahead) >= _certainty(back) else quarter + 2


def _length(boxes: Iterable[Box]) -> float:
    return sum(box[2] - box[0] for box in boxes)


def _certainty(lines: Iterable[Line]) -> float:
    return sum(float(np.mean(line.sure)) for line in lines if line.sure)


def crop(page: Grey, dpi: float, box: Box) -> Grey:
    """Cut a box of the work resolution out of a page."""
    scale = dpi / WORK_DPI
    left, top, right, bottom = (round(each * scale) for each in box)
    height, width = page.shape
    left, top = min(max(left, 0), width - 2), min(max(top, 0), height - 2)
    return page[top : min(max(bottom, top + 2), height), left : min(max(right, left + 2), width)]


def side_by_side(lines: Sequence[Grey]) -> Grey:
    """Put crops of lines next to each other, all as high as the highest."""
    height = max(line.shape[0] for line in lines)
    sizes = [(max(1, round(line.shape[1] * height / line.shape[0])), height) for line in lines]
    scaled = [cv2.resize(line, size, interpolation=cv2.INTER_LINEAR) for line, size in zip(lines, sizes, strict=True)]
    return np.asarray(np.hstack(scaled), np.uint8)
