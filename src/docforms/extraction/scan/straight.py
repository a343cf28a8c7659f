"""Make the rules of a page straight: its slant, its perspective and the slight curl of its paper.

Rules are horizontal and vertical on paper. The page is cut into strips; along each strip the dark lines across it are
measured; the strips are then shifted so that the lines of neighbouring strips meet. How far each had to be shifted,
smoothed, is the warp of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Grey = NDArray[np.uint8]

# Rules are looked for at this resolution: a rule is then one or two pixels wide, and the noise of 200 dpi is halved.
WORK_DPI: Final = 100
MOST_SLANT: Final = 12.0
# Strips, in pixels, to find the slant of a page, and then its warp.
SHORT_STRIP: Final = 12
STRIP: Final = 40
WINDOWS: Final = 9
# How far the ends of lines are moved, in pixels, to find how a photo from aside tilts those at the edges of the page.
TILTS: Final = range(-24, 25, 4)
THIRD: Final = 3
# Degrees of the warp along and across the strips, and how far a strip is shifted, in each round of fitting.
ROUNDS: Final = ((1, 1, 10), (2, 1, 10), (3, 2, 6), (3, 3, 4), (3, 3, 3))


@dataclass(frozen=True, slots=True)
class Warp:
    """Where the points of a straight page lie on the page as scanned.

    Coordinates are inches from the upper left corner. `centre` and `half` scale them to -1 … 1; `across` and `down`
    hold the coefficients of the shifts in x and y, `slant` the angle in radians.
    """

    slant: float
    centre: tuple[float, float]
    across: NDArray[np.float64]
    down: NDArray[np.float64]

    def source(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the places on the scanned page, in inches, of points of the straight one."""
        cx, cy = self.centre
        u, v = x / cx - 1, y / cy - 1
        x = x + shift_at(self.across, v, u) - cx
        y = y + shift_at(self.down, u, v) - cy
        cos, sin = np.cos(self.slant), np.sin(self.slant)
        return cos * x - sin * y + cx, sin * x + cos * y + cy


def shift_at(
    coefficients: NDArray[np.float64], along: NDArray[np.float64], across: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Evaluate a warp: powers of `along` from 1 up (a row each), of `across` from 0 up (a column each)."""
    result = np.zeros(np.broadcast(along, across).shape)
    for i, row in enumerate(coefficients):
        for j, value in enumerate(row):
            if value:
                result = result + value * along ** (i + 1) * across**j
    return result


def straighten(grey: Grey, dpi: float) -> Warp:
    """Find the warp of a page standing or lying on any of its sides."""
    work = at_resolution(grey, dpi, WORK_DPI)
    slant = _slant(work)
    height, width = work.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), np.degrees(slant), 1)
    level = np.asarray(cv2.warpAffine(work, matrix, (width, height), borderValue=235), np.uint8)
    down = _warp(_strips(level, STRIP)) / WORK_DPI
    across = _warp(_strips(np.ascontiguousarray(level.T), STRIP)) / WORK_DPI
    return Warp(slant, (width / 2 / WORK_DPI, height / 2 / WORK_DPI), across, down)


def at_resolution(grey: Grey, dpi: float, wanted: float) -> Grey:
    """Scale a page down to a resolution; never up."""
    scale = min(1.0, wanted / dpi)
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def flattened(image: NDArray[np.uint8], dpi: float, warp: Warp, paper: int) -> NDArray[np.uint8]:
    """Give an image of the page as it would be on a straight page, at the same resolution."""
    height, width = image.shape[:2]
    step = 16
    y, x = np.mgrid[0 : height + step : step, 0 : width + step : step] / dpi
    from_x, from_y = warp.source(x, y)
    size = (from_x.shape[1] * step, from_x.shape[0] * step)
    maps = []
    for plane in (from_x, from_y):
        # Of cv2's enlargements only an affine one keeps the first sample on the first pixel.
        grow = np.array([[step, 0, 0], [0, step, 0]], np.float64)
        wide = cv2.warpAffine((plane * dpi).astype(np.float32), grow, size, borderMode=cv2.BORDER_REPLICATE)
        maps.append(wide[:height, :width])
    return np.asarray(cv2.remap(image, maps[0], maps[1], cv2.INTER_CUBIC, borderValue=(paper,) * 3), np.uint8)


def _strips(work: Grey, width: int) -> Plane:
    """Measure dark lines across strips: (strip, place along the strip)."""
    count = work.shape[1] // width
    means = work[:, : count * width].astype(np.float32).reshape(work.shape[0], count, width).mean(axis=2).T
    return ridge(np.ascontiguousarray(means))


def ridge(means: Plane) -> Plane:
    """Tell how much darker each place is than both its sides, along the last axis."""
    side = np.minimum(np.roll(means, 3, -1), np.roll(means, -3, -1))
    result = np.maximum(side - means, 0)
    result[..., :4] = result[..., -4:] = 0
    return result


def _slant(work: Grey) -> float:
    """Give the angle, in radians, at which the lines of both directions are sharpest."""
    planes = [(work, 1), (np.ascontiguousarray(work.T), -1)]
    strips = [(_capped(_strips(plane, SHORT_STRIP)), sign) for plane, sign in planes]
    best = 0.0
    for reach, step in ((MOST_SLANT, 0.4), (0.4, 0.1)):
        angles = np.radians(np.arange(-reach, reach + step / 2, step)) + best
        energy = [sum(_sharpness(each, float(angle) * sign, step) for each, sign in strips) for angle in angles]
        best = float(angles[int(np.argmax(energy))])
    return best


def _capped(strips: Plane) -> Plane:
    """Make clear rules equal, so that none outweighs the others."""
    return np.minimum(strips, np.percentile(strips, 99.5))


def _sharpness(strips: Plane, angle: float, step: float) -> float:
    """Add up strips as if the page were turned by an angle, and tell how sharp the lines are then."""
    count, length = strips.shape
    if step > 0.2:
        # So coarse a step would jump over rules of one pixel.
        strips = np.asarray(cv2.blur(strips, (5, 1)), np.float32)
    offsets = np.rint((np.arange(count) + 0.5 - count / 2) * SHORT_STRIP * np.tan(angle)).astype(int)
    places = (np.arange(length)[None, :] + offsets[:, None]) % length
    return float(np.square(np.take_along_axis(strips, places, 1).sum(axis=0)).sum())


def _warp(strips: Plane) -> NDArray[np.float64]:
    """Fit the warp, in pixels, that makes the lines of all strips meet."""
    count, length = strips.shape
    strips = _capped(strips)
    along = ((np.arange(count) + 0.5) / count * 2 - 1)[:, None]
    places = np.arange(length)
    across = (places / (length / 2) - 1)[None, :]
    warp = _tilt(strips, along, across)
    for degree_along, degree_across, reach in ROUNDS:
        moved = _moved(strips, shift_at(warp, along, across))
        warp = warp + _correction(moved, along[:, 0], (degree_along, degree_across), reach)
    return warp


def _moved(strips: Plane, shift: NDArray[np.float64]) -> NDArray[np.float64]:
    places = np.arange(strips.shape[1])
    return np.stack([np.interp(places + s, places, strip) for strip, s in zip(strips, shift, strict=True)])


def _tilt(strips: Plane, along: NDArray[np.float64], across: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find the tilt of lines, alike for all and growing from one edge to the other, at which they are sharpest."""
    # So coarse a search would jump over rules of one pixel, and needs no more than every third.
    smooth = np.asarray(cv2.blur(strips, (7, 1)), np.float32)[:, ::THIRD]
    best, sharpest = np.zeros((3, 4)), 0.0
    for alike in TILTS:
        for growing in TILTS:
            warp = np.zeros((3, 4))
            warp[0, :2] = alike, growing
            moved = _moved(smooth, shift_at(warp, along, across[:, ::THIRD]) / THIRD)
            sharp = float(np.square(moved.sum(axis=0)).sum())
            if sharp > sharpest:
                best, sharpest = warp, sharp
    return best


def _correction(
    moved: NDArray[np.float64], along: NDArray[np.float64], degrees: tuple[int, int], reach: int
) -> NDArray[np.float64]:
    """Find how windows of the strips must still be shifted to meet the sum of all, as a smooth warp."""
    count, length = moved.shape
    smooth = cv2.GaussianBlur(moved, (0, 0), sigmaX=max(0.8, reach / 5), sigmaY=0.01)
    rows, shifts, weights = [], [], []
    total = smooth.sum(axis=0)
    edges = np.linspace(0, length, WINDOWS + 2).astype(int)
    for number in range(count):
        others = (total - smooth[number]) / (count - 1)
        for first, last in zip(edges[:-2], edges[2:], strict=True):
            found = _best_shift(smooth[number], others, (first, last), reach)
            if found is not None:
                rows.append((along[number], (first + last) / length - 1))
                shifts.append(found[0])
                weights.append(found[1])
    warp = np.zeros((3, 4))
    if len(shifts) < 12:
        return warp
    return _fitted(np.array(rows), np.array(shifts), np.array(weights), degrees)


def _best_shift(
    strip: NDArray[np.float64], others: NDArray[np.float64], window: tuple[int, int], reach: int
) -> tuple[float, float] | None:
    """Give the shift at which a window of a strip agrees best with the others, and how much that is worth."""
    first, last = max(window[0], reach), min(window[1], len(strip) - reach)
    wanted = others[first:last]
    scores = np.array([wanted @ strip[first + s : last + s] for s in range(-reach, reach + 1)])
    best = int(np.argmax(scores))
    if best in {0, 2 * reach} or scores[best] <= 0:
        return None
    left, middle, right = scores[best - 1 : best + 2]
    bend = left - 2 * middle + right
    fine = 0.5 * (left - right) / bend if bend else 0.0
    sharpness = float(middle - np.median(scores)) / (float(np.linalg.norm(wanted)) + 1e-6)
    return best - reach + float(fine), sharpness


def _fitted(
    places: NDArray[np.float64], shifts: NDArray[np.float64], weights: NDArray[np.float64], degrees: tuple[int, int]
) -> NDArray[np.float64]:
    """Fit a warp to shifts by least squares, giving up those that do not follow the others."""
    powers = [(i, j) for i in range(1, degrees[0] + 1) for j in range(degrees[1] + 1)]
    matrix = np.stack([places[:, 0] ** i * places[:, 1] ** j for i, j in powers], axis=1)
    # High powers only where the page asks for them.
    damping = np.diag([0.02 * (i - 1 + j) ** 2 + 1e-3 for i, j in powers]) * weights.sum() / 20
    trust = weights.copy()
    solution = np.zeros(len(powers))
    for _round in range(4):
        weighted = matrix * trust[:, None]
        solution = np.linalg.solve(weighted.T @ matrix + damping, weighted.T @ shifts)
        error = np.abs(shifts - matrix @ solution)
        trust = weights / (1 + np.square(error / max(1.0, 1.5 * float(np.median(error)))))
    warp = np.zeros((3, 4))
    for (i, j), value in zip(powers, solution, strict=True):
        warp[i - 1, j] = value
    return warp
