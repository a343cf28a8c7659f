from __future__ import annotations

import re
from io import BytesIO
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from openxml_audit import OpenXmlValidator

from docforms.batch.outputs.merged_docx import merge_docx
from docforms.documents.markdown_builder import build_document
from docforms.documents.renderer import render
from docforms.exceptions import UsageError

SOURCE = """\
---
layout: letter
title: 告知书
mark: "{{ agency }}"
number: 某函〔2026〕1号
to: "{{ name }}"
sign:
  organ: "{{ agency }}"
  date: 2026年3月2日
---
内容。

# 一级

1. 第一项
2. 第二项
"""
W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
TEMPLATE = build_document(SOURCE, 'letter.md')


def merged(tmp_path: Path, *values: dict[str, str], template: bytes = TEMPLATE) -> Path:
    """Render documents and put them into one."""
    files = []
    for number, each in enumerate(values):
        files.append(tmp_path / f'{number}.docx')
        files[-1].write_bytes(render(template, each, name='letter'))
    (tmp_path / 'work').mkdir(exist_ok=True)
    merge_docx(files, tmp_path / 'all.docx', tmp_path / 'work')
    return tmp_path / 'all.docx'


THREE = [{'name': f'第{number}中心', 'agency': agency} for number, agency in enumerate(('甲局', '乙局', '甲局'))]


def test_every_document_begins_on_an_odd_page_with_page_one(tmp_path: Path):
    """Each section begins on an odd page and counts its pages from 1: the front of a sheet printed on both sides."""
    document = Document(merged(tmp_path, *THREE))

    begins = [section._sectPr for section in document.sections]
    assert [begin.find(f'{W}type').get(f'{W}val') for begin in begins] == ['oddPage'] * 3
    assert [begin.find(f'{W}pgNumType').get(f'{W}start') for begin in begins] == ['1'] * 3


def test_texts_come_in_list_order_without_a_paragraph_more(tmp_path: Path):
    """All paragraphs of all documents are there, in order, and nothing besides."""
    whole = merged(tmp_path, *THREE)

    alone = [[each.text for each in Document(tmp_path / f'{number}.docx').paragraphs] for number in range(3)]
    assert [each.text for each in Document(whole).paragraphs] == list(chain(*alone))


def test_every_document_keeps_its_own_head(tmp_path: Path):
    """The mark of the issuing organ stands at the head of its own documents, and equal heads are stored once."""
    whole = merged(tmp_path, *THREE)

    heads = [''.join(p.text for p in each.first_page_header.paragraphs) for each in Document(whole).sections]
    assert heads == ['甲局', '乙局', '甲局']
    with ZipFile(whole) as package:
        assert sum(name.startswith('word/header') for name in package.namelist()) == 2


def test_lists_and_headings_begin_anew_in_every_document(tmp_path: Path):
    """No number definition is shared between documents, so that none counts on where another stopped."""
    whole = merged(tmp_path, *THREE)

    with ZipFile(whole) as package:
        bodies = re.split('<w:sectPr', package.read('word/document.xml').decode())[:3]
        numbering = package.read('word/numbering.xml').decode()
    used = [set(re.findall(r'<w:numId w:val="(\d+)"', body)) for body in bodies]
    # The headings of the first document take their number from their style.
    assert all(len(numbers) == count for numbers, count in zip(used, (1, 2, 2), strict=True))
    assert not used[0] & used[1]
    assert not used[1] & used[2]
    for name in used[1] | used[2]:
        definition = re.search(f'<w:num w:numId="{name}">.*?</w:num>', numbering)
        assert definition is not None
        assert '<w:startOverride w:val="1"/>' in definition[0]


def test_the_file_keeps_to_the_format(tmp_path: Path):
    """The validator of the format finds nothing that it does not find in a single document."""
    whole = merged(tmp_path, *THREE)

    validator = OpenXmlValidator()
    single = {str(error.description) for error in validator.validate(str(tmp_path / '0.docx')).errors}
    found = {str(error.description) for error in validator.validate(str(whole)).errors}
    assert found - single == set()


def test_equal_documents_give_equal_bytes(tmp_path: Path):
    """Nothing in the file depends on the clock."""
    first = merged(tmp_path, *THREE).read_bytes()

    assert merged(tmp_path, *THREE).read_bytes() == first


def test_values_that_look_like_markup_stay_texts(tmp_path: Path):
    """Names with signs of XML and of templates arrive as they are."""
    names = ['A&B<C>', '{{ x }}', ']]>']

    whole = merged(tmp_path, *({'name': name, 'agency': '甲局'} for name in names))

    texts = [paragraph.text for paragraph in Document(whole).paragraphs]
    assert [text for text in texts if text.endswith('：')] == [f'{name}：' for name in names]


def test_documents_with_comments_are_refused(tmp_path: Path):
    """What Word numbers through the whole file cannot be put together, and the way out is named."""
    with ZipFile(BytesIO(TEMPLATE)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    note = b'<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    body = parts['word/document.xml'].replace(b'<w:sectPr', note + b'<w:sectPr')
    for number in range(2):
        with ZipFile(tmp_path / f'{number}.docx', 'w') as package:
            for name, content in parts.items():
                package.writestr(name, body if name == 'word/document.xml' else content)
    (tmp_path / 'work').mkdir()

    with pytest.raises(UsageError, match='PDF'):
        merge_docx([tmp_path / '0.docx', tmp_path / '1.docx'], tmp_path / 'all.docx', tmp_path / 'work')
