"""What forms give to a reader without knowledge of their grid: text with places, and the text nearest to each label.

Two peers for the figures of `docforms extract`. Both are told every label of the form, where its value stands (to the
right or below), and the fixed words of the cell; neither knows the grid, check digits or what a field may hold.

    python benchmarks/peers_extraction.py FOLDER

judges both on a folder of scanned forms with their truth: RapidOCR on the scans, pdfplumber on the forms as born.
"""

from __future__ import annotations

import json
import re
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import pdfplumber
import pypdfium2
from scans import scoring
from scans.truth import pointers_by_label

from docforms import api
from docforms.packs import Form

FIELD: Final = re.compile(r'\{([a-z#_0-9.]+)\}')
READ_DPI: Final = 200
POINTS_PER_INCH: Final = 72
MOST_ROWS: Final = 6
LIKE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a form: its text, the side its value is on, and how the value's text parts into fields.

    `turn` tells labels of the same text apart, in reading order; `row` is the row of a list, None outside lists.
    """

    text: str
    side: Literal['right', 'below', 'behind']
    pattern: re.Pattern[str]
    pointers: tuple[str, ...]
    turn: int = 0
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text that the OCR engine found: its box from the top left, in pixels."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """The height its middle is at."""
        return (self.top + self.bottom) / 2


def labels_of(form: Form) -> tuple[Label, ...]:
    """List the labels of a form from its layout, with the sides their values are on."""
    found: list[Label] = []
    above: dict[int, str] = {}
    for row, placed in zip(form.layout['rows'], _placed(form.layout['rows']), strict=True):
        left = ''
        for column, cell in placed:
            if 'value' in cell:
                side: Literal['right', 'below'] = 'right' if left and 'repeat' not in row else 'below'
                text = left if side == 'right' else above.get(column, '')
                found.extend(_labels(row, text, side, cell['value'], found))
            left = _plain(cell.get('label', ''))
            if left:
                above[column] = left
            found.extend(_behind(each['text'], found) for each in _paragraphs(cell))
    found.extend(_behind(each['text'], found) for each in _paragraphs({'paragraphs': form.layout.get('after', ())}))
    return tuple(found)


def _placed(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[tuple[int, Mapping[str, Any]]]]:
    """Give the cells of each row with the column they begin in; cells that reach down take their place."""
    taken: dict[int, int] = {}
    for row in rows:
        column, placed, deep = 0, [], {}
        for cell in row['cells']:
            while taken.get(column):
                column += 1
            placed.append((column, cell))
            wide = range(column, column + cell.get('columns', 1))
            deep |= dict.fromkeys(wide, cell.get('rows', 1))
            column = wide.stop
        taken = {place: left - 1 for place, left in (taken | deep).items() if left > 1}
        yield placed


def _paragraphs(cell: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in cell.get('paragraphs', ()) if FIELD.search(re.sub(r'\{\{.*?\}\}', '', each['text']))]


def _labels(
    row: Mapping[str, Any], text: str, side: Literal['right', 'below'], value: str, found: Sequence[Label]
) -> Iterator[Label]:
    names = [name for name in FIELD.findall(value) if name != '#']
    if not names or not text:
        return
    listed = row.get('repeat')
    turn = len({label.pointers for label in found if label.text == text and not label.row})
    for number in range(MOST_ROWS) if listed else (None,):
        place = '/fields' if number is None else f'/fields/{listed}/{number}'
        yield Label(text, side, _pattern(value), tuple(f'{place}/{name}' for name in names), turn, number)


def _behind(text: str, found: Sequence[Label]) -> Label:
    fixed, name = _plain(text[: FIELD.search(text).start()]), FIELD.findall(text)[0]  # type: ignore[union-attr]
    turn = sum(label.text == fixed for label in found)
    return Label(fixed, 'behind', re.compile('(.*)'), (f'/fields/{name}',), turn)


def _pattern(value: str) -> re.Pattern[str]:
    """Turn the text of a cell into a pattern with a group for each field; the last of two touching ones has digits."""
    parts = [_plain(part) for part in FIELD.split(value)[::2]]
    groups = ['(.*?)'] * (len(parts) - 1)
    if len(groups) > 1 and not parts[-2]:
        groups[-1] = '([0-9-]*)'
    fixed = [re.escape(part) for part in parts]
    return re.compile(fixed[0] + ''.join(group + part for group, part in zip(groups, fixed[1:], strict=True)))


def _plain(text: str) -> str:
    return re.sub(r'\s', '', unicodedata.normalize('NFKC', text))


def _parted(label: Label, text: str) -> dict[str, str]:
    match = label.pattern.fullmatch(_plain(text))
    values = match.groups() if match else (_plain(text), *('' for _name in label.pointers[1:]))
    return dict(zip(label.pointers, values, strict=True))


# RapidOCR: the text nearest to the label ----------------------------------------------------------


def rapidocr_nearest(path: Path, labels: Iterable[Label]) -> dict[str, str]:
    """Read a scanned form with RapidOCR as it comes; give the text nearest to each label, by pointer."""
    pages = list(_words(path))
    values: dict[str, str] = {}
    for label in labels:
        text = next((text for words in pages if (text := _beside(label, words))), '')
        values |= _parted(label, text)
    return values


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={'Global.log_level': 'error', 'EngineConfig.onnxruntime.intra_op_num_threads': 1})


def _words(path: Path) -> Iterator[list[Word]]:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        image = np.ascontiguousarray(page.render(scale=READ_DPI / POINTS_PER_INCH).to_numpy()[..., :3])
        result = _engine()(image)
        boxes = [] if result.boxes is None else result.boxes
        found = [
            Word(text, *box.min(axis=0), *box.max(axis=0)) for box, text in zip(boxes, result.txts or (), strict=True)
        ]
        yield sorted(found, key=lambda word: (round(word.middle / 20), word.left))
    document.close()


def _beside(label: Label, words: Sequence[Word]) -> str:
    """Give the nearest text on the side of the label where its value is."""
    likeness = [_likeness(word.text, label) for word in words]
    best = max(likeness, default=0.0)
    places = [word for word, like in zip(words, likeness, strict=True) if like >= max(LIKE, best - 0.05)]
    if label.turn >= len(places):
        return ''
    place = places[label.turn]
    # The second line of the label itself is not its value.
    words = [word for word in words if len(word.text) < 2 or _plain(word.text) not in label.text]
    if label.side == 'behind':
        rest = _plain(place.text)[len(label.text) :]
        return rest or _nearest_right(place, words)
    if label.side == 'right':
        return _nearest_right(place, words)
    return _nth_below(place, words, label.row or 0)


def _nearest_right(place: Word, words: Sequence[Word]) -> str:
    half = (place.bottom - place.top) / 2
    line = [word for word in words if word.left >= place.right - half and abs(word.middle - place.middle) < 2 * half]
    return min(line, key=lambda word: word.left, default=Word('', 0, 0, 0, 0)).text


def _nth_below(place: Word, words: Sequence[Word], number: int) -> str:
    column = [
        word
        for word in words
        if word.middle > place.bottom and min(word.right, place.right) > max(word.left, place.left)
    ]
    column.sort(key=lambda word: word.middle)
    return column[number].text if number < len(column) else ''


def _likeness(text: str, label: Label) -> float:
    """Compare a text with a label, or with its beginning: labels of two lines are found as two texts."""
    plain = _plain(text)
    if label.side == 'behind':
        plain = plain[: len(label.text)]
    elif len(plain) >= len(label.text) / 2 and label.text.startswith(plain):
        return max(LIKE, SequenceMatcher(None, plain, label.text).ratio())
    return SequenceMatcher(None, plain, label.text).ratio()


# pdfplumber: tables -------------------------------------------------------------------------------


def pdfplumber_nearest(path: Path, labels: Iterable[Label]) -> dict[str, str]:
    """Read a form as born with pdfplumber's tables; give the cell beside each label, by pointer."""
    with pdfplumber.open(path) as document:
        tables = [table for page in document.pages for table in page.extract_tables()]
        text = _lines(page.extract_text() for page in document.pages)
    values: dict[str, str] = {}
    for label in labels:
        values |= _parted(label, _in_text(label, text) if label.side == 'behind' else _in_tables(label, tables))
    return values


def _lines(pages: Iterable[str]) -> list[str]:
    return [_plain(line) for page in pages for line in page.splitlines()]


def _in_text(label: Label, lines: Sequence[str]) -> str:
    return next((line[line.index(label.text) + len(label.text) :] for line in lines if label.text in line), '')


def _in_tables(label: Label, tables: Sequence[Sequence[Sequence[str | None]]]) -> str:
    places = [
        (table, row, column)
        for table in tables
        for row, cells in enumerate(table)
        for column, cell in enumerate(cells)
        if cell is not None and _plain(cell) == label.text
    ]
    if label.turn >= len(places):
        return ''
    table, row, column = places[label.turn]
    if label.side == 'right':
        return next((cell for cell in table[row][column + 1 :] if cell is not None), '')
    below = row + 1 + (label.row or 0)
    return (table[below][column] or '') if below < len(table) else ''


# Figures ------------------------------------------------------------------------------------------


PEERS: Final = (
    ('RapidOCR, nearest label', '.scan.pdf', rapidocr_nearest),
    ('pdfplumber, tables', '.born.pdf', pdfplumber_nearest),
)


def main() -> None:
    """Judge both peers on a folder."""
    folder = Path(sys.argv[1])
    peers = (
        ('RapidOCR, nearest label', '.scan.pdf', rapidocr_nearest),
        ('pdfplumber', '.born.pdf', pdfplumber_nearest),
    )
    for title, ending, read in peers:
        judged, spent, pages = [], 0.0, 0
        for path in sorted(folder.glob(f'*{ending}')):
            truth = json.loads(path.with_name(path.name.replace(ending, '.json')).read_text(encoding='utf-8'))
            labels = labels_of(api.form_of(truth['form'])[1])
            start = time.process_time()
            values = read(path, labels)
            spent += time.process_time() - start
            pages += 1
            evidence = [{'pointer': place, 'value': value, 'state': 'read'} for place, value in values.items()]
            pointers = {} if next(iter(truth['fields'])).startswith('/') else pointers_by_label(truth['form'])
            judged += list(scoring.outcomes({'fields': evidence}, truth, pointers))
        print(f'{title}: {spent / max(pages, 1):.2f} s of CPU a file')
        print(scoring.table_text(scoring.counts(judged)))


if __name__ == '__main__':
    main()
