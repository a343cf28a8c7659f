"""The result of an extraction as text: what has to be looked at first, then everything that was read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from docforms.i18n import N_, _
from docforms.records import plain
from docforms.reports.printable import one_line

if TYPE_CHECKING:
    from docforms.extraction import Evidence, FieldEvidence
    from docforms.papers import Paper

_STATES: Final = {'doubtful': N_("存疑"), 'unreadable': N_("未读出")}
_LONGEST: Final = 60


def evidence_text(evidence: Evidence, *, form_title: str) -> str:
    """Write what was read from one file."""
    return '\n'.join(_lines(evidence, form_title))


def evidence_json(evidence: Evidence) -> str:
    """Write the whole result as JSON people can read; without a final newline."""
    return json.dumps(evidence.to_data(), ensure_ascii=False, indent=2, default=plain)


def _lines(evidence: Evidence, title: str) -> Iterator[str]:
    yield f'{evidence.source.file}：{one_line(title)}（{evidence.form}）'
    doubtful = [each for each in evidence.fields if each.state in _STATES]
    read = [each for each in evidence.fields if each.state == 'read']
    blank = sum(each.state == 'blank' for each in evidence.fields)
    counts = {'read': len(read), 'blank': blank, 'doubtful': len(doubtful)}
    yield _("读出 {read} 栏，空白 {blank} 栏，需要核对 {doubtful} 栏").format(**counts)
    if doubtful:
        yield ''
        yield _("需要对照原件核对：")
        yield from (_doubtful(each) for each in doubtful)
    if read:
        yield ''
        yield _("已读出：")
        yield from (_read(each) for each in read)
    if evidence.papers:
        yield ''
        yield _("材料：")
        yield from (line for paper in evidence.papers for line in _paper(paper))


def _paper(paper: Paper) -> Iterator[str]:
    where = _("{file}第{pages}页").format(file=paper.file, pages='、'.join(map(str, paper.pages)))
    yield f'  {one_line(paper.title)}（{where}）'
    for value in paper.values:
        if value.state == 'read':
            yield f'    {value.label}：{_short(value.value or value.text)}'
        elif value.state in _STATES:
            text = _("，读作“{text}”").format(text=_short(value.text)) if value.text else ''
            yield f'    {value.label}：{_(_STATES[value.state])}{text}。{value.note}'


def _doubtful(field: FieldEvidence) -> str:
    state = _(_STATES[field.state])
    text = _("，读作“{text}”").format(text=_short(field.text)) if field.text else ''
    guess = _("，可能是“{text}”").format(text=_short(field.suggestion)) if field.suggestion else ''
    return f'  {one_line(field.label)}{_where(field)}：{state}{text}{guess}。{field.note}'


def _read(field: FieldEvidence) -> str:
    note = f'（{field.note}）' if field.note else ''
    return f'  {one_line(field.label)}：{_short(value_text(field.value))}{note}'


def _where(field: FieldEvidence) -> str:
    if field.page is not None:
        return _("（第{page}页）").format(page=field.page)
    return f'（{field.place}）' if field.place else ''


def value_text(value: Any) -> str:
    """Write a value as people do."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return '、'.join(map(str, value)) if isinstance(value, list) else str(value)


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= _LONGEST else f'{text[:_LONGEST]}…'
