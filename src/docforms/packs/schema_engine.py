"""The one door to the JSON Schema engine (jsonschema-rs; see docs for why it and not another)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import jsonschema_rs

from docforms.expressions.identity import FORMATS
from docforms.packs.resources import shared

META_FILES: Final = (
    'meta/defs', 'meta/pack', 'meta/requirements', 'meta/materials', 'meta/papers', 'meta/rules', 'meta/terms',
    'meta/documents', 'meta/layout', 'meta/form', 'meta/cases', 'meta/sheet', 'meta/marks', 'meta/survey',
    'meta/calendar', 'meta/events', 'common/common', 'common/record',
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One failure: where in the instance, which keyword, its value in the schema, and names it concerns."""

    path: tuple[str | int, ...]
    keyword: str
    expected: Any
    names: tuple[str, ...] = ()


class Checker:
    """A compiled schema."""

    __slots__ = ('_engine', '_schema')

    def __init__(self, schema: Mapping[str, Any], registry: Any = None) -> None:
        formats = {name: _accepts(problem_of) for name, problem_of in FORMATS.items()}
        self._schema = schema
        self._engine = jsonschema_rs.Draft202012Validator(
            dict(schema), formats=formats, validate_formats=True, registry=registry
        )

    def errors(self, instance: Any) -> Iterator[SchemaError]:
        """List every failure; the instance holds plain JSON values, numbers as int or Decimal."""
        for error in self._engine.iter_errors(instance):
            kind: Any = error.kind
            path = tuple(error.instance_path)
            if kind.name == 'required':
                yield SchemaError(path, kind.name, None, (str(kind.property),))
            elif kind.name == 'additionalProperties':
                yield SchemaError(path, kind.name, None, tuple(str(name) for name in kind.unexpected))
            else:
                yield SchemaError(path, kind.name, kind.value)


def _accepts(problem_of: Callable[[str], str | None]) -> Callable[[str], bool]:
    return lambda value: problem_of(value) is None


def works_as_pattern(pattern: str) -> bool:
    """Tell whether the engine can compile a regular expression."""
    try:
        jsonschema_rs.Draft202012Validator({'pattern': pattern})
    except ValueError:
        return False
    return True


@cache
def read_shared_schema(name: str) -> Mapping[str, Any]:
    """Read a schema that comes with docforms, such as meta/rules."""
    data: Mapping[str, Any] = json.loads(shared(f'{name}.schema.json').read_text(encoding='utf-8'))
    return data


@cache
def _registry() -> Any:
    schemas: list[Any] = [read_shared_schema(name) for name in META_FILES]
    return jsonschema_rs.Registry([(schema['$id'], schema) for schema in schemas], draft=jsonschema_rs.Draft202012)


@cache
def meta_checker(name: str) -> Checker:
    """Give the compiled meta-schema of a kind of pack file, such as rules."""
    return Checker(read_shared_schema(f'meta/{name}'), _registry())
