"""Build the Word template of a document from its Markdown source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docforms.documents.assembly import docx
from docforms.documents.blocks import Block, Heading, Item, NewPage, Paragraph, Table, TableRow, Tag, Text
from docforms.documents.front_matter import FrontMatter
from docforms.documents.layout import LAYOUTS, Layout, Margin, feet, foot_frame, letter_head, type_area
from docforms.documents.markdown_reader import read_source
from docforms.documents.style_sheet import FIRST_LIST
from docforms.documents.styles import HEADINGS, LIST_STYLE, MARK_LIMIT, ORGAN_LIMIT
from docforms.documents.table import Cell, Merge, Row, table
from docforms.documents.title import title_lines
from docforms.documents.wml import TAG, Element, W, block_tag, keep_with_next, paragraph, runs, text_paragraph, w

CELL_STYLES: Final = {None: 'TableText', 'left': 'TableText', 'center': 'TableCenter', 'right': 'TableRight'}
BLOCK_TAG: Final = re.compile(r'\{%p (\w+)')
TABLE: Final = f'{{{W}}}tbl'
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
    area = type_area(landscape=front.landscape)
    text = [element for block in read.blocks for element in _set(block, layout, area)]
    text += _attachments(front.attachments)
    end = list(_end(front))
    if end:
        _keep_last(text)
    title = ' '.join(title_lines(front.title))
    body = [*_head(front, layout), *text, *end]
    return docx(body, layout, margins=_margins(front, layout), title=title, lists=read.lists, landscape=front.landscape)


def _margins(front: FrontMatter, layout: Layout) -> tuple[Margin, ...]:
    if layout.mark == 'LetterMark':
        mark = _by_length(front.mark, MARK_LIMIT, 'LetterMark', 'LetterMarkLong')
        return (letter_head(list(mark)), *feet(layout))
    return feet(layout)


def _head(front: FrontMatter, layout: Layout) -> Iterator[Element]:
    """Give what stands above the text: mark, document number, title, addressee."""
    red_head = bool(layout.mark and front.mark)
    if layout.mark == 'Mark' and red_head:
        yield text_paragraph('Mark', front.mark)
    if layout.number and (front.number or (layout.mark == 'Mark' and red_head)):
        yield text_paragraph(layout.number, front.number)
    style = 'Title' if red_head and layout.title == 'TitleTop' else layout.title
    yield text_paragraph(style, '\n'.join(title_lines(front.title)))
    if front.to:
        yield text_paragraph('Addressee', f'{front.to}：')


def _end(front: FrontMatter) -> Iterator[Element]:
    """Give what stands below the text and its attachments: signature, note, copies."""
    if front.organ:
        yield from _by_length(front.organ, ORGAN_LIMIT, 'SignOrgan', 'SignOrganLong')
    if front.date:
        date = text_paragraph('SignDate', front.date)
        if front.note:
            keep_with_next(date)
        yield date
    if front.note:
        yield text_paragraph('Note', f'（{front.note}）')
    if front.cc:
        yield text_paragraph('CopyTo', f'抄送：{front.cc.rstrip("。")}。', extra=(foot_frame(),))


def _attachments(names: Sequence[str]) -> Iterator[Element]:
    """List the attachments; one alone bears no number."""
    if len(names) == 1:
        yield text_paragraph('Attachment', f'附件：{names[0]}')
        return
    for number, name in enumerate(names, start=1):
        style, label = ('AttachmentFirst', '附件：') if number == 1 else ('AttachmentNext', '')
        yield paragraph(style, *runs(f'{label}{number}.'), w('r', w('tab')), *runs(name))


def _by_length(text: str, limit: int, style: str, long_style: str) -> Iterator[Element]:
    """Set a name in one of two styles by its length, which for a template value is known only when it is rendered."""
    tag = TAG.fullmatch(text)
    if tag is None or not text.startswith('{{'):
        yield text_paragraph(long_style if len(text) > limit else style, text)
        return
    yield block_tag(f'if ({text[2:-2].strip()}) | length > {limit}')
    yield text_paragraph(long_style, text)
    yield block_tag('else')
    yield text_paragraph(style, text)
    yield block_tag('endif')


def _keep_last(elements: Sequence[Element]) -> None:
    """Keep the end of the text with the signature: a signature alone on a page could be put to anything.

    Which paragraph comes out last depends on the block tags, so every one that may is kept.
    """
    depth = 0
    after_tag = True
    for element in reversed(elements):
        tag = BLOCK_TAG.match(''.join(map(str, element.itertext())))
        if element.tag == TABLE:
            return
        if tag is not None:
            depth += tag[1].startswith('end') - (tag[1] in {'if', 'for'})
            after_tag = True
            continue
        if after_tag:
            keep_with_next(element)
            after_tag = False
        if depth == 0:
            return


def _set(block: Block, layout: Layout, area: float) -> Iterator[Element]:
    """Set one block of the text."""
    match block:
        case Heading():
            yield paragraph(HEADINGS[block.level - 1], *_runs(block.text))
        case Paragraph():
            usual = 'BodyIndent' if layout.gridded else 'FormText'
            yield paragraph(block.style or usual, *_runs(_begun(block.text)))
        case Item():
            number = w('numPr', w('ilvl', val=0), w('numId', val=FIRST_LIST + block.list - 1))
            yield paragraph(LIST_STYLE, *_runs(block.text), extra=(number,))
        case Tag():
            yield block_tag(block.code)
        case NewPage():
            yield paragraph('NewPage')
        case Table():
            above = paragraph('TableGap')
            keep_with_next(above)
            yield from (above, _table(block, area), paragraph('TableGap'))


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
