"""The frame of a table: its edges, the lines between them, and how much of a stretch is a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from docforms.extraction.scan.rules import Rules
from docforms.extraction.scan.straight import WORK_DPI, Plane

# A table is at least this wide, in inches, and its edges this high.
LEAST_WIDTH: Final = 2.5
LEAST_HEIGHT: Final = 0.6
# A line is a candidate when a rule covers this share of the table's width; along a fold it is hard to see.
LEAST_LINE: Final = 0.2
MOST_LINES: Final = 70
# A row cut by the end of the page has no rule there: its edges run on at least so far, in inches, with gaps of so many
# pixels at most, and where they end counts for so much of a line.
OPEN_ROW: Final = 0.2
GAP: Final = 5
OPEN_END: Final = 0.7
# A pixel of an edge looks at least so much like a rule.
HALF_THERE: Final = 0.3
# Whether a rule ends at an edge is seen over so many pixels beside it.
END: Final = 20


@dataclass(frozen=True)
class Frame:
    """The two edges of a table and the lines between them, at the work resolution.

    `whole` tells how much of each line is a rule, `sums` are running sums of vertical rules down the page.
    """

    left: int
    right: int
    lines: tuple[int, ...]
    whole: tuple[float, ...]
    sums: Plane

    def cover_down(self, top: int, bottom: int) -> NDArray[np.float64]:
        """Give, for each pixel between the edges, how much of the height between two lines is a rule."""
        # Near the two lines a vertical rule has no sides to stand out from.
        first, last = top + 3, max(bottom - 3, top + 6)
        return np.asarray(_near((self.sums[last] - self.sums[first]) / (last - first)), np.float64)


def frame(rules: Rules) -> Frame | None:
    """Find the frame of the table of a page, None when there is no table."""
    edges = [place for _length, place in _peaks(_near(rules.down.sum(axis=0)), LEAST_HEIGHT * WORK_DPI)][:10]
    pairs = [(left, right) for left in edges for right in edges if right - left >= LEAST_WIDTH * WORK_DPI]
    if not pairs:
        return None
    left, right = max(pairs, key=lambda pair: _closed(rules, *pair))
    cover = _cover(rules, left, right)
    lines = sorted((place, height) for height, place in _peaks(cover, LEAST_LINE))
    lines = _with_open_ends(_both(rules, left, right), lines)
    sums = np.concatenate([np.zeros((1, right - left)), np.cumsum(rules.down[:, left:right], 0)]).astype(np.float32)
    return Frame(left, right, tuple(place for place, _h in lines), tuple(height for _p, height in lines), sums)


def _both(rules: Rules, left: int, right: int) -> NDArray[np.bool_]:
    """Tell for each row of pixels whether both edges of a table are there."""
    edges = [rules.down[:, max(edge - 2, 0) : edge + 3].max(axis=1) for edge in (left, right)]
    return np.asarray(np.minimum(*edges) > HALF_THERE)


def _with_open_ends(both: NDArray[np.bool_], lines: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Add the ends of the edges to the lines, where they run on beyond the first and the last."""
    if not lines:
        return lines
    first, last = lines[0][0], lines[-1][0]
    above, below = _run(both[:first][::-1]), _run(both[last + 1 :])
    least = OPEN_ROW * WORK_DPI
    return [
        *([(first - above, OPEN_END)] if above >= least else []),
        *lines,
        *([(last + below, OPEN_END)] if below >= least else []),
    ]


def _run(both: NDArray[np.bool_]) -> int:
    """Give how far edges run on without a wide gap."""
    seen = np.flatnonzero(both)
    wide = np.flatnonzero(np.diff(seen, prepend=-1) > GAP)
    on = seen[: wide[0]] if len(wide) else seen
    return int(on[-1]) + 1 if len(on) else 0


def _near(profile: NDArray[np.floating]) -> NDArray[np.float64]:
    """Take for each pixel the best of itself and its two neighbours: a straight page is straight to a pixel."""
    return np.max([np.roll(profile, shift).astype(np.float64) for shift in (-1, 0, 1)], axis=0)  # type: ignore[no-any-return]


def _peaks(profile: NDArray[np.float64], least: float) -> list[tuple[float, int]]:
    """Give the places where a profile is highest among its neighbours, highest first: (height, place)."""
    peaks: list[tuple[float, int]] = []
    rest = profile.copy()
    while len(peaks) < MOST_LINES:
        place = int(np.argmax(rest))
        height = float(rest[place])
        if height < least:
            break
        # A rule is several pixels wide: its middle is the middle of the plateau.
        first = max(place - 3, 0)
        top = np.flatnonzero(profile[first : place + 4] >= 0.97 * height) + first
        peaks.append((height, round(float(top.mean()))))
        rest[max(place - 7, 0) : place + 8] = -1
    return peaks


def _closed(rules: Rules, left: int, right: int) -> float:
    """Tell how well horizontal rules end at two edges: the length of those that do, less what runs on outside."""
    inside = _cover(rules, left, right)
    ends = np.minimum(_cover(rules, left + 3, left + END), _cover(rules, right - END, right - 3))
    outside = np.zeros(len(inside))
    if left > END:
        outside += np.maximum(_cover(rules, left - END, left - 5), 0)
    if right < rules.across.shape[1] - END:
        outside += np.maximum(_cover(rules, right + 5, right + END), 0)
    return float(((inside > 0.6) * (inside * np.clip(ends, 0, 1) - outside)).sum()) * (right - left)


def _cover(rules: Rules, left: int, right: int) -> NDArray[np.float64]:
    """Tell for each row of pixels how much of it, between two places, is a rule."""
    return _near(rules.across[:, left:right].mean(axis=1))
