"""Read the lines of a worksheet one at a time, whatever the used range of the sheet claims to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docforms.batch.cells import Area, Cell, Line, position
from docforms.batch.dates import Look, day_of
from docforms.batch.package import Package, Sheet, pieces, text_of, unescaped

_PLAIN: Final = Look()


def sheet_lines(package: Package, sheet: Sheet) -> Iterator[Line]:
    """Give the lines that hold anything; lines and cells without content are passed over.

    Raises:
        InputError: the sheet is damaged.
    """
    number = 0
    with package.part(sheet) as stream:
        for row in pieces(stream, 'row'):
            number = int(row.get('r') or number + 1)
            cells = dict(_cells(row, package))
            if cells:
                yield Line(number, cells)


def merged_areas(package: Package, sheet: Sheet) -> Iterator[Area]:
    """List the merged cells of a sheet; the file names them after all lines.

    Raises:
        InputError: the sheet is damaged.
    """
    with package.part(sheet) as stream:
        # Rows are asked for so that they are forgotten.
        for element in pieces(stream, 'row', 'mergeCell'):
            if element.tag.endswith('mergeCell'):
                first, _colon, last = element.get('ref', '').partition(':')
                yield Area(*position(first), *position(last or first))


def _cells(row: Any, package: Package) -> Iterator[tuple[int, Cell]]:
    column = 0
    for element in row.iterchildren('{*}c'):
        address = element.get('r')
        column = position(address)[1] if address else column + 1
        cell = _cell(element, package)
        if cell is not None and cell.text.strip():
            yield column, cell


def _cell(element: Any, package: Package) -> Cell | None:
    kind = element.get('t', 'n')
    value, formula = None, False
    for part in element:
        name = part.tag.rpartition('}')[2]
        if name == 'v':
            value = part.text
        elif name == 'is':
            return Cell('text', text_of(part))
        elif name == 'f':
            formula = True
    if value:
        return _number(value.strip(), element.get('s'), package) if kind == 'n' else _other(kind, value, package)
    # A formula whose result is an empty text was calculated; one without any value was not.
    return Cell('unsaved', '=') if formula and kind != 'str' else None


def _other(kind: str, value: str, package: Package) -> Cell:
    """Give a cell that is no number, by its type (ECMA-376-1 18.18.11)."""
    if kind == 's':
        return Cell('text', package.texts[int(value)])
    if kind == 'b':
        return Cell('boolean', value.strip())
    if kind == 'e':
        return Cell('error', value)
    if kind == 'd':
        return Cell('date', value.replace('T', ' ').removesuffix(' 00:00:00'))
    return Cell('text', unescaped(value))


def _number(value: str, style: str | None, package: Package) -> Cell:
    number = int(style or 0)
    look = package.looks[number] if number < len(package.looks) else _PLAIN
    if look.day:
        day = day_of(float(value), from_1904=package.from_1904)
        if day is not None:
            return Cell('date', day)
    return Cell('number', value, look.digits, look.percent)
