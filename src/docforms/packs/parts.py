"""What linking the files of one pack shares: problems, rows, forms, and the names expressions may use."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from docforms.exceptions import PackError, Problem
from docforms.expressions import (
    Expression,
    ExpressionSyntax,
    Language,
    Shape,
    Shapes,
    Text,
    check_names,
    nearest,
)
from docforms.i18n import _
from docforms.packs.model import Form, Pack, Requirement, as_list
from docforms.packs.reading import Path_, SourceFile
from docforms.packs.schema_engine import read_shared_schema

LANGUAGE = Language()
"""Rules and messages are compiled once per process in one environment."""

TEXT: Shape = {'type': 'string'}

# Stands for the forms of an entry that does not say them rightly: no name in it can be judged.
UNREAD: tuple[str, ...] = ('',)


def refuse(problems: Sequence[Problem]) -> None:
    """Raise `PackError` with the problems in reading order, if there are any."""
    if problems:
        raise PackError(sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.pointer)))


@dataclass(slots=True)
class Parts:
    """What linking needs of the files read before; problems are added to the list."""

    problems: list[Problem]
    rows: Mapping[str, Requirement]
    info: Mapping[str, Any]
    forms: Mapping[str, Form]
    form_names: tuple[str, ...]
    """Every form there is a file for, also those that could not be loaded."""
    materials: Collection[str] | None = ()
    """Ids of the materials; None when materials.yaml cannot be read."""
    sheets: tuple[str, ...] = ()
    seen: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, pack: Pack) -> Self:
        """Give what linking needs of a pack whose files have been read without problems."""
        materials = {material.id for material in pack.materials}
        return cls([], pack.rows, pack.info, pack.forms, tuple(pack.forms), materials, tuple(pack.sheets))

    def rows_of(self, source: SourceFile, path: Path_, value: object) -> tuple[str, ...]:
        """Check the requirement rows something cites."""
        for row in as_list(value):
            if self.rows and row not in self.rows:
                message = _("requirements.yaml 中没有 {row}{near}").format(row=row, near=nearest(row, self.rows))
                self.problems.append(source.problem(path, message))
        return as_list(value)

    def unique(self, source: SourceFile, path: Path_, name: str) -> None:
        """Refuse an id used twice among rules, materials, terms and documents of a pack."""
        if not name:  # it is missing, and that is told
            return
        if name in self.seen:
            message = _("编号 {id} 已在 {where} 中用过，请换一个").format(id=name, where=self.seen[name])
            self.problems.append(source.problem(path, message))
        self.seen[name] = source.name

    def forms_of(self, source: SourceFile, path: Path_, names: Sequence[str]) -> tuple[str, ...]:
        """Check the forms something is for."""
        for name in names:
            if name not in self.form_names:
                message = _("没有表单 {name}{near}").format(name=name, near=nearest(name, self.form_names))
                self.problems.append(source.problem(path, message))
        return tuple(names)

    def shapes(self, names: Sequence[str]) -> Shapes:
        """Describe the names expressions over records of some forms may use."""
        found: dict[str, Shape] = {'pack': pack_shape(self.info), 'received_on': TEXT, 'as_of': TEXT}
        unread = any(name not in self.forms for name in names)
        for part in ('fields', 'supplement', 'facts'):
            if unread:  # its own problems are reported; names in it cannot be judged
                found[part] = None
                continue
            nodes = [self.forms[name].schema['properties'].get(part, {}) for name in names if name in self.forms]
            members: dict[str, Any] = {}
            for node in nodes:
                members |= node.get('properties', {})
            found[part] = {'type': 'object', 'properties': members}
        entry = read_shared_schema('common/record')['properties']['materials']
        if self.materials is None:
            found['materials'] = {'additional': entry}
        else:
            found['materials'] = {'type': 'object', 'properties': dict.fromkeys(self.materials, entry)}
        return found

    def expression(self, source: SourceFile, path: Path_, text: str, shapes: Shapes) -> Expression | None:
        """Compile and check an expression; a wrong one becomes a problem and None."""
        try:
            compiled = Expression(LANGUAGE, text)
        except ExpressionSyntax as error:
            self._syntax(source, path, text, error)
            return None
        self.problems += [source.problem(path, message) for message in check_names(compiled.tree, shapes)]
        return compiled

    def text(self, source: SourceFile, path: Path_, text: str, shapes: Shapes) -> Text:
        """Compile and check a message; a wrong one becomes a problem and an empty text."""
        try:
            compiled = Text(LANGUAGE, text)
        except ExpressionSyntax as error:
            self._syntax(source, path, text, error)
            return Text(LANGUAGE, '')
        self.problems += [source.problem(path, message) for message in check_names(compiled.tree, shapes)]
        return compiled

    def _syntax(self, source: SourceFile, path: Path_, text: str, error: ExpressionSyntax) -> None:
        message = _("表达式写法有误（{text}）：{reason}").format(text=text.strip()[:60], reason=error.reason)
        self.problems.append(source.problem(path, message))

    def optional(
        self, source: SourceFile, path: Path_, item: Mapping[str, Any], key: str, shapes: Shapes
    ) -> Expression | None:
        """Compile an expression that may be left out."""
        if key not in item:
            return None
        return self.expression(source, (*path, key), item[key], shapes)


def pack_shape(info: Mapping[str, Any]) -> Shape:
    """Describe the name `pack`; nothing is known of it when pack.yaml could not be read."""
    if not info:
        return None
    members: dict[str, Any] = {key: {} for key in info if key != 'variables'}
    members['variables'] = {'type': 'object', 'properties': {key: {} for key in info.get('variables', {})}}
    return {'type': 'object', 'properties': members}
