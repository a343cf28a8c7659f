"""The text Word shows of a paragraph: without what is deleted or hidden, with the marks of symbol fonts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml's only name for it

W: Final = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
FALLBACK: Final = '{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback'
TEXT_BOX: Final = f'{W}txbxContent'

# Deleted and moved away; properties; the reading aid over a character; what old programs show instead.
_UNSEEN: Final = frozenset(
    {f'{W}{name}' for name in ('del', 'moveFrom', 'pPr', 'rPr', 'rt', 'sdtPr', 'sdtEndPr')} | {FALLBACK}
)
_SHOWN: Final = {
    f'{W}br': '\n',
    f'{W}cr': '\n',
    f'{W}tab': '\t',
    f'{W}noBreakHyphen': '-',
}
# Boxes and ticks of the symbol fonts, by their code.
_SYMBOLS: Final[dict[str, dict[int, str]]] = {
    'wingdings': {0xFE: '☑', 0xFD: '☒', 0xA8: '□', 0x6F: '□', 0xFC: '√', 0xFB: '×', 0x6E: '■', 0x71: '□'},
    'wingdings 2': {0x52: '☑', 0x53: '☒', 0xA3: '□', 0x50: '√', 0x4F: '×', 0x54: '☒', 0x30: '□', 0x2A: '□'},
}
_OFF: Final = frozenset({'0', 'false', 'off'})


def paragraph_text(paragraph: Element) -> str:
    """Give the text of a paragraph as it is seen; that of text boxes anchored in it is not part of it."""
    return ''.join(_pieces(paragraph))


def text_boxes(paragraph: Element) -> Iterator[Element]:
    """List the contents of the text boxes anchored in a paragraph."""
    for child in paragraph:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag not in _UNSEEN:
            yield from text_boxes(child)


def is_on(holder: Element | None, name: str) -> bool:
    """Tell whether a switch such as w:vanish is set in properties."""
    switch = None if holder is None else holder.find(f'{W}{name}')
    return switch is not None and switch.get(f'{W}val', 'true') not in _OFF


def _pieces(element: Element, font: str = '') -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _UNSEEN or tag == TEXT_BOX:
            continue
        if tag == f'{W}t':
            yield _in_font(child.text or '', font)
        elif tag in _SHOWN:
            yield _SHOWN[tag]
        elif tag == f'{W}sym':
            yield _symbol(child)
        elif tag == f'{W}fldChar':
            yield _field_box(child)
        elif tag == f'{W}r':
            properties = child.find(f'{W}rPr')
            if not is_on(properties, 'vanish'):
                yield from _pieces(child, _font(properties))
        else:
            yield from _pieces(child, font)


def _font(properties: Element | None) -> str:
    fonts = None if properties is None else properties.find(f'{W}rFonts')
    return '' if fonts is None else fonts.get(f'{W}ascii', '').casefold()


def _in_font(text: str, font: str) -> str:
    """Write letters of a symbol font as the marks they show."""
    symbols = _SYMBOLS.get(font)
    return text if symbols is None else ''.join(symbols.get(ord(each) & 0xFF, each) for each in text)


def _symbol(element: Element) -> str:
    try:
        code = int(element.get(f'{W}char', ''), 16)
    except ValueError:
        return ''
    known = _SYMBOLS.get(element.get(f'{W}font', '').casefold(), {})
    return known.get(code & 0xFF, chr(code) if code < 0xD800 else '')


def _field_box(element: Element) -> str:
    """Show the box of an old form field."""
    box = element.find(f'{W}ffData/{W}checkBox')
    if box is None:
        return ''
    state = 'checked' if box.find(f'{W}checked') is not None else 'default'
    return '☑' if is_on(box, state) else '□'
