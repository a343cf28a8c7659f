"""docforms new and fill write workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

Line = Callable[..., Any]


def test_new_writes_the_list_of_a_document(run_line: Line, tmp_path: Path):
    """For a document, `new` makes the workbook that `batch` reads."""
    target = tmp_path / '名单.xlsx'

    ran = run_line('new', 'nm-ltci/acceptance-notice', '-o', target)

    assert (ran.code, ran.out) == (0, '')
    sheets = load_workbook(target)
    assert sheets.sheetnames == ['受理通知书', '示例', '填写说明']
    assert '申请机构名称*' in [cell.value for cell in sheets['受理通知书'][1]]


def test_new_writes_the_blank_form(run_line: Line, tmp_path: Path):
    """For a form, `new` makes the official form as a sheet."""
    target = tmp_path / '申请表.xlsx'

    ran = run_line('new', 'nm-ltci/application', '-o', target)

    assert ran.code == 0
    assert load_workbook(target).worksheets[0]['A3'].value == '机构名称'


def test_new_names_near_documents(run_line: Line, tmp_path: Path):
    """A mistyped name offers near ones of documents and forms, and nothing is written."""
    target = tmp_path / '名单.xlsx'

    ran = run_line('new', 'nm-ltci/aceptance-notice', '-o', target)

    assert ran.code == 3
    assert 'acceptance-notice' in ran.err
    assert not target.exists()


def test_fill_writes_the_filled_form(run_line: Line, tmp_path: Path, repository: Path):
    """`fill` writes the values of a record into the sheet."""
    target = tmp_path / '申请表.xlsx'

    ran = run_line('fill', repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json', '-o', target)

    assert ran.code == 0
    assert load_workbook(target).worksheets[0]['C5'].value == '52150402MJY482768C'
