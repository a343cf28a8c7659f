"""Ruled tables of fixed column widths, as forms and lists in papers have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from docforms.documents.style_sheet import INSIDE, TABLE_STYLE
from docforms.documents.wml import Element, border, keep_with_next, row_tag, twips, w

Merge = Literal['none', 'begin', 'continue']

# 0.35 and 0.25 mm in eighths of a point.
THICK: Final = 8
THIN: Final = 6
SIDES: Final = ('top', 'left', 'bottom', 'right', 'insideH', 'insideV')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, how many columns it spans, and its part in a run of merged rows.

    A `lined` cell has a line below it also in a table without rules; `aligned` is where its text stands; the lines of
    one that is `downwards` run from top to bottom.
    """

    paragraphs: tuple[Element, ...]
    columns: int = 1
    merge: Merge = 'none'
    lined: bool = False
    aligned: Literal['top', 'center', 'bottom'] = 'center'
    downwards: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, or a block tag that takes a row's place in the template.

    `height` is the least height in millimetres; `header` repeats the row on every page its table runs over to.
    """

    cells: tuple[Cell, ...] = ()
    height: float | None = None
    header: bool = False
    tag: str | None = None


def table(
    columns: Sequence[float],
    rows: Iterable[Row],
    *,
    ruled: bool = True,
    joined_above: bool = False,
    joined_below: bool = False,
) -> Element:
    """Make a table; `columns` are widths in millimetres.

    A table that is joined to the next one keeps to it; both draw the line between them, for a page may end there.
    """
    widths = [twips(column) for column in columns]
    properties = w('tblPr', w('tblStyle', val=TABLE_STYLE), w('tblW', w=sum(widths), type='dxa'), w('jc', val='center'))
    lines = [] if ruled else [w(side, val='nil') for side in SIDES]
    if joined_above:
        lines.append(border('top', INSIDE))
    if joined_below:
        lines.append(border('bottom', INSIDE))
    if lines:
        properties.append(w('tblBorders', *lines))
    properties.append(w('tblLayout', type='fixed'))
    element = w('tbl', properties, w('tblGrid', *(w('gridCol', w=width) for width in widths)))
    element.extend(_row(row, widths) for row in rows)
    if joined_below:
        for each in element[-1].iter(w('p').tag):
            keep_with_next(each)
    return element


def floating(columns: Sequence[float], *rows: Row, left: float, top: float | None = None) -> Element:
    """Make a table without rules at a place of its own: millimetres from the edges of the paper.

    Without `top` it stands at the bottom of the type area. LibreOffice lets a table as wide as the type area float
    only if its place is told from the edge of the paper.
    """
    element = table(columns, rows, ruled=False)
    [properties] = element.iterchildren(w('tblPr').tag)
    place: dict[str, str | int] = {'vertAnchor': 'margin' if top is None else 'page', 'horzAnchor': 'page'}
    place['tblpX'] = twips(left)
    place |= {'tblpYSpec': 'bottom'} if top is None else {'tblpY': twips(top)}
    properties.insert(1, w('tblpPr', **place))
    properties.remove(next(properties.iterchildren(w('jc').tag)))
    properties.append(w('tblCellMar', *(w(side, w=0, type='dxa') for side in ('top', 'left', 'bottom', 'right'))))
    return element


def foot_table(width: float, left: float, rows: Sequence[Row]) -> Element:
    """Make the table of a 版记 at the bottom of the type area: lines of 0.35 mm around, of 0.25 mm between rows."""
    element = floating([width], *rows, left=left)
    lines = [border('top', THICK), w('left', val='nil'), border('bottom', THICK), w('right', val='nil')]
    borders = w('tblBorders', *lines, border('insideH', THIN), w('insideV', val='nil'))
    for old in list(element.iter(borders.tag)):
        old.getparent().replace(old, borders)  # type: ignore[union-attr] # it stands in the properties
    return element


def _row(row: Row, widths: Sequence[int]) -> Element:
    if row.tag is not None:
        return row_tag(row.tag)
    properties = w('trPr', w('cantSplit'))
    if row.height is not None:
        properties.append(w('trHeight', val=twips(row.height), hRule='atLeast'))
    if row.header:
        properties.append(w('tblHeader'))
    element = w('tr', properties)
    column = 0
    for cell in row.cells:
        element.append(_cell(cell, sum(widths[column : column + cell.columns])))
        column += cell.columns
    return element


def _cell(cell: Cell, width: int) -> Element:
    properties = w('tcPr', w('tcW', w=width, type='dxa'))
    if cell.columns > 1:
        properties.append(w('gridSpan', val=cell.columns))
    if cell.merge != 'none':
        properties.append(w('vMerge', val='restart' if cell.merge == 'begin' else 'continue'))
    if cell.lined:
        properties.append(w('tcBorders', border('bottom', INSIDE)))
    if cell.downwards:
        properties.append(w('textDirection', val='tbRl'))
    properties.append(w('vAlign', val=cell.aligned))
    return w('tc', properties, *cell.paragraphs)
