"""Load a pack folder, listing everything that is wrong with it in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from docforms.exceptions import PackError, Problem
from docforms.expressions import nearest
from docforms.i18n import _
from docforms.packs import linking
from docforms.packs.form_checks import EXPRESSION, form_problems, layout_texts
from docforms.packs.model import Form, Pack, Requirement
from docforms.packs.parts import Parts, pack_shape
from docforms.packs.pruning import pruned
from docforms.packs.reading import SourceFile, measured, read_source
from docforms.packs.resources import PackFolder
from docforms.packs.schema_engine import meta_checker, read_shared_schema
from docforms.packs.schemas import describe, resolved, shared_definitions, unknown_references


@dataclass(slots=True)
class Draft:
    """A pack while it is being loaded: its parsed files and the problems found so far."""

    folder: PackFolder
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, Requirement] = field(default_factory=dict)

    def read(self, path: Path, kind: str) -> SourceFile:
        """Read a file and check it against its meta-schema; an unusable file reads as empty."""
        name = path.relative_to(self.folder.schemas.parent.parent).as_posix()
        source, problems = read_source(path, name)
        self.problems += problems
        if source.data is None:
            return SourceFile(name, {}, None)
        failures = meta_problems(source, kind)
        if not failures:
            return source
        self.problems += failures
        return SourceFile(name, pruned(source.data, meta_checker(kind)), source.root, source.data)


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


@cache
def load(folder: PackFolder) -> Pack:
    """Load and check a whole pack; the same folder is loaded once per process.

    Raises:
        PackError: with every problem of every file: wrong form, unknown keys, names, rows, missing templates.
    """
    draft = Draft(folder)
    info = draft.read(folder.schemas / 'pack.yaml', 'pack')
    requirements = _requirements(draft)
    forms, layouts = _forms(draft)
    names = tuple(path.name.removesuffix('.schema.json') for path in _form_files(folder))
    papers = _part(draft, 'materials')
    parts = Parts(draft.problems, draft.rows, info.data, forms, names, _material_ids(papers))
    for source in layouts:
        for path, text, _repeated in layout_texts(source):
            for part in EXPRESSION.findall(text):
                parts.text(source, path, part, {'pack': pack_shape(info.data)})
    terms = _part(draft, 'terms')
    sheets = _sheets(draft, parts)
    parts.sheets = tuple(sheets)
    documents = linking.documents(parts, _part(draft, 'documents'), _document_schemas(draft), folder)
    pack = Pack(
        id=folder.id,
        info=info.data,
        requirements=requirements,
        forms=forms,
        materials=linking.materials(parts, papers),
        rules=linking.rules(parts, _part(draft, 'rules')),
        events=terms.data.get('events', {}),
        terms=linking.terms(parts, terms),
        documents=documents,
        sheets=sheets,
        schemas=folder.schemas,
        templates=folder.templates,
        rows=draft.rows,
    )
    if info.data and info.data['id'] != folder.id:
        draft.problems.append(info.problem(('id',), _("应与目录名 {name} 相同").format(name=folder.id)))
    if draft.problems:
        raise PackError(sorted(draft.problems, key=lambda p: (p.file, p.line or 0, p.pointer)))
    return pack


def _material_ids(source: SourceFile) -> set[str] | None:
    """Give the ids rules may name; None when the file is there but cannot be read."""
    unreadable = source.root is None and source.name.endswith('/materials.yaml')
    return None if unreadable else source.ids('materials')


def _part(draft: Draft, kind: str) -> SourceFile:
    """Read one of the files a pack may do without."""
    path = draft.folder.schemas / f'{kind}.yaml'
    return draft.read(path, kind) if path.is_file() else SourceFile(f'{kind}.yaml', {}, None)


def _requirements(draft: Draft) -> Mapping[str, Requirement]:
    source = draft.read(draft.folder.schemas / 'requirements.yaml', 'requirements')
    requirements: dict[str, Requirement] = {}
    for row_id, row in source.data.get('rows', {}).items():
        row_parts = tuple(row.get('parts', ()))
        requirements[row_id] = Requirement(
            row_id,
            row['article'],
            row['kind'],
            row['party'],
            row['summary'],
            row_parts,
            row.get('reason', ''),
        )
        for name in (row_id, *row_parts):
            if name in draft.rows:
                draft.problems.append(source.problem(('rows', row_id), _("编号 {id} 出现两次").format(id=name)))
            draft.rows[name] = requirements[row_id]
    if source.whole is not None:  # rows that do not fit are reported; what cites them is not wrong
        rows = source.whole.get('rows') if isinstance(source.whole, dict) else None
        for row_id in rows if isinstance(rows, dict) else ():
            draft.rows.setdefault(row_id, Requirement(row_id, '', '', '', ''))
    return requirements


def _form_files(folder: PackFolder) -> list[Path]:
    return sorted((folder.schemas / 'forms').glob('*.schema.json'))


def _forms(draft: Draft) -> tuple[dict[str, Form], list[SourceFile]]:
    """Load every form, and give their layouts; a form with problems is left out, its problems are kept."""
    forms: dict[str, Form] = {}
    layouts: list[SourceFile] = []
    for path in _form_files(draft.folder):
        name = path.name.removesuffix('.schema.json')
        source = draft.read(path, 'form')
        layout_path = path.with_name(f'{name}.layout.yaml')
        layout = draft.read(layout_path, 'layout')
        layouts.append(layout)
        if not source.data:
            continue
        schema = _resolved(draft, source)
        form_id = f'{draft.folder.id}/{name}'
        if source.data['$id'] != form_id:
            draft.problems.append(source.problem(('$id',), _("应为 {id}").format(id=form_id)))
        template = draft.folder.templates / f'{name}.docx'
        if not template.is_file():
            draft.problems.append(source.problem((), _("缺少模板 {file}").format(file=template.name)))
        form = Form(draft.folder.id, name, source.data['title'], schema, measured(layout.data), template)
        draft.problems += form_problems(form, source, layout, draft.rows)
        forms[name] = form
    return forms, layouts


def _sheets(draft: Draft, parts: Parts) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted((draft.folder.schemas / 'sheets').glob('*.yaml')):
        source = draft.read(path, 'sheet')
        if source.data:
            linking.sheet(parts, source)
            found[path.stem] = source.data
    return found


def _document_schemas(draft: Draft) -> dict[str, tuple[SourceFile, Any]]:
    found: dict[str, tuple[SourceFile, Any]] = {}
    for path in sorted((draft.folder.schemas / 'documents').glob('*.schema.json')):
        source = draft.read(path, 'form')
        found[path.name.removesuffix('.schema.json')] = (
            source,
            _resolved(draft, source) if source.data else {},
        )
    return found


def _resolved(draft: Draft, source: SourceFile) -> Any:
    for path, name in unknown_references(source.data):
        message = _("没有共用定义 {name}{near}").format(name=name, near=nearest(name, shared_definitions()))
        draft.problems.append(source.problem(path, message))
    return resolved(source.data)
