"""Turn 200 two-page notices into PDF: at least 10 times the documents per second of one soffice call per file.

Ways compared on the same documents: one LibreOffice start per file (on a sample, it is slow), one start for all files,
and one start per core with its share. The pages must be the same: the text of every page is compared.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from docforms import api
from docforms.packs.resources import fonts_configuration
from docforms.tools import to_pdf

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = 'nm-ltci/supplement-notice'
COUNT = 200
SAMPLE = 6
TARGET = 10.0
CORES = 2
FONTS = fonts_configuration()


def notice(number: int) -> bytes:
    """Render one notice that fills two pages."""
    item = {
        'label': '办公场所产权证明或租赁合同',
        'message': '复印件未加盖本机构公章',
        'remedy': '请在每份复印件上加盖本机构公章',
        'citation': '第九条第二款',
    }
    values = {
        'agency': '赤峰市红山区医疗保障服务中心',
        'institution_name': f'赤峰市安禾第{number}失能等级评估中心',
        'form_title': '定点评估机构申请表',
        'received_on': '2026-03-02',
        'items': [item] * 5,
    }
    return api.render(DOCUMENT, values)


def timed(count: int, work: Callable[[], object]) -> float:
    """Give documents per second."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def pages(path: Path) -> list[str]:
    """Read the text of every page."""
    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


def main() -> None:
    """Measure, compare the pages, print, and fail when the target is not met."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        sources = []
        for number in range(COUNT):
            path = work / f'{number:03}.docx'
            path.write_bytes(notice(number))
            sources.append(path)
        folders = {way: work / way for way in ('each', 'one', 'cores')}
        for folder in folders.values():
            folder.mkdir()
        each = timed(
            SAMPLE, lambda: [to_pdf([path], folders['each'], timeout=120, fonts=FONTS) for path in sources[:SAMPLE]]
        )
        one = timed(COUNT, lambda: to_pdf(sources, folders['one'], timeout=600, fonts=FONTS))
        cores = timed(COUNT, lambda: to_pdf(sources, folders['cores'], timeout=600, fonts=FONTS, jobs=CORES))
        same = all(
            pages(folders['each'] / f'{n:03}.pdf') == pages(folders[way] / f'{n:03}.pdf')
            for n in range(SAMPLE)
            for way in ('one', 'cores')
        )
        print(json.dumps({'pages of one notice': len(pages(folders['each'] / '000.pdf')), 'pages the same': same}))
    print(f'one start per file:   {each:6.2f} documents/s')
    print(f'one start for all:    {one:6.2f} documents/s, {one / each:5.1f} times')
    print(f'one start per core:   {cores:6.2f} documents/s, {cores / each:5.1f} times')
    if max(one, cores) < TARGET * each or not same:
        sys.exit(f'under the target of {TARGET:g} times, or other pages')


if __name__ == '__main__':
    main()
