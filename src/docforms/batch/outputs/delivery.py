"""To whom the documents of a run go: what labels, the delivery list and the register say of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docforms.batch.manifest import Entry
from docforms.packs import DocumentType

# Fields of documents by what they are for, the more telling first.
ADDRESSEES: Final = ('recipient', 'recipients', 'institution_name', 'person_name')
ADDRESSES: Final = ('institution_service_address', 'institution_address', 'address')
PHONES: Final = ('institution_phone', 'contact_phone', 'phone')
DATES: Final = ('issued_on', 'signed_on')


@dataclass(frozen=True, slots=True)
class Delivery:
    """One document on its way; `error` says why it is not there, though its number was given."""

    number: str
    addressee: str
    address: str
    phone: str
    date: str
    file: str
    error: str


def addressee_field(document: DocumentType) -> str:
    """Find the field that says to whom a document goes; '' where it goes to nobody in particular."""
    known = document.schema.get('properties', {})
    return next((name for name in ADDRESSEES if name in known), '')


def deliveries(outcomes: Iterable[tuple[Entry, Mapping[str, Any]]]) -> Iterator[Delivery]:
    """Give the documents that are written, and the numbers of those that could not be, in list order."""
    for entry, values in outcomes:
        if entry.status == 'written' or entry.number:
            yield Delivery(
                number=entry.number or _first(values, ('number',)),
                addressee=_first(values, ADDRESSEES),
                address=_first(values, ADDRESSES),
                phone=_first(values, PHONES),
                date=_first(values, DATES),
                file=entry.file if entry.status == 'written' else '',
                error=entry.error,
            )


def _first(values: Mapping[str, Any], names: Sequence[str]) -> str:
    found = (values[name] for name in names if isinstance(values.get(name), (str, int)))
    return str(next(found, ''))
