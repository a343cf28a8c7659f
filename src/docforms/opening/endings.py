"""Whether a picture is there to its end, told from its structure without decoding it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from docforms.opening.kinds import Kind
from docforms.opening.pages import MOST_PAGES

_PNG_HEAD: Final = 8
_PNG_CHUNK: Final = struct.Struct('>I4s')
# Markers of JPEG that stand alone (ITU T.81, table B.1): TEM, RST0 to RST7, SOI; and of the scan and the end.
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = b'\xff\xd9'
# Lengths of the types of TIFF (TIFF 6.0, section 2), and how numbers of 2 and 4 bytes are read.
_LENGTHS: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_NUMBERS: Final = {3: 'H', 4: 'I'}
# The tags that say where the strips and tiles of a page are, and how long they are.
_PLACES: Final = {273: 279, 324: 325}
_MOST_STRIPS: Final = 100_000


def is_cut_off(content: bytes, kind: Kind) -> bool:
    """Tell whether something of a picture is missing at its end."""
    reaches: Callable[[bytes], bool] = {'png': _reaches_png, 'jpeg': _reaches_jpeg, 'tiff': _reaches_tiff}[kind]
    try:
        return not reaches(content)
    except struct.error:
        return True


def _reaches_png(content: bytes) -> bool:
    place = _PNG_HEAD
    while True:
        length, name = _PNG_CHUNK.unpack_from(content, place)
        place += _PNG_CHUNK.size + length + 4
        if name == b'IEND':
            return bool(place <= len(content))


def _reaches_jpeg(content: bytes) -> bool:
    """Follow the segments to the first scan, behind which the mark of the end stands; previews end before it."""
    place = 2
    while True:
        start, marker = struct.unpack_from('BB', content, place)
        if start != 0xFF:
            # Damage in between is for the decoder to tell.
            return _END_OF_IMAGE in content[place:]
        if marker == _SCAN:
            return content.find(_END_OF_IMAGE, place) >= 0
        if marker == 0xFF:
            place += 1
        elif marker in _ALONE:
            place += 2
        else:
            place += 2 + int(struct.unpack_from('>H', content, place + 2)[0])


def _reaches_tiff(content: bytes) -> bool:
    order = '<' if content.startswith(b'II') else '>'
    for page in _tiff_pages(content, order):
        for places, lengths in _PLACES.items():
            strips = zip(page.get(places, ()), page.get(lengths, ()), strict=False)
            if any(place + length > len(content) for place, length in strips):
                return False
    return True


def _tiff_pages(content: bytes, order: str) -> Iterator[Mapping[int, tuple[int, ...]]]:
    """Give the numbers of each page by their tags; raises `struct.error` for what is not there."""
    (place,) = struct.unpack_from(f'{order}I', content, 4)
    for _page in range(MOST_PAGES):
        if not place:
            return
        (count,) = struct.unpack_from(f'{order}H', content, place)
        page: dict[int, tuple[int, ...]] = {}
        for number in range(count):
            at = place + 2 + 12 * number
            tag, kind, length = struct.unpack_from(f'{order}HHI', content, at)
            at += 8
            if length * _LENGTHS.get(kind, 1) > 4:
                (at,) = struct.unpack_from(f'{order}I', content, at)
            if at + length * _LENGTHS.get(kind, 1) > len(content):
                raise struct.error(tag)
            if kind in _NUMBERS and length <= _MOST_STRIPS:
                page[tag] = struct.unpack_from(f'{order}{length}{_NUMBERS[kind]}', content, at)
        yield page
        (place,) = struct.unpack_from(f'{order}I', content, place + 2 + 12 * count)
