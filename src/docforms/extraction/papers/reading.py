"""Read the values of a paper, each with its place and how far it is to be believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from docforms.expressions.identity import FORMATS
from docforms.extraction.judging import BELIEVED, GUESSED, UNKNOWN
from docforms.extraction.numerals import date_of
from docforms.extraction.papers.lines import PagePaper
from docforms.extraction.papers.spans import Span, spans
from docforms.extraction.values import value_of
from docforms.extraction.writing import half, is_struck, letters
from docforms.i18n import _
from docforms.packs.model import PaperKind, PaperValueKind
from docforms.papers import PaperValue, State

_DATE: Final = re.compile(
    r'\d{4}\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?'
    r'|[〇○零一二三四五六七八九]{4}\s*年\s*[一二三四五六七八九十]{1,3}\s*月\s*[一二三四五六七八九十]{1,3}\s*日'
)
_ENDLESS: Final = re.compile(r'长期|永久|无固定期限')
_UNTIL: Final = re.compile(r'至|到|止')
# A sentence that names a span of time gives both its ends within so many characters.
_NEAR: Final = 90
_CODES: Final[Mapping[str, re.Pattern[str]]] = {
    'credit-code': re.compile(r'(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])'),
    'resident-id': re.compile(r'(?<!\d)\d{17}[\dX](?![\dX])'),
}
_EDGES: Final = ' \t\n\u3000:：;；,，。、（('


@dataclass(frozen=True, slots=True)
class _Said:
    """What a span says: a value in the form records have it, or why it is none."""

    text: str
    value: str = ''
    problem: str = ''
    checked: int = 1
    endless: bool = False


def read_values(kind: PaperKind, pages: Sequence[PagePaper]) -> tuple[PaperValue, ...]:
    """Read every value of a kind of paper from its pages."""
    return tuple(_read(kind, value, pages) for value in kind.values)


def _read(kind: PaperKind, value: PaperValueKind, pages: Sequence[PagePaper]) -> PaperValue:
    found = [(span, said) for span in spans(kind, value, pages) if (said := _said(value.type, span.text)) is not None]
    found = [pair for pair in found if not pair[1].problem] or found or list(_anywhere(value, pages))
    if found:
        return _judged(value, *found[0])
    if value.optional and not any(letters(label) in page.letters for label in value.labels for page in pages):
        return PaperValue(value.id, value.title, None, '', 1.0, 'blank', note=_("这份材料上没有这一项"))
    note = _("没有找到这一项，请对照原件核对")
    return PaperValue(value.id, value.title, None, '', 0.0, 'unreadable', note=note)


def _said(kind: str, text: str) -> _Said | None:
    """Read a span as a value of its type; None when nothing of the type stands there."""
    return _READERS.get(kind, _free)(kind, text)


def _free(kind: str, text: str) -> _Said | None:
    text = text.strip(_EDGES)
    if not text or is_struck(text):
        return None
    if kind not in FORMATS:
        return _Said(text, text)
    value = value_of({'type': 'string', 'format': kind}, text)
    return _Said(text, str(value.value), value.problem, value.checked)


def _code(kind: str, text: str) -> _Said | None:
    joined = ''.join(half(text).upper().split())
    token = _CODES[kind].search(joined) or re.match(r'[0-9A-Z]{10,22}', joined.lstrip(_EDGES))
    return None if token is None else _free(kind, token[0])


def _date(kind: str, text: str) -> _Said | None:
    near = half(text)[:_NEAR]
    dates = list(_DATE.finditer(near))
    endless = _ENDLESS.search(near)
    if kind == 'date-until' and endless and len(dates) < 2:
        return _Said(endless[0], endless=True)
    chosen = _end(near, dates) if kind == 'date-until' else next(iter(dates), None)
    date = date_of(chosen[0]) if chosen is not None else None
    if chosen is None or date is None:
        return None
    return _Said(chosen[0], date, FORMATS['date'](date) or '', checked=3)


def _end(text: str, dates: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Choose the second of two dates; a date alone only behind 至 or the like."""
    if len(dates) == 1 and _UNTIL.search(text[: dates[0].start()]):
        return dates[0]
    return dates[1] if len(dates) > 1 else None


_READERS: Final[Mapping[str, Callable[[str, str], _Said | None]]] = {
    'credit-code': _code, 'resident-id': _code, 'date': _date, 'date-from': _date, 'date-until': _date,
}  # fmt: skip


def _anywhere(value: PaperValueKind, pages: Sequence[PagePaper]) -> Iterator[tuple[Span, _Said]]:
    """Find a code that checks itself without its label, when there is no other."""
    pattern = _CODES.get(value.type)
    if pattern is None:
        return
    lines = [(page, line, ''.join(half(line.text).upper().split())) for page in pages for line in page.lines]
    found = [(page, line, match[0]) for page, line, text in lines for match in pattern.finditer(text)]
    found = [each for each in found if FORMATS[value.type](each[2]) is None]
    if len({code for _page, _line, code in found}) == 1:
        page, line, code = found[0]
        said = _free(value.type, code)
        assert said is not None
        yield Span(code, page.page, line.box if page.has_places else None, line.confidence), said


def _judged(value: PaperValueKind, span: Span, said: _Said) -> PaperValue:
    """Say how far a value is to be believed: of wrong readings, a check lets one in `checked` pass."""
    sure = 1.0 - (1.0 - span.confidence) / said.checked
    note = _("识别把握不足，请对照原件核对")
    if UNKNOWN in said.text:
        sure, note = 0.0, _("文件中有字缺少编码，读不出来，请对照原件核对")
    elif said.problem:
        sure, note = min(sure, 0.5), said.problem
    state: State = 'read' if sure >= BELIEVED else 'doubtful' if sure >= GUESSED else 'unreadable'
    if state == 'read':
        note = _("没有截止日期") if said.endless else ''
    return PaperValue(
        name=value.id,
        label=value.title,
        value=said.value or None if state == 'read' else None,
        text=said.text,
        confidence=round(sure, 4),
        state=state,
        page=span.page,
        box=span.box,
        note=note,
        suggestion='' if state == 'read' else said.value,
    )
