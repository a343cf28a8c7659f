"""Whatever is handed in as a record gives a report or one refusal, never anything else.

Twenty thousand documents of a fixed seed: arbitrary JSON, and a complete record with something changed at random
places.
"""

from __future__ import annotations

import json
import pickle
import random
import re
import string
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docforms.exceptions import InputError
from docforms.findings import KIND_ORDER, Report
from docforms.packs import Catalogue
from docforms.records import parse_json
from docforms.reports import to_json
from docforms.validation import FormValidator
from docforms.validation.deciding import Decisions
from docforms.validation.rules import decide_rule

SEED = 20260302
AS_OF = '2026-03-02'
CHINESE = re.compile('[一-龥]')

TEXTS = [
    '', ' ', '\u3000', '\t\n', '甲', '甲' * 500,
    'x' * 10_000, '\x00', 'a\x01b', '\ud800', '甲\udfff', '\ufffe',
    '\u202e反', '😀', '{{ 7 * 7 }}', '{% for x in y %}', '{{', '<script>', '../../etc/passwd', "' or 1=1 --", '=cmd()',
    'null', 'true', 'NaN', '0', '-1', '1e400', '2026-03-02', '2026-02-30', '2026-3-2', '0000-00-00', '9999-12-31',
    '0001-01-01', '２０２６-03-02', '2026年3月2日', '110101190001010000', '11010119000101001X', '13800138000',
    '+86 138-0013-8000', '91150100MA0000000X', '__class__', 'constructor', '5' * 400, '-' * 400, '(' * 3000, '\\' * 100,
    '"', "'", '\u0301' * 50, 'İ' * 30,
]  # fmt: skip
KEYS = [
    'form', 'fields', 'supplement', 'facts', 'materials', 'id', 'original', 'copies', 'valid_until', 'institution_name',
    'credit_code', 'a/b', 'a~b', '~0', '~1', '/', '', ' ', 'a\x00b', '\ud800', 'a\nb', '名称', '{index}', '0', '-1',
    '__proto__', 'x' * 300, '.', '..', '😀',
]  # fmt: skip
NUMBERS = [
    0, 1, -1, 2, 1000, 10**18, -(10**18), 10**399, Decimal('0.1'), Decimal('0.001'), Decimal('1.0'), Decimal('-0.0'),
    Decimal('1E+399'), Decimal('1E-399'), Decimal('9999999999999.99'), Decimal('9999999999999.995'),
    Decimal('123456789012345678901234567890.12'),
]  # fmt: skip


def chance_of(seed: int) -> random.Random:
    """Give a source of chance that is the same on every run."""
    return random.Random(seed)  # noqa: S311


class Maker:
    """Makes arbitrary data."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def scalar(self) -> Any:
        """Make a text, number, truth value or nothing."""
        kind = self.chance.randrange(10)
        if kind < 4:
            return self.chance.choice(TEXTS)
        if kind < 5:
            return ''.join(self.chance.choices(string.printable + '甲乙丙〔〕（）', k=self.chance.randrange(30)))
        if kind < 8:
            return self.chance.choice(NUMBERS)
        return self.chance.choice([None, True, False])

    def value(self, depth: int = 0) -> Any:
        """Make a value with anything in it."""
        kind = self.chance.randrange(10)
        if depth > 4 or kind < 5:
            return self.scalar()
        if kind < 7:
            return [self.value(depth + 1) for _item in range(self.chance.randrange(5))]
        if kind < 9:
            return self.group(depth)
        return self.deep()

    def group(self, depth: int = 0) -> dict[str, Any]:
        """Make a group with any names."""
        return {self.chance.choice(KEYS): self.value(depth + 1) for _member in range(self.chance.randrange(6))}

    def deep(self) -> Any:
        """Make something nested almost as deep as is read."""
        inner: Any = self.scalar()
        for _level in range(self.chance.randrange(1, 25)):
            inner = [inner] if self.chance.random() < 0.5 else {self.chance.choice(KEYS): inner}
        return inner

    def document(self) -> Any:
        """Make a document that may or may not look like a record."""
        if self.chance.random() < 0.2:
            return self.value()
        record = {
            name: self.value(1) for name in ('fields', 'supplement', 'facts', 'materials') if self.chance.random() < 0.8
        }
        if self.chance.random() < 0.5:
            record['materials'] = [self.group() for _entry in range(self.chance.randrange(4))]
        return {
            'form': self.value(1),
            'received_on': self.scalar(),
            **record,
            **(self.group() if self.chance.random() < 0.2 else {}),
        }

    def mutated(self, record: Any) -> Any:
        """Change a record at a few random places."""
        changed = copied(record)
        for _change in range(self.chance.choice([1, 1, 1, 2, 3, 8])):
            holder, key = self.chance.choice(list(places(changed)))
            self.change(holder, key)
        return changed

    def change(self, holder: Any, key: Any) -> None:
        """Change one member of a group or item of a list."""
        value = holder[key]
        kind = self.chance.randrange(8)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, dict):
            holder[self.chance.choice(KEYS)] = holder.pop(key)
        elif kind == 2:
            holder[key] = [value] * self.chance.choice([1, 2, 50])
        elif kind == 3:
            holder[key] = {self.chance.choice(KEYS): value}
        elif kind == 4 and isinstance(value, str):
            place = self.chance.randrange(len(value) + 1)
            holder[key] = value[:place] + self.chance.choice(TEXTS[:40]) + value[place:]
        elif kind == 5 and isinstance(holder, list):
            holder.insert(key, self.value(2))
        else:
            holder[key] = self.value(2)


def copied(data: Any) -> Any:
    """Copy data, several times faster than `deepcopy`."""
    return pickle.loads(pickle.dumps(data))  # noqa: S301 (it was written in the same breath)


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """List every member and item of some data, with what holds it."""
    stack = [data]
    while stack:
        holder = stack.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], (dict, list)) and holder[key]:
                stack.append(holder[key])


def as_text(data: Any, *, plain: bool) -> str:
    """Write data as JSON, Decimals as they are."""
    shown = json.dumps(data, ensure_ascii=plain, default=lambda number: f'\ufdd0{number}\ufdd1')
    return re.sub('"(?:\ufdd0|\\\\ufdd0)(.*?)(?:\ufdd1|\\\\ufdd1)"', r'\1', shown)


@pytest.fixture(scope='module')
def validator() -> FormValidator:
    """Compile the application of the first pack."""
    return FormValidator(*Catalogue().form('nm-ltci/application'))


@pytest.fixture(scope='module')
def complete(repository: Path, validator: FormValidator) -> dict[str, Any]:
    """Read a complete record of that form."""
    path = repository / 'schemas' / validator.pack.id / 'cases' / 'complete.json'
    record: dict[str, Any] = parse_json(path.read_text(encoding='utf-8'), 'complete.json')
    assert record['form'] == validator.form.id
    return record


def check_report(report: Report) -> None:
    """Make sure that a report is whole: every finding says what it must, and nothing is decided twice."""
    assert report.outcome == ('complete' if not report.errors else report.outcome)
    for finding in report.findings:
        assert finding.kind in KIND_ORDER
        assert finding.pointer.startswith('/')
        assert finding.label
        assert CHINESE.search(finding.message)
        assert CHINESE.search(finding.remedy)
    decided = [*report.checked, *report.not_applicable, *(item.id for item in report.undecided)]
    assert len(decided) == len(set(decided))


def check_written(report: Report) -> None:
    """Make sure that a report can be written down, and read again as it was."""
    written = json.loads(to_json([report]).encode('utf-8'))

    assert written['outcome'] == report.outcome
    assert [finding['message'] for finding in written['findings']] == [finding.message for finding in report.findings]


def outcome_of(validator: FormValidator, text: str, *, write: bool) -> str:
    """Read and validate one document as a user would; gives what came of it.

    Writing the report down takes longer than making it, so that is left to some of the documents.
    """
    try:
        record = parse_json(text, 'a.json')
    except InputError as error:
        return 'refused' if CHINESE.search(str(error)) else f'refused in a foreign language: {error}'
    if not isinstance(record, dict):
        return 'no record'
    before = pickle.dumps(record)
    report = validator.validate(record, AS_OF)
    assert pickle.dumps(record) == before
    check_report(report)
    if write:
        check_written(report)
    rules = {rule.id for rule in validator.pack.rules if validator.form.name in rule.forms}
    assert rules <= {*report.checked, *report.not_applicable, *(item.id for item in report.undecided)} | {
        finding.code for finding in report.findings
    }
    return report.outcome


def test_arbitrary_documents_give_a_report_or_a_refusal(validator: FormValidator):
    """Ten thousand JSON documents with anything anywhere each end with a whole report or one refusal."""
    chance = chance_of(SEED)
    maker = Maker(chance)
    ended: Counter[str] = Counter()

    for number in range(10_000):
        text = as_text(maker.document(), plain=chance.random() < 0.5)
        if chance.random() < 0.1:  # and some that are no JSON any more
            place = chance.randrange(len(text))
            text = (
                text[:place]
                + chance.choice(['', ',', '"', 'NaN', '\\', '}', '\ud800', '1e999'])
                + text[place + chance.randrange(3) :]
            )
        ended[outcome_of(validator, text, write=number % 10 == 0)] += 1

    assert set(ended) <= {'refused', 'no record', 'supplement', 'refuse'}
    assert ended['refused'] > 200
    assert ended['supplement'] + ended['refuse'] > 5000


def test_a_spoiled_record_gives_a_report(validator: FormValidator, complete: dict[str, Any]):
    """Ten thousand variants of a complete record each end with a whole report."""
    maker = Maker(chance_of(SEED + 1))
    ended: Counter[str] = Counter()

    for number in range(10_000):
        text = as_text(maker.mutated(complete), plain=False)
        ended[outcome_of(validator, text, write=number % 10 == 0)] += 1

    assert set(ended) == {'complete', 'supplement', 'refuse'}
    assert ended['complete'] > 100
    assert ended['supplement'] > 2000


def test_quick_and_careful_decisions_agree(
    validator: FormValidator, complete: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    """The short way rules take when they pass gives the same report as the long one."""
    maker = Maker(chance_of(SEED + 2))
    records = [maker.mutated(complete) for _document in range(600)]
    quick = [validator.validate(copied(record), AS_OF) for record in records]

    def decide_carefully(decisions: Decisions) -> None:
        for rule in validator._rules:
            decide_rule(rule, decisions)

    monkeypatch.setattr(validator, '_decide_rules', decide_carefully)

    assert [validator.validate(record, AS_OF) for record in records] == quick


def test_a_value_that_fails_its_own_check_decides_nothing(validator: FormValidator, complete: dict[str, Any]):
    """A record in which everything is of the wrong type leaves rules undecided instead of failing them."""
    wrong = {**complete, 'fields': {name: {'x': 1} for name in complete['fields']}, 'supplement': {}, 'facts': {}}

    report = validator.validate(wrong, AS_OF)

    assert not [finding for finding in report.findings if finding.kind in {'condition', 'bar'}]
    assert report.undecided


@pytest.mark.parametrize(
    'record',
    [
        {},
        {'form': None, 'fields': None, 'supplement': None, 'facts': None, 'materials': None},
        {'fields': [], 'supplement': 'x', 'facts': 5, 'materials': {}},
        {'materials': [None, 5, 'x', [], {}, {'id': None}, {'id': 5}, {'id': []}, {'id': {}}]},
        {'materials': [{'id': 'x' * 10_000}] * 1001},
        {'fields': {f'k{number}': number for number in range(20_000)}},
        {'x' * 1_000_000: 1},
        {'fields': {'x' * 1_000_000: 1}},
        {'fields': {'institution_name': 'x' * 10_000_000}},
        {'fields': {'certificates': [{}] * 100_000}},
        {'fields': {'certificates': [None] * 100_000}},
        {'fields': {'certificates': [{'name': 5}] * 5_000}},
        {'received_on': '2026-02-30', 'form': ['x']},
        {'\ud800': {'\ud800': '\ud800'}},
        {'fields': {'institution_name': '\x00'}, '\x00': 1},
    ],
    ids=str,
)
def test_extreme_records_are_judged_quickly(validator: FormValidator, record: dict[str, Any], request):
    """Very many, very long and very strange values give a whole report within seconds."""
    start = time.monotonic()

    report = validator.validate(record, AS_OF)
    check_report(report)
    check_written(report)

    assert time.monotonic() - start < 20, request.node.name[:80]


def nested(levels: int) -> Any:
    """Nest lists."""
    inner: Any = 1
    for _level in range(levels):
        inner = [inner]
    return inner


@pytest.mark.parametrize('levels', [100, 500, 1000, 10_000, 200_000])
@pytest.mark.parametrize('place', ['fields', 'supplement', 'materials', 'other'])
def test_nesting_beyond_what_is_read_is_refused(validator: FormValidator, place: str, levels: int):
    """A caller of the library that brings its own data gets the refusal a file would get, whatever the depth."""
    with pytest.raises(InputError, match='嵌套过深'):
        validator.validate({place: {'x': nested(levels)} if place != 'materials' else nested(levels)}, AS_OF)


@pytest.mark.parametrize(
    'value',
    [float('nan'), float('inf'), {1, 2}, b'x', object(), {1: 2}, (1, 2)],
    ids=['nan', 'infinity', 'set', 'bytes', 'object', 'number as name', 'tuple'],
)
def test_what_no_record_can_hold_is_refused(validator: FormValidator, value: object):
    """A caller of the library that brings what JSON cannot write gets a refusal, not an accident."""
    with pytest.raises(InputError) as error:
        validator.validate({'fields': {'institution_name': value}}, AS_OF)

    assert CHINESE.search(str(error.value))


@pytest.mark.parametrize('value', [10**5000, Decimal('NaN'), Decimal('Infinity')], ids=['huge', 'nan', 'infinity'])
def test_numbers_beyond_all_limits_are_findings(validator: FormValidator, value: object):
    """A number no file could hold is wrong in its place, and breaks nothing."""
    report = validator.validate({'fields': {'office_area': value, 'institution_name': value}}, AS_OF)

    check_report(report)
    assert {'/fields/office_area', '/fields/institution_name'} <= {finding.pointer for finding in report.findings}


def test_binary_fractions_count_as_what_they_show(validator: FormValidator, complete: dict[str, Any]):
    """A caller that parses JSON in Python's usual way, with floats, gets the same report."""
    usual = json.loads(as_text(complete, plain=False))
    assert any(isinstance(holder[key], float) for holder, key in places(usual))

    assert validator.validate(usual, AS_OF) == validator.validate(complete, AS_OF)
