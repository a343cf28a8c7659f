"""The parts of a workbook: its sheets, shared texts and number formats, read without trusting any of them."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile

from lxml import etree

from docforms.batch.dates import Look, look_of
from docforms.exceptions import InputError
from docforms.files import ENCRYPTED_PACKAGE, is_locked, kind_of, opened, shown, unpacked_size
from docforms.i18n import _

# Parts that are read as a whole; the sheets themselves are read piece by piece.
MAX_PART: Final = 256 * 1024 * 1024
# A workbook with a sheet of all the rows Excel has, and twenty columns, is smaller.
MAX_UNPACKED: Final = 4 * 1024 * 1024 * 1024
_ESCAPED: Final = re.compile('_x([0-9A-Fa-f]{4})_')
# A wrong place to read at is an OSError.
_DAMAGE: Final = (
    BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError, LookupError, NotImplementedError, ValueError, OSError,
)  # fmt: skip
_HEAD: Final = 4096
_DIRECTORY: Final = 4096
_LARGEST_SECTOR: Final = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, the part it is kept in, and whether the clerk sees it."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What all sheets of a workbook share."""

    path: Path
    sheets: tuple[Sheet, ...]
    from_1904: bool
    texts: list[str] = field(repr=False)
    looks: tuple[Look, ...] = field(repr=False)

    @contextmanager
    def part(self, sheet: Sheet) -> Iterator[IO[bytes]]:
        """Open the part of a sheet; damage found while it is read is an `InputError`."""
        with _archive(self.path) as archive, archive.open(sheet.part) as stream:
            yield stream


def open_package(path: Path) -> Package:
    """Read what the sheets of a workbook share.

    Raises:
        InputError: it is no workbook, or a damaged, an encrypted or an old one.
    """
    _refuse_other_kinds(path)
    with _archive(path) as archive:
        root = next((r for r in _relations(archive, '') if r.kind == 'officeDocument'), None)
        if root is None:
            raise KeyError(path)
        relations = {relation.id: relation for relation in _relations(archive, root.target)}
        by_kind = {relation.kind: relation.target for relation in relations.values()}
        book = _parsed(archive, root.target)
        properties = book.find('{*}workbookPr')
        from_1904 = properties is not None and properties.get('date1904') in {'1', 'true'}
        sheets = tuple(_sheets(book, {r.id: r.target for r in relations.values() if r.kind == 'worksheet'}, archive))
        texts = _texts(archive, by_kind['sharedStrings']) if 'sharedStrings' in by_kind else []
        if not sheets:
            raise KeyError(path)
        looks = tuple(_looks(_parsed(archive, by_kind['styles']))) if 'styles' in by_kind else ()
    return Package(path, sheets, from_1904, texts, looks)


def unescaped(text: str) -> str:
    """Give a text as it was typed: _x000D_ stands for a character XML cannot hold; line ends become line feeds."""
    if '_x' in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace('\r\n', '\n').replace('\r', '\n') if '\r' in text else text


def text_of(element: Any) -> str:
    """Join the runs of a text; the readings printed above it are no part of it."""
    return unescaped(''.join(t.text or '' for t in element.iter('{*}t') if not t.getparent().tag.endswith('}rPh')))


def pieces(stream: IO[bytes], *tags: str) -> Iterator[Any]:
    """Give the elements of some names as they are read, and forget each when the next is asked for."""
    for _event, element in etree.iterparse(
        stream, tag=[f'{{*}}{tag}' for tag in tags], resolve_entities=False, no_network=True, load_dtd=False
    ):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _refuse_other_kinds(path: Path) -> None:
    with opened(path) as stream:
        start = stream.read(_HEAD)
        kind = kind_of(start)
        locked = kind == 'ole' and _is_encrypted(start, stream)
    if not start.strip():
        raise InputError(_("{file}：文件是空的，请检查是否选错了文件").format(file=shown(str(path))))
    if kind == 'zip':
        return
    if locked:
        reason = _locked()
    elif kind == 'ole':
        reason = _("这是旧版（.xls）工作簿，或设有打开密码；请在 Excel 或 WPS 中去掉密码，另存为 .xlsx 再试")
    else:
        reason = _("这不是 Excel 工作簿（.xlsx），请检查是否选错了文件")
    raise InputError(f'{shown(str(path))}：{reason}')


def _is_encrypted(start: bytes, stream: IO[bytes]) -> bool:
    """Look for the mark among the names of the container's streams.

    [MS-CFB] 2.2: the size of a sector is given as a power of 2 at byte 30, the first sector of names at byte 48.
    """
    size = 1 << min(int.from_bytes(start[30:32], 'little'), _LARGEST_SECTOR)
    stream.seek((int.from_bytes(start[48:52], 'little') + 1) * size)
    return ENCRYPTED_PACKAGE in stream.read(_DIRECTORY)


@contextmanager
def _archive(path: Path) -> Iterator[ZipFile]:
    """Open the archive; whatever damage shows while it is read becomes one message."""
    with opened(path) as stream:
        try:
            with ZipFile(stream) as archive:
                _refuse_unreadable(archive, path)
                yield archive
        except _DAMAGE:
            message = _("{file}：不是完好的 Excel 工作簿；请在 Excel 或 WPS 中打开并另存为 .xlsx 再试")
            raise InputError(message.format(file=shown(str(path)))) from None


def _refuse_unreadable(archive: ZipFile, path: Path) -> None:
    if is_locked(archive):
        raise InputError(f'{shown(str(path))}：{_locked()}')
    if unpacked_size(archive) > MAX_UNPACKED:
        message = _("{file}：工作簿的内容过大，读不了；请只留要用的数据，另存一份再试")
        raise InputError(message.format(file=shown(str(path))))


def _locked() -> str:
    return _("工作簿设有打开密码，读不了；请在 Excel 或 WPS 中去掉密码，另存一份再试")


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    kind: str
    target: str


def _relations(archive: ZipFile, part: str) -> Iterator[_Relation]:
    folder, name = posixpath.split(part)
    for each in _parsed(archive, posixpath.join(folder, '_rels', f'{name}.rels')):
        if isinstance(each.tag, str) and each.get('TargetMode') != 'External':
            target = posixpath.normpath(posixpath.join('/', folder, each.get('Target', ''))).lstrip('/')
            yield _Relation(each.get('Id', ''), each.get('Type', '').rpartition('/')[2], target)


def _parsed(archive: ZipFile, part: str) -> Any:
    _refuse_large(archive, part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(part), parser)


def _refuse_large(archive: ZipFile, part: str) -> None:
    if archive.getinfo(part).file_size > MAX_PART:
        raise BadZipFile(part)


def _sheets(book: Any, parts: Mapping[str, str], archive: ZipFile) -> Iterator[Sheet]:
    """List the worksheets; charts and macro sheets are none."""
    names = set(archive.namelist())
    for each in book.iterfind('{*}sheets/{*}sheet'):
        relation = next((value for key, value in each.attrib.items() if key.endswith('}id')), '')
        if relation in parts and parts[relation] in names:
            yield Sheet(each.get('name', ''), parts[relation], each.get('state', 'visible') == 'visible')


def _texts(archive: ZipFile, part: str) -> list[str]:
    _refuse_large(archive, part)
    with archive.open(part) as stream:
        return [text_of(element) for element in pieces(stream, 'si')]


def _looks(styles: Any) -> Iterator[Look]:
    codes = {each.get('numFmtId'): each.get('formatCode', '') for each in styles.iterfind('{*}numFmts/{*}numFmt')}
    for each in styles.iterfind('{*}cellXfs/{*}xf'):
        number = each.get('numFmtId', '0')
        yield look_of(int(number), codes.get(number))
