"""Read the expressions of rules and the schemas of documents, and check every name in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from docforms.expressions import Expression, Shape, Shapes, nearest, places_of
from docforms.expressions.functions import FUNCTIONS
from docforms.findings import pointer_of
from docforms.i18n import _
from docforms.packs.form_checks import row_problems
from docforms.packs.meta import read_part, schema_of
from docforms.packs.model import DocumentEntry, DocumentType, Pack, Rule, RuleEntry, Schema, as_list
from docforms.packs.parts import TEXT, UNREAD, Parts, refuse
from docforms.packs.reading import Path_, SourceFile
from docforms.packs.schemas import node_at

REPORT: Shape = {
    'properties': {
        'outcome': TEXT,
        'findings': {
            'type': 'array',
            'items': {
                'properties': dict.fromkeys(
                    ('code', 'kind', 'severity', 'pointer', 'label', 'message', 'remedy', 'citation'), TEXT
                )
            },
        },
    }
}


@cache
def rules_of(pack: Pack, form: str) -> tuple[Rule, ...]:
    """Give the rules of a form, ready to be evaluated; raises `PackError` with everything wrong in them."""
    parts = Parts.of(pack)
    source = pack.sources['rules']
    placed = zip(source.entries('rules'), pack.rules, strict=True)
    linked = [link_rule(parts, source, place, entry) for place, entry in placed if form in entry.forms]
    refuse(parts.problems)
    return tuple(rule for rule in linked if rule is not None)


@cache
def document_of(pack: Pack, name: str) -> DocumentType:
    """Give a document of the pack, ready to be printed; raises `PackError` with everything wrong in it."""
    parts = Parts.of(pack)
    source = pack.sources['documents']
    index, item = next(entry for entry in source.entries('documents') if entry[1]['id'] == name)
    schema = document_schema(parts, pack.schemas, name)
    values = link_values(parts, source, index, item, schema)
    refuse(parts.problems)
    return DocumentType(**_fields_of(pack.documents[name]), schema=schema, values=values)


def _fields_of(entry: RuleEntry | DocumentEntry) -> dict[str, Any]:
    return {field.name: getattr(entry, field.name) for field in fields(entry)}


def link_rule(parts: Parts, source: SourceFile, place: tuple[int, Mapping[str, Any]], entry: RuleEntry) -> Rule | None:
    """Parse and check the expressions of a rule; a rule without a usable `check` becomes None.

    `place` is the place of the rule among all of its file, and what is written there.
    """
    path: Path_ = ('rules', place[0])
    item = place[1]
    shapes = dict(parts.shapes(entry.forms or UNREAD))
    each = parts.optional(source, path, item, 'each', shapes)
    list_place: tuple[str, ...] = ()
    if each is not None:
        list_place = next(iter(places_of(each.tree)), ())
        shapes |= {'item': _item_shape(shapes, list_place), 'number': {}}
    check = parts.optional(source, path, item, 'check', shapes)
    when = parts.optional(source, path, item, 'when', shapes)
    message = parts.text(source, (*path, 'message'), item.get('message', ''), shapes)
    remedy = parts.text(source, (*path, 'remedy'), item.get('remedy', ''), shapes)
    if 'pointer' in item and not _has_place(parts, entry.forms, item['pointer']):
        wrong = _("记录中没有位置 {pointer}").format(pointer=item['pointer'])
        parts.problems.append(source.problem((*path, 'pointer'), wrong))
    if check is None:
        return None
    pointer = item.get('pointer') or _default_pointer(check, list_place)
    label = item.get('label') or _label_at(parts, entry.forms, pointer) or entry.title
    return Rule(
        **_fields_of(entry), each=each, when=when, check=check, pointer=pointer, label=label, message=message,
        remedy=remedy,
    )  # fmt: skip


def _item_shape(shapes: Shapes, place: tuple[str, ...]) -> Shape:
    shape: Any = {'properties': shapes}
    for part in place:
        shape = (shape or {}).get('properties', {}).get(part)
    return (shape or {}).get('items')


def _default_pointer(check: Expression, list_place: tuple[str, ...]) -> str:
    for place in places_of(check.tree):
        if place[0] == 'item' and list_place:
            return pointer_of((*list_place, '{index}', *place[1:]))
        if place[0] in ('fields', 'supplement', 'facts', 'materials', 'received_on') and len(place) < 5:
            return pointer_of(place)
    return pointer_of(list_place)


def _path_of(pointer: str) -> Path_:
    return tuple(0 if part == '{index}' else part for part in pointer.split('/')[1:])


def _has_place(parts: Parts, forms: tuple[str, ...], pointer: str) -> bool:
    """Tell whether a rule's pointer leads anywhere; yes as long as a file it depends on cannot be read."""
    path = _path_of(pointer)
    if path[0] == 'materials':
        return parts.materials is None or len(path) == 1 or path[1] in parts.materials
    if any(name not in parts.forms for name in forms) or path == ('received_on',):
        return True
    return any(node_at(parts.forms[name].schema, path) for name in forms)


def _label_at(parts: Parts, forms: tuple[str, ...], pointer: str) -> str:
    path = _path_of(pointer)
    for name in forms:
        title = node_at(parts.forms[name].schema, path).get('title') if name in parts.forms else None
        if title:
            return str(title)
    return ''


def document_schema(parts: Parts, schemas: Path, name: str) -> Schema:
    """Read and check the schema of a document; an empty one where the file cannot be used."""
    source = read_part(schemas, f'documents/{name}.schema.json', 'form', parts.problems)
    schema: Schema = schema_of(source, parts.problems)
    if schema:
        parts.problems += row_problems(source, schema, parts.rows)
        for field in schema['properties']:
            if field in FUNCTIONS:
                message = _("字段不能叫 {name}：模板里这是一个函数，请换一个名称").format(name=field)
                parts.problems.append(source.problem(('properties', field), message))
    return schema


def link_delivery(parts: Parts, source: SourceFile, schemas: Mapping[str, Schema]) -> None:
    """Check the fields that say where documents go: the document has them; for all documents, at least one has."""
    known_to = {name: list(schema.get('properties', ())) for name, schema in schemas.items()}
    known = list(dict.fromkeys(name for names in known_to.values() for name in names))
    said: list[tuple[Path_, Mapping[str, Any], list[str]]] = [(('delivery',), source.data.get('delivery', {}), known)]
    for index, item in source.entries('documents'):
        own = known_to.get(item.get('id', ''), [])
        said.append((('documents', index, 'delivery'), item.get('delivery', {}), own))
    for path, roles, there in said:
        for role, names in roles.items():
            for place, name in enumerate(names):
                if there and name not in there:
                    message = _("没有字段 {name}{near}").format(name=name, near=nearest(name, there))
                    parts.problems.append(source.problem((*path, role, place), message))


def link_values(
    parts: Parts, source: SourceFile, index: int, item: Mapping[str, Any], schema: Schema
) -> dict[str, Expression]:
    """Parse and check the expressions that give a document its values; those that are wrong are left out."""
    shapes = {**parts.shapes(as_list(item.get('form', []))), 'report': REPORT, 'form_title': TEXT}
    known = schema.get('properties')
    values: dict[str, Expression] = {}
    for key, text in item.get('values', {}).items():
        path: Path_ = ('documents', index, 'values', key)
        if known is not None and key not in known:
            message = _("没有字段 {name}{near}").format(name=key, near=nearest(key, known))
            parts.problems.append(source.problem(path, message))
        expression = parts.expression(source, path, text, shapes)
        if expression is not None:
            values[key] = expression
    return values
