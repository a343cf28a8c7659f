"""What ids and places are called, so that no reader meets a JSON Pointer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from docforms.findings import Undecided, parts_of
from docforms.i18n import _
from docforms.reports.printable import one_line

# The parts of a record that hold what the form asks; their titles are left out of the names of places.
GROUPS: Final = ('fields', 'supplement', 'facts')

if TYPE_CHECKING:
    # See docforms.reports: text and JSON do without the expression language.
    from docforms.packs.model import Form, Material, Pack


@dataclass(frozen=True, slots=True)
class Names:
    """The titles of rules and materials by id, and the schema of the record.

    Holders are named by MATERIAL/HOLDER, values of papers by MATERIAL/VALUE. Without them, ids and pointers are shown
    as they are. `bar` is what the regulation calls a refusal on a bar.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)
    bar: str = ''

    def title(self, name: str) -> str:
        """Name a rule or a material."""
        return one_line(self.titles.get(name) or name)

    def holder(self, material: str, name: str) -> str:
        """Name the person or body a material is of."""
        return self.titles.get(f'{material}/{name}') or name

    def title_of(self, item: Undecided) -> str:
        """Name what could not be decided."""
        return one_line(item.title) or self.title(item.id)

    def place(self, pointer: str) -> str:
        """Name a place of the record by the labels on the form, with row numbers inside lists."""
        parts = parts_of(pointer)
        if not self.schema or not parts:
            return one_line(pointer)
        if parts[0] == 'materials' and len(parts) > 1 and not _is_index(parts[1]):
            return self._material(parts[1], parts[2:])
        words: list[str] = []
        node: Mapping[str, Any] = self.schema
        for depth, part in enumerate(parts):
            if 'items' in node and _is_index(part):
                node, word = node['items'], _row(part)
            else:
                node = node.get('properties', {}).get(part, {})
                hidden = depth == 0 and part in GROUPS and len(parts) > 1
                word = '' if hidden else str(node.get('title') or part)
            words.append(one_line(word))
        return ' '.join(filter(None, words))

    def _material(self, material: str, rest: list[str]) -> str:
        """Name a place inside the entries of one material, or one of its holders."""
        words = [self.title(material)]
        if rest and not _is_index(rest[0]):
            words.append(self.holder(material, rest[0]))
        elif rest:
            members = self.schema.get('properties', {}).get('materials', {}).get('items', {}).get('properties', {})
            words += [_row(rest[0]), *(str(members.get(part, {}).get('title') or part) for part in rest[1:])]
        return one_line(' '.join(words))


@dataclass(frozen=True, slots=True)
class Heading:
    """What a report is about, in the reader's words.

    `subject` is who or what was checked: the applicant's name, or the file where there is none.
    """

    pack_title: str
    form_title: str
    subject: str
    names: Names = field(default_factory=Names)


def heading_of(pack: Pack, form: Form, subject: str) -> Heading:
    """Collect everything a report may have to name."""
    from docforms.validation.fields import record_schema

    schema = record_schema(form)
    titles = {rule.id: rule.title for rule in pack.rules}
    for material in pack.materials:
        titles[material.id] = material.title
        titles.update({f'{material.id}/{holder.id}': holder.title for holder in material.holders})
        titles.update(_compared(material, schema))
    return Heading(pack.title, form.title, subject, Names(titles, schema, pack.info.get('bar_title', '')))


def _compared(material: Material, schema: Mapping[str, Any]) -> dict[str, str]:
    """Name the values of a material that are compared with the record, by MATERIAL/VALUE."""
    from docforms.packs.schemas import node_at

    own = material.recognise.compare if material.recognise is not None else ()
    titles: dict[str, str] = {}
    for each in (*own, *(each for holder in material.holders for each in holder.compare)):
        title = node_at(schema, tuple(parts_of(each.field))).get('title', each.value)
        titles.setdefault(
            f'{material.id}/{each.value}', _("{material}：{value}").format(material=material.title, value=title)
        )
    return titles


def _is_index(part: str) -> bool:
    return part.isascii() and part.isdecimal()


def _row(index: str) -> str:
    # Python refuses to read numbers of thousands of digits; such a part is no index of anything.
    return _("第{row}行").format(row=int(index) + 1) if len(index) < 10 else index
