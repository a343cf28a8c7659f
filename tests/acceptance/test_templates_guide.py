"""docs/templates.md is true: its examples build, and it names what there is."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from docforms.documents.front_matter import KEYS
from docforms.documents.layout import LAYOUTS
from docforms.documents.markdown_builder import build_document
from docforms.documents.renderer import render
from docforms.documents.style_sheet import style_id
from docforms.expressions.filters import FILTERS

EXAMPLE = re.compile(r'```markdown\n(---\n.*?)```', re.DOTALL)
FENCED = re.compile(r'```.*?```', re.DOTALL)
CODE = re.compile(r'`([^`]+)`')
# Values for whatever the examples ask.
VALUES: dict[str, Any] = {
    'name': '青禾县绿荫园林有限公司',
    'unit_name': '青禾县绿荫园林有限公司',
    'unit': '青禾县古树名木保护中心',
    'number': '青树函〔2026〕3号',
    'issued_on': '2026-03-02',
    'checked_on': '2026-02-27',
    'rows': [{'name': '李禾', 'certificate': 'QH-001'}],
    'problems': [{'place': '青禾镇', 'finding': '支撑松动'}],
    'pack': {
        'title': '青禾县古树名木养护单位管理办法',
        'agency': '青禾县古树名木保护中心',
        'administration': '青禾县林业局',
    },
}


@pytest.fixture(scope='module')
def guide(repository: Path) -> str:
    """Read the guide."""
    return (repository / 'docs' / 'templates.md').read_text(encoding='utf-8')


def test_every_example_builds_and_prints(guide: str):
    """What the guide shows can be copied as it stands."""
    examples = EXAMPLE.findall(guide)

    assert len(examples) >= 5
    for example in examples:
        assert render(build_document(example, 'templates.md'), VALUES, name='example')


def test_the_worked_example_reads_well_either_way(guide: str):
    """With problems, without any, and as a draft without number, dates and time limit."""
    template = build_document(EXAMPLE.findall(guide)[-1], 'templates.md')
    draft = {name: VALUES[name] for name in ('unit_name', 'checked_on', 'pack')}
    found, clean = (
        [paragraph.text for paragraph in Document(BytesIO(render(template, values, name='example'))).paragraphs]
        for values in ({**draft, 'problems': VALUES['problems']}, draft)
    )

    assert '附件：整改回执' in found
    assert '请于　　　　　　　　前整改，并将整改情况书面告知我单位。' in found
    assert not any(text.startswith('附件') for text in clean)
    assert '没有发现问题。' in clean
    assert '　　　年　　月　　日' in clean


def test_every_setting_layout_and_filter_is_explained(guide: str):
    """The guide names all there is."""
    prose = FENCED.sub('', guide)
    named = {word for code in CODE.findall(prose) for word in re.findall(r'[a-z_]+', code)}

    assert set(KEYS) - named == set()
    assert set(LAYOUTS) - named == set()
    assert set(FILTERS) - named == set()


def test_the_styles_it_names_exist(guide: str):
    """Every Chinese name in the table of styles is one of a style."""
    table = guide.partition('| 样式 | 用途 |')[2].partition('\n\n')[0]
    rows = [row.split('|') for row in table.splitlines() if '`' in row]
    names = [name for row in rows for cell in (row[1], row[2], row[3], row[4]) for name in CODE.findall(cell)]

    assert len(names) > 12
    assert [name for name in names if style_id(name) is None] == []
