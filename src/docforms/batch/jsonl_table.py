"""Tables of one JSON object in each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from docforms.batch.labels import Labels
from docforms.batch.rows import Place, Row, RowFinding
from docforms.exceptions import InputError
from docforms.files import opened, shown
from docforms.i18n import _
from docforms.records import parse_json

MAX_LINE: Final = 16 * 1024 * 1024
_BOM: Final = b'\xef\xbb\xbf'


@dataclass(frozen=True, slots=True)
class JsonlTable:
    """A jsonl file: fields by their names, or by their labels; one line is in memory at a time."""

    path: Path
    labels: Labels
    columns: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        """Read the rows; blank lines are passed over."""
        with opened(self.path) as stream:
            number = 0
            while content := stream.readline(MAX_LINE + 1):
                number += 1
                if number == 1:
                    content = content.removeprefix(_BOM)
                if len(content) > MAX_LINE:
                    while content and not content.endswith(b'\n'):
                        content = stream.readline(MAX_LINE)
                    yield self._unread(number, _("这一行过长，超过 {limit} MB").format(limit=MAX_LINE // 1024 // 1024))
                elif content.strip():
                    yield self._row(number, content)

    def place(self, row: Row, parts: Sequence[str]) -> Place:
        """Tell where a value stands: a line, and the labels of its field."""
        words = []
        known = self.labels.properties
        for part in parts:
            if part.isdecimal() and part not in known:
                words.append(_("第{row}行").format(row=int(part) + 1))
                continue
            node = known.get(part, {})
            words.append(str(node.get('title') or part[:60]))
            known = node.get('properties') or node.get('items', {}).get('properties', {})
        return Place('', row.number, ' '.join(words), '')

    def _row(self, number: int, content: bytes) -> Row:
        name = shown(self.path.name)
        try:
            data = parse_json(content.decode('utf-8').rstrip('\r\n'), name, first_line=number)
        except UnicodeDecodeError:
            return self._unread(number, _("这一行不是 UTF-8 编码"))
        except InputError as error:
            # The name of the file stands over the whole report.
            return self._unread(number, str(error).removeprefix(f'{name}：').removeprefix(f'{name}: '))
        if not isinstance(data, dict):
            return self._unread(number, _("这一行不是一组“名称: 值”（JSON 对象）"))
        return self._named(number, data)

    def _named(self, number: int, data: dict[str, Any]) -> Row:
        values: dict[str, Any] = {}
        findings: list[RowFinding] = []
        for key, value in data.items():
            name = key if key in self.labels.properties else self.labels.name_of(key) or key
            if name in values:
                message = _("“{title}”这一项写了两次").format(title=self.labels.title(name))
                findings.append(RowFinding('', number, self.labels.title(name), '', message, _("请只留一处")))
            values[name] = value
        return Row(number, values, tuple(findings))

    @staticmethod
    def _unread(number: int, message: str) -> Row:
        return Row(number, {}, (RowFinding('', number, '', '', message, _("请改正这一行；每一行应是一个 JSON 对象")),))
