"""Read how paragraphs and runs look from the layers that form them."""

from __future__ import annotations

from typing import Final, Literal

from docforms.documents.checking.layering import DEFAULTS, FALLBACK_SIZE, Known, Layers, last, number
from docforms.documents.checking.package import q, value_of
from docforms.documents.wml import TWIPS_PER_POINT, Element

Slot = Literal['ascii', 'hAnsi', 'eastAsia']
Border = tuple[float, str]
"""Thickness in points, and colour."""

OFF: Final = frozenset({'0', 'false', 'off', 'none'})
DRAWING: Final = 'http://schemas.openxmlformats.org/drawingml/2006/main'
BLACK: Final = '000000'
# A line in twips where its rule is a multiple of single spacing.
SINGLE: Final = 240


def is_on(element: Element | None) -> bool:
    """Tell whether a switch is there and on."""
    return element is not None and (value_of(element) or '1') not in OFF


# Characters --------------------------------------------------------------------------------------


def face(layers: Layers, slot: Slot, theme: Element | None) -> Known[str]:
    """Give the face of one kind of script, '' for none; a face of the theme beats a named one beside it."""
    found = Known('', DEFAULTS)
    for owner, layer in layers:
        fonts = layer.find(q('rFonts'))
        of_theme = value_of(fonts, f'{slot}Theme')
        name = _theme_face(theme, of_theme) if of_theme else value_of(fonts, slot)
        if name is not None:
            found = Known(name, owner)
    return found


def _theme_face(theme: Element | None, wanted: str) -> str:
    fonts = None if theme is None else theme.find(f'.//{{{DRAWING}}}{wanted[:5]}Font')
    if fonts is None:
        return ''
    chinese = 'EastAsia' in wanted
    face = fonts.find(f'{{{DRAWING}}}{"ea" if chinese else "latin"}')
    of_script = fonts.find(f'{{{DRAWING}}}font[@script="Hans"]') if chinese else None
    named = '' if face is None else face.get('typeface')
    return named or ('' if of_script is None else of_script.get('typeface')) or ''


def hinted(layers: Layers) -> bool:
    """Tell whether quotes and dashes take the Chinese face."""
    hints = [hint for _owner, layer in layers if (hint := value_of(layer.find(q('rFonts')), 'hint'))]
    return hints[-1:] == ['eastAsia']


def size(layers: Layers) -> Known[float]:
    """Give the size in points."""
    found = last(layers, 'sz')
    return Known((number(found.value) or FALLBACK_SIZE) / 2, found.owner)


def switched(layers: Layers, tag: str) -> Known[bool]:
    """Tell whether bold or the like is on."""
    found = last(layers, tag)
    return Known(is_on(found.value), found.owner)


def colour(layers: Layers) -> Known[str]:
    """Give the colour; black is what nothing says."""
    found = last(layers, 'color')
    value = (value_of(found.value) or 'auto').upper()
    return Known(BLACK if value == 'AUTO' else value, found.owner)


# Paragraphs --------------------------------------------------------------------------------------


def align(layers: Layers) -> Known[str]:
    """Give the alignment as left, right, center, both and so on."""
    found = last(layers, 'jc')
    value = value_of(found.value) or 'left'
    return Known({'start': 'left', 'end': 'right'}.get(value, value), found.owner)


def side(layers: Layers, which: Literal['left', 'right'], character: float) -> Known[float]:
    """Give an indent in characters; `character` is the width of one in points."""
    other = {'left': 'start', 'right': 'end'}[which]
    found = Known(0.0, DEFAULTS)
    for owner, layer in layers:
        for name in (other, which):
            value = _characters(layer.find(q('ind')), name, character)
            found = found if value is None else Known(value, owner)
    return found


def first(layers: Layers, character: float) -> tuple[Known[float], bool]:
    """Give the indent of the first line in characters, negative when it hangs; and whether it is set in them."""
    found, counted = Known(0.0, DEFAULTS), True
    for owner, layer in layers:
        indents = layer.find(q('ind'))
        for name, sign in (('firstLine', 1), ('hanging', -1)):
            value = _characters(indents, name, character)
            if value is not None:
                found = Known(sign * value, owner)
                counted = not value or bool(number(value_of(indents, f'{name}Chars')))
    return found, counted


def _characters(indents: Element | None, name: str, character: float) -> float | None:
    characters, twips = number(value_of(indents, f'{name}Chars')), number(value_of(indents, name))
    if characters:
        return characters / 100
    return characters if twips is None else twips / TWIPS_PER_POINT / character


def gap(layers: Layers, which: Literal['before', 'after'], pitch: float) -> Known[float]:
    """Give the space above or below in lines; `pitch` is a line in points."""
    found = Known(0.0, DEFAULTS)
    for owner, layer in layers:
        spacing = layer.find(q('spacing'))
        lines, twips = number(value_of(spacing, f'{which}Lines')), number(value_of(spacing, which))
        if lines:
            found = Known(lines / 100, owner)
        elif twips is not None:
            found = Known(twips / TWIPS_PER_POINT / pitch, owner)
    return found


def line(layers: Layers) -> tuple[Known[float], str]:
    """Give the line pitch, in points when its rule (second) is exact or atLeast, in single lines when it is auto."""
    value, rule = Known(float(SINGLE), DEFAULTS), 'auto'
    for owner, layer in layers:
        spacing = layer.find(q('spacing'))
        rule = value_of(spacing, 'lineRule') or rule
        twips = number(value_of(spacing, 'line'))
        value = value if twips is None else Known(twips, owner)
    return Known(value.value / (SINGLE if rule == 'auto' else TWIPS_PER_POINT), value.owner), rule


def border(layers: Layers, which: Literal['top', 'bottom']) -> Known[Border | None]:
    """Give a border line."""
    found: Known[Border | None] = Known(None, DEFAULTS)
    for owner, layer in layers:
        drawn = layer.find(f'{q("pBdr")}/{q(which)}')
        if drawn is not None:
            none = value_of(drawn) in {None, 'nil', 'none'}
            weight = (number(value_of(drawn, 'sz')) or 0) / 8
            found = Known(None if none else (weight, (value_of(drawn, 'color') or 'auto').upper()), owner)
    return found
