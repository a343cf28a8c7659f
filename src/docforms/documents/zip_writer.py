"""Zip archives from members that are compressed already: what did not change is copied, not deflated again.

`zipfile` can only compress anew. Members and archives of docforms stay far below the 4 GiB that ask for the longer
headers of zip64: a template is refused above `files.MAX_BYTES`, printed values above `template_language.MAX_PRINTED`.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from isal import isal_zlib

# APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16; the last field of the second is the place of the member.
LOCAL: Final = struct.Struct('<4s5H3L2H')
CENTRAL: Final = struct.Struct('<4s6H3L5HL')
PLACE: Final = struct.Struct('<L')
END: Final = struct.Struct('<4s4H2LH')

VERSION: Final = 20
UNIX: Final = 3 << 8
READABLE: Final = 0o600 << 16
UTF8: Final = 0x800
DEFLATED: Final = 8
# 1 January 1980, midnight: the earliest moment a zip archive can name; Office itself writes it.
TIME, DATE = 0, 0x21

RAW: Final = -15
FAST, USUAL, BEST = 1, 6, 9


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its record there, and its entry in the directory up to the place of the record."""

    name: str
    record: bytes
    entry: bytes


def deflated(name: str, content: bytes, room: int) -> Member:
    """Compress a file that is different every time; more slowly where it would take more than `room` bytes.

    isal takes a tenth of the time of zlib and makes an eighth more of it. Among files that are always the same, which
    are compressed well, that hardly shows.
    """
    quick = isal_zlib.compress(content, FAST, RAW)
    return _member(name, content, quick if len(quick) <= room else zlib.compress(content, USUAL, RAW))


def deflated_once(name: str, content: bytes) -> Member:
    """Compress a file that goes into many archives: it takes longer and comes out smaller."""
    return _member(name, content, zlib.compress(content, BEST, RAW))


def archived(members: Sequence[Member]) -> bytes:
    """Write an archive; equal members give equal bytes."""
    records: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for member in members:
        records.append(member.record)
        directory += (member.entry, PLACE.pack(place), member.name.encode())
        place += len(member.record)
    listed = b''.join(directory)
    end = END.pack(b'PK\5\6', 0, 0, len(members), len(members), len(listed), place, 0)
    return b''.join((*records, listed, end))


def _member(name: str, content: bytes, compressed: bytes) -> Member:
    encoded = name.encode()
    checksum = isal_zlib.crc32(content)
    facts = (UTF8, DEFLATED, TIME, DATE, checksum, len(compressed), len(content), len(encoded), 0)
    record = LOCAL.pack(b'PK\3\4', VERSION, *facts) + encoded + compressed
    return Member(name, record, CENTRAL.pack(b'PK\1\2', UNIX | VERSION, VERSION, *facts, 0, 0, 0, READABLE))
