"""WordprocessingML by hand: elements, runs and paragraphs, and nothing that Word would put in by itself.

Attribute values are twips, eighths of a point (borders) or half points (font sizes), as in ECMA-376.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

W: Final = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
R: Final = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
NAMESPACES: Final = {'w': W, 'r': R}
XML_SPACE: Final = '{http://www.w3.org/XML/1998/namespace}space'

TWIPS_PER_MM: Final = 1440 / 25.4
TWIPS_PER_POINT: Final = 20

# What docxtpl takes for a tag. Each becomes a run of its own, so that Word cannot tear it apart
# and a reader finds the value it was replaced with.
TAG: Final = re.compile(r'\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}')

Element = etree._Element  # noqa: SLF001 - lxml has no other name for the type


def default(namespace: str) -> dict[str, str]:
    """Make a namespace the default one of a part."""
    # The stubs of lxml do not know that None stands for no prefix.
    return {None: namespace}  # type: ignore[dict-item]


def twips(millimetres: float) -> int:
    """Convert millimetres."""
    return round(millimetres * TWIPS_PER_MM)


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """Make an element of the w: namespace; attributes are of that namespace too."""
    element = etree.Element(f'{{{W}}}{tag}', nsmap=NAMESPACES)
    for name, value in attributes.items():
        element.set(f'{{{W}}}{name}', str(value))
    element.extend(children)
    return element


def on(tag: str, *, value: bool = True) -> Element:
    """Make a switch; written out when it is off, as on is the default."""
    return w(tag) if value else w(tag, val='0')


def fonts(family: str) -> Element:
    """Name one family for every script, so that no quotation mark or dash falls to a Latin font."""
    return w('rFonts', hint='eastAsia', ascii=family, hAnsi=family, eastAsia=family, cs=family)


def run(text: str, style: str | None = None) -> Element:
    """Make a run; a line break in the text becomes a line break on paper."""
    properties = w('rPr', w('rFonts', hint='eastAsia'))
    if style is not None:
        properties.insert(0, w('rStyle', val=style))
    element = w('r', properties)
    for number, line in enumerate(text.split('\n')):
        if number:
            element.append(w('br'))
        if line:
            element.append(_text(line))
    return element


def _text(text: str) -> Element:
    element = w('t')
    element.text = text
    element.set(XML_SPACE, 'preserve')
    return element


def runs(text: str, style: str | None = None) -> Iterator[Element]:
    """Make the runs of a text, one for every template tag in it and one for what stands between."""
    end = 0
    for tag in TAG.finditer(text):
        if tag.start() > end:
            yield run(text[end : tag.start()], style)
        yield run(tag.group(), style)
        end = tag.end()
    if end < len(text):
        yield run(text[end:], style)


def page_field() -> Iterator[Element]:
    """Make the runs of a PAGE field."""
    for kind in ('begin', 'instruction', 'separate', 'result', 'end'):
        element = run('1') if kind == 'result' else run('')
        if kind == 'instruction':
            instruction = w('instrText')
            instruction.text = ' PAGE '
            instruction.set(XML_SPACE, 'preserve')
            element.append(instruction)
        elif kind != 'result':
            element.append(w('fldChar', fldCharType=kind))
        yield element


def paragraph(style: str | None, *content: Element, extra: Iterable[Element] = ()) -> Element:
    """Make a paragraph; `extra` holds properties of its own, in schema order."""
    properties = w('pPr', *extra)
    if style is not None:
        properties.insert(0, w('pStyle', val=style))
    element = w('p')
    if len(properties):
        element.append(properties)
    element.extend(content)
    return element


def text_paragraph(style: str | None, text: str, extra: Iterable[Element] = ()) -> Element:
    """Make a paragraph of plain text and template tags."""
    return paragraph(style, *runs(text), extra=extra)


def style_of(element: Element) -> str:
    """Give the style of a paragraph; '' for one without, and for anything else."""
    found = element.find(f'{{{W}}}pPr/{{{W}}}pStyle')
    return '' if found is None else str(found.get(f'{{{W}}}val'))


def keep_with_next(element: Element) -> None:
    """Keep a paragraph on the page of what follows it."""
    properties = element.find(f'{{{W}}}pPr')
    if properties is None:
        properties = w('pPr')
        element.insert(0, properties)
    if properties.find(f'{{{W}}}keepNext') is None:
        styled = properties.find(f'{{{W}}}pStyle') is not None
        properties.insert(1 if styled else 0, w('keepNext'))


def block_tag(tag: str) -> Element:
    """Make the paragraph that holds a block tag alone; docxtpl takes the whole paragraph away.

    `tag` is what stands between {% and %}.
    """
    return paragraph(None, run(f'{{%p {tag.strip()} %}}'))


def row_tag(tag: str) -> Element:
    """Make the table row that holds a block tag alone; docxtpl takes the whole row away."""
    return w('tr', w('tc', paragraph(None, run(f'{{%tr {tag.strip()} %}}'))))


def border(side: str, eighths: int, *, colour: str = '000000', space: int = 0) -> Element:
    """Make one border line; `space` is its distance from the text in points."""
    return w(side, val='single', sz=eighths, space=space, color=colour)


def serialised(element: Element) -> bytes:
    """Write a part."""
    return bytes(etree.tostring(element, xml_declaration=True, encoding='UTF-8', standalone=True))
