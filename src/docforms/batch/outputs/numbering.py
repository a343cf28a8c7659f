"""Let lists and headings of every document in a merged file begin anew: Word counts on through the whole file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from lxml import etree

from docforms.documents.faithful import parsed
from docforms.documents.wml import Element, W, serialised, w

# Members of paragraph properties that stand before the number and before the indent (ECMA-376-1 17.3.1.26).
BEFORE_NUMBER: Final = ('pStyle', 'keepNext', 'keepLines', 'pageBreakBefore', 'framePr', 'widowControl')
BEFORE_INDENT: Final = (
    *BEFORE_NUMBER, 'numPr', 'suppressLineNumbers', 'pBdr', 'shd', 'tabs', 'suppressAutoHyphens', 'kinsoku', 'wordWrap',
    'overflowPunct', 'topLinePunct', 'autoSpaceDE', 'autoSpaceDN', 'bidi', 'adjustRightInd', 'snapToGrid', 'spacing',
)  # fmt: skip
LEVELS: Final = 9


class Numbering:
    """The number definitions of a merged file."""

    def __init__(self, numbering: bytes, styles: bytes) -> None:
        """Take those of the first document, and what its styles say of numbers."""
        self._root = parsed(numbering)
        self._styles = {_value(style, 'styleId'): style for style in parsed(styles).iter(_tag('style'))}
        self._definitions = {_value(num, 'numId'): num for num in self._root.iter(_tag('num'))}
        self._next = max((int(name) for name in self._definitions), default=0) + 1
        self._numbered = {name: found for name in self._styles if (found := self._number_of(name)) is not None}

    def begin_anew(self, body: Element) -> None:
        """Give the paragraphs of a further document number definitions of their own."""
        own: dict[str, str] = {}
        for paragraph in body.iter(_tag('p')):
            properties = paragraph.find(_tag('pPr'))
            if properties is None:
                continue
            number = properties.find(f'{_tag("numPr")}/{_tag("numId")}')
            if number is None:
                number = self._made_direct(properties)
            if number is not None and _value(number, 'val') in self._definitions:
                number.set(_tag('val'), self._own(_value(number, 'val'), own))

    def part(self) -> bytes:
        """Write numbering.xml."""
        return serialised(self._root)

    def _own(self, name: str, own: dict[str, str]) -> str:
        if name not in own:
            own[name] = str(self._next)
            self._next += 1
            copy = deepcopy(self._definitions[name])
            copy.set(_tag('numId'), own[name])
            begun = {_value(each, 'ilvl') for each in copy.iter(_tag('lvlOverride'))}
            for level in (str(number) for number in range(LEVELS)):
                if level not in begun:
                    copy.append(w('lvlOverride', w('startOverride', val=1), ilvl=level))
            self._last_definition().addnext(copy)
        return own[name]

    def _last_definition(self) -> Element:
        return self._root.findall(_tag('num'))[-1]

    def _number_of(self, style: str) -> Element | None:
        """Find the number a style gives, itself or by the style it is based on."""
        for each in self._line_of(style):
            found = each.find(f'{_tag("pPr")}/{_tag("numPr")}')
            if found is not None:
                return found if found.find(_tag('numId')) is not None else None
        return None

    def _line_of(self, style: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            parent = self._styles[style].find(_tag('basedOn'))
            style = '' if parent is None else _value(parent, 'val')

    def _made_direct(self, properties: Element) -> Element | None:
        """Write the number a paragraph has from its style into the paragraph, and with it the indent of the style.

        A number of the paragraph's own would bring the indent of the number definition.
        """
        style = properties.find(_tag('pStyle'))
        found = None if style is None else self._numbered.get(_value(style, 'val'))
        if style is None or found is None:
            return None
        number = deepcopy(found)
        _insert(properties, number, BEFORE_NUMBER)
        if properties.find(_tag('ind')) is None:
            indents = (each.find(f'{_tag("pPr")}/{_tag("ind")}') for each in self._line_of(_value(style, 'val')))
            indent = next((each for each in indents if each is not None), None)
            if indent is not None:
                _insert(properties, deepcopy(indent), BEFORE_INDENT)
        return number.find(_tag('numId'))


def _insert(properties: Element, element: Element, before: tuple[str, ...]) -> None:
    names = [etree.QName(child).localname for child in properties]
    properties.insert(sum(name in before for name in names), element)


def _tag(name: str) -> str:
    return f'{{{W}}}{name}'


def _value(element: Element, name: str) -> str:
    return str(element.get(_tag(name), ''))
