"""Read what a Word document shows: its tables with their merged cells, its lines, and what stands in text boxes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Final

from lxml import etree

from docforms.extraction.contents import Contents, Line, TextCell
from docforms.extraction.word_text import Element, W, is_on, paragraph_text, text_boxes
from docforms.i18n import _

_PART: Final = 'word/document.xml'
# Around paragraphs, tables, rows and cells: content controls, tracked insertions, custom markup.
_AROUND: Final = frozenset(f'{W}{name}' for name in ('sdt', 'sdtContent', 'ins', 'moveTo', 'customXml', 'smartTag'))
# A table in a cell with fewer cells than this is part of the cell's text.
_SMALL: Final = 4


def read_docx(content: bytes) -> Contents:
    """Read a Word document; the bytes are taken to be one.

    Raises:
        KeyError: there is no main part.
        zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError: the file is damaged.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        xml = archive.read(_PART)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    body = etree.fromstring(xml, parser).find(f'{W}body')
    reading = _Reading()
    if body is not None:
        reading.take(body)
    return Contents('docx', tuple(reading.tables), tuple(reading.lines))


class _Reading:
    """Collects tables and lines in reading order."""

    def __init__(self) -> None:
        self.tables: list[tuple[TextCell, ...]] = []
        self.lines: list[Line] = []

    def take(self, holder: Element) -> None:
        """Take everything a body, cell or text box holds."""
        for block in _blocks(holder):
            if block.tag == f'{W}tbl':
                self._take_table(block)
                continue
            text = paragraph_text(block)
            if text.strip():
                place = _("第{number}段").format(number=len(self.lines) + 1)
                self.lines.append(Line(text, place=place))
            for box in text_boxes(block):
                self.take(box)

    def _take_table(self, table: Element) -> None:
        number = len(self.tables)
        self.tables.append(())
        cells: list[TextCell] = []
        open_cells: dict[int, int] = {}
        for row, element in enumerate(_seen_rows(table)):
            column = _number(element.find(f'{W}trPr/{W}gridBefore'), 0)
            for cell in _children(element, f'{W}tc'):
                properties = cell.find(f'{W}tcPr')
                span = _number(_property(properties, 'gridSpan'), 1)
                if _goes_on(_property(properties, 'vMerge')) and column in open_cells:
                    above = cells[open_cells[column]]
                    cells[open_cells[column]] = replace(above, rows=row - above.row + 1)
                elif _goes_on(_property(properties, 'hMerge')) and cells and cells[-1].row == row:
                    cells[-1] = replace(cells[-1], right=float(column + span))
                else:
                    open_cells[column] = len(cells)
                    place = _("第{table}张表第{row}行第{column}列").format(
                        table=number + 1, row=row + 1, column=column + 1
                    )
                    text = self._cell_text(cell)
                    cells.append(TextCell(row, 1, float(column), float(column + span), text, place=place))
                column += span
        self.tables[number] = tuple(cells)

    def _cell_text(self, cell: Element) -> str:
        """Give the text of a cell; a large table in it is a table of its own."""
        texts: list[str] = []
        for block in _blocks(cell):
            if block.tag == f'{W}p':
                texts.append(paragraph_text(block))
                boxed = [line for box in text_boxes(block) for line in self._small(box)]
                texts += [text for text in boxed if text.strip()]
            elif len(list(block.iter(f'{W}tc'))) < _SMALL:
                texts += self._small(block)
            else:
                self._take_table(block)
        return '\n'.join(texts).strip('\n') if len(texts) > 1 else ''.join(texts)

    @staticmethod
    def _small(holder: Element) -> list[str]:
        return [paragraph_text(each) for each in holder.iter(f'{W}p')]


def _blocks(holder: Element) -> Iterator[Element]:
    """List the paragraphs and tables directly in a holder, whatever is around them."""
    for child in holder:
        if child.tag in (f'{W}p', f'{W}tbl'):
            yield child
        elif child.tag in _AROUND:
            yield from _blocks(child)


def _children(holder: Element, tag: str) -> Iterator[Element]:
    """List the rows of a table, or the cells of a row."""
    for child in holder:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _children(child, tag)


def _seen_rows(table: Element) -> Iterator[Element]:
    for row in _children(table, f'{W}tr'):
        properties = row.find(f'{W}trPr')
        deleted = properties is not None and properties.find(f'{W}del') is not None
        if not deleted and not is_on(properties, 'hidden'):
            yield row


def _property(properties: Element | None, name: str) -> Element | None:
    return None if properties is None else properties.find(f'{W}{name}')


def _goes_on(merge: Element | None) -> bool:
    """Tell whether a merged cell goes on from the one before; without a value it does."""
    return merge is not None and merge.get(f'{W}val', 'continue') == 'continue'


def _number(element: Element | None, default: int) -> int:
    text = '' if element is None else element.get(f'{W}val', '')
    return int(text) if text.isdecimal() and len(text) < 5 else default
