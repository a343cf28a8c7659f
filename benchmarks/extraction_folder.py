"""Read a folder of N received files, bad ones among them, stop half-way, and go on: what is done is not done again.

    python benchmarks/extraction_folder.py [N] [--scans FOLDER] [--jobs N]

Of the files six in ten are Word, three in ten Excel, the others scans of FOLDER by turns (Word where none is given);
one in a hundred is empty, cut off or no form at all. Prints how each ended, seconds and the most memory of any process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parent / 'scans'))

from docforms import api
from records import invented_record, with_blanks

FORM = 'nm-ltci/application'
BAD = (b'', b'PK\x03\x04 cut off', '不是表格'.encode())
BAD_EVERY = 100


def main() -> None:
    """Make the files, read them in two goes, and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').splitlines()[0])
    parser.add_argument('count', nargs='?', type=int, default=500)
    parser.add_argument('--scans', type=Path)
    parser.add_argument('--jobs', default='2')
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        received, output = Path(place, 'received'), Path(place, 'read')
        received.mkdir()
        _make(received, arguments.count, sorted(arguments.scans.glob('*.scan.pdf')) if arguments.scans else [])
        command = [sys.executable, '-m', 'docforms', 'extract', received, '-o', output, '--jobs', arguments.jobs]
        begun = time.monotonic()
        done = _stopped(command, output, arguments.count // 2)
        first = time.monotonic() - begun
        begun = time.monotonic()
        ran = subprocess.run([*command, '--resume', '--format', 'json'], capture_output=True, text=True, check=False)
        second = time.monotonic() - begun
        results = json.loads(ran.stdout)
        errors = Counter(each['error'][:24] for each in results if each['error'])
        kept = sum(each['kept'] for each in results)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f'stopped after {done} results and {first:.0f} s; the rest took {second:.0f} s, at most {memory} MB')
        print(f'{len(results)} files: {sum(not each["error"] for each in results)} read, {kept} of them kept')
        for error, count in errors.most_common():
            print(f'{count:5}  {error}')


def _make(folder: Path, count: int, scans: list[Path]) -> None:
    _pack, form = api.form_of(FORM)
    for number in range(count):
        rng = np.random.default_rng((number, 7))
        if number % BAD_EVERY == BAD_EVERY - 1:
            content = BAD[number // BAD_EVERY % len(BAD)]
            (folder / f'{number:04}.docx').write_bytes(content)
        elif number % 10 == 0 and scans:
            shutil.copy(scans[number // 10 % len(scans)], folder / f'{number:04}.pdf')
        else:
            record = with_blanks(invented_record(form, rng), rng)
            write, kind = (api.fill_workbook, 'xlsx') if number % 10 in {1, 2, 3} else (api.fill, 'docx')
            (folder / f'{number:04}.{kind}').write_bytes(write(record))


def _stopped(command: list[object], output: Path, results: int) -> int:
    """Begin, press Ctrl-C when so many results are there, and count them."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and len(list(output.glob('*.json'))) < results:
        time.sleep(0.1)
    if process.poll() is None:
        os.kill(process.pid, signal.SIGINT)
    process.wait()
    return len(list(output.glob('*.json')))


if __name__ == '__main__':
    main()
