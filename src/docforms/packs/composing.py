"""Compose YAML text into nodes that know their lines, safely for text from anywhere.

`yaml.compose` calls itself for every level, which ends the process on text that nests deep enough, and lets an alias
stand for the same node again and again, which a few lines can unfold to more than memory holds. Here nesting is
limited, aliases are refused, and tags are problems, never acted on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

import yaml

from docforms.i18n import _

MAX_DEPTH: Final = 100

try:
    _Base: Any = yaml.CSafeLoader
except AttributeError:  # PyYAML built without libyaml: slower, same result
    _Base = yaml.SafeLoader


class _Loader(_Base):  # type: ignore[misc]
    """Reads events; knows no tags of its own."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own protocol)


class Unreadable(Exception):
    """The text as a whole cannot be read."""

    def __init__(self, message: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(message)


Wrong = Callable[[int, str], None]
"""Takes a line (from 1) and what is wrong there."""


def composed(text: str, wrong: Wrong) -> yaml.Node | None:
    """Give the root of the one document in a text, None when there is none; raises `Unreadable`."""
    composing = _Composing(wrong)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            composing.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, 'problem_mark', None)
        message = _("不是有效的 YAML，请检查此行附近的缩进、冒号和引号")
        raise Unreadable(message, None if mark is None else mark.line + 1) from None
    return composing.root


class _Composing:
    """Puts nodes together while the parser reads."""

    def __init__(self, wrong: Wrong) -> None:
        self.root: yaml.Node | None = None
        self._wrong = wrong
        self._open: list[yaml.CollectionNode] = []

    def take(self, event: Any) -> None:
        """Take the next event of the parser."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._place(yaml.ScalarNode('', event.value, event.start_mark, event.end_mark, event.style), event.tag)
        elif kind is yaml.MappingStartEvent:
            self._open_up(yaml.MappingNode('', [], event.start_mark, event.end_mark), event.tag)
        elif kind is yaml.SequenceStartEvent:
            self._open_up(yaml.SequenceNode('', [], event.start_mark, event.end_mark), event.tag)
        elif kind is yaml.MappingEndEvent:
            values = self._open.pop().value
            values[:] = zip(values[::2], values[1::2], strict=True)
        elif kind is yaml.SequenceEndEvent:
            self._open.pop()
        elif kind is yaml.AliasEvent:
            raise Unreadable(_("不支持 YAML 的引用（& 和 *），请把内容写全"), event.start_mark.line + 1)
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            raise Unreadable(_("只能有一份内容，请删去“---”及其后的部分"), event.start_mark.line + 1)

    def _open_up(self, node: yaml.CollectionNode, tag: str | None) -> None:
        self._place(node, tag)
        if self._open and type(self._open[-1]) is yaml.MappingNode and len(self._open[-1].value) % 2:
            self._wrong(node.start_mark.line + 1, _("冒号前应是一个名称"))
        self._open.append(node)
        if len(self._open) > MAX_DEPTH:
            message = _("内容嵌套过深（超过 {depth} 层）")
            raise Unreadable(message.format(depth=MAX_DEPTH), node.start_mark.line + 1)

    def _place(self, node: yaml.Node, tag: str | None) -> None:
        if tag is not None:
            self._wrong(node.start_mark.line + 1, _("不支持 YAML 的标签（{tag}），请删去").format(tag=tag[:60]))
        if self._open:
            self._open[-1].value.append(node)
        else:
            self.root = node
