"""Find the columns of a table by its header, and say everything wrong with the header at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from docforms.batch.cells import Area, Cell, Line, letters
from docforms.batch.labels import Labels, normal, role_of
from docforms.batch.rows import RowFinding
from docforms.i18n import _

# A list goes from office to office: what it must be called does not follow the language of the interface.
KEY: Final = '行号'
"""The column that says which row of the first sheet a row of another sheet belongs to."""
NOTE: Final = '备注'
"""A header that begins so is the clerk's own."""
_OWN: Final = ('序号', KEY)
_SHOWN: Final = 40
# How far down a header is looked for, and how many merged cells are told one by one.
_FIRST_LINES: Final = 6
_MOST_AREAS: Final = 20


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of one sheet: its line, the field of each column, and what the sheet calls it.

    `key` is the column of the row key, 0 where there is none; `own` are the columns of the clerk, which are not read.
    """

    sheet: str
    line: int
    fields: Mapping[int, str]
    titles: Mapping[int, str]
    key: int
    own: frozenset[int]

    def column_of(self, name: str) -> int:
        """Give the column of a field, 0 where it has none."""
        return next((column for column, field in self.fields.items() if field == name), 0)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a header must and may have: labels, the fields that need a column, and whether rows have keys."""

    labels: Labels
    needed: Collection[str]
    keyed: bool
    has_sheets: bool
    """Whether the file can have further sheets; a csv file cannot."""


class HeaderReader:
    """Reads the header of one sheet and collects what is wrong with it."""

    def __init__(self, sheet: str, expected: Expected, *, addressed: bool) -> None:
        self._sheet = sheet
        self._expected = expected
        self._labels = expected.labels
        self._addressed = addressed
        self.faults: list[RowFinding] = []

    def read(self, lines: Iterator[Line], areas: Sequence[Area] = ()) -> Header | None:
        """Read the header from the first lines; None when there is none at all."""
        first = list(islice(lines, _FIRST_LINES))
        if not first:
            self._fault(1, 0, '', _("表里没有内容"), _("请在第一行写表头，从第二行起填写数据"))
            return None
        place = self._place(first)
        if place:
            message = _("表头应是第一个有内容的行，现在第 {line} 行才是表头").format(line=first[place].number)
            self._fault(first[0].number, 0, '', message, _("请删去表头上面的行"))
        line = first[place]
        header = self._columns(line)
        self._second(line, first[place + 1 :])
        self._merged(line, areas)
        self._missing(line, header)
        return header

    def _place(self, lines: Sequence[Line]) -> int:
        """Find which of the first lines names fields: the first that names any, where a later one does not name two."""
        known = [self._known(line) for line in lines]
        if known[0]:
            return 0
        return next((place for place, count in enumerate(known) if count > 1), 0)

    def _known(self, line: Line) -> int:
        return sum(self._labels.name_of(cell.text) is not None for cell in line.cells.values() if cell.kind == 'text')

    def _columns(self, line: Line) -> Header:
        fields: dict[int, str] = {}
        titles = {column: ' '.join(cell.text.split())[:_SHOWN] for column, cell in line.cells.items()}
        own: set[int] = set()
        key = 0
        unknown: list[int] = []
        for column, cell in sorted(line.cells.items()):
            name = self._labels.name_of(cell.text)
            if self._expected.keyed and normal(cell.text) == KEY and not key:
                key = column
            elif name is not None and role_of(self._labels.properties[name]) in {'table', 'other'}:
                self._elsewhere(line, column, titles[column], name)
            elif name in fields.values():
                self._twice(line, column, titles)
            elif name is not None:
                fields[column] = name
            elif _is_own(cell):
                own.add(column)
            else:
                unknown.append(column)
        for column in unknown:
            near = self._labels.near(titles[column], fields.values())
            message = _("文书没有“{title}”这一项{near}").format(title=titles[column], near=near)
            remedy = _("请改正表头或删去这一列；只供自己看的列，表头请以“{note}”开头").format(note=NOTE)
            self._fault(line.number, column, titles[column], message, remedy)
        return Header(self._sheet, line.number, fields, titles, key, frozenset(own))

    def _twice(self, line: Line, column: int, titles: Mapping[int, str]) -> None:
        message = _("“{title}”这一项有两列").format(title=titles[column])
        self._fault(line.number, column, titles[column], message, _("请只留一列"))

    def _elsewhere(self, line: Line, column: int, title: str, name: str) -> None:
        if role_of(self._labels.properties[name]) == 'other' or not self._expected.has_sheets:
            remedy = _("请删去这一列；有这一项的文书请用 .xlsx 或 .jsonl")
        else:
            message = _("请删去这一列，把内容填在工作表“{sheet}”里，用“{key}”一列对应")
            remedy = message.format(sheet=self._labels.title(name), key=KEY)
        self._fault(line.number, column, title, _("“{title}”有多行内容，一个单元格填不下").format(title=title), remedy)

    def _second(self, line: Line, later: Sequence[Line]) -> None:
        """Tell of a second line of headers."""
        for other in later[:1]:
            texts = [cell for cell in other.cells.values() if cell.kind == 'text']
            known = self._known(other)
            if known > 1 or (known == 1 and len(other.cells) == len(texts) == 1 < len(line.cells)):
                message = _("第 {line} 行也是表头，表头只能有一行").format(line=other.number)
                self._fault(other.number, 0, '', message, _("请把两行表头合成一行，删去多余的一行"))

    def _merged(self, line: Line, areas: Sequence[Area]) -> None:
        found = [area for area in areas if area.bottom >= line.number]
        for area in found[:_MOST_AREAS]:
            title = line.cells[area.left].text[:_SHOWN] if area.top <= line.number and area.left in line.cells else ''
            if area.top <= line.number:
                message, remedy = _("表头单元格 {area} 是合并的"), _("请取消合并，让每一列在同一行里各有一个表头")
            else:
                message, remedy = _("单元格 {area} 是合并的"), _("请取消合并，并在每一行里分别填写")
            text = message.format(area=area.address)
            self.faults.append(RowFinding(self._sheet, area.top, title, area.address, text, remedy))
        if len(found) > _MOST_AREAS:
            message = _("还有 {count} 处合并的单元格").format(count=len(found) - _MOST_AREAS)
            self._fault(line.number, 0, '', message, _("请全选工作表，取消合并，并在每一行里分别填写"))

    def _missing(self, line: Line, header: Header) -> None:
        for name in self._labels.properties:
            if name in self._expected.needed and name not in header.fields.values():
                title = self._labels.title(name)
                message = _("缺少“{title}”一列，这一项必须填写").format(title=title)
                self._fault(line.number, 0, title, message, _("请加上这一列；也可以写在本单位的固定信息里"))
        if self._expected.keyed and not header.key:
            message = _("缺少“{key}”一列，不知道各工作表的行怎样对应").format(key=KEY)
            remedy = _("请在各工作表加上“{key}”一列，同一份文书写同一个号").format(key=KEY)
            self._fault(line.number, 0, KEY, message, remedy)

    def _fault(self, line: int, column: int, title: str, message: str, remedy: str) -> None:
        cell = f'{letters(column)}{line}' if column and self._addressed else ''
        self.faults.append(RowFinding(self._sheet, line, title, cell, message, remedy))


def _is_own(cell: Cell) -> bool:
    text = normal(cell.text)
    return text in _OWN or text.startswith(NOTE)
