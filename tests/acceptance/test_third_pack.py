"""A new province is a folder of data: an invented pack works with every command, without a line of code."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from docx import Document


@pytest.fixture
def packs(repository: Path, tmp_path: Path, run_line) -> Path:
    """Copy the invented pack into a temporary folder and build its templates from their text."""
    folder = tmp_path / 'packs'
    shutil.copytree(repository / 'fixtures' / 'packs', folder)
    assert run_line('template', 'build', folder / 'schemas' / 'tree-care').code == 0
    return folder


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Write an application with two defects: no licence, and a certificate number missing."""
    path = tmp_path / 'record.json'
    fields = {
        'unit_name': '青禾县绿荫园林有限公司',
        'credit_code': '9144030071526726XG',
        'phone': '13800138000',
        'gardeners': [{'name': '李禾', 'certificate': 'QH-001'}, {'name': '周穗'}],
        'signed_on': '2026-03-01',
    }
    data = {
        'form': 'tree-care/application',
        'received_on': '2026-03-02',
        'fields': fields,
        'facts': {'damage_checked_on': '2026-03-02'},
    }
    path.write_text(json.dumps(data, ensure_ascii=False), encoding='utf-8')
    return path


def text_of(path: Path) -> str:
    document = Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return '\n'.join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_list_names_the_pack_with_its_form_and_document(packs: Path, run_line) -> None:
    """A pack in a folder of its own is listed beside those that come with docforms."""
    ran = run_line('list', '--packs', packs)

    assert ran.code == 0
    assert 'tree-care/application' in ran.out
    assert '补正告知书' in ran.out


def test_show_gives_fields_materials_rules_and_terms(packs: Path, run_line) -> None:
    """What a form asks is shown with the articles it comes from."""
    ran = run_line('show', 'tree-care/application', '--packs', packs)

    assert ran.code == 0
    for expected in ('unit_name', '营业执照', 'enough-gardeners', '答复期限', '第二条第（一）项'):
        assert expected in ran.out


def test_show_gives_the_items_of_a_score_sheet(packs: Path, run_line) -> None:
    """A sheet is shown with its marks, and its weights by section."""
    ran = run_line('show', 'ln-wii/device-qualification', '--packs', packs)

    assert ran.code == 0
    for expected in ('满分 100 分，90 分合格', '相关资质（qualifications）', '一票否决', '第十八条第（三）项'):
        assert expected in ran.out


def test_show_gives_the_questions_of_a_survey(packs: Path, run_line) -> None:
    """A survey is shown with what it asks and what may be answered."""
    ran = run_line('show', 'ln-wii/medical', '--packs', packs)

    assert ran.code == 0
    for expected in ('就诊是否便利', '非常满意', '第四十一条'):
        assert expected in ran.out


def test_new_prints_the_blank_form(packs: Path, tmp_path: Path, run_line) -> None:
    """The blank form has the title, the labels and the blank rows of its layout."""
    target = tmp_path / 'blank.docx'

    assert run_line('new', 'tree-care/application', '-o', target, '--packs', packs).code == 0
    assert '古树名木养护单位申请表' in text_of(target)
    assert '证书编号' in text_of(target)


def test_validate_lists_everything_and_writes_the_notice(packs: Path, tmp_path: Path, record: Path, run_line) -> None:
    """Both defects are found with their articles, and the notice names both."""
    notice = tmp_path / 'notice.docx'
    ran = run_line('validate', record, '--packs', packs, '--format', 'json', '--notice', notice)

    report = json.loads(ran.out)
    assert ran.code == 1
    assert report['outcome'] == 'supplement'
    assert [(f['code'], f['pointer'], f['citation']) for f in report['findings']] == [
        ('material-missing', '/materials/licence', '第三条第（二）项'),
        ('field-missing', '/fields/gardeners/1/certificate', '第二条第（一）项'),
    ]
    assert '营业执照' in text_of(notice)
    assert '证书编号' in text_of(notice)


def test_fill_prints_the_values_in_the_form(packs: Path, tmp_path: Path, record: Path, run_line) -> None:
    """The filled form holds the values of the record, dates as people write them."""
    target = tmp_path / 'filled.docx'

    assert run_line('fill', record, '-o', target, '--packs', packs).code == 0
    for expected in ('青禾县绿荫园林有限公司', '李禾', '2026年3月1日'):
        assert expected in text_of(target)


def test_render_writes_one_document_from_data(packs: Path, tmp_path: Path, run_line) -> None:
    """A document is rendered from plain data of its schema."""
    data = tmp_path / 'data.json'
    item = {'label': '营业执照', 'message': '未提交', 'remedy': '请提交复印件', 'citation': '第三条'}
    values = {'unit_name': '甲&乙<丙>园林有限公司', 'received_on': '2026-03-02', 'items': [item]}
    data.write_text(json.dumps(values, ensure_ascii=False), encoding='utf-8')
    target = tmp_path / 'notice.docx'

    assert run_line('render', 'tree-care/missing-notice', data, '-o', target, '--packs', packs).code == 0
    assert '甲&乙<丙>园林有限公司' in text_of(target)


def test_deadlines_are_counted_over_the_holiday(packs: Path, tmp_path: Path, run_line) -> None:
    """Three working days from the eve of the 2026 Spring Festival end after it."""
    events = tmp_path / 'events.json'
    events.write_text('{"events": {"received": "2026-02-13"}}', encoding='utf-8')
    ran = run_line('deadlines', 'tree-care', events, '--packs', packs, '--as-of', '2026-02-13')

    assert ran.code == 0
    assert '2026-02-25' in ran.out


def test_marks_that_are_none_are_refused_as_the_data_of_a_document_are(tmp_path: Path, run_line) -> None:
    """Every fault has what it is called, where it is, what is wrong and what to do."""
    marks = tmp_path / 'marks.json'
    marks.write_text('{"scorers": [{"name": 1}]}', encoding='utf-8')

    ran = run_line('score', 'ln-wii/device-qualification', marks)

    assert ran.code == 5
    assert ran.err.splitlines() == [
        '评分数据有 2 处错误：',
        '  机构名称（/institution_name）：未填写。请填写“机构名称”',
        '  第1行 姓名（/scorers/0/name）：现为“1”：应为文字。请更正“第1行 姓名”',
    ]


def test_score_says_what_is_missing_and_then_the_result(packs: Path, tmp_path: Path, run_line) -> None:
    """A sheet with a mark missing has no result; with all marks it passes at the pass mark."""
    marks = tmp_path / 'marks.json'
    given = {'gardeners': 20, 'pruning': 20, 'records': 20}
    reasons = {name: {'reason': '有缺漏'} for name in given}
    scorers = [{'name': name, 'marks': dict(given), 'deductions': reasons} for name in ('李禾', '周穗', '吴桐')]
    whole = json.dumps({'institution_name': '青禾县绿荫园林有限公司', 'scorers': scorers}, ensure_ascii=False)
    del scorers[0]['marks']['records']
    partial = json.dumps({'institution_name': '青禾县绿荫园林有限公司', 'scorers': scorers}, ensure_ascii=False)
    marks.write_text(partial, encoding='utf-8')
    missing = run_line('score', 'tree-care/yearly', marks, '--packs', packs)
    marks.write_text(whole, encoding='utf-8')
    passed = run_line('score', 'tree-care/yearly', marks, '--packs', packs)

    assert (missing.code, passed.code) == (1, 0)
    assert '李禾没有给“养护记录”打分' in missing.out
    assert '总分 60.0' in passed.out
    assert '结果：合格' in passed.out


def test_coverage_accounts_for_every_row(packs: Path, run_line) -> None:
    """Each row of the invented regulation is implemented and proved, or says why it asks for nothing."""
    ran = run_line('coverage', 'tree-care', '--packs', packs)

    assert ran.code == 0
    assert '共 7 条要求，其中 0 条还没有落实' in ran.out


def test_the_commands_of_the_guide_work(repository: Path, packs: Path, tmp_path: Path, run_line) -> None:
    """Every docforms command in the last section of the pack author's guide runs as it stands there."""
    guide = (repository / 'docs' / 'pack-guide.md').read_text(encoding='utf-8')
    lines = guide.rpartition('```sh')[2].partition('```')[0].strip().splitlines()

    for line in lines:
        words = [word.replace('我的规定', str(packs)) for word in line.split()]
        arguments = [str(tmp_path / word) if word.endswith('.docx') else word for word in words[1:]]

        assert (words[0], run_line(*arguments).code) == ('docforms', 0), line


def test_pack_check_finds_nothing_wrong(packs: Path, run_line) -> None:
    """The invented pack is a correct one."""
    assert run_line('pack', 'check', packs / 'schemas' / 'tree-care').code == 0


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding='utf-8')
    assert old in text
    path.write_text(text.replace(old, new), encoding='utf-8')


def test_wrong_rules_stop_whoever_needs_them(packs: Path, record: Path, run_line) -> None:
    """Rules with wrong names do not keep a pack from being listed; validating tells all of them, as the check does."""
    rules = packs / 'schemas' / 'tree-care' / 'rules.yaml'
    spoil(rules, 'fields.gardeners', 'fields.gardener')
    listed = run_line('list', '--packs', packs)
    validated = run_line('validate', record, '--packs', packs)
    checked = run_line('pack', 'check', packs / 'schemas' / 'tree-care')

    assert listed.code == 0
    assert (validated.code, checked.code) == (4, 4)
    assert validated.err.count('没有字段 gardener，是否应为 gardeners？') > 1
    assert validated.err == checked.err


def test_a_wrong_document_stops_whoever_prints_it(packs: Path, tmp_path: Path, run_line) -> None:
    """A document whose fields are wrongly described is refused with file, line and key, and nothing is written."""
    schema = packs / 'schemas' / 'tree-care' / 'documents' / 'missing-notice.schema.json'
    spoil(schema, '"required"', '"requird"')
    data = tmp_path / 'data.json'
    data.write_text('{}', encoding='utf-8')
    target = tmp_path / 'notice.docx'

    assert run_line('list', '--packs', packs).code == 0
    for command in (['show', 'tree-care/missing-notice'], ['render', 'tree-care/missing-notice', data, '-o', target]):
        ran = run_line(*command, '--packs', packs)
        assert ran.code == 4
        assert 'missing-notice.schema.json:7: /requird: 不认识“requird”，是否应为 required' in ran.err
    assert not target.exists()
