"""Match the vertical rules between two horizontal ones with the walls a row of the form should have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

# A wall is a vertical rule over at least this share of the height of its row; strokes of print are shorter.
LEAST_COVER: Final = 0.5
SURELY: Final = 0.85
# How far, as a share of the width of the grid, a re-made form has its walls from where ours has them.
DRIFT: Final = 0.05
# What a wall is worth that stands where it should, one that is not found, and a rule that is no wall.
BEST: Final = 1.5
MISSED: Final = -2.5
EXTRA: Final = -2.0
# Rows worth less are not looked at closely.
HOPELESS: Final = -4.0


@dataclass(frozen=True, slots=True)
class Standing:
    """Vertical rules between two lines: their places as shares of the width, and how much of the height they cover."""

    places: NDArray[np.float64]
    cover: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WallFit:
    """For each wall which rule it is (-1: not found), and how good the match is."""

    chosen: tuple[int, ...]
    score: float


def standing(cover: NDArray[np.float64]) -> Standing:
    """Find the rules of a row from the share of its height that is dark at each pixel between its edges."""
    width = len(cover)
    strong = np.flatnonzero(cover >= LEAST_COVER)
    if not len(strong):
        return Standing(np.zeros(0), np.zeros(0))
    groups = np.split(strong, np.flatnonzero(np.diff(strong) > 2) + 1)
    inside = [each for each in groups if 5 < each.mean() < width - 6]
    places = np.array([float(np.average(each, weights=cover[each])) / width for each in inside])
    return Standing(places, np.array([float(cover[each].max()) for each in inside]))


def fit_walls(found: Standing, wanted: tuple[float, ...]) -> WallFit:
    """Match rules with walls, both from left to right, with the least disagreement."""
    count = len(found.places)
    left_over = EXTRA * np.clip((found.cover - SURELY) / (1 - SURELY), 0, 1)
    if not wanted:
        return WallFit((), float(left_over.sum()) + 0.5)
    # At best every rule is a wall: with far too many or too few of them there is no need to look which.
    spare = np.sort(left_over)[::-1][: max(count - len(wanted), 0)].sum()
    if BEST * min(count, len(wanted)) + MISSED * max(len(wanted) - count, 0) + spare < HOPELESS:
        return WallFit((-1,) * len(wanted), HOPELESS)
    gains = np.stack([_gain(found, place) for place in wanted]) if count else np.zeros((len(wanted), 0))
    # best[k, c]: the first k walls matched within the first c rules.
    best = np.full((len(wanted) + 1, count + 1), -np.inf)
    best[0] = np.concatenate([[0.0], np.cumsum(left_over)])
    for k in range(1, len(wanted) + 1):
        best[k, 0] = best[k - 1, 0] + MISSED
        for c in range(1, count + 1):
            best[k, c] = max(
                best[k - 1, c] + MISSED,
                best[k, c - 1] + left_over[c - 1],
                best[k - 1, c - 1] + gains[k - 1, c - 1],
            )
    return WallFit(_traced(best, gains, left_over), float(best[-1, -1]))


def _gain(found: Standing, place: float) -> NDArray[np.float64]:
    distance = np.abs(found.places - place) / DRIFT
    return np.asarray(BEST * (found.cover - 0.4) / 0.6 - 0.4 * np.minimum(distance, 6) ** 1.5)


def _traced(best: NDArray[np.float64], gains: NDArray[np.float64], left_over: NDArray[np.float64]) -> tuple[int, ...]:
    k, c = best.shape[0] - 1, best.shape[1] - 1
    chosen = [-1] * k
    while k:
        if c and best[k, c] == best[k - 1, c - 1] + gains[k - 1, c - 1]:
            chosen[k - 1] = c - 1
            k, c = k - 1, c - 1
        elif c and best[k, c] == best[k, c - 1] + left_over[c - 1]:
            c -= 1
        else:
            k -= 1
    return tuple(chosen)
