"""Decide rules and materials over one record: failed, passed, not applicable or undecided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docforms.expressions import Expression, ExpressionError, Scope, Text, Unknown, container_of, places_of
from docforms.findings import Finding, Undecided, pointer_of
from docforms.packs import Pack
from docforms.records import materials_by_id

NAMED: tuple[str, ...] = ('fields', 'supplement', 'facts', 'materials')


@dataclass(slots=True)
class Decisions:
    """What has been decided so far for one record."""

    pack: Pack
    scope: Scope
    findings: list[Finding] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    not_applicable: list[str] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)

    def applies(self, when: Expression | None) -> bool | Unknown:
        """Evaluate a guard."""
        if when is None:
            return True
        value = when.value(self.scope)
        return value if isinstance(value, Unknown) else bool(value)

    def leave_open(self, name: str, title: str, unknowns: Iterable[tuple[Unknown, Expression]]) -> None:
        """Record that something could not be decided, with the places it needs."""
        self.undecided.append(Undecided(name, self.places(unknowns), title))

    def places(self, unknowns: Iterable[tuple[Unknown, Expression]]) -> tuple[str, ...]:
        """Name the missing places of several unknowns, each once."""
        return tuple(dict.fromkeys(need for each in unknowns for need in self.needs(*each)))

    def needs(self, unknown: Unknown, expression: Expression) -> list[str]:
        """Name the missing places of an unknown; of one that cannot tell, every place its expression reads."""
        found = []
        for need in unknown.needs:
            container, name = container_of(need), need[1]
            if container is None:
                found.append(pointer_of((str(name),)))
            else:
                where = self._pointer(container)
                found += [] if where is None else [f'{where}{pointer_of((name,))}']
        if not found:
            found = [pointer_of(place) for place in places_of(expression.tree) if place[0] in NAMED]
        return found

    def _pointer(self, container: object) -> str | None:
        """Find where in the record a group or list is."""
        for name in NAMED:
            found = _place(self.scope.names[name], container)
            if found is not None:
                return pointer_of((name, *found))
        return None

    def written(self, text: Text, fallback: str) -> str:
        """Write a message; when a value it would show is missing, the fallback says it without."""
        try:
            return text.render(self.scope).strip()
        except ExpressionError:
            return fallback


def _place(value: Any, wanted: object) -> tuple[str | int, ...] | None:
    """Find a container in a value by identity."""
    if value is wanted:
        return ()
    if isinstance(value, (dict, list)):
        pairs: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            if isinstance(inner, (dict, list)):
                found = _place(inner, wanted)
                if found is not None:
                    return (key, *found)
    return None


def rule_names(pack: Pack, record: Mapping[str, Any], as_of: str, calendar: object) -> dict[str, Any]:
    """Collect the names rules use: the record's groups, materials by id, dates, the pack and the calendar."""
    names: dict[str, Any] = {
        'fields': record['fields'],
        'supplement': record['supplement'],
        'facts': record['facts'],
        'materials': materials_by_id(record),
        'as_of': as_of,
        'pack': pack.info,
        'calendar': calendar,
    }
    if 'received_on' in record:
        names['received_on'] = record['received_on']
    return names
