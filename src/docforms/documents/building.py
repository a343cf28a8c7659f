"""Build the Word templates of a pack from the text they are kept in."""

from __future__ import annotations

from pathlib import Path

from docforms.documents.form_builder import build_form
from docforms.documents.markdown_builder import build_document
from docforms.exceptions import PackError, Problem, TemplateError
from docforms.packs.meta import meta_problems
from docforms.packs.reading import measured, read_source


def built_templates(schemas: Path, templates: Path) -> dict[Path, bytes]:
    """Build every template of a pack; gives content by path.

    Raises:
        PackError: layouts are wrong, all of them listed.
        TemplateError: Markdown sources are wrong, all of them listed.
    """
    return {**_forms(schemas, templates), **_documents(templates)}


def _forms(schemas: Path, templates: Path) -> dict[Path, bytes]:
    built: dict[Path, bytes] = {}
    problems: list[Problem] = []
    for path in sorted((schemas / 'forms').glob('*.layout.yaml')):
        source, wrong = read_source(path, f'{schemas.name}/forms/{path.name}')
        wrong = wrong or list(meta_problems(source, 'layout'))
        problems += wrong
        if not wrong:
            name = path.name.removesuffix('.layout.yaml')
            built[templates / f'{name}.docx'] = build_form(measured(source.data))
    if problems:
        raise PackError(problems)
    return built


def _documents(templates: Path) -> dict[Path, bytes]:
    built: dict[Path, bytes] = {}
    wrong: list[str] = []
    for path in sorted(templates.glob('*.md')):
        try:
            text = path.read_text(encoding='utf-8')
            built[path.with_suffix('.docx')] = build_document(text, f'{templates.name}/{path.name}')
        except TemplateError as error:
            wrong.append(str(error))
    if wrong:
        raise TemplateError('\n'.join(wrong))
    return built
