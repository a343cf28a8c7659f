"""Build the Word template of a form from its layout: one grid that prints blank and filled alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise, takewhile
from typing import Any, Final

from docforms.documents.assembly import docx
from docforms.documents.layout import LAYOUTS, TYPE_AREA, feet
from docforms.documents.styles import FORM_LINE
from docforms.documents.table import Cell, Merge, Row, table
from docforms.documents.title import broken, line_limit, single_line
from docforms.documents.wml import TWIPS_PER_POINT, Element, keep_with_next, paragraph, runs, text_paragraph, w
from docforms.exceptions import TemplateError
from docforms.i18n import _
from docforms.packs.layouts import FIELD

# A form of one page bears no number.
SHEET: Final = LAYOUTS['sheet']
NUMBERED: Final = LAYOUTS['record']
# A value this wide, as a share of the grid, begins at the left; a narrower one stands in the middle.
WIDE: Final = 0.5
ALIGNED: Final = {'left': 'TableText', 'center': 'TableCenter', 'right': 'TableRight'}
PART: Final = re.compile(r'(\{\{.*?\}\})')
SMALL_CHARACTER: Final = 12 * TWIPS_PER_POINT


def build_form(layout: Mapping[str, Any]) -> bytes:
    """Build the template of a form; equal layouts give equal bytes.

    `layout` is NAME.layout.yaml as data. The values it asks for are those of `form_context()`.
    """
    after = [_set_paragraph(each, 'FormText', 'form') for each in layout.get('after', ())]
    for each in after[:-1]:
        # The commitment and the places to sign and seal it belong on one page.
        keep_with_next(each)
    body = [*_head(layout), *_grid(layout), *after]
    page = NUMBERED if layout.get('numbered') else SHEET
    return docx(body, page, margins=feet(page), title=single_line(layout['title']))


def _head(layout: Mapping[str, Any]) -> Iterator[Element]:
    label = layout.get('annex', '')
    if layout.get('reference_only'):
        label = f'{label}{_("（参考样式）")}'
    if label:
        yield text_paragraph('AnnexLabel', label)
    yield text_paragraph(SHEET.title, broken(layout['title'], line_limit(SHEET.title, TYPE_AREA)))


def _grid(layout: Mapping[str, Any]) -> Iterator[Element]:
    """Give the grid, as several tables where a list begins: only a table's first rows repeat on its next page."""
    columns: Sequence[float] = layout['columns']
    parts = list(_tables(layout['rows']))
    for number, (header, rows) in enumerate(parts):
        above, below = number > 0, number < len(parts) - 1
        if above:
            yield paragraph('FormGap', extra=(w('keepNext'), w('rPr', w('vanish'))))
        yield table(columns, _rows(rows, header, columns), joined_above=above, joined_below=below)


def _tables(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Sequence[Mapping[str, Any]]]]:
    """Cut the rows before the heading of each list and after its rows; give how many heading rows each part has."""
    begin = 0
    for place, row in enumerate(rows):
        if 'repeat' not in row:
            continue
        heading = _repeated(list(takewhile(_is_heading, reversed(rows[begin:place]))))
        if place - heading > begin:
            yield 0, rows[begin : place - heading]
        yield heading, rows[place - heading : place + 1]
        begin = place + 1
    if begin < len(rows):
        yield 0, rows[begin:]


def _repeated(above: Sequence[Mapping[str, Any]]) -> int:
    """Count the headings that belong to a list alone: of titles over titles the nearest; `above` goes upwards."""
    for count, (row, over) in enumerate(pairwise(above), start=1):
        if len(row['cells']) == len(over['cells']) == 1:
            return count
    return len(above)


def _is_heading(row: Mapping[str, Any]) -> bool:
    return 'repeat' not in row and all('label' in cell for cell in row['cells'])


def _rows(rows: Sequence[Mapping[str, Any]], header: int, columns: Sequence[float]) -> Iterator[Row]:
    open_cells: dict[int, tuple[int, int]] = {}
    for place, row in enumerate(rows):
        cells = tuple(_cells(row, columns, open_cells))
        if _is_heading(row):
            for each in chain.from_iterable(cell.paragraphs for cell in cells):
                keep_with_next(each)
        built = Row(cells, height=row.get('height'), header=place < header)
        if 'repeat' in row:
            yield Row(tag=f'for row in form.{row["repeat"]}')
            yield built
            yield Row(tag='endfor')
        else:
            yield built


def _cells(row: Mapping[str, Any], columns: Sequence[float], open_cells: dict[int, tuple[int, int]]) -> Iterator[Cell]:
    """Give a row's cells; `open_cells` holds, by first column, cells that began above: (width, rows still to come)."""
    column = 0
    for cell in row['cells']:
        for width in _from_above(column, open_cells):
            yield Cell((paragraph('TableText'),), width, 'continue')
            column += width
        width = cell.get('columns', 1)
        merge: Merge = 'none'
        if cell.get('rows', 1) > 1:
            merge = 'begin'
            open_cells[column] = (width, cell['rows'] - 1)
        share = sum(columns[column : column + width]) / sum(columns)
        owner = 'row' if 'repeat' in row else 'form'
        yield Cell(tuple(_content(cell, share, owner)), width, merge)
        column += width
    for width in _from_above(column, open_cells):
        yield Cell((paragraph('TableText'),), width, 'continue')
        column += width
    if column != len(columns):
        raise TemplateError(
            _("版式中以“{start}”开头的一行共占 {count} 列，表格有 {columns} 列，请改正单元格的 columns").format(
                start=_start(row['cells'][0]), count=column, columns=len(columns)
            )
        )


def _from_above(column: int, open_cells: dict[int, tuple[int, int]]) -> Iterator[int]:
    """Give the widths of the cells that reach down into this place of the row."""
    while column in open_cells:
        width, left = open_cells.pop(column)
        if left > 1:
            # Put back under its own column, so that the row below finds it again.
            open_cells[column] = (width, left - 1)
        yield width
        column += width


def _start(cell: Mapping[str, Any]) -> str:
    return str(cell.get('label') or cell.get('value') or cell['paragraphs'][0]['text']).replace('\n', '')


def _content(cell: Mapping[str, Any], share: float, owner: str) -> Iterator[Element]:
    """Give the paragraphs of a cell; `owner` is what its fields are members of."""
    if 'label' in cell:
        style = 'FormLabel' if cell.get('align', 'center') == 'center' else ALIGNED[cell['align']]
        yield text_paragraph(style, cell['label'].strip())
    elif 'value' in cell:
        style = ALIGNED[cell.get('align', 'left' if share >= WIDE else 'center')]
        yield paragraph(style, *_value_runs(cell['value'], owner))
    else:
        for each in cell['paragraphs']:
            yield _set_paragraph(each, 'FormText', owner)


def _set_paragraph(each: Mapping[str, Any], style: str, owner: str) -> Element:
    """Set a paragraph with the indents and alignment its author gave it."""
    extra = []
    if each.get('before'):
        extra.append(w('spacing', before=round(float(each['before']) * FORM_LINE * TWIPS_PER_POINT)))
    indents: dict[str, str | int] = {}
    for name, side in (('left', 'left'), ('indent', 'firstLine')):
        if each.get(name):
            indents |= {f'{side}Chars': round(each[name] * 100), side: round(each[name] * SMALL_CHARACTER)}
    if indents:
        extra.append(w('ind', **indents))
    if 'align' in each:
        extra.append(w('jc', val='both' if each['align'] == 'justify' else each['align']))
    return paragraph(style, *_value_runs(each['text'], owner), extra=extra)


def _value_runs(text: str, owner: str) -> Iterator[Element]:
    """Make the runs of a layout text: {field} becomes a template expression, {{ }} expressions stay."""
    for part in PART.split(text):
        yield from runs(part if PART.fullmatch(part) else FIELD.sub(lambda match: _expression(match[1], owner), part))


def _expression(name: str, owner: str) -> str:
    return '{{ loop.index }}' if name == '#' else f'{{{{ {owner}.{name} }}}}'
