"""What a chart shows, and how it stands in both places Word keeps it: the chart and the workbook behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lxml import etree

from docforms.documents.packaging import packed
from docforms.documents.wml import Element, default, serialised

C: Final = 'http://schemas.openxmlformats.org/drawingml/2006/chart'
SHEET: Final = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
OFFICE: Final = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
RELATIONS: Final = 'http://schemas.openxmlformats.org/package/2006/relationships'
TYPES: Final = 'http://schemas.openxmlformats.org/package/2006/content-types'
SHEET_TYPE: Final = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
# Chart and workbook name it alike.
SHEET_NAME: Final = 'Sheet1'
GENERAL: Final = 'General'


@dataclass(frozen=True, slots=True)
class ChartData:
    """Categories, and for every series its name and a value for each category; None leaves a gap."""

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal | None, ...]], ...]


def c(tag: str, *children: Element, text: str | None = None, **attributes: str | int) -> Element:
    """Make an element of the c: namespace; its attributes have none."""
    element = etree.Element(f'{{{C}}}{tag}', nsmap={'c': C})
    for name, value in attributes.items():
        element.set(name, str(value))
    element.extend(children)
    element.text = text
    return element


def series_of(chart: Element) -> list[Element]:
    """Give the series of a chart in order, whatever kind of chart it is."""
    return list(chart.iter(f'{{{C}}}ser'))


def put_data(chart: Element, data: ChartData) -> None:
    """Put data into a chart that has as many series; how each series looks stays."""
    last = len(data.categories) + 1
    for number, (series, (name, values)) in enumerate(zip(series_of(chart), data.series, strict=True)):
        column = _letter(number + 1)
        _replace(series, 'tx', _texts(f'{SHEET_NAME}!${column}$1', [name]))
        _replace(series, 'cat', _texts(f'{SHEET_NAME}!$A$2:$A${last}', data.categories))
        form = series.findtext(f'{{{C}}}val//{{{C}}}formatCode') or GENERAL
        _replace(series, 'val', _numbers(f'{SHEET_NAME}!${column}$2:${column}${last}', values, form))


def _replace(series: Element, tag: str, content: Element) -> None:
    """Change what a part of a series holds; a chart of another kind may call its parts otherwise, and is left alone."""
    element = series.find(f'{{{C}}}{tag}')
    if element is not None:
        element[:] = [content]


def _texts(place: str, texts: Sequence[str]) -> Element:
    points = (_point(number, text) for number, text in enumerate(texts))
    return c('strRef', c('f', text=place), c('strCache', c('ptCount', val=len(texts)), *points))


def _numbers(place: str, values: Sequence[Decimal | None], form: str) -> Element:
    points = (_point(number, f'{value:f}') for number, value in enumerate(values) if value is not None)
    cache = c('numCache', c('formatCode', text=form), c('ptCount', val=len(values)), *points)
    return c('numRef', c('f', text=place), cache)


def _point(number: int, text: str) -> Element:
    return c('pt', c('v', text=text), idx=number)


def multiplied(chart: Element, count: int) -> None:
    """Give a chart of one series as many as are wanted, all after the pattern of the first."""
    first, *_others = series_of(chart)
    for number in reversed(range(1, count)):
        further = deepcopy(first)
        for tag in ('idx', 'order'):
            further.find(f'{{{C}}}{tag}').set('val', str(number))  # type: ignore[union-attr] # every series has them
        first.addnext(further)


# The workbook behind a chart ----------------------------------------------------------------------


def workbook(data: ChartData) -> bytes:
    """Write the workbook Word opens to edit the data of a chart; equal data give equal bytes.

    A sheet of texts and plain numbers needs no library: one would take longer to load than the document to render.
    """
    sheet = f'{SHEET_TYPE}.worksheet+xml'
    return packed(
        {
            '[Content_Types].xml': _content_types(
                {
                    '/xl/workbook.xml': f'{SHEET_TYPE}.sheet.main+xml',
                    '/xl/worksheets/sheet1.xml': sheet,
                }
            ),
            '_rels/.rels': _relation('officeDocument', 'xl/workbook.xml'),
            'xl/workbook.xml': _book(),
            'xl/_rels/workbook.xml.rels': _relation('worksheet', 'worksheets/sheet1.xml'),
            'xl/worksheets/sheet1.xml': _sheet(data),
        }
    )


def _content_types(kinds: dict[str, str]) -> bytes:
    root = etree.Element(f'{{{TYPES}}}Types', nsmap=default(TYPES))
    for extension, kind in (('rels', 'application/vnd.openxmlformats-package.relationships+xml'),
                            ('xml', 'application/xml')):  # fmt: skip
        etree.SubElement(root, f'{{{TYPES}}}Default', Extension=extension, ContentType=kind)
    for name, kind in kinds.items():
        etree.SubElement(root, f'{{{TYPES}}}Override', PartName=name, ContentType=kind)
    return serialised(root)


def _relation(kind: str, target: str) -> bytes:
    root = etree.Element(f'{{{RELATIONS}}}Relationships', nsmap=default(RELATIONS))
    etree.SubElement(root, f'{{{RELATIONS}}}Relationship', Id='rId1', Type=f'{OFFICE}/{kind}', Target=target)
    return serialised(root)


def _book() -> bytes:
    root = etree.Element(f'{{{SHEET}}}workbook', nsmap={**default(SHEET), 'r': OFFICE})
    sheets = etree.SubElement(root, f'{{{SHEET}}}sheets')
    etree.SubElement(sheets, f'{{{SHEET}}}sheet', {'name': SHEET_NAME, 'sheetId': '1', f'{{{OFFICE}}}id': 'rId1'})
    return serialised(root)


def _sheet(data: ChartData) -> bytes:
    root = etree.Element(f'{{{SHEET}}}worksheet', nsmap=default(SHEET))
    rows = etree.SubElement(root, f'{{{SHEET}}}sheetData')
    for number, cells in enumerate(_rows(data), start=1):
        row = etree.SubElement(rows, f'{{{SHEET}}}row', r=str(number))
        for column, value in enumerate(cells):
            _cell(row, f'{_letter(column)}{number}', value)
    return serialised(root)


def _rows(data: ChartData) -> Iterator[tuple[str | Decimal | None, ...]]:
    yield (None, *(name for name, _values in data.series))
    for number, category in enumerate(data.categories):
        yield (category, *(values[number] for _name, values in data.series))


def _cell(row: Element, place: str, value: str | Decimal | None) -> None:
    if value is None:
        return
    cell = etree.SubElement(row, f'{{{SHEET}}}c', r=place)
    if isinstance(value, str):
        cell.set('t', 'inlineStr')
        text = etree.SubElement(etree.SubElement(cell, f'{{{SHEET}}}is'), f'{{{SHEET}}}t')
        text.text = value
    else:
        etree.SubElement(cell, f'{{{SHEET}}}v').text = f'{value:f}'


def _letter(column: int) -> str:
    """Name a column; a chart has fewer series than the alphabet letters."""
    return chr(ord('A') + column)
