"""Deadlines as plain text: each date with the counting shown step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docforms.i18n import N_, _
from docforms.reports.wrapping import wrapped
from docforms.terms import Deadline, describe

STATES: Mapping[str, str] = {
    'due': N_("未到期"),
    'met': N_("已按期办理"),
    'late': N_("逾期"),
    'waiting': N_("尚未届满"),
    'passed': N_("已届满"),
    'not-started': N_("尚未起算"),
    'no-number': N_("无具体期限"),
}


def deadlines_text(deadlines: Sequence[Deadline], *, pack_title: str, as_of: str) -> str:
    """Write every deadline in lines of at most 100 columns; those that have not begun are only named, at the end.

    Args:
        deadlines: What to say, in this order.
        pack_title: Title of the regulation, without 《》.
        as_of: The day the states are told for, ISO.
    """
    begun = [deadline for deadline in deadlines if deadline.state != 'not-started']
    waiting = [deadline for deadline in deadlines if deadline.state == 'not-started']
    late = sum(deadline.state == 'late' for deadline in begun)
    head = _("共 {count} 个期限已起算，其中逾期 {late} 个；按 {day} 的情况").format(
        count=len(begun), late=late, day=as_of
    )
    blocks = [[head], *(list(_lines(deadline, pack_title)) for deadline in begun)]
    if waiting:
        titles = _("、").join(deadline.title for deadline in waiting)
        blocks.append(wrapped(_("尚未起算：{titles}").format(titles=titles), rest='  '))
    return '\n\n'.join('\n'.join(block) for block in blocks)


def _lines(deadline: Deadline, pack_title: str) -> Iterator[str]:
    yield from wrapped(_("{title}：{result}").format(title=deadline.title, result=_result(deadline)))
    party = _("责任方：{party}").format(party=deadline.party)
    rows = '、'.join(deadline.requirements)
    source = _("依据：《{title}》{citation}（{rows}）").format(title=pack_title, citation=deadline.citation, rows=rows)
    for line in (party, source):
        yield from wrapped(line, first='  ', rest='    ')
    for step in deadline.steps:
        yield from wrapped(describe(step), first='    ', rest='      ')
    for note in deadline.notes:
        yield from wrapped(note, first='  ※ ', rest='    ')
    if deadline.lapse:
        yield from wrapped(_("逾期后果：{lapse}").format(lapse=deadline.lapse), first='  ', rest='    ')


def _result(deadline: Deadline) -> str:
    state = _(STATES[deadline.state])
    if deadline.kind == 'count' and deadline.made is not None:
        return _("已有 {made} 次，还缺 {missing} 次").format(made=deadline.made, missing=deadline.missing)
    if deadline.due is None:
        return state
    text = _("{due}（{state}）").format(due=deadline.due, state=state)
    if deadline.state == 'late':
        text = _("{due}（逾期 {days} 日）").format(due=deadline.due, days=deadline.days_late)
    return _("{text}【暂定】").format(text=text) if deadline.provisional else text
