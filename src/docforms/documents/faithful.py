"""Carry values through XML and Word unharmed, where only the filled part shows what became of them.

docxtpl works on the XML of a document as text: it looks for `{_{` and its like, for line feeds and tabs, also in
what values brought in. So a value enters the text with all of these written as character references, and only
the parsed document, in which nothing looks for anything any more, has the characters themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from lxml import etree

from docforms.documents.wml import NAMESPACES, XML_SPACE, Element, W, w

BREAK: Final = re.compile('([\n\t])')
BROKEN_TEXT: Final = etree.XPath('//w:t[contains(., "\n") or contains(., "\t")]', namespaces=NAMESPACES)
# The only elements of the w: namespace that hold text.
SHOWN: Final = ('w:t', 'w:delText', 'w:instrText', 'w:delInstrText')
LOOSE_TEXT: Final = etree.XPath(
    f'//w:*[not({" or ".join(f"self::{name}" for name in SHOWN)})]/text()[normalize-space()]', namespaces=NAMESPACES
)
PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True)


def parsed(xml: str | bytes) -> Element:
    """Parse a filled part; raises `etree.XMLSyntaxError` instead of mending, which loses text."""
    return etree.fromstring(xml.encode() if isinstance(xml, str) else xml, PARSER)


def loose_text(root: Element) -> Iterator[str]:
    """List the texts that stand where Word does not show them, as values printed between paragraphs do."""
    found: list[str] = LOOSE_TEXT(root)  # type: ignore[assignment] # a path of texts
    return (text.strip() for text in found)


def set_breaks(root: Element) -> None:
    """Turn line feeds and tabs in texts into line breaks and tabs of the document; a tab is a run of its own."""
    broken: list[Element] = BROKEN_TEXT(root)  # type: ignore[assignment] # a path of elements
    for element in broken:
        first, *rest = BREAK.split(element.text or '')
        element.text = first
        element.set(XML_SPACE, 'preserve')
        last = element
        for mark, text in zip(rest[::2], rest[1::2], strict=True):
            last = _after_break(last, text) if mark == '\n' else _after_tab(last, text)


def _after_break(element: Element, text: str) -> Element:
    """Put a line break and the next text behind a text; gives the text."""
    following = _text(text)
    element.addnext(following)
    element.addnext(w('br'))
    return following


def _after_tab(element: Element, text: str) -> Element:
    """Put a tab and the next text behind a text, in runs of their own; what followed the text moves along."""
    run = element.getparent()
    if run is None or run.tag != f'{{{W}}}r':
        following = _text(text)
        element.addnext(following)
        element.addnext(w('tab'))
        return following
    properties = run.findall(f'{{{W}}}rPr')
    following = _text(text)
    rest = w('r', *deepcopy(properties), following, *element.itersiblings())
    run.addnext(rest)
    run.addnext(w('r', *deepcopy(properties), w('tab')))
    return following


def _text(text: str) -> Element:
    element = w('t')
    element.text = text
    element.set(XML_SPACE, 'preserve')
    return element
