"""A survey from the empty workbook to the printed statistics, and everything wrong on the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from docforms import api
from docforms.packs import Catalogue, document_of

C = '{http://schemas.openxmlformats.org/drawingml/2006/chart}'
SURVEYS = [(pack, name) for pack in Catalogue().packs() for name in pack.surveys]
IDS = [f'{pack.id}/{name}' for pack, name in SURVEYS]
ORGAN, INSTITUTION = '青禾县工伤保险经办中心', '青禾县安和康复医院'

Fill = Callable[..., Path]


@pytest.fixture
def fill(tmp_path: Path, run_line) -> Fill:
    """Give a function that fills the workbook of a survey: rows of answers by column, and what the office says."""

    def filled(survey: str, rows: list[dict[str, Any]], about: dict[str, Any]) -> Path:
        path = tmp_path / '答卷.xlsx'
        assert run_line('new', survey, '-o', path).code == 0
        book = load_workbook(path)
        answers, office = book['答卷'], book['调查信息']
        columns = {cell.value: cell.column for cell in answers[1]}
        for number, row in enumerate(rows, start=2):
            for title, value in row.items():
                answers.cell(number, columns[title]).value = value
        for cells in office.iter_rows(min_row=2):
            cells[1].value = about.get(str(cells[0].value))
        book.save(path)
        return path

    return filled


def answers_to(survey: Any, level: str, **more: str) -> dict[str, str]:
    """Answer every question of the scale alike."""
    titles = [question['title'] for question in survey['questions'] if 'title' in question]
    return {f'{number}. {title}': level for number, title in enumerate(titles, start=1)} | more


def chart_values(docx: Path, number: int) -> dict[str, str]:
    """Read the categories and values of a chart with one series."""
    with ZipFile(docx) as package:
        root = etree.fromstring(package.read(f'word/charts/chart{number}.xml'))
    names = [each.text for each in next(root.iter(f'{C}cat')).iter(f'{C}v')]
    points = {int(each.get('idx')): each.findtext(f'{C}v') for each in next(root.iter(f'{C}val')).iter(f'{C}pt')}
    return {name: points[place] for place, name in enumerate(names) if place in points}


@pytest.mark.parametrize(('pack', 'name'), SURVEYS, ids=IDS)
def test_answers_become_statistics_with_charts(pack, name: str, fill: Fill, tmp_path: Path, run_line) -> None:
    """Of four, two are satisfied, one is not and one says it does not apply: 66.7% of three, in table and chart."""
    survey = pack.surveys[name]
    first, *_middle, last = [question['title'] for question in survey['questions'] if 'title' in question]
    whole = len([question for question in survey['questions'] if 'title' in question])
    rows = [
        answers_to(survey, level, 问卷编号=f'{number:03}', 意见和建议=f'第{number}条意见')
        for number, level in enumerate(('非常满意', '满意', '不满意', '不适用'), start=1)
    ]
    path = fill(f'{pack.id}/{name}', rows, {'统计单位名称': ORGAN, '协议机构名称': INSTITUTION, '发出问卷': '6'})
    target = tmp_path / '统计表.docx'

    ran = run_line('survey', f'{pack.id}/{name}', path, '-o', target, '--format', 'json')

    found = json.loads(ran.out)
    assert ran.code == 0
    assert (found['distributed'], found['returned'], found['valid'], found['return_rate']) == (6, 4, 4, 66.7)
    assert (found['rate'], found['mean']) == (66.7, 3.67)
    assert [each['text'] for each in found['remarks']] == [f'第{number}条意见' for number in (1, 2, 3, 4)]
    rates = chart_values(target, 1)
    assert (rates[f'1. {first}'], rates[f'{whole}. {last}'], len(rates)) == ('66.7', '66.7', whole)
    assert chart_values(target, 2)['非常满意'] == '1'
    cells = [[cell.text for cell in row.cells] for table in Document(target).tables for row in table.rows]
    assert ['1', first, '1', '1', '0', '1', '0', '1', '66.7%', '3.67'] in cells
    assert ['6', '4', '4', '66.7%', '66.7%', '3.67'] in cells
    assert ['004', '第4条意见'] in cells


@pytest.mark.parametrize(('pack', 'name'), SURVEYS, ids=IDS)
def test_the_printed_rates_are_those_counted(pack, name: str, fill: Fill, tmp_path: Path, run_line) -> None:
    """Question by question the chart says what the command says, blanks and inapplicable answers included."""
    survey = pack.surveys[name]
    levels = ['非常满意', '满意', '一般', '不满意', '非常不满意', '不适用', None]
    titles = list(answers_to(survey, ''))
    rows = [
        {title: levels[(row * row + 3 * row * place) % 7] for place, title in enumerate(titles)} for row in range(23)
    ]
    path = fill(f'{pack.id}/{name}', rows, {'统计单位名称': ORGAN, '协议机构名称': INSTITUTION})
    target = tmp_path / '统计表.docx'

    ran = run_line('survey', f'{pack.id}/{name}', path, '-o', target, '--format', 'json')

    counted = [each for each in json.loads(ran.out)['questions'] if each['kind'] == 'scale']
    assert [float(rate) for rate in chart_values(target, 1).values()] == [each['rate'] for each in counted]


def test_every_wrong_cell_is_listed_and_nothing_is_written(fill: Fill, tmp_path: Path, run_line) -> None:
    """Wrong answers, a number used twice, more returned than sent, and an office that is not named."""
    survey = Catalogue().pack('ln-wii').surveys['device']
    rows = [
        answers_to(survey, '满意', 问卷编号='001'),
        answers_to(survey, '还可以', 问卷编号='001') | {'调查方式': '微信'},
    ]
    path = fill('ln-wii/device', rows, {'协议机构名称': INSTITUTION, '发出问卷': '1', '统计日期': '2026-02-30'})
    target = tmp_path / '统计表.docx'

    ran = run_line('survey', 'ln-wii/device', path, '-o', target)

    assert ran.code == 5
    assert f'答卷有 {10 + 2 + 3} 处错误' in ran.err
    for place in ('答卷!A3：', '答卷!C3：“微信”不是“调查方式”的选项，请改为：现场、电话、网络', '答卷!N3：'):
        assert place in ran.err
    assert '调查信息!B2：统计单位名称：未填写' in ran.err
    assert '发出 1 份，少于收回的 2 份' in ran.err
    assert '统计日期' in ran.err
    assert not target.exists()


def test_nothing_to_count_is_no_error(fill: Fill, tmp_path: Path, run_line) -> None:
    """Without any questionnaire the statistics are printed without rates and without charts of nothing."""
    path = fill('ln-wii/medical', [], {'统计单位名称': ORGAN, '协议机构名称': INSTITUTION})
    target = tmp_path / '统计表.docx'

    ran = run_line('survey', 'ln-wii/medical', path, '-o', target)

    assert ran.code == 0
    assert '收回 0 份，有效 0 份' in ran.out
    with ZipFile(target) as package:
        assert not [name for name in package.namelist() if 'chart' in name]


def test_csv_is_counted_and_the_office_fills_in_the_rest(tmp_path: Path, run_line) -> None:
    """A csv file has no place for the office's name; it comes with --office, and without it the document is refused."""
    survey = Catalogue().pack('ln-wii').surveys['device']
    row = answers_to(survey, '满意') | dict.fromkeys(('接受服务', '调查方式', '调查对象', '意见和建议'), '')
    row['配置器具'] = row.pop('接受服务')
    path, office, target = tmp_path / 'a.csv', tmp_path / 'office.json', tmp_path / 'a.json'
    path.write_text(f'{",".join(row)}\n{",".join(row.values())}\n', encoding='utf-8-sig')
    office.write_text(json.dumps({'organ': ORGAN, 'institution_name': INSTITUTION}), encoding='utf-8')

    counted = run_line('survey', 'ln-wii/device', path, '-o', target)
    refused = run_line('survey', 'ln-wii/device', path, '-o', tmp_path / 'a.docx')
    printed = run_line('survey', 'ln-wii/device', path, '-o', tmp_path / 'a.docx', '--office', office)

    assert (counted.code, refused.code, printed.code) == (0, 5, 0)
    assert json.loads(target.read_text(encoding='utf-8'))['rate'] == 100
    assert '统计单位名称' in refused.err


@pytest.mark.parametrize(('pack', 'name'), SURVEYS, ids=IDS)
def test_the_workbook_offers_the_choices_of_the_questionnaire(pack, name: str) -> None:
    """Every column with choices has a list, numbers are text, hints stand at the head; the same bytes each time."""
    content = api.new_answers(f'{pack.id}/{name}')
    book = load_workbook(BytesIO(content))
    sheet, lists = book['答卷'], book['选项']
    offered = {
        str(rule.sqref).rstrip('0123456789').partition('2:')[0]: rule for rule in sheet.data_validations.dataValidation
    }
    scale = offered['E'].formula1.partition('!')[2].replace('$', '')

    assert content == api.new_answers(f'{pack.id}/{name}')
    assert [cell.value for (cell,) in lists[scale]] == ['非常满意', '满意', '一般', '不满意', '非常不满意', '不适用']
    assert sheet.column_dimensions['A'].number_format == '@'
    assert all(cell.comment is not None for cell in sheet[1])
    assert [rule.type for rule in offered.values()].count('list') == len(offered) - 2


@pytest.mark.parametrize(('pack', 'name'), SURVEYS, ids=IDS)
def test_the_questionnaire_has_the_choices_and_as_many_questions(pack, name: str) -> None:
    """The paper people fill in and the workbook their answers are entered in ask the same."""
    survey = pack.surveys[name]
    questionnaire = document_of(pack, survey['questionnaire'])
    answer = questionnaire.schema['properties']['answers']['items']['properties']

    assert [option['title'] for option in survey['scale']] == answer['level']['enum']
    assert sum('title' in question for question in survey['questions']) == answer['item']['maximum']


def test_a_survey_nobody_knows_is_answered_with_the_nearest(run_line, tmp_path: Path) -> None:
    """A misspelt name ends with exit code 3 and the name that may be meant."""
    ran = run_line('new', 'ln-wii/medicla', '-o', tmp_path / 'a.xlsx')

    assert ran.code == 3
    assert '没有调查“ln-wii/medicla”，是否应为 medical' in ran.err


# A pack that is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('change', 'problem'),
    [
        (lambda data: data.update(bas='x'), '不认识“bas”，是否应为 base？'),
        (lambda data: data.update(overall='total'), '没有题目 total'),
        (lambda data: data.update(statistics='survey-statistics'), 'documents.yaml 中没有文书 survey-statistics'),
        (lambda data: data.update(source='LN-99.9'), 'requirements.yaml 中没有 LN-99.9'),
        (lambda data: data['questions'][0].update(field='servise'), '没有字段 servise，是否应为 service？'),
        (lambda data: data['questions'][0].update(field='answers'), '字段 answers 不能统计'),
        (lambda data: data['questions'][4].update(id='assessment'), '“assessment”出现两次'),
        (lambda data: data['scale'][0].update(id='very_good'), '的 items 里没有 very_good'),
        (lambda data: data['scale'][1].update(title='非常满意'), '“非常满意”出现两次'),
    ],
)
def test_a_wrong_survey_is_a_problem_of_its_pack(
    change, problem: str, repository: Path, tmp_path: Path, run_line
) -> None:
    """Each is named with the file, the line and the place."""
    schemas = tmp_path / 'schemas' / 'ln-wii'
    schemas.parent.mkdir()
    (tmp_path / 'templates').symlink_to(repository / 'templates')
    schemas.mkdir()
    for part in (repository / 'schemas' / 'ln-wii').iterdir():
        if part.name not in {'surveys', 'cases'}:
            (schemas / part.name).symlink_to(part)
    (schemas / 'surveys').mkdir()
    (schemas / 'cases').mkdir()
    source = repository / 'schemas' / 'ln-wii' / 'surveys' / 'device.yaml'
    data = yaml.safe_load(source.read_text(encoding='utf-8'))
    change(data)
    (schemas / 'surveys' / 'device.yaml').write_text(yaml.safe_dump(data, allow_unicode=True), encoding='utf-8')

    ran = run_line('new', 'ln-wii/device', '-o', tmp_path / 'a.xlsx', '--packs', tmp_path)

    assert ran.code == 4
    assert 'schemas/ln-wii/surveys/device.yaml:' in ran.err
    assert problem in ran.err
