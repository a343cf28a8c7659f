"""Carry values through XML and Word unharmed.

docxtpl works on the XML of a document as text: it looks for `{_{` and its like, for line feeds and tabs, also in
what values brought in. So a value enters the text with all of these written as character references, and only
the parsed document, in which nothing looks for anything any more, has the characters themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from markupsafe import Markup

from docforms.documents.wml import NAMESPACES, XML_SPACE, Element, w

# Markup; what docxtpl makes of `{_{` and `%_}`, also where a value meets the text beside it; line feed and tab.
SPECIAL: Final = re.compile('[&<>"\'{}%_\n\t]')
BREAK: Final = re.compile('([\n\t])')
BROKEN_TEXT: Final = etree.XPath('//w:t[contains(., "\n") or contains(., "\t")]', namespaces=NAMESPACES)
# No other element of the w: namespace shows text.
LOOSE_TEXT: Final = etree.XPath(
    '//w:*[not(self::w:t or self::w:delText or self::w:instrText or self::w:delInstrText)]/text()[normalize-space()]',
    namespaces=NAMESPACES,
)
PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True)


def encoded(text: str) -> Markup:
    """Write a text so that it passes through a template as it is."""
    return Markup(SPECIAL.sub(_reference, text))  # noqa: S704 - every character with a meaning is replaced


def _reference(found: re.Match[str]) -> str:
    return f'&#{ord(found[0])};'


def parsed(xml: str | bytes) -> Element:
    """Parse a filled part; raises `etree.XMLSyntaxError` instead of mending, which loses text."""
    return etree.fromstring(xml.encode() if isinstance(xml, str) else xml, PARSER)


def loose_text(root: Element) -> Iterator[str]:
    """List the texts that stand where Word does not show them, as values printed between paragraphs do."""
    found: list[str] = LOOSE_TEXT(root)  # type: ignore[assignment] # a path of texts
    return (text.strip() for text in found)


def set_breaks(root: Element) -> None:
    """Turn line feeds and tabs in texts into line breaks and tabs of the document."""
    broken: list[Element] = BROKEN_TEXT(root)  # type: ignore[assignment] # a path of elements
    for element in broken:
        first, *rest = BREAK.split(element.text or '')
        element.text = first
        element.set(XML_SPACE, 'preserve')
        last = element
        for piece in filter(None, rest):
            following = _piece(piece)
            last.addnext(following)
            last = following


def _piece(piece: str) -> Element:
    if piece == '\n':
        return w('br')
    if piece == '\t':
        return w('tab')
    element = w('t')
    element.text = piece
    element.set(XML_SPACE, 'preserve')
    return element
