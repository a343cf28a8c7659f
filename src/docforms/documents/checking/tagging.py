"""The tags of a template in reading order, each with its place and as the expression language has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from docforms.documents.checking.model import Place, excerpt
from docforms.documents.checking.package import Package, Paragraph, Part, own_texts, q
from docforms.documents.wml import TAG, Element

WORD: Final = re.compile(r'\{%[-+]?\s*(\w+)')
UNIT: Final = re.compile(r'^(\{[{%#])(p|tr|tc|r)\s')
# docxtpl's own statements about cells; the first two hold an expression.
CELL_VALUE: Final = re.compile(r'^\{%\s*(?:colspan|cellbg)\s+(.*?)%\}$')
CELL_MARK: Final = re.compile(r'^\{%\s*(?:vm|hm)\s*%\}$')
# docxtpl makes straight quotes of those Word puts in by itself.
QUOTES: Final = str.maketrans({'“': '"', '”': '"', '‘': "'", '’': "'"})
# What may stand between the runs of a tag and be lost without harm.
HARMLESS: Final = frozenset(
    q(name)
    for name in ('r', 'proofErr', 'bookmarkStart', 'bookmarkEnd', 'permStart', 'permEnd', 'lastRenderedPageBreak')
)
LOST: Final = tuple(
    q(name) for name in ('fldChar', 'drawing', 'pict', 'object', 'commentReference', 'footnoteReference')
)


@dataclass(frozen=True, slots=True)
class FoundTag:
    """A tag: as it is written, and without what only docxtpl understands (`source`, '' for nothing to evaluate).

    `unit` is what a block tag takes away with itself: p, tr, tc, or '' for nothing but the tag.
    """

    text: str
    source: str
    unit: str
    place: Place
    paragraph: Paragraph | None
    whole: bool

    @property
    def word(self) -> str:
        """The word of a statement: if, for, …; '' for a value."""
        found = WORD.match(self.source)
        return found[1] if found else ''

    @property
    def container(self) -> Element | None:
        """What both ends of a block have to stand in."""
        if self.paragraph is None:
            return None
        element = self.paragraph.element
        if self.unit in {'tr', 'tc'}:
            return next(element.iterancestors(q('tbl' if self.unit == 'tr' else 'tr')), None)
        return element.getparent() if self.unit == 'p' else element


def tags_of(part: Part) -> Iterator[FoundTag]:
    """Give the tags of one part in order; comments are left out."""
    if part.kind == 'properties':
        for element in part.root:
            text = element.text or ''
            place = Place(part='properties', text=excerpt(text))
            yield from (_tag(match[0], place, None, whole=True) for match in TAG.finditer(text) if match[0][1] != '#')
        return
    for paragraph in part.paragraphs:
        for match in TAG.finditer(paragraph.text):
            if match[0][1] != '#':
                whole = _is_whole(paragraph.element, match.start(), match.end())
                yield _tag(match[0], paragraph.place, paragraph, whole=whole)


def all_tags(package: Package) -> list[tuple[Part, list[FoundTag]]]:
    """Give the tags of every part that is filled."""
    return [(part, list(tags_of(part))) for part in package.parts]


def _tag(text: str, place: Place, paragraph: Paragraph | None, *, whole: bool) -> FoundTag:
    unit = UNIT.match(text)
    source = UNIT.sub(r'\1 ', text).translate(QUOTES)
    value = CELL_VALUE.match(source)
    if value is not None:
        source = f'{{{{ {value[1].strip()} }}}}'
    elif CELL_MARK.match(source):
        source = ''
    return FoundTag(text, source, unit[2] if unit else '', place, paragraph, whole)


def _is_whole(paragraph: Element, start: int, end: int) -> bool:
    """Tell whether the pieces of a tag can be joined: they stand side by side, with nothing between to be lost."""
    position = 0
    runs: list[Element] = []
    for text in own_texts(paragraph):
        length = len(text.text or '')
        run = text.getparent()
        if length and position < end and position + length > start and run is not None and run not in runs:
            runs.append(run)
        position += length
    if len(runs) < 2:
        return True
    parent = runs[0].getparent()
    if parent is None or any(run.getparent() is not parent for run in runs):
        return False
    between = list(parent)[parent.index(runs[0]) : parent.index(runs[-1]) + 1]
    return all(each.tag in HARMLESS and next(each.iter(*LOST), None) is None for each in between)
