from __future__ import annotations

import sys

import pytest

from docforms.cli import progress
from docforms.cli.progress import Progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that stands until its only entry is changed."""
    now = [100.0]
    monkeypatch.setattr(progress.time, 'monotonic', lambda: now[0])
    return now


def test_rate_and_time_left_are_shown(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Half of 400 rows in 20 seconds are 10 a second, and leave 20 seconds to go."""
    monkeypatch.setattr(sys.stderr, 'isatty', lambda: True)
    show = Progress()

    show('生成', 0, 400)
    clock[0] += 20
    show('生成', 200, 400)

    assert capsys.readouterr().err.endswith('生成 [############............] 200/400  每秒 10 份，还需 0:20')


def test_rows_an_earlier_run_has_done_do_not_count_for_the_rate(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """After resuming at 300 of 400 rows the rate is that of the rows done since."""
    monkeypatch.setattr(sys.stderr, 'isatty', lambda: True)
    show = Progress()

    show('生成', 300, 400)
    clock[0] += 10
    show('生成', 350, 400)

    assert capsys.readouterr().err.endswith('350/400  每秒 5 份，还需 0:10')


def test_nothing_is_shown_off_a_terminal(clock: list[float], capsys: pytest.CaptureFixture[str]):
    """In a log or a pipe there is no progress line."""
    show = Progress()

    show('生成', 0, 400)
    clock[0] += 20
    show('生成', 200, 400)
    show.clear()

    assert capsys.readouterr().err == ''
