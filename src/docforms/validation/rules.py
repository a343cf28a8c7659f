"""Check the rules of a form: conditions, bars and consistency."""

from __future__ import annotations

from docforms.expressions import Expression, Unknown
from docforms.findings import Finding
from docforms.i18n import _
from docforms.packs import Rule
from docforms.validation.deciding import Decisions


def decide_rule(rule: Rule, decisions: Decisions) -> None:
    """Check one rule against the record of the decisions."""
    if rule.each is None:
        _decide_once(rule, decisions)
        return
    items = rule.each.value(decisions.scope)
    if isinstance(items, Unknown):
        decisions.leave_open(rule.id, rule.title, [(items, rule.each)])
    elif not items:
        decisions.not_applicable.append(rule.id)
    else:
        _decide_items(rule, items, decisions)


def _decide_once(rule: Rule, decisions: Decisions) -> None:
    applies = decisions.applies(rule.when)
    if applies is False:
        decisions.not_applicable.append(rule.id)
        return
    if isinstance(applies, Unknown):
        assert rule.when is not None
        decisions.leave_open(rule.id, rule.title, [(applies, rule.when)])
        return
    value = rule.check.value(decisions.scope)
    if isinstance(value, Unknown):
        decisions.leave_open(rule.id, rule.title, [(value, rule.check)])
        return
    decisions.checked.append(rule.id)
    if not value:
        decisions.findings.append(_finding(rule, decisions, None))


def _decide_items(rule: Rule, items: list[object], decisions: Decisions) -> None:
    """Check every item; failed items are findings even while others are undecided."""
    names = decisions.scope.names
    open_items: list[tuple[Unknown, Expression]] = []
    applied = False
    for index, item in enumerate(items):
        names['item'], names['number'] = item, index + 1
        applies = decisions.applies(rule.when)
        if applies is False:
            continue
        applied = True
        if isinstance(applies, Unknown):
            assert rule.when is not None
            open_items.append((applies, rule.when))
            continue
        value = rule.check.value(decisions.scope)
        if isinstance(value, Unknown):
            open_items.append((value, rule.check))
        elif not value:
            decisions.findings.append(_finding(rule, decisions, index))
    if not applied:
        decisions.not_applicable.append(rule.id)
    elif open_items:
        decisions.leave_open(rule.id, rule.title, open_items)
    else:
        decisions.checked.append(rule.id)


def _finding(rule: Rule, decisions: Decisions, index: int | None) -> Finding:
    pointer, label = rule.pointer, rule.label
    if index is not None:
        pointer = pointer.replace('{index}', str(index))
        label = _("{label}（第{row}行）").format(label=label, row=index + 1)
    fallback = _("不符合：{title}").format(title=rule.title)
    return Finding(
        code=rule.id,
        kind=rule.kind,
        severity=rule.severity,
        pointer=pointer,
        label=label,
        message=decisions.written(rule.message, fallback),
        remedy=decisions.written(rule.remedy, _("请核对“{label}”并补正").format(label=label)),
        requirements=rule.source,
        citation=decisions.pack.citation(rule.source),
    )
