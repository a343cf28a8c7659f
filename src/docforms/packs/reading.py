"""Read YAML and JSON pack files into plain data, keeping the line of every place.

YAML is read as its 1.2 core schema: `no`, `1:30` and `2026-03-02` stay text, numbers with a point become Decimal,
and a key written twice is an error instead of being lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from docforms.exceptions import Problem
from docforms.files import reason_of
from docforms.findings import pointer_of
from docforms.i18n import _
from docforms.packs.composing import Unreadable, composed

Path_ = tuple[str | int, ...]

_INT: Final = re.compile(r'[-+]?[0-9]{1,40}\Z')
_FLOAT: Final = re.compile(r'[-+]?(?:[0-9]{1,40}\.[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?\Z')
_WORDS: Final = {'true': True, 'false': False, 'null': None, '~': None, '': None}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Parsed data of one file; `root` tells lines. Of a pack file `data` is what fits, `whole` all there is."""

    name: str
    data: Any
    root: yaml.Node | None
    whole: Any = None

    def entries(self, part: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Give the entries of a list that fit, each with its place."""
        return ((index, item) for index, item in enumerate(self.data.get(part, ())) if item is not None)

    def ids(self, part: str) -> set[str]:
        """Give the ids of all entries of a list, also of those that do not fit: they are meant, if wrongly written."""
        whole = self.data if self.whole is None else self.whole
        listed = whole.get(part) if isinstance(whole, dict) else None
        entries = listed if isinstance(listed, list) else []
        return {str(entry['id']) for entry in entries if isinstance(entry, dict) and 'id' in entry}

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
        text = path.read_text(encoding='utf-8-sig')
    except UnicodeDecodeError:
        return SourceFile(name, None, None), [Problem(name, _("文件不是 UTF-8 编码，请另存为 UTF-8"))]
    except FileNotFoundError:
        return SourceFile(name, None, None), [Problem(name, _("缺少这个文件"))]
    except OSError as error:
        return SourceFile(name, None, None), [Problem(name, _("文件打不开：{reason}").format(reason=reason_of(error)))]
    return parse_source(text, name)


def measured(data: Any) -> Any:
    """Turn the Decimals of a layout into floats: they are millimetres and lines, not money."""
    if isinstance(data, dict):
        return {key: measured(value) for key, value in data.items()}
    if isinstance(data, list):
        return [measured(value) for value in data]
    return float(data) if isinstance(data, Decimal) else data


def parse_source(text: str, name: str) -> tuple[SourceFile, list[Problem]]:
    """Parse YAML or JSON text; what cannot be read has no data."""
    problems: list[Problem] = []
    try:
        root = composed(text, lambda line, message: problems.append(Problem(name, message, line)))
    except Unreadable as error:
        return SourceFile(name, None, None), [Problem(name, str(error), error.line)]
    if problems:
        return SourceFile(name, None, root), problems
    data = None if root is None else _plain(root, name, problems, ())
    return SourceFile(name, data, root), problems if data is not None else [Problem(name, _("文件是空的"))]


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
