"""Scores as plain text: faults first, then totals and the result."""

from __future__ import annotations

from collections.abc import Iterator

from docforms.i18n import _
from docforms.reports.wrapping import wrapped
from docforms.scoring import Score, Sheet


def score_text(sheet: Sheet, score: Score, institution: str) -> str:
    """Write a score in lines of at most 100 columns."""
    return '\n'.join(_lines(sheet, score, institution))


def _lines(sheet: Sheet, score: Score, institution: str) -> Iterator[str]:
    warnings = len(score.faults) - len(score.errors)
    counts = _("评分数据有 {errors} 处须补正，{warnings} 处提醒").format(errors=len(score.errors), warnings=warnings)
    yield from wrapped(_("{institution}：{result}").format(institution=institution, result=result_of(sheet, score)))
    yield from wrapped(_("评分表：{title}").format(title=sheet.title))
    if score.faults:
        yield from wrapped(counts)
    for number, fault in enumerate([*score.errors, *(f for f in score.faults if f.warning)], start=1):
        yield from wrapped(f'{fault.message}（{fault.pointer}）', first=f'{number}. ', rest='   ')
    for title in score.vetoes:
        yield from wrapped(_("否决：{title}").format(title=title))
    for name, total in score.totals:
        done = _("{name}：{total} 分").format(name=name, total=total)
        yield done if total is not None else _("{name}：还没有评完").format(name=name)
    for scored in score.items:
        for name, reason, evidence in scored.deductions:
            line = _("{item}：{reason}（{name}）").format(item=scored.item.title, reason=reason, name=name)
            yield from wrapped(line + (_("，佐证 {number}").format(number=evidence) if evidence else ''), first='- ')


def result_of(sheet: Sheet, score: Score) -> str:
    """Say the result in words."""
    if score.total is None:
        return _("尚不能计算总分")
    word = sheet.passed if score.passed else sheet.failed
    text = _("总分 {total}（{pass_mark} 分及以上为{word_passed}），结果：{word}")
    return text.format(total=score.total, pass_mark=sheet.pass_mark, word_passed=sheet.passed, word=word)
