from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from docforms.exceptions import ToolFailed, ToolMissing
from docforms.tools import Found, Probe, found, located, run

TOOL = Probe(program='papermill', minimum='2.10', hint='sudo apt-get install papermill')
Install = Callable[[str], Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Give a function that puts a fake program, a shell script, on the PATH."""
    folder = tmp_path / 'bin'
    folder.mkdir()
    monkeypatch.setenv('PATH', f'{folder}:/usr/bin:/bin')

    def put(script: str) -> Path:
        program = folder / TOOL.program
        program.write_text(f'#!/bin/sh\n{script}\n', encoding='utf-8')
        program.chmod(0o755)
        return program

    return put


@pytest.mark.usefixtures('install')
def test_a_missing_program_is_named_with_the_command_that_installs_it():
    """Whoever lacks a program is told what to type."""
    with pytest.raises(ToolMissing) as caught:
        located(TOOL)

    assert 'papermill' in str(caught.value)
    assert 'sudo apt-get install papermill' in str(caught.value)


def test_a_program_on_the_path_is_found(install: Install):
    """The PATH decides, as in a shell."""
    path = install('exit 0')

    assert located(TOOL) == str(path)


@pytest.mark.parametrize(
    ('printed', 'version', 'usable'),
    [
        ('papermill 2.10.1 (build 7)', '2.10.1', True),
        ('papermill 2.10', '2.10', True),
        ('papermill 2.9.9', '2.9.9', False),
        ('papermill 10.0', '10.0', True),
        ('no number here', '', False),
    ],
)
def test_versions_are_compared_as_numbers(install: Install, printed: str, version: str, *, usable: bool):
    """2.10 is newer than 2.9; a program that does not tell its version cannot be relied on."""
    path = install(f'echo "{printed}"')

    result = found(TOOL)
    assert result == Found(TOOL, str(path), version)
    assert result.usable is usable


def test_looking_never_fails(install: Install):
    """A missing or broken program is a finding of the doctor, not an accident."""
    assert found(TOOL) == Found(TOOL)

    path = install('exit 3')

    assert found(TOOL) == Found(TOOL, str(path))


def test_output_is_given_as_text(install: Install):
    """What a program prints comes back, Chinese text too."""
    install('echo 第一行; echo 第二行')

    assert run(TOOL, [], timeout=10) == '第一行\n第二行\n'


def test_arguments_reach_the_program_as_they_are(install: Install):
    """There is no shell in between: nothing in an argument is expanded or run."""
    install('printf "%s|" "$@"')
    arguments = ['a b', '$HOME', '; touch x', '"', "'", '*', '-a.docx', '申请表.docx']

    assert run(TOOL, arguments, timeout=10) == ''.join(f'{argument}|' for argument in arguments)


def test_variables_are_added_to_the_environment(install: Install):
    """The program sees what is added, and everything else as before."""
    install('echo "$COLOUR $HOME"')

    assert run(TOOL, [], timeout=10, environment={'COLOUR': 'red'}) == f'red {os.environ["HOME"]}\n'


def test_a_program_does_not_wait_for_the_keyboard(install: Install):
    """Standard input is empty."""
    install('cat; echo end')

    assert run(TOOL, [], timeout=10) == 'end\n'


@pytest.mark.parametrize(
    ('script', 'reason'),
    [
        ('echo begun; echo first >&2; echo "磁盘已满" >&2; exit 4', '（代码 4）：磁盘已满'),
        ('echo "only on stdout"; exit 1', '（代码 1）：only on stdout'),
        ('exit 77', '（代码 77）：没有说明原因'),
    ],
)
def test_a_failure_is_told_in_the_last_words_of_the_program(install: Install, script: str, reason: str):
    """The last line is where programs say what went wrong."""
    install(script)

    with pytest.raises(ToolFailed, match=reason):
        run(TOOL, [], timeout=10)


def test_a_program_that_cannot_start_is_told(install: Install):
    """A file that is executable but no program is an understandable failure."""
    install('').write_bytes(b'\x7fELF nonsense')

    with pytest.raises(ToolFailed, match='papermill'):
        run(TOOL, [], timeout=10)


def gone(pid: int) -> bool:
    """Tell whether a process has ended, giving it a moment."""
    for _attempt in range(50):
        try:
            state = Path(f'/proc/{pid}/stat').read_text(encoding='utf-8').rpartition(')')[2].split()[0]
        except FileNotFoundError:
            return True
        if state == 'Z':
            return True
        time.sleep(0.05)
    return False


def test_a_program_that_takes_too_long_is_stopped_with_all_its_children(install: Install, tmp_path: Path):
    """The time limit holds although the work is done by a child that holds the output open."""
    note = tmp_path / 'pid'
    install(f'sleep 60 &\necho $! > {note}\nwait')
    begin = time.monotonic()

    with pytest.raises(ToolFailed, match=r'超过 0.5 秒'):
        run(TOOL, [], timeout=0.5)

    assert time.monotonic() - begin < 10
    assert gone(int(note.read_text(encoding='utf-8')))


def test_nothing_is_left_running_behind_a_program_that_ended(install: Install, tmp_path: Path):
    """A child left behind by a program that has ended is stopped too."""
    note = tmp_path / 'pid'
    install(f'sleep 60 >/dev/null 2>&1 &\necho $! > {note}\nexit 0')

    run(TOOL, [], timeout=10)

    assert gone(int(note.read_text(encoding='utf-8')))
