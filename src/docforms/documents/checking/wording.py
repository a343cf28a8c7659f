"""Write what was found in Word files: as text for people, as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from docforms.documents.checking.model import Deviation, Fault, TemplateReport
from docforms.i18n import _

# Of places of which the same is said, so many are named.
SHOWN: Final = 6


def as_text(report: TemplateReport) -> str:
    """Write a report in lines, everything with its place and remedy."""
    return '\n'.join(_lines(report))


def _lines(report: TemplateReport) -> Iterator[str]:
    checked = _("（变量对照 {id}）").format(id=report.document) if report.document else ''
    if report.clean:
        yield _("{file}{checked}：没有发现问题").format(file=report.file, checked=checked)
    else:
        counts = {'deviations': len(report.deviations), 'faults': len(report.faults)}
        heading = _("{file}{checked}：版式偏差 {deviations} 处，模板问题 {faults} 处")
        yield heading.format(file=report.file, checked=checked, **counts)
    for number, (label, found) in enumerate(_groups(report), start=1):
        yield _("  {number}. [{label}] {places}：{message}。{remedy}").format(
            number=number, label=label, places=_places(found), message=found[0].message, remedy=found[0].remedy
        )
    if report.tags and not report.document:
        yield _("  没有指明是哪种文书，变量名称未核对；请用 --document 指明")


def _groups(report: TemplateReport) -> Iterator[tuple[str, list[Deviation | Fault]]]:
    """Give what was found, the same said of several places together."""
    groups: dict[tuple[str, str, str], list[Deviation | Fault]] = {}
    everything: tuple[Deviation | Fault, ...] = (*report.deviations, *report.faults)
    for found in everything:
        if isinstance(found, Deviation):
            label = found.clause
        else:
            label = _("警告") if found.severity == 'warning' else _("错误")
        groups.setdefault((label, found.message, found.remedy), []).append(found)
    for (label, _message, _remedy), each in groups.items():
        yield label, each


def _places(found: Sequence[Deviation | Fault]) -> str:
    places = list(dict.fromkeys(str(each.place) for each in found))
    shown = '、'.join(places[:SHOWN])
    return shown if len(places) <= SHOWN else _("{places}等 {count} 处").format(places=shown, count=len(places))


def as_data(report: TemplateReport) -> dict[str, Any]:
    """Give a report as plain data; every place has its numbers and, as `where`, its words."""
    data = asdict(report)
    for group, found in (('deviations', report.deviations), ('faults', report.faults)):
        data[group] = [{**asdict(each), 'where': str(each.place)} for each in found]
    return data
