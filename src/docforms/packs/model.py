"""What a loaded pack is: frozen, plain, without behaviour beyond look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from docforms.expressions import Expression, Text
from docforms.packs.reading import SourceFile

Schema = Mapping[str, Any]
"""A JSON Schema node with every $ref resolved and the annotations of the meta-schema `form`."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One numbered row of the regulation."""

    id: str
    article: str
    kind: str
    party: str
    summary: str
    parts: tuple[str, ...] = ()
    reason: str = ''


@dataclass(frozen=True, slots=True)
class Form:
    """What an application asks, and the grid it is printed in."""

    pack: str
    name: str
    title: str
    schema: Schema
    layout: Mapping[str, Any]
    template: Path

    @property
    def id(self) -> str:
        """Write the id as users do: nm-…/application."""
        return f'{self.pack}/{self.name}'


@dataclass(frozen=True, slots=True)
class PaperMark:
    """One way to know a page of a paper: one of the headings, and all of the words.

    A page that `continues` is the other side of a paper, not its first page.
    """

    headings: tuple[str, ...]
    words: tuple[str, ...]
    continues: bool


@dataclass(frozen=True, slots=True)
class PaperValueKind:
    """A value that is read from a paper, by the labels it stands behind."""

    id: str
    title: str
    labels: tuple[str, ...]
    type: str
    optional: bool


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: what it is recognised by, and what is read from it.

    `printed` are further labels on it, at which a value ends.
    """

    id: str
    title: str
    marks: tuple[PaperMark, ...]
    values: tuple[PaperValueKind, ...]
    printed: tuple[str, ...]
    several_pages: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value of a paper, the pointer of the value in the record it must agree with, and how grave it is if not."""

    value: str
    field: str
    severity: Literal['error', 'warning'] = 'error'


@dataclass(frozen=True, slots=True)
class Recognise:
    """How a material is known among papers; `members` of its entry in a record are taken from values of the paper.

    `form` marks the filled form itself.
    """

    form: bool
    papers: tuple[str, ...]
    compare: tuple[Comparison, ...]
    members: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or body a material may belong to."""

    id: str
    title: str
    when: Expression | None
    compare: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that must be handed in."""

    id: str
    forms: tuple[str, ...]
    title: str
    source: tuple[str, ...]
    when: Expression | None
    optional: bool
    original: bool
    copies: int
    sealed_by: tuple[str, ...]
    holders_needed: Literal['any', 'all']
    holders: tuple[Holder, ...]
    remedy: Text
    online_check: str
    recognise: Recognise | None = None


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A condition, bar or consistency check as lists show it."""

    id: str
    forms: tuple[str, ...]
    title: str
    source: tuple[str, ...]
    kind: Literal['condition', 'bar', 'consistency']
    severity: Literal['error', 'warning']


@dataclass(frozen=True, slots=True)
class Rule(RuleEntry):
    """A rule that can be evaluated."""

    each: Expression | None
    when: Expression | None
    check: Expression
    pointer: str
    label: str
    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class DeliveryFields:
    """Fields of a document that say to whom and where it goes; of several a document has, the first counts."""

    addressee: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    date: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document the pack can print, as lists show it."""

    pack: str
    name: str
    title: str
    kind: str
    audience: str
    source: tuple[str, ...]
    forms: tuple[str, ...]
    outcome: str
    template: Path
    note: str
    sheet: str
    delivery: DeliveryFields = field(default=DeliveryFields(), kw_only=True)

    @property
    def id(self) -> str:
        """Write the id as users do."""
        return f'{self.pack}/{self.name}'


@dataclass(frozen=True, slots=True)
class DocumentType(DocumentEntry):
    """A document that can be printed, and how its values follow from a case."""

    schema: Schema
    values: Mapping[str, Expression]


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """One regulation as data.

    Its rules can be evaluated, and its documents printed, once `linking` has read the rest of them.
    """

    id: str
    info: Mapping[str, Any]
    requirements: Mapping[str, Requirement]
    forms: Mapping[str, Form]
    materials: tuple[Material, ...]
    rules: tuple[RuleEntry, ...]
    events: Mapping[str, str]
    terms: tuple[Mapping[str, Any], ...]
    documents: Mapping[str, DocumentEntry]
    sheets: Mapping[str, Mapping[str, Any]]
    schemas: Path
    templates: Path
    rows: Mapping[str, Requirement] = field(default_factory=dict)
    """Requirements by row id and by the id of every part of a row."""
    sources: Mapping[str, SourceFile] = field(default_factory=dict)
    """The files of its rules, materials, documents and surveys, of which more is read when it is used."""
    surveys: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title of the regulation."""
        return str(self.info['title'])

    @property
    def version(self) -> str:
        """The version of the pack."""
        return str(self.info['version'])

    def example(self, document: str) -> Path:
        """Give where the invented example of a document is kept; the file need not exist."""
        return self.schemas.parent.parent / 'fixtures' / 'documents' / self.id / f'{document}.json'

    def survey_of(self, document: str) -> Mapping[str, Any] | None:
        """Give the survey whose questionnaire or statistics a document prints; None for any other document."""
        found = (each for each in self.surveys.values() if document in (each['questionnaire'], each['statistics']))
        return next(found, None)

    def citation(self, rows: Iterable[str]) -> str:
        """Cite rows as people do: each article once, in the order of the rows."""
        return '、'.join(dict.fromkeys(self.rows[row].article for row in rows if row in self.rows))


def as_list(source: object) -> tuple[str, ...]:
    """Read a source written as one id or as a list."""
    if isinstance(source, str):
        return (source,)
    return tuple(str(item) for item in source) if isinstance(source, list) else ()
