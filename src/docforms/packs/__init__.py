"""Packs: regulations as data; the only reader of schemas/ and templates/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from docforms.exceptions import UnknownName
from docforms.expressions import nearest
from docforms.i18n import _
from docforms.packs.linking import document_of, rules_of
from docforms.packs.loading import check, load
from docforms.packs.model import DocumentEntry, DocumentType, Form, Material, Pack, Requirement, Rule, RuleEntry, Schema
from docforms.packs.papers import paper_kinds
from docforms.packs.resources import PackFolder, pack_folders
from docforms.packs.survey_linking import survey_of

# More names than this are looked up in a list, not read in a message.
FEW: Final = 12


class Catalogue:
    """Every pack that can be reached, loaded when first asked for."""

    def __init__(self, extra: Sequence[Path] = ()) -> None:
        """Find the packs; raises `UsageError` for a folder that holds none."""
        self.folders: Mapping[str, PackFolder] = pack_folders(extra)

    def packs(self) -> tuple[Pack, ...]:
        """Load every pack; raises `PackError`."""
        return tuple(self.pack(name) for name in self.folders)

    def pack(self, name: str) -> Pack:
        """Load one pack; raises `UnknownName` or `PackError`."""
        return load(self.folder(name))

    def folder(self, name: str) -> PackFolder:
        """Find the folders of one pack; raises `UnknownName`."""
        if name not in self.folders:
            message = _("没有规则包“{name}”{near}").format(name=name, near=nearest(name, self.folders))
            raise UnknownName(message + _("。现有：{names}").format(names='、'.join(self.folders)))
        return self.folders[name]

    def form(self, form_id: str) -> tuple[Pack, Form]:
        """Find a form by its id PACK/NAME; raises `UnknownName` with near names."""
        pack, name = self._split(form_id)
        if name not in pack.forms:
            raise self._unknown(form_id, pack, pack.forms, _("表单"))
        return pack, pack.forms[name]

    def document(self, document_id: str) -> tuple[Pack, DocumentType]:
        """Find a document by its id PACK/NAME; raises `UnknownName` with near names, or `PackError`."""
        pack, name = self._split(document_id)
        if name not in pack.documents:
            raise self._unknown(document_id, pack, pack.documents, _("文书"))
        return pack, document_of(pack, name)

    def sheet(self, sheet_id: str) -> tuple[Pack, Mapping[str, Any]]:
        """Find a score sheet by its id PACK/NAME; raises `UnknownName` with near names."""
        pack, name = self._split(sheet_id)
        if name not in pack.sheets:
            raise self._unknown(sheet_id, pack, pack.sheets, _("评分表"))
        return pack, pack.sheets[name]

    def survey(self, survey_id: str) -> tuple[Pack, Mapping[str, Any]]:
        """Find a survey by its id PACK/NAME; raises `UnknownName` with near names."""
        pack, name = self._split(survey_id)
        if name not in pack.surveys:
            raise self._unknown(survey_id, pack, pack.surveys, _("调查"))
        return pack, survey_of(pack, name)

    def _split(self, full: str) -> tuple[Pack, str]:
        pack, slash, name = full.partition('/')
        if not slash or not name:
            message = _("“{name}”写法不对，应为 规则包/名称，例如 {example}")
            example = next((f'{p.id}/{f}' for p in self.packs() for f in p.forms), 'PACK/FORM')
            raise UnknownName(message.format(name=full, example=example))
        return self.pack(pack), name

    @staticmethod
    def _unknown(full: str, pack: Pack, known: Iterable[str], what: str) -> UnknownName:
        name = full.partition('/')[2]
        near = nearest(name, known)
        message = _("没有{what}“{name}”{near}").format(what=what, name=full, near=near)
        names = [f'{pack.id}/{other}' for other in known]
        if len(names) > FEW:
            return UnknownName(
                message if near else message + _("；全部名称见 docforms list {pack}").format(pack=pack.id)
            )
        return UnknownName(message + _("。现有：{names}").format(names='、'.join(names) or _("无")))


__all__ = [
    'Catalogue',
    'DocumentEntry',
    'DocumentType',
    'Form',
    'Material',
    'Pack',
    'PackFolder',
    'Requirement',
    'Rule',
    'RuleEntry',
    'Schema',
    'check',
    'document_of',
    'load',
    'paper_kinds',
    'rules_of',
]
