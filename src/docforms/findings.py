"""Findings and reports: what checking a record gives (architecture §6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal['field', 'material', 'condition', 'bar', 'consistency']
Severity = Literal['error', 'warning']
Outcome = Literal['complete', 'supplement', 'refuse']

# Reading order of a report: what stops the application first, what can be put right after it.
KIND_ORDER: Mapping[str, int] = {'bar': 0, 'condition': 1, 'material': 2, 'field': 3, 'consistency': 4}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a record, with its place, remedy and source."""

    code: str
    kind: Kind
    severity: Severity
    pointer: str
    label: str
    message: str
    remedy: str
    requirements: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule or material that could not be decided, and the places it needs.

    `remedy` is what to do where filling them in takes more than asking the applicant.
    """

    id: str
    needs: tuple[str, ...]
    title: str = ''
    remedy: str = ''


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result of checking one record on one day."""

    form: str
    pack: str
    pack_version: str
    as_of: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    checked: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    undecided: tuple[Undecided, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that decide the outcome."""
        return tuple(f for f in self.findings if f.severity == 'error')

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that only advise."""
        return tuple(f for f in self.findings if f.severity == 'warning')


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """Tell what the findings come to: a bar or unmet condition refuses, any other error asks for more."""
    kinds = {finding.kind for finding in findings if finding.severity == 'error'}
    if kinds & {'bar', 'condition'}:
        return 'refuse'
    return 'supplement' if kinds else 'complete'


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings: errors before warnings, then by kind; the order within a kind is kept."""
    return tuple(sorted(findings, key=lambda f: (f.severity == 'warning', KIND_ORDER[f.kind])))


def pointer_of(parts: Sequence[str | int]) -> str:
    """Write a JSON Pointer (RFC 6901)."""
    return ''.join(f'/{str(part).replace("~", "~0").replace("/", "~1")}' for part in parts)


def parts_of(pointer: str) -> list[str]:
    """Split a JSON Pointer into its unescaped parts."""
    return [part.replace('~1', '/').replace('~0', '~') for part in pointer.split('/')[1:]]
