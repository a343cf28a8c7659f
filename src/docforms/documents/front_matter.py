"""The front matter of a document source: what kind of paper it is, and everything around its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import yaml

from docforms.documents.layout import LAYOUTS
from docforms.exceptions import Problem
from docforms.i18n import _

FENCE: Final = re.compile(r'---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The parts of a paper outside its text; texts may hold template tags.

    Attributes:
        layout: one of `LAYOUTS`.
        title: a line break in it is kept.
        mark: name of the issuing organ printed above everything.
        number: document number.
        to: whom the paper is addressed to, without colon.
        organ: who signs.
        date: when.
        attachments: names of attachments.
        note: 附注, printed in brackets below the date.
        cc: who gets a copy.
        landscape: set the paper lying.
    """

    layout: str
    title: str
    mark: str = ''
    number: str = ''
    to: str = ''
    organ: str = ''
    date: str = ''
    attachments: tuple[str, ...] = ()
    note: str = ''
    cc: str = ''
    landscape: bool = False


# Keys as they are written; `sign` holds organ and date.
KEYS: Final = (*(f.name for f in fields(FrontMatter) if f.name not in {'organ', 'date'}), 'sign')


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
    for key in ('title', 'mark', 'number', 'to', 'note', 'cc'):
        if not isinstance(data.get(key, ''), str):
            yield key, _("{key} 应是一段文字；含花括号的要加英文双引号").format(key=key)
    if not isinstance(data.get('landscape', False), bool):
        yield 'landscape', _("landscape 应写 true 或 false")
    attachments = data.get('attachments', [])
    if not isinstance(attachments, list) or not all(map(_is_text, attachments)):
        yield 'attachments', _("attachments 应是附件名称的列表")
    sign = data.get('sign', {})
    if not isinstance(sign, Mapping) or not set(sign) <= {'organ', 'date'} or not all(map(_is_text, sign.values())):
        yield 'sign', _("sign 之下应写 organ（署名机关）和 date（成文日期）两段文字")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _line_of(key: str, text: str) -> int:
    """Find the line a top-level key stands on; the first line when it is not there."""
    for number, line in enumerate(text.split('\n'), start=2):
        if line.startswith(f'{key}:'):
            return number
    return 1


def _front_matter(data: Mapping[str, Any]) -> FrontMatter:
    sign = data.get('sign', {})
    plain = {key: value for key, value in data.items() if key not in {'sign', 'attachments'}}
    return FrontMatter(
        **plain,
        organ=sign.get('organ', ''),
        date=sign.get('date', ''),
        attachments=tuple(data.get('attachments', ())),
    )
