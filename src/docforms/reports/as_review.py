"""An extraction beside the pages it was read from, to be accepted or corrected: one web page, complete in itself.

The page is built as a tree and written by the standard library, so that no value can become markup. It runs one
script, ours, known by its digest; nothing is fetched and nothing leaves it but the file the clerk saves.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import PurePath
from typing import Any, Final
from xml.etree import ElementTree as ET

from docforms.extraction import Evidence, FieldEvidence
from docforms.extraction.views import PageView
from docforms.findings import parts_of
from docforms.i18n import N_, _, current_language
from docforms.packs.model import Form, Schema
from docforms.packs.schemas import node_at
from docforms.records import plain
from docforms.reports.as_evidence import value_text
from docforms.reports.printable import one_line, printable
from docforms.reports.review_pages import add_pages

# What has to be looked at comes first.
_GROUPS: Final = (
    (('doubtful', 'unreadable'), N_("待核对（{count} 栏）")),
    (('read',), N_("已读出（{count} 栏）")),
    (('blank',), N_("空白（{count} 栏）")),
)
_STATES: Final = {
    'doubtful': N_("存疑"),
    'unreadable': N_("未读出"),
    'read': N_("已读出"),
    'blank': N_("空白"),
    'confirmed': N_("已核对"),
}
# Characters that could end the element JSON stands in.
_MARKUP: Final = {ord(character): f'\\u{ord(character):04x}' for character in '<>&'}


def review_page(evidence: Evidence, form: Form, views: Sequence[PageView]) -> str:
    """Write the page; without views it shows the fields alone.

    Saving gives the evidence as `docforms extract` does, with the confirmed values in its record. It is the office's
    own working file: values and pages are shown in full. Equal arguments give equal text.
    """
    root = ET.Element('html', lang='zh-CN' if current_language() == 'zh' else 'en')
    _head(_add(root, 'head'), one_line(evidence.source.file))
    body = _add(root, 'body', **_words(evidence))
    _header(body, evidence, form)
    main = _add(body, 'main')
    if views:
        add_pages(main, evidence, views)
    _fields(main, evidence, form)
    _add(body, 'script', _embedded(evidence), type='application/json', id='evidence')
    _add(body, 'script', _asset('review.js'))
    return f'<!DOCTYPE html>\n{ET.tostring(root, encoding="unicode", method="html")}\n'


def _add(parent: ET.Element, tag: str, text: str = '', **attributes: str) -> ET.Element:
    """Add an element on a line of its own."""
    named = {name.rstrip('_').replace('_', '-'): value for name, value in attributes.items()}
    child = ET.SubElement(parent, tag, named)
    child.text = text
    child.tail = '\n'
    return child


def _head(head: ET.Element, file: str) -> None:
    sources = {name: f"'sha256-{_digest(_asset(f'review.{name}'))}'" for name in ('css', 'js')}
    policy = (
        f"default-src 'none'; img-src data:; style-src {sources['css']}; script-src {sources['js']}; "
        "base-uri 'none'; form-action 'none'"
    )
    _add(head, 'meta', charset='utf-8')
    _add(head, 'meta', http_equiv='Content-Security-Policy', content=policy)
    _add(head, 'meta', name='viewport', content='width=device-width, initial-scale=1')
    _add(head, 'title', _("核对：{file}").format(file=file))
    _add(head, 'style', _asset('review.css'))


@cache
def _asset(name: str) -> str:
    return resources.files('docforms.reports').joinpath(name).read_text('utf-8')


def _digest(text: str) -> str:
    return base64.b64encode(sha256(text.encode()).digest()).decode()


def _words(evidence: Evidence) -> dict[str, str]:
    """Give what the script says, and the name of the file it saves."""
    again = _("原件上确是这样写的，就再按一次 Enter")
    words = {
        'file': f'{PurePath(one_line(evidence.source.file)).stem}.json',
        'progress': _("已核对 {done} 栏，共 {all} 栏待核对"),
        'done': _("待核对的 {all} 栏都核对完了，请保存"),
        'note': _("已人工核对"),
        'empty': _("这一栏没有内容。原件上确是空白，就再按一次 Enter"),
        'number': _("应为数字。{again}").format(again=again),
        'date': _("应为日期，例如 2026-02-26。{again}").format(again=again),
        'month': _("应为年月，例如 2026-02。{again}").format(again=again),
        'choice': _("不在可选的内容之中。{again}").format(again=again),
        **{state: _(word) for state, word in _STATES.items()},
    }
    return {f'data_{name}': text for name, text in words.items()}


def _header(body: ET.Element, evidence: Evidence, form: Form) -> None:
    header = _add(body, 'header')
    _add(header, 'h1', _("核对：{file}").format(file=one_line(evidence.source.file)))
    _add(header, 'p', f'{one_line(form.title)}（{one_line(evidence.form)}）', class_='about')
    private = _("本页含有申请人的个人信息和原件图像，只在本机打开和保存，不联网；核对完后请按本单位规定保管或删除。")
    _add(header, 'p', private, class_='about')
    keys = _(
        "Enter 接受并到下一处，直接输入即改正，Shift+Enter 换行，Ctrl+Enter 采用建议，Esc 撤销，Tab 换栏，Ctrl+S 保存。"
    )
    _add(header, 'p', keys, class_='about')
    bar = _add(header, 'div', class_='bar')
    doubts = sum(field.state in _GROUPS[0][0] for field in evidence.fields)
    _add(bar, 'progress', id='progress', max=str(max(doubts, 1)), value='0', aria_labelledby='count')
    _add(bar, 'output', id='count', aria_live='polite')
    _add(bar, 'button', _("保存核对结果"), id='save', type='button')
    _add(body, 'noscript', _("浏览器没有运行本页的脚本，只能查看，不能核对和保存。"))


def _fields(main: ET.Element, evidence: Evidence, form: Form) -> None:
    section = _add(main, 'section', class_='fields', aria_label=_("读出的内容"))
    for states, title in _GROUPS:
        fields = [(number, field) for number, field in enumerate(evidence.fields) if field.state in states]
        if not fields:
            continue
        group = _add(section, 'section')
        _add(group, 'h2', _(title).format(count=len(fields)))
        for number, field in fields:
            _field(group, number, field, node_at(form.schema, _path(field.pointer)))
    # Shows the place of the chosen field, enlarged; the script moves it there.
    zoom = _add(section, 'svg', id='zoom', hidden='', aria_hidden='true')
    ET.SubElement(zoom, 'use')


def _path(pointer: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdecimal() else part for part in parts_of(pointer))


def _field(group: ET.Element, number: int, field: FieldEvidence, schema: Schema) -> None:
    """Write one field: its name, what was read, and what can be made of it by one key or click."""
    kind, options = _kind(schema)
    name = f'field-{number}'
    data = {'number': str(number), 'state': field.state, 'kind': kind, 'options': json.dumps(options)}
    element = _add(group, 'div', class_='field', **{f'data_{key}': value for key, value in data.items()})
    _add(element, 'label', one_line(field.label), for_=name)
    _add(element, 'span', _(_STATES[field.state]), class_='state')
    locked = {'readonly': ''} if kind == 'list' else {}
    described = {'id': name, 'rows': '1', 'aria_describedby': f'{name}-note {name}-complaint', **locked}
    written = next((text for text, value in options if value is field.value), _written(field))
    _add(element, 'textarea', written, **described)
    _add(element, 'p', '', class_='complaint', role='alert', id=f'{name}-complaint')
    _add(element, 'p', _note(field, kind), class_='note', id=f'{name}-note')
    if field.suggestion:
        offer = printable(field.suggestion)
        words = _("采用“{text}”").format(text=one_line(field.suggestion))
        _add(element, 'button', words, type='button', class_='offer', data_text=offer)
    for text, _value in options:
        _add(element, 'button', one_line(text), type='button', data_text=text)


def _kind(schema: Schema) -> tuple[str, list[tuple[str, Any]]]:
    """Tell how a text is to be read as a value: the kinds of `valueOf` in the script, and the options of a choice."""
    if 'enum' in schema:
        return 'choice', [(str(value), value) for value in schema['enum']]
    wanted = str(schema.get('type', 'string'))
    if wanted == 'boolean':
        labels = {True: schema.get('true_label'), False: schema.get('false_label')}
        return 'choice', [(label or value_text(value), value) for value, label in labels.items()]
    if wanted == 'array':
        return ('list' if 'properties' in schema.get('items', {}) else 'choices'), []
    if wanted == 'string':
        wanted = str(schema.get('format', ''))
    return (wanted if wanted in {'integer', 'number', 'date', 'month'} else 'text'), []


def _written(field: FieldEvidence) -> str:
    value = field.text if field.value is None else value_text(plain(field.value))
    # HTML leaves out a line feed that begins the content.
    return printable(value).strip()


def _note(field: FieldEvidence, kind: str) -> str:
    return _("；").join(_remarks(field, kind))


def _remarks(field: FieldEvidence, kind: str) -> Iterator[str]:
    if field.page is not None:
        yield _("第{page}页").format(page=field.page)
    elif field.place:
        yield one_line(field.place)
    if field.text and field.state == 'read' and printable(field.text).strip() != _written(field):
        yield _("原文“{text}”").format(text=one_line(field.text))
    if kind == 'list':
        yield _("整张清单不能在这里补填，请保存后在数据中补填")
    elif kind == 'choices':
        yield _("几项之间用顿号分开")
    if field.note:
        yield one_line(field.note)


def _embedded(evidence: Evidence) -> str:
    """Write the evidence as JSON that is no markup, whatever a value holds."""
    data: Mapping[str, Any] = evidence.to_data()
    return json.dumps(data, default=plain).translate(_MARKUP)
