"""Score sheets as frozen values, built from sheets/NAME.yaml (docforms:meta/sheet)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from docforms.packs.model import as_list

Combine = Literal['mean', 'trimmed-mean', 'median']


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a sheet; `weight` is None until the office fills it in."""

    id: str
    title: str
    standard: str
    method: str
    source: tuple[str, ...]
    weight: Decimal | None


@dataclass(frozen=True, slots=True)
class Section:
    """Items that belong together."""

    id: str
    title: str
    source: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Veto:
    """What fails a sheet whatever the total."""

    id: str
    title: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """How many scorers there should be."""

    minimum: int
    odd: bool
    binding: Literal['hard', 'soft']
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One score sheet."""

    title: str
    annex: str
    reference_only: bool
    source: tuple[str, ...]
    full_mark: Decimal
    pass_mark: Decimal
    passed: str
    failed: str
    combine: Combine
    decimals: int
    group: Group | None
    vetoes: tuple[Veto, ...]
    sections: tuple[Section, ...]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Sheet:
        """Take a sheet from data that keeps to docforms:meta/sheet."""
        group = data.get('group')
        return cls(
            title=data['title'],
            annex=data.get('annex', ''),
            reference_only=data.get('reference_only', False),
            source=as_list(data['source']),
            full_mark=Decimal(data['full_mark']),
            pass_mark=Decimal(data['pass_mark']),
            passed=data['results']['passed'],
            failed=data['results']['failed'],
            combine=data['combine'],
            decimals=data.get('decimals', 1),
            group=None
            if group is None
            else Group(group['minimum'], group['odd'], group['binding'], as_list(group['source'])),
            vetoes=tuple(Veto(veto['id'], veto['title'], as_list(veto['source'])) for veto in data.get('vetoes', ())),
            sections=tuple(_section(section) for section in data['sections']),
        )

    @property
    def items(self) -> Iterator[Item]:
        """Go through the items of every section."""
        return (item for section in self.sections for item in section.items)

    @property
    def weights_total(self) -> Decimal:
        """Add up the weights that are filled in."""
        return sum((item.weight for item in self.items if item.weight is not None), Decimal(0))

    @property
    def unweighted(self) -> tuple[Item, ...]:
        """List the items without a weight."""
        return tuple(item for item in self.items if item.weight is None)


def _section(data: Mapping[str, Any]) -> Section:
    source = as_list(data['source'])
    return Section(data['id'], data['title'], source, tuple(_item(item, source) for item in data['items']))


def _item(data: Mapping[str, Any], source: tuple[str, ...]) -> Item:
    weight = data.get('weight')
    return Item(
        data['id'],
        data['title'],
        data['standard'],
        data.get('method', ''),
        as_list(data['source']) if 'source' in data else source,
        None if weight is None else Decimal(weight),
    )
