"""Build the Word template of a document from its Markdown source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from docforms.documents.assembly import Part, docx
from docforms.documents.blocks import (
    Annex,
    Block,
    Chart,
    Heading,
    Item,
    NewPage,
    Paragraph,
    Span,
    Table,
    TableRow,
    Tag,
    Text,
)
from docforms.documents.chart_builder import DATA_MARK, chart_paragraph, chart_part
from docforms.documents.chart_parts import with_charts
from docforms.documents.keeping import keep_last
from docforms.documents.layout import LAYOUTS, Layout, feet_inside, type_area
from docforms.documents.markdown_reader import Source, parts_of, read_source
from docforms.documents.style_sheet import FIRST_LIST, outline_number
from docforms.documents.styles import HEADINGS, LIST_STYLE
from docforms.documents.surroundings import annex_head, attachments, copies, head, margins, signature
from docforms.documents.table import Cell, Merge, Row, table
from docforms.documents.title import single_line
from docforms.documents.wml import Element, block_tag, keep_with_next, paragraph, runs, w

CELL_STYLES: Final = {None: 'TableText', 'left': 'TableText', 'center': 'TableCenter', 'right': 'TableRight'}
# A cell holding only one of these is part of the cell on its left, or above.
JOIN_LEFT: Final = '<'
JOIN_ABOVE: Final = '^'


def build_document(source: str, name: str) -> bytes:
    """Build the template of a document; equal sources give equal bytes.

    `name` is the file the source is from, for messages.

    Raises:
        TemplateError: with every mistake in the source, each with file and line.
    """
    read = read_source(source, name)
    front, layout = read.front, LAYOUTS[read.front.layout]
    parts = [Part(_main(read), margins(front, layout), front.landscape)]
    for number, blocks in enumerate(parts_of(read.blocks)[1:], start=1):
        _add_annex(parts, number, blocks, read)
    body = list(parts[-1].body)
    foot = list(copies(front, layout, landscape=parts[-1].landscape))
    if foot:
        keep_last(body)
    first, *further = [*parts[:-1], replace(parts[-1], body=[*body, *foot])]
    package = docx(
        first.body,
        layout,
        margins=first.margins,
        title=single_line(front.title),
        lists=read.lists,
        outlines=len(parts_of(read.blocks)) - 1,
        landscape=first.landscape,
        further=further,
    )
    return with_charts(package, [chart_part(block) for block in read.blocks if isinstance(block, Chart)])


def _main(read: Source) -> list[Element]:
    """Set everything but the attachments."""
    front, layout = read.front, LAYOUTS[read.front.layout]
    area = type_area(landscape=front.landscape)
    text = [element for block in parts_of(read.blocks)[0] for element in _set(block, layout, area)]
    listed = list(attachments(front))
    end = list(signature(front, area))
    if end:
        # The list of attachments is no text either: a page with it and the signature needs a line of text above.
        keep_last(text)
        for element in listed:
            keep_with_next(element)
    return [*head(front, layout, area), *text, *listed, *end]


def _add_annex(parts: list[Part], number: int, blocks: Sequence[Block], read: Source) -> None:
    """Set an attachment behind what is there; pages that lie otherwise are a part of their own."""
    front, layout = read.front, LAYOUTS[read.front.layout]
    landscape = isinstance(blocks[0], Annex) and blocks[0].landscape
    turns = landscape != parts[-1].landscape
    area = type_area(landscape=landscape)
    outline = outline_number(read.lists, number - 1)
    body = list(annex_head(front, number, area, new_page=not turns))
    body += [element for block in blocks for element in _set(block, layout, area, outline)]
    if turns:
        parts.append(Part(body, feet_inside(layout, landscape=landscape), landscape))
    else:
        parts[-1] = replace(parts[-1], body=[*parts[-1].body, *body])


def _set(block: Block, layout: Layout, area: float, outline: int | None = None) -> Iterator[Element]:
    """Set one block of the text; `outline` numbers the headings of a part that counts its own."""
    match block:
        case Heading():
            own = () if outline is None else (_number(block.level - 1, outline),)
            yield paragraph(HEADINGS[block.level - 1], *_runs(block.text), extra=own)
        case Paragraph():
            usual = 'BodyIndent' if layout.gridded else 'FormText'
            yield paragraph(block.style or usual, *_runs(_begun(block.text)))
        case Item():
            own = (_number(0, FIRST_LIST + block.list - 1),)
            yield paragraph(LIST_STYLE, *_runs(block.text), extra=own)
        case Tag():
            yield block_tag(block.code)
        case NewPage():
            yield paragraph('NewPage')
        case Table():
            above = paragraph('TableGap')
            keep_with_next(above)
            yield from (above, _table(block, area), paragraph('TableGap'))
        case Chart():
            yield from (chart_paragraph(block, area), _table(_marked(block), area), paragraph('TableGap'))
        case Annex():
            pass


def _number(level: int, number: int) -> Element:
    return w('numPr', w('ilvl', val=level), w('numId', val=number))


def _runs(text: Text) -> Iterator[Element]:
    for span in text:
        yield from runs(span.text, span.style)


def _begun(text: Text) -> Text:
    """Drop full-width spaces an author indents by: the style does that."""
    if not text or not text[0].text.startswith('\u3000'):
        return text
    first = type(text[0])(text[0].text.lstrip('\u3000'), text[0].style)
    return (first, *text[1:])


def _table(block: Table, area: float) -> Element:
    whole = sum(block.widths)
    widths = [width * area / whole for width in block.widths]
    rows = [] if block.header is None else [_row(block.header, block, [], header=True)]
    for place, row in enumerate(block.rows):
        if row.tag is not None:
            rows.append(Row(tag=row.tag))
        else:
            rows.append(_row(row, block, block.rows[place + 1 : place + 2], header=False))
    return table(widths, rows, ruled=block.ruled)


def _marked(block: Chart) -> Table:
    """Give the table of a chart with the mark by which rendering finds it."""
    header = block.table.header
    assert header is not None  # a chart without one was refused on reading
    cells = ((Span(DATA_MARK),), *header.cells[1:])
    return replace(block.table, header=replace(header, cells=cells))


def _row(row: TableRow, block: Table, below: Sequence[TableRow], *, header: bool) -> Row:
    """Set a row; cells with a join mark go into their neighbour on the left or above."""
    cells: list[Cell] = []
    for column, text in enumerate(row.cells):
        if _is_mark(text, JOIN_LEFT) and cells:
            last = cells[-1]
            cells[-1] = Cell(last.paragraphs, last.columns + 1, last.merge)
            continue
        merge: Merge = 'none'
        content = text
        if _is_mark(text, JOIN_ABOVE):
            merge, content = 'continue', ()
        elif below and column < len(below[0].cells) and _is_mark(below[0].cells[column], JOIN_ABOVE):
            merge = 'begin'
        style = 'TableHead' if header else CELL_STYLES[block.aligns[column]]
        cells.append(Cell((paragraph(style, *_runs(content)),), merge=merge))
    return Row(tuple(cells), height=block.height, header=header)


def _is_mark(text: Text, mark: str) -> bool:
    return len(text) == 1 and text[0].text.strip() == mark
