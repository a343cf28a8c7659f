"""Turn checked pack files into the model: compile expressions, and check every name, row and template they refer to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from docforms.exceptions import Problem
from docforms.expressions import Expression, Shape, Shapes, nearest, places_of
from docforms.expressions.functions import FUNCTIONS
from docforms.findings import pointer_of
from docforms.i18n import _
from docforms.packs.form_checks import row_problems
from docforms.packs.model import DocumentType, Holder, Material, Rule, as_list
from docforms.packs.parts import TEXT, Parts
from docforms.packs.reading import Path_, SourceFile
from docforms.packs.resources import PackFolder
from docforms.packs.schemas import node_at

# Stands for the forms of an entry that does not say them rightly: no name in it can be judged.
UNREAD: tuple[str, ...] = ('',)

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


def materials(parts: Parts, source: SourceFile) -> tuple[Material, ...]:
    """Link materials.yaml."""
    found: list[Material] = []
    for index, item in source.entries('materials'):
        path: Path_ = ('materials', index)
        parts.unique(source, (*path, 'id'), item.get('id', ''))
        forms = parts.forms_of(source, (*path, 'forms'), item.get('forms', []))
        shapes = parts.shapes(forms or UNREAD)
        holders = item.get('holders', {'need': 'any', 'list': []})
        found.append(
            Material(
                id=item.get('id', ''),
                forms=forms,
                title=item.get('title', ''),
                source=parts.rows_of(source, (*path, 'source'), item.get('source', [])),
                when=parts.optional(source, path, item, 'when', shapes),
                optional=item.get('optional', False),
                original=item.get('original', False),
                copies=item.get('copies', 0),
                sealed_by=parts.rows_of(source, (*path, 'sealed_by'), item.get('sealed_by', [])),
                holders_needed=holders['need'],
                holders=tuple(
                    Holder(
                        entry['id'],
                        entry['title'],
                        parts.optional(source, (*path, 'holders', 'list', position), entry, 'when', shapes),
                    )
                    for position, entry in enumerate(holders['list'])
                ),
                remedy=parts.text(source, (*path, 'remedy'), item.get('remedy', ''), shapes),
                online_check=item.get('online_check', ''),
            )
        )
    return tuple(found)


def rules(parts: Parts, source: SourceFile) -> tuple[Rule, ...]:
    """Link rules.yaml."""
    linked = (_rule(parts, source, index, item) for index, item in source.entries('rules'))
    return tuple(rule for rule in linked if rule is not None)


def _rule(parts: Parts, source: SourceFile, index: int, item: Mapping[str, Any]) -> Rule | None:
    path: Path_ = ('rules', index)
    parts.unique(source, (*path, 'id'), item.get('id', ''))
    forms = parts.forms_of(source, (*path, 'forms'), item.get('forms', []))
    shapes = dict(parts.shapes(forms or UNREAD))
    each = parts.optional(source, path, item, 'each', shapes)
    list_place: tuple[str, ...] = ()
    if each is not None:
        list_place = next(iter(places_of(each.tree)), ())
        shapes |= {'item': _item_shape(shapes, list_place), 'number': {}}
    check = parts.optional(source, path, item, 'check', shapes)
    when = parts.optional(source, path, item, 'when', shapes)
    rows = parts.rows_of(source, (*path, 'source'), item.get('source', []))
    message = parts.text(source, (*path, 'message'), item.get('message', ''), shapes)
    remedy = parts.text(source, (*path, 'remedy'), item.get('remedy', ''), shapes)
    if 'pointer' in item and not _has_place(parts, forms, item['pointer']):
        wrong = _("记录中没有位置 {pointer}").format(pointer=item['pointer'])
        parts.problems.append(source.problem((*path, 'pointer'), wrong))
    if check is None:
        return None
    pointer = item.get('pointer') or _default_pointer(check, list_place)
    title = item.get('title', '')
    label = item.get('label') or _label_at(parts, forms, pointer) or title
    kind: Literal['condition', 'bar', 'consistency'] = item.get('kind', 'condition')
    return Rule(
        item.get('id', ''), forms, title, rows, kind, item.get('severity', 'error'), each, when, check, pointer, label,
        message, remedy,
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


def terms(parts: Parts, source: SourceFile) -> tuple[Mapping[str, Any], ...]:
    """Check terms.yaml: rows, events and terms it names; the terms layer turns the data into dates."""
    events = source.data.get('events', {})
    names = source.ids('terms')
    for index, item in source.entries('terms'):
        path: Path_ = ('terms', index)
        parts.unique(source, (*path, 'id'), item.get('id', ''))
        parts.rows_of(source, (*path, 'source'), item.get('source', []))
        for key in ('from', 'done'):
            if key in item and item[key] not in events:
                message = _("events 中没有 {name}{near}").format(name=item[key], near=nearest(item[key], events))
                parts.problems.append(source.problem((*path, key), message))
        if 'after' in item and item['after'] not in names:
            message = _("没有期限 {name}{near}").format(name=item['after'], near=nearest(item['after'], names))
            parts.problems.append(source.problem((*path, 'after'), message))
    return tuple(item for _index, item in source.entries('terms'))


def sheet(parts: Parts, source: SourceFile) -> None:
    """Check a score sheet: the rows it cites, and that no item or veto is named twice."""
    data = source.data
    parts.rows_of(source, ('source',), data['source'])
    if 'group' in data:
        parts.rows_of(source, ('group', 'source'), data['group']['source'])
    names: list[tuple[Path_, str]] = []
    for index, veto in enumerate(data.get('vetoes', ())):
        parts.rows_of(source, ('vetoes', index, 'source'), veto['source'])
        names.append((('vetoes', index, 'id'), veto['id']))
    for index, section in enumerate(data['sections']):
        parts.rows_of(source, ('sections', index, 'source'), section['source'])
        for place, item in enumerate(section['items']):
            path: Path_ = ('sections', index, 'items', place)
            parts.rows_of(source, (*path, 'source'), item.get('source', []))
            names.append(((*path, 'id'), item['id']))
    seen: set[str] = set()
    for where, name in names:
        if name in seen:
            parts.problems.append(source.problem(where, _("编号 {id} 出现两次").format(id=name)))
        seen.add(name)


def documents(
    parts: Parts, source: SourceFile, schemas: Mapping[str, tuple[SourceFile, Any]], folder: PackFolder
) -> Mapping[str, DocumentType]:
    """Link documents.yaml with the schemas and templates of its documents."""
    found: dict[str, DocumentType] = {}
    for index, item in source.entries('documents'):
        path: Path_ = ('documents', index)
        name = item.get('id', '')
        found[name] = _document(parts, source, path, item, schemas.get(name), folder)
    for name in [name for name in schemas if name not in source.ids('documents')]:
        message = _("documents.yaml 中没有文书 {name}").format(name=name)
        parts.problems.append(schemas[name][0].problem((), message))
    return found


def _document(
    parts: Parts,
    source: SourceFile,
    path: Path_,
    item: Mapping[str, Any],
    described: tuple[SourceFile, Any] | None,
    folder: PackFolder,
) -> DocumentType:
    name = item.get('id', '')
    parts.unique(source, (*path, 'id'), name)
    rows = parts.rows_of(source, (*path, 'source'), item.get('source', []))
    forms = parts.forms_of(source, (*path, 'form'), list(as_list(item.get('form', []))))
    template = folder.templates / f'{name}.docx'
    if name and not template.is_file():
        parts.problems.append(source.problem((*path, 'id'), _("缺少模板 {file}").format(file=template.name)))
    if name and described is None:
        message = _("缺少数据说明 {file}").format(file=f'documents/{name}.schema.json')
        parts.problems.append(source.problem((*path, 'id'), message))
    schema = {} if described is None else described[1]
    if described is not None and schema:
        parts.problems += row_problems(described[0], schema, parts.rows)
        parts.problems += _value_problems(source, path, item.get('values', {}), schema)
        for field in schema['properties']:
            if field in FUNCTIONS:
                message = _("字段不能叫 {name}：模板里这是一个函数，请换一个名称").format(name=field)
                parts.problems.append(described[0].problem(('properties', field), message))
    shapes = {**parts.shapes(forms), 'report': REPORT, 'form_title': TEXT}
    values = {
        key: parts.expression(source, (*path, 'values', key), text, shapes)
        for key, text in item.get('values', {}).items()
    }
    return DocumentType(
        folder.id, name, item.get('title', ''), item.get('kind', ''), item.get('audience', ''), rows,
        forms, item.get('outcome', ''), schema,
        {key: value for key, value in values.items() if value is not None}, template, item.get('note', ''),
        _sheet_of(parts, source, path, item),
    )  # fmt: skip


def _sheet_of(parts: Parts, source: SourceFile, path: Path_, item: Mapping[str, Any]) -> str:
    name = str(item.get('sheet', ''))
    if name and name not in parts.sheets:
        message = _("没有评分表 {name}{near}").format(name=name, near=nearest(name, parts.sheets))
        parts.problems.append(source.problem((*path, 'sheet'), message))
    return name


def _value_problems(source: SourceFile, path: Path_, values: Mapping[str, str], schema: Any) -> list[Problem]:
    known = schema['properties']
    return [
        source.problem((*path, 'values', key), _("没有字段 {name}{near}").format(name=key, near=nearest(key, known)))
        for key in values
        if key not in known
    ]
