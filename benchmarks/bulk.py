"""Measure batches: two processes against one, to memory and to disk; a workbook of 10,000 rows; memory; one merged PDF.

    python benchmarks/bulk.py [jobs] [workbook] [memory] [pdf]

Peers run in the same process: one core for two, one start of LibreOffice for each file for the merged PDF. Times of
other processes on the machine count too: measure on an idle one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
from openpyxl import Workbook

from docforms import api
from docforms.packs.resources import fonts_configuration
from docforms.tools import to_pdf

ROOT = Path(__file__).resolve().parent.parent
NOTICE = 'nm-ltci/acceptance-notice'
ROWS = 4_000
WORKBOOK_ROWS = 10_000
WORKBOOK_SECONDS = 30
WORKBOOK_MEGABYTES = 300
FEW, MANY = 5_000, 100_000
PDFS = 200
SAMPLE = 6
PDF_TARGET = 10.0
MEMORY = Path('/dev/shm')  # noqa: S108 - the file system in memory, to leave the disk out


def main() -> None:
    """Take the figures asked for, all without arguments."""
    figures: dict[str, Callable[[Path], None]] = {
        'jobs': jobs_figure, 'workbook': workbook_figure, 'memory': memory_figure, 'pdf': pdf_figure,
    }  # fmt: skip
    parser = argparse.ArgumentParser(description=(__doc__ or '').splitlines()[0])
    parser.add_argument('figures', nargs='*', metavar='figure', help=', '.join(figures))
    asked = parser.parse_args().figures
    if not figures.keys() >= set(asked):
        parser.error(f'figures are {", ".join(figures)}')
    for name in asked or figures:
        with tempfile.TemporaryDirectory() as work:
            figures[name](Path(work))


def jobs_figure(work: Path) -> None:
    """Compare one process with two, writing to memory and to the disk."""
    table = jsonl(work / 'list.jsonl', ROWS)
    with tempfile.TemporaryDirectory(dir=MEMORY) as memory:
        for place, folder in (('memory', Path(memory)), ('disk', work)):
            rates = {}
            for jobs in (1, 2):
                seconds, processor, _peak = measured(table, folder / str(jobs), '--jobs', str(jobs))
                rates[jobs] = ROWS / seconds
                print(
                    f'{ROWS} rows to {place}, {jobs} process(es): {rates[jobs]:6.0f} documents/s, '
                    f'{1000 * processor / ROWS:.2f} ms of processor each'
                )
            print(f'two processes to {place}: {rates[2] / rates[1]:.2f} times one')


def workbook_figure(work: Path) -> None:
    """Make 10,000 notices of a workbook, checking included, with one command."""
    table = work / 'list.xlsx'
    values, titles = example()
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append([titles[name] for name in values])
    for number in range(WORKBOOK_ROWS):
        sheet.append([named(number) if name == 'institution_name' else value for name, value in values.items()])
    workbook.save(table)
    seconds, processor, peak = measured(table, work / 'out')
    print(f'{WORKBOOK_ROWS} rows of xlsx: {seconds:.1f} s, {processor:.1f} s of processor, peak {peak:.0f} MB')
    if seconds > WORKBOOK_SECONDS or peak > WORKBOOK_MEGABYTES:
        sys.exit(f'over {WORKBOOK_SECONDS} s or {WORKBOOK_MEGABYTES} MB')


def memory_figure(work: Path) -> None:
    """Compare the peak memory of a short and a long list."""
    peaks = {}
    for rows in (FEW, MANY):
        with tempfile.TemporaryDirectory(dir=MEMORY) as memory:
            table = jsonl(work / f'{rows}.jsonl', rows)
            seconds, _processor, peaks[rows] = measured(table, Path(memory) / 'out', '--jobs', '1')
            print(f'{rows} rows of jsonl: peak {peaks[rows]:.0f} MB, {rows / seconds:.0f} documents/s')
    print(f'{MANY / FEW:.0f} times the rows: {peaks[MANY] / peaks[FEW]:.2f} times the memory')


def pdf_figure(work: Path) -> None:
    """Make one PDF of 200 two-page notices, and compare with one start of LibreOffice for each file."""
    table = jsonl(work / 'list.jsonl', PDFS)
    seconds, _processor, _peak = measured(table, work / 'all.pdf', '--jobs', '2')
    sources = []
    for number in range(SAMPLE):
        sources.append(work / f'{number}.docx')
        sources[-1].write_bytes(api.render(NOTICE, {**example()[0], 'institution_name': named(number)}))
    (work / 'each').mkdir()
    start = time.perf_counter()
    singles = [to_pdf([path], work / 'each', timeout=120, fonts=fonts_configuration())[0] for path in sources]
    each = (time.perf_counter() - start) / SAMPLE
    alone = [text for path in singles for text in pages(path)]
    whole = pages(work / 'all.pdf')
    same = whole[: len(alone)] == alone and len(whole) == PDFS * len(alone) // SAMPLE
    ratio = each * PDFS / seconds
    print(f'{PDFS} notices of {len(alone) // SAMPLE} pages in one PDF: {seconds:.1f} s from the list to the file')
    print(f'one start for each file: {each:.2f} s a file; merged is {ratio:.1f} times as fast; pages the same: {same}')
    if ratio < PDF_TARGET or not same:
        sys.exit(f'under {PDF_TARGET:g} times, or other pages')


def measured(table: Path, output: Path, *options: str) -> tuple[float, float, float]:
    """Run the command; gives seconds, seconds of processor, and the peak of memory of its largest process in MB."""
    command = [sys.executable, '-m', 'docforms', 'batch', NOTICE, str(table), '-o', str(output), *options]
    environment = {**os.environ, 'PYTHONPATH': str(ROOT / 'src')}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _process, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f'docforms batch ended with {process.returncode}')
    if output.is_dir():
        shutil.rmtree(output)
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def jsonl(path: Path, rows: int) -> Path:
    """Write a list of invented institutions."""
    values = example()[0]
    with path.open('w', encoding='utf-8') as stream:
        for number in range(rows):
            row = {**values, 'institution_name': named(number)}
            stream.write(json.dumps(row, ensure_ascii=False) + '\n')
    return path


def named(number: int) -> str:
    """Name an institution."""
    return f'赤峰市安禾第{number}失能等级评估中心'


def example() -> tuple[dict[str, Any], dict[str, str]]:
    """Give the values of one notice without its number, and the titles of its fields."""
    values = json.loads((ROOT / 'fixtures' / 'documents' / f'{NOTICE}.json').read_text(encoding='utf-8'))
    del values['number']
    _pack, document = api.catalogue().document(NOTICE)
    return values, {name: schema['title'] for name, schema in document.schema['properties'].items()}


def pages(path: Path) -> list[str]:
    """Read the text of every page."""
    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


if __name__ == '__main__':
    main()
