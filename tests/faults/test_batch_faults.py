"""Accidents in the middle of a batch: killed, interrupted, no room left, no right to write, torn files."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from docforms import api
from docforms.api import BatchOptions
from docforms.batch import folder as folder_module
from docforms.batch.chunks import Chunk, Item, Job
from docforms.batch.engine import Processes
from docforms.batch.folder import Content, Folder
from docforms.batch.manifest import Appending, Entry, Header, Manifest
from docforms.exceptions import OutputError, ToolFailed

DOCUMENT = 'nm-ltci/acceptance-notice'
FIRST = '赤红医保受〔2026〕3号'
ROWS = 90


@pytest.fixture
def undisturbed(table: Path, tmp_path: Path) -> dict[str, bytes]:
    """Give the files of a batch nothing happened to."""
    api.batch(DOCUMENT, table, tmp_path / 'undisturbed', BatchOptions(number=FIRST, jobs=1))
    return files(tmp_path / 'undisturbed')


def files(folder: Path) -> dict[str, bytes]:
    """Read everything in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob('*') if path.is_file()}


def resumed(table: Path, out: Path) -> dict[str, bytes]:
    """Go on with a batch; gives its files."""
    api.batch(DOCUMENT, table, out, BatchOptions(number=FIRST, jobs=1, resume=True))
    return files(out)


def test_a_killed_batch_is_resumed_to_the_very_files(repository: Path):
    """After kill -9 at 25 random moments no file is torn, and resuming ends with the bytes of an undisturbed run."""
    environment = {**os.environ, 'PYTHONPATH': str(repository / 'src')}
    command = [sys.executable, '-W', 'ignore', repository / 'benchmarks' / 'kill.py', '25']

    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)

    assert result.returncode == 0, result.stderr
    counts = json.loads(result.stdout)
    assert counts['kills'] >= 25
    assert (counts['torn'], counts['different']) == (0, 0)


# Sends Ctrl-C to the command, once, while a third batch of files is written, in this process or in one of its workers.
INTERRUPTING = """
import os, signal, sys
from docforms.batch import folder
from docforms.cli import main

put, calls, command = folder.Folder.put, [], os.getpid()

def interrupting(self, contents, *, replace):
    calls.append(self)
    if len(calls) == 3:
        try:
            os.mkdir(f'{self.path}.interrupted')
        except FileExistsError:
            pass
        else:
            os.kill(command, signal.SIGINT)
    return put(self, contents, replace=replace)

folder.Folder.put = interrupting
main()
"""


@pytest.mark.parametrize('jobs', ['1', '2'])
def test_ctrl_c_stops_cleanly(jobs: str, repository: Path, table: Path, tmp_path: Path, undisturbed: dict[str, bytes]):
    """Ctrl-C ends with exit code 130, one line and whole files; resuming ends with the bytes of an undisturbed run."""
    out = tmp_path / 'out'
    arguments = ['batch', DOCUMENT, str(table), '-o', str(out), '--number', FIRST, '--jobs', jobs]
    environment = {**os.environ, 'PYTHONPATH': str(repository / 'src')}

    result = subprocess.run(
        [sys.executable, '-c', INTERRUPTING, *arguments],
        env=environment,
        capture_output=True,
        encoding='utf-8',
        check=False,
        timeout=60,
    )

    assert (result.returncode, result.stderr.strip()) == (130, '已中断')
    left = files(out)
    assert not any(name.endswith('.part') for name in left)
    assert all(undisturbed[name] == content for name, content in left.items() if name.endswith('.docx'))
    assert resumed(table, out) == undisturbed


def test_a_full_disk_is_told_and_resumed(
    table: Path, tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
):
    """When the disk is full half-way a document, nothing torn is left, and resuming goes on from there."""
    write, calls = Path.write_bytes, []

    def full(self: Path, data: bytes) -> int:
        calls.append(self)
        if len(calls) == 20:
            write(self, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, 'No space left on device')
        return write(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, 'write_bytes', full)
        with pytest.raises(OutputError, match='磁盘已满'):
            resumed(table, tmp_path / 'out')
    left = files(tmp_path / 'out')

    assert all(undisturbed[name] == content for name, content in left.items() if name.endswith('.docx'))
    assert not any(name.endswith('.part') for name in left)
    assert resumed(table, tmp_path / 'out') == undisturbed


def test_a_manifest_that_may_not_grow_is_told_and_resumed(
    run_docforms: Callable[..., subprocess.CompletedProcess[str]],
    table: Path,
    tmp_path: Path,
    undisturbed: dict[str, bytes],
):
    """A limit of the system itself ends with exit code 8; the manifest keeps whole lines, and resuming goes on."""
    out = tmp_path / 'out'
    limit = len(undisturbed['manifest.jsonl']) * 2 // 3
    assert limit > max(len(content) for name, content in undisturbed.items() if name.endswith('.docx'))

    result = run_docforms(
        'batch', DOCUMENT, table, '-o', out, '--number', FIRST, '--jobs', '1',
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip

    assert result.returncode == 8
    assert '文件过大' in result.stderr
    left = (out / 'manifest.jsonl').read_bytes()
    assert undisturbed['manifest.jsonl'].startswith(left)
    assert left.endswith(b'\n')
    assert resumed(table, out) == undisturbed


@pytest.mark.parametrize('number', [errno.EROFS, errno.EACCES])
def test_a_folder_that_cannot_be_written_is_told(
    number: int, table: Path, tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
):
    """A read-only disk or folder is named in Chinese; once it can be written, the batch goes on."""

    def read_only(_self: Path, _data: bytes) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(Path, 'write_bytes', read_only)
        with pytest.raises(OutputError, match=r'只读|没有写入权限'):
            resumed(table, tmp_path / 'out')

    assert resumed(table, tmp_path / 'out') == undisturbed


def test_a_file_in_the_place_of_the_folder_is_told(table: Path, tmp_path: Path):
    """An output whose place is taken by a file is refused, and the file stays."""
    (tmp_path / 'out').write_bytes(b'a file')

    with pytest.raises(OutputError):
        resumed(table, tmp_path / 'out' / 'deeper')

    assert (tmp_path / 'out').read_bytes() == b'a file'


@pytest.mark.parametrize('torn', [b'', b'{"row":3,"key":"', b'\xff\xfe\n', b'{"row":3}\n', b'[]\n'])
def test_a_torn_manifest_is_resumed(torn: bytes, table: Path, tmp_path: Path, undisturbed: dict[str, bytes]):
    """A manifest cut off in a line, or with a damaged one, counts up to its last whole line."""
    out = tmp_path / 'out'
    resumed(table, out)
    path = out / 'manifest.jsonl'
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b''.join(lines[:3]) + torn)

    assert resumed(table, out) == undisturbed


def test_an_unreadable_manifest_begins_anew(table: Path, tmp_path: Path, undisturbed: dict[str, bytes]):
    """A manifest whose first line is lost says nothing: it is kept aside, and equal files are left alone."""
    out = tmp_path / 'out'
    resumed(table, out)
    (out / 'manifest.jsonl').write_bytes(b'{"manif')

    found = resumed(table, out)

    assert found.pop('manifest.1.jsonl') == b'{"manif'
    assert found == undisturbed


def test_a_line_that_could_not_be_written_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """When the manifest cannot grow, it ends where it ended before, also on the disk."""
    folder = Folder(tmp_path)
    manifest = Manifest(folder)
    place = manifest.begin(Header('a/b', '1', '', '', '', {}))
    before = manifest.path.read_bytes()
    appending = Appending(manifest, place)
    write = os.pwrite

    def half(handle: int, data: bytes, at: int) -> int:
        if len(data) > 10:
            return write(handle, data[:10], at)
        raise OSError(errno.ENOSPC, 'No space left on device')

    monkeypatch.setattr(os, 'pwrite', half)
    with pytest.raises(OutputError, match='磁盘已满'):
        appending.append([Entry(1, 'k', 'a.docx', '', 'x', 'written', '')])
    appending.close()

    assert manifest.path.read_bytes() == before


def test_two_batches_do_not_write_one_folder(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """While one batch writes a folder another one is refused; a process that is gone is in nobody's way."""
    out = tmp_path / 'out'
    out.mkdir()
    monkeypatch.setattr(folder_module, 'PATIENCE', 0)

    with Folder(out).locked(), pytest.raises(OutputError, match='另一个批量任务'):
        resumed(table, out)

    assert len(resumed(table, out)) == ROWS + 1


def test_a_name_taken_by_a_folder_is_told(tmp_path: Path):
    """A folder that bears the name of a document is refused like any other content."""
    (tmp_path / 'a.docx').mkdir()

    assert Folder(tmp_path).put([Content('a.docx', b'x')], replace=False) == ['refused']
    with pytest.raises(OutputError, match='同名的文件夹'):
        Folder(tmp_path).put([Content('a.docx', b'x')], replace=True)


def test_a_link_is_replaced_and_not_followed(tmp_path: Path):
    """A link in the output folder cannot lead a document out of it."""
    (tmp_path / 'out').mkdir()
    outside = tmp_path / 'outside'
    outside.write_bytes(b'mine')
    (tmp_path / 'out' / 'a.docx').symlink_to(outside)

    Folder(tmp_path / 'out').put([Content('a.docx', b'x')], replace=True)

    assert outside.read_bytes() == b'mine'
    assert (tmp_path / 'out' / 'a.docx').read_bytes() == b'x'


def test_a_killed_worker_is_told():
    """When the system kills a worker, that is said with what to do."""
    job, chunk = cast('Job', None), Chunk(())

    with pytest.raises(ToolFailed, match='--resume'):
        list(Processes(2).in_order(_kill_oneself, job, iter([chunk] * 9)))


def _kill_oneself(_job: object, _chunk: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_worker_raises_is_raised():
    """An error of a worker arrives as it is, and the workers are gone."""
    job, chunk = cast('Job', None), Chunk(())

    with pytest.raises(OutputError, match='磁盘已满'):
        list(Processes(2).in_order(_find_the_disk_full, job, iter([chunk] * 9)))

    assert multiprocessing.active_children() == []


def _find_the_disk_full(_job: object, _chunk: object) -> None:
    raise OutputError('磁盘已满')


def test_results_come_in_list_order():
    """However long each chunk takes, results come in the order of the chunks, all of them."""
    chunks = (Chunk((Item(number, ''),)) for number in range(50))

    results = Processes(3).in_order(_line, cast('Job', None), chunks)

    assert list(results) == list(range(50))


def _line(_job: object, chunk: Chunk) -> int:
    [item] = chunk.items
    # Every third chunk has more to do.
    sum(range(200_000 if item.row % 3 == 0 else 10))
    return item.row
