"""Kinds of papers: those that come with docforms for every pack, and those a pack adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docforms.exceptions import Problem
from docforms.expressions import nearest
from docforms.findings import parts_of
from docforms.i18n import _
from docforms.packs.meta import read_part
from docforms.packs.model import Form, Pack, PaperKind, PaperMark, PaperValueKind
from docforms.packs.parts import Parts, refuse
from docforms.packs.reading import Path_, SourceFile
from docforms.packs.resources import shared
from docforms.packs.schemas import node_at

FILE = 'papers.yaml'


@cache
def paper_kinds(pack: Pack) -> Mapping[str, PaperKind]:
    """Give the kinds of papers a pack knows, by id; one of its own replaces the common one of the same id.

    Raises:
        PackError: with everything wrong in the papers, and in what materials say of them.
    """
    parts = Parts.of(pack)
    kinds = read_kinds(pack.schemas, parts.problems)
    link_materials(parts, pack, kinds)
    refuse(parts.problems)
    return kinds


def read_kinds(schemas: Path, problems: list[Problem]) -> dict[str, PaperKind]:
    """Read the common kinds and those in the folder of a pack."""
    folders = [shared('common'), *([schemas] if (schemas / FILE).is_file() else [])]
    found: dict[str, PaperKind] = {}
    for folder in folders:
        source = read_part(folder, FILE, 'papers', problems)
        own: set[str] = set()
        for index, item in source.entries('papers'):
            name = item.get('id', '')
            if name in own:
                problems.append(source.problem(('papers', index, 'id'), _("编号 {id} 出现两次").format(id=name)))
            own.add(name)
            found[name] = _kind(item)
    return found


def _kind(item: Mapping[str, Any]) -> PaperKind:
    marks = tuple(
        PaperMark(tuple(mark.get('headings', ())), tuple(mark.get('words', ())), mark.get('continues', False))
        for mark in item.get('recognise', ())
    )
    values = tuple(
        PaperValueKind(
            each.get('id', ''),
            each.get('title', ''),
            tuple(each.get('labels', ())),
            each.get('type', 'text'),
            each.get('optional', False),
        )
        for each in item.get('values', ())
    )
    return PaperKind(
        item.get('id', ''),
        item.get('title', ''),
        marks,
        values,
        tuple(item.get('printed', ())),
        item.get('several_pages', False),
    )


def link_materials(parts: Parts, pack: Pack, kinds: Mapping[str, PaperKind]) -> None:
    """Check the papers, values and places that materials name."""
    source = pack.sources['materials']
    for index, item in source.entries('materials'):
        recognise = item.get('recognise')
        forms = [pack.forms[name] for name in item.get('forms', ()) if name in pack.forms]
        if recognise is None:
            continue
        path: Path_ = ('materials', index, 'recognise')
        names = recognise.get('papers', ())
        for place, name in enumerate(names):
            if name not in kinds:
                message = _("没有材料种类 {name}{near}").format(name=name, near=nearest(name, kinds))
                parts.problems.append(source.problem((*path, 'papers', place), message))
        known = {value.id for name in names if name in kinds for value in kinds[name].values}
        for member, name in recognise.get('members', {}).items():
            parts.problems += _value_problems(source, (*path, 'members', member), name, known)
        for where, each in _comparisons(item, index):
            parts.problems += _value_problems(source, (*where, 'value'), each['value'], known)
            parts.problems += _place_problems(source, (*where, 'field'), each['field'], forms)


def _comparisons(item: Mapping[str, Any], index: int) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
    for place, each in enumerate(item['recognise'].get('compare', ())):
        yield ('materials', index, 'recognise', 'compare', place), each
    for number, holder in enumerate(item.get('holders', {}).get('list', ())):
        for place, each in enumerate(holder.get('compare', ())):
            yield ('materials', index, 'holders', 'list', number, 'compare', place), each


def _value_problems(source: SourceFile, path: Path_, name: str, known: set[str]) -> Iterator[Problem]:
    if name not in known:
        message = _("这些材料上没有要读取的值 {name}{near}").format(name=name, near=nearest(name, known))
        yield source.problem(path, message)


def _place_problems(source: SourceFile, path: Path_, pointer: str, forms: list[Form]) -> Iterator[Problem]:
    for form in forms:
        if not node_at(form.schema, tuple(parts_of(pointer))):
            message = _("表单 {form} 没有 {pointer}").format(form=form.id, pointer=pointer)
            yield source.problem(path, message)
