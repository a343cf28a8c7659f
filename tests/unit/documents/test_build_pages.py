"""The forms and documents that come with docforms, as LibreOffice prints them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from docforms import api
from docforms.tools import to_pdf

FIELDS: dict[str, Any] = {
    'institution_name': '赤峰市安禾失能等级评估中心',
    'institution_address': '内蒙古自治区赤峰市红山区长青路26号3层',
    'credit_code': '52150402MJY482768C',
    'legal_representative': '韩云舒',
    'established_on': '2023-05-18',
    'certificates': [
        {
            'name': '民办非企业单位登记证书',
            'number': '52150402MJY482768C',
            'issuer': '赤峰市红山区民政局',
            'original': True,
        },
        {
            'name': '医疗机构执业许可证',
            'number': 'PDY10048215040217A5202',
            'issuer': '赤峰市红山区卫生健康委员会',
            'original': True,
        },
        {'name': '房屋租赁合同', 'number': '无', 'issuer': '赤峰市青禾物业管理有限公司', 'original': False},
    ],
}
ITEM = {
    'label': '办公场所产权证明或租赁合同',
    'place': '申请表',
    'message': '未提交',
    'remedy': '请提供原件核对，并提交复印件1份，加盖公章',
    'citation': '第九条第一款第（五）项',
}
NOTICE: dict[str, Any] = {
    'agency': '赤峰市红山区医疗保障服务中心',
    'institution_name': '赤峰市安禾失能等级评估中心',
    'form_title': '内蒙古自治区长期护理保险定点评估机构申请表',
    'received_on': '2026-03-02',
    'items': [ITEM],
}


@pytest.fixture
def pages(tmp_path: Path, repository: Path):
    """Give a function that prints a document and reads its pages."""

    def printed(docx: bytes) -> list[str]:
        source = tmp_path / '文件.docx'
        source.write_bytes(docx)
        [result] = to_pdf([source], tmp_path, timeout=120, fonts=repository / 'templates' / 'fonts.conf')
        with pdfplumber.open(result) as pdf:
            return [page.extract_text().replace(' ', '') for page in pdf.pages]

    return printed


def test_the_blank_annex_form_fits_on_one_page(pages):
    """The annex is one page, from its label to the place for the seal and the date."""
    [text] = pages(api.new('nm-ltci/application'))

    assert text.startswith('附件\n内蒙古自治区长期护理保险定点评估机构申请表\n机构名称\n机构地址\n')
    assert '评估机构资格申请所附证件清单\n序号证件名称证件编号发证单位是否原件\n1\n2\n3\n…\n' in text
    assert text.split('\n')[-1].startswith('申请机构（印章）')


def test_a_form_with_three_certificates_still_fits_on_one_page(pages):
    """A usual application, with certificates that take two lines each, is one page too."""
    [text] = pages(api.fill({'form': 'nm-ltci/application', 'fields': FIELDS}))

    assert '2023年5月18日' in text
    assert '申请机构（印章）' in text


def test_a_form_that_runs_over_repeats_the_heads_of_its_list(pages):
    """Twelve certificates and a long address take two pages; the second begins with the heads of the columns."""
    long = {
        **FIELDS,
        'institution_name': '赤峰市安禾失能等级评估中心' * 4,
        'institution_address': '内蒙古自治区赤峰市红山区长青路26号' * 5,
        'certificates': FIELDS['certificates'] * 4,
    }
    first, second = pages(api.fill({'form': 'nm-ltci/application', 'fields': long}))

    head = '评估机构资格申请所附证件清单\n序号证件名称证件编号发证单位是否原件\n'
    assert head in first
    assert second.startswith(head)
    assert '申请机构（印章）' in second


def test_a_notice_lists_every_item_with_its_remedy_and_source(pages):
    """Thirty items: numbered through, heads on every page of the table, signature and date at the end."""
    data = {**NOTICE, 'items': [ITEM] * 30, 'supply_by': '2026-03-20', 'issued_on': '2026-03-06'}
    texts = pages(api.render('nm-ltci/supplement-notice', data))
    listing = [text for text in texts if '请提供原件' in text]

    assert all('序号事项存在的问题补正要求依据' in text for text in listing)
    assert ''.join(texts).count('请提供原件') == 30
    running = ''.join(texts).replace('\n', '')
    assert '有30项内容' in running
    assert '2026年3月20日前（含当日）' in running
    assert '赤峰市红山区医疗保障服务中心\n2026年3月6日' in texts[-1]


@pytest.mark.parametrize(
    ('barred', 'title', 'conclusion'),
    [(True, '不予受理定点申请告知书', '决定不予受理'), (False, '不符合申请条件告知书', '不再继续办理')],
)
def test_a_refusal_gives_its_reasons(pages, title: str, conclusion: str, *, barred: bool):
    """Title and conclusion follow from the reason; what else is to be put right follows in a table of its own."""
    reason = {'label': '正式运营时间', 'message': '未满6个月', 'citation': '第八条'}
    data = {**NOTICE, 'barred': barred, 'reasons': [reason]}
    text = ''.join(pages(api.render('nm-ltci/refusal-notice', data))).replace('\n', '')

    assert title in text
    assert conclusion in text
    assert '1正式运营时间未满6个月—第八条' in text
    assert '二、再次申请前还应补正的内容' in text
    assert '三、有关事项' in text


def test_a_refusal_with_nothing_else_to_put_right_has_no_gap_in_its_numbers(pages):
    """The heading that falls away is not counted."""
    reason = {'label': '正式运营时间', 'message': '未满6个月', 'citation': '第八条'}
    data = {**NOTICE, 'barred': False, 'reasons': [reason], 'items': []}
    text = ''.join(pages(api.render('nm-ltci/refusal-notice', data)))

    assert '二、有关事项' in text
    assert '再次申请前还应补正' not in text
