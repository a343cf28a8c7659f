"""Read records and data files: JSON or YAML, strictly, with every fault named in the user's words."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any, Final, NoReturn

from docforms.exceptions import InputError
from docforms.files import kind_of, read_bytes, shown
from docforms.i18n import _

MAX_DEPTH: Final = 40
MAX_VALUES: Final = 500_000
MAX_DIGITS: Final = 400
MAX_YAML: Final = 4_000_000
MAX_PROBLEMS: Final = 20
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?[0-9][0-9.eE+-]*')


def read_record(path: str) -> dict[str, Any]:
    """Read one JSON or YAML object from a file or standard input (`-`).

    Numbers become int or Decimal. Raises `InputError` naming the file, the place and the remedy.
    """
    return parse_record(read_bytes(path), path)


def parse_record(content: bytes, path: str) -> dict[str, Any]:
    """Parse the content of a record file; its name tells YAML from JSON.

    Raises `InputError` naming the file, the place and the remedy.
    """
    kind = kind_of(content)
    if kind != 'text':
        raise InputError(_("{file}：{fact}").format(file=shown(path), fact=_wrong_kind(kind)))
    text = _decoded(content, shown(path))
    is_yaml = PurePath(path).suffix.lower() in ('.yaml', '.yml')
    data = parse_yaml(text, shown(path)) if is_yaml else parse_json(text, shown(path))
    if not isinstance(data, dict):
        message = _("{file}：最外层应是一组“名称: 值”（JSON 对象），现在不是，请检查是否选错了文件").format(
            file=shown(path)
        )
        raise InputError(message)
    return data


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A value of an extraction that was read with doubt, or not at all, and is therefore not in the record.

    `text` is what was read, '' when nothing was; `where` names page or cell to people.
    """

    pointer: str
    text: str
    note: str
    where: str


def record_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the record itself, of a record or of the result of an extraction (architecture §7)."""
    return dict(data['record'] if is_extraction(data) else data)


def materials_by_id(record: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Group the materials of a record by their ids; what is no entry of a material is left out."""
    found: dict[str, list[Any]] = {}
    for entry in record.get('materials') or ():
        if isinstance(entry, dict) and isinstance(entry.get('id'), str):
            found.setdefault(entry['id'], []).append(entry)
    return found


def is_extraction(data: Mapping[str, Any]) -> bool:
    """Tell whether data are the result of an extraction."""
    return isinstance(data.get('record'), Mapping) and isinstance(data.get('fields'), (list, tuple))


def unconfirmed_of(data: Mapping[str, Any]) -> tuple[Unconfirmed, ...]:
    """List the values of an extraction that nobody has confirmed; none for a record.

    Whoever confirms a value sets its `state` to "read" and puts it into the record.
    """
    entries = data['fields'] if is_extraction(data) else ()
    found = []
    for entry in entries:
        if not isinstance(entry, Mapping) or entry.get('state') not in ('doubtful', 'unreadable'):
            continue
        where = entry.get('place') or (_("第{page}页").format(page=entry['page']) if entry.get('page') else '')
        texts = [str(entry.get(name) or '') for name in ('pointer', 'text', 'note')]
        found.append(Unconfirmed(texts[0], texts[1], texts[2], str(where)))
    return tuple(found)


def _wrong_kind(kind: str) -> str:
    names = {
        'zip': _("这是 Word、Excel 或压缩文件，不是 JSON 或 YAML 数据，请检查是否选错了文件"),
        'pdf': _("这是 PDF 文件，不是 JSON 或 YAML 数据，请检查是否选错了文件"),
        'ole': _("这是旧版 Office 文件（.doc 或 .xls），不是 JSON 或 YAML 数据，请检查是否选错了文件"),
    }
    return names.get(kind, _("这是图片或压缩文件，不是 JSON 或 YAML 数据，请检查是否选错了文件"))


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(_("{file}：文件是 UTF-16 编码，请用记事本另存为 UTF-8 编码后再试").format(file=name))
    try:
        return content.decode('utf-8-sig')
    except UnicodeDecodeError:
        pass
    try:
        content.decode('gb18030')
    except UnicodeDecodeError:
        raise InputError(_("{file}：不是文本文件，请检查是否选错了文件").format(file=name)) from None
    raise InputError(_("{file}：文件是 GBK 编码，请用记事本另存为 UTF-8 编码后再试").format(file=name))


def parse_json(text: str, name: str, *, first_line: int = 1) -> Any:
    """Parse JSON strictly: no repeated names, no NaN or Infinity; raises `InputError` with line and column.

    `first_line` is the line of the file on which the text begins.
    """

    def refuse_constant(word: str) -> NoReturn:
        message = _("{file}：第 {line} 行：数字不能写成 {word}，请填写实际数值")
        raise InputError(message.format(file=name, line=first_line - 1 + _line_of(word, text), word=word))

    def number(word: str) -> int | Decimal:
        try:
            return _number(word)
        except (ValueError, InvalidOperation):
            message = _("{file}：第 {line} 行：数字的位数过多，请检查是否把文字当成了数字")
            raise InputError(message.format(file=name, line=first_line - 1 + _line_of(word, text))) from None

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) != len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            raise InputError(_("{file}：“{key}”写了两次，请删去其中一处").format(file=name, key=shown(twice[:60])))
        return data

    try:
        data = json.loads(
            text, parse_float=number, parse_int=number, parse_constant=refuse_constant, object_pairs_hook=unique
        )
    except json.JSONDecodeError as error:
        message = _(
            "{file}：第 {line} 行第 {column} 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整"
        )
        raise InputError(message.format(file=name, line=first_line - 1 + error.lineno, column=error.colno)) from None
    except RecursionError:
        raise _too_deep(name) from None
    within_limits(data, name)
    return data


def _number(word: str) -> int | Decimal:
    if len(word) > MAX_DIGITS:
        raise ValueError
    if word.lstrip('-').isdecimal():
        return int(word)
    number = Decimal(word)
    if abs(number.adjusted()) >= MAX_DIGITS:
        raise ValueError
    return number


def _line_of(word: str, text: str) -> int:
    """Find the line where a number or word of a JSON text first stands outside quotes."""
    place = next((token.start() for token in _TOKEN.finditer(text) if token[0] == word), 0)
    return text.count('\n', 0, place) + 1


def parse_yaml(text: str, name: str) -> Any:
    """Parse YAML as plain data; raises `InputError` with the line."""
    from docforms.packs.reading import parse_source

    if len(text) > MAX_YAML:
        message = _("{file}：YAML 数据超过 {limit} MB，请改用 JSON")
        raise InputError(message.format(file=name, limit=MAX_YAML // 1_000_000))
    source, problems = parse_source(text, name)
    if problems:
        raise InputError('\n'.join(str(problem) for problem in problems[:MAX_PROBLEMS]))
    within_limits(source.data, name)
    return source.data


def _too_deep(name: str) -> InputError:
    return InputError(
        _("{file}：内容嵌套过深（超过 {depth} 层），不是本程序的数据文件").format(file=name, depth=MAX_DEPTH)
    )


def within_limits(data: Any, name: str) -> None:
    """Refuse data nested too deep or with too many values; raises `InputError`.

    It works without recursion, since depth is the danger.
    """
    level, count = [data], 0
    for _depth in range(MAX_DEPTH + 1):
        inner = [item for item in level if isinstance(item, (dict, list))]
        if not inner:
            return
        level = [value for item in inner for value in (item.values() if isinstance(item, dict) else item)]
        count += len(level)
        if count > MAX_VALUES:
            raise InputError(_("{file}：内容过多，请检查是否选错了文件").format(file=name))
    raise _too_deep(name)


def plain(value: object) -> object:
    """Give what JSON has no form of its own for: exact numbers as numbers, anything else as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
