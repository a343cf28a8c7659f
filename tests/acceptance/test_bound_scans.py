"""One scan of everything that was handed in: the form and its papers, all of them images, told apart by themselves."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from PIL import Image, ImageDraw, ImageFont

from docforms import api
from docforms.extraction import Evidence
from docforms.extraction.papers import pages
from docforms.records import read_record

TODAY = date(2026, 3, 2)
DPI = 150
NAME, CODE = '赤峰市安禾失能等级评估中心', '52150402MJY482768C'
LICENCE = [
    '营业执照', f'统一社会信用代码：{CODE}', f'名称：{NAME}', '法定代表人：韩云舒',
    '营业期限：2023年5月18日至2033年5月17日',
]  # fmt: skip
LEASE = [
    '房屋租赁合同', '出租方（甲方）：赤峰市红山区禾源物业服务有限公司', f'承租方（乙方）：{NAME}',
    '租赁期限：自2024年7月1日起至2030年6月30日止。',
]  # fmt: skip
# The last lines of a contract are like those below the form.
SIGNED = ['第九条 本合同一式两份。', '出租方（盖章）：', '法定代表人（签字）：李文山', '2024年6月20日']


@pytest.fixture(scope='module')
def complete(repository: Path) -> dict[str, Any]:
    """Give a complete application."""
    return read_record(str(repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'))


@pytest.fixture(scope='module')
def form(complete: dict[str, Any]) -> list[Image.Image]:
    """Give the two pages of the filled form, as scanned."""
    document = pypdfium2.PdfDocument(io.BytesIO(api.to_pdf(api.fill(complete))))
    return [page.render(scale=DPI / 72).to_pil().convert('L') for page in document]


def typeface(size: int) -> ImageFont.FreeTypeFont:
    wanted = ['fc-match', '-f', '%{file}', 'Noto Sans CJK SC:lang=zh-cn']
    return ImageFont.truetype(subprocess.run(wanted, check=True, capture_output=True, encoding='utf-8').stdout, size)


def paper(texts: Sequence[str]) -> Image.Image:
    """Draw a page of lines under a title."""
    sheet = Image.new('L', (1240, 1754), 245)
    draw = ImageDraw.Draw(sheet)
    draw.text((480, 150), texts[0], font=typeface(60), fill=20)
    for row, text in enumerate(texts[1:]):
        draw.text((150, 380 + 80 * row), text, font=typeface(34), fill=30)
    return sheet


def staff() -> Image.Image:
    """Draw a list of staff: a table of twenty rows, as forms have lists."""
    sheet = Image.new('L', (1240, 1754), 245)
    draw = ImageDraw.Draw(sheet)
    draw.text((380, 90), '机构工作人员名单', font=typeface(48), fill=20)
    rows, walls = range(240, 1641, 66), range(100, 1141, 208)
    for y in rows:
        draw.line((100, y, 1140, y), fill=30, width=3)
    for x in walls:
        draw.line((x, 240, x, rows[-1]), fill=30, width=3)
    for number, y in enumerate(rows[:-1]):
        texts = [str(number), '李雪梅', '评估员', '评估员证', f'ZS2024{number:03}']
        for x, text in zip(walls, texts if number else ['序号', '姓名', '职务', '证书名称', '证书编号'], strict=False):
            draw.text((x + 12, y + 16), text, font=typeface(24), fill=30)
    return sheet


@pytest.fixture(scope='module')
def bound(form: list[Image.Image], tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Read one scan: a licence on its head, the form, a contract of two pages, a list of staff."""
    path = tmp_path_factory.mktemp('bound') / '全套材料.pdf'
    sheets = [paper(LICENCE).rotate(180), *form, paper(LEASE), paper(SIGNED), staff()]
    sheets[0].save(path, save_all=True, append_images=sheets[1:], resolution=DPI)
    return api.extract(str(path))


def test_the_pages_are_split_and_named(bound):
    """
    The form is found behind a paper, and each paper by what it says, without being named.
    """
    assert [(each.title, each.pages, each.material) for each in bound.papers] == [
        ('营业执照', (1,), 'licence'),
        ('内蒙古自治区长期护理保险定点评估机构申请表', (2, 3), 'application-form'),
        ('租赁合同', (4, 5), 'premises'),
        ('机构工作人员名单', (6,), 'staff-list'),
    ]
    assert [each['id'] for each in bound.record['materials']] == [
        'licence', 'application-form', 'premises', 'staff-list',
    ]  # fmt: skip


def test_the_form_is_read_from_its_own_pages(bound, complete):
    """
    What stands on the papers is no value of the form, not even where it is signed like the form.
    """
    values = {each.pointer: each.value for each in bound.fields}

    assert {each.page for each in bound.fields} == {2, 3}
    assert bound.form == complete['form']
    assert values['/fields/institution_name'] == NAME
    assert values['/fields/credit_code'] == CODE
    assert (bound.source.pages, len(bound.pages)) == (6, 6)


def test_key_values_are_set_beside_the_form(bound):
    """
    Licence and lease agree with the form; original and seal are left to people.
    """
    code = bound.papers[0].value('code')
    report = api.validate(bound.to_data(), today=TODAY)

    assert (code.value, code.state, code.page) == (CODE, 'read', 1)
    # On the page as delivered, which lies on its head, the first line stands far below.
    assert code.box[1] > 500
    assert 'licence/code' in report.checked
    assert not {'material-original', 'material-seal', 'paper-mismatch'} & {each.code for each in report.findings}
    assert {'licence', 'premises'} <= {each.id for each in report.undecided}


def test_a_form_among_its_papers_is_read_once_and_is_none_of_them(form, tmp_path, monkeypatch):
    """
    A folder of papers may hold the form itself: it is filed as the form, and not recognised a second time.
    """
    form[0].save(tmp_path / '申请表.png', dpi=(DPI, DPI))
    document = Document()
    for text in LICENCE:
        document.add_paragraph(text)
    document.save(str(tmp_path / '执照.docx'))
    monkeypatch.setattr(pages, '_seen', None)

    evidence = api.extract(str(tmp_path / '申请表.png'), papers=[str(tmp_path)])

    assert [(each.title, each.is_form) for each in evidence.papers] == [
        ('内蒙古自治区长期护理保险定点评估机构申请表', True),
        ('营业执照', False),
    ]


def test_another_picture_of_the_form_is_no_paper(form, complete, tmp_path):
    """
    A scan of the form beside its Word file is known as the form by its text.
    """
    (tmp_path / '申请表.docx').write_bytes(api.fill(complete))
    form[0].save(tmp_path / '申请表.png', dpi=(DPI, DPI))

    evidence = api.extract(str(tmp_path / '申请表.docx'), papers=[str(tmp_path / '申请表.png')])

    assert [(each.is_form, each.kind) for each in evidence.papers] == [(True, '')]
