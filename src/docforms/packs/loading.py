"""Load a pack folder.

`load` reads what every command needs of a pack, and checks that; `check` reads and checks everything in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from docforms.exceptions import Problem
from docforms.i18n import _
from docforms.packs import entries, linking, survey_linking
from docforms.packs import papers as paper_linking
from docforms.packs.form_checks import form_problems, layout_texts
from docforms.packs.layouts import EXPRESSION
from docforms.packs.meta import read_part, schema_of
from docforms.packs.model import Form, Pack, Requirement
from docforms.packs.parts import Parts, pack_shape, refuse
from docforms.packs.reading import SourceFile, measured
from docforms.packs.resources import PackFolder


@cache
def load(folder: PackFolder) -> Pack:
    """Load a pack; the same folder is loaded once per process.

    Raises:
        PackError: with everything wrong in its files, except in the expressions of rules and in documents:
            who uses those reads them by `linking`, and is told then.
    """
    pack, parts = _drafted(folder)
    refuse(parts.problems)
    return pack


def check(folder: PackFolder) -> Pack:
    """Load a pack and read everything in it.

    Raises:
        PackError: with every problem of every file: wrong form, unknown keys, names, rows, missing templates.
    """
    pack, parts = _drafted(folder)
    source = pack.sources['rules']
    for place, entry in zip(source.entries('rules'), pack.rules, strict=True):
        linking.link_rule(parts, source, place, entry)
    names = entries.described_documents(folder.schemas)
    schemas = {name: linking.document_schema(parts, folder.schemas, name) for name in names}
    source = pack.sources['documents']
    for index, item in source.entries('documents'):
        linking.link_values(parts, source, index, item, schemas.get(item.get('id', ''), {}))
    linking.link_delivery(parts, source, schemas)
    for name in pack.surveys:
        survey_linking.link_survey(parts, pack.sources[f'surveys/{name}'], schemas)
    kinds = paper_linking.read_kinds(folder.schemas, parts.problems)
    paper_linking.link_materials(parts, pack, kinds)
    refuse(parts.problems)
    return pack


def _drafted(folder: PackFolder) -> tuple[Pack, Parts]:
    """Read the files of a pack; the problems found stand in the parts, and with any the pack has gaps."""
    problems: list[Problem] = []
    info = read_part(folder.schemas, 'pack.yaml', 'pack', problems)
    requirements, rows = _requirements(folder, problems)
    names = _form_names(folder)
    layouts = {name: read_part(folder.schemas, f'forms/{name}.layout.yaml', 'layout', problems) for name in names}
    forms = _forms(folder, layouts, rows, problems)
    papers, rules, terms, documents = (
        _optional_part(folder, kind, problems) for kind in ('materials', 'rules', 'terms', 'documents')
    )
    parts = Parts(problems, rows, info.data, forms, names, _material_ids(papers))
    _check_layouts(parts, layouts.values())
    sheets = _sheets(parts, folder)
    parts.sheets = tuple(sheets)
    surveys = _surveys(parts, folder, documents.ids('documents'))
    pack = Pack(
        id=folder.id,
        info=info.data,
        requirements=requirements,
        forms=forms,
        documents=entries.document_entries(parts, documents, folder),
        materials=entries.materials(parts, papers),
        rules=entries.rule_entries(parts, rules),
        events=terms.data.get('events', {}),
        terms=entries.terms(parts, terms),
        sheets=sheets,
        surveys={name: source.data for name, source in surveys.items()},
        schemas=folder.schemas,
        templates=folder.templates,
        rows=rows,
        sources={
            'rules': rules,
            'materials': papers,
            'documents': documents,
            **{f'surveys/{name}': survey for name, survey in surveys.items()},
        },
    )
    if info.data and info.data['id'] != folder.id:
        problems.append(info.problem(('id',), _("应与目录名 {name} 相同").format(name=folder.id)))
    return pack, parts


def _optional_part(folder: PackFolder, kind: str, problems: list[Problem]) -> SourceFile:
    """Read one of the files a pack may do without."""
    name = f'{kind}.yaml'
    present = (folder.schemas / name).is_file()
    return read_part(folder.schemas, name, kind, problems) if present else SourceFile(name, {}, None)


def _material_ids(source: SourceFile) -> set[str] | None:
    """Give the ids rules may name; None when the file is there but cannot be read."""
    unreadable = source.root is None and source.name.endswith('/materials.yaml')
    return None if unreadable else source.ids('materials')


def _requirements(folder: PackFolder, problems: list[Problem]) -> tuple[dict[str, Requirement], dict[str, Requirement]]:
    """Read the rows: by their ids, and by the ids of every part as well."""
    source = read_part(folder.schemas, 'requirements.yaml', 'requirements', problems)
    requirements: dict[str, Requirement] = {}
    rows: dict[str, Requirement] = {}
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
            if name in rows:
                problems.append(source.problem(('rows', row_id), _("编号 {id} 出现两次").format(id=name)))
            rows[name] = requirements[row_id]
    if source.whole is not None:  # rows that do not fit are reported; what cites them is not wrong
        whole = source.whole.get('rows') if isinstance(source.whole, dict) else None
        for row_id in whole if isinstance(whole, dict) else ():
            rows.setdefault(row_id, Requirement(row_id, '', '', '', ''))
    return requirements, rows


def _form_names(folder: PackFolder) -> tuple[str, ...]:
    files = (folder.schemas / 'forms').glob('*.schema.json')
    return tuple(sorted(path.name.removesuffix('.schema.json') for path in files))


def _forms(
    folder: PackFolder,
    layouts: Mapping[str, SourceFile],
    rows: Mapping[str, Requirement],
    problems: list[Problem],
) -> dict[str, Form]:
    """Read every form; one that cannot be used is left out, its problems are kept."""
    forms: dict[str, Form] = {}
    for name, layout in layouts.items():
        source = read_part(folder.schemas, f'forms/{name}.schema.json', 'form', problems)
        if not source.data:
            continue
        form_id = f'{folder.id}/{name}'
        if source.data['$id'] != form_id:
            problems.append(source.problem(('$id',), _("应为 {id}").format(id=form_id)))
        template = folder.templates / f'{name}.docx'
        if not template.is_file():
            problems.append(source.problem((), _("缺少模板 {file}").format(file=template.name)))
        schema = schema_of(source, problems)
        form = Form(folder.id, name, source.data['title'], schema, measured(layout.data), template)
        problems += form_problems(form, source, layout, rows)
        forms[name] = form
    return forms


def _check_layouts(parts: Parts, layouts: Iterable[SourceFile]) -> None:
    shapes = {'pack': pack_shape(parts.info)}
    for source in layouts:
        for path, text, _repeated in layout_texts(source):
            for part in EXPRESSION.findall(text):
                parts.text(source, path, part, shapes)


def _sheets(parts: Parts, folder: PackFolder) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted((folder.schemas / 'sheets').glob('*.yaml')):
        source = read_part(folder.schemas, f'sheets/{path.name}', 'sheet', parts.problems)
        if source.data:
            entries.sheet(parts, source)
            found[path.stem] = source.data
    return found


def _surveys(parts: Parts, folder: PackFolder, documents: Collection[str]) -> dict[str, SourceFile]:
    found: dict[str, SourceFile] = {}
    for path in sorted((folder.schemas / 'surveys').glob('*.yaml')):
        source = read_part(folder.schemas, f'surveys/{path.name}', 'survey', parts.problems)
        if source.data:
            survey_linking.survey(parts, source, documents)
            found[path.stem] = source
    return found
