"""A batch done by a cluster: a worker killed in mid-run, no cluster to be found, and places named by URL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import dask
import fsspec
import pytest
from distributed import Client, LocalCluster

from docforms import api
from docforms.api import BatchOptions, Desk
from docforms.batch import cluster as cluster_module
from docforms.batch.chunks import Chunk, Job
from docforms.batch.cluster import Cluster, connected
from docforms.exceptions import InputError, OutputError, ToolFailed, ToolMissing, UsageError

DOCUMENT = 'nm-ltci/acceptance-notice'
FIRST = '赤红医保受〔2026〕3号'
ROWS = 60


@pytest.fixture
def undisturbed(table: Path, tmp_path: Path) -> dict[str, bytes]:
    """Give the files of a batch of this machine alone."""
    api.batch(DOCUMENT, table, tmp_path / 'undisturbed', BatchOptions(number=FIRST))
    return {path.name: path.read_bytes() for path in (tmp_path / 'undisturbed').iterdir()}


@pytest.fixture(scope='module')
def workers() -> Iterator[LocalCluster]:
    """Give a scheduler with two worker processes of one thread; a nanny starts them again when they are killed."""
    with (
        dask.config.set({'distributed.scheduler.allowed-failures': 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=':0', silence_logs=100, memory_limit=0
        ) as cluster,
    ):
        yield cluster


@pytest.fixture
def store() -> Iterator[str]:
    """Give a place in an object store that lives in this process."""
    files = fsspec.filesystem('memory')
    yield 'memory://office/notices'
    files.rm('/office', recursive=True)


def test_a_killed_worker_leaves_no_trace(
    workers: LocalCluster, table: Path, tmp_path: Path, undisturbed: dict[str, bytes]
):
    """When a worker is killed in mid-run, its rows are done by others: the very files and manifest of a local run."""
    killed = []

    def kill(_what: str, done: int, _rows: int) -> None:
        written = (tmp_path / 'out' / 'manifest.jsonl').exists()
        if written and ROWS > done > ROWS // 6 and not killed:
            killed.append(next(iter(workers.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    options = BatchOptions(number=FIRST, scheduler=workers.scheduler_address)
    result = api.batch(DOCUMENT, table, tmp_path / 'out', options, desk=Desk(lambda _found: True, kill))

    assert len(killed) == 1
    assert result.tally is not None
    assert (result.tally.written, result.tally.failed, result.tally.refused) == (ROWS, 0, 0)
    assert {path.name: path.read_bytes() for path in (tmp_path / 'out').iterdir()} == undisturbed
    entries = [json.loads(line) for line in undisturbed['manifest.jsonl'].splitlines()[1:-1]]
    assert [entry['row'] for entry in entries] == list(range(1, ROWS + 1))


# Makes a worker end in the middle of its first batch of files: all written under other names, none in its place.
ENDING_HALF_WAY = """
import os, signal
from docforms.batch import folder
folder._sync_all = lambda paths: os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_killed_while_it_writes_leaves_no_trace(
    workers: LocalCluster, table: Path, tmp_path: Path, undisturbed: dict[str, bytes]
):
    """What a worker leaves half-written when it is killed is taken away, and its files are written by another one."""
    with Client(workers, set_as_default=False) as client:
        client.run(exec, ENDING_HALF_WAY, {}, workers=[next(iter(client.nthreads()))])

    api.batch(DOCUMENT, table, tmp_path / 'out', BatchOptions(number=FIRST, scheduler=workers.scheduler_address))

    assert {path.name: path.read_bytes() for path in (tmp_path / 'out').iterdir()} == undisturbed


def test_the_command_uses_a_cluster(
    workers: LocalCluster,
    table: Path,
    tmp_path: Path,
    undisturbed: dict[str, bytes],
    run_docforms: Callable[..., subprocess.CompletedProcess[str]],
):
    """The command gives the same files with --engine dask, and prints nothing but what it always prints."""
    out = (tmp_path / 'a cluster’s').as_uri()

    result = run_docforms(
        'batch', DOCUMENT, table.as_uri(), '-o', out, '--number', FIRST,
        '--engine', 'dask', '--scheduler', workers.scheduler_address,
    )  # fmt: skip

    assert (result.returncode, result.stderr) == (0, '')
    assert f'已生成 {ROWS} 份' in result.stdout
    assert {path.name: path.read_bytes() for path in (tmp_path / 'a cluster’s').iterdir()} == undisturbed


def test_rows_that_end_every_worker_are_told(workers: LocalCluster):
    """Rows that kill one worker after the other do not kill them all: the run stops and says what to do."""
    ending = cast('Callable[[Job, Chunk], None]', partial(exec, 'import os; os._exit(1)'))
    # exec takes its names from the job and the chunk.
    job, chunk = cast('Job', {}), cast('Chunk', {})

    with connected(workers.scheduler_address) as client, pytest.raises(ToolFailed, match='内存'):
        list(Cluster(client, 1).in_order(ending, job, iter([chunk])))


def test_what_a_worker_raises_is_raised(workers: LocalCluster, table: Path, tmp_path: Path):
    """An error of a worker arrives as it is: here a document whose place is taken by a folder."""
    (tmp_path / 'out' / '甲中心.docx').mkdir(parents=True)
    lines = table.read_text(encoding='utf-8').splitlines()[:1]
    table.write_text(lines[0].replace('第0中心', '甲中心'), encoding='utf-8')
    options = BatchOptions(name='{institution_name}', replace=True, scheduler=workers.scheduler_address)

    with pytest.raises(OutputError, match='同名的文件夹'):
        api.batch(DOCUMENT, table, tmp_path / 'out', options)


def test_a_scheduler_out_of_reach_is_told(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An address where nobody answers, or that is none, is named, and nothing is written."""
    monkeypatch.setattr(cluster_module, 'PATIENCE', 0.2)

    for address in ('tcp://127.0.0.1:9', 'nowhere://a', '调度器'):
        with pytest.raises(ToolFailed, match=address):
            api.batch(DOCUMENT, table, tmp_path / 'out', BatchOptions(scheduler=address))

    assert not (tmp_path / 'out').exists()


def test_a_cluster_without_workers_is_told(monkeypatch: pytest.MonkeyPatch):
    """A scheduler to which no worker has come is not waited for without end."""
    monkeypatch.setattr(cluster_module, 'PATIENCE', 0.2)

    monkeypatch.setattr(cluster_module, '_ASK_AGAIN', 0.1)

    with LocalCluster(n_workers=0, processes=False, dashboard_address=':0', silence_logs=100) as empty:
        with pytest.raises(ToolFailed, match='dask worker'), connected(empty.scheduler_address):
            pass
        # The last worker may also go while the run is at work.
        with Client(empty, set_as_default=False) as client, pytest.raises(ToolFailed, match='dask worker'):
            list(Cluster(client, 1).in_order(_nothing, cast('Job', None), iter([Chunk(())])))


def _nothing(_job: object, _chunk: object) -> None:
    """Never called."""


def test_a_scheduler_that_goes_away_is_told(
    table: Path, tmp_path: Path, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
):
    """When the scheduler ends in mid-run, the run stops with what to do, and can be resumed without a cluster."""
    monkeypatch.setattr(cluster_module, 'PATIENCE', 2)

    with LocalCluster(n_workers=1, processes=False, dashboard_address=':0', silence_logs=100) as brief:
        options = BatchOptions(number=FIRST, scheduler=brief.scheduler_address)

        def end(_what: str, done: int, _rows: int) -> None:
            if (tmp_path / 'out' / 'manifest.jsonl').exists() and done > ROWS // 6:
                brief.close()

        with pytest.raises(ToolFailed, match='--resume'):
            api.batch(DOCUMENT, table, tmp_path / 'out', options, desk=Desk(lambda _found: True, end))

    api.batch(DOCUMENT, table, tmp_path / 'out', BatchOptions(number=FIRST, resume=True))
    assert {path.name: path.read_bytes() for path in (tmp_path / 'out').iterdir()} == undisturbed


@pytest.mark.parametrize(
    ('library', 'options', 'output'),
    [('distributed', BatchOptions(scheduler='tcp://127.0.0.1:9'), 'out'), ('fsspec', BatchOptions(), 's3://a/b')],
)
def test_a_missing_library_is_told(
    library: str, options: BatchOptions, output: str, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Without the libraries of the extra the message says how to install it."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in sys.modules if name.partition('.')[0] == library]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(ToolMissing, match=r"pip install 'docforms\[cluster\]'"):
        api.batch(DOCUMENT, table, output, options)


def stored(url: str) -> dict[str, bytes]:
    """Read everything in a place of the store."""
    files = fsspec.filesystem('memory')
    return {path.rpartition('/')[2]: files.cat_file(path) for path in files.find(url)}


def test_a_batch_goes_from_store_to_store(table: Path, store: str, undisturbed: dict[str, bytes]):
    """A table in a store gives the same documents and manifest in the store as one on the disk in a folder."""
    fsspec.filesystem('memory').pipe_file('/office/名单.jsonl', table.read_bytes())

    api.batch(DOCUMENT, 'memory://office/名单.jsonl', store, BatchOptions(number=FIRST))

    assert stored(store) == undisturbed


def test_a_store_that_fails_is_told_and_resumed(
    table: Path, store: str, undisturbed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
):
    """When a store refuses a file half-way, resuming goes on behind what the manifest in the store has."""
    kind = type(fsspec.filesystem('memory'))
    pipe, calls = kind.pipe_file, []

    def refusing(self: Any, path: str, *arguments: Any, **named: Any) -> None:
        calls.append(path)
        if len(calls) == 2 * ROWS // 3:
            raise PermissionError(path)
        pipe(self, path, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(kind, 'pipe_file', refusing)
        with pytest.raises(OutputError, match='PermissionError'):
            api.batch(DOCUMENT, table, store, BatchOptions(number=FIRST))
    assert undisturbed['manifest.jsonl'].startswith(stored(store)['manifest.jsonl'])
    assert all(undisturbed[name] == content for name, content in stored(store).items() if name != 'manifest.jsonl')
    calls.clear()

    monkeypatch.setattr(kind, 'pipe_file', refusing)
    result = api.batch(DOCUMENT, table, store, BatchOptions(number=FIRST, resume=True))

    assert stored(store) == undisturbed
    assert result.tally is not None
    assert result.tally.unchanged > ROWS // 2
    assert len(calls) < ROWS // 2


def test_a_store_keeps_what_is_there(table: Path, store: str, undisturbed: dict[str, bytes]):
    """Another file of that name is not replaced in a store either, unless asked; the manifest of another run stays."""
    files = fsspec.filesystem('memory')
    name = next(name for name in undisturbed if name.endswith('.docx'))
    files.pipe_file(f'/office/notices/{name}', b'mine')
    files.pipe_file('/office/notices/manifest.jsonl', b'another run')
    files.pipe_file('/office/notices/manifest.1.jsonl', b'one before')

    refused = api.batch(DOCUMENT, table, store, BatchOptions(number=FIRST))
    left = stored(store)
    api.batch(DOCUMENT, table, store, BatchOptions(number=FIRST, replace=True))

    assert refused.tally is not None
    assert (refused.tally.refused, left[name]) == (1, b'mine')
    assert (left['manifest.1.jsonl'], left['manifest.2.jsonl']) == (b'one before', b'another run')
    assert {name: stored(store)[name] for name in undisturbed} == undisturbed


def test_bad_rows_are_marked_in_the_store(table: Path, store: str):
    """The copy of the table with its bad rows goes where the documents would have gone, and nothing else does."""
    table.write_text(table.read_text(encoding='utf-8').replace('第3中心', ''), encoding='utf-8')

    result = api.batch(DOCUMENT, table, store)

    assert result.annotated == f'{store}/检查结果.xlsx'
    assert list(stored(store)) == ['检查结果.xlsx']


@pytest.mark.parametrize(
    ('output', 'options', 'says'),
    [
        ('memory://office/all.zip', BatchOptions(), '写到本机文件夹'),
        ('memory://office/all.pdf', BatchOptions(), '写到本机文件夹'),
        ('memory://office/all', BatchOptions(pdf=True), '写到本机文件夹'),
        ('sftp://clerk:secret@host/all', BatchOptions(), '挂载'),
    ],
)
def test_what_a_store_cannot_take_is_refused(output: str, options: BatchOptions, says: str, table: Path):
    """What needs a file system is refused before anything is read; passwords are not repeated."""
    with pytest.raises(UsageError, match=says) as refused:
        api.batch(DOCUMENT, table, output, options)

    assert 'secret' not in str(refused.value)


def test_a_table_that_cannot_be_fetched_is_told(tmp_path: Path):
    """A URL where nothing is, or of a kind nobody knows, is named."""
    with pytest.raises(InputError, match='没有这个文件'):
        api.batch(DOCUMENT, 'memory://office/none.csv', tmp_path)
    with pytest.raises(UsageError, match='nowhere://'):
        api.batch(DOCUMENT, 'nowhere://none.csv', tmp_path)


@pytest.mark.parametrize('options', [['--engine', 'dask'], ['--scheduler', 'tcp://127.0.0.1:9']])
def test_engine_and_scheduler_go_together(
    options: list[str], table: Path, tmp_path: Path, run_docforms: Callable[..., subprocess.CompletedProcess[str]]
):
    """One of the two options without the other is a mistake."""
    result = run_docforms('batch', DOCUMENT, table, '-o', tmp_path / 'out', *options)

    assert result.returncode == 2
    assert '--scheduler' in result.stderr


def test_a_client_of_the_program_is_left_alone(workers: LocalCluster):
    """A program that uses the cluster itself keeps its own client."""
    with Client(workers.scheduler_address, set_as_default=False) as own:
        with connected(workers.scheduler_address):
            pass

        assert own.submit(abs, -1).result() == 1
