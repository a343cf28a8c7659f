"""Tables with a header: workbooks and csv files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docforms.batch.cells import Cell, Line
from docforms.batch.header import KEY, Header
from docforms.batch.labels import Labels
from docforms.batch.reading import LineReader
from docforms.batch.rows import Place, Row, RowFinding
from docforms.i18n import _

Lines = Callable[[], Iterator[Line]]


@dataclass(frozen=True, slots=True)
class SheetSource:
    """One sheet that has been opened: its lines from the beginning, and how they are read."""

    lines: Lines
    reader: LineReader

    @property
    def header(self) -> Header:
        """The header."""
        return self.reader.header

    def data(self) -> Iterator[Line]:
        """Give the lines below the header."""
        return (line for line in self.lines() if line.number > self.header.line)

    def key(self, line: Line) -> str:
        """Give the row key of a line; '' where it has none."""
        cell = line.cells.get(self.header.key)
        return '' if cell is None else _key(cell)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A workbook or csv file; `lists` are its further sheets by the field they fill.

    Further sheets are kept in memory while the first is read: their rows may stand in any order.
    """

    path: Path
    main: SheetSource
    lists: Mapping[str, SheetSource] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers of the first sheet."""
        return tuple(self.main.header.titles.values())

    def __iter__(self) -> Iterator[Row]:
        """Read the rows, those of further sheets with the row they belong to."""
        held = {name: _Held(source) for name, source in self.lists.items()}
        often = Counter(self.main.key(line) for line in self.main.data()) if held else Counter[str]()
        for line in self.main.data():
            values, findings = self.main.reader.read(line)
            lines: dict[str, tuple[int, ...]] = {}
            key = self.main.key(line)
            if not values and not findings and not any(key and key in rows.by_key for rows in held.values()):
                continue  # numbered ahead, but not filled in
            if key and often[key] > 1:
                message = _("“{key}”{number}用了不止一次").format(key=KEY, number=key)
                remedy = _("请让每一行的“{key}”各不相同").format(key=KEY)
                findings.append(self.main.reader.finding(line.number, self.main.header.key, message, remedy))
            for name, rows in held.items():
                if key and key in rows.by_key:
                    values[name], lines[name] = rows.values(key)
                    findings += rows.findings(key)
            yield Row(line.number, values, tuple(findings), lines)
        for rows in held.values():
            yield from rows.orphans(often)

    def place(self, row: Row, parts: Sequence[str]) -> Place:
        """Tell where a value stands, by its pointer split into parts."""
        source, number, name = self.main, row.number, parts[0] if parts else ''
        column = source.header.column_of(name)
        if name in self.lists and len(parts) > 1:
            source, name = self.lists[name], parts[2] if len(parts) > 2 else ''
            number = row.lines[parts[0]][int(parts[1])]
            column = source.header.column_of(name)
        elif name in self.lists:
            column = source.header.key
        label = source.reader.label(name) if name else ''
        return Place(source.header.sheet, number, label, source.reader.address(number, column))


class _Held:
    """The rows of a further sheet, by the key of the row they belong to."""

    def __init__(self, source: SheetSource) -> None:
        self._source = source
        self.by_key: dict[str, list[tuple[int, dict[str, Any], list[RowFinding]]]] = {}
        for line in source.data():
            self.by_key.setdefault(source.key(line), []).append((line.number, *source.reader.read(line)))

    def values(self, key: str) -> tuple[list[dict[str, Any]], tuple[int, ...]]:
        """Give the rows of a key, and their lines."""
        rows = self.by_key[key]
        return [values for _line, values, _findings in rows], tuple(line for line, _values, _findings in rows)

    def findings(self, key: str) -> list[RowFinding]:
        """Give what is wrong with the rows of a key."""
        return [finding for _line, _values, findings in self.by_key[key] for finding in findings]

    def orphans(self, keys: Mapping[str, int]) -> Iterator[Row]:
        """Give the rows that belong to none."""
        reader = self._source.reader
        for key, rows in self.by_key.items():
            if key and key in keys:
                continue
            for line, _values, findings in rows:
                fact = _("第一张工作表没有“{key}”为{number}的行") if key else _("没有填写“{key}”")
                message = fact.format(key=KEY, number=key)
                remedy = _("请填写所属那一行的“{key}”").format(key=KEY)
                own = reader.finding(line, self._source.header.key, message, remedy)
                yield Row(line, {}, (own, *findings))


def _key(cell: Cell) -> str:
    """Write a row key; 1 and 1.0 are the same."""
    text = cell.text.strip()
    return text.removesuffix('.0') if cell.kind == 'number' else text


def labels_of_list(labels: Labels, name: str) -> Labels:
    """Give the labels of the rows of a list."""
    return Labels(labels.properties[name]['items']['properties'])
