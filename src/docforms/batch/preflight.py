"""Check every row of a table before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from docforms.batch.rows import Row, RowFinding
from docforms.batch.tables import Table
from docforms.documents.values import refuse_unprintable
from docforms.exceptions import InputError
from docforms.files import opened
from docforms.findings import Finding, parts_of
from docforms.i18n import _
from docforms.packs import DocumentType, Pack
from docforms.validation import ValueChecker

# How many findings are kept; a table that is wrong throughout has millions.
KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Preflight:
    """What checking a table gave.

    `rows` counts all rows, `bad` those with findings, `count` all findings, of which `findings` keeps the first
    (`KEPT`). `digest` is the sha256 of the file in hexadecimal digits.
    """

    rows: int
    bad: int
    count: int
    findings: tuple[RowFinding, ...]
    digest: str


def checked(
    table: Table, pack: Pack, document: DocumentType, *, office: Mapping[str, Any] | None = None
) -> Iterator[Row]:
    """Give every row with all its findings, from reading and from the check `docforms render` makes.

    `values` of a good row are complete: with what the office gives, and without blanks, ready for
    `render_document()`. `office` may hold values the document does not know; they are left out.

    Raises:
        InputError: at once, when a value the office gives is wrong; while reading, when the file is damaged.
    """
    checker = ValueChecker(pack, document.schema)
    known = document.schema['properties']
    fixed = {name: value for name, value in (office or {}).items() if name in known}
    _refuse_wrong_office(checker.check(fixed)[1])
    return (_checked(row, table, checker, fixed) for row in table)


def preflight(
    table: Table, pack: Pack, document: DocumentType, *, office: Mapping[str, Any] | None = None
) -> Preflight:
    """Check every row in one pass; only counts and the first findings are kept.

    Raises:
        InputError: as `checked`.
    """
    digest = digest_of(table.path)
    rows = bad = count = 0
    kept: list[RowFinding] = []
    for row in checked(table, pack, document, office=office):
        rows += 1
        bad += bool(row.findings)
        count += len(row.findings)
        kept += row.findings[: KEPT - len(kept)]
    return Preflight(rows, bad, count, tuple(kept), digest)


def digest_of(path: Path) -> str:
    """Give the sha256 of a file in hexadecimal digits."""
    with opened(path) as stream:
        return hashlib.file_digest(stream, 'sha256').hexdigest()


def _refuse_wrong_office(findings: Sequence[Finding]) -> None:
    wrong = [finding for finding in findings if finding.code != 'field-missing' and finding.severity == 'error']
    if wrong:
        lines = [f'  {finding.label}（{finding.pointer}）：{finding.message}。{finding.remedy}' for finding in wrong]
        head = _("本单位的固定信息有 {count} 处错误：").format(count=len(wrong))
        raise InputError('\n'.join([head, *lines]))


def _checked(row: Row, table: Table, checker: ValueChecker, fixed: Mapping[str, Any]) -> Row:
    if row.findings and not row.values:
        return row  # nothing could be read: that everything is missing says nothing more
    values, found = checker.check({**fixed, **row.values})
    findings = [*row.findings]
    unread = {(finding.sheet, finding.row, finding.column) for finding in findings}
    for finding in found:
        place = table.place(row, parts_of(finding.pointer))
        is_unread = finding.code == 'field-missing' and place[:3] in unread
        if finding.severity == 'error' and not is_unread:
            findings.append(RowFinding(*place, finding.message, finding.remedy))
    if not findings:
        findings += _unprintable(row, table, values)
    return replace(row, values=values, findings=tuple(findings))


def _unprintable(row: Row, table: Table, values: Mapping[str, Any]) -> Iterator[RowFinding]:
    """Say what rendering would refuse to print."""
    try:
        refuse_unprintable(values, nulls=True)
    except InputError as error:
        pointer, _colon, message = str(error).partition('：')
        yield RowFinding(*table.place(row, parts_of(pointer)), message, _("请改正后再试"))
