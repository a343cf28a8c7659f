"""Check the codes and numbers a form asks for; the one door to python-stdnum.

Each `*_problem` function takes any string at all and gives None, or a clause that says what is wrong and what
to check. No clause repeats a resident ID, telephone or account number, so it may be shown and logged.
A record holds the normal form (half-width, capitals, no blanks); other ways of writing are named as such.

Sources: requirements D4 (document numbers) and E1 to E4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stdnum import luhn
from stdnum.cn import ric

from docforms.expressions.dates import date_problem, month_problem
from docforms.i18n import N_, _

__all__ = [
    'FORMATS', 'bank_account_problem', 'credit_code_check', 'credit_code_prefix', 'credit_code_problem',
    'date_problem', 'document_number_problem', 'email_problem', 'half_width', 'is_credit_code', 'is_luhn',
    'is_resident_id', 'medical_licence_problem', 'month_problem', 'organisation_code_check', 'phone_problem',
    'postcode_problem', 'resident_id_check', 'resident_id_problem',
]  # fmt: skip

# Longer text is no slip of writing, and is not worked on any further.
_LONGEST = 400
_SPACES = ' \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u00ad\u180e\u2060\ufeff'
_HALF_WIDTH: dict[int, int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys([*map(ord, _SPACES), *range(0x2000, 0x2010), *range(0x202A, 0x202F)]),
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63], ord('-')),
}


def half_width(text: str) -> str:
    """Write full-width characters half-width and dashes as '-'; leave out blanks and invisible characters."""
    return text.translate(_HALF_WIDTH)


def _normal(text: str) -> str:
    return half_width(text).upper() if len(text) <= _LONGEST else text


# Unified social credit code, E1 -------------------------------------------------------------------

_CODE_LENGTH = 18  # of a credit code and of a resident ID
_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
_CREDIT_CODE = re.compile(f'[{_ALPHABET}]{{2}}[0-9]{{6}}[{_ALPHABET}]{{8}}[0-9X][{_ALPHABET}]')
# stdnum's uscc takes 6 to 11 microseconds a code, which bulk checking would notice; it is the oracle of the
# tests. The weights of GB 32100 are the powers of 3 modulo 31: the weighted sum is the reversed code read to
# the base 34. Those of GB 11714 are, from the right, 2, 4, 8, … modulo 11: base 13, each character (A is 10,
# Z is 35, without gaps) first reduced modulo 11.
_CREDIT_DIGITS = bytes.maketrans(_ALPHABET.encode(), b'0123456789ABCDEFGHIJKLMNOPQRSTU')
_ORGANISATION_DIGITS = bytes.maketrans(b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', b'0123456789A0123456789A0123456789A012')
_ORGANISATION_CHECKS = '0X987654321'


def credit_code_problem(text: str) -> str | None:
    """Check a unified social credit code (GB 32100) and the organisation code inside it (GB 11714).

    Unlike stdnum this takes letters in the first two places (Y1 and later registrars); an unknown registrar
    or area is no problem.
    """
    if _CREDIT_CODE.fullmatch(text) is None:
        return _credit_code_form(text)
    code = text.encode('ascii')
    check, inner = _credit_check(code[:17]), _organisation_check(code[8:16])
    if inner == text[16]:
        if check == text[17]:
            return None
        message = _("校验位不符，按前17位应为 {check}，请核对是否抄错（重点是第1至8位和第18位）")
        return message.format(check=check)
    if check == text[17]:
        message = _("其中组织机构代码（第9至17位）的校验位不符，第17位应为 {check}，请对照证书核对")
        return message.format(check=inner)
    return _("两处校验位（第17位、第18位）都不符，请核对是否抄错（重点是第9至17位）")


def is_credit_code(text: str) -> bool:
    """Tell whether a text is a credit code without any problem."""
    return credit_code_problem(text) is None


def credit_code_prefix(text: str) -> str:
    """Give the two characters that name the registrar and the kind of institution, in the normal form."""
    return _normal(text[:_LONGEST])[:2]


def credit_code_check(body17: str) -> str:
    """Give the check character that belongs behind 17 characters of a credit code.

    Raises:
        ValueError: These are not 17 characters of the alphabet.
    """
    if re.fullmatch(f'[{_ALPHABET}]{{17}}', body17) is None:
        raise ValueError(_("计算校验位需要统一社会信用代码的前17位"))
    return _credit_check(body17.encode('ascii'))


def organisation_code_check(body8: str) -> str:
    """Give the check character that belongs behind the 8 characters of an organisation code (GB 11714).

    Raises:
        ValueError: These are not 8 digits or capitals.
    """
    if re.fullmatch('[0-9A-Z]{8}', body8) is None:
        raise ValueError(_("计算校验位需要组织机构代码的前8位"))
    return _organisation_check(body8.encode('ascii'))


def _credit_check(body17: bytes) -> str:
    return _ALPHABET[-int(body17[::-1].translate(_CREDIT_DIGITS), 34) % 31]


def _organisation_check(body8: bytes) -> str:
    return _ORGANISATION_CHECKS[2 * int(body8.translate(_ORGANISATION_DIGITS), 13) % 11]


def _credit_code_form(text: str) -> str:
    normal = _normal(text)
    joined = normal.replace('-', '')
    if joined != text and _CREDIT_CODE.fullmatch(joined):
        return credit_code_problem(joined) or _("应写成 {code}（半角、大写、不留空格）").format(code=joined)
    if len(normal) != _CODE_LENGTH:
        return _wrong_length(normal)
    if set(normal) & set('IOSVZ'):
        return _("不使用字母 I、O、S、V、Z，请核对是否与 1、0、5、2 等相混")
    if not set(normal) <= set(_ALPHABET):
        return _("只能由数字和大写字母组成，请核对")
    if re.fullmatch('[0-9]{6}', normal[2:8]) is None:
        return _("第3至8位是登记机关行政区划码，应全为数字，请核对是否抄错")
    return _("第17位应为数字或字母 X，请核对是否抄错")


def _wrong_length(text: str) -> str:
    return _("应为18位，现为{count}位，请核对是否漏抄或多抄").format(count=len(text))


# Resident identity number, E2 ---------------------------------------------------------------------

_RESIDENT_ID = re.compile(r'[0-9]{17}[0-9X]')


def resident_id_problem(text: str, *, today_iso: str | None = None) -> str | None:
    """Check an identity number of 18 characters (GB 11643): form, birth date, check character.

    Residence permits of 港澳台 residents and permanent residence cards of foreigners are built alike and
    pass. The area is never looked at: codes are added and withdrawn. Births after `today_iso` are refused.
    """
    # stdnum's ric.validate() is not used: it looks the area up (refuses 81 to 83, may raise KeyError), strips
    # blanks, takes full-width digits, and sets no bounds to the year.
    if _RESIDENT_ID.fullmatch(text) is None:
        return _resident_id_form(text)
    born = f'{text[6:10]}-{text[10:12]}-{text[12:14]}'
    if not '1900' <= born[:4] <= '2099' or date_problem(born) is not None:
        return _("第7至14位不是真实的出生日期，请核对是否抄错")
    if today_iso is not None and born > today_iso:
        return _("第7至14位的出生日期晚于今天，请核对是否抄错")
    check = ric.calc_check_digit(text)
    if text[17] != check:
        return _("校验位不符，按前17位应为 {check}，请核对是否抄错").format(check=check)
    return None


def is_resident_id(text: str) -> bool:
    """Tell whether a text is an identity number without any problem."""
    return resident_id_problem(text) is None


def resident_id_check(body17: str) -> str:
    """Give the check character that belongs behind 17 digits of an identity number.

    Raises:
        ValueError: These are not 17 digits.
    """
    if re.fullmatch('[0-9]{17}', body17) is None:
        raise ValueError(_("计算校验位需要公民身份号码的前17位数字"))
    return ric.calc_check_digit(body17 + '0')


def _resident_id_form(text: str) -> str:
    normal = _normal(text).replace('-', '')
    if normal != text and _RESIDENT_ID.fullmatch(normal):
        return resident_id_problem(normal) or _("应写成18位半角数字（末位可为大写 X），不留空格")
    if re.fullmatch('[0-9]{15}', normal):
        return _("是15位的第一代号码，2013年1月1日起已停止使用，请填写18位号码")
    if len(normal) != _CODE_LENGTH:
        return _wrong_length(normal)
    return _("前17位应为数字，末位应为数字或大写 X，请核对是否抄错")


# Telephone, account, licence and other numbers, D4, E3, E4 ----------------------------------------

_PHONE = re.compile(
    r"""
      1[3-9][0-9]{9}                                                # mobile
    | (?:0[0-9]{2,3}[- ]?)?[0-9]{7,8}(?:[-转][0-9]{1,6})?            # fixed, with area code and extension
    | [48]00(?:[- ]?[0-9]){7}                                       # 400 and 800
    | (?:0[0-9]{2,3}[- ]?)?(?:12[0-9]{3}|9[56][0-9]{3,4})           # service numbers: 12393, 12333, 95xxx
    """,
    re.VERBOSE,
)
_ACCOUNT = re.compile(r'[0-9](?:[- ]?[0-9]){7,29}')
_POSTCODE = re.compile(r'[0-9]{6}')
_LICENCE = re.compile(r'[0-9A-Z-]{12,23}')
_DOCUMENT_NUMBER = re.compile(r'[一-龥]{2,12}〔(?:19|20)[0-9]{2}〕[1-9][0-9]*号')
_BRACKETS = str.maketrans('[(【［（〖〈<{])】］）〗〉>}', '〔' * 9 + '〕' * 9)
_EMAIL_WORD = r"[A-Za-z0-9_%+'&~-]+"
_EMAIL_LABEL = r'[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*'
_EMAIL = re.compile(
    rf'(?=.{{6,254}}\Z){_EMAIL_WORD}(?:\.{_EMAIL_WORD})*@(?:{_EMAIL_LABEL}\.)+[A-Za-z](?:-*[A-Za-z0-9])+'
)
_WRITTEN = N_("应使用半角数字和大写字母，不留空格和多余符号")


def phone_problem(text: str) -> str | None:
    """Check a telephone number: mobile, fixed with area code and extension, 400 or 800, service number."""
    if _PHONE.fullmatch(text):
        return None
    normal = _normal(text)
    if _PHONE.fullmatch(normal) or _PHONE.fullmatch(re.sub(r'^\+86|[-()]', '', normal)):
        return _("应使用半角数字，区号与号码之间用“-”，手机号码连续书写，不加空格、括号和 +86")
    if re.search('[、,;/]', normal):
        return _("只能填写一个电话号码，请删去其余的")
    if re.fullmatch('1[0-9]{8,9}|1[0-9]{11,13}', normal):
        return _("手机号码应为11位，现为{count}位，请核对是否漏抄或多抄").format(count=len(normal))
    if re.fullmatch('1[0-2][0-9]{9}', normal):
        return _("手机号码第2位应为3至9，请核对是否抄错")
    return _("不是有效的电话号码：手机11位，固定电话写“区号-号码”，分机写“转分机号”，请核对")


def bank_account_problem(text: str) -> str | None:
    """Check an account number of 8 to 30 digits; accounts of units carry no Luhn digit to look at."""
    if _ACCOUNT.fullmatch(text):
        return None
    if _ACCOUNT.fullmatch(_normal(text)):
        return _("应使用半角数字，数字之间至多留一个空格或“-”，首尾不留空格")
    return _("应为8至30位数字（可用空格或“-”分隔），请核对是否抄错")


def is_luhn(text: str) -> bool:
    """Tell whether a card number of 8 digits or more, blanks and hyphens aside, ends in its Luhn digit."""
    return _ACCOUNT.fullmatch(text) is not None and luhn.is_valid(text.replace(' ', '').replace('-', ''))


def postcode_problem(text: str) -> str | None:
    """Check a postcode of 6 digits."""
    if _POSTCODE.fullmatch(text):
        return None
    return _(_WRITTEN) if _POSTCODE.fullmatch(_normal(text)) else _("应为6位数字，请核对邮政编码")


def medical_licence_problem(text: str) -> str | None:
    """Check the registration number of a medical institution (WS 218, and older and shorter forms)."""
    if _LICENCE.fullmatch(text):
        return None
    if _LICENCE.fullmatch(_normal(text)):
        return _(_WRITTEN)
    return _("登记号应为12至23位数字、大写字母和“-”，请对照执业许可证核对")


def document_number_problem(text: str) -> str | None:
    """Check the number of an official document, such as 某函〔2026〕3号."""
    if _DOCUMENT_NUMBER.fullmatch(text):
        return None
    normal = re.sub('〕第?0*', '〕', _normal(text.translate(_BRACKETS)))
    if _DOCUMENT_NUMBER.fullmatch(normal) and len(normal) <= _LONGEST:
        return _("应写成 {number}（六角括号，半角数字，序号前不加“第”和 0）").format(number=normal)
    return _("应为“机关代字〔年份〕序号号”，年份4位，如 某函〔2026〕3号，请核对")


def email_problem(text: str) -> str | None:
    """Check an e-mail address as people have them; quoted names and address literals are not taken."""
    if _EMAIL.fullmatch(text):
        return None
    if _EMAIL.fullmatch(_normal(text)):
        return _("应使用半角字符，不留空格")
    return _("不是有效的电子邮箱地址，应为“名称@域名”，如 office@example.cn，请核对")


FORMATS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {
        'credit-code': credit_code_problem,
        'resident-id': resident_id_problem,
        'phone': phone_problem,
        'bank-account': bank_account_problem,
        'postcode': postcode_problem,
        'medical-licence': medical_licence_problem,
        'document-number': document_number_problem,
        'email': email_problem,
        'date': date_problem,
        'month': month_problem,
    }
)
