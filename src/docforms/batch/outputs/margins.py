"""Headers and footers of a merged file: every document keeps its own, and equal ones are written once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from zipfile import ZipFile

from lxml import etree

from docforms.documents.assembly import OFFICE, RELATIONS, TYPES, WORD_TYPE
from docforms.documents.faithful import parsed
from docforms.documents.wml import Element, R, W, paragraph, serialised, w

BODY_RELATIONS: Final = 'word/_rels/document.xml.rels'
CONTENT_TYPES: Final = '[Content_Types].xml'
KINDS: Final = {f'{OFFICE}/header': 'header', f'{OFFICE}/footer': 'footer'}
ROOTS: Final = {'header': 'hdr', 'footer': 'ftr'}
REFERENCES: Final = {f'{{{W}}}{kind}Reference': kind for kind in ROOTS}
TYPE: Final = f'{{{W}}}type'
ID: Final = f'{{{R}}}id'

Key = tuple[str, bytes, bytes]


class Margins:
    """The headers and footers met so far, and the package they go into."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        """Begin with the package of the first document, which loses its own."""
        self._parts = parts
        self._relations = parsed(parts[BODY_RELATIONS])
        self._types = parsed(parts[CONTENT_TYPES])
        self._names: dict[Key, str] = {}
        for relation in list(self._relations):
            if relation.get('Type') in KINDS:
                self._relations.remove(relation)
                self._drop(f'word/{relation.get("Target")}')

    def take(self, sections: Sequence[Element], archive: ZipFile) -> None:
        """Lead the references of a document's sections to parts of the merged file."""
        targets = {each.get('Id'): each.get('Target') for each in parsed(archive.read(BODY_RELATIONS))}
        members = set(archive.namelist())
        wanted: dict[tuple[str, str], None] = {}
        for section in sections:
            for reference in section.iterchildren(*REFERENCES):
                kind = REFERENCES[str(reference.tag)]
                name = f'word/{targets[reference.get(ID)]}'
                own = _relations_of(name)
                content = archive.read(name), archive.read(own) if own in members else b''
                reference.set(ID, self._name((kind, *content)))
                wanted[kind, str(reference.get(TYPE))] = None
        self._fill_up(sections[0], wanted)

    def parts(self) -> dict[str, bytes]:
        """Give the parts of the merged file besides its body."""
        for (kind, content, own), name in self._names.items():
            part = f'{kind}-{name}.xml'
            target = f'{{{RELATIONS}}}Relationship'
            etree.SubElement(self._relations, target, Id=name, Type=f'{OFFICE}/{kind}', Target=part)
            override = f'{{{TYPES}}}Override'
            etree.SubElement(self._types, override, PartName=f'/word/{part}', ContentType=f'{WORD_TYPE}.{kind}+xml')
            self._parts[f'word/{part}'] = content
            if own:
                self._parts[_relations_of(f'word/{part}')] = own
        changed = {BODY_RELATIONS: serialised(self._relations), CONTENT_TYPES: serialised(self._types)}
        return {**self._parts, **changed}

    def _name(self, key: Key) -> str:
        return self._names.setdefault(key, f'margin{len(self._names) + 1}')

    def _fill_up(self, section: Element, wanted: Iterable[tuple[str, str]]) -> None:
        """Give the first section empty ones where only later ones have any: it would take over those before it."""
        for kind, pages in wanted:
            there = section.iterchildren(f'{{{W}}}{kind}Reference')
            if all(reference.get(TYPE) != pages for reference in there):
                reference = w(f'{kind}Reference', type=pages)
                # As low as a line can be: a higher one would push down the text of the page.
                empty = paragraph(None, extra=(w('spacing', line=20, lineRule='exact'),))
                reference.set(ID, self._name((kind, serialised(w(ROOTS[kind], empty)), b'')))
                section.insert(0, reference)

    def _drop(self, name: str) -> None:
        self._parts.pop(name, None)
        self._parts.pop(_relations_of(name), None)
        for override in list(self._types):
            if override.get('PartName') == f'/{name}':
                self._types.remove(override)


def _relations_of(name: str) -> str:
    folder, _slash, file = name.rpartition('/')
    return f'{folder}/_rels/{file}.rels'
