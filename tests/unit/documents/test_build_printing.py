"""Papers as LibreOffice prints them: where things stand on the page, and what is never alone on one."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from docforms.documents.markdown_builder import build_document
from docforms.documents.renderer import render
from docforms.tools import to_pdf

POINTS_PER_MM = 72 / 25.4

HEAD = """---
layout: document
title: 通知
mark: 某某局文件
number: 某发〔2026〕3号
to: 各机构
sign: {organ: 某某局, date: 2026年9月5日}
cc: 某某厅
imprint: {organ: 某某局办公室, date: 2026年9月6日}
---
"""
AGREEMENT = """---
layout: agreement
title: 评估服务协议
sign:
  - "甲方（公章）：\\n\\n法定代表人（签字）：\\n\\n日期："
  - "乙方（公章）：\\n\\n法定代表人（签字）：\\n\\n日期："
---
"""


@pytest.fixture
def printed(tmp_path: Path, repository: Path):
    """Give a function that builds, fills and prints sources, and opens the PDFs; they are closed in the end."""
    stack = ExitStack()

    def pages(*sources: str, **values: Any) -> list[Any]:
        paths = []
        for number, source in enumerate(sources):
            paths.append(tmp_path / f'{number}.docx')
            paths[-1].write_bytes(render(build_document(source, '样例.md'), values, name='样例'))
        fonts = repository / 'templates' / 'fonts.conf'
        results = to_pdf(paths, tmp_path, timeout=120, fonts=fonts)
        return [stack.enter_context(pdfplumber.open(path)) for path in results]

    with stack:
        yield pages


def text_of(page: Any) -> str:
    """Read a page without the blanks between words."""
    return page.extract_text().replace(' ', '')


def test_copies_stand_at_the_foot_of_the_last_page_with_text_above(printed):
    """The last line is on the lower edge of the type area, 35 mm from the paper's; what is signed goes along."""
    for pdf in printed(*(HEAD + '正文。\n\n' * count for count in (1, 9, 10, 11, 12, 20, 28, 30))):
        last = pdf.pages[-1]
        lines = [edge for edge in last.edges if edge['orientation'] == 'h' and edge['width'] > 400]
        lowest = max(line['bottom'] for line in lines) / POINTS_PER_MM

        assert lowest == pytest.approx(297 - 35, abs=1)
        lines_of_text = text_of(last).split('\n')
        assert lines_of_text[-3:-1] == ['抄送：某某厅。', '某某局办公室2026年9月6日印发']
        assert lines_of_text[-5:-3] == ['某某局', '2026年9月5日']
        assert '正文。' in lines_of_text


def test_places_to_sign_are_never_alone_on_a_page(printed):
    """However much text there is above, the parties sign below some of it."""
    for pdf in printed(*(AGREEMENT + '条款内容。\n\n' * count for count in range(12, 22))):
        text = text_of(pdf.pages[-1])

        assert '条款内容。' in text
        assert '甲方（公章）：乙方（公章）：' in text


def test_a_dash_is_not_torn_at_the_end_of_a_line(printed):
    """—— and …… go to the next line whole, wherever in a line they would fall."""
    body = '\n\n'.join('甲' * count + mark + '乙' * 9 for count in range(23, 28) for mark in ('——', '……'))
    [pdf] = printed(f'---\nlayout: public\ntitle: 公示\n---\n{body}\n')
    lines = [line for page in pdf.pages for line in text_of(page).split('\n')]

    assert ''.join(lines).count('——') == ''.join(lines).count('……') == 5
    assert [line for line in lines if line.startswith(('—乙', '…乙'))] == []
    assert [line for line in lines if line.endswith(('甲—', '甲…'))] == []


def test_the_number_of_a_lying_page_stands_where_others_have_it(printed):
    """Turned upright, its head to the left, the page has its number at the foot: right if odd, left if even."""
    [pdf] = printed('---\nlayout: record\ntitle: 登记表\nlandscape: true\n---\n第一页。\n\n---\n\n第二页。\n')
    for page, number in zip(pdf.pages, '12', strict=True):
        [digit] = [character for character in page.chars if character['text'] == number]
        across, down = digit['x0'] / POINTS_PER_MM, digit['top'] / POINTS_PER_MM

        assert page.width > page.height
        # 7 mm outside the type area, which begins 35 mm from the left and ends 26 mm above the lower edge.
        assert across == pytest.approx(35 - 7, abs=3)
        assert (down > 160) if number == '1' else (down < 60)


def test_an_organ_is_centred_over_its_date(printed):
    """Short or long, the name and the date have one axis."""
    sign = '---\nlayout: public\ntitle: 公示\nsign: {{organ: {organ}, date: 2026年9月15日}}\n---\n正文。\n'
    for pdf in printed(*(sign.format(organ='某' * length) for length in (4, 9, 14, 15, 20))):
        lines = [line for line in pdf.pages[0].extract_text_lines() if '某' in line['text'] or '9' in line['text']]
        organ, date = ((line['x0'] + line['x1']) / 2 for line in lines)

        # A character is 15.75 points wide; a date may be up to a character longer or shorter than the usual one.
        assert organ == pytest.approx(date, abs=9)
