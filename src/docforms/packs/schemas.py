"""Form schemas: resolve the shared definitions and describe failures in the user's words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from docforms.i18n import _
from docforms.packs.schema_engine import SchemaError, read_shared_schema


def type_word(kind: str) -> str:
    """Name a JSON type in the user's words."""
    words = {
        'string': _("文字"),
        'integer': _("整数"),
        'number': _("数字"),
        'boolean': _("是或否（true 或 false）"),
        'object': _("一组字段"),
        'array': _("列表"),
        'null': _("空值"),
    }
    return words.get(kind, kind)


def resolved(node: Any) -> Any:
    """Replace every reference to a shared definition by its content; the node's own annotations win.

    A reference to nothing is left out; `unknown_references` tells of it.
    """
    if isinstance(node, list):
        return [resolved(item) for item in node]
    if not isinstance(node, dict):
        return node
    own = {key: resolved(value) for key, value in node.items() if key != '$ref'}
    if '$ref' not in node:
        return own
    return {**shared_definitions().get(_name_of(node['$ref']), {}), **own}


def shared_definitions() -> Mapping[str, Any]:
    """Give the definitions every form may refer to."""
    definitions: Mapping[str, Any] = read_shared_schema('common/common')['$defs']
    return definitions


def _name_of(reference: object) -> str:
    return str(reference).rpartition('/')[2]


def unknown_references(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """List the references to definitions that do not exist: their place, and the name."""
    for key, value in node.items():
        if key == '$ref':
            if _name_of(value) not in shared_definitions():
                yield (*path, key), _name_of(value)
        elif isinstance(value, dict):
            yield from unknown_references(value, (*path, key))


def node_at(schema: Mapping[str, Any], path: tuple[str | int, ...]) -> Mapping[str, Any]:
    """Give the schema of a place; an empty one where the schema says nothing."""
    node: Mapping[str, Any] = schema
    for part in path:
        inner = node.get('items') if isinstance(part, int) else node.get('properties', {}).get(part)
        if inner is None:
            return {}
        node = inner
    return node


def describe(error: SchemaError) -> str:
    """Say in the user's words what a failure is, as a clause without subject."""
    expected = error.expected
    words = {
        'type': lambda: _("应为{kinds}").format(kinds='、'.join(map(type_word, _listed(expected)))),
        'enum': lambda: _("应为下列之一：{options}").format(options='、'.join(str(item) for item in _listed(expected))),
        'const': lambda: _("应为 {value}").format(value=json.dumps(expected, ensure_ascii=False)),
        'minimum': lambda: _("不能小于 {limit}").format(limit=expected),
        'exclusiveMinimum': lambda: _("应大于 {limit}").format(limit=expected),
        'maximum': lambda: _("不能大于 {limit}").format(limit=expected),
        'exclusiveMaximum': lambda: _("应小于 {limit}").format(limit=expected),
        'multipleOf': lambda: _("最小单位是 {unit}").format(unit=expected),
        'minLength': lambda: _("至少 {limit} 个字").format(limit=expected),
        'maxLength': lambda: _("最多 {limit} 个字").format(limit=expected),
        'minItems': lambda: _("至少填 {limit} 行").format(limit=expected),
        'maxItems': lambda: _("最多填 {limit} 行").format(limit=expected),
        'uniqueItems': lambda: _("有重复的内容"),
        'minProperties': lambda: _("至少要有 {limit} 项").format(limit=expected),
        'propertyNames': lambda: _("名称的写法不符合规定（小写字母、数字和连接符）"),
    }
    writer = words.get(error.keyword)
    return writer() if writer is not None else _("写法不符合规定")


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
