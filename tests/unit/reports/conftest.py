"""An invented form, a record of it, and reports about the record, from nothing wrong to nearly everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from docforms.findings import Finding, Report, Undecided, outcome_of
from docforms.packs.model import Form
from docforms.reports import Heading, Names

ROW = {
    'title': '证件',
    'type': 'object',
    'properties': {
        'name': {'title': '证件名称', 'type': 'string'},
        'number': {'title': '证件编号', 'type': 'string'},
        'original': {'title': '是否原件', 'type': 'boolean', 'true_label': '原件', 'false_label': '复印件'},
        'issuer': {
            'title': '发证单位',
            'type': 'object',
            'properties': {'name': {'title': '单位名称', 'type': 'string'}},
        },
    },
}
SCHEMA: Mapping[str, Any] = {
    'title': '鹿鸣评估机构申请表',
    'type': 'object',
    'properties': {
        'fields': {
            'title': '申请表',
            'type': 'object',
            'properties': {
                'institution_name': {'title': '机构名称', 'type': 'string'},
                'legal_representative_id': {
                    'title': '法定代表人身份证号',
                    'type': 'string',
                    'sensitive': 'resident-id',
                },
                'office_area': {'title': '办公用房面积', 'type': 'number', 'unit': '㎡'},
                'bank_account': {'title': '账号', 'type': 'string'},
                'is_branch': {'title': '是否分支机构', 'type': 'boolean'},
                'certificates': {'title': '证件清单', 'type': 'array', 'items': ROW},
                'services': {'title': '服务项目', 'type': 'array', 'items': {'type': 'string'}},
            },
        },
        'supplement': {
            'title': '补充信息',
            'type': 'object',
            'properties': {'operating_since': {'title': '正式运营起始日', 'type': 'string', 'format': 'date'}},
        },
        'facts': {
            'title': '核查情况',
            'type': 'object',
            'properties': {
                'registration': {
                    'title': '登记信息核查',
                    'type': 'object',
                    'properties': {'checked_on': {'title': '核查日期', 'type': 'string'}},
                }
            },
        },
    },
}
TITLES = {
    'operating-six-months': '正式运营满6个月',
    'dishonest': '不在失信名单',
    'premises': '办公场所产权证明或租赁合同',
    'identity': '身份证件',
    'identity/head': '主要负责人',
    'licence': '登记证照',
}
HOSTILE = (
    '<script>alert("1")</script>&amp;\'"',
    '=cmd|\'/c calc\'!A0',
    '+86',
    '-1',
    '@SUM(A1)',
    '空\x00响铃\x07转义\x1b[31m红',
    '\x9b31m单字节控制',
    '半个字符\ud83d。',
    '😀👨‍👩‍👧 表情',
    '倒序\u202e文字',
    '_x0041_不是A',
    '#N/A',
    '长' * 40_000,
    '😀' * 20_000,
    'a' * 300,
    '第一行\r\n第二行\n\n第三行\t制表',
    '{subject}{0}%s',
    '\ufffe\uffff',
)


def finding(kind: str, number: int, *, severity: str = 'error', **values: Any) -> Finding:
    """Make a finding of a kind; the number keeps it apart from others."""
    members = {
        'code': f'rule-{number}',
        'kind': kind,
        'severity': severity,
        'pointer': '/fields/institution_name',
        'label': f'项目{number}',
        'message': f'问题{number}',
        'remedy': f'办法{number}',
        'requirements': (f'XY-{number}',),
        'citation': f'第{number}条',
    }
    return Finding(**(members | values))


def report_of(findings: Sequence[Finding], **values: Any) -> Report:
    """Make a report of findings, with the outcome they come to."""
    members: dict[str, Any] = {
        'form': 'xy/application',
        'pack': 'xy',
        'pack_version': '1.2.0',
        'as_of': '2026-03-02',
        'outcome': outcome_of(findings),
        'findings': tuple(findings),
    }
    return Report(**(members | values))


@pytest.fixture
def form(tmp_path: Path) -> Form:
    """Give the form."""
    return Form('xy', 'application', '鹿鸣评估机构申请表', SCHEMA, {}, tmp_path / 'application.docx')


@pytest.fixture
def heading() -> Heading:
    """Name what the reports are about."""
    schema = {
        'properties': {
            **SCHEMA['properties'],
            'received_on': {'title': '收件日期'},
            'materials': {'title': '申请材料', 'items': {'properties': {'valid_until': {'title': '有效期至'}}}},
        }
    }
    return Heading('鹿鸣县评估机构管理办法', '鹿鸣评估机构申请表', '鹿鸣县安和评估中心', Names(TITLES, schema))


@pytest.fixture
def record() -> dict[str, Any]:
    """Give a record with defects."""
    return {
        'form': 'xy/application',
        'received_on': '2026-03-02',
        'fields': {
            'institution_name': '鹿鸣县安和评估中心',
            'legal_representative_id': '110105199003070062',
            'office_area': 268.5,
            'bank_account': '0012345678901234567',
            'is_branch': False,
            'certificates': [
                {'name': '登记证书', 'number': '001', 'original': True, 'issuer': {'name': '民政局'}},
                {'name': '身份证', 'original': False},
            ],
            'services': ['评估', '复评'],
            'nickname': '安和',
        },
        'supplement': {},
        'facts': {'registration': {'checked_on': '2026-03-01'}},
        'materials': [
            {'id': 'licence', 'original': True, 'copies': 1, 'sealed': False, 'valid_until': '2027-01-01'},
            {'id': 'licence', 'original': True, 'copies': 1, 'sealed': True, 'valid_until': '2026-01-31'},
            {'id': 'identity', 'holder': 'owner', 'original': True, 'copies': 1, 'sealed': True},
        ],
    }


@pytest.fixture
def nothing() -> Report:
    """Give a report with nothing wrong."""
    return report_of((), checked=('dishonest', 'licence'), not_applicable=('premises',))


@pytest.fixture
def defects() -> Report:
    """Give a report about the record, out of reading order, with something of each kind."""
    findings = (
        finding(
            'field', 1, code='field-missing', severity='warning', pointer='/fields/certificates/1/number',
            label='证件清单 第2行 证件编号', message='未填写',
            remedy='请填写证件编号，没有编号的填“无”', citation='附件',
        ),
        finding(
            'field', 2, code='field-format', pointer='/fields/legal_representative_id', label='法定代表人身份证号',
            message='现为“11**************062”：校验码不对', remedy='请照身份证核对并填写18位号码', citation='附件',
        ),
        finding(
            'material', 3, code='material-missing', pointer='/materials/premises', label='办公场所产权证明或租赁合同',
            message='未提交',
            remedy='请提供办公场所产权证明，或剩余租期不少于3年的租赁合同', citation='第九条第（五）项',
            requirements=('XY-9.5', 'XY-9.6'),
        ),
        finding(
            'material', 4, code='material-seal', pointer='/materials/licence', label='登记证照',
            message='复印件未加盖本机构公章', remedy='请在每份复印件上加盖本机构公章', citation='第十条',
        ),
        finding(
            'material', 5, code='material-expired', pointer='/materials/licence', label='登记证照',
            message='有效期至 2026-01-31，已过期', remedy='请提供在有效期内的登记证照', citation='第十条',
        ),
        finding(
            'material', 6, code='material-holder', pointer='/materials/identity/head', label='身份证件',
            message='缺少主要负责人的', remedy='请提供主要负责人的身份证件', citation='第九条第（三）项',
        ),
        finding(
            'consistency', 7, pointer='/fields/certificates/0', label='证件清单（第1行）',
            message='证件名称与提交的材料不一致', remedy='请核对证件清单', citation='', requirements=(),
        ),
        finding(
            'condition', 8, code='operating-time', pointer='/supplement/operating_since', label='正式运营起始日',
            message='正式运营未满6个月', remedy='待满6个月后再申请', citation='第八条第（一）项',
        ),
        finding(
            'bar', 9, code='dishonest', pointer='/facts/registration', label='失信名单',
            message='仍在失信联合惩戒名单', remedy='移出名单后再申请', citation='第十一条第（四）项',
        ),
    )  # fmt: skip
    return report_of(
        findings,
        checked=('dishonest', 'premises', 'licence', 'identity', 'operating-time'),
        not_applicable=('branch-licence',),
        undecided=(
            Undecided('operating-six-months', ('/supplement/operating_since', '/received_on'), '正式运营满6个月'),
            Undecided('lease-term', ('/materials/premises/0/valid_until',)),
        ),
    )


@pytest.fixture
def hostile() -> Report:
    """Give a report of thirty findings whose every text is meant to break something."""
    texts = [HOSTILE[number % len(HOSTILE)] for number in range(30)]
    kinds = ('field', 'material', 'condition', 'bar', 'consistency')
    findings = [
        finding(
            kinds[number % 5], number, severity='warning' if number % 3 == 0 else 'error', code=text, label=text,
            message=text, remedy=text, citation=text, requirements=(text,), pointer=f'/fields/{text}',
        )
        for number, text in enumerate(texts)
    ]  # fmt: skip
    undecided = tuple(Undecided(text, (f'/fields/{text}', text), text) for text in HOSTILE)
    return report_of(findings, undecided=undecided, checked=HOSTILE, not_applicable=HOSTILE, pack_version=HOSTILE[0])


@pytest.fixture
def hostile_record() -> dict[str, Any]:
    """Give a record whose values, names and structure are meant to break something."""
    return {
        'form': HOSTILE[0],
        'received_on': ['不是日期'],
        'fields': {
            'institution_name': HOSTILE[1],
            'legal_representative_id': {'a': HOSTILE[5]},
            'office_area': float('nan'),
            'bank_account': 12345678901234567890,
            'is_branch': 10**400,
            'certificates': [
                HOSTILE[7],
                None,
                5,
                {'name': HOSTILE[0], 'issuer': '不是一组', **dict.fromkeys(HOSTILE, 1)},
            ],
            'services': {'不是': '列表'},
            **{text: text for text in HOSTILE},
        },
        'supplement': '不是一组',
        'facts': [[[[1]]]],
        'materials': [{'id': text, 'note': text} for text in HOSTILE] + [None, '不是材料', {'id': 7}, {'id': ['x']}],
        HOSTILE[0]: HOSTILE[0],
    }
