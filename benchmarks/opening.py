"""What opening under limits costs: at most 0.3 s more for a Word document, the first page of a scan within 3 s.

The peer is the same reader called in this process. Every round starts a worker of its own, as a command does; the
files after the first show what a batch pays. CPU time, of the worker and its copies too, is what counts: both processes
share the cores of an office computer with other programs.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from docforms.opening import Worker, decoded_pages

sys.path.append(str(Path(__file__).resolve().parent.parent / 'tests' / 'faults'))

import readers
import samples

ROUNDS = 9
FILES = 20
MOST_EXTRA = 0.3
MOST_TO_FIRST_PAGE = 3.0


def seconds(do: Callable[[], object]) -> float:
    """Give the CPU seconds something takes, those of ended processes included."""
    start = os.times()
    do()
    end = os.times()
    return sum(end[:4]) - sum(start[:4])


def one_word_document(content: bytes) -> None:
    """Read a Word document as a command does."""
    with Worker() as worker:
        worker.run('a.docx', readers.read_word, content, 'a.docx')


def many_word_documents(content: bytes) -> None:
    """Read Word documents one after the other."""
    with Worker(preload=('lxml.etree',)) as worker:
        for _file in range(FILES + 1):
            worker.run('a.docx', readers.read_word, content, 'a.docx')


def one_page(content: bytes) -> None:
    """Draw the first page of an A4 scan."""
    with Worker() as worker:
        next(worker.each('a.pdf', decoded_pages, content, 'a.pdf'))


def main() -> None:
    """Measure in interleaved rounds, print, and fail when a limit is not met."""
    word, scan = samples.word(), samples.pdf(count=3)
    readers.read_word(word, 'a.docx')
    plain, single, many, page, waited = ([] for _kind in range(5))  # type: tuple[list[float], ...]
    for _round in range(ROUNDS):
        plain.append(seconds(lambda: [readers.read_word(word, 'a.docx') for _file in range(FILES)]) / FILES)
        single.append(seconds(lambda: one_word_document(word)))
        many.append((seconds(lambda: many_word_documents(word)) - single[-1]) / FILES)
        begun = time.monotonic()
        page.append(seconds(lambda: one_page(scan)))
        waited.append(time.monotonic() - begun)
    middle = statistics.median
    extra, further = middle(single) - middle(plain), middle(many) - middle(plain)
    print(f'Word document: {middle(plain):.3f} s in this process, {extra:.3f} s more in a worker, limit {MOST_EXTRA} s')
    print(f'every further one: {further:.3f} s more in the same worker')
    print(f'first page of a PDF: {middle(page):.3f} s of computing, {middle(waited):.2f} s on the clock')
    if extra > MOST_EXTRA or middle(page) > MOST_TO_FIRST_PAGE:
        sys.exit('over the limit')


if __name__ == '__main__':
    main()
