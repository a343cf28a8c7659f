"""The front matter of a document source: what kind of paper it is, and everything around its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from docforms.documents.inline_text import NotComposable, composed
from docforms.documents.layout import LAYOUTS
from docforms.documents.wml import TAG
from docforms.exceptions import Problem
from docforms.i18n import _

FENCE: Final = re.compile(r'---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The parts of a paper outside its text; texts may hold template tags.

    Attributes:
        layout: one of `LAYOUTS`.
        title: a line break in it is kept.
        subtitle: stands below the title in another face.
        words: what is never broken when the title is.
        mark: name of the issuing organ printed above everything.
        number: document number.
        to: whom the paper is addressed to, without colon.
        organ: who signs.
        date: when.
        parties: the places to sign of the parties to an agreement, side by side.
        attachments: names of attachments.
        listed: an expression that gives the names of attachments instead.
        note: 附注, printed in brackets below the date.
        cc: who gets a copy.
        issuer: who prints and sends the paper (印发机关).
        issued: when.
        cover: labels and values on the cover; without any there is no cover.
        landscape: set the paper lying.
    """

    layout: str
    title: str
    subtitle: str = ''
    words: tuple[str, ...] = ()
    mark: str = ''
    number: str = ''
    to: str = ''
    organ: str = ''
    date: str = ''
    parties: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    listed: str = ''
    note: str = ''
    cc: str = ''
    issuer: str = ''
    issued: str = ''
    cover: tuple[tuple[str, str], ...] = ()
    landscape: bool = False


# Keys as they are written; those of `FIELDS` hold fields of the same name.
FIELDS: Final = ('layout', 'title', 'subtitle', 'mark', 'number', 'to', 'note', 'cc', 'landscape')
KEYS: Final = (*FIELDS, 'words', 'attachments', 'sign', 'imprint', 'cover')
# Texts that a template puts together as one value: to break them into lines, to measure them, or to leave them out.
COMPOSED: Final = ('title', 'subtitle', 'mark', 'to', 'note', 'cc')
PAIR: Final = frozenset({'organ', 'date'})


def split(source: str) -> tuple[str, str, int]:
    """Split a source into front matter, text, and the number of lines above the text; no front matter is ''."""
    match = FENCE.match(source)
    if match is None:
        return '', source, 0
    return match[1], source[match.end() :], match[0].count('\n')


def read(text: str, name: str) -> tuple[FrontMatter | None, list[Problem]]:
    """Read front matter; None when it cannot be used, and then there are problems."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, 'problem_mark', None)
        line = 2 if mark is None else mark.line + 2
        return None, [Problem(name, _("文首的设置不是正确的 YAML；含 {{ }} 或冒号的值要加英文双引号"), line)]
    if not isinstance(data, Mapping):
        message = _("文件要以两行 --- 之间的设置开头，其中至少写明 layout 和 title")
        return None, [Problem(name, message, 1)]
    problems = list(_problems(data, text, name))
    return (None, problems) if problems else (_front_matter(data), [])


def _problems(data: Mapping[str, Any], text: str, name: str) -> Iterator[Problem]:
    for key, message in (*_key_faults(data), *_value_faults(data)):
        yield Problem(name, message, _line_of(key, text))


def _key_faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give keys that are unknown or missing, each with what is wrong."""
    for key in data:
        if key not in KEYS:
            yield str(key), _("没有“{key}”这项设置，可用的有：{keys}").format(key=key, keys='、'.join(KEYS))
    for key in ('layout', 'title'):
        if not data.get(key):
            yield key, _("文首的设置缺少 {key}").format(key=key)
    if data.get('layout') and str(data['layout']) not in LAYOUTS:
        known = '、'.join(LAYOUTS)
        yield 'layout', _("没有“{layout}”这种版式，可用的有：{known}").format(layout=data['layout'], known=known)


def _value_faults(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give keys whose value is of the wrong kind, each with what is wrong."""
    for key in ('title', 'subtitle', 'mark', 'number', 'to', 'note', 'cc'):
        if not isinstance(data.get(key, ''), str):
            yield key, _("{key} 应是一段文字；含花括号的要加英文双引号").format(key=key)
        elif key in COMPOSED and not _is_composable(data.get(key, '')):
            yield key, _not_composable(key)
    if not isinstance(data.get('landscape', False), bool):
        yield 'landscape', _("landscape 应写 true 或 false")
    if not _are_texts(data.get('words', [])):
        yield 'words', _("words 应是词语的列表")
    attachments = data.get('attachments', [])
    if not _are_texts(attachments) and not (_is_text(attachments) and _is_expression(attachments)):
        yield 'attachments', _("attachments 应是附件名称的列表，或者一个给出列表的 {{ }}")
    yield from _sign_faults(data.get('sign', {}))
    if not _is_pair(data.get('imprint', {})):
        yield 'imprint', _("imprint 之下应写 organ（印发机关）和 date（印发日期）两段文字")
    cover = data.get('cover', {})
    if not isinstance(cover, Mapping) or not all(map(_is_text, (*cover, *cover.values()))):
        yield 'cover', _("cover 之下应写封面各项的名称和内容，都是文字")
    yield from _misplaced(data)


def _sign_faults(sign: object) -> Iterator[tuple[str, str]]:
    if isinstance(sign, list) and sign and all(map(_is_text, sign)):
        return
    if not _is_pair(sign):
        yield (
            'sign',
            _("sign 之下应写 organ（署名机关）和 date（成文日期）两段文字；由双方签署的，写成列表，每方一段文字"),
        )
    elif isinstance(sign, Mapping) and not _is_composable(sign.get('organ', '')):
        yield 'sign', _not_composable('organ')


def _misplaced(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give keys that the layout has no place for."""
    layout = LAYOUTS.get(str(data.get('layout')))
    if layout is None:
        return
    if data.get('to') and not layout.addressee:
        yield 'to', _("公示、公告、通告面向社会，没有主送机关，请删去 to")
    if data.get('imprint') and layout.foot == 'letter':
        yield 'imprint', _("信函的版记不印印发机关和印发日期，请删去 imprint")
    if data.get('cover') and layout.mark is not None:
        yield 'cover', _("有版头的公文没有封面，请删去 cover")


def _not_composable(key: str) -> str:
    return _("{key} 中只能用取值的标记和成对的 if，里面不能有百分号和右花括号").format(key=key)


def _is_composable(value: object) -> bool:
    try:
        composed(str(value))
    except NotComposable:
        return False
    return True


def _is_expression(text: str) -> bool:
    return text.startswith('{{') and TAG.findall(text) == [text.strip()] and _is_composable(text)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_pair(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) <= PAIR and all(map(_is_text, value.values()))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _line_of(key: str, text: str) -> int:
    """Find the line a top-level key stands on; the first line when it is not there."""
    for number, line in enumerate(text.split('\n'), start=2):
        if line.startswith(f'{key}:'):
            return number
    return 1


def _front_matter(data: Mapping[str, Any]) -> FrontMatter:
    sign, imprint, attachments = data.get('sign', {}), data.get('imprint', {}), data.get('attachments', [])
    signed = {} if isinstance(sign, list) else sign
    return FrontMatter(
        **{key: data[key] for key in FIELDS if key in data},
        words=tuple(data.get('words', ())),
        organ=signed.get('organ', ''),
        date=signed.get('date', ''),
        parties=tuple(sign) if isinstance(sign, list) else (),
        attachments=() if _is_text(attachments) else tuple(attachments),
        listed=attachments.strip()[2:-2].strip() if _is_text(attachments) else '',
        issuer=imprint.get('organ', ''),
        issued=imprint.get('date', ''),
        cover=tuple(data.get('cover', {}).items()),
    )
