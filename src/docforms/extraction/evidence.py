"""Put the readings of a form together: a record of what was read, and the evidence for every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from docforms.extraction.blank import BlankForm, Slot
from docforms.extraction.judging import Judgement, Known, State, judge
from docforms.extraction.knowledge import knowledge
from docforms.extraction.patterns import split
from docforms.extraction.reading import Box, CellReading, PageReading, Reader, Reading
from docforms.extraction.values import NOTHING, Value, value_of
from docforms.findings import parts_of
from docforms.i18n import _
from docforms.packs.model import Pack
from docforms.papers import Paper, PaperValue


@dataclass(frozen=True, slots=True)
class Source:
    """The file a form was read from."""

    file: str
    sha256: str
    pages: int
    reader: Reader


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """Where one value was read, and how sure the reading is.

    `value` of what is *doubtful* is what was read, for people to confirm; only what is *read* is in the record.
    `suggestion` is what a wrong value may have been meant to be. `place` names the cell where there are no pages.
    """

    pointer: str
    label: str
    value: Any
    text: str
    confidence: float
    state: State
    page: int | None = None
    box: Box | None = None
    place: str = ''
    note: str = ''
    suggestion: str = ''


@dataclass(frozen=True, slots=True)
class Evidence:
    """The whole result of reading one file."""

    form: str
    source: Source
    record: Mapping[str, Any]
    fields: tuple[FieldEvidence, ...]
    pages: tuple[PageReading, ...]
    papers: tuple[Paper, ...] = ()

    def values(self) -> Iterator[FieldEvidence | PaperValue]:
        """List every value, of the form and of the papers."""
        yield from self.fields
        yield from (value for paper in self.papers for value in paper.values)

    def to_data(self) -> dict[str, Any]:
        """Give the result as plain data, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _SlotReading:
    """One slot with its text and what it says."""

    slot: Slot
    text: str
    value: Value
    cell: CellReading


def evidence(pack: Pack, blank: BlankForm, reading: Reading, source: Source) -> Evidence:
    """Judge every reading of a form, and put the record together from the values that are believed."""
    read = list(_slot_readings(blank, reading))
    said = ((each.slot.pointer, each.value) for each in read)
    values = {pointer: value.value for pointer, value in said if value.value is not None and not value.problem}
    agreement = knowledge(pack, blank.id.partition('/')[2], values)
    texts = tuple(dict.fromkeys(value for value in values.values() if isinstance(value, str)))
    fields = []
    for each in read:
        pointer = each.slot.pointer
        known = Known(agreement.support.get(pointer, 1), agreement.against.get(pointer, ''), texts)
        fields.append(_field(each, judge(each.slot, each.value, each.cell, known)))
    fields = _in_order(blank, [*fields, *_not_found(blank, read)])
    return Evidence(blank.id, source, {'form': blank.id, 'fields': _members(fields)}, tuple(fields), reading.pages)


def _slot_readings(blank: BlankForm, reading: Reading) -> Iterator[_SlotReading]:
    for cell in reading.cells:
        parts = split(cell.cell.pattern, cell.text)
        judged = cell if parts.certain else replace(cell, signals=cell.signals | {'ambiguous'})
        for slot in cell.cell.slots:
            own = slot if cell.item is None else blank.at_item(slot, cell.item)
            text = parts.texts[slot.pointer]
            yield _SlotReading(own, text, value_of(slot.schema, text) if text else NOTHING, judged)


def _field(read: _SlotReading, judged: Judgement) -> FieldEvidence:
    cell = read.cell
    return FieldEvidence(
        read.slot.pointer,
        read.slot.label,
        judged.value,
        read.text,
        round(judged.confidence, 4),
        judged.state,
        cell.page if cell.box is not None else None,
        cell.box,
        cell.place,
        judged.note,
        judged.suggestion,
    )


def _not_found(blank: BlankForm, read: list[_SlotReading]) -> Iterator[FieldEvidence]:
    """List what was not found in the file at all; a list of which nothing was found is one entry."""
    found = {each.slot.pointer for each in read}
    for each in blank.lists:
        inside = [
            pointer.removeprefix(f'{each.pointer}/') for pointer in found if pointer.startswith(f'{each.pointer}/')
        ]
        items = {pointer.partition('/')[0] for pointer in inside}
        if not items:
            yield _missing(each.pointer, each.label)
        first = [slot for cell in blank.cells if cell.row == each.first for slot in cell.slots]
        for item in sorted(map(int, items)):
            slots = [blank.at_item(slot, item) for slot in first]
            yield from (_missing(slot.pointer, slot.label) for slot in slots if slot.pointer not in found)
    lists = tuple(f'{each.pointer}/' for each in blank.lists)
    for slot in blank.slots():
        if slot.pointer not in found and not slot.pointer.startswith(lists):
            yield _missing(slot.pointer, slot.label)


def _missing(pointer: str, label: str) -> FieldEvidence:
    note = _("文件中没有找到这一栏，请对照原件填写")
    return FieldEvidence(pointer, label, None, '', 0.0, 'unreadable', note=note)


def _in_order(blank: BlankForm, fields: list[FieldEvidence]) -> list[FieldEvidence]:
    """Sort as the form is printed."""
    order: dict[str, int] = {}
    for number, slot in enumerate(blank.slots()):
        order.setdefault(_family(slot.pointer), number)
    return sorted(fields, key=lambda each: (order.get(_family(each.pointer), 0), _item(each.pointer)))


def _family(pointer: str) -> str:
    """Give the list a pointer lies in, or the pointer itself."""
    parts = pointer.split('/')
    return '/'.join(parts[:3]) if len(parts) > 3 and parts[3].isdecimal() else pointer


def _item(pointer: str) -> int:
    parts = pointer.split('/')
    return int(parts[3]) if len(parts) > 3 and parts[3].isdecimal() else 0


def _members(fields: list[FieldEvidence]) -> dict[str, Any]:
    """Put the believed values in their places; list rows keep their numbers, blank ones at the end are none."""
    members: dict[str, Any] = {}
    for each in fields:
        _first, *path = parts_of(each.pointer)
        if each.state == 'blank' or (each.state == 'unreadable' and len(path) == 1):
            continue
        holder: Any = members
        for part, following in pairwise(path):
            holder = _inner(holder, part, a_list=following.isdecimal())
        if each.state == 'read':
            holder[path[-1]] = each.value
    return members


def _inner(holder: Any, part: str, *, a_list: bool) -> Any:
    """Go into a group or list, making room."""
    if isinstance(holder, list):
        while len(holder) <= int(part):
            holder.append({})
        return holder[int(part)]
    return holder.setdefault(part, [] if a_list else {})
