from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from docforms.findings import Finding, Report
from docforms.packs.model import Form
from docforms.reports import Heading
from docforms.reports.record_lines import Line, marked_places, record_lines, shown
from docforms.validation.fields import record_schema


def lines_of(record: Any, report: Report, form: Form, heading: Heading) -> list[Line]:
    """Lay out a record."""
    return list(record_lines(record, record_schema(form), report, heading.names))


def plain(lines: list[Line]) -> list[tuple[Any, ...]]:
    """Keep of each line its style and what its cells show."""
    return [(line.style, line.label.value, *(entry.value for entry in line.entries)) for line in lines]


def test_a_record_is_laid_out_by_group_with_the_labels_of_the_form(
    record: dict[str, Any], nothing: Report, form: Form, heading: Heading
):
    """Every field of the form stands with its label, lists with their rows, then what the form does not know."""
    assert plain(lines_of(record, nothing, form, heading)) == [
        ('values', '表单', 'xy/application'),
        ('values', '收件日期', '2026-03-02'),
        ('group', '申请表', None),
        ('values', '机构名称', '鹿鸣县安和评估中心'),
        ('values', '法定代表人身份证号', '110105199003070062'),
        ('values', '办公用房面积（㎡）', 268.5),
        ('values', '账号', '0012345678901234567'),
        ('values', '是否分支机构', '否'),
        ('heading', '证件清单', None),
        ('columns', None, '证件名称', '证件编号', '是否原件', '单位名称'),
        ('values', '第1行', '登记证书', '001', '原件', '民政局'),
        ('values', '第2行', '身份证', None, '复印件', None),
        ('heading', '服务项目', None),
        ('values', '第1行', '评估'),
        ('values', '第2行', '复评'),
        ('values', 'nickname', '安和'),
        ('group', '补充信息', None),
        ('values', '正式运营起始日', None),
        ('group', '核查情况', None),
        ('heading', '登记信息核查', None),
        ('values', '核查日期', '2026-03-01'),
        ('group', '申请材料', None),
        ('columns', None, '持有人', '原件', '复印件份数', '复印件盖章', '证件编号', '有效期至', '文件', '备注'),
        ('values', '登记证照', None, '是', 1, '否', None, '2027-01-01', None, None),
        ('values', '登记证照', None, '是', 1, '是', None, '2026-01-31', None, None),
        ('values', '身份证件', 'owner', '是', 1, '是', None, None, None, None),
    ]


def test_an_empty_record_shows_everything_the_form_asks(nothing: Report, form: Form, heading: Heading):
    """Nothing filled in still gives a line for each field, so that what is missing can be marked."""
    lines = lines_of({}, nothing, form, heading)

    pointers = [pointer for line in lines for entry in line.entries for pointer in entry.pointers]

    assert {'/fields/institution_name', '/fields/certificates', '/supplement/operating_since'} <= set(pointers)
    assert {entry.value for line in lines for entry in line.entries} == {None}


def test_missing_materials_get_a_row(record: dict[str, Any], defects: Report, form: Form, heading: Heading):
    """A material the report misses, and a holder whose paper it misses, stand after those handed in."""
    lines = lines_of(record, defects, form, heading)

    assert plain(lines[-2:]) == [
        ('values', '办公场所产权证明或租赁合同', *[None] * 8),
        ('values', '身份证件', '主要负责人', *[None] * 7),
    ]
    assert {pointer for entry in lines[-2].entries for pointer in entry.pointers} == {'/materials/premises'}


def test_only_where_papers_were_recognised_a_column_says_so(defects: Report, heading: Heading):
    """Records somebody wrote have no column for it."""
    members = {name: {'title': name} for name in ('id', 'file', 'recognised')}
    schema = {'properties': {'materials': {'items': {'properties': members}}}}

    def titles(entry: dict[str, Any]) -> list[Any]:
        lines = record_lines({'materials': [entry]}, schema, defects, heading.names)
        return [entry.value for line in lines if line.style == 'columns' for entry in line.entries]

    assert titles({'id': 'licence', 'file': 'a.pdf'}) == ['file']
    assert titles({'id': 'licence', 'file': 'a.pdf', 'recognised': True}) == ['file', 'recognised']


def test_nothing_a_row_holds_is_lost(nothing: Report, form: Form, heading: Heading):
    """What a row holds beyond its columns goes into one more column; so does a row that is no group."""
    certificates = [
        '一行字',
        {'name': 'A', 'colour': '红', 'issuer': {'name': 'B', 'city': 'C'}},
        {'issuer': '无'},
        0,
        None,
    ]

    lines = lines_of({'fields': {'certificates': certificates}}, nothing, form, heading)

    start = next(index for index, line in enumerate(lines) if line.style == 'columns')
    assert plain(lines[start : start + 6]) == [
        ('columns', None, '证件名称', '证件编号', '是否原件', '单位名称', '其他内容'),
        ('values', '第1行', None, None, None, None, '一行字'),
        ('values', '第2行', 'A', None, None, 'B', '{"colour": "红", "issuer": {"city": "C"}}'),
        ('values', '第3行', None, None, None, None, '{"issuer": "无"}'),
        ('values', '第4行', None, None, None, None, 0),
        ('values', '第5行', None, None, None, None),
    ]


def test_parts_of_the_wrong_shape_are_shown_as_text(nothing: Report, form: Form, heading: Heading):
    """Text in place of a group or list stands beside its title."""
    record = {
        'fields': {'services': {'a': 1}},
        'supplement': '无',
        'facts': [1],
        'materials': {'licence': True},
        'more': {},
    }

    found = {line.label.value: line.entries[0].value for line in lines_of(record, nothing, form, heading)}

    assert found['服务项目'] == '{"a": 1}'
    assert found['补充信息'] == '无'
    assert found['核查情况'] == '1'
    assert found['申请材料'] == '{"licence": true}'
    assert found['more'] == '{}'


@pytest.mark.parametrize(
    ('value', 'node', 'expected'),
    [
        ('文字', {}, '文字'),
        (True, {}, '是'),
        (False, {'false_label': '复印件'}, '复印件'),
        (Decimal('1.50'), {}, Decimal('1.50')),
        (None, {}, None),
        (['甲', 2, True], {}, '甲、2、是'),
        ([{'a': Decimal('1.5')}], {}, '[{"a": "1.5"}]'),
        ({}, {}, '{}'),
    ],
)
def test_values_are_shown_as_they_are(value: Any, node: dict[str, Any], expected: Any):
    """Text and numbers stay, yes and no are said with the words of the form, structures are written out."""
    assert shown(value, node) == expected


@pytest.mark.parametrize(
    ('code', 'pointer', 'expected'),
    [
        ('material-seal', '/materials/licence', ['/materials/0/sealed']),
        ('material-expired', '/materials/licence', ['/materials/1/valid_until']),
        ('material-copies', '/materials/licence', ['/materials/0/copies', '/materials/1/copies']),
        ('material-holder', '/materials/identity', ['/materials/2/holder']),
        ('material-original', '/materials/licence', ['/materials/licence']),
        ('material-holder', '/materials/identity/head', ['/materials/identity/head']),
        ('material-missing', '/materials/premises', ['/materials/premises']),
        ('material-copies', '/materials/premises', ['/materials/premises']),
        ('field-format', '/fields/x', ['/fields/x']),
    ],
)
def test_findings_about_materials_mark_the_member_that_is_wrong(
    code: str, pointer: str, expected: list[str], record: dict[str, Any]
):
    """A missing seal marks the seal of the entry that lacks it, a past date the date that has passed."""
    finding = Finding(code, 'material', 'error', pointer, '', '', '', (), '')

    assert marked_places(finding, record, '2026-03-02') == expected
