"""Requirements D4 (document numbers), E1 (credit codes), E2 (resident IDs), E3 (licences), E4 (phone)."""

import pytest

from docforms.expressions import identity
from docforms.expressions.identity import FORMATS

FULL_WIDTH = str.maketrans('0123456789X', '０１２３４５６７８９Ｘ')

RIGHT = {
    'credit-code': [
        '9144030071526726XG',
        '91330100799655058B',
        '11150000MB16442978',
    ],
    'resident-id': [
        '11010519491231002X',
        '110105192402290015',  # 29 February of a leap year
        '810000199001010019',  # residence permit of a Hong Kong resident
        '830000199001010012',  # of a Taiwan resident
        '911156198108030017',  # permanent residence card of a foreigner
        '009999200001010012',  # no such area: no reason to refuse
    ],
    'phone': [
        '13800138000',
        '19912345678',
        '0471-6912345',
        '010-12345678',
        '01012345678',
        '0471 6912345',
        '6912345',
        '0471-6912345-801',
        '0471-6912345转801',
        '400-123-4567',
        '4001234567',
        '800-820-8820',
        '12393',
        '12333',
        '024-12345',
        '95588',
    ],
    'bank-account': [
        '12345678',
        '1' * 30,
        '6222 0210 0112 3456 789',
        '0602-0001-0902-4567-891',
    ],
    'postcode': ['010010', '110000'],
    'medical-licence': [
        '123456789150102A1001X1',
        '460123456-15010217A1001',
        '150102A10011',
        'PDY99999X15010517A1001',
    ],
    'document-number': ['某医保函〔2026〕3号', '某人社规〔1999〕120号'],
    'email': ['office@example.cn', 'a.b-c+d@mail-1.example.com.cn', '12345@example.com', 'o@a.co'],
    'date': ['2026-03-02', '2024-02-29', '0001-01-01', '9999-12-31'],
    'month': ['2026-03', '1999-12'],
}

WRONG = {
    'credit-code': [
        ('91330100799655058b', "应写成 91330100799655058B"),
        ('９１３３０１００７９９６５５０５８Ｂ', "应写成 91330100799655058B"),
        ('9133 0100 7996 5505 8B', "应写成 91330100799655058B"),
        ('91330100-79965505-8-B', "应写成 91330100799655058B"),
        ('91330100799655058B\n', "应写成 91330100799655058B"),
        ('\ufeff91330100799655058B', "应写成 91330100799655058B"),
        ('91330100799655058A', "校验位不符，按前17位应为 B"),
        ('91330100799655058a', "校验位不符，按前17位应为 B"),
        ('91330100799655059B', "两处校验位"),
        ('91330100799655068B', "两处校验位"),
        ('9133010079965505', "现为16位"),
        ('91330100799655058BB', "现为19位"),
        ('150102000012345', "现为15位"),
        ('', "现为0位"),
        ('9133O100799655058B', "不使用字母 I、O、S、V、Z"),
        ('91330100799655_58B', "只能由数字和大写字母组成"),
        ('9133A100799655058B', "行政区划码"),
        ('9133010079965505AB', "第17位"),
    ],
    'resident-id': [
        ('11010519491231002x', "应写成18位半角数字（末位可为大写 X）"),
        ('11010519491231002X'.translate(FULL_WIDTH), "应写成18位半角数字"),
        ('110105 19491231 002X', "应写成18位半角数字"),
        ('11010519491231002X\n', "应写成18位半角数字"),
        ('110105194912310021', "校验位不符，按前17位应为 X"),
        ('11010519491231003x', "校验位不符"),
        ('110105194902300020', "出生日期"),
        ('110105192302290010', "出生日期"),
        ('110105189912310014', "出生日期"),
        ('110105210001010014', "出生日期"),
        ('110105194913010010', "出生日期"),
        ('000000000000000000', "出生日期"),
        ('110105491231002', "第一代号码"),
        ('1101054912310022', "现为16位"),
        ('1101051949123100XX', "前17位应为数字"),
        ('', "现为0位"),
    ],
    'phone': [
        ('１３８００１３８０００', "半角"),
        ('138 0013 8000', "连续书写"),
        ('138-0013-8000', "连续书写"),
        ('+8613800138000', "+86"),
        ('（0471）6912345', "括号"),
        ('0471—6912345', "区号与号码之间用“-”"),
        ('13800138000\n', "半角"),
        ('1380013800', "现为10位"),
        ('138001380000', "现为12位"),
        ('12800138000', "第2位应为3至9"),
        ('0471-6912345、13800138000', "只能填写一个"),
        ('0471-69123', "不是有效的电话号码"),
        ('无', "不是有效的电话号码"),
        ('٠١٢٣٤٥٦٧', "不是有效的电话号码"),
        ('', "不是有效的电话号码"),
    ],
    'bank-account': [
        ('1234567', "8至30位"),
        ('1' * 31, "8至30位"),
        ('12345678A', "8至30位"),
        ('12345678'.translate(FULL_WIDTH), "半角"),
        (' 12345678', "首尾不留空格"),
        ('1234  5678', "至多留一个空格"),
        ('12345678\n', "首尾不留空格"),
        ('12345678-', "8至30位"),
    ],
    'postcode': [
        ('01001', "6位"),
        ('0100100', "6位"),
        ('０１００１０', "半角"),
        ('010010\n', "不留空格"),
        ('01001O', "6位"),
    ],
    'medical-licence': [
        ('12345678915', "12至23位"),
        ('1' * 24, "12至23位"),
        ('123456789150102a1001x1', "大写"),
        ('123456789150102A1001X1\n', "不留空格"),
        ('登记号123456789012', "12至23位"),
    ],
    'document-number': [
        ('某医保函[2026]3号', "应写成 某医保函〔2026〕3号"),
        ('某医保函（2026）3号', "应写成 某医保函〔2026〕3号"),
        ('某医保函【2026】3号', "应写成 某医保函〔2026〕3号"),
        ('某医保函〔2026〕第3号', "应写成 某医保函〔2026〕3号"),
        ('某医保函〔2026〕03号', "应写成 某医保函〔2026〕3号"),
        ('某医保函〔２０２６〕３号', "应写成 某医保函〔2026〕3号"),
        ('某医保函〔2026〕3号\n', "应写成 某医保函〔2026〕3号"),
        ('某医保函〔26〕3号', "机关代字"),
        ('某医保函〔2026〕号', "机关代字"),
        ('某医保函〔2026〕0号', "机关代字"),
        ('〔2026〕3号', "机关代字"),
        ('', "机关代字"),
    ],
    'email': [
        ('office', "不是有效的电子邮箱地址"),
        ('office@', "不是有效的电子邮箱地址"),
        ('office@example', "不是有效的电子邮箱地址"),
        ('a..b@example.cn', "不是有效的电子邮箱地址"),
        ('.a@example.cn', "不是有效的电子邮箱地址"),
        ('a@-example.cn', "不是有效的电子邮箱地址"),
        ('a@b@example.cn', "不是有效的电子邮箱地址"),
        ('a' * 250 + '@example.cn', "不是有效的电子邮箱地址"),
        ('office＠example.cn', "半角"),
        ('office@example.cn\n', "不留空格"),
        ('off ice@example.cn', "不留空格"),
    ],
    'date': [
        ('2026-02-30', "没有这一天"),
        ('2023-02-29', "没有这一天"),
        ('2026-13-01', "没有这一天"),
        ('0000-01-01', "没有这一天"),
        ('2026年2月30日', "没有这一天"),
        ('2026年3月2日', "应写成 2026-03-02"),
        ('2026/3/2', "应写成 2026-03-02"),
        ('2026.03.02', "应写成 2026-03-02"),
        ('20260302', "应写成 2026-03-02"),
        ('2026-3-2', "应写成 2026-03-02"),
        ('２０２６-０３-０２', "应写成 2026-03-02"),
        ('2026-03-02\n', "应写成 2026-03-02"),
        ('2026-03-02 00:00:00', "应写成 2026-03-02"),
        ('2026-03-02T00:00:00Z', "应写成 2026-03-02"),
        ('2026-W10-1', "应写成“年-月-日”"),
        ('2026-03', "应写成“年-月-日”"),
        ('长期', "应写成“年-月-日”"),
        ('', "应写成“年-月-日”"),
    ],
    'month': [
        ('2026-13', "应写成“年-月”"),
        ('2026-00', "应写成“年-月”"),
        ('0000-01', "应写成“年-月”"),
        ('2026-3', "应写成 2026-03"),
        ('2026年3月', "应写成 2026-03"),
        ('202603', "应写成 2026-03"),
        ('2026-03\n', "应写成 2026-03"),
        ('2026-03-02', "应写成 2026-03"),
        ('三月', "应写成“年-月”"),
    ],
}


@pytest.mark.parametrize(('kind', 'text'), [(kind, text) for kind, texts in RIGHT.items() for text in texts])
def test_right_values_have_no_problem(kind, text):
    """A value in the normal form and with the right check digits has no problem."""
    assert FORMATS[kind](text) is None


@pytest.mark.parametrize(
    ('kind', 'text', 'clause'),
    [(kind, text, clause) for kind, cases in WRONG.items() for text, clause in cases],
)
def test_wrong_values_are_explained(kind, text, clause):
    """A wrong value gives a clause that names what is wrong with it."""
    problem = FORMATS[kind](text)

    assert problem is not None
    assert clause in problem


def test_every_format_has_right_and_wrong_examples():
    """No format is without examples on both sides."""
    assert set(FORMATS) == set(RIGHT) == set(WRONG)


def test_an_organisation_code_with_a_wrong_check_digit_is_named_apart():
    """A code whose last character is right but whose organisation code is not says where to look."""
    body = '91330100799655059'

    problem = identity.credit_code_problem(body + identity.credit_code_check(body))

    assert problem is not None
    assert "第17位应为 8" in problem


@pytest.mark.parametrize('prefix', ['11', '12', '19', '52', '91', '93', 'A1', 'N2', 'Y1', '61', 'UU'])
def test_an_unknown_registrar_is_no_problem(prefix):
    """A later or unknown registrar, also one written with letters, does not make a code wrong."""
    body = prefix + '150100MB1644297'
    code = body + identity.credit_code_check(body)

    assert identity.is_credit_code(code)
    assert identity.credit_code_prefix(code) == prefix


@pytest.mark.parametrize(('text', 'prefix'), [(' ５２150100', '52'), ('y1', 'Y1'), ('', ''), ('5', '5')])
def test_the_prefix_of_a_code_is_given_in_the_normal_form(text, prefix):
    """The prefix is half-width and in capitals, also of a code not written so."""
    assert identity.credit_code_prefix(text) == prefix


@pytest.mark.parametrize(('body', 'check'), [('79965505', '8'), ('71526726', 'X'), ('MB164429', '7')])
def test_the_check_digit_of_an_organisation_code(body, check):
    """The organisation codes inside the known credit codes carry the check digit that is worked out."""
    assert identity.organisation_code_check(body) == check


@pytest.mark.parametrize(
    ('function', 'text'),
    [
        (identity.credit_code_check, '9133010079965505'),
        (identity.credit_code_check, '9133010079965505O'),
        (identity.credit_code_check, '91330100799655058\n'),
        (identity.organisation_code_check, '7996550'),
        (identity.organisation_code_check, '７９９６５５０５'),
        (identity.resident_id_check, '1101051949123100'),
        (identity.resident_id_check, '1101051949123100X'),
        (identity.resident_id_check, '１１０１０５１９４９１２３１００２'),
    ],
)
def test_no_check_digit_for_what_is_no_body(function, text):
    """A check digit is worked out only for a body of the right length and alphabet."""
    with pytest.raises(ValueError, match="计算校验位需要"):
        function(text)


def test_a_birth_after_the_given_day_is_refused():
    """A birth date in the future is a problem only when the day is given, and the day itself is none."""
    body = '11010520260302001'
    number = body + identity.resident_id_check(body)

    assert identity.resident_id_problem(number) is None
    assert identity.resident_id_problem(number, today_iso='2026-03-02') is None
    assert "晚于今天" in (identity.resident_id_problem(number, today_iso='2026-03-01') or '')


def test_resident_id_predicate_agrees_with_its_problem():
    """The predicate used in rules says no to what has a problem."""
    assert identity.is_resident_id('11010519491231002X')
    assert not identity.is_resident_id('11010519491231002x')


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('4111111111111111', True),
        ('4111 1111 1111 1111', True),
        ('4111111111111112', False),
        ('４１１１１１１１１１１１１１１１', False),
        ('0', False),
        ('', False),
        ('abc', False),
    ],
)
def test_luhn(text, expected):
    """A card number ends in the digit of ISO/IEC 7812; what is no card number does not."""
    assert identity.is_luhn(text) is expected


def test_half_width_leaves_ordinary_text_alone():
    """Chinese characters and six-corner brackets stay, blanks and invisible characters go."""
    assert identity.half_width("某函〔２０２６〕\u3000３\u200b 号－１") == "某函〔2026〕3号-1"
