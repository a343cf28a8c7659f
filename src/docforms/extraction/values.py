"""Turn the text of a slot into the value a record holds, by the schema of the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from docforms.expressions.identity import FORMATS, half_width
from docforms.extraction.numerals import date_of, month_of, number_of
from docforms.extraction.writing import CROSSED, OPEN, TICKED, is_struck, letters, ticked_words
from docforms.i18n import _
from docforms.packs.model import Schema

_SEPARATORS: Final = re.compile('[、，,；;]+')
# Codes are written with capitals; an account or telephone number has no letters.
_CODES: Final = frozenset({'credit-code', 'resident-id', 'medical-licence', 'postcode', 'phone', 'bank-account'})
_YES: Final = frozenset({'是', '有', '能', '对', 'yes', 'y', 'true'})
_NO: Final = frozenset({'否', '无', '没有', '不是', '不能', '不', '错', 'no', 'n', 'false'})


@dataclass(frozen=True, slots=True)
class Value:
    """What a text says.

    `value` is None when nothing is filled in. `problem` is a clause for people when the text is no value of its
    field; then `value` is the text as it stands. `checked` is how many wrong texts of the same look pass unnoticed
    for one that does not: 31 for a check character of 31, 1 for free text, where nothing is checked.
    """

    value: Any = None
    problem: str = ''
    checked: int = 1


NOTHING: Final = Value()


def value_of(schema: Schema, text: str) -> Value:
    """Read the text of one slot.

    Free text is kept as it is but for surrounding blanks. Numbers, dates, codes, enumerations and boxes are read in
    any usual writing, full-width or half-width, and given as the record has them.
    """
    text = text.strip()
    free = _is_free(schema)
    if not text or (not free and is_struck(text)):
        return NOTHING
    reader = _READERS.get(str(schema.get('type')), _string)
    if 'enum' in schema:
        reader = _option
    return reader(schema, text)


def _is_free(schema: Schema) -> bool:
    return schema.get('type') == 'string' and 'enum' not in schema and 'format' not in schema


def _string(schema: Schema, text: str) -> Value:
    kind = str(schema.get('format', ''))
    if kind in ('date', 'month'):
        return _date(kind, text)
    if kind not in FORMATS:
        return _free_text(text)
    check = FORMATS[kind]
    candidates = [text]
    if kind in _CODES:
        joined = half_width(text)
        candidates += [joined, joined.upper()]
    right = next((each for each in candidates if check(each) is None), None)
    if right is not None:
        return Value(right, checked=_CHECKED.get(kind, 2))
    return Value(candidates[-1] if kind in _CHECKED else text, check(candidates[-1]) or '')


def _free_text(text: str) -> Value:
    """Take a text as it is; of a row of boxes, the words that are ticked."""
    boxes = ticked_words(text) if any(mark in text for mark in OPEN) else None
    if boxes is None or len(boxes[1]) < 2 or not all(boxes[1]):
        return Value(text)
    return Value('、'.join(boxes[0])) if boxes[0] else NOTHING


# One wrong text in so many passes: GB 32100 and GB 11714 check modulo 31 and 11, GB 11643 modulo 11 with a real date.
_CHECKED: Final[Mapping[str, int]] = {'credit-code': 31 * 11, 'resident-id': 11 * 3}


def _date(kind: str, text: str) -> Value:
    found = date_of(text) if kind == 'date' else month_of(text)
    if found is None:
        if not letters(text.translate(_FRAME)):
            return NOTHING
        example = '2026年3月2日' if kind == 'date' else '2026年3月'
        return Value(text, _("不是完整的日期，应写成 {example} 这样").format(example=example))
    problem = FORMATS[kind](found) or ''
    if not problem and not _FIRST_YEAR <= int(found.partition('-')[0]) <= _LAST_YEAR:
        problem = _("年份不合常理")
    return Value(found, problem, checked=3)


# Dates of papers that people hand in; a 2097 or 2907 that was 2007 is as good a date otherwise.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2099
# 　　年　　月　　日 is the room for a date.
_FRAME: Final = str.maketrans('', '', '年月日号')


def _number(schema: Schema, text: str) -> Value:
    found = number_of(text, str(schema.get('unit', '')))
    if found is None:
        return Value(text, _("不是数字"))
    if schema.get('type') == 'integer' and isinstance(found, Decimal):
        if found != found.to_integral_value():
            return Value(found, _("应为整数"))
        found = int(found)
    return Value(found, checked=2)


def _boolean(schema: Schema, text: str) -> Value:
    yes, no = (letters(str(schema.get(name, default))) for name, default in _ANSWERS)
    known = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False), yes: True, no: False}
    boxes = ticked_words(text)
    if boxes is None:
        if text in CROSSED:
            return Value(value=False, checked=2)
        answer = known.get(letters(text))
        if answer is not None:
            return Value(answer, checked=8)
        return Value(
            text,
            _("应为“{yes}”或“{no}”").format(yes=schema.get('true_label', '是'), no=schema.get('false_label', '否')),
        )
    ticked, words = boxes
    if not any(words):
        return Value(value=True, checked=2) if ticked and text in TICKED else NOTHING
    return _one_of(ticked, [(word, known.get(letters(word))) for word in words], text)


_ANSWERS: Final = (('true_label', '是'), ('false_label', '否'))


def _option(schema: Schema, text: str) -> Value:
    options = {letters(str(option)): option for option in schema['enum']}
    boxes = ticked_words(text)
    if boxes is not None:
        ticked, words = boxes
        return _one_of(ticked, [(word, options.get(letters(word))) for word in words], text)
    if letters(text) in options:
        return Value(options[letters(text)], checked=10)
    listed = '、'.join(str(option) for option in schema['enum'])
    return Value(text, _("不在下列各项之中：{options}").format(options=listed))


def _one_of(ticked: Sequence[str], meanings: Sequence[tuple[str, Any]], text: str) -> Value:
    """Choose the one ticked word; its meaning is None where the field does not know it."""
    if not ticked:
        return NOTHING
    if len(ticked) > 1:
        return Value(text, _("勾选了不止一项"))
    meaning = dict(meanings)[ticked[0]]
    if meaning is None:
        return Value(text, _("勾选的“{word}”不是这一栏的选项").format(word=ticked[0]))
    return Value(meaning, checked=4)


def _list(schema: Schema, text: str) -> Value:
    items = schema.get('items', {})
    boxes = ticked_words(text)
    # Only 、 parts words that may themselves hold commas.
    parts = list(_listed(items, text)) if 'enum' in items else text.split('、')
    words = boxes[0] if boxes is not None else parts
    read = [value_of(items, word) for word in words if word]
    values = [each.value for each in read if each.value is not None]
    if not values:
        return NOTHING
    problem = next((each.problem for each in read if each.problem), '')
    return Value(values, problem, checked=min(each.checked for each in read))


def _listed(schema: Schema, text: str) -> Iterator[str]:
    """Part a list of options; one that ran over the end of a line is put together again."""
    options = {letters(str(option)) for option in schema['enum']}
    for part in _SEPARATORS.split(text):
        lines = part.split('\n')
        while lines:
            whole = (count for count in range(1, len(lines) + 1) if letters(''.join(lines[:count])) in options)
            count = next(whole, 1)
            yield ''.join(lines[:count])
            lines = lines[count:]


_READERS: Final[Mapping[str, Callable[[Schema, str], Value]]] = {
    'string': _string,
    'integer': _number,
    'number': _number,
    'boolean': _boolean,
    'array': _list,
}
