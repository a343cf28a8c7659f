"""Score an assessment: every missing or wrong mark in one pass, the totals, and the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from docforms.expressions import nearest
from docforms.findings import pointer_of
from docforms.i18n import _
from docforms.scoring.sheet import Item, Sheet


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the marks: the place, what is wrong, what to do, and whether it only advises."""

    pointer: str
    message: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What one item got: the mean of the scorers' marks, with every deduction."""

    item: Item
    mark: Decimal | None
    deductions: tuple[tuple[str, str, str], ...]
    """Scorer, reason, number of the evidence."""


@dataclass(frozen=True, slots=True)
class Score:
    """The whole result; `total` and `passed` are None while a mark is missing or wrong."""

    faults: tuple[Fault, ...]
    items: tuple[ItemScore, ...]
    totals: tuple[tuple[str, Decimal | None], ...]
    """Scorer and that scorer's total."""
    total: Decimal | None
    vetoes: tuple[str, ...]
    passed: bool | None

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the sheet from having a result."""
        return tuple(fault for fault in self.faults if not fault.warning)


def score(sheet: Sheet, marks: Mapping[str, Any]) -> Score:
    """Score marks that keep to docforms:meta/marks; scorers who have recused themselves do not count."""
    scorers = [(index, each) for index, each in enumerate(marks['scorers']) if not each.get('recused')]
    faults = [*_weight_faults(sheet), *_group_faults(sheet, marks, len(scorers))]
    for index, scorer in scorers:
        faults += _mark_faults(sheet, scorer, index)
    faults += _veto_faults(sheet, marks.get('vetoes', ()))
    faults += _name_faults(scorers)
    totals = tuple((scorer['name'], _total(sheet, scorer)) for _index, scorer in scorers)
    sound = not any(not fault.warning for fault in faults)
    exact = _combined(sheet, [each for _name, each in totals if each is not None]) if sound else None
    vetoes = tuple(veto.title for veto in sheet.vetoes if veto.id in marks.get('vetoes', ()))
    return Score(
        faults=tuple(faults),
        items=tuple(_item_score(item, [scorer for _index, scorer in scorers]) for item in sheet.items),
        totals=totals,
        # Rounding is for printing: 89.996 is not 90.
        total=None if exact is None else exact.quantize(Decimal(1).scaleb(-sheet.decimals), ROUND_HALF_UP),
        vetoes=vetoes,
        passed=None if exact is None else exact >= sheet.pass_mark and not vetoes,
    )


def _weight_faults(sheet: Sheet) -> Iterator[Fault]:
    """Refuse use of a sheet until its weights total the full mark."""
    for item in sheet.unweighted:
        message = _("评分表“{item}”还没有分值，请先在评分表中填写").format(item=item.title)
        yield Fault(pointer_of(('sheet', item.id)), message)
    if not sheet.unweighted and sheet.weights_total != sheet.full_mark:
        message = _("评分表各项分值合计 {total}，应为 {full}，调整后才能使用")
        yield Fault('/sheet', message.format(total=sheet.weights_total, full=sheet.full_mark))


def _group_faults(sheet: Sheet, marks: Mapping[str, Any], count: int) -> Iterator[Fault]:
    if not count:
        yield Fault('/scorers', _("没有可以计分的评分人（都已回避），请补充评分人"))
    group = sheet.group
    if group is None:
        return
    wrong = []
    if count < group.minimum:
        wrong.append(_("评分人 {count} 名，少于 {minimum} 名").format(count=count, minimum=group.minimum))
    if group.odd and count % 2 == 0:
        wrong.append(_("评分人 {count} 名，不是单数").format(count=count))
    explained = group.binding == 'soft' and bool(marks.get('group_note'))
    if wrong and not explained:
        advice = _("请补足，或在 group_note 中说明原因") if group.binding == 'soft' else _("请补足")
        yield Fault('/scorers', _("；").join([*wrong, advice]), warning=group.binding == 'soft')


def _mark_faults(sheet: Sheet, scorer: Mapping[str, Any], index: int) -> Iterator[Fault]:
    marks = scorer.get('marks', {})
    deductions = scorer.get('deductions', {})
    known = {item.id for item in sheet.items}
    if scorer.get('interest'):
        message = _("{name}与被评估单位有利害关系，应当回避").format(name=scorer['name'])
        yield Fault(pointer_of(('scorers', index, 'interest')), message)
    for item in sheet.items:
        place = pointer_of(('scorers', index, 'marks', item.id))
        mark = marks.get(item.id)
        if mark is None:
            yield Fault(place, _("{name}没有给“{item}”打分").format(name=scorer['name'], item=item.title))
        elif mark < 0 or (item.weight is not None and mark > item.weight):
            message = _("{name}给“{item}”打了 {mark} 分，应在 0 到 {weight} 之间")
            weight = '' if item.weight is None else item.weight
            yield Fault(place, message.format(name=scorer['name'], item=item.title, mark=mark, weight=weight))
        elif item.weight is not None and mark < item.weight and item.id not in deductions:
            message = _("{name}给“{item}”扣了分，没有写扣分原因").format(name=scorer['name'], item=item.title)
            yield Fault(pointer_of(('scorers', index, 'deductions', item.id)), message)
    for name in [*marks, *deductions]:
        if name not in known:
            message = _("评分表没有项目 {name}{near}").format(name=name[:60], near=nearest(name, known))
            yield Fault(pointer_of(('scorers', index, 'marks', name)), message)


def _name_faults(scorers: Sequence[tuple[int, Mapping[str, Any]]]) -> Iterator[Fault]:
    """Refuse scorers who cannot be told apart."""
    seen: set[str] = set()
    for index, scorer in scorers:
        if scorer['name'] in seen:
            message = _("评分人“{name}”出现两次，同名的请加以区别").format(name=scorer['name'])
            yield Fault(pointer_of(('scorers', index, 'name')), message)
        seen.add(scorer['name'])


def _veto_faults(sheet: Sheet, vetoes: Sequence[str]) -> Iterator[Fault]:
    known = [veto.id for veto in sheet.vetoes]
    for index, name in enumerate(vetoes):
        if name not in known:
            message = _("评分表没有否决项 {name}{near}").format(name=name[:60], near=nearest(name, known))
            yield Fault(pointer_of(('vetoes', index)), message)


def _total(sheet: Sheet, scorer: Mapping[str, Any]) -> Decimal | None:
    marks = scorer.get('marks', {})
    found = [marks.get(item.id) for item in sheet.items]
    return None if any(mark is None for mark in found) else sum((Decimal(mark) for mark in found), Decimal(0))


def _combined(sheet: Sheet, totals: Sequence[Decimal]) -> Decimal:
    """Combine the scorers' totals in the declared way, exactly."""
    counted = sorted(totals)
    if sheet.combine == 'trimmed-mean' and len(counted) > 2:
        counted = counted[1:-1]
    value = median(counted) if sheet.combine == 'median' else sum(counted, Decimal(0)) / len(counted)
    return Decimal(value)


def _item_score(item: Item, scorers: Sequence[Mapping[str, Any]]) -> ItemScore:
    marks = [scorer.get('marks', {}).get(item.id) for scorer in scorers]
    known = [Decimal(mark) for mark in marks if mark is not None]
    mean = sum(known, Decimal(0)) / len(known) if known and len(known) == len(marks) else None
    deductions = tuple(
        (scorer['name'], deduction['reason'], deduction.get('evidence', ''))
        for scorer in scorers
        if (deduction := scorer.get('deductions', {}).get(item.id)) is not None
    )
    return ItemScore(item, None if mean is None else mean.quantize(Decimal('0.01'), ROUND_HALF_UP), deductions)
