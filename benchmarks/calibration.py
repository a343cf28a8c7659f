"""Make calibration.json of the scan reader: how likely a reading is right, by what is known of it.

    python benchmarks/scans/make.py --forms nm-ltci/application --count 24 --seed 77 -o FOLDER
    python benchmarks/calibration.py FOLDER… [--write] [--chart docs/calibration.svg]

reads every scan of the folders, compares with the truth, and fits a logistic regression whose weights may only speak in
the direction they should (a seal never raises confidence). It prints, from a six-fold cross-validation by file, how
many readings of each confidence are right, and draws it. Handwriting and items that may be others are left out. The
scans must not be those the figures of the README are measured on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scans.chart import Bin, drawn
from scans.scoring import verdict

from docforms.exceptions import InputError
from docforms.extraction import blank_form
from docforms.extraction.blank import BlankForm
from docforms.extraction.judging import BELIEVED
from docforms.extraction.patterns import split
from docforms.extraction.reading import Signal
from docforms.extraction.scan import confidence as module
from docforms.extraction.scan import look_over
from docforms.extraction.scan.confidence import features, signals
from docforms.extraction.scan.filling import Seen
from docforms.extraction.scan.labels import folded
from docforms.extraction.values import value_of
from docforms.opening import decoded_pages
from docforms.packs import Catalogue

Vector = NDArray[np.float64]

# Which way each sign may speak: for a reading, against it, or either (the constant).
DIRECTIONS: Final = {
    'one': 0, 'sure': 1, 'sure on poor page': -1, 'settled': 1, 'alike': 1, 'again': 1, 'differs': -1, 'apart': -1,
    'length': -1, 'seal': -1, 'stray': -1, 'noise': -1, 'poor page': -1, 'bilevel': -1, 'sure on bilevel': -1,
    'firm': 1,
}  # fmt: skip
# What has these is never believed, whatever its confidence.
UNTRUSTED: Final[frozenset[Signal]] = frozenset({'handwriting', 'ambiguous'})
PENALTY: Final = 0.5
ROUNDS: Final = 200
FOLDS: Final = 6
STEPS: Final = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 1.01)


def main() -> None:
    """Read, fit, print, and write when asked to."""
    arguments = _arguments()
    files = sorted(path for folder in arguments.folders for path in folder.glob('*.scan.pdf'))
    with ProcessPoolExecutor() as processes:
        found = list(processes.map(_samples, files))
    samples = [(str(path), *sample) for path, of_file in zip(files, found, strict=True) for sample in of_file]
    table = np.array([[row[name] for name in DIRECTIONS] for _file, row, _right in samples])
    right = np.array([float(each) for _file, _row, each in samples])
    names = sorted({file for file, _row, _right in samples})
    fold = np.array([names.index(file) % FOLDS for file, _row, _right in samples])
    bins = _bins(_cross_validated(table, right, fold), right)
    for each in bins:
        expected = each.readings * (1 - each.confidence)
        print(f'{each.confidence:.4f}{each.readings:9} readings{each.wrong:7} wrong{expected:10.1f} expected')
    if arguments.chart is not None:
        arguments.chart.write_text(drawn(bins, BELIEVED), encoding='utf-8')
    weights = dict(zip(DIRECTIONS, (round(float(each), 3) for each in fitted(table, right)), strict=True))
    content = {
        'made_by': 'benchmarks/calibration.py',
        'readings': len(samples),
        'wrong': int((1 - right).sum()),
        'scans': len(names),
        'weights': weights,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + '\n'
    print(text)
    if arguments.write:
        Path(module.__file__).with_name('calibration.json').write_text(text, encoding='utf-8')


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or '').splitlines()[0])
    parser.add_argument('folders', nargs='+', type=Path)
    parser.add_argument('--chart', type=Path, help='draw how often readings of each confidence are right')
    parser.add_argument('--write', action='store_true', help='replace calibration.json')
    return parser.parse_args()


@cache
def _forms() -> tuple[BlankForm, ...]:
    return tuple(blank_form(pack, form) for pack in Catalogue().packs() for form in pack.forms.values())


def _samples(path: Path) -> list[tuple[Mapping[str, float], bool]]:
    """Give what is known of each reading of a scan, and whether it is right; one that is refused has none."""
    truth = json.loads(path.with_name(path.name.replace('.scan.pdf', '.json')).read_text(encoding='utf-8'))
    try:
        form, found = look_over(decoded_pages(path.read_bytes(), path.name), _forms())
    except InputError as refusal:
        print(f'{path.name}: {refusal}')
        return []
    if form.id != truth['form']:
        return []
    return [
        (features(each.signs), _is_right(form, each, truth))
        for _sight, on_page in found
        for each in on_page
        if folded(each.text) and not signals(each.signs) & UNTRUSTED
    ]


def _is_right(form: BlankForm, each: Seen, truth: Mapping[str, Any]) -> bool:
    """Tell whether every value of a cell is the true one."""
    texts = split(each.place.cell.pattern, each.text).texts
    for slot in each.place.cell.slots:
        pointer = slot.pointer if each.place.item is None else form.at_item(slot, each.place.item).pointer
        text = texts[slot.pointer]
        value = value_of(slot.schema, text).value if text else None
        field = {'value': text if value is None else value, 'text': text, 'state': 'read'}
        if verdict(field, truth['fields'].get(pointer, ''), truth.get('texts', {}).get(pointer, '')) != 'right':
            return False
    return True


def fitted(table: Vector, right: Vector) -> Vector:
    """Fit a logistic regression by Newton's method; weights that would point the wrong way are nothing."""
    weights = np.zeros(table.shape[1])
    penalty = np.full(table.shape[1], PENALTY)
    penalty[0] = 0.01
    directions = np.array(list(DIRECTIONS.values()))
    for _round in range(ROUNDS):
        sure = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (sure - right) + penalty * weights
        bend = (table * (sure * (1 - sure))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step * min(1.0, 2.0 / float(np.abs(step).max() or 1.0))
        weights[weights * directions < 0] = 0.0
    return weights


def _cross_validated(table: Vector, right: Vector, fold: NDArray[np.intp]) -> Vector:
    sure = np.zeros(len(right))
    for number in range(FOLDS):
        held = fold == number
        sure[held] = 1 / (1 + np.exp(-table[held] @ fitted(table[~held], right[~held])))
    return sure


def _bins(sure: Vector, right: Vector) -> list[Bin]:
    """Gather readings of like confidence."""
    bins = []
    for low, high in pairwise(STEPS):
        here = (sure >= low) & (sure < high)
        if here.any():
            bins.append(Bin(float(sure[here].mean()), int(here.sum()), int((1 - right[here]).sum())))
    return bins


if __name__ == '__main__':
    main()
