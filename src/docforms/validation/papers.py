"""Set what papers say beside the record: agreements are checked, contradictions are findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from docforms.expressions.masking import KINDS, masked
from docforms.findings import Finding, Severity, Undecided
from docforms.i18n import _
from docforms.packs import Material
from docforms.packs.model import Comparison
from docforms.packs.schemas import node_at
from docforms.papers import Paper, PaperValue, agrees, found_at, holder_of, may_be_misread
from docforms.validation.cleaning import path_of
from docforms.validation.deciding import Decisions
from docforms.validation.fields import FieldChecker

MISMATCH: Final = 'paper-mismatch'
_LONGEST: Final = 60


class PaperChecker:
    """Compares papers with the records of one form."""

    def __init__(self, fields: FieldChecker, materials: Sequence[Material]) -> None:
        self._fields = fields
        self._materials = {material.id: material for material in materials}

    def compare(self, papers: Sequence[Paper], decisions: Decisions) -> None:
        """Compare every paper that was taken for a material; several papers of one material are each compared."""
        record = decisions.scope.names
        for paper in papers:
            material = self._materials.get(paper.material)
            if material is None or material.recognise is None:
                continue
            compare = material.recognise.compare
            holder = holder_of(paper, material, record)
            if holder is not None:
                compare += holder.compare
            elif any(each.compare for each in material.holders):
                decisions.findings += self._nobodys(paper, material, decisions)
            self._compare(paper, material, compare, decisions)

    def _compare(self, paper: Paper, material: Material, compare: Iterable[Comparison], decisions: Decisions) -> None:
        for each in compare:
            value = paper.value(each.value)
            if value is None or value.state == 'blank' or (value.state == 'read' and value.value is None):
                continue
            name = f'{material.id}/{each.value}'
            expected = found_at(decisions.scope.names, each.field)
            same = agrees(value, expected)
            if same is True:
                decisions.checked += [] if name in decisions.checked else [name]
            elif same is False:
                decisions.findings.append(self._contradiction(paper, material, value, each, str(expected)))
            elif expected is None:
                title = f'{material.title}：{value.label}'
                decisions.undecided.append(Undecided(name, (each.field,), title))
            else:
                decisions.findings.append(self._unread(paper, material, value, each.field))

    def _contradiction(
        self, paper: Paper, material: Material, value: PaperValue, compared: Comparison, expected: str
    ) -> Finding:
        pointer = compared.field
        node = node_at(self._fields.schema, path_of(pointer))
        message = _("与材料不一致：{where}的{label}是“{said}”，所填是“{expected}”").format(
            where=_where(paper, value),
            label=value.label,
            said=_shown(value.said, node),
            expected=_shown(expected, node),
        )
        if value.state == 'read' and not may_be_misread(value, expected):
            remedy = _("请核对材料原件：所填有误的更正“{label}”，材料有误的换交正确的材料")
            return self._finding(material, pointer, compared.severity, message, remedy)
        remedy = _("材料上的字可能没有看清，请对照原件核对“{label}”")
        return self._finding(material, pointer, 'warning', message, remedy)

    def _unread(self, paper: Paper, material: Material, value: PaperValue, pointer: str) -> Finding:
        message = _("{where}的{label}没有读出来，未能与所填核对").format(where=_where(paper, value), label=value.label)
        return self._finding(material, pointer, 'warning', message, _("请对照原件核对“{label}”"))

    def _nobodys(self, paper: Paper, material: Material, decisions: Decisions) -> Iterator[Finding]:
        """Say that a paper is of none of those it may be of; silent while there is nothing to compare it with."""
        record: Mapping[str, Any] = decisions.scope.names
        known = [
            (holder, each, value)
            for holder in material.holders
            for each in holder.compare
            if (value := paper.value(each.value)) is not None and agrees(value, found_at(record, each.field)) is False
        ]
        if not known:
            return
        _holder, first, value = known[0]
        names = _("、").join(dict.fromkeys(holder.title for holder, _each, _value in known))
        node = node_at(self._fields.schema, path_of(first.field))
        message = _("与材料不一致：{where}的{label}是“{said}”，与所填的{names}都对不上").format(
            where=_where(paper, value), label=value.label, said=_shown(value.said, node), names=names
        )
        sure = any(each.state == 'read' for _holder, _each, each in known)
        remedy = _("请核对“{label}”，或换交应当提交的人员的材料")
        yield self._finding(material, first.field, 'error' if sure else 'warning', message, remedy)

    def _finding(self, material: Material, pointer: str, severity: Severity, message: str, remedy: str) -> Finding:
        label = self._fields.label(path_of(pointer))
        return Finding(
            MISMATCH, 'consistency', severity, pointer, label, message, remedy.format(label=label), material.source,
            self._fields.pack.citation(material.source),
        )  # fmt: skip


def _where(paper: Paper, value: PaperValue) -> str:
    """Name the page of a paper to people."""
    pages = [value.page] if value.page is not None else paper.pages
    return _("{file}第{pages}页《{title}》").format(
        file=PurePath(paper.file).name, pages='、'.join(map(str, pages)), title=paper.title
    )


def _shown(text: str, node: Mapping[str, Any]) -> str:
    """Show a value as the form shows it: a sensitive one masked."""
    kind = str(node.get('sensitive'))
    shown = masked(text, kind) if kind in KINDS else text
    return shown if len(shown) <= _LONGEST else f'{shown[:_LONGEST]}…'
