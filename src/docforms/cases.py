"""Run the cases of a pack: examples by which a pack tests itself (meta-schema `cases`)."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from docforms import terms as counting
from docforms.exceptions import InputError, PackError, Problem
from docforms.findings import Report
from docforms.i18n import _
from docforms.packs import Pack
from docforms.packs.meta import meta_problems
from docforms.packs.model import as_list
from docforms.packs.reading import SourceFile, read_source
from docforms.records import read_record
from docforms.terms.official import official_calendar
from docforms.validation import FormValidator


@dataclass(frozen=True, slots=True)
class Case:
    """One example: a changed record with what must come of it, or events with their due dates."""

    file: str
    name: str
    proves: tuple[str, ...]
    form: str
    record: Mapping[str, Any] | None
    as_of: str
    expect: Mapping[str, Any]
    events: Mapping[str, Any]
    due: Mapping[str, str | None]


def read_cases(pack: Pack) -> tuple[Case, ...]:
    """Read every case of a pack.

    Raises:
        PackError: files that do not keep to the meta-schema, missing base records, pointers that lead nowhere.
    """
    found: list[Case] = []
    problems: list[Problem] = []
    for path in sorted((pack.schemas / 'cases').glob('*.yaml')):
        source, wrong = read_source(path, f'{pack.id}/cases/{path.name}')
        wrong += meta_problems(source, 'cases') if not wrong else []
        if not wrong:
            found += _cases(source, path, wrong)
        problems += wrong
    if problems:
        raise PackError(problems)
    return tuple(found)


def _cases(source: SourceFile, path: Path, problems: list[Problem]) -> Iterable[Case]:
    data = source.data
    base = _base(source, path, problems)
    for index, item in enumerate(data['cases']):
        try:
            record = None if 'events' in item else changed(base, item.get('set', {}), item.get('remove', ()))
        except LookupError as error:
            message = _("{pointer} 在基准申请中不存在").format(pointer=error.args[0])
            problems.append(source.problem(('cases', index), message))
            continue
        yield Case(
            file=source.name,
            name=item['name'],
            proves=tuple(item['proves']),
            form=data.get('form', ''),
            record=record,
            as_of=item.get('as_of') or data.get('as_of') or '',
            expect=item.get('expect', {}),
            events=item.get('events', {}),
            due=item.get('due', {}),
        )


def _base(source: SourceFile, path: Path, problems: list[Problem]) -> Mapping[str, Any]:
    if 'base' not in source.data:
        return {}
    try:
        return read_record(str(path.with_name(source.data['base'])))
    except InputError as error:
        problems.append(source.problem(('base',), str(error)))
        return {}


def changed(base: Mapping[str, Any], values: Mapping[str, Any], removed: Sequence[str]) -> dict[str, Any]:
    """Copy a record with places set and removed.

    A list is entered by row number, by `-` for a new row, or by the id of an item. Raises `LookupError` with the
    pointer for a place that does not exist.
    """
    record = copy.deepcopy(dict(base))
    for pointer in removed:
        holder, key = _holder(record, pointer)
        try:
            del holder[key]
        except (KeyError, IndexError):
            raise LookupError(pointer) from None
    for pointer, value in values.items():
        holder, key = _holder(record, pointer)
        if isinstance(holder, list) and key == len(holder):
            holder.append(copy.deepcopy(value))
        else:
            holder[key] = copy.deepcopy(value)
    return record


def _holder(record: Any, pointer: str) -> tuple[Any, Any]:
    parts = [part.replace('~1', '/').replace('~0', '~') for part in pointer.split('/')[1:]]
    holder = record
    for part in parts[:-1]:
        key = _key(holder, part, pointer)
        try:
            holder = holder[key]
        except (KeyError, IndexError, TypeError):
            raise LookupError(pointer) from None
    return holder, _key(holder, parts[-1], pointer)


def _key(holder: Any, part: str, pointer: str) -> str | int:
    if isinstance(holder, dict):
        return part
    if not isinstance(holder, list):
        raise LookupError(pointer)  # noqa: TRY004 (the pointer leads nowhere; no type is wrong)
    if part == '-':
        return len(holder)
    if part.isdecimal():
        return int(part)
    for index, item in enumerate(holder):
        if isinstance(item, dict) and item.get('id') == part:
            return index
    raise LookupError(pointer)


class CaseRunner:
    """Runs cases; each form is compiled once."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._validators = {name: FormValidator(pack, form) for name, form in pack.forms.items()}
        self.terms = [
            counting.Term.from_data(item, citation=pack.citation(as_list(item['source']))) for item in pack.terms
        ]

    def differences(self, case: Case) -> list[str]:
        """List how the result of a case differs from what it expects; empty when it is as expected."""
        return self._due(case) if case.events else self._record(case)

    def report(self, case: Case) -> Report:
        """Validate the record of a case."""
        record = case.record or {}
        as_of = case.as_of or str(record.get('received_on', ''))
        return self._validators[case.form].validate(record, as_of)

    def _record(self, case: Case) -> list[str]:
        if case.form not in self._validators:
            return [_("没有表单 {name}").format(name=case.form)]
        return list(_differences(case.expect, self.report(case)))

    def _due(self, case: Case) -> list[str]:
        events, problems = counting.read_events(case.events, self.pack.events, self.terms)
        if problems:
            return [str(problem) for problem in problems]
        as_of = date.fromisoformat(case.as_of) if case.as_of else (events.as_of or _last_day(events))
        found: dict[str, list[str | None]] = {}
        for deadline in counting.deadlines(self.terms, events, official_calendar(), as_of):
            found.setdefault(deadline.id, []).append(None if deadline.due is None else deadline.due.isoformat())
        return [
            _("{term} 应为 {expected}，得到 {actual}").format(term=term, expected=due, actual=found.get(term))
            for term, due in case.due.items()
            if due not in found.get(term, [])
        ]


def case_problems(pack: Pack) -> list[Problem]:
    """Run the terms and cases of a pack and list what does not come out as written."""
    runner = CaseRunner(pack)
    problems = list(counting.term_problems(runner.terms, file=f'{pack.id}/terms.yaml'))
    if problems:
        return problems
    for case in read_cases(pack):
        problems += [Problem(case.file, f'{case.name}：{difference}') for difference in runner.differences(case)]
    return problems


def _last_day(events: counting.Events) -> date:
    return max(day for days in events.days.values() for day in days)


def _differences(expect: Mapping[str, Any], report: Report) -> Iterable[str]:
    if report.outcome != expect['outcome']:
        yield _("结论应为 {expected}，得到 {actual}").format(expected=expect['outcome'], actual=report.outcome)
    if 'findings' in expect:
        yield from _finding_differences(expect['findings'], report)
    undecided = {item.id for item in report.undecided}
    for key, actual in (('checked', set(report.checked)), ('not_applicable', set(report.not_applicable))):
        for name in expect.get(key, ()):
            if name not in actual:
                yield _("{name} 应在 {list} 之中").format(name=name, list=key)
    if 'undecided' in expect and set(expect['undecided']) != undecided:
        yield _("无法判定的应为 {expected}，得到 {actual}").format(
            expected=sorted(expect['undecided']), actual=sorted(undecided)
        )


def _finding_differences(expected: Sequence[str], report: Report) -> Iterable[str]:
    """Compare findings as bags; an expected one without pointer stands for its code anywhere."""
    found = Counter((finding.code, finding.pointer) for finding in report.findings)
    for written in expected:
        code, _space, pointer = written.partition(' ')
        match = next((key for key in found if key[0] == code and pointer in ('', key[1])), None)
        if match is None:
            yield _("缺少 {finding}").format(finding=written)
            continue
        found[match] -= 1
        found += Counter()
    for code, pointer in found:
        yield _("多出 {finding}").format(finding=f'{code} {pointer}')


__all__ = ['Case', 'CaseRunner', 'case_problems', 'changed', 'read_cases']
