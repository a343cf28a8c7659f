"""Account for every requirement row of a pack: what implements it, and which case or example proves that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docforms.cases import Case, read_cases
from docforms.findings import parts_of, pointer_of
from docforms.packs import Pack
from docforms.packs.model import as_list


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement row with its account; `reason` says why nothing needs to implement it."""

    id: str
    kind: str
    article: str
    summary: str
    implemented_by: tuple[str, ...]
    proved_by: tuple[str, ...]
    reason: str

    @property
    def open(self) -> str:
        """Name what is still missing: 'implementation', 'proof', or nothing."""
        if self.reason:
            return ''
        if not self.implemented_by:
            return 'implementation'
        return '' if self.proved_by else 'proof'


def accounts(pack: Pack) -> tuple[Row, ...]:
    """Give the account of every row in the order of requirements.yaml.

    A row that stands for several is implemented by whatever cites any of its parts.
    """
    by_row: dict[str, list[str]] = {}
    for row, name in _implementations(pack):
        by_row.setdefault(pack.rows[row].id, []).append(name)
    proofs = _proofs(pack)
    return tuple(
        Row(
            requirement.id,
            requirement.kind,
            requirement.article,
            requirement.summary,
            tuple(dict.fromkeys(by_row.get(requirement.id, ()))),
            tuple(dict.fromkeys(proof for name in by_row.get(requirement.id, ()) for proof in proofs.get(name, ()))),
            requirement.reason,
        )
        for requirement in pack.requirements.values()
    )


def _implementations(pack: Pack) -> Iterator[tuple[str, str]]:
    """Pair every cited row with what cites it, written `kind:id`."""
    for form in pack.forms.values():
        for row, pointer in _cited(form.schema, ()):
            yield row, f'field:{form.name}{pointer}'
        for row in _laid_out(form.layout):
            yield row, f'layout:{form.name}'
    for material in pack.materials:
        yield from ((row, f'material:{material.id}') for row in (*material.source, *material.sealed_by))
    for rule in pack.rules:
        yield from ((row, f'rule:{rule.id}') for row in rule.source)
    for term in pack.terms:
        yield from ((row, f'term:{term["id"]}') for row in as_list(term['source']))
    for document in pack.documents.values():
        yield from ((row, f'document:{document.name}') for row in document.source)
    for name, sheet in pack.sheets.items():
        yield from ((row, f'sheet:{name}') for row in dict.fromkeys(_rows_in(sheet)))
    for name, survey in pack.surveys.items():
        yield from ((row, f'survey:{name}') for row in dict.fromkeys(_rows_in(survey)))


def _cited(node: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for row in node.get('requirements', ()):
        yield row, pointer_of(path)
    for name, inner in node.get('properties', {}).items():
        yield from _cited(inner, (*path, name))
    if 'items' in node:
        yield from _cited(node['items'], path)


def _rows_in(data: Any) -> Iterator[str]:
    """Go through every row a score sheet or survey cites."""
    if isinstance(data, Mapping):
        yield from as_list(data.get('source', []))
        for value in data.values():
            yield from _rows_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _rows_in(value)


def _laid_out(layout: Mapping[str, Any]) -> Iterator[str]:
    for paragraph in layout.get('after', ()):
        yield from paragraph.get('requirements', ())
    for row in layout.get('rows', ()):
        for cell in row['cells']:
            yield from cell.get('requirements', ())


def _proofs(pack: Pack) -> dict[str, list[str]]:
    """Collect what proves each implementation: cases by name, examples of documents by file."""
    found: dict[str, list[str]] = {}
    for case in read_cases(pack):
        where = f'{case.file}: {case.name}'
        for name in _proved(pack, case):
            found.setdefault(name, []).append(where)
    for document in pack.documents.values():
        example = pack.example(document.name)
        if example.is_file():
            found.setdefault(f'document:{document.name}', []).append(f'fixtures/documents/{pack.id}/{example.name}')
        if document.sheet and example.is_file():
            found.setdefault(f'sheet:{document.sheet}', []).append(f'fixtures/documents/{pack.id}/{example.name}')
    for name, survey in pack.surveys.items():
        example = pack.example(survey['statistics'])
        if example.is_file():
            found.setdefault(f'survey:{name}', []).append(f'fixtures/documents/{pack.id}/{example.name}')
    for form in pack.forms.values():
        # Filled from the base record of the cases, and read back, by the acceptance tests.
        if any(case.form == form.name for case in read_cases(pack)):
            found.setdefault(f'layout:{form.name}', []).append('tests/acceptance/test_forms.py')
    return found


def _proved(pack: Pack, case: Case) -> Iterable[str]:
    kinds = {rule.id: 'rule' for rule in pack.rules} | {material.id: 'material' for material in pack.materials}
    kinds |= {str(term['id']): 'term' for term in pack.terms}
    for name in case.proves:
        if name.startswith('field:'):
            members = [part for part in parts_of(name.removeprefix('field:')) if not part.isdecimal()]
            yield f'field:{case.form}{pointer_of(members)}'
        elif name in kinds:
            yield f'{kinds[name]}:{name}'


__all__ = ['Row', 'accounts']
