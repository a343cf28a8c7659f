"""Find tags that cannot work: torn, unclosed, in full-width braces, outside the language, or wrongly paired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docforms.documents.checking.model import Fault, Place, Severity
from docforms.documents.checking.package import Package, Part, q
from docforms.documents.checking.tagging import FoundTag
from docforms.documents.tags import tag_faults
from docforms.documents.template_tags import MIDDLES, OPENERS, sample_of
from docforms.documents.wml import TAG
from docforms.expressions import ExpressionSyntax, Text
from docforms.i18n import _
from docforms.packs.parts import LANGUAGE

CLOSERS: Final = {end: word for word, end in OPENERS.items()}
FULL_WIDTH: Final = re.compile('[｛｝]')
FULL_WIDTH_INSIDE: Final = re.compile('[｜（），．＝：＋－＊％＞＜！]')
QUOTED: Final = re.compile(r"""'[^']*'|"[^"]*\"""")
SPACED: Final = re.compile(r'\{\s+[{%]|[}%]\s+\}')
STRAY_END: Final = re.compile(r'(?:\}\}|%\})')
OPENING: Final = re.compile(r'\{[{%#]')
SINGLE: Final = re.compile(r'(?<![{%])\{\s*[A-Za-z_][\w.]*\s*\}(?!\})')


def fault(code: str, place: Place, message: str, remedy: str, severity: Severity = 'error') -> Fault:
    """Write a fault."""
    return Fault(code, severity, place, message, remedy)


def tag_lint(parts: Sequence[tuple[Part, list[FoundTag]]], package: Package) -> Iterator[Fault]:
    """List what is wrong with the tags by themselves and as pairs."""
    for part in package.parts:
        yield from _texts(part)
    for _part, tags in parts:
        for tag in tags:
            yield from _tag(tag)
        yield from _pairs(tags)


def _texts(part: Part) -> Iterator[Fault]:
    """Look at the texts of a part: what docxtpl would misread, and what looks like a tag and is none."""
    if part.kind == 'properties':
        for found in tag_faults(part.root):
            message = _("{tag} {reason}").format(tag=found.tag, reason=found.reason)
            yield fault('tag', Place(part='properties', text=found.paragraph), message, _("请在文件属性中改正"))
        return
    for paragraph in part.paragraphs:
        if next(paragraph.element.iterancestors(q('p')), None) is None:
            for found in tag_faults(paragraph.element):
                message, _semicolon, remedy = found.reason.partition('；')
                yield fault('tag', paragraph.place, f'{found.tag} {message}', remedy or _("请改正这个标记"))
        rest = TAG.sub('', paragraph.text)
        remedy = _("模板标记用英文花括号，写作 {example}").format(example='{{ name }}')
        if FULL_WIDTH.search(rest):
            yield fault('braces', paragraph.place, _("用了全角花括号｛｝，不会被替换"), remedy)
        elif SPACED.search(rest):
            yield fault('braces', paragraph.place, _("两个花括号之间有空格，不会被替换"), remedy)
        elif STRAY_END.search(rest) and not OPENING.search(rest):
            yield fault('braces', paragraph.place, _("有结尾的花括号，没有开头的"), remedy)
        single = SINGLE.search(rest)
        if single is not None:
            message = _("“{found}”只有一层花括号，会照原样印出").format(found=single[0])
            yield fault('braces', paragraph.place, message, remedy, 'warning')


def _tag(tag: FoundTag) -> Iterator[Fault]:
    if not tag.whole:
        message = _("{tag} 被超链接、修订、域或图片等拆开，无法识别").format(tag=tag.text)
        yield fault('tag-split', tag.place, message, _("请删掉整个标记，不带格式地重新输入一遍"))
    if not tag.source:
        if tag.paragraph is None or tag.paragraph.cell is None:
            yield fault('tag', tag.place, _("{tag} 只能写在表格里").format(tag=tag.text), _("请移到单元格中，或删去"))
        return
    if re.match(r'\{%[-+]?\s*(?:end)?raw\b', tag.source):
        return  # told with what docxtpl would misread
    reason = syntax_reason(tag)
    if reason is not None:
        width = FULL_WIDTH_INSIDE.search(QUOTED.sub('', tag.source))
        remedy = _("请改正写法") if width is None else _("请把“{found}”改为英文标点").format(found=width[0])
        yield fault('syntax', tag.place, _("{tag} {reason}").format(tag=tag.text, reason=reason), remedy)


def syntax_reason(tag: FoundTag) -> str | None:
    """Say why a tag is not written in the language; None when it is."""
    sample = sample_of(tag.source, tag.word)
    if sample is None:
        return _("不是模板语言的一部分，可用 if、for、set")
    try:
        Text(LANGUAGE, sample)
    except ExpressionSyntax as error:
        return _("写法有误：{reason}").format(reason=error.reason)
    return None


# Pairs -------------------------------------------------------------------------------------------


def _pairs(tags: Sequence[FoundTag]) -> Iterator[Fault]:
    """Find blocks that are not closed, not opened, or whose ends stand in different places."""
    open_tags: list[FoundTag] = []
    for tag in tags:
        if tag.word in OPENERS:
            open_tags.append(tag)
        elif tag.word in MIDDLES or tag.word in CLOSERS:
            opener = _opener(tag, open_tags)
            if opener is None:
                message = _("{tag} 没有与之对应的开始标记").format(tag=tag.text)
                yield fault('unbalanced', tag.place, message, _("请补上开始标记，或删去这一个"))
                continue
            for left in open_tags[open_tags.index(opener) + 1 :]:
                yield _unclosed(left)
            del open_tags[open_tags.index(opener) + (tag.word in MIDDLES) :]
            yield from _scope(opener, tag)
    yield from (_unclosed(tag) for tag in open_tags)


def _opener(tag: FoundTag, open_tags: Sequence[FoundTag]) -> FoundTag | None:
    """Find what a tag goes on with or closes; a block that is not closed may lie between."""
    words = {CLOSERS[tag.word]} if tag.word in CLOSERS else {'if'} if tag.word == 'elif' else set(OPENERS)
    return next((each for each in reversed(open_tags) if each.word in words), None)


def _unclosed(tag: FoundTag) -> Fault:
    message = _("{tag} 没有结束，缺少 {end}").format(tag=tag.text, end=OPENERS[tag.word])
    return fault('unbalanced', tag.place, message, _("请在它管到的内容之后补上结束标记"))


def _scope(opener: FoundTag, tag: FoundTag) -> Iterator[Fault]:
    if opener.unit != tag.unit:
        message = _("{first} 与 {second} 的开头字母（p、tr、tc）不一致").format(first=opener.text, second=tag.text)
        yield fault('scope', tag.place, message, _("成对的标记要么都带同样的字母，要么都不带"))
    elif opener.container is not tag.container:
        message = _("{first} 与 {second} 不在同一处，一个段落或表格会被拆散").format(first=opener.text, second=tag.text)
        remedy = _("请把成对的标记写在同一段里，或各占一段并用 {block}").format(block='{%p … %}')
        near = opener.paragraph is not None and tag.paragraph is not None and not opener.unit
        together = near and _parent(opener) is _parent(tag)
        yield fault('scope', tag.place, message, remedy, 'warning' if together else 'error')


def _parent(tag: FoundTag) -> object:
    return None if tag.paragraph is None else tag.paragraph.element.getparent()
