"""A Word file as an official paper: what kind it is, its sections, and the element every paragraph is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from docforms.documents.checking import measuring
from docforms.documents.checking.layering import DIRECT, Layering, number
from docforms.documents.checking.model import Deviation, Place
from docforms.documents.checking.package import Package, Paragraph, Part, branches, q, value_of
from docforms.documents.checking.standard import ELEMENTS, Element, cited, free
from docforms.documents.styles import CHARACTER_STYLES, STYLES
from docforms.documents.wml import TWIPS_PER_MM
from docforms.documents.wml import Element as Node
from docforms.i18n import _

Kind = Literal['letter', 'document', 'plain', 'form']
Printed = Sequence[tuple[Paragraph, str]]
"""Paragraphs with their roles, in order."""

# Programs renumber the ids of styles; names stay. Of a built-in name only the case differs between programs.
ROLES: Final = {style.name.casefold(): style.id for style in (*STYLES, *CHARACTER_STYLES)}
# Further styles of the project are elements of which the standard says nothing; 正文 is a basis, not an element.
KNOWN: Final = {**{style.id: free(style.id, style.name) for style in STYLES if style.id != 'Normal'}, **ELEMENTS}
COPIES: Final = frozenset({'CopyTo', 'LetterCopyTo'})
OF_LETTERS: Final = frozenset({'LetterMark', 'LetterMarkLong', 'LetterNumber', 'LetterThin', 'LetterThick'})


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its properties, and headers and footers by kind and pages, those it inherits among them."""

    properties: Node
    place: Place
    margins: dict[tuple[str, str], Part]

    def size(self) -> tuple[float, float]:
        """Give width and height of the paper in millimetres."""
        return self._mm('pgSz', 'w'), self._mm('pgSz', 'h')

    def sides(self) -> tuple[float, float, float, float]:
        """Give the margins top, right, bottom and left in millimetres."""
        top, right, bottom, left = (self._mm('pgMar', side) for side in ('top', 'right', 'bottom', 'left'))
        return top, right, bottom, left + self._mm('pgMar', 'gutter')

    def foot(self) -> float:
        """Give the distance of the footer from the edge of the paper in millimetres."""
        return self._mm('pgMar', 'footer')

    def head(self) -> float:
        """Give the distance of the header from the edge of the paper in millimetres."""
        return self._mm('pgMar', 'header')

    @property
    def landscape(self) -> bool:
        """Tell whether the paper lies."""
        width, height = self.size()
        return width > height

    def area(self) -> tuple[float, float]:
        """Give width and height of the type area in millimetres."""
        (width, height), (top, right, bottom, left) = self.size(), self.sides()
        return width - left - right, height - top - bottom

    def _mm(self, tag: str, attribute: str) -> float:
        return (number(value_of(self.properties.find(q(tag)), attribute)) or 0) / TWIPS_PER_MM


class Paper:
    """One file, ready to be measured."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.layering = Layering(package)
        self.body = tuple((paragraph, self.role(paragraph)) for paragraph in package.body.paragraphs)
        self.places = {paragraph.element: paragraph.place for paragraph, _role in self.body}
        self.roles = {paragraph.element: role for paragraph, role in self.body}
        margins = (part for part in package.parts if part.kind in {'header', 'footer'})
        self.margins = {part.name: part.paragraphs for part in margins}

    def role(self, paragraph: Paragraph) -> str:
        """Give the project's style a paragraph has, whatever its id in this file; '' for another one."""
        return ROLES.get(self.layering.name(paragraph.style or self.layering.standard).casefold(), '')

    @cached_property
    def kind(self) -> Kind:
        """Tell what kind of paper it is by the elements it has."""
        roles = {role for _paragraph, role in self.body}
        around = {self.role(each) for paragraphs in self.margins.values() for each in paragraphs}
        if 'FormTitle' in roles and not around & OF_LETTERS:
            return 'form'
        if (roles | around) & OF_LETTERS:
            return 'letter'
        return 'document' if roles & {'Mark', 'MarkLong'} else 'plain'

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Give the sections in order."""
        found: list[Section] = []
        known: dict[tuple[str, str], Part] = {}
        nodes = list(self.package.body.root.iter(q('sectPr')))
        for node in nodes:
            for reference in node:
                part = self.package.margin(reference) if reference.tag.endswith('Reference') else None
                if part is not None:
                    known = {**known, (part.kind, value_of(reference, 'type') or 'default'): part}
            paragraph = next(node.iterancestors(q('p')), None)
            place = Place() if paragraph is None or len(nodes) == 1 else self.places.get(paragraph, Place())
            found.append(Section(node, place, known))
        return tuple(found)

    def elements(self) -> Iterator[tuple[Paragraph, Element]]:
        """Give every paragraph that prints something and is an element of the standard, headers and footers too."""
        for paragraph, role in self._all():
            if role in KNOWN and (paragraph.visible.strip() or role.startswith('Footer')):
                yield paragraph, KNOWN[role]

    def _all(self) -> Iterator[tuple[Paragraph, str]]:
        yield from self.body
        for paragraphs in self.margins.values():
            yield from ((each, self.role(each)) for each in paragraphs)

    @cached_property
    def printings(self) -> tuple[Printed, ...]:
        """The paragraphs of the body outside tables that print something or begin a page, and those of the 版记.

        Of a template there are two: every first branch of its blocks taken, and every last one.
        """
        outside = [pair for pair in self.body if not pair[0].place.table or pair[1] in COPIES]
        texts = [paragraph.text for paragraph, _role in outside]
        found: list[Printed] = []
        for first in (True, False):
            kept = zip(outside, branches(texts, first=first), strict=True)
            shown = [pair for pair, is_kept in kept if is_kept and (pair[0].visible.strip() or pair[1] == 'NewPage')]
            if shown not in found:
                found.append(shown)
        return tuple(found)

    def remedy(self, owner: str, paragraph: Paragraph) -> str:
        """Say where a setting is changed that has this owner."""
        if owner == DIRECT:
            style = self.layering.name(paragraph.style or self.layering.standard)
            return _("请清除这里直接设置的格式，由样式“{style}”决定").format(style=style)
        name = self.layering.name(owner) or self.layering.name(paragraph.style or self.layering.standard)
        return _("请修改样式“{style}”").format(style=name)

    def begins_page(self, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph has its own page break above it."""
        return measuring.switched(self.layering.paragraph(paragraph), 'pageBreakBefore').value


def deviation(code: str, clause: str, place: Place, message: str, remedy: str) -> Deviation:
    """Write a deviation, its clause cited in full."""
    return Deviation(code, cited(clause), place, message, remedy)
