"""File names from the fields of a row: safe on Windows and Linux, never a path, never the same twice.

Sources: Microsoft, "Naming Files, Paths, and Namespaces" (forbidden characters, device names, ends of names);
Unicode NFC, because the same text typed on two systems must give the same name.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from string import Formatter
from typing import Any, Final

from docforms.exceptions import UsageError
from docforms.expressions import nearest, printed
from docforms.i18n import _
from docforms.packs import DocumentType

# Bytes of a whole name in UTF-8; ext4, NTFS and zip readers take 255, and a temporary name beside it is longer.
LONGEST: Final = 200
# What no name may hold, as its full-width twin, which looks the same.
FORBIDDEN: Final = str.maketrans('<>:"/\\|?*', '＜＞：＂／＼｜？＊')
# Control characters, halves of characters, non-characters and marks that turn the reading order.
UNSEEN: Final = re.compile(
    '[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufff9-\uffff]'
)
# Hidden files, options of commands, and Word's own lock files begin so.
LEADING: Final = {'.': '．', '-': '－', '~': '～'}
DEVICE: Final = re.compile(r'(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?=\.|$)', re.IGNORECASE)
NAMELESS: Final = '_'
# Hexadecimal digits of the hash that tells shortened names apart.
HASH: Final = 8

ROW: Final = 'row'


def safe_stem(text: str, room: int) -> str:
    """Write a text as a file name without its ending, of at most `room` bytes.

    Different texts may give the same name: `Names` sees to that.
    """
    whole = unicodedata.normalize('NFC', UNSEEN.sub('_', text).translate(FORBIDDEN))
    stem = _ends_made_safe(whole)
    if len(stem.encode()) > room:
        mark = f'~{sha256(whole.encode()).hexdigest()[:HASH]}'
        stem = _ends_made_safe(_cut(stem, room - len(mark))) + mark
    return stem


def _ends_made_safe(stem: str) -> str:
    stem = stem.strip()
    trimmed = stem.rstrip('. ')
    # Windows drops dots and blanks at the end; full-width ones stay.
    stem = trimmed + stem[len(trimmed) :].replace('.', '．').replace(' ', '_')
    if not stem:
        return NAMELESS
    stem = LEADING.get(stem[0], stem[0]) + stem[1:]
    return DEVICE.sub(r'\1_', stem, count=1) if DEVICE.match(stem) else stem


def _cut(text: str, room: int) -> str:
    """Cut a text to a number of bytes, between characters and never before a mark that belongs to one."""
    kept = text.encode()[: max(room, 0)].decode(errors='ignore')
    end = len(kept)
    while 0 < end < len(text) and unicodedata.combining(text[end]):
        end -= 1
    # A full-width dot takes the room of three: leave some for ends that have to be made safe.
    return kept[:end].rstrip('. ')


def folded(name: str) -> str:
    """Write a name so that names one folder of Windows or macOS cannot hold side by side become equal."""
    return unicodedata.normalize('NFC', unicodedata.normalize('NFC', name).casefold())


class Names:
    """Give every document of a run its own name, in list order.

    A name that is taken gets （2）, （3） and so on. What is taken is kept in a file of the system's temporary folder
    that goes with the process: in memory the names of a million rows would grow it.
    """

    def __init__(self, ending: str) -> None:
        """Begin without any; `ending` is that of the files, with its dot."""
        self._ending = ending
        self._taken = sqlite3.connect('', isolation_level=None)
        self._taken.execute('PRAGMA journal_mode = OFF')
        self._taken.execute('CREATE TABLE taken (name BLOB PRIMARY KEY, last INTEGER) WITHOUT ROWID')
        self._taken.execute('BEGIN')

    def name(self, text: str) -> str:
        """Take the name of a text."""
        room = LONGEST - len(self._ending.encode())
        stem = safe_stem(text, room)
        if self._take(stem):
            return stem + self._ending
        number = self._last(stem)
        while True:
            number += 1
            mark = f'（{number}）'
            other = safe_stem(stem, room - len(mark.encode())) + mark
            if self._take(other):
                self._taken.execute('UPDATE taken SET last = ? WHERE name = ?', (number, _key(stem)))
                return other + self._ending

    def close(self) -> None:
        """Forget them."""
        self._taken.close()

    def _take(self, stem: str) -> bool:
        cursor = self._taken.execute('INSERT OR IGNORE INTO taken VALUES (?, 1)', (_key(stem),))
        return cursor.rowcount == 1

    def _last(self, stem: str) -> int:
        (last,) = self._taken.execute('SELECT last FROM taken WHERE name = ?', (_key(stem),)).fetchone()
        return int(last)


def _key(stem: str) -> bytes:
    return sha256(folded(stem).encode()).digest()[:16]


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern such as `{number}-{institution_name}`: texts, and fields of the document or the row's line."""

    source: str
    parts: tuple[tuple[str, str | None, int], ...]
    """Text, the field that follows it, and the least number of digits for the line of the row."""

    def text(self, row: int, values: Mapping[str, Any]) -> str:
        """Fill the pattern; a field the row does not have gives nothing."""
        words = []
        for text, field, digits in self.parts:
            words.append(text)
            if field == ROW:
                words.append(f'{row:0{digits}}')
            elif field is not None:
                words.append(str(printed(values.get(field, ''))))
        return ''.join(words)


def default_pattern(addressee: str) -> str:
    """Give the pattern used when none is asked for: the files lie in list order; `addressee` may be ''."""
    return '{row:05}-{' + addressee + '}' if addressee else '{row:05}'


def name_pattern(text: str, document: DocumentType) -> NamePattern:
    """Read a pattern.

    Raises:
        UsageError: it is not written as one, names no field, or a field that is a list or a group.
    """
    try:
        found = list(Formatter().parse(text))
    except ValueError:
        message = _("文件名格式“{pattern}”写法不对：大括号要成对，例如 {example}")
        raise UsageError(message.format(pattern=text, example="{row:05}-{institution_name}")) from None
    parts = []
    for literal, field, digits, conversion in found:
        if field is not None:
            _check_field(text, field, digits or '', conversion, document)
        if re.search(r'[/\\]', literal):
            raise UsageError(_("文件名格式“{pattern}”里不能有斜杠：所有文件写在同一个文件夹").format(pattern=text))
        parts.append((literal, field, int(digits or 0)))
    if all(field is None for _literal, field, _digits in parts):
        raise UsageError(_("文件名格式“{pattern}”里没有字段，各份文件会同名").format(pattern=text))
    return NamePattern(text, tuple(parts))


def _check_field(pattern: str, field: str, digits: str, conversion: str | None, document: DocumentType) -> None:
    known = document.schema.get('properties', {})
    if field == ROW and conversion is None and re.fullmatch(r'(0?[1-9])?', digits):
        return
    if field not in known or digits or conversion:
        near = nearest(field, [ROW, *known])
        message = _("文件名格式“{pattern}”：文书“{title}”没有字段“{field}”{near}")
        raise UsageError(message.format(pattern=pattern, title=document.title, field=field, near=near))
    if known[field].get('type') in {'array', 'object'}:
        message = _("文件名格式“{pattern}”：字段“{field}”是一组值，不能用作文件名")
        raise UsageError(message.format(pattern=pattern, field=field))
