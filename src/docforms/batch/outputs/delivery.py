"""To whom the documents of a run go: what labels, the delivery list and the register say of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docforms.batch.manifest import Entry
from docforms.batch.numbers import USUAL
from docforms.packs import DocumentType


@dataclass(frozen=True, slots=True)
class Delivery:
    """One document on its way; `error` says why it is not there, though its number was given."""

    number: str
    addressee: str
    address: str
    contact: str
    phone: str
    date: str
    file: str
    error: str


def addressee_field(document: DocumentType) -> str:
    """Find the field that names whom a document goes to; '' where it goes to nobody in particular, or to many."""
    known = document.schema.get('properties', {})
    named = (name for name in document.delivery.addressee if name in known)
    return next((name for name in named if known[name].get('type') not in {'array', 'object'}), '')


def deliveries(outcomes: Iterable[tuple[Entry, Mapping[str, Any]]], document: DocumentType) -> Iterator[Delivery]:
    """Give the documents that are written, and the numbers of those that could not be, in list order."""
    fields = document.delivery
    for entry, values in outcomes:
        if entry.status == 'written' or entry.number:
            yield Delivery(
                number=entry.number or _first(values, (USUAL,)),
                addressee=_first(values, fields.addressee),
                address=_first(values, fields.address),
                contact=_first(values, fields.contact),
                phone=_first(values, fields.phone),
                date=_first(values, fields.date),
                file=entry.file if entry.status == 'written' else '',
                error=entry.error,
            )


def _first(values: Mapping[str, Any], names: Sequence[str]) -> str:
    """Give the first value there is as a line of text; a list of texts is one."""
    for name in names:
        value = values.get(name)
        if isinstance(value, (str, int)):
            return str(value)
        if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            return '、'.join(value)
    return ''
