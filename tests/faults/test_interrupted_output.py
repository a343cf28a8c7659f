"""Real accidents while writing: a killed process, Ctrl+C, a file that may not grow, two writers at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

WRITING = """\
    import sys, time
    from pathlib import Path
    from docforms.files import atomic_output

    with atomic_output(Path(sys.argv[1])) as partial:
        with partial.open('wb') as stream:
            stream.write(b'half')
            stream.flush()
            print('writing', flush=True)
            time.sleep(60)
"""


def started(program: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start a Python program of our own."""
    command = [sys.executable, '-c', textwrap.dedent(program), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(('number', 'left'), [(signal.SIGKILL, 1), (signal.SIGINT, 0)], ids=['killed', 'ctrl-c'])
def test_a_process_that_ends_while_writing_leaves_the_old_file(number: signal.Signals, left: int, tmp_path: Path):
    """The old file is whole whenever the process ends; only one that is killed leaves its temporary file behind."""
    target = tmp_path / 'a'
    target.write_bytes(b'old')

    with started(WRITING, target) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == 'writing\n'
        process.send_signal(number)
        process.communicate(timeout=30)

    assert target.read_bytes() == b'old'
    assert len(list(tmp_path.glob('.a.*.part'))) == left


def test_what_a_killed_process_left_is_in_nobodys_way(tmp_path: Path):
    """A temporary file left behind does not keep the next attempt from its end."""
    (tmp_path / '.a.12345678.part').write_bytes(b'half')

    with started(
        "from docforms.files import write_bytes; import sys; write_bytes(sys.argv[1], b'new')", tmp_path / 'a'
    ) as process:
        process.communicate(timeout=30)

    assert process.returncode == 0
    assert (tmp_path / 'a').read_bytes() == b'new'


def test_a_file_that_may_not_grow_is_told(tmp_path: Path):
    """A limit the system itself enforces ends with a Chinese sentence and the old file."""
    target = tmp_path / 'a'
    target.write_bytes(b'old')
    program = """\
        import resource, signal, sys
        from docforms.exceptions import OutputError
        from docforms.files import write_bytes

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write_bytes(sys.argv[1], bytes(5000))
        except OutputError as error:
            print(error)
    """

    with started(program, target) as process:
        told, _errors = process.communicate(timeout=30)

    assert told == f'{target}：写不进去（文件过大）\n'
    assert target.read_bytes() == b'old'
    assert [path.name for path in tmp_path.iterdir()] == ['a']


def test_too_many_open_files_are_told(tmp_path: Path):
    """A process that may open nothing more says so in Chinese, for reading and for writing."""
    program = """\
        import resource, sys
        from docforms.exceptions import InputError, OutputError
        from docforms.files import read_bytes, write_bytes

        resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
        kept = []
        try:
            while True:
                kept.append(open('/dev/null'))
        except OSError:
            pass
        try:
            read_bytes(sys.argv[1])
        except InputError as error:
            print(error)
        try:
            write_bytes(sys.argv[1], b'x')
        except OutputError as error:
            print(error)
    """
    target = tmp_path / 'a'
    target.write_bytes(b'old')

    with started(program, target) as process:
        told, _errors = process.communicate(timeout=30)

    assert told.splitlines() == [
        f'{target}：文件打不开（同时打开的文件过多）',
        f'{target}：写不进去（同时打开的文件过多）',
    ]
    assert target.read_bytes() == b'old'


def test_two_writers_never_mix(tmp_path: Path):
    """Of processes that write the same file at the same time one wins, and its content is whole."""
    target = tmp_path / 'a'
    program = """\
        import sys
        from docforms.files import write_bytes

        for _time in range(50):
            write_bytes(sys.argv[1], sys.argv[2].encode() * 200_000)
    """
    writers = [started(program, target, letter) for letter in 'xyz']

    seen = set()
    while any(writer.poll() is None for writer in writers):
        if target.exists():
            content = target.read_bytes()
            seen.add(len(content))
            assert len(set(content)) == 1
    for writer in writers:
        writer.communicate(timeout=60)

    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert seen == {200_000}
    assert [path.name for path in tmp_path.iterdir()] == ['a']


def test_a_full_disk_behind_a_redirection_is_told(repository: Path):
    """A command whose output goes to a full disk ends with the exit code for output, and without a traceback."""
    record = repository / 'schemas/nm-ltci/cases/complete.json'
    with Path('/dev/full').open('wb') as full:
        result = subprocess.run(
            [sys.executable, '-m', 'docforms', 'validate', record, '--format', 'json'],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, 'PYTHONPATH': str(repository / 'src')},
            text=True,
            check=False,
            timeout=60,
        )

    assert result.returncode == 8
    assert '磁盘已满' in result.stderr
    assert 'Traceback' not in result.stderr
