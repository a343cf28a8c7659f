"""Damaged files: N of every kind, opened under limits; prints how each ended, and fails when one error is not ours.

    python benchmarks/mutations.py [N] [KIND…]

The peer is the same reader without a worker, in this process, on the first hundred of the same files: what a command
would have died of is counted by the names of the exceptions.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docforms.exceptions import InputError
from docforms.opening import Limits, Worker, decoded_pages

sys.path.append(str(Path(__file__).resolve().parent.parent / 'tests' / 'faults'))

import readers
import samples

COUNT = 20_000
UNPROTECTED = 100
# Only how a file ends is of interest here, not how long a user would wait for it.
LIMITS = Limits(cpu=2, wall=12)
LIBRARIES = ('lxml.etree', 'openpyxl', 'pdfplumber', 'pypdfium2', 'PIL.TiffImagePlugin', 'PIL.JpegImagePlugin')
# What says which way a file was refused.
WAYS = {
    '不完整': 'cut off',
    '已损坏': 'damaged',
    '密码': 'encrypted',
    '内存': 'memory',
    '时间': 'time',
    '出错停止': 'crashed',
    '扩展名': 'mistyped',
}


def drawn(content: bytes, name: str) -> list[int]:
    """Decode the pages of a file in this process."""
    return [page.number for page in decoded_pages(content, name)]


FILES: dict[str, tuple[str, bytes, Callable[[bytes, str], Any]]] = {
    'docx': ('a.docx', samples.word(), readers.read_word),
    'xlsx': ('a.xlsx', samples.workbook(), readers.read_workbook),
    'pdf': ('a.pdf', samples.pdf(), readers.read_print),
    'drawn': ('a.pdf', samples.pdf(page='/MediaBox [0 0 200 200]'), drawn),
    'jpeg': ('a.jpg', samples.picture('JPEG'), drawn),
    'png': ('a.png', samples.picture('PNG'), drawn),
    'tiff': ('a.tif', samples.picture('TIFF'), drawn),
}


def opened(worker: Worker, kind: str, content: bytes) -> str:
    """Open a file under limits; gives how that ended."""
    name, _content, reader = FILES[kind]
    try:
        if reader is drawn:
            list(worker.each(name, decoded_pages, content, name))
        else:
            worker.run(name, reader, content, name)
    except InputError as error:
        return next((way for words, way in WAYS.items() if words in str(error)), 'other')
    return 'read'


def unprotected(kind: str) -> Counter[str]:
    """Read the first files in this process; gives the exceptions."""
    name, ordinary, reader = FILES[kind]
    found: Counter[str] = Counter()
    for content in samples.mutations(ordinary, UNPROTECTED, seed=7):
        try:
            reader(content, name)
        except Exception as error:  # noqa: BLE001 - they are what is counted
            found[type(error).__name__] += 1
        else:
            found['read'] += 1
    return found


def main() -> None:
    """Open N damaged files of each kind and print how they ended."""
    parser = argparse.ArgumentParser(description=(__doc__ or '').splitlines()[0])
    parser.add_argument('count', type=int, nargs='?', default=COUNT)
    parser.add_argument('kinds', nargs='*', metavar='kind', help=', '.join(FILES))
    arguments = parser.parse_args()
    if not FILES.keys() >= set(arguments.kinds):
        parser.error(f'kinds are {", ".join(FILES)}')
    count = arguments.count
    with Worker(limits=LIMITS, preload=LIBRARIES) as worker:
        for kind in arguments.kinds or FILES:
            start, longest = time.monotonic(), 0.0
            found: Counter[str] = Counter()
            for content in samples.mutations(FILES[kind][1], count, seed=7):
                begun = time.monotonic()
                found[opened(worker, kind, content)] += 1
                longest = max(longest, time.monotonic() - begun)
            ways = ', '.join(f'{way} {number}' for way, number in found.most_common())
            seconds = time.monotonic() - start
            print(f'{kind:<6} {count} files in {seconds:.0f} s, longest {longest:.1f} s: {ways}', flush=True)
            print(f'{"":<6} without a worker, first {UNPROTECTED}: {dict(unprotected(kind))}', flush=True)


if __name__ == '__main__':
    main()
