"""What GB/T 9704—2012 asks of an official paper, clause by clause (requirements D), and what the project adds to it.

The one place of numbers and clauses: the checks only measure and compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from docforms.documents.layout import FORM_BOTTOM, FORM_TOP
from docforms.documents.styles import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG
from docforms.i18n import N_, _

STANDARD: Final = 'GB/T 9704—2012'
# Where the standard is silent and the project decides.
HOUSE: Final = ''

# Clauses ---------------------------------------------------------------------------------------

PAPER: Final = '5.1'
MARGINS: Final = '5.2.1'
FACE_AND_SIZE: Final = '5.2.2'
LINES: Final = '5.2.3'
COLOUR: Final = '5.2.4'
MARK: Final = '7.2.4'
NUMBER: Final = '7.2.5'
HEAD_RULE: Final = '7.2.7'
TITLE: Final = '7.3.1'
ADDRESSEE: Final = '7.3.2'
BODY: Final = '7.3.3'
ATTACHMENTS: Final = '7.3.4'
SIGNATURE: Final = '7.3.5.1'
DATE: Final = '7.3.5.4'
NOTE: Final = '7.3.6'
ANNEX: Final = '7.3.7'
COPIES_RULE: Final = '7.4.1'
COPIES: Final = '7.4.2'
PRINTED: Final = '7.4.3'
PAGE_NUMBER: Final = '7.5'
WRITING: Final = '9'
LETTER: Final = '10.1'


def cited(clause: str) -> str:
    """Cite a clause in full; name the project's own layout where there is none."""
    return f'{STANDARD} {clause}' if clause else _("docforms 版式")


# Page, in millimetres ----------------------------------------------------------------------------

PAPER_SIZE: Final = (210.0, 297.0)
TYPE_AREA: Final = (156.0, 225.0)
TOP: Final = 37.0
LEFT: Final = 28.0
BOTTOM: Final = PAPER_SIZE[1] - TOP - TYPE_AREA[1]
RIGHT: Final = PAPER_SIZE[0] - LEFT - TYPE_AREA[0]
TOLERANCE: Final = 1.0
LINES_OF_PAGE: Final = 22
CHARACTERS_OF_LINE: Final = 28
# The height of a line in points.
LINE: Final = TYPE_AREA[1] * 72 / 25.4 / LINES_OF_PAGE
# A form keeps to the type area sideways only; above and below it takes the room its grid needs.
FORM_MARGINS: Final = (float(FORM_TOP), RIGHT, float(FORM_BOTTOM), LEFT)
PAPER_MARGINS: Final = (TOP, RIGHT, BOTTOM, LEFT)
# A lying page is an upright one turned so that its head comes to the binding side.
TURNED_MARGINS: Final = (LEFT, TOP, RIGHT, BOTTOM)
# The mark's upper edge below that of the type area; of a letter, below that of the paper.
MARK_DEPTH: Final = 35.0
LETTER_MARK_DEPTH: Final = 30.0
# The double rules of a letter: their length, and the lower one's distance from the edge of the paper.
LETTER_RULE: Final = 170.0
LETTER_RULE_FOOT: Final = 20.0
# The dash of the page number below the type area.
PAGE_NUMBER_DEPTH: Final = 7.0

# Faces and sizes ---------------------------------------------------------------------------------

# The standard names classes of faces; programs and offices know each by several names (requirements D5).
FACES: Final = {
    '小标宋体': (
        XIAOBIAOSONG, '方正小标宋_GBK', '方正小标宋', '小标宋体', 'FZXiaoBiaoSong-B05S', 'FZXiaoBiaoSong-B05',
    ),
    '仿宋体': (
        FANGSONG, '仿宋', 'FangSong', 'FangSong_GB2312', '方正仿宋_GBK', '方正仿宋简体', '华文仿宋', 'STFangsong',
    ),
    '黑体': (HEITI, 'SimHei', '方正黑体_GBK', '方正黑体简体', '华文黑体', 'STHeiti'),
    '楷体': (KAITI, '楷体', 'KaiTi', 'KaiTi_GB2312', '方正楷体_GBK', '方正楷体简体', '华文楷体', 'STKaiti'),
    '宋体': (SONGTI, 'SimSun', '新宋体', 'NSimSun', '方正书宋_GBK', '方正书宋简体', '华文宋体', 'STSong'),
}  # fmt: skip
CHINESE_FACES: Final = frozenset(name for names in FACES.values() for name in names)
# Allowed for letters and digits beside the Chinese faces; the standard is silent.
LATIN_FACES: Final = frozenset({'Times New Roman'})
ANY_FACE: Final = ''

SIZES: Final = {
    42.0: '初号', 36.0: '小初号', 26.0: '1号', 24.0: '小1号', 22.0: '2号', 18.0: '小2号', 16.0: '3号', 15.0: '小3号',
    14.0: '4号', 12.0: '小4号', 10.5: '5号', 9.0: '小5号',
}  # fmt: skip
RED: Final = 'FF0000'
BLACK: Final = '000000'

# Elements ----------------------------------------------------------------------------------------

Span = tuple[float, float]
FLUSH: Final = (0.0, 0.0)
TWO: Final = (2.0, 2.0)
# One character of size 4 in characters of size 3, and four of them.
SMALL_ONE: Final = (0.85, 1.0)
SMALL_FOUR: Final = (3.45, 4.0)
LEVELLED: Final = ('left', 'both')


@dataclass(frozen=True, slots=True)
class Element:
    """How one element of a paper is set; None where nothing is prescribed.

    `style` is the style of the project that carries it, `face` a key of `FACES`. Indents are characters between the
    edge of the type area and the text: of the first line (`start`), of the lines after it (`wrap`), and at the right.
    `gridded` lines have the line pitch of the page. `own_digits` are digits in the face of the element.
    """

    style: str
    name: str
    clause: str
    face: str = '仿宋体'
    size: float | None = 16.0
    align: tuple[str, ...] | None = None
    colour: str = BLACK
    start: Span | None = None
    wrap: Span | None = None
    right: Span | None = None
    gridded: bool = False
    own_digits: bool = False


def _text(style: str, name: str, clause: str, face: str = '仿宋体') -> Element:
    return Element(style, name, clause, face, align=LEVELLED, start=TWO, wrap=FLUSH, right=FLUSH, gridded=True)


def free(style: str, name: str, face: str = ANY_FACE, align: tuple[str, ...] | None = None) -> Element:
    """Describe an element of which the standard says nothing: black, in one of the faces of papers."""
    return Element(style, name, HOUSE, face, size=None, align=align)


_ELEMENTS: Final = (
    Element('Mark', N_("发文机关标志"), MARK, '小标宋体', None, ('center',), RED),
    Element('MarkLong', N_("发文机关标志"), MARK, '小标宋体', None, ('center',), RED),
    Element('Number', N_("发文字号"), NUMBER, align=('center',), gridded=True),
    Element('LetterMark', N_("发文机关标志"), LETTER, '小标宋体', None, ('center',), RED),
    Element('LetterMarkLong', N_("发文机关标志"), LETTER, '小标宋体', None, ('center',), RED),
    Element('LetterNumber', N_("发文字号"), LETTER, align=('right',), right=FLUSH, gridded=True),
    Element('Title', N_("标题"), TITLE, '小标宋体', 22.0, ('center',), start=FLUSH, right=FLUSH),
    Element('TitleTop', N_("标题"), TITLE, '小标宋体', 22.0, ('center',), start=FLUSH, right=FLUSH),
    Element('Addressee', N_("主送机关"), ADDRESSEE, align=LEVELLED, start=FLUSH, wrap=FLUSH, gridded=True),
    _text('BodyIndent', N_("正文"), BODY),
    _text('Heading1', N_("一级标题"), BODY, '黑体'),
    _text('Heading2', N_("二级标题"), BODY, '楷体'),
    _text('Heading3', N_("三级标题"), BODY),
    _text('Heading4', N_("四级标题"), BODY),
    _text('ListItem', N_("编号段落"), BODY),
    # Later lines begin under the first character of the name: after the label (3) and, with it, the number (1.2).
    Element('Attachment', N_("附件说明"), ATTACHMENTS, align=LEVELLED, start=TWO, wrap=(5.0, 5.0), gridded=True),
    Element('AttachmentFirst', N_("附件说明"), ATTACHMENTS, align=LEVELLED, start=TWO, wrap=(5.8, 6.6), gridded=True),
    Element(
        'AttachmentNext', N_("附件说明"), ATTACHMENTS, align=LEVELLED, start=(5.0, 5.0), wrap=(5.8, 6.6), gridded=True
    ),
    # The middle of a date 4 characters from the right edge is 20.5 to 21 characters from the left one.
    Element('SignOrgan', N_("发文机关署名"), SIGNATURE, align=('center',), gridded=True),
    Element('SignOrganLong', N_("发文机关署名"), SIGNATURE, align=('center',), gridded=True),
    Element('SignDate', N_("成文日期"), SIGNATURE, align=('right',), right=(4.0, 4.0), gridded=True),
    Element('SignDateLong', N_("成文日期"), SIGNATURE, align=('center',), gridded=True),
    Element('Note', N_("附注"), NOTE, align=LEVELLED, start=TWO, gridded=True),
    Element('CopyTo', N_("版记"), COPIES, size=14.0, align=LEVELLED, start=SMALL_ONE, wrap=SMALL_FOUR, right=SMALL_ONE),
    Element(
        'LetterCopyTo', N_("版记"), COPIES, size=14.0, align=LEVELLED, start=SMALL_ONE, wrap=SMALL_FOUR, right=SMALL_ONE
    ),
    Element('AnnexLabel', N_("附件标记"), ANNEX, '黑体', align=LEVELLED, start=FLUSH, gridded=True),
    Element('FooterOdd', N_("单页页码"), PAGE_NUMBER, '宋体', 14.0, ('right',), right=SMALL_ONE, own_digits=True),
    Element('FooterEven', N_("双页页码"), PAGE_NUMBER, '宋体', 14.0, ('left',), start=SMALL_ONE, own_digits=True),
    free('FormTitle', N_("表格标题"), '小标宋体', ('center',)),
    free('FormLabel', N_("表格项目")),
    free('FormText', N_("表格说明")),
    free('TableText', N_("表格文字")),
    free('TableCenter', N_("表格文字")),
    free('TableRight', N_("表格文字")),
    free('TableHead', N_("表头")),
)
ELEMENTS: Final = {element.style: element for element in _ELEMENTS}
# Faces a character style may bring into a text: those of the first two levels of headings.
CHARACTER_FACES: Final = {'strong': '黑体', 'emphasis': '楷体'}
# What stands below a title as part of it (题注).
TITLES: Final = frozenset({'Title', 'TitleTop', 'FormTitle'})
TITLE_NOTE: Final = ('标题题注', '楷体', 16.0)

# Lines of the page left free above and below the title, and above signature and 附件说明.
TITLE_ABOVE: Final = (2.0, 2.0)
TITLE_BELOW: Final = (1.0, 1.0)
ANNEX_TITLE_ABOVE: Final = (0.5, 1.5)
NUMBER_BELOW_MARK: Final = (2.0, 2.0)
ATTACHMENTS_ABOVE: Final = (1.0, 1.0)
# Middle of the organ's name in characters from the left edge of the type area.
ORGAN_MIDDLE: Final = (20.25, 21.25)

# How the levels of headings are counted, automatically and typed.
IN_CHINESE: Final = frozenset(
    {'chineseCounting', 'chineseCountingThousand', 'japaneseCounting', 'taiwaneseCountingThousand'}
)
IN_DIGITS: Final = frozenset({'decimal'})
CLAUSES: Final = (IN_CHINESE, '第{}条\u3000')
LEVEL_FORMATS: Final = ((IN_CHINESE, '{}、'), (IN_CHINESE, '（{}）'), (IN_DIGITS, '{}.'), (IN_DIGITS, '（{}）'))
LEVEL_EXAMPLES: Final = ('一、', '（一）', '1.', '（1）')
