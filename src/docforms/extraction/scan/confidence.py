"""Turn what is known of a reading into the probability that it is right.

The weights come from calibration.json, which benchmarks/calibration.py makes from invented scans of our own forms.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from math import exp, log10
from pathlib import Path
from typing import Final

from docforms.extraction.reading import Signal
from docforms.extraction.scan.paper import NOISY
from docforms.extraction.scan.signs import Signs

# Nothing recognised from a picture is certain.
MOST: Final = 0.9995
INCOMPLETE: Final = 0.9
# Where a sign is worth telling people.
SEALED: Final = 0.02
STRAYED: Final = 0.3
# Two models that have less than this in common have read nothing.
COMMON: Final = 0.5
# A page of which labels are read so well is as good as any: there are always some that a fold or a seal covers.
LEGIBLE: Final = 0.97


def confidence(signs: Signs) -> float:
    """Give the probability, from 0 to 1, that a text is right.

    Where there is ink beside the lines that were read, a line may have been overlooked, however clear the others are.
    """
    weights = _weights()
    total = sum(weights.get(name, 0.0) * value for name, value in features(signs).items())
    most = INCOMPLETE if is_incomplete(signs) else MOST
    return min(1 / (1 + exp(-max(min(total, 30.0), -30.0))), most)


def is_incomplete(signs: Signs) -> bool:
    """Tell whether there is ink beside the lines that were read that may be another, or the rest of one."""
    return signs.unread or signs.stray > STRAYED


def features(signs: Signs) -> Mapping[str, float]:
    """Give the numbers the calibration weighs."""
    looked = signs.again >= 0 or not signs.agrees
    # On a page whose labels are misread the engine is sure of what is wrong, too.
    poor = min(max(LEGIBLE - signs.legible, 0.0), 0.3) * 10
    return {
        'one': 1.0,
        'sure': _nines(signs.sure),
        'sure on poor page': _nines(signs.sure) * poor,
        'settled': float(not looked),
        'alike': float(looked and signs.agrees),
        'again': _nines(min(signs.sure, signs.again)) if looked and signs.agrees else 0.0,
        'differs': float(not signs.agrees),
        'apart': 1 - signs.alike,
        'length': log10(1 + signs.length),
        'seal': min(signs.seal, 0.5),
        'stray': min(signs.stray, 1.0),
        'noise': min(signs.noise, 0.2) * 5,
        'poor page': poor,
        'bilevel': float(signs.bilevel),
        'sure on bilevel': _nines(min(signs.sure, signs.again) if looked and signs.agrees else signs.sure)
        * signs.bilevel,
        'firm': float(signs.firm),
    }


def signals(signs: Signs) -> frozenset[Signal]:
    """Name what makes a reading doubtful."""
    found: set[Signal] = set()
    if signs.by_hand:
        found.add('handwriting')
    if signs.astray:
        found.add('ambiguous')
    if signs.seal > SEALED:
        found.add('seal')
    if signs.noise >= NOISY or is_incomplete(signs):
        found.add('noise')
    if not signs.firm:
        found.add('grid')
    if not signs.agrees:
        found.add('disagree')
    if signs.alike < COMMON:
        found.add('garbled')
    return frozenset(found)


def _nines(sure: float) -> float:
    """Count the nines of a probability: 0.99 has two."""
    return -log10(1.0001 - min(max(sure, 0.0), 1.0))


@cache
def _weights() -> Mapping[str, float]:
    content = json.loads(Path(__file__).with_name('calibration.json').read_text(encoding='utf-8'))
    return {str(name): float(value) for name, value in content['weights'].items()}
