"""Prove what a filled part will look like before any value is known, and find the place of every expression in it.

Along every way through the conditions and loops of a template, the same elements must be open at the same point.
Then whatever values it is filled with, the result is well-formed, and what docforms and docxtpl look for in the
result (text outside paragraphs, breaks to set, tables to mend) is known from the template alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, NamedTuple

from jinja2 import nodes

from docforms.documents.faithful import SHOWN
from docforms.documents.filling import as_printed
from docforms.documents.grids import ChangedColumns, Grids
from docforms.documents.part_compiler import Written
from docforms.documents.wml import W
from docforms.documents.writers import ESCAPES, Writer, breaks, write_attribute, write_plain, writer
from docforms.i18n import N_

ATTRIBUTE: Final = r'\s+[^\s<>="]+="[^"<]*'
TOKEN: Final = re.compile(
    rf"""
      (?P<text>[^<]+)
    | </(?P<end>[^\s<>/]+)\s*>
    | <(?P<start>[^\s<>/!?]+)(?P<attributes>(?:{ATTRIBUTE}")*)\s*(?P<empty>/?)>
    | (?P<torn><[^\s<>/!?]+(?:{ATTRIBUTE}")*\s+[^\s<>="]+=")[^"<]*\Z   # a tag inside the value of an attribute
    """,
    re.VERBOSE,
)
LONE_AMPERSAND: Final = re.compile(r'&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)')
DECLARATION: Final = re.compile(r'\sxmlns(:[^=]*)?="([^"]*)"')
BREAK: Final = re.compile('[\n\t]')

TORN: Final = N_("标记跨越段落或表格的边界，结构要填好才知道")
LOOSE: Final = N_("有文字或标记落在段落文字之外")
COLUMNS: Final = N_("表格的列数随数据变化，或与表格的定义不一致")
DRAWING: Final = N_("正文里有图形")
STYLED: Final = N_("文字格式里有标记")


class Unproven(Exception):
    """What the filled part will look like depends on the values; `reason` is a message to translate."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Open(NamedTuple):
    """An open element; `declares` are its namespaces, `properties` the w:rPr of a run."""

    name: str
    declares: str = ''
    properties: str = ''


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a part: what is open there, and the start tag up to the value of an attribute it lies in."""

    path: tuple[Open, ...] = ()
    tag: str = ''
    grids: Grids = field(default_factory=Grids)

    def joined(self, other: Point) -> Point:
        """Give what holds whichever of two ways led here."""
        if (self.path, self.tag) != (other.path, other.tag):
            raise Unproven(TORN)
        return replace(self, grids=self.grids.joined(other.grids))


def places(tree: nodes.Template) -> Written:
    """Say how every piece of a part is written; raises `Unproven`."""
    walk = _Walk()
    try:
        end = walk.through(tree.body, Point())
    except ChangedColumns:
        raise Unproven(COLUMNS) from None
    if end.path or end.tag:
        raise Unproven(TORN)
    return walk.written


class _Walk:
    """Walks through a template, noting how each piece is written."""

    def __init__(self) -> None:
        self.written: dict[nodes.Expr, bytes | Writer] = {}
        self._writers: dict[str, Writer] = {}

    def through(self, body: Iterable[nodes.Node], point: Point) -> Point:
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    if isinstance(child, nodes.TemplateData):
                        text, point = _read(as_printed(child.data), point)
                        self.written[child] = text.encode()
                    else:
                        self.written[child] = self._writer(point)
            elif isinstance(node, nodes.If):
                point = self._branches(node, point)
            elif isinstance(node, nodes.For):
                point = self._loop(node, point)
        return point

    def _branches(self, node: nodes.If, point: Point) -> Point:
        end = self.through(node.body, point)
        for branch in node.elif_:
            end = end.joined(self.through(branch.body, point))
        return end.joined(self.through(node.else_, point))

    def _loop(self, node: nodes.For, point: Point) -> Point:
        end = self.through(node.body, point)
        point.joined(end)
        return end.joined(self.through(node.else_, point))

    def _writer(self, point: Point) -> Writer:
        """Choose the writer of a value printed at a point."""
        if any(around.name == 'w:r' and inner.name == 'w:rPr' for around, inner in pairwise(point.path)):
            raise Unproven(STYLED)
        if point.tag:
            return write_attribute
        if not point.path:
            raise Unproven(LOOSE)
        name = point.path[-1].name
        if name == 'w:t':
            properties = _run(point.path).properties
            return self._writers.setdefault(properties, writer({**ESCAPES, **breaks(properties)}))
        if name.startswith('w:') and name not in SHOWN:
            raise Unproven(LOOSE)
        return write_plain


def _read(data: str, point: Point) -> tuple[str, Point]:
    """Read a piece of the template; gives it as it is printed, and the point behind it."""
    skipped = len(point.tag)
    data, point = point.tag + data, replace(point, tag='')
    pieces, position = [], 0
    while position < len(data):
        token = TOKEN.match(data, position)
        if token is None:
            raise Unproven(TORN)
        text = token[0]
        if token['text']:
            text = _text(text, point)
        elif token['end']:
            point = _closed(token['end'], point)
        elif token['torn']:
            point = replace(point, tag=token['torn'])
        else:
            point = _opened(token, point)
        pieces.append(text)
        position = token.end()
    return ''.join(pieces)[skipped:], point


def _text(text: str, point: Point) -> str:
    """Check a text of the template, and set its breaks."""
    if LONE_AMPERSAND.search(text):
        raise Unproven(TORN)
    name = point.path[-1].name if point.path else 'w:'
    if name == 'w:t':
        if BREAK.search(text):
            replaced = breaks(_run(point.path).properties)
            return BREAK.sub(lambda found: replaced[found[0]], text)
    elif text.strip() and name.startswith('w:') and name not in SHOWN:
        raise Unproven(LOOSE)
    return text


def _opened(token: re.Match[str], point: Point) -> Point:
    name, attributes = token['start'], token['attributes']
    if name.endswith(':docPr') and point.path and point.path[0].name == 'w:body':
        raise Unproven(DRAWING)
    declared = DECLARATION.findall(attributes)
    # Elements are known by their prefix here.
    if any((prefix == ':w') != (namespace == W) for prefix, namespace in declared):
        raise Unproven(TORN)
    # docxtpl copies no empty w:rPr to the runs it makes.
    path = point.path if token[0] == '<w:rPr/>' else _noted(point.path, name, token[0])
    inner = (*path, Open(name, ''.join(prefix + '=' + namespace for prefix, namespace in declared)))
    grids = point.grids
    # docxtpl mends the tables of the body only.
    if inner[0].name == 'w:body':
        grids = grids.opened([element.name for element in inner], attributes)
    if token['empty']:
        return replace(point, path=path, grids=grids.closed(name))
    return replace(point, path=inner, grids=grids)


def _closed(name: str, point: Point) -> Point:
    if not point.path or point.path[-1].name != name:
        raise Unproven(TORN)
    path = _noted(point.path[:-1], name, f'</{name}>')
    return replace(point, path=path, grids=point.grids.closed(name))


def _noted(path: tuple[Open, ...], name: str, tag: str) -> tuple[Open, ...]:
    """Note a tag that belongs to the properties of the run around it."""
    for depth, (around, inner) in enumerate(pairwise((*path, Open(name)))):
        if around.name == 'w:r' and inner.name == 'w:rPr':
            run = around._replace(properties=around.properties + tag)
            return (*path[:depth], run, *path[depth + 1 :])
    return path


def _run(path: Sequence[Open]) -> Open:
    """Give the run a text stands in."""
    if len(path) < 2 or path[-2].name != 'w:r':
        raise Unproven(LOOSE)
    return path[-2]
