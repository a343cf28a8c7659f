"""The named styles of official papers (GB/T 9704—2012, requirements D), each changed once for a whole document.

Nothing is formatted outside these styles. Every style rests on Normal (正文), so that changing the face, size or
line pitch of 正文 reaches body, addressee, signature and notes alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

# Faces the standard names by class; the files are those offices have (requirements D5).
FANGSONG: Final = '仿宋_GB2312'
HEITI: Final = '黑体'
KAITI: Final = '楷体_GB2312'
XIAOBIAOSONG: Final = '方正小标宋简体'
SONGTI: Final = '宋体'
FACES: Final = (XIAOBIAOSONG, FANGSONG, KAITI, HEITI, SONGTI)

# Sizes in points.
SIZE_1: Final = 26.0
SIZE_2: Final = 22.0
SIZE_SMALL_2: Final = 18.0
SIZE_3: Final = 16.0
SIZE_4: Final = 14.0
SIZE_SMALL_4: Final = 12.0

# 22 lines of 28 characters fill the type area of 225 by 156 mm (requirements D1).
LINE_PITCH: Final = 28.95
CHARACTER_PITCH: Final = 15.75
# Line pitch of the text around a form's grid.
FORM_LINE: Final = 20.0
RED: Final = 'FF0000'

# Red rules of a letter are 170 mm long, centred on the page: 8 mm and 6 mm outside the type area (D3).
LETTER_RULE_LEFT: Final = -8 * 72 / 25.4 / CHARACTER_PITCH
LETTER_RULE_RIGHT: Final = -6 * 72 / 25.4 / CHARACTER_PITCH

# Longest names that fit: marks in the large and the small size, an organ centred over its date.
MARK_LIMITS: Final = (10, 15)
LETTER_MARK_LIMITS: Final = (18, 24)
ORGAN_LIMIT: Final = 14
# A longer organ has its own axis, 10 characters from the right edge, and moves its date there; beyond this it takes
# several lines.
LONG_ORGAN_LIMIT: Final = 20

# Where the date of printing ends: a character of size 4 before the edge of the type area, in twips.
TAB_OF_COPIES: Final = 8562

Align = Literal['left', 'center', 'right', 'both']


@dataclass(frozen=True, slots=True)
class Rule:
    """A border line of a paragraph; thickness and distance in points."""

    side: Literal['top', 'bottom']
    points: float
    colour: str = '000000'
    space: int = 0


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; what is None comes from the style it is based on.

    `line` is an exact line pitch and `spacing` the space added between characters, both in points; `before` and
    `after` are lines of the page grid, and indents are characters of the page grid (negative `first` hangs).
    `tab` is a stop for text that ends there, in twips from the left edge.
    """

    id: str
    name: str
    based_on: str = 'Normal'
    next: str | None = None
    font: str | None = None
    size: float | None = None
    colour: str | None = None
    align: Align | None = None
    line: float | None = None
    spacing: float | None = None
    before: float | None = None
    after: float | None = None
    first: float | None = None
    left: float | None = None
    right: float | None = None
    outline: int | None = None
    keep_next: bool | None = None
    keep_lines: bool | None = None
    break_words: bool = False
    page_break: bool = False
    rule: Rule | None = None
    tab: int | None = None


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    """A character style that changes the face, at most the size: official papers know neither bold nor italic."""

    id: str
    name: str
    font: str
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """One of the four levels of headings; `text` holds %n for its number."""

    style: str
    format: Literal['chineseCountingThousand', 'decimal']
    text: str
    font: str


BODY: Final = (
    Style(
        'Normal',
        'Normal',
        based_on='',
        font=FANGSONG,
        size=SIZE_3,
        align='both',
        line=LINE_PITCH,
        spacing=CHARACTER_PITCH - SIZE_3,
    ),
    Style('BodyIndent', 'Normal Indent', first=2),
    Style('Heading1', 'heading 1', next='BodyIndent', font=HEITI, first=2, outline=0, keep_next=True),
    Style('Heading2', 'heading 2', next='BodyIndent', font=KAITI, first=2, outline=1, keep_next=True),
    Style('Heading3', 'heading 3', next='BodyIndent', first=2, outline=2),
    Style('Heading4', 'heading 4', next='BodyIndent', first=2, outline=3),
    Style('ListItem', '编号段落', first=2),
)

ELEMENTS: Final = (
    Style('Title', 'Title', next='Addressee', font=XIAOBIAOSONG, size=SIZE_2, align='center', line=34,
          before=2, after=1, keep_next=True, keep_lines=True),
    # On the third line of a page whose first holds the label of an attachment.
    Style('TitleTop', '标题（首行）', based_on='Title', before=1),
    Style('Addressee', '主送机关', next='BodyIndent', align='left'),
    Style('Attachment', '附件说明', left=5, first=-3, before=1, align='left'),
    Style('AttachmentFirst', '附件说明（首项）', based_on='Attachment', left=6.2, first=-4.2),
    Style('AttachmentNext', '附件说明（后项）', based_on='Attachment', left=6.2, first=-1.2, before=0),
    # A date of usual length (6.5 characters) 4 characters from the right edge has its centre 20.75 characters
    # from the left one: that is the centre of what is left after an indent of 13.5.
    Style('SignOrgan', '发文机关署名', next='SignDate', align='center', left=13.5, before=2, keep_next=True,
          keep_lines=True),
    Style('SignOrganLong', '发文机关署名（长）', based_on='SignOrgan', next='SignDateLong', left=8),
    Style('SignDate', '成文日期', align='right', right=4, keep_lines=True),
    Style('SignDateLong', '成文日期（长署名）', align='center', left=8, keep_lines=True),
    Style('Note', '附注', left=2, align='left', keep_lines=True),
    Style('CopyTo', '版记', font=FANGSONG, size=SIZE_4, line=22, left=3.55, right=0.89, first=-2.66, align='left',
          tab=TAB_OF_COPIES),
    Style('AnnexLabel', '附件标记', font=HEITI, align='left', keep_next=True),
    Style('NewPage', '另起一页', page_break=True, line=1, size=1),
    Style('CoverTitle', '封面标题', font=XIAOBIAOSONG, size=SIZE_1, align='center', line=44, before=4, after=5),
    Style('CoverLabel', '封面项目', align='right', spacing=0),
    Style('CoverText', '封面内容', align='left', spacing=0),
    Style('Party', '签署栏', align='left'),
)  # fmt: skip

HEADS: Final = (
    Style('Mark', '发文机关标志', next='Number', font=XIAOBIAOSONG, size=44, colour=RED, align='center', line=54,
          before=3.25, keep_next=True),
    Style('MarkLong', '发文机关标志（长）', based_on='Mark', size=28, line=38, before=3.25),
    Style('Number', '发文字号', next='Title', align='center', before=2, keep_next=True,
          rule=Rule('bottom', 1.5, RED, space=8)),
    Style('LetterMark', '信函标志', font=XIAOBIAOSONG, size=SIZE_1, colour=RED, align='center', line=32,
          left=LETTER_RULE_LEFT, right=LETTER_RULE_RIGHT, rule=Rule('bottom', 2.25, RED, space=7)),
    Style('LetterMarkLong', '信函标志（长）', based_on='LetterMark', size=20),
    Style('LetterNumber', '信函文号', next='Title', align='right', before=0.25, keep_next=True),
    Style('LetterThin', '信函细线', size=1, line=2, left=LETTER_RULE_LEFT, right=LETTER_RULE_RIGHT,
          rule=Rule('bottom', 0.75, RED)),
    Style('LetterThick', '信函粗线', based_on='LetterThin', line=3, rule=Rule('bottom', 2.25, RED)),
    Style('FooterOdd', '页码（单页）', font=SONGTI, size=SIZE_4, align='right', right=0.89, line=16),
    Style('FooterEven', '页码（双页）', based_on='FooterOdd', align='left', left=0.89, right=0),
)  # fmt: skip

TABLES: Final = (
    Style('TableText', '表格文字', size=SIZE_SMALL_4, line=15.5, align='left', break_words=True),
    Style('TableCenter', '表格文字（居中）', based_on='TableText', align='center'),
    Style('TableRight', '表格文字（靠右）', based_on='TableText', align='right'),
    Style('TableHead', '表头', based_on='TableCenter', font=HEITI, keep_next=True),
    Style(
        'FormTitle',
        '表格标题',
        font=XIAOBIAOSONG,
        size=SIZE_SMALL_2,
        align='center',
        line=28,
        after=0.4,
        keep_next=True,
        keep_lines=True,
    ),
    Style('FormLabel', '表格项目', based_on='TableCenter'),
    Style('FormText', '表格说明', size=SIZE_SMALL_4, line=FORM_LINE),
    Style('FormGap', '表格间隔', size=1, line=1),
    Style('TableGap', '表格上下', size=1, line=6),
)

STYLES: Final = (*BODY, *ELEMENTS, *HEADS, *TABLES)

CHARACTER_STYLES: Final = (
    CharacterStyle('Strong', 'Strong', HEITI),
    CharacterStyle('Emphasis', 'Emphasis', KAITI),
    CharacterStyle('TitleNote', '标题题注', KAITI, SIZE_3),
)

LEVELS: Final = (
    Level('Heading1', 'chineseCountingThousand', '%1、', HEITI),
    Level('Heading2', 'chineseCountingThousand', '（%2）', KAITI),
    Level('Heading3', 'decimal', '%3.', FANGSONG),
    Level('Heading4', 'decimal', '（%4）', FANGSONG),
)
# Clauses of an agreement are counted by 条; the levels below as everywhere.
CLAUSE: Final = Level('Heading1', 'chineseCountingThousand', '第%1条\u3000', HEITI)
HEADINGS: Final = tuple(level.style for level in LEVELS)
LIST_STYLE: Final = 'ListItem'
# Names the same faces, or the nearest ones Windows has, go by.
OTHER_NAMES: Final = {
    FANGSONG: '仿宋',
    HEITI: 'SimHei',
    KAITI: '楷体',
    XIAOBIAOSONG: '方正小标宋_GBK',
    SONGTI: 'SimSun',
}
