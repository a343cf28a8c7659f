"""Read every form of every pack back from Word and from born-digital PDF: all values right, blank cells blank.

The peer reads the same PDF files in the same run: pdfplumber's `extract_tables`, each value taken from the cell right
of its label, or below it where there is none. It is given the same blank form and the same conversion of texts to
values, so that only finding the cells is compared. CPU seconds are those of this process.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber

from docforms import api
from docforms.extraction import blank_form, read_form
from docforms.extraction.blank import BlankForm
from docforms.extraction.patterns import split
from docforms.extraction.places import anchor_of
from docforms.extraction.values import value_of
from docforms.extraction.writing import letters
from docforms.opening import Worker
from docforms.packs import Catalogue
from docforms.records import read_record

ROOT = Path(__file__).resolve().parent.parent
FIELDS_TARGET = 1.0
BLANKS_TARGET = 0.999


def _opened(content: bytes, name: str, forms: Any) -> Any:
    with Worker(preload=('lxml.etree',)) as worker:
        return read_form(content, name, forms, worker)


@dataclass
class Count:
    """What one reader got right, of how many, in how many CPU seconds."""

    filled: int = 0
    right: int = 0
    blank: int = 0
    blank_right: int = 0
    pages: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, truth: Mapping[str, Any], read: Mapping[str, Any]) -> None:
        """Compare the values read with those of the record, by pointer; a blank cell must read None."""
        for pointer, value in truth.items():
            same = read.get(pointer) == value
            if value is None:
                self.blank, self.blank_right = self.blank + 1, self.blank_right + same
            else:
                self.filled, self.right = self.filled + 1, self.right + same
            self.wrong += [] if same else [pointer]

    def line(self, name: str) -> str:
        """Say it in one line."""
        per_page = self.seconds / max(self.pages, 1)
        return (
            f'{name:<24} {self.right}/{self.filled} values ({self.right / self.filled:.2%}), '
            f'{self.blank_right}/{self.blank} blanks ({self.blank_right / max(self.blank, 1):.2%}), '
            f'{per_page:.3f} CPU s/page'
        )


def truth_of(blank: BlankForm, record: Mapping[str, Any]) -> dict[str, Any]:
    """Give the value of every printed cell, None for a blank one."""
    found: dict[str, Any] = {}
    for each in blank.slots():
        value: Any = record
        for name in each.pointer.split('/')[1:]:
            if isinstance(value, list):
                value = value[int(name)] if int(name) < len(value) else None
            else:
                value = None if value is None else value.get(name)
        found[each.pointer] = value
    return found


def nearest_label(blank: BlankForm, pdf: bytes) -> dict[str, Any]:
    """Read a form the plain way: tables as pdfplumber gives them, each value beside or below its label."""
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        rows = [row for page in document.pages for table in page.extract_tables() for row in table]
    found: dict[str, Any] = {}
    for cell in blank.cells:
        anchor = anchor_of(blank, cell) if cell.pattern else None
        text = None if anchor is None else next(beside(rows, letters(anchor.label.text), anchor.side), None)
        for slot in cell.slots if text is not None else ():
            found[slot.pointer] = value_of(slot.schema, split(cell.pattern, text or '').texts[slot.pointer]).value
    return found


def beside(rows: list[list[str | None]], label: str, side: str) -> Iterator[str]:
    """Give the texts that stand beside or below a label."""
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is None or letters(text) != label:
                continue
            if side == 'right':
                yield from (each for each in row[column + 1 :] if each is not None)
            elif place + 1 < len(rows) and column < len(rows[place + 1]):
                yield rows[place + 1][column] or ''


def records() -> Iterator[dict[str, Any]]:
    """Give the complete applications of the packs, and each form blank."""
    for path in sorted(ROOT.glob('schemas/*/cases/complete*.json')):
        record = read_record(str(path))
        yield record
        yield {'form': record['form'], 'fields': {}}


def main() -> int:
    """Measure, and say whether the figures hold."""
    forms = [(pack, form) for pack in Catalogue().packs() for form in pack.forms.values()]
    known = {form.id: blank_form(pack, form) for pack, form in forms}
    word, pdf, peer = Count(), Count(), Count()
    for record in records():
        blank = known[record['form']]
        truth = truth_of(blank, record)
        docx = api.fill(record)
        printed = api.to_pdf(docx)
        for count, content in ((word, docx), (pdf, printed)):
            start = time.process_time()
            evidence = _opened(content, 'form', forms)
            count.seconds += time.process_time() - start
            count.pages += evidence.source.pages
            count.add(truth, {each.pointer: each.value for each in evidence.fields})
        start = time.process_time()
        read = nearest_label(blank, printed)
        peer.seconds, peer.pages = peer.seconds + time.process_time() - start, pdf.pages
        peer.add(truth, read)
    for name, count in (('docforms, docx', word), ('docforms, pdf', pdf), ('extract_tables + label', peer)):
        print(count.line(name))
    print(f'pdf: {pdf.seconds / peer.seconds:.2f} times the CPU of the peer, which gets {len(peer.wrong)} cells wrong')
    print(json.dumps({'wrong': pdf.wrong + word.wrong}, ensure_ascii=False))
    held = all(
        count.right >= FIELDS_TARGET * count.filled and count.blank_right >= BLANKS_TARGET * count.blank
        for count in (word, pdf)
    )
    return 0 if held else 1


if __name__ == '__main__':
    sys.exit(main())
