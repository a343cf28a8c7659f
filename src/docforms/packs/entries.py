"""Turn the entries of pack files into the model, and check the ids, rows, forms and terms they name.

Of rules and documents this is what lists of them show. Their expressions and schemas are many, and one run needs few of
them: `linking` reads them when they are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docforms.exceptions import Problem
from docforms.expressions import nearest
from docforms.i18n import _
from docforms.packs.meta import shown
from docforms.packs.model import (
    Comparison,
    DeliveryFields,
    DocumentEntry,
    Holder,
    Material,
    Recognise,
    RuleEntry,
    as_list,
)
from docforms.packs.parts import UNREAD, Parts
from docforms.packs.reading import Path_, SourceFile
from docforms.packs.resources import PackFolder


def materials(parts: Parts, source: SourceFile) -> tuple[Material, ...]:
    """Read materials.yaml; its few expressions are parsed at once."""
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
                        _compared(entry),
                    )
                    for position, entry in enumerate(holders['list'])
                ),
                remedy=parts.text(source, (*path, 'remedy'), item.get('remedy', ''), shapes),
                online_check=item.get('online_check', ''),
                recognise=_recognise(item),
            )
        )
    return tuple(found)


def _recognise(item: Mapping[str, Any]) -> Recognise | None:
    """Read how a material is known among papers; `papers` checks what it names when it is used."""
    data = item.get('recognise')
    if data is None:
        return None
    papers = tuple(data.get('papers', ()))
    return Recognise(data.get('form', False), papers, _compared(data), data.get('members', {}))


def _compared(item: Mapping[str, Any]) -> tuple[Comparison, ...]:
    return tuple(
        Comparison(each.get('value', ''), each.get('field', ''), each.get('severity', 'error'))
        for each in item.get('compare', ())
    )


def rule_entries(parts: Parts, source: SourceFile) -> tuple[RuleEntry, ...]:
    """Read rules.yaml without its expressions."""
    found: list[RuleEntry] = []
    for index, item in source.entries('rules'):
        path: Path_ = ('rules', index)
        parts.unique(source, (*path, 'id'), item.get('id', ''))
        forms = parts.forms_of(source, (*path, 'forms'), item.get('forms', []))
        rows = parts.rows_of(source, (*path, 'source'), item.get('source', []))
        kind, severity = item.get('kind', 'condition'), item.get('severity', 'error')
        found.append(RuleEntry(item.get('id', ''), forms, item.get('title', ''), rows, kind, severity))
    return tuple(found)


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


def document_entries(parts: Parts, source: SourceFile, folder: PackFolder) -> dict[str, DocumentEntry]:
    """Read documents.yaml without values, and check that each document has its schema, template and sheet."""
    described = described_documents(folder.schemas)
    found: dict[str, DocumentEntry] = {}
    for index, item in source.entries('documents'):
        path: Path_ = ('documents', index)
        name = item.get('id', '')
        parts.unique(source, (*path, 'id'), name)
        rows = parts.rows_of(source, (*path, 'source'), item.get('source', []))
        forms = parts.forms_of(source, (*path, 'form'), as_list(item.get('form', [])))
        sheet_name = item.get('sheet', '')
        template = folder.templates / f'{name}.docx'
        found[name] = DocumentEntry(
            folder.id, name, item.get('title', ''), item.get('kind', ''), item.get('audience', ''), rows,
            forms, item.get('outcome', ''), template, item.get('note', ''), sheet_name,
            delivery=_delivery(source, item),
        )  # fmt: skip
        if name and not template.is_file():
            message = _("缺少模板 {file}").format(file=template.name)
            parts.problems.append(source.problem((*path, 'id'), message))
        if name and name not in described:
            message = _("缺少数据说明 {file}").format(file=f'documents/{name}.schema.json')
            parts.problems.append(source.problem((*path, 'id'), message))
        if sheet_name and sheet_name not in parts.sheets:
            message = _("没有评分表 {name}{near}").format(name=sheet_name, near=nearest(sheet_name, parts.sheets))
            parts.problems.append(source.problem((*path, 'sheet'), message))
    for name in sorted(set(described) - source.ids('documents')):
        message = _("documents.yaml 中没有文书 {name}").format(name=name)
        parts.problems.append(Problem(shown(folder.schemas, f'documents/{name}.schema.json'), message, 1))
    return found


def _delivery(source: SourceFile, item: Mapping[str, Any]) -> DeliveryFields:
    """Read where a document goes: what it says itself, and what the pack says of all for the rest."""
    said = {**source.data.get('delivery', {}), **item.get('delivery', {})}
    return DeliveryFields(**{role: tuple(names) for role, names in said.items()})


def described_documents(schemas: Path) -> list[str]:
    """List the documents there is a schema for."""
    return sorted(path.name.removesuffix('.schema.json') for path in (schemas / 'documents').glob('*.schema.json'))
