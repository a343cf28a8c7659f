"""Check headings: their levels in order, and their numbers as the standard counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docforms.documents.checking.elements import face_text
from docforms.documents.checking.layering import DIRECT
from docforms.documents.checking.model import Deviation
from docforms.documents.checking.package import Paragraph, q, value_of
from docforms.documents.checking.paper import Paper, Printed, deviation
from docforms.documents.checking.standard import BODY, CLAUSES, ELEMENTS, FACES, LEVEL_EXAMPLES, LEVEL_FORMATS
from docforms.documents.styles import HEADINGS
from docforms.documents.wml import Element as Node
from docforms.i18n import _

COUNTED: Final = '[一二三四五六七八九十百]+'
TYPED: Final = tuple(
    re.compile(pattern) for pattern in (rf'{COUNTED}、', rf'（{COUNTED}）', r'\d{1,2}[.．](?!\d)', r'（\d{1,2}）')
)
# Marks that look like those of a level and are none.
WRONG_MARK: Final = re.compile(
    rf'(?:{COUNTED}[.．,，]|\({COUNTED}\)|（{COUNTED}）、|\(\d{{1,2}}\)|\d{{1,2}}、|第{COUNTED}、)(?=\S)'
)
TEXTS: Final = frozenset({'BodyIndent', 'ListItem', *HEADINGS})


def heading_deviations(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    """Check the levels and the numbers of headings, and texts that look like headings."""
    yield from _levels(printed)
    yield from _marks(paper, printed)


def _levels(printed: Printed) -> Iterator[Deviation]:
    """Find levels that are left out; a text of two levels may go from 一、 to 1."""
    used = {role for _paragraph, role in printed}
    allowed = [level for level in HEADINGS if level in used or level != 'Heading2']
    if not used & {'Heading3'} or used & {'Heading2', 'Heading4'}:
        allowed = list(HEADINGS)
    depth = 0
    for paragraph, role in printed:
        if role in {'AnnexLabel', 'NewPage'}:
            depth = 0
        if role not in HEADINGS:
            continue
        level = allowed.index(role) + 1
        if level > depth + 1:
            expected, found = LEVEL_EXAMPLES[HEADINGS.index(allowed[depth])], LEVEL_EXAMPLES[HEADINGS.index(role)]
            message = _("层次跳级：“{found}”之前缺少“{expected}”一级").format(found=found, expected=expected)
            yield deviation('level', BODY, paragraph.place, message, _("请依次使用 一、（一）1.（1）"))
        depth = level


def _marks(paper: Paper, printed: Printed) -> Iterator[Deviation]:
    told: set[str] = set()
    for paragraph, role in printed:
        if role not in TEXTS:
            continue
        text = paragraph.visible.strip()
        level = paper.layering.numbering(paragraph)
        if role in HEADINGS:
            place = HEADINGS.index(role)
            if level is None:
                yield from _typed(paragraph, text, place)
            else:
                if role not in told or level.owner == DIRECT:
                    yield from _automatic(paper, paragraph, level.value, place)
                told.add(role)
        yield from _mark_of_text(paragraph, text, role, numbered=level is not None)


def _mark_of_text(paragraph: Paragraph, text: str, role: str, *, numbered: bool) -> Iterator[Deviation]:
    typed = next((pattern.match(text) for pattern in TYPED if pattern.match(text)), None)
    wrong = WRONG_MARK.match(text)
    if wrong is not None:
        message = _("序数“{found}”写法不合规定").format(found=wrong[0])
        yield deviation('mark', BODY, paragraph.place, message, _("请依次使用 一、（一）1.（1）"))
    elif typed is not None and numbered:
        message = _("自动编号之外又写了序数“{found}”，会印成两个").format(found=typed[0])
        yield deviation('mark', BODY, paragraph.place, message, _("请删去手写的序数"))
    elif typed is not None and role in {'BodyIndent', 'ListItem'} and TYPED.index(typed.re) < 2:
        level = TYPED.index(typed.re)
        face = ELEMENTS[HEADINGS[level]].face
        message = _("“{found}”一级的标题应使用{face}，这里是正文").format(found=typed[0], face=face_text(face))
        remedy = _("请改用样式“{style}”，并删去手写的序数").format(style=f'heading {level + 1}')
        yield deviation('heading', BODY, paragraph.place, message, remedy)


def _typed(paragraph: Paragraph, text: str, place: int) -> Iterator[Deviation]:
    """Check the number an author typed before a heading that has no automatic one."""
    if not TYPED[place].match(text) and not WRONG_MARK.match(text):
        message = _("这一级标题应以“{mark}”样式的序数开头").format(mark=LEVEL_EXAMPLES[place])
        yield deviation('mark', BODY, paragraph.place, message, _("请恢复标题样式的自动编号，或写上序数"))


def _automatic(paper: Paper, paragraph: Paragraph, level: Node, place: int) -> Iterator[Deviation]:
    # The standard is one of papers, not of agreements, whose clauses are counted by themselves.
    allowed = (LEVEL_FORMATS[place], CLAUSES) if paper.kind == 'plain' and not place else (LEVEL_FORMATS[place],)
    text = re.sub(r'%\d', '{}', value_of(level.find(q('lvlText'))) or '').replace('．', '.')
    style = paper.layering.name(paragraph.style)
    remedy = _("请在“多级列表”中改正样式“{style}”的编号").format(style=style)
    counted = value_of(level.find(q('numFmt'))) or 'decimal'
    if not any(text == pattern and counted in formats for formats, pattern in allowed):
        message = _("这一级标题的自动编号应为“{mark}”样式").format(mark=LEVEL_EXAMPLES[place])
        yield deviation('mark', BODY, paragraph.place, message, remedy)
    fonts = level.find(f'{q("rPr")}/{q("rFonts")}')
    face = value_of(fonts, 'eastAsia')
    wanted = ELEMENTS[HEADINGS[place]].face
    if face is not None and face not in FACES[wanted]:
        message = _("标题的编号应使用{expected}，现为{found}").format(expected=face_text(wanted), found=face)
        yield deviation('mark-face', BODY, paragraph.place, message, remedy)
