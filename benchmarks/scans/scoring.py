"""Compare what was read from a form with the truth: right, wrong in state *read*, doubtful, missed.

A field is right when value and truth are equal after NFKC and removal of white space, dates as dates and numbers as
numbers, whatever its state. A blank cell is right when nothing is reported. Only a value that passes for read can be
wrong; another value that is not right is missed. How many values are doubtful is counted by itself.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

Verdict = Literal['right', 'wrong', 'missed']

DATE: Final = re.compile(r'(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?')
NUMBER: Final = re.compile(r'[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?')
# A number of more digits than any quantity has is a code: its zeros count.
LONGEST_NUMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """One field of one page: what it should be, what was reported in which state, and the verdict."""

    kind: str
    dpi: int
    pointer: str
    expected: str
    reported: str
    state: str
    verdict: Verdict


def outcomes(evidence: Mapping[str, Any], truth: Mapping[str, Any], pointers: Mapping[str, str]) -> Iterator[Outcome]:
    """Judge every field of a truth file.

    `evidence` is what `docforms extract` prints; `pointers` maps labels to pointers, for truth files whose `fields`
    go by label, and is not looked at where they go by pointer.
    """
    read = {field['pointer']: field for field in evidence['fields']}
    for name, expected in truth['fields'].items():
        pointer = name if name.startswith('/') else pointers[name]
        field = read.get(pointer, {'state': 'blank', 'value': ''})
        printed = truth.get('texts', {}).get(pointer, '')
        yield Outcome(
            truth['kind'], int(truth['dpi']), pointer, _text(expected), _text(field.get('value')),
            field['state'], verdict(field, expected, printed),
        )  # fmt: skip


def verdict(field: Mapping[str, Any], expected: Any, printed: str = '') -> Verdict:
    """Judge one field of evidence; `printed` is how the truth stands on the paper."""
    value, state = field.get('value'), field['state']
    reported = state != 'unreadable' and _text(value) != ''
    if _text(expected):
        given = [value, field.get('text')] if isinstance(value, bool) else [value]
        right = reported and any(same(each, answer) for each in given for answer in (expected, printed) if answer != '')
    else:
        right = not reported
    if right:
        return 'right'
    return 'wrong' if reported and state == 'read' else 'missed'


def same(value: Any, expected: Any) -> bool:
    """Tell whether a value and the truth are equal: as dates, as numbers, or as text without white space."""
    left, right = _text(value), _text(expected)
    if left == right:
        return True
    for reading in (_date, _number):
        first, second = reading(left), reading(right)
        if first is not None and second is not None:
            return first == second
    return False


def counts(judged: Iterable[Outcome]) -> dict[tuple[str, int], Counter[str]]:
    """Count verdicts per kind and dpi; `fields` is how many there are."""
    table: dict[tuple[str, int], Counter[str]] = {}
    for outcome in judged:
        row = table.setdefault((outcome.kind, outcome.dpi), Counter())
        row['fields'] += 1
        row[outcome.verdict] += 1
        row['doubtful'] += outcome.state == 'doubtful'
    return dict(sorted(table.items()))


def table_text(table: Mapping[tuple[str, int], Counter[str]]) -> str:
    """Set the counts as a table with a line of totals."""
    total = sum(table.values(), Counter())
    rows = [*((f'{kind} {dpi}', row) for (kind, dpi), row in table.items()), ('all', total)]
    lines = [f'{"":14}{"fields":>8}{"right":>9}{"wrong":>7}{"doubtful":>10}{"missed":>8}']
    for name, row in rows:
        share = row['right'] / row['fields'] if row['fields'] else 0.0
        lines.append(f'{name:14}{row["fields"]:8}{share:9.2%}{row["wrong"]:7}{row["doubtful"]:10}{row["missed"]:8}')
    return '\n'.join(lines)


def _text(value: Any) -> str:
    """Write a value as it would stand on paper, without white space."""
    if value is None:
        return ''
    if isinstance(value, bool):
        return '是' if value else '否'
    if isinstance(value, list):
        return '、'.join(_text(each) for each in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return re.sub(r'\s', '', unicodedata.normalize('NFKC', str(value)))


def _date(text: str) -> tuple[int, ...] | None:
    match = DATE.fullmatch(text)
    return tuple(int(part) for part in match.groups()) if match else None


def _number(text: str) -> Decimal | None:
    if not NUMBER.fullmatch(text) or len(text) > LONGEST_NUMBER:
        return None
    try:
        return Decimal(text.replace(',', ''))
    except InvalidOperation:
        return None
