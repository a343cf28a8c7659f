"""Read scanned forms: right, wrong in state *read*, doubtful and missed, by kind and resolution, against a peer.

    python benchmarks/extraction_scans.py FOLDER… [--without-peer]

A folder holds NAME.scan.pdf and NAME.json with the truth, as benchmarks/scans/make.py writes them; the scans must not
be those the confidence is calibrated on. The peer is what a user would write in an afternoon: RapidOCR's text of the
whole page and the text nearest to each label, in the same process, judged by the same rules; it has no doubts, so all
it reports counts as read. CPU seconds are of one thread; the first page includes loading the models.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
from peers_extraction import labels_of, rapidocr_nearest
from scans.scoring import Outcome, counts, outcomes, table_text
from scans.truth import pointers_by_label

from docforms import api
from docforms.exceptions import InputError

Truth = Mapping[str, Any]


def main() -> None:
    """Read every scan of the folders, and print the tables."""
    arguments = _arguments()
    scans = list(_scans(arguments.folders))
    seconds, pages = 0.0, 0
    ours: list[Outcome] = []
    for number, (path, truth) in enumerate(scans):
        begun = time.process_time()
        evidence = _evidence(path)
        spent = time.process_time() - begun
        pages += len(pypdfium2.PdfDocument(path))
        seconds += spent
        if number == 0:
            print(f'first scan: {spent:.1f} CPU s')
        ours += outcomes(evidence, truth, _pointers(truth))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f'\ndocforms: {seconds / max(pages, 1):.2f} CPU s a page, {memory} MB at most')
    print(table_text(counts(ours)))
    if not arguments.without_peer:
        _print_peer(scans, ours)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or '').splitlines()[0])
    parser.add_argument('folders', nargs='+', type=Path)
    parser.add_argument('--without-peer', action='store_true')
    return parser.parse_args()


def _scans(folders: Sequence[Path]) -> Iterator[tuple[Path, Truth]]:
    for folder in folders:
        for path in sorted(folder.glob('*.scan.pdf')):
            truth = path.with_name(path.name.replace('.scan.pdf', '.json'))
            yield path, json.loads(truth.read_text(encoding='utf-8'))


def _evidence(path: Path) -> Mapping[str, Any]:
    """Read a scan; of one that is refused, nothing is read."""
    try:
        return api.extract(str(path)).to_data()
    except InputError as refusal:
        print(f'{path.name}: {refusal}')
        return {'fields': []}


def _pointers(truth: Truth) -> Mapping[str, str]:
    return {} if all(name.startswith('/') for name in truth['fields']) else pointers_by_label(truth['form'])


def _print_peer(scans: Sequence[tuple[Path, Truth]], ours: Sequence[Outcome]) -> None:
    """Read the same scans with the peer, and compare."""
    theirs: list[Outcome] = []
    begun = time.process_time()
    for path, truth in scans:
        texts = rapidocr_nearest(path, labels_of(api.form_of(truth['form'])[1]))
        fields = [{'pointer': pointer, 'value': text, 'state': 'read'} for pointer, text in texts.items()]
        theirs += outcomes({'fields': fields}, truth, _pointers(truth))
    print(f'\nRapidOCR and nearest label: {time.process_time() - begun:.0f} CPU s')
    print(table_text(counts(theirs)))
    wrong, other = (max(sum(each.verdict != 'right' for each in judged), 1) for judged in (ours, theirs))
    print(f'\nfields that are not right: {other} to {wrong}, {other / wrong:.1f} times fewer')


if __name__ == '__main__':
    main()
