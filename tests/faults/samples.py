"""Ordinary files of every kind, made at run time, and the same files damaged by chance."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO

import openpyxl
from PIL import Image, ImageDraw

WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def body(inside: str) -> str:
    """Write the main part of a Word document."""
    return f'<w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack parts into a zip archive."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, 'w', zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return stream.getvalue()


def word(main: str | bytes = '', **others: str | bytes) -> bytes:
    """Make a Word document with a main part; `others` are further parts in its folder."""
    text = ''.join(f'<w:p><w:r><w:t>第{number}行</w:t></w:r></w:p>' for number in range(60))
    parts = {'[Content_Types].xml': TYPES, '_rels/.rels': RELATIONS, 'word/document.xml': main or body(text)}
    return archive({**parts, **{f'word/{name}.xml': part for name, part in others.items()}})


def workbook(replaced: Mapping[str, str | bytes] | None = None) -> bytes:
    """Make a workbook; parts of it may be replaced."""
    book = openpyxl.Workbook()
    for row in range(20):
        book.active.append([f'第{row}行', row, row / 7])
    stream = BytesIO()
    book.save(stream)
    if not replaced:
        return stream.getvalue()
    with zipfile.ZipFile(stream) as packed:
        parts: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    return archive({**parts, **replaced})


def pdf(*, page: str = '/MediaBox [0 0 595 842]', content: bytes | None = None, count: int = 1, **more: bytes) -> bytes:
    """Make a PDF of equal pages; `page` are the keys of a page, `content` draws it, `more` are the objects
    `_6` to `_99`.
    """
    drawn = content or b'BT /F 20 Tf 72 720 Td (Form 1) Tj 0 -30 Td (Name) Tj ET 72 600 200 80 re S'
    kids = ' '.join(f'{100 + number} 0 R' for number in range(count))
    objects = {
        1: b'<< /Type /Catalog /Pages 2 0 R >>',
        2: f'<< /Type /Pages /Kids [{kids}] /Count {count} >>'.encode(),
        3: b'<< /Font << /F 4 0 R >> /XObject << /X 6 0 R >> >>',
        4: b'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
        5: drawn if drawn.startswith(b'<<') else b'<< /Length %d >>\nstream\n%s\nendstream' % (len(drawn), drawn),
    }
    leaf = f'<< /Type /Page /Parent 2 0 R /Resources 3 0 R /Contents 5 0 R {page} >>'.encode()
    objects |= {int(name[1:]): value for name, value in more.items()}
    objects |= {100 + number: leaf for number in range(count)}
    stream = BytesIO()
    stream.write(b'%PDF-1.7\n')
    places = {}
    for number, value in objects.items():
        places[number] = stream.tell()
        stream.write(b'%d 0 obj\n%s\nendobj\n' % (number, value))
    start = stream.tell()
    stream.write(b'xref\n0 1\n0000000000 65535 f \n')
    for number, place in places.items():
        stream.write(b'%d 1\n%010d 00000 n \n' % (number, place))
    stream.write(b'trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' % (max(objects) + 1, start))
    return stream.getvalue()


def picture(kind: str, mode: str = 'L') -> bytes:
    """Make a small picture of text."""
    image = Image.new(mode, (300, 200), 'white')
    ImageDraw.Draw(image).text((20, 20), 'Form 1', 'black')
    stream = BytesIO()
    image.save(stream, kind, **({'compression': 'tiff_lzw'} if kind == 'TIFF' else {}))
    return stream.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Damage a file: bytes changed, lost, doubled or moved, a number made huge, or its end cut off."""
    damaged = bytearray(content)
    for _damage in range(chance.choice([1, 1, 2, 8, 40])):
        place = chance.randrange(len(damaged) or 1)
        length = chance.randrange(1, 64)
        match chance.randrange(6):
            case 0:
                damaged[place : place + 1] = chance.randbytes(1)
            case 1:
                del damaged[place : place + length]
            case 2:
                damaged[place:place] = damaged[place : place + length]
            case 3:
                damaged[place : place + 4] = chance.choice([b'\xff' * 4, b'\0' * 4, b'\x7f\xff\xff\xff', b'9999'])
            case 4:
                other = chance.randrange(len(damaged) or 1)
                damaged[place : place + length] = damaged[other : other + length]
            case _ if chance.random() < 0.1:
                del damaged[place:]
    return bytes(damaged)


def repacked(content: bytes, chance: random.Random) -> bytes:
    """Damage what is inside a zip archive: its parts are unpacked, damaged and packed again."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        parts: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    name = chance.choice(sorted(parts))
    part = parts[name]
    assert isinstance(part, bytes)
    return archive({**parts, name: mutated(part, chance)})


def mutations(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Give damaged copies of a file, the same on every run; half of those of an archive are damaged inside."""
    chance = random.Random(seed)  # noqa: S311
    is_archive = content.startswith(b'PK')
    for number in range(count):
        yield repacked(content, chance) if is_archive and number % 2 else mutated(content, chance)
