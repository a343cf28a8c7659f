"""File papers under the materials of a form, and put what they say into the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from docforms.findings import parts_of
from docforms.i18n import _
from docforms.packs.model import Comparison, Form, Material, Pack
from docforms.papers import Paper, found_at, holder_of

# The one part of a record that papers may fill: the form is what the applicant wrote.
FILLED: Final = 'supplement'


def material_of(pack: Pack, form: Form, kind: str, *, is_form: bool) -> Material | None:
    """Find the material of a form that a kind of paper, or the filled form itself, is taken for."""
    known = (each for each in pack.materials if form.name in each.forms and each.recognise is not None)
    return next((each for each in known if _fits(each, kind, is_form=is_form)), None)


def _fits(material: Material, kind: str, *, is_form: bool) -> bool:
    recognise = material.recognise
    assert recognise is not None
    return recognise.form if is_form else kind in recognise.papers


def with_papers(record: Mapping[str, Any], papers: Sequence[Paper], pack: Pack) -> dict[str, Any]:
    """Copy a record with an entry for each paper taken for a material, and what they say of blank supplements.

    A file shows that there is a paper. Whether the original was shown and the copy is sealed is for a person to see:
    both are left out, and the entry says that it was recognised.
    """
    found = deepcopy(dict(record))
    materials = {material.id: material for material in pack.materials}
    filed = [(paper, materials[paper.material]) for paper in papers if paper.material in materials]
    for paper, material in filed:
        if material.recognise is not None:
            _fill(found, paper, material.recognise.compare)
    if filed:
        entries = [_entry(paper, material, found) for paper, material in filed]
        found['materials'] = [*found.get('materials', ()), *entries]
    return found


def _entry(paper: Paper, material: Material, record: Mapping[str, Any]) -> dict[str, Any]:
    pages = '、'.join(map(str, paper.pages))
    note = _("由扫描件识别（第{pages}页：{title}），原件和盖章请另行核对").format(pages=pages, title=paper.title)
    holder = holder_of(paper, material, record)
    held = {'holder': holder.id} if holder is not None else {}
    return {
        'id': material.id,
        **held,
        'copies': 1,
        **_members(paper, material),
        'file': paper.file[-500:],
        'note': note,
        'recognised': True,
    }


def _members(paper: Paper, material: Material) -> dict[str, Any]:
    wanted = material.recognise.members if material.recognise is not None else {}
    values = {member: paper.value(name) for member, name in wanted.items()}
    return {member: value.value for member, value in values.items() if value is not None and value.value}


def _fill(record: dict[str, Any], paper: Paper, compare: Sequence[Comparison]) -> None:
    """Put certain values into blank places of the supplement."""
    for pointer, value in _certain(paper, compare):
        if found_at(record, pointer) is None:
            group, *path = parts_of(pointer)
            holder = record.setdefault(group, {})
            for part in path[:-1]:
                holder = holder.setdefault(part, {})
            holder[path[-1]] = value


def _certain(paper: Paper, compare: Sequence[Comparison]) -> Iterator[tuple[str, str]]:
    for each in compare:
        value = paper.value(each.value)
        if value is not None and value.value and parts_of(each.field)[0] == FILLED:
            yield each.field, value.value
