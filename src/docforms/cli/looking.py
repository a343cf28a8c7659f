"""docforms list, docforms show: what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docforms import api
from docforms.cli.options import as_json, format_option, packs_option
from docforms.exceptions import UnknownName
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.packs import DocumentType, Form, Pack


@click.command('list', help=_("列出规则包、表单、文书和调查及其名称。\n\n例：docforms list"))
@click.argument('pack', required=False)
@packs_option
@format_option('text', 'json')
def list_(pack: str | None, packs: tuple[Path, ...], form: str) -> None:
    catalogue = api.catalogue(packs)
    found = [catalogue.pack(pack)] if pack else list(catalogue.packs())
    if form == 'json':
        click.echo(as_json([_pack_data(each) for each in found]))
        return
    for each in found:
        click.echo(f'{each.id}  {each.title}  [{each.info["status"]}, {each.version}]')
        for heading, entries in _contents(each):
            for entry in entries:
                click.echo(f'  {heading}  {entry["id"]:<40} {entry["title"]}')


def _contents(pack: Pack) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    data = _pack_data(pack)
    yield _("表单"), data['forms']
    yield _("文书"), data['documents']
    yield _("评分表"), data['sheets']
    yield _("调查"), data['surveys']


def _pack_data(pack: Pack) -> dict[str, Any]:
    return {
        'id': pack.id,
        'title': pack.title,
        'status': pack.info['status'],
        'version': pack.version,
        'forms': [{'id': form.id, 'title': form.title} for form in pack.forms.values()],
        'documents': [
            {'id': document.id, 'title': document.title, 'kind': document.kind, 'audience': document.audience}
            for document in pack.documents.values()
        ],
        'sheets': [{'id': f'{pack.id}/{name}', 'title': sheet['title']} for name, sheet in pack.sheets.items()],
        'surveys': [{'id': f'{pack.id}/{name}', 'title': survey['title']} for name, survey in pack.surveys.items()],
    }


@click.command(
    help=_("显示一张表单的字段、材料、规则和期限，或一种文书的变量，或评分表、调查。\n\n例：docforms show PACK/FORM")
)
@click.argument('name')
@packs_option
@format_option('text', 'json')
def show(name: str, packs: tuple[Path, ...], form: str) -> None:
    lines, data = _shown(name, packs)
    click.echo(as_json(data) if form == 'json' else '\n'.join(lines))


def _shown(name: str, packs: tuple[Path, ...]) -> tuple[Iterator[str], Mapping[str, Any]]:
    """Find what a name stands for: a form, a document, a score sheet or a survey; gives its lines and its data."""
    catalogue = api.catalogue(packs)
    try:
        pack, form = catalogue.form(name)
    except UnknownName as unknown:
        for find, lines in ((catalogue.sheet, _sheet_lines), (catalogue.survey, _survey_lines)):
            with suppress(UnknownName):
                pack, data = find(name)
                return lines(name, data, pack), {'id': name, **data}
        try:
            pack, document = catalogue.document(name)
        except UnknownName:
            raise unknown from None
        return _document_lines(document, pack), _document_data(document)
    return _form_lines(form, pack), _form_data(form, pack)


def _sheet_lines(name: str, sheet: Mapping[str, Any], pack: Pack) -> Iterator[str]:
    from docforms.packs.model import as_list

    yield f'{name}  {sheet["title"]}'
    yield f'《{pack.title}》{pack.citation(as_list(sheet["source"]))}'
    yield _("满分 {full} 分，{passing} 分合格").format(full=sheet['full_mark'], passing=sheet['pass_mark'])
    for section in sheet['sections']:
        yield ''
        yield f'{section["title"]}（{section["id"]}）'
        for item in section['items']:
            weight = item.get('weight', _("未定"))
            yield _("  {id}  {title}（{weight} 分）").format(id=item['id'], title=item['title'], weight=weight)
    if sheet.get('vetoes'):
        yield ''
        yield _("一票否决")
        yield from (f'  {veto["id"]}  {veto["title"]}' for veto in sheet['vetoes'])


def _survey_lines(name: str, survey: Mapping[str, Any], pack: Pack) -> Iterator[str]:
    from docforms.packs.model import as_list

    yield f'{name}  {survey["title"]}'
    yield f'《{pack.title}》{pack.citation(as_list(survey["source"]))}'
    yield ''
    yield _("题目")
    for question in survey['questions']:
        yield f'  {question.get("id", question.get("field"))}  {question.get("title", "")}'.rstrip()
    yield ''
    yield _("选项")
    yield from (f'  {option["id"]}  {option["title"]}' for option in survey['scale'])


def _form_lines(form: Form, pack: Pack) -> Iterator[str]:
    yield f'{form.id}  {form.title}'
    yield f'《{pack.title}》'
    for group, node in form.schema['properties'].items():
        yield ''
        yield f'{node.get("title", group)}（{group}）'
        yield from _field_lines(node, pack, '  ')
    yield ''
    yield _("材料")
    for material in pack.materials:
        if form.name in material.forms:
            yield f'  {material.id}  {material.title}  [{pack.citation(material.source)}]'
    yield ''
    yield _("规则")
    for rule in pack.rules:
        if form.name in rule.forms:
            yield f'  {rule.id}  {rule.title}  [{pack.citation(rule.source)}]'
    yield ''
    yield _("期限")
    for term in pack.terms:
        yield f'  {term["id"]}  {term["title"]}'


def _field_lines(node: Mapping[str, Any], pack: Pack, indent: str) -> Iterator[str]:
    required = node.get('required', ())
    for name, field in node.get('properties', {}).items():
        marks = [_("必填")] if name in required else []
        marks += [field['format']] if 'format' in field else [str(field.get('type', ''))]
        marks += ['/'.join(map(str, field['enum']))] if 'enum' in field else []
        rows = '、'.join(field.get('requirements', ()))
        yield f'{indent}{name}  {field.get("title", "")}（{"，".join(marks)}）{rows}'.rstrip()
        inner = field.get('items', field) if field.get('type') in ('array', 'object') else {}
        yield from _field_lines(inner, pack, indent + '    ')


def _form_data(form: Form, pack: Pack) -> dict[str, Any]:
    return {
        'id': form.id,
        'title': form.title,
        'schema': form.schema,
        'materials': [
            {
                'id': m.id,
                'title': m.title,
                'original': m.original,
                'copies': m.copies,
                'requirements': m.source,
            }
            for m in pack.materials
            if form.name in m.forms
        ],
        'rules': [
            {'id': r.id, 'title': r.title, 'kind': r.kind, 'severity': r.severity, 'requirements': r.source}
            for r in pack.rules
            if form.name in r.forms
        ],
        'terms': list(pack.terms),
    }


def _document_lines(document: DocumentType, pack: Pack) -> Iterator[str]:
    yield f'{document.id}  {document.title}（{document.audience}）'
    yield f'《{pack.title}》{pack.citation(document.source)}'
    yield ''
    yield _("变量")
    yield from _field_lines(document.schema, pack, '  ')


def _document_data(document: DocumentType) -> dict[str, Any]:
    return {
        'id': document.id,
        'title': document.title,
        'kind': document.kind,
        'audience': document.audience,
        'requirements': document.source,
        'schema': document.schema,
    }
