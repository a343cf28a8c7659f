"""The parts of a Word file that checking reads, each parsed, and its paragraphs with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from docx.opc.constants import CONTENT_TYPE

from docforms.documents.checking.model import Pages, PartKind, Place, excerpt
from docforms.documents.faithful import parsed
from docforms.documents.template_file import opened
from docforms.documents.wml import TAG, Element, R, W

KINDS: Final[dict[str, PartKind]] = {
    CONTENT_TYPE.WML_DOCUMENT_MAIN: 'body',
    CONTENT_TYPE.WML_HEADER: 'header',
    CONTENT_TYPE.WML_FOOTER: 'footer',
    CONTENT_TYPE.WML_FOOTNOTES: 'notes',
    CONTENT_TYPE.WML_ENDNOTES: 'notes',
    CONTENT_TYPE.OPC_CORE_PROPERTIES: 'properties',
}
# Wrappers whose content stands where they stand.
WRAPPERS: Final = frozenset(
    f'{{{W}}}{name}' for name in ('sdt', 'sdtContent', 'customXml', 'smartTag', 'ins', 'moveTo')
)
P: Final = f'{{{W}}}p'
FALLBACK: Final = '{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback'
GONE: Final = frozenset(f'{{{W}}}{name}' for name in ('del', 'moveFrom'))
# Stands for what a template will print.
VALUE: Final = '\ufffc'
LONE_TAG: Final = re.compile(r'\{%(?:(?!%\}).)*%\}')
STATEMENT: Final = re.compile(r'\{%(?:p|tr|tc)?[-+]?\s*(\w+)')


def q(tag: str) -> str:
    """Write a tag of the w: namespace as lxml has it."""
    return f'{{{W}}}{tag}'


def value_of(element: Element | None, name: str = 'val') -> str | None:
    """Read an attribute of the w: namespace; None where there is no element or attribute."""
    return None if element is None else element.get(q(name))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and where it stands; `text` is what its own runs hold, tags included."""

    element: Element
    place: Place
    text: str

    @property
    def style(self) -> str | None:
        """The id of its style."""
        return value_of(self.element.find(f'{q("pPr")}/{q("pStyle")}'))

    @property
    def visible(self) -> str:
        """What is printed, with a mark for every value; '' for a paragraph that is nothing but a block tag."""
        return next(iter(variants(self.text)), '')

    @property
    def cell(self) -> Element | None:
        """The table cell around it."""
        return next(self.element.iterancestors(q('tc')), None)

    def runs(self) -> Iterator[Element]:
        """Give its own runs, those deleted with tracking left out."""
        for run in self.element.iter(q('r')):
            above = run.iterancestors()
            nearest = next(each for each in above if each.tag == P or each.tag in GONE)
            if nearest is self.element:
                yield run


@dataclass(frozen=True)
class Part:
    """One part that a template prints into; `pages` are those a header or footer stands on."""

    kind: PartKind
    name: str
    root: Element
    pages: Pages = ''

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph in reading order, those of tables and text boxes among them."""
        walk = _Walk(Place(part=self.kind, pages=self.pages))
        return tuple(walk.blocks(self.root[0] if self.kind == 'body' else self.root))


@dataclass(frozen=True)
class Package:
    """A Word file taken apart."""

    parts: tuple[Part, ...]
    others: dict[str, Element]
    relations: dict[str, str]
    charts: dict[str, Element]

    @cached_property
    def body(self) -> Part:
        """The main part."""
        return next(part for part in self.parts if part.kind == 'body')

    def other(self, name: str) -> Element | None:
        """Give a part that holds no text, such as styles; None where the file has none."""
        return self.others.get(name)

    def margin(self, reference: Element) -> Part | None:
        """Give the header or footer a section refers to."""
        target = self.relations.get(reference.get(f'{{{R}}}id') or '')
        return next((part for part in self.parts if part.name == target), None)


def read_package(content: bytes, name: str) -> Package:
    """Take a Word file apart; raises `TemplateError` for what is none. `name` is the file for messages."""
    document = opened(content, name)
    relations = {
        key: str(relation.target_part.partname)
        for key, relation in document.part.rels.items()
        if not relation.is_external
    }
    pages = {relations.get(key): kind for key, kind in _references(document.element)}
    parts: list[Part] = []
    others: dict[str, Element] = {}
    charts: dict[str, Element] = {}
    for part in document.part.package.iter_parts():
        kind = KINDS.get(part.content_type)
        if kind is not None:
            name_of = str(part.partname)
            parts.append(Part(kind, name_of, parsed(part.blob), pages.get(name_of, '')))
        elif part.content_type == CONTENT_TYPE.DML_CHART:
            charts[str(part.partname)] = parsed(part.blob)
        elif part.content_type.endswith('+xml'):
            others[part.content_type.removesuffix('+xml').rpartition('.')[2]] = parsed(part.blob)
    return Package(tuple(parts), others, relations, charts)


def _references(document: Element) -> Iterator[tuple[str, Pages]]:
    """Give, for every header and footer a section refers to, its relationship and its pages."""
    for reference in document.iter(q('headerReference'), q('footerReference')):
        kinds: dict[str, Pages] = {'even': 'even', 'first': 'first'}
        yield reference.get(f'{{{R}}}id') or '', kinds.get(value_of(reference, 'type') or '', 'default')


class _Walk:
    """Counts paragraphs, tables, rows and cells on the way through a part."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.paragraph = 0
        self.table = 0

    def blocks(self, container: Element) -> Iterator[Paragraph]:
        for child in container:
            if child.tag == P:
                yield from self._paragraph(child)
            elif child.tag == q('tbl'):
                yield from self._table(child)
            elif child.tag in WRAPPERS or child.tag in {q('footnote'), q('endnote')}:
                yield from self.blocks(child)

    def _paragraph(self, element: Element) -> Iterator[Paragraph]:
        if not self.place.table:
            self.paragraph += 1
        text = own_text(element)
        place = replace(self.place, paragraph=self.paragraph, text=excerpt(text))
        yield Paragraph(element, place, text)
        for nested in element.iter(P):
            if nested is not element and not _is_fallback(nested):
                inner = own_text(nested)
                yield Paragraph(nested, replace(place, text=excerpt(inner)), inner)

    def _table(self, table: Element) -> Iterator[Paragraph]:
        self.table += 1
        outer, number = self.place, self.table
        for row, element in enumerate(rows_of(table), start=1):
            for cell, inner in enumerate(_cells(element), start=1):
                self.place = replace(outer, table=number, row=row, cell=cell)
                yield from self.blocks(inner)
        self.place = outer


def _is_fallback(element: Element) -> bool:
    return any(above.tag == FALLBACK for above in element.iterancestors())


def rows_of(table: Element) -> Iterator[Element]:
    """Give the rows of a table, also those inside content controls."""
    return _inside(table, q('tr'))


def _cells(row: Element) -> Iterator[Element]:
    return _inside(row, q('tc'))


def _inside(container: Element, tag: str) -> Iterator[Element]:
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inside(child, tag)


def own_text(paragraph: Element) -> str:
    """Join the texts of a paragraph; a text box inside it has paragraphs of its own."""
    return ''.join(text.text or '' for text in own_texts(paragraph))


def own_texts(paragraph: Element) -> Iterator[Element]:
    """Give the text elements of a paragraph."""
    return (text for text in paragraph.iter(q('t')) if next(text.iterancestors(P)) is paragraph)


def branches(texts: Sequence[str], *, first: bool) -> list[bool]:
    """Tell for every paragraph whether it is printed, when of each block over paragraphs one branch is taken."""
    statements = [STATEMENT.match(text.strip()) if LONE_TAG.fullmatch(text.strip()) else None for text in texts]
    rest = ''.join(text for text, statement in zip(texts, statements, strict=True) if statement)
    open_blocks: list[bool] = []
    kept: list[bool] = []
    for text, statement in zip(texts, statements, strict=True):
        if statement is not None:
            rest = rest[len(text) :]
            _follow(statement[1], open_blocks, first=first, more=_has_branch(rest))
        kept.append(statement is None and all(open_blocks))
    return kept


def variants(text: str) -> tuple[str, ...]:
    """Write what a text with tags may print: every first branch taken, and every last one; values become a mark."""
    found = (_branch(text, first=True), _branch(text, first=False))
    return tuple(dict.fromkeys(each for each in found if each))


def _branch(text: str, *, first: bool) -> str:
    """Keep the text of one branch of each condition."""
    kept: list[str] = []
    # For every open block, whether what follows is printed.
    open_blocks: list[bool] = []
    end = 0
    for tag in TAG.finditer(text):
        if all(open_blocks):
            kept.append(text[end : tag.start()])
        end = tag.end()
        if tag[0].startswith('{{'):
            kept += [VALUE] * all(open_blocks)
            continue
        word = STATEMENT.match(tag[0])
        _follow(word[1] if word else '', open_blocks, first=first, more=_has_branch(text[end:]))
    if all(open_blocks):
        kept.append(text[end:])
    return ''.join(kept)


def _follow(word: str, open_blocks: list[bool], *, first: bool, more: bool) -> None:
    """Take one statement; `more` when its block has a further branch."""
    if word == 'for':
        open_blocks.append(True)
    elif word == 'if':
        open_blocks.append(first)
    elif word in {'else', 'elif'} and open_blocks:
        open_blocks[-1] = not first and not more
    elif word in {'endif', 'endfor'} and open_blocks:
        open_blocks.pop()


def _has_branch(rest: str) -> bool:
    """Tell whether the block a text begins in has a further branch."""
    depth = 0
    for word in STATEMENT.findall(rest):
        if word in {'if', 'for'}:
            depth += 1
        elif word in {'endif', 'endfor'}:
            depth -= 1
        elif word in {'else', 'elif'} and not depth:
            return True
        if depth < 0:
            return False
    return False
