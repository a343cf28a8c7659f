"""Write the styles, the numbering of headings, the settings and the font table as package parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docforms.documents.styles import (
    CHARACTER_PITCH,
    CHARACTER_STYLES,
    CLAUSE,
    FANGSONG,
    HEADINGS,
    LEVELS,
    LINE_PITCH,
    LIST_STYLE,
    OTHER_NAMES,
    STYLES,
    CharacterStyle,
    Level,
    Rule,
    Style,
)
from docforms.documents.wml import TWIPS_PER_POINT, Element, border, fonts, on, serialised, w
from docforms.tools.line_breaks import NOT_AT_LINE_END, NOT_AT_LINE_START

TABLE_STYLE: Final = 'FormTable'
HEADING_NUMBERS: Final = 1
FIRST_LIST: Final = 2
# Lines of a table in eighths of a point: the frame a little stronger than the rules inside.
FRAME: Final = 8
INSIDE: Final = 4
# Room between rules and text, in twips.
CELL_MARGIN: Final = 68
CELL_MARGIN_ABOVE: Final = 23

# Switches Chinese Word puts into its own documents; without them it lays lines out by Western habits.
COMPATIBILITY: Final = (
    'spaceForUL', 'balanceSingleByteDoubleByteWidth', 'doNotLeaveBackslashAlone', 'ulTrailSpace',
    'doNotExpandShiftReturn', 'adjustLineHeightInTable', 'useFELayout',
)  # fmt: skip


def style_id(name: str) -> str | None:
    """Find a paragraph style by the name Word shows; None when there is none of that name."""
    return next((style.id for style in STYLES if style.name == name), None)


def styles_part() -> bytes:
    """Write styles.xml."""
    root = w('styles', _defaults())
    root.extend(_paragraph_style(style) for style in STYLES)
    root.append(_default_character_style())
    root.extend(_character_style(style) for style in CHARACTER_STYLES)
    root.append(_plain_table())
    root.append(_ruled_table())
    return serialised(root)


def numbering_part(lists: int, outlines: int = 0, *, clauses: bool = False) -> bytes:
    """Write numbering.xml: the four levels of headings, and so many lists that each begin at 1.

    `outlines` is how many parts of the document count their headings anew, each with the number `outline_number()`
    gives; with `clauses` the first level is counted as clauses are.
    """
    levels = (CLAUSE, *LEVELS[1:]) if clauses else LEVELS
    headings = w('abstractNum', w('multiLevelType', val='multilevel'), abstractNumId=0)
    headings.extend(_level(number, level) for number, level in enumerate(levels))
    item = Level(LIST_STYLE, 'decimal', '%1.', FANGSONG)
    plain = w('abstractNum', w('multiLevelType', val='singleLevel'), _level(0, item, linked=False), abstractNumId=1)
    root = w('numbering', headings, plain, w('num', w('abstractNumId', val=0), numId=HEADING_NUMBERS))
    root.extend(_begun_anew(FIRST_LIST + number, 1, levels=1) for number in range(lists))
    root.extend(_begun_anew(outline_number(lists, number), 0, levels=len(LEVELS)) for number in range(outlines))
    return serialised(root)


def outline_number(lists: int, number: int) -> int:
    """Give the number definition of the headings of a part that counts anew, in a document of so many lists."""
    return FIRST_LIST + lists + number


def _begun_anew(number: int, definition: int, *, levels: int) -> Element:
    starts = (w('lvlOverride', w('startOverride', val=1), ilvl=level) for level in range(levels))
    return w('num', w('abstractNumId', val=definition), *starts, numId=number)


def settings_part(*, mirrored: bool) -> bytes:
    """Write settings.xml; `mirrored` when even pages have a foot of their own."""
    root = w('settings', w('zoom', percent=100), w('bordersDoNotSurroundHeader'), w('bordersDoNotSurroundFooter'))
    root.append(w('defaultTabStop', val=420))
    if mirrored:
        root.append(w('evenAndOddHeaders'))
    root.append(w('drawingGridVerticalSpacing', val=156))
    root.append(w('characterSpacingControl', val='compressPunctuation'))
    root.append(w('noLineBreaksAfter', lang='zh-CN', val=NOT_AT_LINE_END))
    root.append(w('noLineBreaksBefore', lang='zh-CN', val=NOT_AT_LINE_START))
    compatibility = w('compat', *(w(name) for name in COMPATIBILITY))
    mode = w('compatSetting', name='compatibilityMode', uri='http://schemas.microsoft.com/office/word', val=15)
    compatibility.append(mode)
    root.append(compatibility)
    root.append(w('themeFontLang', val='en-US', eastAsia='zh-CN'))
    return serialised(root)


def fonts_part() -> bytes:
    """Write fontTable.xml: under which other name Word finds a face, and that it is a Chinese one."""
    root = w('fonts')
    for face, other in OTHER_NAMES.items():
        properties = (
            w('altName', val=other),
            w('charset', val='86'),
            w('family', val='auto'),
            w('pitch', val='default'),
        )
        root.append(w('font', *properties, name=face))
    return serialised(root)


def _defaults() -> Element:
    language = w('lang', val='en-US', eastAsia='zh-CN', bidi='ar-SA')
    size = (w('sz', val=32), w('szCs', val=32))
    characters = w('rPr', fonts(FANGSONG), w('kern', val=2), *size, language)
    return w('docDefaults', w('rPrDefault', characters), w('pPrDefault', w('pPr')))


def _paragraph_style(style: Style) -> Element:
    standard = {'default': 1} if style.id == 'Normal' else {}
    element = w('style', w('name', val=style.name), type='paragraph', styleId=style.id, **standard)
    if style.based_on:
        element.append(w('basedOn', val=style.based_on))
    if style.next is not None:
        element.append(w('next', val=style.next))
    element.append(w('qFormat'))
    for wrapper, properties in (('pPr', _paragraph_properties(style)), ('rPr', _character_properties(style))):
        group = w(wrapper, *properties)
        if len(group):
            element.append(group)
    return element


def _paragraph_properties(style: Style) -> Iterator[Element]:
    """Give a style's paragraph properties in the order of the schema."""
    for tag, value in (('keepNext', style.keep_next), ('keepLines', style.keep_lines)):
        if value is not None:
            yield on(tag, value=value)
    if style.page_break:
        yield w('pageBreakBefore')
    if not style.based_on:
        # 22 lines to a page, whatever falls on the last of them.
        yield on('widowControl', value=False)
    if style.id in HEADINGS:
        level = w('ilvl', val=HEADINGS.index(style.id))
        yield w('numPr', level, w('numId', val=HEADING_NUMBERS))
    if style.rule is not None:
        yield w('pBdr', _rule(style.rule))
    if style.tab is not None:
        yield w('tabs', w('tab', val='right', pos=style.tab))
    yield from _line_breaking(style)
    yield from _spacing(style)
    yield from _indents(style)
    if style.align is not None:
        yield w('jc', val=style.align)
    if style.outline is not None:
        yield w('outlineLvl', val=style.outline)


def _line_breaking(style: Style) -> Iterator[Element]:
    if style.break_words:
        yield on('wordWrap', value=False)
    if not style.based_on:
        yield on('autoSpaceDE', value=False)
        yield on('autoSpaceDN', value=False)
    elif style.line is not None:
        yield on('snapToGrid', value=False)


def _rule(rule: Rule) -> Element:
    return border(rule.side, round(rule.points * 8), colour=rule.colour, space=rule.space)


def _spacing(style: Style) -> Iterator[Element]:
    attributes: dict[str, str | int] = {}
    for side, lines in (('before', style.before), ('after', style.after)):
        if lines is not None:
            attributes[side] = round(lines * LINE_PITCH * TWIPS_PER_POINT)
    if style.line is not None:
        attributes |= {'line': round(style.line * TWIPS_PER_POINT), 'lineRule': 'exact'}
    if attributes:
        yield w('spacing', **attributes)


def _indents(style: Style) -> Iterator[Element]:
    attributes: dict[str, str | int] = {}
    for side, characters in (('left', style.left), ('right', style.right)):
        if characters is not None:
            attributes |= _indent(side, characters)
    if style.first is not None:
        attributes |= _indent('firstLine' if style.first >= 0 else 'hanging', abs(style.first))
    if attributes:
        yield w('ind', **attributes)


def _indent(side: str, characters: float) -> dict[str, str | int]:
    """Write an indent in characters, which grows with the size of 正文, and in twips for who does not know them."""
    width = {side: round(characters * CHARACTER_PITCH * TWIPS_PER_POINT)}
    return {f'{side}Chars': round(characters * 100), **width}


def _character_properties(style: Style) -> Iterator[Element]:
    if style.font is not None:
        yield fonts(style.font)
    if style.colour is not None:
        yield w('color', val=style.colour)
    if style.spacing is not None:
        yield w('spacing', val=round(style.spacing * TWIPS_PER_POINT))
    if style.size is not None:
        yield w('sz', val=round(style.size * 2))
        yield w('szCs', val=round(style.size * 2))


def _character_style(style: CharacterStyle) -> Element:
    face = w('rPr', fonts(style.font))
    if style.size is not None:
        face.extend((w('sz', val=round(style.size * 2)), w('szCs', val=round(style.size * 2))))
    return w('style', w('name', val=style.name), w('qFormat'), face, type='character', styleId=style.id)


def _default_character_style() -> Element:
    name = w('name', val='Default Paragraph Font')
    return w('style', name, w('uiPriority', val=1), type='character', styleId='DefaultParagraphFont', default=1)


def _margins() -> Element:
    sides = {'top': CELL_MARGIN_ABOVE, 'left': CELL_MARGIN, 'bottom': CELL_MARGIN_ABOVE, 'right': CELL_MARGIN}
    return w('tblCellMar', *(w(side, w=width, type='dxa') for side, width in sides.items()))


def _plain_table() -> Element:
    properties = w('tblPr', w('tblInd', w=0, type='dxa'), _margins())
    name = w('name', val='Normal Table')
    return w('style', name, w('uiPriority', val=99), properties, type='table', styleId='TableNormal', default=1)


def _ruled_table() -> Element:
    frame = [border(side, FRAME) for side in ('top', 'left', 'bottom', 'right')]
    inside = [border(side, INSIDE) for side in ('insideH', 'insideV')]
    properties = w('tblPr', w('tblBorders', *frame, *inside), _margins())
    identity = (w('name', val='公文表格'), w('basedOn', val='TableNormal'), w('qFormat'))
    return w('style', *identity, properties, type='table', styleId=TABLE_STYLE)


def _level(number: int, level: Level, *, linked: bool = True) -> Element:
    element = w('lvl', w('start', val=1), w('numFmt', val=level.format), ilvl=number)
    if linked:
        element.append(w('pStyle', val=level.style))
    element.append(w('suff', val='nothing'))
    element.append(w('lvlText', val=level.text))
    element.append(w('lvlJc', val='left'))
    element.append(w('pPr', w('ind', **_indent('firstLine', 2))))
    element.append(w('rPr', fonts(level.font)))
    return element
