"""Office files as zip archives: whole, not encrypted, and no larger inside than an office makes them."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from docforms.exceptions import InputError
from docforms.files import is_locked, shown
from docforms.i18n import _
from docforms.opening.kinds import Kind
from docforms.opening.markup import MarkupWatch

MOST_ENTRIES: Final = 5_000
MOST_UNPACKED: Final = 256 << 20
# Tables of equal rows shrink to a hundredth at most; only small parts may be packed more tightly.
MOST_RATIO: Final = 200
SMALL: Final = 4 << 20
_PIECE: Final = 1 << 16
_ENTRY: Final = b'PK\x01\x02'
_END: Final = b'PK\x05\x06'
_END_LENGTH: Final = 22
# The types of main parts, those with macros too; a workbook within a document has a type without `main`.
_WORD: Final = re.compile(rb'(?:wordprocessingml|ms-word)\.[\w.]+\.main\+xml')
_WORKBOOK: Final = re.compile(rb'(?:spreadsheetml|ms-excel)\.[\w.]+\.main\+xml')
_TYPES: Final = '[Content_Types].xml'
_DAMAGE: Final = (BadZipFile, zlib.error, struct.error, EOFError, OSError, LookupError, RuntimeError, ValueError)
# Pictures are not read as markup; drawings of other programs among them have a DOCTYPE.
_MEDIA: Final = '/media/'


def check_package(content: bytes, name: str) -> Kind:
    """Unpack an archive piece by piece, keeping nothing, and tell what it is; `name` is what messages call it.

    Raises:
        InputError: it is cut off, damaged, encrypted, or larger inside than `MOST_…` allow; or a part of an Office
            file has a DOCTYPE, or more elements than fit into memory.
    """
    if content.count(_ENTRY) > MOST_ENTRIES:
        message = _("{file}：压缩包里的文件超过 {most} 个，不是正常的 Word 或 Excel 文件，请检查是否选错了文件")
        raise InputError(message.format(file=shown(name), most=MOST_ENTRIES))
    if not _reaches_end(content):
        message = _("{file}：文件不完整，后面的部分丢失了；请重新复制或下载，或向提供文件的人再要一份")
        raise InputError(message.format(file=shown(name)))
    try:
        with ZipFile(BytesIO(content)) as archive:
            kind = _kind(archive)
            _check_members(archive, name, is_office=kind in {'docx', 'xlsx'})
            return kind
    except _DAMAGE as error:
        message = _("{file}：文件已损坏，读不了；请用原来的程序打开，另存一份后再试")
        raise InputError(message.format(file=shown(name))) from error


def _reaches_end(content: bytes) -> bool:
    """Tell whether the record that ends an archive is there, with the remark it announces."""
    place = content.rfind(_END)
    end = place + _END_LENGTH
    return place >= 0 and end + int.from_bytes(content[end - 2 : end], 'little') <= len(content)


def _kind(archive: ZipFile) -> Kind:
    """Tell what an archive is by its list of types, which every Office file has (ISO/IEC 29500-2, 10.1.2)."""
    names = set(archive.namelist())
    if _TYPES not in names:
        return 'ofd' if 'OFD.xml' in names else 'odf' if 'mimetype' in names else 'zip'
    if archive.getinfo(_TYPES).flag_bits & 1:
        return 'zip'
    with archive.open(_TYPES) as stream:
        types = stream.read(SMALL)
    return 'docx' if _WORD.search(types) else 'xlsx' if _WORKBOOK.search(types) else 'zip'


def _check_members(archive: ZipFile, name: str, *, is_office: bool) -> None:
    if is_locked(archive):
        message = _("{file}：文件加了密码，读不了；请去掉密码，另存一份后再试")
        raise InputError(message.format(file=shown(name)))
    if not is_office:
        return
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(set(names)) < len(names) or any('..' in each.split('/') or each.startswith('/') for each in names):
        # Two parts of one name: which one is checked and which one is read would be chance.
        raise BadZipFile
    watch = MarkupWatch(shown(name))
    unpacked = 0
    for member in members:
        before = unpacked
        with watch.part(looked_at=_MEDIA not in member.filename) as look:
            for piece in _pieces(archive, member):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED or unpacked - before > max(SMALL, MOST_RATIO * member.compress_size):
                    message = _("{file}：解压后的内容大得不正常，已停止；请用原来的程序打开，另存一份后再试")
                    raise InputError(message.format(file=shown(name)))
                look(piece)


def _pieces(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Unpack a member; its length and checksum have been compared when the last piece is there."""
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            yield piece
