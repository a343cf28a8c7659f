"""Papers that were handed in: what was recognised among scanned pages, and how what they say fits a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from docforms.expressions.functions import folded, same_text
from docforms.findings import parts_of
from docforms.packs.model import Comparison, Holder, Material

Box = tuple[float, float, float, float]
State = Literal['read', 'blank', 'doubtful', 'unreadable']
STATES: Final[tuple[State, ...]] = ('read', 'blank', 'doubtful', 'unreadable')

# Between these, a value was read from an image by itself, with nothing to check it by.
RECOGNISED: Final = 0.95
CERTAIN: Final = 0.999
# Of so many letters, one may be misread without anybody noticing.
_LETTERS: Final = 8


@dataclass(frozen=True, slots=True)
class PaperValue:
    """One value of a paper: what was read, where, and how sure the reading is.

    `value` is None unless `state` is *read*; a doubtful value stands in `suggestion`. A date without end is *read* and
    has no value. `box` is in PDF points of the page as delivered, origin top left.
    """

    name: str
    label: str
    value: str | None
    text: str
    confidence: float
    state: State
    page: int | None = None
    box: Box | None = None
    note: str = ''
    suggestion: str = ''

    @property
    def said(self) -> str:
        """What it says as far as can be told; '' when it cannot."""
        return self.value or self.suggestion


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and the pages of the file it takes up.

    `material` is the id of the material it is taken for, `kind` the id of what it was recognised as; both are '' for
    a paper nobody knows, `material` also for one the form does not ask for. `is_form` marks the filled form itself.
    """

    material: str
    kind: str
    title: str
    file: str
    pages: tuple[int, ...]
    values: tuple[PaperValue, ...] = ()
    is_form: bool = False

    def value(self, name: str) -> PaperValue | None:
        """Find a value by its name."""
        return next((each for each in self.values if each.name == name), None)


def papers_of(data: Mapping[str, Any]) -> tuple[Paper, ...]:
    """List the papers in the result of an extraction (architecture §7); entries of another shape are passed over."""
    return tuple(_paper(each) for each in _list(data, 'papers') if isinstance(each, Mapping))


def _paper(entry: Mapping[str, Any]) -> Paper:
    return Paper(
        material=_text(entry, 'material'),
        kind=_text(entry, 'kind'),
        title=_text(entry, 'title'),
        file=_text(entry, 'file'),
        pages=tuple(page for page in _list(entry, 'pages') if isinstance(page, int)),
        values=tuple(_value(each) for each in _list(entry, 'values') if isinstance(each, Mapping)),
        is_form=entry.get('is_form') is True,
    )


def _value(entry: Mapping[str, Any]) -> PaperValue:
    """Read one value; who confirms one by hand sets its `state` to "read" and writes its `value`."""
    page, confidence = entry.get('page'), entry.get('confidence')
    return PaperValue(
        name=_text(entry, 'name'),
        label=_text(entry, 'label'),
        value=_text(entry, 'value') or None,
        text=_text(entry, 'text'),
        confidence=float(confidence) if isinstance(confidence, (int, float, Decimal)) else 0.0,
        state=next((state for state in STATES if state == entry.get('state')), 'unreadable'),
        page=page if isinstance(page, int) else None,
        suggestion=_text(entry, 'suggestion'),
    )


def _list(entry: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = entry.get(name)
    return value if isinstance(value, (list, tuple)) else ()


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ''


def agrees(value: PaperValue | None, expected: object) -> bool | None:
    """Tell whether a value of a paper and one of a record are the same; None when either is not there.

    Names are compared as rules compare them, whatever their width, blanks and brackets.
    """
    if value is None or not value.said or not isinstance(expected, str) or not expected.strip():
        return None
    return same_text(value.said, expected)


def may_be_misread(value: PaperValue, expected: str) -> bool:
    """Tell whether a value recognised from an image differs from an expected one by no more than a letter or so.

    Codes that check themselves and digital texts are surer than that, and a value somebody confirmed counts as read.
    """
    if not RECOGNISED <= value.confidence < CERTAIN:
        return False
    left, right = folded(value.said), folded(expected)
    same = sum(block.size for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())
    return max(len(left), len(right)) - same <= max(1, len(right) // _LETTERS)


def found_at(record: Mapping[str, Any], pointer: str) -> Any:
    """Give the value at a place of a record, None when there is none."""
    here: Any = record
    for part in parts_of(pointer):
        here = here.get(part) if isinstance(here, Mapping) else None
    return here


def holder_of(paper: Paper, material: Material, record: Mapping[str, Any]) -> Holder | None:
    """Find whose paper it is: the holder most of its values agree with, None when none does."""
    scores = [(_agreements(paper, holder.compare, record), -place) for place, holder in enumerate(material.holders)]
    best = max(scores, default=(0, 0))
    return material.holders[-best[1]] if best[0] else None


def _agreements(paper: Paper, compare: Iterable[Comparison], record: Mapping[str, Any]) -> int:
    return sum(agrees(paper.value(each.value), found_at(record, each.field)) is True for each in compare)
