"""docforms doctor: what there is, what it is for, and how to get what there is not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest

from docforms.extraction.requisites import LIBRARIES, MODELS


def test_what_reading_scans_needs_is_reported(run_line: Callable[..., object]):
    """Libraries and models of the reader of scans have rows like the programs."""
    ran = run_line('doctor')

    lines = ran.out.splitlines()
    assert 'OpenCV：可用，读扫描件用' in lines
    assert 'onnxruntime：可用，读扫描件用' in lines
    for _package, file in MODELS.values():
        assert f'文字识别模型 {file}：可用，读扫描件用' in lines


def test_what_is_missing_is_named_with_the_command_that_installs_it(
    run_line: Callable[..., object], monkeypatch: pytest.MonkeyPatch
):
    """Whoever lacks a library is told what for and what to type, and the command fails as for a missing program."""
    monkeypatch.setitem(sys.modules, 'onnxruntime', None)

    ran = run_line('doctor')

    hint = "pip install --force-reinstall 'docforms[scan]'"
    assert f'onnxruntime：没有或不能用，读不了扫描件，请安装：{hint}' in ran.out.splitlines()
    assert ran.code == 6


def test_programs_read_the_same(run_line: Callable[..., object]):
    """The JSON holds every row."""
    report = json.loads(run_line('doctor', '--format', 'json').out)

    assert {row['program'] for row in report['programs']} == {'soffice', 'fc-list'}
    assert all(row['usable'] for row in report['scans'])
    assert len(report['scans']) == len(LIBRARIES) + len(MODELS)
