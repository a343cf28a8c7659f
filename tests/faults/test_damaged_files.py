"""Files damaged on the way: records cut off or changed byte by byte, and packs with anything anywhere."""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from docforms.exceptions import InputError, PackError
from docforms.packs import PackFolder, check
from docforms.records import read_record

CHINESE = re.compile('[一-龥]')
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, '', ' ', 'x', '甲', 'x' * 3000, '{{', '{{ x }}', '{% for %}', '{name}', '{}', '}',
    '*', '&a', [], [[]], [None], {}, {'x': 1}, {'': {}}, [{'id': 'x'}], '2026-02-30', 'a.b.c', "'", '#', '/fields/x',
    '~1', '((((((((((', 'not ' * 100, 'x.' * 200 + 'x', 'as_of()', 'fields.x.y.z[0]', '^[', 'NM-1.1',
]  # fmt: skip


def chance_of(seed: int) -> random.Random:
    """Give a source of chance that is the same on every run."""
    return random.Random(seed)  # noqa: S311


# Records ------------------------------------------------------------------------------------------


@pytest.fixture
def record(repository: Path) -> bytes:
    """Give the bytes of a complete record."""
    return (repository / 'schemas/nm-ltci/cases/complete.json').read_bytes()


def ended(path: Path, content: bytes) -> str:
    """Read a file with some content; gives how that ended."""
    path.write_bytes(content)
    try:
        read_record(str(path))
    except InputError as error:
        told = str(error)
        return 'refused' if told.startswith(str(path)) and CHINESE.search(told) else f'badly told: {told}'
    return 'read'


@pytest.mark.parametrize('ending', ['json', 'yaml'])
def test_a_record_cut_off_anywhere_is_refused_or_read(ending: str, record: bytes, tmp_path: Path):
    """A record cut off at any of 400 places, in the middle of a character too, gives one Chinese sentence."""
    step = max(1, len(record) // 400)

    found = Counter(ended(tmp_path / f'a.{ending}', record[:length]) for length in range(0, len(record) - 2, step))

    assert set(found) == {'refused'}


@pytest.mark.parametrize('ending', ['json', 'yaml'])
def test_a_record_with_damaged_bytes_is_refused_or_read(ending: str, record: bytes, tmp_path: Path):
    """A record with bytes changed, lost or doubled gives a record or one Chinese sentence, nothing else."""
    chance = chance_of(1)
    found: Counter[str] = Counter()

    for _copy in range(800):
        content = bytearray(record)
        for _damage in range(chance.choice([1, 1, 5, 50])):
            place = chance.randrange(len(content))
            match chance.randrange(3):
                case 0:
                    content[place] = chance.randrange(256)
                case 1:
                    del content[place : place + chance.randrange(1, 40)]
                case _:
                    content[place:place] = content[place : place + chance.randrange(1, 40)]
        found[ended(tmp_path / f'a.{ending}', bytes(content))] += 1

    assert set(found) == {'refused', 'read'}
    assert found['refused'] > 300


def test_bytes_of_anything_are_refused(tmp_path: Path):
    """Files that are no records at all give one Chinese sentence each."""
    chance = chance_of(2)

    for ending in ('json', 'yaml', 'yml', 'txt', ''):
        for size in (1, 2, 10, 1000, 100_000):
            content = b'\x01' + chance.randbytes(size)
            assert ended(tmp_path / f'a.{ending}', content) == 'refused'


# Packs --------------------------------------------------------------------------------------------


@pytest.fixture
def copy(repository: Path, tmp_path: Path) -> PackFolder:
    """Copy a real pack into a folder of its own."""
    for part in ('schemas', 'templates'):
        shutil.copytree(repository / part / 'nm-ltci', tmp_path / part / 'nm-ltci')
    return PackFolder('nm-ltci', tmp_path / 'schemas/nm-ltci', tmp_path / 'templates/nm-ltci')


def files_of(folder: PackFolder) -> list[Path]:
    """List the files that make up a pack, but its cases; of the many schemas of documents, read alike, every tenth."""
    found = sorted(
        path
        for path in folder.schemas.rglob('*')
        if path.is_file() and 'cases' not in path.parts and path.suffix in {'.yaml', '.json'}
    )
    documents = [path for path in found if path.parent.name == 'documents']
    return [path for path in found if path not in documents] + documents[::10]


def loaded(folder: PackFolder) -> str:
    """Load a whole pack; gives how that ended."""
    try:
        check(folder)
    except PackError as error:
        for problem in error.problems:
            assert CHINESE.search(problem.message), problem
            assert problem.file
            assert problem.line is None or problem.line >= 1
        return 'refused' if error.problems else 'refused for nothing'
    return 'loaded'


def test_the_copy_loads(copy: PackFolder):
    """Undamaged, the copied pack is right."""
    assert loaded(copy) == 'loaded'


@pytest.mark.parametrize(
    'damage',
    [
        lambda path: path.write_bytes(b''),
        lambda path: path.write_bytes(b'[1, 2'),
        lambda path: path.write_bytes(b'- a\n- b\n'),
        lambda path: path.write_bytes(b'text\n'),
        lambda path: path.write_bytes(b'{}\n'),
        lambda path: path.write_bytes(b'\xff\xfe\x00'),
        lambda path: path.write_bytes(bytes(range(256))),
        lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        lambda path: path.write_bytes(path.read_text(encoding='utf-8').encode('gb18030')),
        lambda path: path.write_bytes(b'a: ' + b'[' * 100_000),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=['empty', 'open', 'list', 'text', 'group', 'bytes', 'all bytes', 'half', 'gbk', 'deep', 'folder'],
)
def test_any_file_of_a_pack_may_be_damaged(damage: Callable[[Path], object], copy: PackFolder):
    """Whichever file is empty, cut off, of another encoding or a folder, the pack is refused; or, cut off after a row,
    it may still be one.
    """
    for path in files_of(copy):
        content = path.read_bytes()
        damage(path)

        assert loaded(copy) == 'refused' or path.is_dir() or 0 < path.stat().st_size < len(content), path

        if path.is_dir():
            path.rmdir()
        path.write_bytes(content)
    assert loaded(copy) == 'loaded'


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """List every member and item of some data, with what holds it."""
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        yield data, key
        if isinstance(data[key], (dict, list)):
            yield from places(data[key])


def test_anything_may_stand_anywhere_in_a_pack(copy: PackFolder):
    """A pack with an odd value, a lost key or a new name at random places is refused or loads, and never breaks."""
    chance = chance_of(3)
    files = files_of(copy)
    found: Counter[str] = Counter()

    for _copy in range(150):
        path = chance.choice(files)
        content = path.read_bytes()
        data = yaml.load(content, Loader=yaml.CSafeLoader)
        for _damage in range(chance.choice([1, 1, 1, 4, 20])):
            holder, key = chance.choice(list(places(data)))
            match chance.randrange(4):
                case 0:
                    del holder[key]
                case 1 if isinstance(holder, dict):
                    holder[chance.choice(['x', 'id', 'title', '', 'a/b', '甲', '$ref', 'type', 'when', 'each'])] = (
                        holder.pop(key)
                    )
                case _:
                    holder[key] = chance.choice(ODD)
            if not data:
                break
        path.write_text(yaml.dump(data, allow_unicode=True, Dumper=yaml.CSafeDumper), encoding='utf-8')
        found[loaded(copy)] += 1
        path.write_bytes(content)

    assert set(found) == {'refused', 'loaded'}
    assert found['refused'] > 60
