"""Fill in a form as an applicant's computer might, and keep what stands in every cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docforms.documents import render
from docforms.documents.form_context import form_context
from docforms.documents.values import without_blanks
from docforms.packs import Form, Pack
from docforms.packs.layouts import field_names
from setting import CLOSE, OPEN, varied
from words import Random, chance, pick

DATE_STYLES: Final[tuple[Callable[[dt.date], str], ...]] = (
    lambda day: f'{day.year}年{day.month}月{day.day}日',
    lambda day: f'{day.year}年{day.month:02}月{day.day:02}日',
    lambda day: f'{day.year}.{day.month}.{day.day}',
    lambda day: day.isoformat(),
    lambda day: f'{day.year}/{day.month}/{day.day}',
    lambda day: f'{day.year} 年 {day.month} 月 {day.day} 日',
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A filled form: `docx` has what is filled in blue, `texts` what stands in each cell, by pointer."""

    docx: bytes
    texts: Mapping[str, str]


def printed(
    pack: Pack, form: Form, record: Mapping[str, Any], rng: Random, *, by_hand: bool, faces: Sequence[str] = ()
) -> Printed:
    """Fill in a form and vary how it is set; every cell of the form has a text, blank ones an empty one."""
    context = form_context(form.layout, form.schema, record)
    values: dict[str, Any] = context['form']  # type: ignore[assignment] # a form is a group
    _restyle(form.schema['properties']['fields'], record['fields'], values, rng)
    texts = dict(_texts(form, values, record['fields']))
    marked = _marked(values, record['fields'])
    docx = render(form.template, {'form': marked, 'pack': without_blanks(pack.info)}, name=form.id)
    return Printed(varied(docx, rng, by_hand=by_hand, faces=faces), texts)


def _restyle(node: Mapping[str, Any], given: Mapping[str, Any], texts: dict[str, Any], rng: Random) -> None:
    """Write dates as people do, and now and then a copy as a copy."""
    date_style = pick(rng, DATE_STYLES)
    for name, child in node['properties'].items():
        value = given.get(name)
        if child.get('format') == 'date' and value:
            style = DATE_STYLES[0] if '签' in child['title'] or '申请' in child['title'] else date_style
            texts[name] = style(dt.date.fromisoformat(value))
        elif child.get('title') == '是否原件' and value is False and chance(rng, 0.3):
            texts[name] = '复印件'
        elif child.get('type') == 'array' and child['items'].get('type') == 'object':
            for row, row_texts in zip(value or (), texts[name], strict=False):
                _restyle(child['items'], row, row_texts, rng)


def _texts(form: Form, values: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the text of every cell of the layout by the pointer of its field."""
    for row in form.layout['rows']:
        lines = [each for cell in row['cells'] for each in _lines(cell)]
        names = [name for line in lines for name in field_names(line)]
        if 'repeat' in row:
            listed = row['repeat']
            for number, texts in enumerate(values[listed]):
                filled = (given.get(listed) or [])[number:]
                for name in names:
                    known = bool(filled) and filled[0].get(name) not in {None, ''}
                    yield f'/fields/{listed}/{number}/{name}', texts[name] if known else ''
        else:
            yield from ((f'/fields/{name}', values[name] if _given(given, name) else '') for name in names)
    for each in form.layout.get('after', ()):
        for name in field_names(each['text']):
            yield f'/fields/{name}', values[name] if _given(given, name) else ''


def _lines(cell: Mapping[str, Any]) -> Iterator[str]:
    yield cell.get('value', '')
    yield from (each['text'] for each in cell.get('paragraphs', ()))


def _given(given: Mapping[str, Any], name: str) -> bool:
    return given.get(name) not in (None, '', [])


def _marked(texts: Any, given: Any) -> Any:
    """Put marks around every text that was filled in."""
    if isinstance(texts, dict):
        members = given if isinstance(given, Mapping) else {}
        return {name: _marked(text, members.get(name)) for name, text in texts.items()}
    if isinstance(texts, list):
        rows = given or []
        return [_marked(text, rows[place] if place < len(rows) else None) for place, text in enumerate(texts)]
    return texts if given in (None, '', []) else f'{OPEN}{texts}{CLOSE}'
