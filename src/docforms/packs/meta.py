"""Read pack files and check each against its meta-schema."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docforms.exceptions import Problem
from docforms.expressions import nearest
from docforms.i18n import _
from docforms.packs.pruning import pruned
from docforms.packs.reading import SourceFile, read_source
from docforms.packs.schema_engine import meta_checker, read_shared_schema
from docforms.packs.schemas import describe, resolved, shared_definitions, unknown_references


def read_part(schemas: Path, name: str, kind: str, problems: list[Problem]) -> SourceFile:
    """Read a file below the schemas folder of a pack and check it; an unusable file reads as empty."""
    source, found = read_source(schemas / name, shown(schemas, name))
    problems += found
    if source.data is None:
        return SourceFile(source.name, {}, None)
    failures = meta_problems(source, kind)
    if not failures:
        return source
    problems += failures
    return SourceFile(source.name, pruned(source.data, meta_checker(kind)), source.root, source.data)


def shown(schemas: Path, name: str) -> str:
    """Name a file of a pack as its authors know it: schemas/PACK/NAME."""
    return f'{schemas.parent.name}/{schemas.name}/{name}'


def schema_of(source: SourceFile, problems: list[Problem]) -> Any:
    """Give the schema a file holds with every reference resolved; an empty one of an unusable file."""
    for path, name in unknown_references(source.data):
        message = _("没有共用定义 {name}{near}").format(name=name, near=nearest(name, shared_definitions()))
        problems.append(source.problem(path, message))
    return resolved(source.data)


def meta_problems(source: SourceFile, kind: str) -> Sequence[Problem]:
    """Check one parsed file against its meta-schema."""
    found: list[Problem] = []
    for error in meta_checker(kind).errors(source.data):
        if error.keyword == 'required':
            found += [source.problem(error.path, _("缺少“{name}”").format(name=name)) for name in error.names]
        elif error.keyword == 'additionalProperties':
            known = _known_keys(kind)
            for name in error.names:
                message = _("不认识“{name}”{near}").format(name=name, near=nearest(name, known))
                found.append(source.problem((*error.path, name), message))
        else:
            found.append(source.problem(error.path, describe(error)))
    return found


def _known_keys(kind: str) -> list[str]:
    """Collect the keys a meta-schema knows, for the nearest-name hint."""
    keys: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            keys.extend(node.get('properties', {}) if isinstance(node.get('properties'), dict) else ())
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(read_shared_schema(f'meta/{kind}'))
    return keys
