"""Invented filled records of any form of any pack, made from the form's schema.

A field is filled by what its schema says: format, list of values, type and bounds, and its title in Chinese.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import words
from docforms.packs import Form
from words import WORDS, Random, chance, phrases_for, pick

MOST_ROWS: Final = 6
# Shares of cells left empty: those the form does not insist on, those the office fills in, and required ones.
OPTIONAL_BLANK: Final = 0.3
OFFICE_BLANK: Final = 0.8
REQUIRED_BLANK: Final = 0.03
LIST_BLANK: Final = 0.08
# These the office fills in, after the form has been handed in.
OFFICE: Final = re.compile(r'初审|受理|评估得分|评估意见|公示|审批')
HOUSE: Final = re.compile(r'(?:机构|账户|单位)名称$')
PERSON: Final = re.compile(r'姓名|代表人$|负责人$|控制人$|领导$|投资主体名称')
# Written, with other digits and capitals, where nothing tells what belongs into a cell.
UNKNOWN: Final = 'AB20250001'
SIGNED: Final = re.compile(r'签字')
SAME_PERSON: Final = re.compile(r'法定代表人')
RANK: Final = re.compile(r'[高中初]级职称人数')
YEAR: Final = re.compile(r'年度$|年份$')


@dataclass(frozen=True, slots=True)
class Case:
    """What the fields of one record have in common."""

    division: str
    province: str
    city: str
    district: str
    area_code: str
    institution: str
    representative: str
    credit_code: str
    licence: str
    signed_on: dt.date


def invented_record(form: Form, rng: Random) -> dict[str, Any]:
    """Fill in every field of a form, optional ones by chance; keeps to the schema of the form.

    Numbers with decimals are Decimal, as records are read.
    """
    division, province, city, district, area_code = pick(rng, WORDS['regions'])
    case = Case(
        division, province, city, district, area_code,
        words.institution(rng, city, district), words.person(rng), words.credit_code(rng, division),
        words.licence(rng, division), dt.date(2025, 1, 6) + dt.timedelta(days=int(rng.integers(0, 500))),
    )  # fmt: skip
    fields = _group(form.schema['properties']['fields'], case, rng)
    _balance(form.schema['properties']['fields'], fields)
    return {'form': form.id, 'fields': fields}


def with_blanks(record: Mapping[str, Any], rng: Random) -> dict[str, Any]:
    """Leave a few cells empty that the form insists on, as people do."""
    fields = {
        name: value
        for name, value in record['fields'].items()
        if not chance(rng, LIST_BLANK if isinstance(value, list) else REQUIRED_BLANK)
    }
    return {**record, 'fields': fields}


def _group(node: Mapping[str, Any], case: Case, rng: Random) -> dict[str, Any]:
    required = node.get('required', ())
    certificate = _certificate(node, case, rng)
    group: dict[str, Any] = {}
    for name, child in node['properties'].items():
        blank = OFFICE_BLANK if OFFICE.search(child.get('title', '')) else OPTIONAL_BLANK
        if name not in required and chance(rng, blank):
            continue
        group[name] = certificate[name] if name in certificate else _value(child, case, rng)
    return group


def _certificate(node: Mapping[str, Any], case: Case, rng: Random) -> dict[str, str]:
    """Give name, number and issuer of a paper that belong together, for groups that list papers."""
    members = {child.get('title', ''): name for name, child in node['properties'].items()}
    named = next((name for title, name in members.items() if re.search('^证[件照]名称', title)), None)
    if named is None:
        return {}
    known = node['properties'][named].get('enum')
    title, number, issuer = pick(rng, [paper for paper in _papers(case, rng) if known is None or paper[0] in known])
    values = {named: title}
    for label, name in members.items():
        if '编号' in label:
            values[name] = number
        elif label.startswith('发证'):
            values[name] = issuer
    return values


def _papers(case: Case, rng: Random) -> tuple[tuple[str, str, str], ...]:
    place = case.city + case.district
    year, serial = f'20{int(rng.integers(8, 26)):02}', words.digits(rng, 7)
    return (
        ('营业执照', case.credit_code, f'{place}市场监督管理局'),
        ('事业单位法人证书', case.credit_code, f'{place}事业单位登记管理局'),
        ('民办非企业单位登记证书', case.credit_code, f'{place}民政局'),
        ('医疗机构执业许可证', case.licence, f'{place}卫生健康委员会'),
        ('开户许可证', f'J{words.digits(rng, 12)}', f'中国人民银行{case.city}中心支行'),
        ('不动产权证书', f'（{year}）{case.city}不动产权第{serial}号', f'{case.city}自然资源局'),
        ('房屋租赁合同', f'HZ-{year}-{serial[:3]}', f'{case.city}{words.word(rng, "brands")}物业服务有限公司'),
        ('法定代表人身份证', words.resident_id(rng, case.division), f'{place}公安局'),
        ('评估人员资质证书', f'NM{year}{serial[:4]}', f'{case.city}医疗保障局'),
        ('办公设备清单', '无', case.institution),
    )


def _value(node: Mapping[str, Any], case: Case, rng: Random) -> Any:
    if 'enum' in node:
        return pick(rng, node['enum'])
    kind = node.get('type')
    if kind == 'object':
        return _group(node, case, rng)
    if kind == 'array':
        return _list(node, case, rng)
    if kind == 'boolean':
        return chance(rng, 0.75)
    if kind in {'integer', 'number'}:
        return _number(node, case, rng)
    by_format = FORMATS.get(node.get('format', ''))
    return by_format(node, case, rng) if by_format else _text(node, case, rng)


def _list(node: Mapping[str, Any], case: Case, rng: Random) -> list[Any]:
    least, most = node.get('minItems', 0), min(MOST_ROWS, node.get('maxItems', MOST_ROWS))
    items = node['items']
    if 'enum' in items:
        chosen = rng.permutation(len(items['enum']))[: int(rng.integers(max(1, least), most + 1))]
        return [items['enum'][place] for place in sorted(int(each) for each in chosen)]
    return [_value(items, case, rng) for _row in range(int(rng.integers(least, most + 1)))]


def _number(node: Mapping[str, Any], case: Case, rng: Random) -> int | Decimal:
    title = node.get('title', '')
    if YEAR.search(title):
        return case.signed_on.year - (1 if '上年度' in title else int(rng.integers(0, 12)))
    low = int(node.get('minimum', 0))
    # From one digit to five: counts of persons are small, of visits large.
    wide = '人次' in title or '元' in node.get('unit', '')
    high = min(int(node.get('maximum', 10**9)), 10 ** int(rng.integers(2, 6 if wide else 4)))
    whole = int(rng.integers(low, max(high, low + 1)))
    if node['type'] == 'integer':
        return whole
    step = Decimal(str(node.get('multipleOf', 1)))
    parts = int(rng.integers(0, int(1 / step))) if step < 1 and chance(rng, 0.7) else 0
    return min(Decimal(max(whole, 1)) + parts * step, Decimal(str(node.get('maximum', 10**9))))


def _date(node: Mapping[str, Any], case: Case, rng: Random) -> str:
    title = node.get('title', '')
    if re.search('申请日期|签', title):
        return case.signed_on.isoformat()
    if re.search('有效|期限|至$', title):
        return (case.signed_on + dt.timedelta(days=int(rng.integers(60, 3000)))).isoformat()
    return (case.signed_on - dt.timedelta(days=int(rng.integers(200, 7000)))).isoformat()


def _text(node: Mapping[str, Any], case: Case, rng: Random) -> str:
    title = node.get('title', '')
    if 'pattern' not in node:
        for pattern, write in BY_TITLE:
            if pattern.search(title):
                return write(case, rng)
        known = phrases_for(title)
        if known:
            return pick(rng, known)
    return words.alike(rng, str(node.get('example') or UNKNOWN))


def _balance(node: Mapping[str, Any], fields: dict[str, Any]) -> None:
    """Make heads add up: ranks to assessors, all groups of staff to the total."""
    staff = [name for name in fields if name.startswith('staff_') and name != 'staff_total']
    ranks = [name for name in staff if RANK.search(node['properties'][name].get('title', ''))]
    for name in staff:
        fields[name] %= 90
    if ranks and 'staff_assessors' in fields:
        fields['staff_assessors'] = sum(fields[name] for name in ranks)
    if staff and 'staff_total' in fields:
        fields['staff_total'] = sum(fields[name] for name in staff if name not in ranks)


Writer = Callable[[Case, Random], str]
FORMATS: Final[Mapping[str, Callable[[Mapping[str, Any], Case, Random], str]]] = {
    'credit-code': lambda _node, case, _rng: case.credit_code,
    'resident-id': lambda _node, case, rng: words.resident_id(rng, case.division),
    'phone': lambda _node, case, rng: words.phone(rng, case.area_code),
    'bank-account': lambda _node, _case, rng: words.bank_account(rng),
    'medical-licence': lambda _node, case, _rng: case.licence,
    'postcode': lambda _node, case, rng: case.division[:3] + words.digits(rng, 3),
    'date': _date,
    'month': lambda node, case, rng: _date(node, case, rng)[:7],
}
BY_TITLE: Final[tuple[tuple[re.Pattern[str], Writer], ...]] = (
    (HOUSE, lambda case, _rng: case.institution),
    (SIGNED, lambda case, _rng: case.representative),
    (re.compile('^法定代表人$|实际控制人$'), lambda case, _rng: case.representative),
    (PERSON, lambda _case, rng: words.person(rng)),
    (re.compile('地址'), lambda case, rng: words.address(rng, case.province, case.city, case.district)),
    (
        re.compile('开户银行'),
        lambda case, rng: words.word(rng, 'banks') + case.city + case.district + words.word(rng, 'outlets'),
    ),
    (re.compile('所有制'), lambda _case, rng: words.word(rng, 'ownerships')),
    (re.compile('签约地'), lambda case, _rng: case.city),
    (re.compile('^区（县）'), lambda case, _rng: case.district),
    (re.compile('社会保险登记号'), lambda case, _rng: case.credit_code),
    (re.compile('证件号码'), lambda case, rng: words.resident_id(rng, case.division)),
)
