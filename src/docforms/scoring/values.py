"""The values a printed score sheet is filled with."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from docforms.scoring.score import ItemScore, Score
from docforms.scoring.sheet import Section, Sheet


def sheet_values(sheet: Sheet, score: Score, marks: Mapping[str, Any]) -> dict[str, Any]:
    """Give everything a document of a sheet may ask for; the document takes what its schema names.

    `rows` has one group for each item, in order, with section, number, title, standard, method, weight, mark, reasons
    and evidence; `sections` the subtotals; `scorers` names, units, roles and totals.
    """
    by_id = {each.item.id: each for each in score.items}
    totals = dict(score.totals)
    values: dict[str, Any] = {
        'sheet_title': sheet.title,
        'annex': sheet.annex,
        'institution_name': marks['institution_name'],
        'assessed_on': marks.get('assessed_on'),
        'note': marks.get('note'),
        'group_note': marks.get('group_note'),
        'reference_only': sheet.reference_only,
        'full_mark': sheet.full_mark,
        'pass_mark': sheet.pass_mark,
        'total': score.total,
        'result': None if score.passed is None else sheet.passed if score.passed else sheet.failed,
        'vetoes': list(score.vetoes),
        'sections': [_section(section, by_id) for section in sheet.sections],
        'rows': [
            _row(number, section, by_id[item.id])
            for number, (section, item) in enumerate(
                ((section, item) for section in sheet.sections for item in section.items), start=1
            )
        ],
        'scorers': [
            {
                'name': each['name'],
                'unit': each.get('unit'),
                'role': each.get('role'),
                'total': totals.get(each['name']),
                'recused': bool(each.get('recused')),
            }
            for each in marks['scorers']
        ],
    }
    return {name: value for name, value in values.items() if value is not None}


def _section(section: Section, by_id: Mapping[str, ItemScore]) -> dict[str, Any]:
    marks = [by_id[item.id].mark for item in section.items]
    subtotal = None if any(mark is None for mark in marks) else sum((m for m in marks if m is not None), Decimal(0))
    full = sum((item.weight for item in section.items if item.weight is not None), Decimal(0))
    return {'title': section.title, 'full': full, 'subtotal': subtotal}


def _row(number: int, section: Section, scored: ItemScore) -> dict[str, Any]:
    item = scored.item
    return {
        'number': number,
        'section': section.title,
        'title': item.title,
        'standard': item.standard,
        'method': item.method,
        'weight': item.weight,
        'mark': scored.mark,
        'reasons': '；'.join(dict.fromkeys(reason for _name, reason, _evidence in scored.deductions)),
        'evidence': '、'.join(dict.fromkeys(each for _name, _reason, each in scored.deductions if each)),
    }
