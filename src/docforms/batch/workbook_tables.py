"""Open a workbook as a table: which of its sheets are what, and everything wrong with their headers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from docforms.batch.cells import Line
from docforms.batch.header import Expected, HeaderReader
from docforms.batch.labels import Labels, normal, role_of
from docforms.batch.package import Package, Sheet, open_package
from docforms.batch.reading import LineReader
from docforms.batch.rows import RowFinding
from docforms.batch.sheet_lines import merged_areas, sheet_lines
from docforms.batch.sheet_tables import SheetSource, SheetTable, labels_of_list
from docforms.i18n import _

# Found again by their names, whatever the language of the interface.
EXAMPLE: Final = '示例'
GUIDE: Final = '填写说明'
SUMMARY: Final = '预检结果'
"""Sheets docforms itself adds; they are never read."""
_OURS: Final = (EXAMPLE, GUIDE, SUMMARY)
# Excel's limit for the name of a sheet, and what it must not hold.
_NAME_LIMIT: Final = 31
_NOT_IN_NAMES: Final = str.maketrans('', '', r"[]:*?/\'")


def open_workbook(path: Path, labels: Labels, needed: Collection[str]) -> tuple[SheetTable | None, list[RowFinding]]:
    """Open a workbook; gives the table, if its sheets can be read at all, and every fault of its sheets.

    Raises:
        InputError: the file is no workbook, or cannot be read.
    """
    package = open_package(path)
    opening = _Opening(package, labels)
    lists, main = opening.sheets()
    faults = [opening.unknown(sheet, main) for sheet in opening.others]
    tables = [name for name in needed if role_of(labels.properties[name]) == 'table' and name not in lists]
    faults += [opening.no_sheet(name) for name in tables]
    needed = [name for name in needed if role_of(labels.properties[name]) != 'table']
    source, wrong = opening.source(main, Expected(labels, needed, keyed=bool(lists), has_sheets=True))
    sources: dict[str, SheetSource] = {}
    for name, sheet in lists.items():
        own = labels_of_list(labels, name)
        required = labels.properties[name]['items'].get('required', ())
        inner, found = opening.source(sheet, Expected(own, required, keyed=True, has_sheets=True))
        wrong += found
        if inner is not None:
            sources[name] = inner
    return (None if source is None else SheetTable(path, source, sources)), [*faults, *wrong]


def sheet_name(title: str) -> str:
    """Make the name of the sheet for a list from its label."""
    return title.translate(_NOT_IN_NAMES)[:_NAME_LIMIT]


class _Opening:
    """Sorts the sheets of one workbook."""

    def __init__(self, package: Package, labels: Labels) -> None:
        self._package = package
        self._labels = labels
        self._lists = {
            normal(known): name
            for name, node in labels.properties.items()
            if role_of(node) == 'table'
            for known in (name, sheet_name(node['title']))
        }
        self.others: list[Sheet] = []

    def sheets(self) -> tuple[dict[str, Sheet], Sheet]:
        """Give the sheet of each list, and the first sheet that is none; further ones are `others`.

        Sheets that are hidden, empty or docforms' own are passed over. A list whose sheet is empty has none.
        """
        names = {normal(ours) for ours in _OURS}
        shown = [sheet for sheet in self._package.sheets if sheet.visible and normal(sheet.name) not in names]
        lists = {self._lists[normal(sheet.name)]: sheet for sheet in shown if normal(sheet.name) in self._lists}
        rest = [sheet for sheet in shown if sheet not in lists.values()] or list(self._package.sheets[:1])
        main = rest[0]
        self.others = [sheet for sheet in rest[1:] if self._has_lines(sheet, 1)]
        return {name: sheet for name, sheet in lists.items() if sheet is not main and self._has_lines(sheet, 2)}, main

    def source(self, sheet: Sheet, expected: Expected) -> tuple[SheetSource | None, list[RowFinding]]:
        """Open one sheet by its header; None where it has no header."""
        reader = HeaderReader(sheet.name, expected, addressed=True)
        header = reader.read(self._lines(sheet), list(merged_areas(self._package, sheet)))
        if header is None:
            return None, reader.faults
        lines = partial(sheet_lines, self._package, sheet)
        return SheetSource(lines, LineReader(header, expected.labels, addressed=True)), reader.faults

    def unknown(self, sheet: Sheet, main: Sheet) -> RowFinding:
        """Say that a sheet is not read."""
        lists = [sheet_name(self._labels.title(name)) for name in dict.fromkeys(self._lists.values())]
        message = _("工作表“{name}”不会被读取：数据写在第一张工作表“{main}”里").format(name=sheet.name, main=main.name)
        remedy = _("请删去这张工作表，或另存为一个文件")
        if lists:
            remedy = _("请删去这张工作表，另存为一个文件，或改名为 {names}").format(names=' / '.join(lists))
        return RowFinding(sheet.name, 1, '', '', message, remedy)

    def no_sheet(self, name: str) -> RowFinding:
        """Say that a sheet is missing."""
        title = self._labels.title(name)
        message = _("缺少工作表“{name}”，“{title}”必须填写").format(name=sheet_name(title), title=title)
        remedy = _("请加上这张工作表，或用 docforms new 生成空白表再填写")
        return RowFinding(sheet_name(title), 1, '', '', message, remedy)

    def _lines(self, sheet: Sheet) -> Iterator[Line]:
        return sheet_lines(self._package, sheet)

    def _has_lines(self, sheet: Sheet, count: int) -> bool:
        return len(list(islice(self._lines(sheet), count))) == count
