"""What every report says alike: counts, outcome, headings, order, citations, scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from docforms.findings import KIND_ORDER, Finding, Kind, Report, Severity, Undecided, in_reading_order
from docforms.i18n import N_, _
from docforms.reports.names import Names
from docforms.reports.printable import one_line

KINDS: Final[Mapping[Kind, str]] = {
    'bar': N_("{bar}情形"),
    'condition': N_("不符合的条件"),
    'material': N_("缺少或不合格的材料"),
    'field': N_("填写有误"),
    'consistency': N_("互相不一致"),
}
SEVERITIES: Final[Mapping[Severity, str]] = {'error': N_("错误"), 'warning': N_("提醒")}


@dataclass(frozen=True, slots=True)
class Section:
    """Findings that stand under one heading, with their numbers in the whole report."""

    title: str
    severity: Severity
    findings: tuple[tuple[int, Finding], ...]


def numbered(report: Report) -> tuple[tuple[int, Finding], ...]:
    """Number the findings in reading order, from 1."""
    return tuple(enumerate(in_reading_order(report.findings), start=1))


def kind_words(kind: Kind, names: Names) -> str:
    """Say what is wrong in general."""
    return _(KINDS[kind]).format(bar=_refusal(names))


def sections(report: Report, names: Names) -> list[Section]:
    """Put the errors under their kinds, gravest first, and every warning after them."""
    findings = numbered(report)
    found: list[Section] = []
    for kind in sorted(KINDS, key=KIND_ORDER.__getitem__):
        errors = tuple(pair for pair in findings if pair[1].kind == kind and pair[1].severity == 'error')
        if errors:
            found.append(Section(kind_words(kind, names), 'error', errors))
    warnings = tuple(pair for pair in findings if pair[1].severity == 'warning')
    if warnings:
        found.append(Section(_("提醒（不影响结论）"), 'warning', warnings))
    return found


def summary_line(report: Report, names: Names) -> str:
    """Say in one line how many findings there are and what they come to."""
    if report.undecided:
        message = _(
            "共 {count} 项：错误 {errors} 项，提醒 {warnings} 项；结论：{outcome}；另有 {undecided} 项尚不能判断"
        )
    else:
        message = _("共 {count} 项：错误 {errors} 项，提醒 {warnings} 项；结论：{outcome}")
    return message.format(
        count=len(report.findings),
        errors=len(report.errors),
        warnings=len(report.warnings),
        outcome=outcome_words(report, names),
        undecided=len(report.undecided),
    )


def outcome_words(report: Report, names: Names) -> str:
    """Say the outcome as an office does; a refusal tells which of its two grounds hold."""
    if report.outcome == 'complete':
        return _("材料齐全、填写无误")
    if report.outcome == 'supplement':
        return _("需要补正")
    kinds = {finding.kind for finding in report.errors}
    if {'bar', 'condition'} <= kinds:
        return _("{bar}，并且不符合条件").format(bar=_refusal(names))
    if 'bar' in kinds:
        return _refusal(names)
    return _("不符合条件") if 'condition' in kinds else _("{bar}或不符合条件").format(bar=_refusal(names))


def _refusal(names: Names) -> str:
    return one_line(names.bar) or _("不予受理")


def scope_line(report: Report) -> str:
    """Say how many rules and materials were looked at."""
    counts = (len(report.checked), len(report.not_applicable), len(report.undecided))
    message = _(
        "核验范围：规则和材料共 {total} 项，其中已核验 {checked} 项，"
        "不适用 {not_applicable} 项，尚不能判断 {undecided} 项"
    )
    return message.format(total=sum(counts), checked=counts[0], not_applicable=counts[1], undecided=counts[2])


def cited(finding: Finding, pack_title: str = '') -> str:
    """Cite the source of a finding and its rows; with the title where nothing around it says which regulation.

    Empty for a finding without source.
    """
    rows = _("、").join(one_line(row) for row in finding.requirements)
    place = one_line(finding.citation)
    if not place:
        return rows
    if pack_title:
        place = _("《{title}》{place}").format(title=one_line(pack_title), place=place)
    return _("{place}（{rows}）").format(place=place, rows=rows) if rows else place


def source_column(pack_title: str) -> str:
    """Title a column of citations, so that the regulation is named once and not in every row."""
    return _("依据（《{title}》）").format(title=one_line(pack_title))


def what(finding: Finding) -> str:
    """Say the place of a finding and what is wrong with it."""
    label, message = one_line(finding.label), one_line(finding.message)
    return _("{label}：{message}").format(label=label, message=message) if label and message else label or message


def needed(item: Undecided, names: Names) -> str:
    """Name the places that something undecided needs."""
    return _("、").join(map(names.place, item.needs))


def needed_and_remedy(item: Undecided, names: Names) -> str:
    """Name the places that something undecided needs, and say what to do where there is more to say."""
    needs, remedy = needed(item, names), one_line(item.remedy)
    return _("{needs}。{remedy}").format(needs=needs, remedy=remedy) if remedy else needs


def day(iso: str) -> str:
    """Write an ISO date as people do; anything else as it stands."""
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return one_line(iso)
    return _("{year}年{month}月{day}日").format(year=found.year, month=found.month, day=found.day)
