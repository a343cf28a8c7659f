"""Check the materials of a form: handed in, original shown, copies, seals, validity, and whose they are.

A file in which a paper was recognised shows neither its original nor its seal: until somebody has looked and said so,
both are undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from docforms.expressions import Expression, Unknown, nearest
from docforms.findings import Finding, Undecided, pointer_of
from docforms.i18n import _
from docforms.packs import Material
from docforms.packs.model import Holder
from docforms.validation.deciding import Decisions

Entries = Sequence[Mapping[str, Any]]


def decide_material(material: Material, decisions: Decisions) -> None:
    """Check one material against the record of the decisions."""
    applies = decisions.applies(material.when)
    if applies is False:
        decisions.not_applicable.append(material.id)
        return
    if isinstance(applies, Unknown):
        assert material.when is not None
        decisions.leave_open(material.id, material.title, [(applies, material.when)])
        return
    entries: Entries = decisions.scope.names['materials'].get(material.id, [])
    holders, open_holders = _holders(material, decisions)
    unseen = tuple(_unseen(material, entries))
    if open_holders or unseen:
        remedy = _("从文件上看不出来，请对照纸质材料核对，再在申请数据的材料中写明是（true）或否（false）")
        needs = (*decisions.places(open_holders), *unseen)
        decisions.undecided.append(Undecided(material.id, needs, material.title, remedy if unseen else ''))
    else:
        decisions.checked.append(material.id)
    decisions.findings += _findings(material, entries, holders, decisions)


def _holders(material: Material, decisions: Decisions) -> tuple[list[Holder], list[tuple[Unknown, Expression]]]:
    """Give the holders that exist in this record, and those nobody can tell yet."""
    present: list[Holder] = []
    unclear: list[tuple[Unknown, Expression]] = []
    for holder in material.holders:
        exists = decisions.applies(holder.when)
        if isinstance(exists, Unknown):
            assert holder.when is not None
            unclear.append((exists, holder.when))
        elif exists:
            present.append(holder)
    return present, unclear


def _says(entry: Mapping[str, Any], member: str) -> bool | None:
    """Tell what an entry says of original or seal; None where nobody has looked at what was recognised in a file."""
    if member not in entry and entry.get('recognised') is True:
        return None
    return entry.get(member) is True


def _originals(material: Material, entries: Entries) -> list[bool | None]:
    """Tell of each entry whether the original was shown; one is enough. Empty where none is asked for."""
    return [_says(entry, 'original') for entry in entries] if material.original else []


def _seals(material: Material, entries: Entries) -> list[bool | None]:
    """Tell of each entry whether its copies are sealed; all must be. Empty where no seal is asked for."""
    has_copies = (_count(entry.get('copies')) > 0 for entry in entries)
    return (
        [not has or _says(e, 'sealed') for e, has in zip(entries, has_copies, strict=True)]
        if material.sealed_by
        else []
    )


def _unseen(material: Material, entries: Entries) -> Iterator[str]:
    """List the places that decide about original and seal, and that nobody has filled in after looking."""
    originals, seals = _originals(material, entries), _seals(material, entries)
    open_ = {'original': [] if True in originals else originals, 'sealed': [] if False in seals else seals}
    for member, said in open_.items():
        yield from (
            pointer_of(('materials', material.id, index, member)) for index, each in enumerate(said) if each is None
        )


def _findings(
    material: Material, entries: Entries, holders: Sequence[Holder], decisions: Decisions
) -> Iterable[Finding]:
    if not entries:
        if not material.optional:
            yield _finding(material, decisions, 'missing', _("未提交"), _remedy(material, decisions))
        return
    yield from _holder_findings(material, entries, holders, decisions)
    if material.original and not {True, None} & {*_originals(material, entries)}:
        remedy = _("请提供“{title}”原件供核对").format(title=material.title)
        yield _finding(material, decisions, 'original', _("未提供原件"), remedy)
    copies = sum(_count(entry.get('copies')) for entry in entries)
    if copies < material.copies:
        message = _("复印件 {count} 份，应有 {need} 份").format(count=copies, need=material.copies)
        remedy = _("请提供“{title}”复印件 {need} 份").format(title=material.title, need=material.copies)
        yield _finding(material, decisions, 'copies', message, remedy)
    if False in _seals(material, entries):
        remedy = _("请在“{title}”每份复印件上加盖本机构公章").format(title=material.title)
        yield _finding(material, decisions, 'seal', _("复印件未加盖本机构公章"), remedy, rows=material.sealed_by)
    as_of = decisions.scope.names['as_of']
    for entry in entries:
        if isinstance(entry.get('valid_until'), str) and entry['valid_until'] < as_of:
            message = _("有效期至 {date}，已过期").format(date=entry['valid_until'])
            remedy = _("请提供在有效期内的“{title}”").format(title=material.title)
            yield _finding(material, decisions, 'expired', message, remedy)


def _holder_findings(
    material: Material, entries: Entries, holders: Sequence[Holder], decisions: Decisions
) -> Iterable[Finding]:
    if not holders:
        return
    covered = {entry.get('holder') for entry in entries}
    lacking = [holder for holder in holders if holder.id not in covered]
    if material.holders_needed == 'any':
        if len(lacking) == len(holders):
            names = _("、").join(holder.title for holder in holders)
            remedy = _("请注明并提供{names}中至少一人的“{title}”").format(names=names, title=material.title)
            message = _("没有注明是谁的，或持有人不在应提交的人员之中")
            yield _finding(material, decisions, 'holder', message, remedy)
        return
    for holder in lacking:
        message = _("缺少{holder}的").format(holder=holder.title)
        remedy = _("请提供{holder}的“{title}”").format(holder=holder.title, title=material.title)
        yield _finding(material, decisions, 'holder', message, remedy, holder=holder.id)


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _remedy(material: Material, decisions: Decisions) -> str:
    return decisions.written(material.remedy, _("请提供“{title}”").format(title=material.title))


def _finding(
    material: Material,
    decisions: Decisions,
    what: str,
    message: str,
    remedy: str,
    *,
    rows: tuple[str, ...] | None = None,
    holder: str = '',
) -> Finding:
    source = rows or material.source
    severity: Literal['error', 'warning'] = 'warning' if material.optional else 'error'
    place = ('materials', material.id, holder) if holder else ('materials', material.id)
    return Finding(
        f'material-{what}', 'material', severity, pointer_of(place), material.title, message, remedy, source,
        decisions.pack.citation(source),
    )  # fmt: skip


def unknown_materials(materials: Sequence[Material], decisions: Decisions) -> Iterable[Finding]:
    """Warn of materials in the record that the form does not know: usually a mistyped id."""
    known = {material.id for material in materials}
    for name in decisions.scope.names['materials']:
        if name not in known:
            message = _("不认识材料“{name}”{near}").format(name=name[:60], near=nearest(name, known))
            yield Finding(
                'material-unknown', 'material', 'warning', pointer_of(('materials', name)), name[:60], message,
                _("请改为材料清单中的编号，或按“其他材料”提交"), (), '',
            )  # fmt: skip
