"""Lay styles, numbering and direct formatting over each other, as Word does.

Every value is known with its owner, so that a deviation names what has to be changed: a style or the text itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, TypeVar

from docforms.documents.checking.package import Package, Paragraph, q, value_of
from docforms.documents.wml import TWIPS_PER_POINT, Element, w

T = TypeVar('T')

# Owners that are no style.
DIRECT: Final = '\0direct'
DEFAULTS: Final = '\0defaults'
NUMBERING: Final = '\0numbering'

# The size Word takes where nothing says one, in half points.
FALLBACK_SIZE: Final = 20.0


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A value, and the id of the style that gives it (or one of the owners above)."""

    value: T
    owner: str


Layers = Sequence[tuple[str, Element]]


class Layering:
    """The styles and numberings of one file."""

    def __init__(self, package: Package) -> None:
        root = package.other('styles')
        styles = [] if root is None else root.findall(q('style'))
        self.styles: dict[str, Element] = {value_of(style, 'styleId') or '': style for style in styles}
        self._defaults = None if root is None else root.find(q('docDefaults'))
        self._numbering = package.other('numbering')
        self.theme = package.other('theme')
        standard = (s for s in styles if value_of(s, 'type') == 'paragraph' and value_of(s, 'default') == '1')
        self.standard = next((value_of(style, 'styleId') or '' for style in standard), '')
        self._known: dict[tuple[str, str], list[tuple[str, Element]]] = {}

    @cached_property
    def character(self) -> float:
        """The width of a character of the text in points: its size and the space added to it."""
        layers = self.style(self.standard, 'rPr')
        size, added = number(last(layers, 'sz').value), number(last(layers, 'spacing').value)
        return (size or FALLBACK_SIZE) / 2 + (added or 0) / TWIPS_PER_POINT

    def name(self, style: str | None) -> str:
        """Give the name of a style as Word shows it; '' for one that is not defined."""
        return value_of(self.styles[style].find(q('name'))) or '' if style in self.styles else ''

    def chain(self, style: str) -> list[str]:
        """Give a style and those it is based on, the furthest first."""
        found: list[str] = []
        while style in self.styles and style not in found:
            found.insert(0, style)
            style = value_of(self.styles[style].find(q('basedOn'))) or ''
        return found

    def paragraph(self, paragraph: Paragraph) -> Layers:
        """Give what forms a paragraph, the weakest first."""
        own = paragraph.element.find(q('pPr'))
        layers = self.style(paragraph.style or self.standard, 'pPr')
        if own is not None:
            level = self.level(own.find(q('numPr')))
            layers += [] if level is None else [(NUMBERING, each) for each in level.findall(q('pPr'))]
            layers.append((DIRECT, own))
        return layers

    def run(self, paragraph: Paragraph, run: Element) -> Layers:
        """Give what forms a run, the weakest first."""
        own = run.find(q('rPr'))
        layers = self.style(paragraph.style or self.standard, 'rPr')
        if own is not None:
            style = value_of(own.find(q('rStyle'))) or ''
            layers += self.style(style, 'rPr')[1:] if style else []
            layers.append((DIRECT, own))
        return layers

    def style(self, style: str, group: str) -> list[tuple[str, Element]]:
        """Give what forms the paragraphs (pPr) or runs (rPr) of a style, the weakest first."""
        if (style, group) not in self._known:
            self._known[style, group] = list(self._style(style, group))
        return list(self._known[style, group])

    def _style(self, style: str, group: str) -> Iterator[tuple[str, Element]]:
        wrapper = None if self._defaults is None else self._defaults.find(q(f'{group}Default'))
        default = None if wrapper is None else wrapper.find(q(group))
        yield DEFAULTS, default if default is not None else w(group)
        for name in self.chain(style):
            properties = self.styles[name].find(q(group))
            if properties is None:
                continue
            if group == 'pPr':
                level = self.level(properties.find(q('numPr')), style=name)
                yield from () if level is None else ((NUMBERING, each) for each in level.findall(q('pPr')))
            yield name, properties

    def level(self, reference: Element | None, style: str = '') -> Element | None:
        """Find the level of a numbering that w:numPr refers to; `style` is the style it stands in."""
        wanted_number = None if reference is None else value_of(reference.find(q('numId')))
        if reference is None or wanted_number in {None, '0'} or self._numbering is None:
            return None
        wanted = value_of(reference.find(q('ilvl'))) or '0'
        instances = self._numbering.findall(q('num'))
        instance = next((each for each in instances if value_of(each, 'numId') == wanted_number), None)
        kind = None if instance is None else value_of(instance.find(q('abstractNumId')))
        for abstract in self._numbering.findall(q('abstractNum')):
            if value_of(abstract, 'abstractNumId') == kind:
                levels = abstract.findall(q('lvl'))
                linked = [each for each in levels if style and value_of(each.find(q('pStyle'))) == style]
                numbered = [each for each in levels if value_of(each, 'ilvl') == wanted]
                return next(iter((*linked, *numbered)), None)
        return None

    def numbering(self, paragraph: Paragraph) -> Known[Element] | None:
        """Find the level of the automatic number a paragraph bears."""
        found: Known[Element] | None = None
        for owner, layer in self.paragraph(paragraph):
            reference = layer.find(q('numPr'))
            if reference is not None and owner != NUMBERING:
                level = self.level(reference, style='' if owner == DIRECT else owner)
                found = None if level is None else Known(level, owner)
        return found


def last(layers: Layers, tag: str) -> Known[Element | None]:
    """Find a property in the strongest layer that has it."""
    found: Known[Element | None] = Known(None, DEFAULTS)
    for owner, layer in layers:
        element = layer.find(q(tag))
        if element is not None:
            found = Known(element, owner)
    return found


def number(value: Element | str | None) -> float | None:
    """Read a number from a text or from an element's value; None where there is none."""
    text = value if isinstance(value, str) or value is None else value_of(value)
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def own_properties(element: Element, group: str) -> Iterator[Element]:
    """Give the properties set on a paragraph or run itself."""
    properties = element.find(q(group))
    return iter(()) if properties is None else iter(properties)
