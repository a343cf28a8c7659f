from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from docforms.packs.reading import parse_source, read_source


def data_of(text: str) -> object:
    """Parse a text that is right."""
    source, problems = parse_source(text, 'a.yaml')
    assert problems == []
    return source.data


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('a: no', 'no'),
        ('a: on', 'on'),
        ('a: Yes', 'Yes'),
        ('a: 1:30', '1:30'),
        ('a: 2026-03-02', '2026-03-02'),
        ('a: 2026-03-02 10:00:00', '2026-03-02 10:00:00'),
        ('a: 0o17', '0o17'),
        ('a: 0x1F', '0x1F'),
        ('a: 1_000', '1_000'),
        ('a: .inf', '.inf'),
        ('a: .nan', '.nan'),
        ('a: true', True),
        ('a: false', False),
        ('a: null', None),
        ('a: ~', None),
        ('a:', None),
        ('a: 12', 12),
        ('a: -3', -3),
        ('a: 1.50', Decimal('1.50')),
        ('a: -.5', Decimal('-0.5')),
        ('a: 1.0e2', Decimal('1.0e2')),
        ('a: "12"', '12'),
        ("a: 'true'", 'true'),
        ('a: "null"', 'null'),
        ('a: |\n  12\n', '12\n'),
        ('a: >-\n  甲\n  乙\n', '甲 乙'),
        ('a: [1, "2", 三]', [1, '2', '三']),
        ('a: {b: [], c: {}}', {'b': [], 'c': {}}),
        ('a: &name 1', 1),
        ('{"a": "\\u7532\\/"}', '甲/'),
        ('\ufeffa: 1', 1),
        ('a: 1e500', '1e500'),
        ('a: ' + '9' * 60, '9' * 60),
    ],
)
def test_yaml_is_read_as_its_core_schema(text: str, expected: object):
    """Dates, times and words stay text, numbers with a point are exact, and what is quoted is text."""
    assert data_of(text) == {'a': expected}


def test_json_is_read_as_the_yaml_it_is():
    """A JSON file gives what JSON says."""
    assert data_of('{\n  "a": [1, 2.50, true, null, "x"]\n}') == {'a': [1, Decimal('2.50'), True, None, 'x']}


@pytest.mark.parametrize(
    ('text', 'line', 'pointer', 'message'),
    [
        ('a: 1\nb: 2\na: 3\n', 3, '/a', '“a”写了两次，请删去其中一处'),
        ('a:\n  b: 1\n  b: 2\n', 3, '/a/b', '“b”写了两次，请删去其中一处'),
        ('a:\n  - b: 1\n    b: 2\n', 3, '/a/0/b', '“b”写了两次，请删去其中一处'),
        ('a: 1\nb: [1, 2\n', 3, '', '不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('a: "x\n', 2, '', '不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('a: 1\n\tb: 2\n', 2, '', '不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('a: b: c\n', 1, '', '不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('a: \x07\n', None, '', '不是有效的 YAML，请检查此行附近的缩进、冒号和引号'),
        ('', None, '', '文件是空的'),
        ('# 只有注释\n', None, '', '文件是空的'),
        ('~\n', None, '', '文件是空的'),
        ('a: &x 1\nb: *x\n', 2, '', '不支持 YAML 的引用（& 和 *），请把内容写全'),
        ('a: &x [*x]\n', 1, '', '不支持 YAML 的引用（& 和 *），请把内容写全'),
        ('a: &x {b: 1}\nc:\n  <<: *x\n', 3, '', '不支持 YAML 的引用（& 和 *），请把内容写全'),
        ('a: 1\nb: !foo 2\n', 2, '', '不支持 YAML 的标签（!foo），请删去'),
        ('a: !!str 2\n', 1, '', '不支持 YAML 的标签（tag:yaml.org,2002:str），请删去'),
        ('a: 1\n---\nb: 2\n', 2, '', '只能有一份内容，请删去“---”及其后的部分'),
        ('? [1, 2]\n: 3\n', 1, '', '冒号前应是一个名称'),
        ('a: ' + '[' * 101 + ']' * 101, 1, '', '内容嵌套过深（超过 100 层）'),
    ],
)
def test_what_is_wrong_with_the_form_is_told(text: str, line: int | None, pointer: str, message: str):
    """Each fault of a file comes with its line and, where there is one, its place."""
    _source, problems = parse_source(text, 'a.yaml')

    assert [(p.file, p.line, p.pointer, p.message) for p in problems] == [('a.yaml', line, pointer, message)]


def test_every_repeated_key_and_every_tag_is_told():
    """Reading goes on after the first fault."""
    _source, repeated = parse_source('a: 1\na: 2\nb: 1\nb: 2\nb: 3\n', 'a.yaml')
    _source, tagged = parse_source('a: !x 1\nb: !y 2\n', 'a.yaml')

    assert [problem.line for problem in repeated] == [2, 4, 5]
    assert [problem.line for problem in tagged] == [1, 2]


@pytest.mark.parametrize(
    'text',
    [
        '[' * 1_000_000,
        '{' * 1_000_000,
        '{a: ' * 300_000,
        '- ' * 300_000 + 'x',
        '? ' * 300_000 + 'x',
        '["]",' * 300_000,
        '\n'.join(' ' * depth + 'a:' for depth in range(2000)),
    ],
    ids=['lists', 'groups', 'keys', 'dashes', 'questions', 'quoted brackets', 'indentation'],
)
def test_deep_nesting_ends_with_a_problem(text: str):
    """Text nested deep enough to break the parser is refused, quickly and without breaking the process."""
    start = time.monotonic()

    source, problems = parse_source(text, 'a.yaml')

    assert source.data is None
    assert len(problems) == 1
    assert time.monotonic() - start < 10


def test_a_few_lines_cannot_unfold_to_all_memory():
    """Nine lists of nine references to each other are refused at the first reference."""
    lines = ['a: &a [x, x, x, x, x, x, x, x, x]']
    lines += [
        f'{name}: &{name} [{", ".join([f"*{before}"] * 9)}]'
        for before, name in zip('abcdefgh', 'bcdefghi', strict=True)
    ]
    start = time.monotonic()

    source, problems = parse_source('\n'.join(lines), 'a.yaml')

    assert source.data is None
    assert [problem.line for problem in problems] == [2]
    assert time.monotonic() - start < 1


def test_a_tag_is_never_acted_on(tmp_path: Path):
    """A tag that would have Python run a program is a problem, and nothing runs."""
    proof = tmp_path / 'proof'

    for tag in ('!!python/object/apply:os.system', '!!python/object/new:os.system', '!!python/name:os.system'):
        source, problems = parse_source(f'a: {tag} ["touch {proof}"]\n', 'a.yaml')

        assert source.data is None
        assert tag.removeprefix('!!') in problems[0].message
    assert not proof.exists()


# Files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('content', 'message'),
    [
        ('名称: 餐车'.encode('gbk'), '文件不是 UTF-8 编码，请另存为 UTF-8'),
        (b'\xff\xfea\x00', '文件不是 UTF-8 编码，请另存为 UTF-8'),
        (b'', '文件是空的'),
        (None, '缺少这个文件'),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(content: bytes | None, message: str, tmp_path: Path):
    """Encoding, emptiness and absence are told with the name of the file; nothing is raised."""
    path = tmp_path / 'rules.yaml'
    if content is not None:
        path.write_bytes(content)

    source, problems = read_source(path, 'schemas/x/rules.yaml')

    assert source.data is None
    assert [(p.file, p.message) for p in problems] == [('schemas/x/rules.yaml', message)]


def test_a_folder_in_place_of_a_file_is_a_problem(tmp_path: Path):
    """The system's refusal is told in Chinese."""
    _source, problems = read_source(tmp_path, 'rules.yaml')

    assert [problem.message for problem in problems] == ['文件打不开：同名的文件夹已存在']


def test_the_mark_of_an_editor_is_no_content(tmp_path: Path):
    """A file saved by Notepad, with the byte order mark in front, reads like any other."""
    path = tmp_path / 'a.yaml'
    path.write_bytes(b'\xef\xbb\xbf' + 'a: 甲\n'.encode())

    source, problems = read_source(path, 'a.yaml')

    assert (source.data, problems) == ({'a': '甲'}, [])


@pytest.mark.parametrize(
    ('path', 'line'),
    [
        ((), 1),
        (('rules',), 1),
        (('rules', 0), 2),
        (('rules', 0, 'check'), 3),
        (('rules', 1, 'id'), 5),
        (('rules', 1, 'absent'), 5),
        (('rules', 7), 1),
        (('absent', 'more'), 1),
        (('rules', 1, 'list', 1), 9),
    ],
)
def test_a_place_has_a_line(path: tuple[str | int, ...], line: int):
    """Every place is found in the text; one that is not there has the line of what is around it."""
    text = 'rules:\n  - id: a\n    check: x\n\n  - id: b\n    # 注\n    list:\n      - 1\n      - 2\n'
    source, _problems = parse_source(text, 'rules.yaml')

    assert source.line(path) == line


def test_a_problem_names_file_line_and_pointer():
    """What an author reads leads to the place in the editor and in the data."""
    source, _problems = parse_source('rules:\n  - id: a/b\n', 'rules.yaml')

    assert str(source.problem(('rules', 0, 'a/b'), '有误')) == 'rules.yaml:2: /rules/0/a~1b: 有误'
