from __future__ import annotations

import pytest

from docforms.extraction.repairs import likely, suggestion

DATE = {'type': 'string', 'format': 'date'}
RELATION = {'type': 'string', 'enum': ['采购', '销售', '租赁']}
KIND = {'type': 'string', 'enum': ['假肢', '假眼']}
CODE = {'type': 'string', 'format': 'credit-code'}


@pytest.mark.parametrize(
    'text',
    ['2025年5月19日7', '2025年5年19日', '20255月19日', '2025.5.19.', '（印章）2025年5月19日', '２０２５年５月19日'],
)
def test_a_date_is_known_by_its_shape(text: str) -> None:
    """A sign that was misread or lost under a seal, or a figure behind the date, leaves one date there can be."""
    assert likely(DATE, text) == '2025-05-19'


@pytest.mark.parametrize('text', ['2025年月24日', '20年31日', '2907年5月15日', '2025年13月40日', '长期'])
def test_no_date_is_made_up(text: str) -> None:
    """Where a part is missing, or the parts are no date, there is none."""
    assert likely(DATE, text) is None


def test_the_one_option_that_is_like_a_text_is_meant() -> None:
    """采构 is 采购; 假跟 may be either of two, and 医院 none."""
    assert likely(RELATION, '采构') == '采购'
    assert likely({'type': 'string', 'enum': ['民办非企业单位登记证书', '营业执照']}, '民办非企单位登记证书') == (
        '民办非企业单位登记证书'
    )
    assert likely(KIND, '假跟') is None
    assert likely(RELATION, '医院') is None


@pytest.mark.parametrize(
    ('text', 'number'), [('日', 0), ('1O', 10), ('8o.5', 80.5), ('l2', 12), ('4?', None), ('甲', None)]
)
def test_where_there_can_only_be_digits_what_looks_like_one_is_one(text: str, number: float | None) -> None:
    """A zero alone in its cell is like a letter; what is like no digit stays what it is."""
    assert likely({'type': 'number'}, text) == number


def test_a_code_is_never_made_right() -> None:
    """What one character would put right is suggested to a person, and is no value."""
    assert likely(CODE, '52150402MJY4B2768C') is None
    assert suggestion(CODE, '52150402MJY4B2768C') == '52150402MJY482768C'
