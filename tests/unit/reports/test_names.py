from __future__ import annotations

import pytest

from docforms.findings import Undecided
from docforms.reports import Heading, Names


@pytest.mark.parametrize(
    ('pointer', 'expected'),
    [
        ('/supplement/operating_since', '正式运营起始日'),
        ('/received_on', '收件日期'),
        ('/fields', '申请表'),
        ('/fields/certificates/1/issuer/name', '证件清单 第2行 发证单位 单位名称'),
        ('/fields/certificates/1/issuer', '证件清单 第2行 发证单位'),
        ('/fields/services/0', '服务项目 第1行'),
        ('/fields/unknown/deeper', 'unknown deeper'),
        ('/materials', '申请材料'),
        ('/materials/2/valid_until', '申请材料 第3行 有效期至'),
        ('/materials/premises', '办公场所产权证明或租赁合同'),
        ('/materials/premises/0/valid_until', '办公场所产权证明或租赁合同 第1行 有效期至'),
        ('/materials/identity/head', '身份证件 主要负责人'),
        ('/materials/other/somebody', 'other somebody'),
        ('/fields/certificates/99999999999999999999', '证件清单 99999999999999999999'),
        ('', ''),
    ],
)
def test_places_are_called_by_their_labels(pointer: str, expected: str, heading: Heading):
    """A place is named by the labels on the form and the numbers of rows, a material by its title."""
    assert heading.names.place(pointer) == expected


def test_ids_without_title_stand_for_themselves():
    """What has no title is called by its id."""
    names = Names()

    assert names.title('licence') == 'licence'
    assert names.place('/fields/x') == '/fields/x'
    assert names.title_of(Undecided('lease', (), '')) == 'lease'


def test_a_title_in_the_report_wins(heading: Heading):
    """What could not be decided is called as the report calls it."""
    assert heading.names.title_of(Undecided('premises', (), '房屋')) == '房屋'
    assert heading.names.title_of(Undecided('premises', ())) == '办公场所产权证明或租赁合同'
