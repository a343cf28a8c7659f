"""Find the rules of a straight page: thin dark lines, long in one direction, also where they are faint or broken.

Nothing is decided here. Each pixel tells how much it looks like a piece of rule, and whoever asks for a rule between
two points averages along it: noise and strokes of print then cancel out, a rule does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from docforms.extraction.scan.straight import Grey, Plane

# Averaging along a rule, in pixels of the work resolution (100 dpi): a little against noise, and so long that only
# rules are left, to learn how dark those of this page are.
SHORT: Final = 5
LONG: Final = 41
# The share of the pixels of a page that rules cover at least.
RULED: Final = 99.6


@dataclass(frozen=True, slots=True)
class Rules:
    """How much each pixel at the work resolution looks like a rule.

    From -1 to 1, where 1 is as dark, against both its sides, as clear rules of this page: `across` for horizontal
    rules, `down` for vertical ones.
    """

    across: Plane
    down: Plane

    def turned(self, quarters: int) -> Rules:
        """Give the rules of the page turned by quarters, counter-clockwise."""
        across, down = (self.down, self.across) if quarters % 2 else (self.across, self.down)
        return Rules(np.rot90(across, quarters), np.rot90(down, quarters))


def find_rules(work: Grey) -> Rules:
    """Find the rules of a straight page at the work resolution."""
    return Rules(_across(work), np.ascontiguousarray(_across(np.ascontiguousarray(work.T)).T))


def _across(work: Grey) -> Plane:
    plane = work.astype(np.float32)
    usual = max(float(np.percentile(_contrast(plane, LONG), RULED)), 2.0)
    return np.asarray(np.clip(_contrast(plane, SHORT) / usual, -1, 1), np.float32)


def _contrast(plane: Plane, length: int) -> Plane:
    """Tell how much darker each pixel, averaged over a length, is than those three rows above and below it."""
    plane = np.asarray(cv2.blur(plane, (length, 1)), np.float32)
    contrast = np.minimum(np.roll(plane, 3, 0), np.roll(plane, -3, 0)) - plane
    contrast[:4] = contrast[-4:] = 0
    return contrast
