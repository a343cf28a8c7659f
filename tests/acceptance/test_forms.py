"""The official forms on paper: the annex page as a person would draw it, blank and filled, whatever is in it."""

from __future__ import annotations

import copy
import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document

from docforms import api
from docforms.packs import Catalogue
from docforms.records import read_record

PACKS = Catalogue().packs()
FORMS = [(pack, form) for pack in PACKS for form in pack.forms.values()]
IDS = [form.id for _pack, form in FORMS]


def labels(form: Any) -> list[str]:
    """List the fixed texts of the cells of a form."""
    return [cell['label'] for row in form.layout['rows'] for cell in row['cells'] if cell.get('label', '').strip()]


def text_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    return ''.join(node.text or '' for node in document.element.body.iter() if node.tag.endswith('}t'))


@pytest.mark.parametrize(('pack', 'form'), FORMS, ids=IDS)
def test_the_blank_form_has_every_label_of_its_layout(pack, form) -> None:  # noqa: ARG001 (names the case)
    """Title and every label of the annex stand in the blank form."""
    printed = text_of(api.new(form.id)).replace('\n', '')

    assert form.layout['title'] in printed
    for label in labels(form):
        assert label.replace('\n', '') in printed


@pytest.fixture
def complete(repository: Path) -> dict[str, Any]:
    """Give the complete application of the first pack."""
    return read_record(str(repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'))


def words_of(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [page.extract_text() for page in document.pages]


def test_the_blank_annex_is_one_page(complete: dict[str, Any]) -> None:
    """The blank form of the annex, which is one page in print, is one page."""
    assert len(words_of(api.to_pdf(api.new(complete['form'])))) == 1


def test_long_values_and_twelve_certificates_do_not_break_the_form(complete: dict[str, Any]) -> None:
    """A long name, a long address and twelve certificates are printed whole, and the list repeats its head."""
    record = copy.deepcopy(complete)
    record['fields']['institution_name'] = '内蒙古自治区赤峰市红山区安禾长期护理保险失能等级评估与老年健康综合服务中心'
    record['fields']['institution_address'] = (
        '内蒙古自治区赤峰市红山区长青路街道长青路26号安禾大厦B座裙楼三层东侧301至318室'
    )
    row = record['fields']['certificates'][0]
    record['fields']['certificates'] = [{**row, 'number': f'QH-2026-{number:03}'} for number in range(1, 13)]

    pages = words_of(api.to_pdf(api.fill(record)))
    printed = ''.join(pages).replace('\n', '')

    assert all(f'QH-2026-{number:03}' in printed for number in range(1, 13))
    assert '失能等级评估与老年' in printed
    assert '健康综合服务中心' in printed
    assert '301至318室' in printed
    assert all('证件名称' in page for page in pages if 'QH-2026-' in page)
