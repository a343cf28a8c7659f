"""Check tables: as wide as the type area at most, rows whole, and a head that repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from docforms.documents.checking.layering import number
from docforms.documents.checking.measuring import is_on
from docforms.documents.checking.model import Deviation, Place, excerpt
from docforms.documents.checking.package import q, rows_of, value_of, variants
from docforms.documents.checking.paper import Paper, Section, deviation
from docforms.documents.checking.standard import HOUSE, MARGINS, TOLERANCE
from docforms.documents.wml import TWIPS_PER_MM
from docforms.documents.wml import Element as Node
from docforms.i18n import _

LOOP: Final = re.compile(r'\s*\{%tr\s+for\s')
BRACES: Final = frozenset('{}')
HEADS: Final = frozenset({'TableHead', 'FormLabel'})


def table_deviations(paper: Paper) -> Iterator[Deviation]:
    """Check every table of the body."""
    for count, table in enumerate(paper.package.body.root.iter(q('tbl')), start=1):
        above = next((paper.places[each].paragraph for each in table.iter(q('p')) if each in paper.places), 0)
        place = Place(paragraph=above, table=count)
        if next(table.iterancestors(q('tbl')), None) is None:
            yield from _width(paper, table, replace(place, text=excerpt(_text(table))))
        rows = list(rows_of(table))
        yield from _split(rows, place)
        yield from _head(paper, rows, place)


def _text(node: Node) -> str:
    return ''.join(each.text or '' for each in node.iter(q('t')))


def _width(paper: Paper, table: Node, place: Place) -> Iterator[Deviation]:
    section = _section(paper, table)
    if section is None:
        return
    area = section.area()[0]
    columns = [number(value_of(column, 'w')) or 0 for column in table.iterfind(f'{q("tblGrid")}/{q("gridCol")}')]
    indent = table.find(f'{q("tblPr")}/{q("tblInd")}')
    width = (sum(columns) + max(0, number(value_of(indent, 'w')) or 0)) / TWIPS_PER_MM
    if width > area + TOLERANCE:
        message = _("表格宽 {width} 毫米，超出版心（{area} 毫米）").format(width=f'{width:.1f}', area=f'{area:.1f}')
        yield deviation('table-width', MARGINS, place, message, _("请把列宽之和调到版心以内，或改用横向页面"))


def _section(paper: Paper, table: Node) -> Section | None:
    """Find the section a table stands in: the first one that ends after it."""
    passed = False
    for node in table.getroottree().iter(q('tbl'), q('sectPr')):
        passed = passed or node is table
        if passed and node.tag == q('sectPr'):
            return next((section for section in paper.sections if section.properties is node), None)
    return None


def _is_tag(row: Node) -> bool:
    """Tell whether a row only holds a block tag and vanishes when the template is filled."""
    text = _text(row).strip()
    return bool(text) and not any(variants(text))


def _split(rows: Sequence[Node], table: Place) -> Iterator[Deviation]:
    loose = [
        place
        for place, row in enumerate(rows, start=1)
        if not _is_tag(row) and not is_on(row.find(f'{q("trPr")}/{q("cantSplit")}'))
    ]
    if loose:
        place = replace(table, row=loose[0], text=excerpt(_text(rows[loose[0] - 1])))
        message = _("表格的行可以跨页断开")
        if len(loose) > 1:
            message += _("（同样的还有 {count} 处）").format(count=len(loose) - 1)
        yield deviation('table-split', HOUSE, place, message, _("请在表格属性中取消“允许跨页断行”"))


def _head(paper: Paper, rows: Sequence[Node], table: Place) -> Iterator[Deviation]:
    """Check that the rows above a list repeat on its next page."""
    shown = [(place, row) for place, row in enumerate(rows, start=1) if not _is_tag(row)]
    loops = [place for place, row in enumerate(rows, start=1) if LOOP.match(_text(row))]
    heads = [(place, row) for place, row in takewhile(lambda pair: _is_head(paper, pair[1]), shown)]
    if loops:
        heads = [(place, row) for place, row in heads if place < loops[0]]
    elif not heads or len(heads) == len(shown) or not _is_list(paper, heads[0][1]):
        return
    for place, row in heads:
        if not is_on(row.find(f'{q("trPr")}/{q("tblHeader")}')):
            where = replace(table, row=place, text=excerpt(_text(row)))
            yield deviation('table-head', HOUSE, where, _("表头没有设为跨页重复"), _("请选中表头行，设为“重复标题行”"))
            return


def _styles(paper: Paper, row: Node) -> set[str]:
    return {paper.roles.get(each, '') for each in row.iter(q('p'))}


def _is_head(paper: Paper, row: Node) -> bool:
    return _styles(paper, row) <= HEADS and not BRACES & set(_text(row))


def _is_list(paper: Paper, row: Node) -> bool:
    return 'TableHead' in _styles(paper, row)
