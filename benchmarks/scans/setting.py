"""Vary how a filled form is set: faces, sizes, widths of columns, heights of rows, margins, spacing of labels.

What is filled in is set in pure blue, the form itself in black, so that the picture of a page can be taken apart
into the two and each given its own ink.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any, Final
from zipfile import ZipFile, ZipInfo

from lxml import etree

from words import Random, chance, pick

# Marks around what is filled in, from the private use area: no text has them.
OPEN, CLOSE = '\ue000', '\ue001'
PART: Final = re.compile(f'({OPEN}[^{CLOSE}]*{CLOSE})')
FILL_INK: Final = '0000FF'
TWIPS_PER_MM: Final = 56.7
WORD: Final = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
SPACE: Final = '{http://www.w3.org/XML/1998/namespace}space'
FACES: Final = (
    'FandolFang R', 'FandolSong', 'FandolKai', 'FandolHei', 'Noto Serif CJK SC', 'Noto Sans CJK SC', 'LXGW WenKai',
    'AR PL UKai CN', 'AR PL SungtiL GB',
)  # fmt: skip
LATIN_FACES: Final = ('', '', 'DejaVu Sans', 'Bitstream Charter', 'Courier', 'DejaVu Serif', 'Utopia')
HAND_FACES: Final = ('LXGW WenKai', 'LXGW WenKai Light', 'AR PL UKai CN', 'AR PL KaitiM GB', 'FandolKai')
LABEL_FACES: Final = ('', 'FandolSong', 'FandolFang R', 'FandolHei', 'Noto Serif CJK SC', 'Noto Sans CJK SC')
SIZES: Final = (20, 21, 21, 22, 22, 24, 24, 28)
DOTS: Final = '…'
Element = Any


@dataclass(frozen=True, slots=True)
class Hand:
    """How what is filled in is set: faces, half points, and how often to the left of its cell."""

    face: str
    latin: str
    size: int
    to_left: float


def varied(docx: bytes, rng: Random, *, by_hand: bool, faces: Sequence[str] = ()) -> bytes:
    """Set a filled form in another way; the marks are gone afterwards. `faces` are those to fill it in with."""
    face = pick(rng, faces or (HAND_FACES if by_hand else FACES))
    latin = face if by_hand or faces else pick(rng, LATIN_FACES) or face
    hand = Hand(face, latin, pick(rng, SIZES[4:] if by_hand else SIZES), float(rng.choice([0.0, 0.0, 0.3, 1.0])))
    source = ZipFile(BytesIO(docx))
    output = BytesIO()
    with ZipFile(output, 'w') as target:
        for name in source.namelist():
            content = source.read(name)
            if name == 'word/document.xml':
                content = _document(content, hand, rng)
            elif name == 'word/styles.xml':
                content = _styles(content, rng)
            target.writestr(ZipInfo(name), content)
    return output.getvalue()


def in_black(docx: bytes) -> bytes:
    """Set what is filled in like the form itself, for papers that are handed in as they were born."""
    source = ZipFile(BytesIO(docx))
    output = BytesIO()
    with ZipFile(output, 'w') as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(ZipInfo(name), content.replace(f'w:val="{FILL_INK}"'.encode(), b'w:val="000000"'))
    return output.getvalue()


def _w(name: str) -> str:
    return f'{{{WORD}}}{name}'


def _find(root: Element, name: str) -> list[Element]:
    return list(root.iter(_w(name)))


def _document(content: bytes, hand: Hand, rng: Random) -> bytes:
    root = etree.fromstring(content)
    if chance(rng, 0.6):
        _into_dots(root)
    _columns(root, rng)
    taller = float(rng.uniform(0.88, 1.05))
    for height in _find(root, 'trHeight'):
        height.set(_w('val'), str(round(int(height.get(_w('val'))) * taller * float(rng.uniform(0.97, 1.06)))))
    for margins in _find(root, 'pgMar'):
        _move_margins(margins, rng)
    _space_labels(root, rng)
    for text in _find(root, 't'):
        if OPEN in (text.text or ''):
            _set_filled(text, hand, rng)
    return etree.tostring(root, xml_declaration=True, encoding='UTF-8', standalone=True)


def _styles(content: bytes, rng: Random) -> bytes:
    face = pick(rng, LABEL_FACES)
    if not face:
        return content
    root = etree.fromstring(content)
    for fonts in _find(root, 'rFonts'):
        if fonts.get(_w('eastAsia')):
            fonts.set(_w('eastAsia'), face)
    return etree.tostring(root, xml_declaration=True, encoding='UTF-8', standalone=True)


def _into_dots(root: Element) -> None:
    """Let the last row of a list stand in the row of dots below it, as people do who see the dots as a place."""
    for row in _find(root, 'tr'):
        above = row.getprevious()
        if _row_text(row) == DOTS and above is not None and above.tag == row.tag and OPEN in _row_text(above):
            number = next(text for text in above.iter(_w('t')) if text.text)
            if (number.text or '').isdecimal():
                number.text = DOTS
                row.getparent().remove(row)


def _row_text(row: Element) -> str:
    return ''.join(text.text or '' for text in row.iter(_w('t')))


def _columns(root: Element, rng: Random) -> None:
    """Move the lines between columns a few millimetres; equal grids move alike, and the total is kept."""
    grids: dict[tuple[int, ...], list[int]] = {}
    for table in _find(root, 'tbl'):
        columns = _find(table, 'gridCol')
        widths = tuple(int(column.get(_w('w'))) for column in columns)
        if widths not in grids:
            grids[widths] = _jittered(widths, rng)
        moved = grids[widths]
        for column, width in zip(columns, moved, strict=True):
            column.set(_w('w'), str(width))
        for row in _find(table, 'tr'):
            _widen_cells(row, moved)


def _jittered(widths: Sequence[int], rng: Random) -> list[int]:
    edges = [sum(widths[:place]) for place in range(len(widths) + 1)]
    for place in range(1, len(widths)):
        room = 0.3 * min(widths[place - 1], widths[place])
        shift = within(float(rng.normal(0, 1.6 * TWIPS_PER_MM)), room)
        edges[place] = round(edges[place] + shift)
    return [right - left for left, right in pairwise(edges)]


def within(value: float, limit: float) -> float:
    """Keep a shift within its room."""
    return max(-limit, min(limit, value))


def _widen_cells(row: Element, widths: Sequence[int]) -> None:
    column = 0
    for cell in row.iterchildren(_w('tc')):
        span = cell.find(f'{_w("tcPr")}/{_w("gridSpan")}')
        count = 1 if span is None else int(span.get(_w('val')))
        width = cell.find(f'{_w("tcPr")}/{_w("tcW")}')
        width.set(_w('w'), str(sum(widths[column : column + count])))
        column += count


def _move_margins(margins: Element, rng: Random) -> None:
    across = float(rng.uniform(-5, 5))
    higher = float(rng.uniform(6, 20))
    shifts = {'left': across, 'right': -across, 'top': -higher, 'bottom': -float(rng.uniform(12, 22))}
    for side, shift in shifts.items():
        margins.set(_w(side), str(max(500, int(margins.get(_w(side))) + round(shift * TWIPS_PER_MM))))


def _space_labels(root: Element, rng: Random) -> None:
    """Space out short labels on some forms, as typists do: 姓　名."""
    between = pick(rng, ('', '', '', ' ', '\u3000'))
    for text in _find(root, 't'):
        if between and re.fullmatch('[一-龥]{2,4}', text.text or '') and text.getparent().getparent() is not None:
            text.text = between.join(text.text) if len(text.text) == 2 or between == ' ' else text.text


def _set_filled(text: Element, hand: Hand, rng: Random) -> None:
    """Give a run of its own to every filled part of a text, in the face and ink of what is filled in."""
    run = text.getparent()
    paragraph = run.getparent()
    if chance(rng, hand.to_left) and paragraph.getparent().tag == _w('tc'):
        _align_left(paragraph)
    place = paragraph.index(run)
    paragraph.remove(run)
    for offset, made in enumerate(_runs(run, text.text, hand)):
        paragraph.insert(place + offset, made)


def _align_left(paragraph: Element) -> None:
    properties = paragraph.find(_w('pPr'))
    if properties is None:
        properties = etree.Element(_w('pPr'))
        paragraph.insert(0, properties)
    for old in properties.findall(_w('jc')):
        properties.remove(old)
    aligned = etree.Element(_w('jc'), {_w('val'): 'left'})
    inner = properties.find(_w('rPr'))
    properties.insert(len(properties) if inner is None else properties.index(inner), aligned)


def _runs(run: Element, text: str, hand: Hand) -> Iterator[Element]:
    old = run.find(_w('rPr'))
    for part in filter(None, PART.split(text)):
        made = etree.Element(_w('r'))
        if part.startswith(OPEN):
            fonts = {_w('ascii'): hand.latin, _w('hAnsi'): hand.latin, _w('eastAsia'): hand.face}
            properties = etree.SubElement(made, _w('rPr'))
            etree.SubElement(properties, _w('rFonts'), fonts)
            etree.SubElement(properties, _w('color'), {_w('val'): FILL_INK})
            for name in ('sz', 'szCs'):
                etree.SubElement(properties, _w(name), {_w('val'): str(hand.size)})
        elif old is not None:
            made.append(etree.fromstring(etree.tostring(old)))
        child = etree.SubElement(made, _w('t'), {SPACE: 'preserve'})
        child.text = part.strip(OPEN + CLOSE)
        yield made
