"""Requirement E5 (masking)."""

import pytest

from docforms.expressions.masking import mask_text, masked


@pytest.mark.parametrize(
    ('kind', 'value', 'expected'),
    [
        ('resident-id', '11010519491231002X', '11*************02X'),
        ('resident-id', '110105491231002', '11**********002'),
        ('resident-id', '123456789', '12****789'),
        ('resident-id', '12345678', '********'),
        ('resident-id', '', ''),
        ('phone', '13812341234', '138****1234'),
        ('phone', '138 1234 1234', '138****1234'),
        ('phone', '+86 138-1234-1234', '138****1234'),
        ('phone', '１３８１２３４１２３４', '138****1234'),
        ('phone', '0471-6912345', '0471-*****45'),
        ('phone', '04716912345', '0471*****45'),
        ('phone', '010-12345678', '010-******78'),
        ('phone', '0471-6912345转801', '0471-*****45转***'),
        ('phone', '6912345', '*****45'),
        ('phone', '12393', '*****'),
        ('phone', "无电话", '***'),
        ('account', '6222021001123456789', '***************6789'),
        ('account', '6222 0210 0112 3456 789', '**** **** **** ***6 789'),
        ('account', '12345678', '****5678'),
        ('account', '1234567', '*******'),
        ('name', "张", '*'),
        ('name', "张三", "张*"),
        ('name', "王小明", "王*明"),
        ('name', "欧阳文修", "欧阳**"),
        ('name', "乌云其其格", "乌云***"),
        ('name', " 张三\n", "张*"),
        ('name', '', ''),
    ],
)
def test_most_of_a_value_is_hidden(kind, value, expected):
    """Each kind of value keeps its few characters, and too short a value keeps none."""
    assert masked(value, kind) == expected


def test_an_unknown_kind_is_refused():
    """A kind that does not exist is refused with those that do."""
    with pytest.raises(ValueError, match="account"):
        masked('1', 'address')


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ("身份证11010519491231002X有误", "身份证11*************02X有误"),
        ("身份证11010519491231002x有误", "身份证11*************02x有误"),
        ("110105 19491231 002X", "11*************02X"),
        ("手机13812341234、15900001111", "手机138****1234、159****1111"),
        ("手机138-1234-1234", "手机138****1234"),
        ("账号6222021001123456789。", "账号***************6789。"),
        ("账号6222 0210 0112 3456 789。", "账号**** **** **** ***6 789。"),
        ("110105491231002", "***********1002"),
        ("电话0471-6912345，邮编010010", "电话0471-6912345，邮编010010"),
        ("2026-03-02 2026-03-05", "2026-03-02 2026-03-05"),
        ("2026-03-02 13:00", "2026-03-02 13:00"),
        ("2026-03-02 13812341234", "****-**-** *******1234"),
        ("第12行，共300000元", "第12行，共300000元"),
        ("代码91330100799655058B", "代码91330100799655058B"),
        ("代码11150000MB16442978。", "代码11150000MB16442978。"),
        ("代码91330100799655058A", "代码*************5058A"),
        ("/fields/credit_code", "/fields/credit_code"),
        ('', ''),
    ],
)
def test_numbers_are_hidden_in_free_text(text, expected):
    """Identity, mobile and long numbers are hidden; dates, other telephones and credit codes stay."""
    assert mask_text(text) == expected


@pytest.mark.parametrize('unit', ['1', '1 ', '1-', '123456789012 ,', '2026-03-02 ', '1380013800', 'A1'])
def test_long_text_is_masked_at_once(unit):
    """The time for masking grows with the length of a text, not faster."""
    assert len(mask_text(unit * 50_000)) == len(unit) * 50_000
