from __future__ import annotations

import io
import json
import re
import time
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from docforms.exceptions import InputError
from docforms.files import MAX_BYTES
from docforms.records import MAX_DEPTH, MAX_VALUES, materials_by_id, parse_json, parse_yaml, read_record

CHINESE = re.compile('[\u4e00-\u9fff]')
# Names of formats and of values as they are written; everything else a user reads is Chinese.
NAMES = re.compile(r'JSON|YAML|UTF-8|UTF-16|GBK|Word|Excel|PDF|Office|\.docx?|\.xlsx?|MB|-?Infinity|NaN|true|false')


def message_of(path: Path, content: str | bytes | None) -> str:
    """Read a file that cannot be used; gives what the user is told, without the name of the file."""
    if content is not None:
        path.write_bytes(content.encode('utf-8', 'surrogatepass') if isinstance(content, str) else content)
    with pytest.raises(InputError) as error:
        read_record(str(path))
    told = str(error.value)
    assert told.startswith(str(path))
    told = told.removeprefix(str(path)).lstrip(':：')
    assert CHINESE.search(told)
    return told


def speaks_chinese(told: str) -> bool:
    """Tell whether a message has no English words but the names of formats and what stands in quotes."""
    return re.search('[A-Za-z]{2,}', NAMES.sub('', re.sub('“.*?”|（.*?）', '', told))) is None


# What is read -------------------------------------------------------------------------------------


def test_a_json_record_is_read_exactly(tmp_path: Path):
    """Whole numbers are int, others are exact; order and text stay."""
    path = tmp_path / 'a.json'
    path.write_text('{"form": "x/y", "n": 3, "m": 0.10, "big": 1E+3, "list": [true, null, "甲"]}', encoding='utf-8')

    record = read_record(str(path))

    assert record == {'form': 'x/y', 'n': 3, 'm': Decimal('0.10'), 'big': 1000, 'list': [True, None, '甲']}
    assert type(record['n']) is int
    assert str(record['m']) == '0.10'


def test_a_yaml_record_is_read_exactly(tmp_path: Path):
    """In YAML dates and words stay text, so that a record says the same in both formats."""
    path = tmp_path / 'a.yaml'
    path.write_text('form: x/y\nreceived_on: 2026-03-02\nn: 3\nm: 0.10\nyes: no\nt: 10:30\n', encoding='utf-8')

    assert read_record(str(path)) == {
        'form': 'x/y', 'received_on': '2026-03-02', 'n': 3, 'm': Decimal('0.10'), 'yes': 'no', 't': '10:30',
    }  # fmt: skip


@pytest.mark.parametrize('name', ['a.yaml', 'a.yml', 'A.YAML'])
def test_the_ending_tells_yaml(name: str, tmp_path: Path):
    """Both endings of YAML are known, in capitals too; everything else is JSON."""
    path = tmp_path / name
    path.write_text('form: x\n', encoding='utf-8')

    assert read_record(str(path)) == {'form': 'x'}


def test_the_mark_of_an_editor_is_no_content(tmp_path: Path):
    """A file saved by Notepad, with the byte order mark in front, reads like any other."""
    path = tmp_path / 'a.json'
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}')

    assert read_record(str(path)) == {'a': 1}


def test_standard_input_is_named_as_such(monkeypatch: pytest.MonkeyPatch):
    """`-` reads JSON from standard input, and a fault in it is told of "标准输入"."""
    monkeypatch.setattr('sys.stdin', io.TextIOWrapper(io.BytesIO(b'{"a": 1}')))
    assert read_record('-') == {'a': 1}

    monkeypatch.setattr('sys.stdin', io.TextIOWrapper(io.BytesIO(b'{"a": ')))
    with pytest.raises(InputError, match=r'^标准输入：第 1 行第 7 列'):
        read_record('-')


@pytest.mark.parametrize('value', [10**399, -(10**398), 0, Decimal('1E+399'), Decimal('1E-399'), Decimal('-0.1')])
def test_large_numbers_are_read_to_a_limit(value: int | Decimal):
    """Four hundred figures are enough for anything that can be meant."""
    assert parse_json(f'[{value}]', 'a') == [value]


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('content', 'told'),
    [
        ('{"a": NaN}', '第 1 行：数字不能写成 NaN，请填写实际数值'),
        ('{"b": "NaN",\n"a": Infinity}', '第 2 行：数字不能写成 Infinity，请填写实际数值'),
        ('[\n\n-Infinity]', '第 3 行：数字不能写成 -Infinity，请填写实际数值'),
        ('{"a": 1, "a": 2}', '“a”写了两次，请删去其中一处'),
        ('{"x": [{"甲": 1, "乙": 2, "甲": 3}]}', '“甲”写了两次，请删去其中一处'),
        ('{"a": 1e400}', '第 1 行：数字的位数过多，请检查是否把文字当成了数字'),
        ('{"a": -1e-400}', '第 1 行：数字的位数过多，请检查是否把文字当成了数字'),
        ('{"a":\n1e99999999999999999999}', '第 2 行：数字的位数过多，请检查是否把文字当成了数字'),
        ('{"a": ' + '9' * 401 + '}', '第 1 行：数字的位数过多，请检查是否把文字当成了数字'),
        ('{"a": ' + '9' * 5000 + '}', '第 1 行：数字的位数过多，请检查是否把文字当成了数字'),
        ('{"a": 0.' + '1' * 1000 + '}', '第 1 行：数字的位数过多，请检查是否把文字当成了数字'),
        ('{"a": 1', '第 1 行第 8 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": "甲', '第 1 行第 7 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": [1, 2,\n', '第 2 行第 1 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": 1,}', '第 1 行第 9 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": [1,]}', '第 1 行第 10 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": 1}\n{"a": 2}', '第 2 行第 1 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ("{'a': 1}", '第 1 行第 2 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{“a”: 1}', '第 1 行第 2 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a"：1}', '第 1 行第 5 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": 01}', '第 1 行第 8 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": +1}', '第 1 行第 7 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": .5}', '第 1 行第 7 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": 0x10}', '第 1 行第 8 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": True}', '第 1 行第 7 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": "\t"}', '第 1 行第 8 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{"a": "\\x"}', '第 1 行第 8 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('// 注\n{}', '第 1 行第 1 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('form: x/y\n', '第 1 行第 1 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('{}\x00', '第 1 行第 3 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        ('', '文件是空的，请检查是否选错了文件'),
        (' \n\t\r\n', '文件是空的，请检查是否选错了文件'),
        ('[{"form": "x"}]', '最外层应是一组“名称: 值”（JSON 对象），现在不是，请检查是否选错了文件'),
        ('"form"', '最外层应是一组“名称: 值”（JSON 对象），现在不是，请检查是否选错了文件'),
        ('null', '最外层应是一组“名称: 值”（JSON 对象），现在不是，请检查是否选错了文件'),
        ('3', '最外层应是一组“名称: 值”（JSON 对象），现在不是，请检查是否选错了文件'),
        ('[' * 41 + ']' * 41, '内容嵌套过深（超过 40 层），不是本程序的数据文件'),
        ('[' * 100_000, '内容嵌套过深（超过 40 层），不是本程序的数据文件'),
        ('{"a":' * 100_000, '内容嵌套过深（超过 40 层），不是本程序的数据文件'),
        ('{"餐车": 1}'.encode('gbk'), '文件是 GBK 编码，请用记事本另存为 UTF-8 编码后再试'),
        ('{"餐车": 1}'.encode('utf-16'), '文件是 UTF-16 编码，请用记事本另存为 UTF-8 编码后再试'),
        ('{"餐车": 1}'.encode('utf-16-be'), '不是文本文件，请检查是否选错了文件'),
        (b'\xef\xbb\xbf', '第 1 行第 1 列附近不是有效的 JSON，请检查引号、逗号和括号是否成对、文件是否完整'),
        (b'{"a": "\xff\xff\xff"}', '不是文本文件，请检查是否选错了文件'),
        (b'%PDF-1.7\n', '这是 PDF 文件，不是 JSON 或 YAML 数据，请检查是否选错了文件'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest',
         '这是旧版 Office 文件（.doc 或 .xls），不是 JSON 或 YAML 数据，请检查是否选错了文件'),
        (b'\x89PNG\r\n\x1a\n', '这是图片或压缩文件，不是 JSON 或 YAML 数据，请检查是否选错了文件'),
        (b'\x1f\x8b\x08', '这是图片或压缩文件，不是 JSON 或 YAML 数据，请检查是否选错了文件'),
        (None, '没有这个文件，请检查路径'),
    ],
)  # fmt: skip
def test_a_json_file_that_cannot_be_used_is_told_of(content: str | bytes | None, told: str, tmp_path: Path):
    """Every way a JSON file can be wrong is told in Chinese, with file, place and what to do."""
    message = message_of(tmp_path / 'a.json', content)

    assert message == told
    assert speaks_chinese(message)


@pytest.mark.parametrize(
    ('content', 'told'),
    [
        ('a: 1\na: 2\n', '2: /a: “a”写了两次，请删去其中一处'),
        ('a: 1\nb: [1, 2\n', '3: 不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('\ta: 1\n', '1: 不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('a: &x [1]\nb: *x\n', '2: 不支持 YAML 的引用（& 和 *），请把内容写全'),
        ('a: &x [*x, *x]\n', '1: 不支持 YAML 的引用（& 和 *），请把内容写全'),
        ('a: !!python/object/apply:os.getcwd []\n',
         '1: 不支持 YAML 的标签（tag:yaml.org,2002:python/object/apply:os.getcwd），请删去'),
        ('a: 1\n---\nb: 2\n', '2: 只能有一份内容，请删去“---”及其后的部分'),
        ('# 空\n', ' 文件是空的'),
        ('- a\n', '最外层应是一组“名称: 值”（JSON 对象），现在不是，请检查是否选错了文件'),
        ('a', '最外层应是一组“名称: 值”（JSON 对象），现在不是，请检查是否选错了文件'),
        ('a: ' + '[' * 45 + ']' * 45, '内容嵌套过深（超过 40 层），不是本程序的数据文件'),
        ('a: ' + '[' * 100_000, '1: 内容嵌套过深（超过 100 层）'),
        ('a: ' + '{' * 1_000_000, '1: 内容嵌套过深（超过 100 层）'),
        ('a: ' + 'x' * 4_000_001, 'YAML 数据超过 4 MB，请改用 JSON'),
        ('餐车: 1\n'.encode('gbk'), '文件是 GBK 编码，请用记事本另存为 UTF-8 编码后再试'),
    ],
)  # fmt: skip
def test_a_yaml_file_that_cannot_be_used_is_told_of(content: str | bytes, told: str, tmp_path: Path):
    """Every way a YAML file can be wrong is told in Chinese, with file, line and what to do."""
    message = message_of(tmp_path / 'a.yaml', content)

    assert message == told
    assert speaks_chinese(message)


def test_a_word_document_is_no_data(tmp_path: Path):
    """Whoever gives the form itself instead of its data reads so."""
    path = tmp_path / 'a.json'
    docx.Document().save(str(path))

    assert message_of(path, None) == '这是 Word、Excel 或压缩文件，不是 JSON 或 YAML 数据，请检查是否选错了文件'


def test_a_folder_is_no_data(tmp_path: Path):
    """Whoever gives a folder reads so."""
    assert message_of(tmp_path, None) == '这是一个文件夹，请指定其中的文件'


def test_an_impossible_name_is_told_of():
    """A name no file can have is a fault of the input, not of the program."""
    with pytest.raises(InputError, match='文件名中有不能使用的字符'):
        read_record('a\x00b.json')
    with pytest.raises(InputError, match='文件名过长'):
        read_record('a' * 5000)


def test_a_name_that_is_no_text_can_be_told(tmp_path: Path):
    """A file name in another encoding can still be written into the message."""
    with pytest.raises(InputError) as error:
        read_record(str(tmp_path / 'a\udcff.json'))

    assert str(error.value).encode('utf-8').endswith('a?.json：没有这个文件，请检查路径'.encode())


def test_a_repeated_name_that_is_no_text_can_be_told():
    """Half a character in a repeated name does not break the message."""
    with pytest.raises(InputError) as error:
        parse_json('{"\\ud800": 1, "\\ud800": 2}', 'a')

    assert str(error.value).encode('utf-8')


def test_files_and_contents_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """More than anyone can have written is refused before it fills the memory."""
    monkeypatch.setattr('docforms.files.MAX_BYTES', 1000)
    assert '请检查是否选错了文件' in message_of(tmp_path / 'a.json', '{"a": "' + 'x' * 1000 + '"}')
    monkeypatch.setattr('docforms.files.MAX_BYTES', MAX_BYTES)
    monkeypatch.setattr('docforms.records.MAX_VALUES', 1000)
    assert message_of(tmp_path / 'a.json', json.dumps({'a': [0] * 1001})) == '内容过多，请检查是否选错了文件'
    assert read_record_of({'a': [0] * 998}, tmp_path)


def read_record_of(data: dict[str, object], folder: Path) -> dict[str, object]:
    """Read some data back."""
    path = folder / 'b.json'
    path.write_text(json.dumps(data), encoding='utf-8')
    return read_record(str(path))


def test_the_limits_leave_room():
    """A list of ten thousand rows, or nesting deeper than any form has, is no problem."""
    deep: object = 1
    for _level in range(MAX_DEPTH - 1):
        deep = [deep]

    assert parse_json(json.dumps([deep]), 'a') == [deep]
    assert len(parse_json(json.dumps([{'a': 1, 'b': 2}] * 10_000), 'a')) == 10_000
    assert MAX_VALUES > 40_000


# Hostile YAML -------------------------------------------------------------------------------------


@pytest.mark.parametrize('style', ['flow', 'block', 'mapping', 'merge'])
def test_a_few_lines_cannot_unfold_to_all_memory(style: str):
    """However references are written, a bomb of them is refused at the first."""
    uses = {
        'flow': lambda name: f'[{", ".join([f"*{name}"] * 9)}]',
        'block': lambda name: ''.join(f'\n  - *{name}' for _use in range(9)),
        'mapping': lambda name: '{' + ', '.join(f'k{use}: *{name}' for use in range(9)) + '}',
        'merge': lambda name: f'{{<<: [{", ".join([f"*{name}"] * 9)}]}}',
    }
    lines = ['a: &a {x: 1}']
    for before, name in zip('abcdefghijklm', 'bcdefghijklmn', strict=True):
        lines.append(f'{name}: &{name} {uses[style](before)}')
    start = time.monotonic()

    with pytest.raises(InputError, match='引用'):
        parse_yaml('\n'.join(lines), 'a.yaml')

    assert time.monotonic() - start < 1


def test_stars_and_ampersands_in_texts_are_no_references(tmp_path: Path):
    """A text may hold both signs."""
    path = tmp_path / 'a.yaml'
    path.write_text('a: 甲 & 乙\nb: "*重要*"\nc: 电话：*123*\nd: 丙 ：*注*\n', encoding='utf-8')

    assert read_record(str(path)) == {'a': '甲 & 乙', 'b': '*重要*', 'c': '电话：*123*', 'd': '丙 ：*注*'}


def test_no_tag_runs_anything(tmp_path: Path):
    """A record cannot run a program, whichever tag it uses."""
    proof = tmp_path / 'proof'

    for tag in ('!!python/object/apply:os.system', '!!python/object/new:os.system', '!!python/module:os', '!x'):
        with pytest.raises(InputError, match='标签'):
            parse_yaml(f'a: {tag} ["touch {proof}"]\n', 'a.yaml')
    assert not proof.exists()


def test_materials_are_grouped_by_what_they_are():
    """A material that came in twice has two entries; what says not what it is, or is no entry, belongs to none."""
    record = {'materials': [{'id': 'a', 'copies': 1}, {'id': 'b'}, {'id': 'a'}, {'copies': 2}, {'id': 7}, 'a', None]}

    assert materials_by_id(record) == {'a': [{'id': 'a', 'copies': 1}, {'id': 'a'}], 'b': [{'id': 'b'}]}
    assert materials_by_id({}) == {}
