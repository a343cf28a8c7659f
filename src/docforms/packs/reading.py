"""Read YAML and JSON pack files into plain data, keeping the line of every place.

YAML is read as its 1.2 core schema: `no`, `1:30` and `2026-03-02` stay text, numbers with a point become Decimal, and a key
written twice is an error instead of being lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from docforms.exceptions import Problem
from docforms.findings import pointer_of
from docforms.i18n import _

Path_ = tuple[str | int, ...]

try:
    _Base: Any = yaml.CSafeLoader
except AttributeError:  # PyYAML built without libyaml: slower, same result
    _Base = yaml.SafeLoader


class _Loader(_Base):  # type: ignore[misc]
    """Composes nodes with the YAML 1.2 core tags only."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own protocol)


_INT: Final = re.compile(r'[-+]?[0-9]{1,40}\Z')
_FLOAT: Final = re.compile(r'[-+]?(?:[0-9]{1,40}\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?\Z')
_WORDS: Final = {'true': True, 'false': False, 'null': None, '~': None, '': None}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Parsed data of one file; `root` tells lines."""

    name: str
    data: Any
    root: yaml.Node | None

    def line(self, path: Path_) -> int | None:
        """Give the line (from 1) of a place, or of the nearest place above it that exists."""
        node = self.root
        if node is None:
            return None
        line: int = node.start_mark.line
        for part in path:
            inner = _child(node, part)
            if inner is None:
                break
            key, node = inner
            line = key.start_mark.line
        return line + 1

    def problem(self, path: Path_, message: str) -> Problem:
        """Say that something is wrong at a place of this file."""
        return Problem(self.name, message, self.line(path), pointer_of(path))


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def read_source(path: Path, name: str) -> tuple[SourceFile, list[Problem]]:
    """Read one file (JSON is read as YAML, which it is); every problem of form is listed, none raised."""
    try:
        text = path.read_text(encoding='utf-8')
    except UnicodeDecodeError:
        return SourceFile(name, None, None), [Problem(name, _("文件不是 UTF-8 编码，请另存为 UTF-8"))]
    except OSError as error:
        return SourceFile(name, None, None), [Problem(name, _("文件打不开：{reason}").format(reason=error.strerror))]
    return parse_source(text, name)


def parse_source(text: str, name: str) -> tuple[SourceFile, list[Problem]]:
    """Parse YAML or JSON text."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, 'problem_mark', None)
        line = None if mark is None else mark.line + 1
        return SourceFile(name, None, None), [Problem(name, _("不是有效的 YAML，请检查此行附近的缩进、冒号和引号"), line)]
    if root is None:
        return SourceFile(name, None, None), [Problem(name, _("文件是空的"))]
    problems: list[Problem] = []
    return SourceFile(name, _plain(root, name, problems, ()), root), problems


def _plain(node: yaml.Node, name: str, problems: list[Problem], path: Path_) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, name, problems, (*path, index)) for index, item in enumerate(node.value)]
    data: dict[str, Any] = {}
    for key, value in node.value:
        word = str(key.value)
        if word in data:
            message = _("“{key}”写了两次，请删去其中一处").format(key=word)
            problems.append(Problem(name, message, key.start_mark.line + 1, pointer_of((*path, word))))
        data[word] = _plain(value, name, problems, (*path, word))
    return data


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style:  # quoted or block text is text; a plain scalar has no style (None, or '' from libyaml)
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    return Decimal(text) if _FLOAT.match(text) else text
