"""A document with a field of every kind, and tables of it made while the test runs. All values are invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from docforms.batch.preflight import checked
from docforms.batch.rows import Row
from docforms.batch.tables import open_table
from docforms.packs import Catalogue, DocumentType, Pack

SCHEMA: dict[str, Any] = {
    'title': '付款通知书',
    'type': 'object',
    'additionalProperties': False,
    'requirements': ['NM-10.1'],
    'required': ['institution_name', 'paid_on'],
    'properties': {
        'institution_name': {'title': '机构名称', 'type': 'string', 'maxLength': 60, 'example': '安禾评估中心'},
        'credit_code': {'title': '统一社会信用代码', 'type': 'string', 'format': 'credit-code'},
        'id_number': {'title': '身份证号码', 'type': 'string', 'format': 'resident-id', 'sensitive': 'resident-id'},
        'phone': {'title': '联系电话', 'type': 'string', 'format': 'phone', 'sensitive': 'phone'},
        'postcode': {'title': '邮政编码', 'type': 'string', 'format': 'postcode'},
        'paid_on': {'title': '付款日期', 'type': 'string', 'format': 'date', 'example': '2026-03-02'},
        'amount': {'title': '金额', 'type': 'number', 'unit': '元', 'multipleOf': 0.01, 'minimum': 0},
        'share': {'title': '比例', 'type': 'number', 'unit': '%'},
        'people': {'title': '人数', 'type': 'integer', 'minimum': 0, 'hint': '在册人数'},
        'sealed': {'title': '已盖章', 'type': 'boolean', 'true_label': '有', 'false_label': '无'},
        'grade': {'title': '等级', 'type': 'string', 'enum': ['甲级', '乙级']},
        'recipients': {'title': '抄送单位', 'type': 'array', 'items': {'title': '单位', 'type': 'string'}},
        'remark': {'title': '其他事项', 'type': 'string', 'maxLength': 200},
        'certificates': {
            'title': '证件清单',
            'type': 'array',
            'items': {
                'title': '证件',
                'type': 'object',
                'additionalProperties': False,
                'required': ['name'],
                'properties': {
                    'name': {'title': '证件名称', 'type': 'string', 'example': '营业执照'},
                    'number': {'title': '证件编号', 'type': 'string'},
                },
            },
        },
    },
}

WriteBook = Callable[..., Path]


@pytest.fixture(scope='session')
def pack() -> Pack:
    """Give a pack for findings to cite."""
    return Catalogue().pack('nm-ltci')


def document_of(schema: Mapping[str, Any]) -> DocumentType:
    """Make a document that asks for some fields."""
    return DocumentType(
        pack='nm-ltci', name='payment', title=schema['title'], kind='notice', audience='', source=(), forms=(),
        outcome='', template=Path('none.docx'), note='', sheet='', schema=schema, values={},
    )  # fmt: skip


@pytest.fixture(scope='session')
def document() -> DocumentType:
    """Give the document."""
    return document_of(SCHEMA)


@pytest.fixture
def write_book(tmp_path: Path) -> WriteBook:
    """Give a function that writes sheets of rows as a workbook; `change` may alter it before it is saved."""

    def write(
        *sheets: Sequence[Sequence[Any]],
        names: Sequence[str] = ('名单', '证件清单'),
        change: Callable[[Workbook], None] | None = None,
    ) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in zip(names, sheets, strict=False):
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        if change is not None:
            change(workbook)
        path = tmp_path / '名单.xlsx'
        workbook.save(path)
        return path

    return write


@pytest.fixture
def rows_of(pack: Pack, document: DocumentType) -> Callable[[Path], list[Row]]:
    """Give a function that reads and checks a table."""
    return lambda path: list(checked(open_table(path, document), pack, document))
