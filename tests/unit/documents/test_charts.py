"""Charts: drawn from a table of the source, filled from it on rendering, and checked in templates."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from docforms.documents.chart_data import C
from docforms.documents.checking import check_file
from docforms.documents.faithful import parsed
from docforms.documents.markdown_builder import build_document
from docforms.documents.packaging import packed, unpacked
from docforms.documents.renderer import render
from docforms.documents.wml import serialised
from docforms.exceptions import TemplateError

HEAD = '---\nlayout: record\ntitle: 统计表\n---\n'
SOURCE = (
    HEAD
    + """\
{% if rows is defined %}
<!-- chart: percent; height 60 -->
| 题目 | 满意率 |
|---|---|
{% for row in rows %}
| {{ row.name }} | {{ row.rate | percent | default("") }} |
{% endfor %}

{% endif %}
<!-- chart: height 50 -->
| 选项 | 本期 | 上期 |
|---|---|---|
| 满意 | 1,234 | 12.5 |
| A&B<C> | -3 | |

以上是统计结果。
"""
)
ROWS = [{'name': '产品质量', 'rate': Decimal('0.895')}, {'name': '适配“效果”', 'rate': Decimal(1)}, {'name': '训练'}]


def parts_of(**values: Any) -> dict[str, bytes]:
    """Build and render the source, and take the result apart."""
    return unpacked(render(build_document(SOURCE, '样例.md'), values, name='样例'))


def shown(chart: bytes) -> list[tuple[str, list[str], list[tuple[str, str]]]]:
    """Read a chart: the name, categories and values (place and value) of every series."""

    def texts(element: Any, part: str) -> list[str]:
        return [each.text for each in element.find(f'{{{C}}}{part}').iter(f'{{{C}}}v')]

    found = []
    for series in parsed(chart).iter(f'{{{C}}}ser'):
        points = series.find(f'{{{C}}}val').iter(f'{{{C}}}pt')
        values = [(point.get('idx'), point.findtext(f'{{{C}}}v')) for point in points]
        found.append((texts(series, 'tx')[0], texts(series, 'cat'), values))
    return found


def test_a_chart_shows_what_its_table_prints() -> None:
    """Percentages without their sign, numbers without commas; a blank leaves a gap, and texts are taken as they are."""
    parts = parts_of(rows=ROWS)

    names = ['产品质量', '适配“效果”', '训练']
    assert shown(parts['word/charts/chart1.xml']) == [('满意率', names, [('0', '89.5'), ('1', '100.0')])]
    assert shown(parts['word/charts/chart2.xml']) == [
        ('本期', ['满意', 'A&B<C>'], [('0', '1234'), ('1', '-3')]),
        ('上期', ['满意', 'A&B<C>'], [('0', '12.5')]),
    ]


def test_the_table_goes_and_the_text_around_it_stays() -> None:
    """What is printed has the drawings, no table of data and no tag."""
    document = Document(BytesIO(packed(parts_of(rows=ROWS))))

    assert document.tables == []
    assert document.paragraphs[-1].text == '以上是统计结果。'
    assert len(document.inline_shapes) == 2


def test_the_workbook_behind_a_chart_has_the_same_data() -> None:
    """Editing the data in Word opens what the chart shows."""
    parts = parts_of(rows=ROWS)

    sheet = load_workbook(BytesIO(parts['word/embeddings/chart1.xlsx'])).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, '满意率'],
        ['产品质量', 89.5],
        ['适配“效果”', 100],
        ['训练', None],
    ]


def test_a_chart_is_described_for_those_who_cannot_see_it() -> None:
    """The alternative text says every value."""
    assert '满意率：产品质量89.5，适配“效果”100.0'.encode() in parts_of(rows=ROWS)['word/document.xml']


def test_a_chart_that_is_not_printed_leaves_nothing_behind() -> None:
    """Neither its sample data nor its workbook nor a reference to them."""
    parts = parts_of()

    assert sorted(name for name in parts if 'chart' in name) == [
        'word/charts/_rels/chart2.xml.rels',
        'word/charts/chart2.xml',
        'word/embeddings/chart2.xlsx',
    ]
    assert b'chart1' not in parts['[Content_Types].xml'] + parts['word/_rels/document.xml.rels']


def test_equal_values_give_equal_bytes() -> None:
    """Charts and their workbooks know no clock."""
    assert packed(parts_of(rows=ROWS)) == packed(parts_of(rows=ROWS))
    assert build_document(SOURCE, '样例.md') == build_document(SOURCE, '样例.md')


def test_how_an_office_restyled_a_chart_stays() -> None:
    """Colours and formats of the template are those of the document."""
    parts = unpacked(build_document(SOURCE, '样例.md'))
    parts['word/charts/chart1.xml'] = parts['word/charts/chart1.xml'].replace(b'7F7F7F', b'123456')

    printed = unpacked(render(packed(parts), {'rows': ROWS}, name='样例'))

    assert b'123456' in printed['word/charts/chart1.xml']


def test_what_is_no_number_cannot_be_drawn() -> None:
    """The message names the template, the row and the text."""
    source = HEAD + '<!-- chart: -->\n| 题目 | 份数 |\n|---|---|\n| 质量 | {{ value }} |\n'

    with pytest.raises(TemplateError, match='样例：图表数据“质量”一行的“很多”不是数'):
        render(build_document(source, '样例.md'), {'value': '很多'}, name='样例')


def test_a_series_too_few_is_told() -> None:
    """A chart somebody deleted a series of no longer fits its table."""
    parts = unpacked(build_document(SOURCE, '样例.md'))
    chart = parsed(parts['word/charts/chart2.xml'])
    last = list(chart.iter(f'{{{C}}}ser'))[-1]
    last.getparent().remove(last)
    parts['word/charts/chart2.xml'] = serialised(chart)

    with pytest.raises(TemplateError, match='图表有 1 个系列，它的数据表有 2 列数值'):
        render(packed(parts), {'rows': ROWS}, name='样例')
    [fault] = [each for each in check_file(packed(parts), '样例.docx').faults if each.code == 'chart']
    assert fault.message == '图表有 1 个系列，它的数据表有 2 列数值'


@pytest.mark.parametrize(
    ('text', 'line', 'message'),
    [
        (
            '<!-- chart: tall -->\n| 题目 | 份数 |\n|---|---|\n| 甲 | 1 |\n',
            6,
            '“tall”看不懂，可写 chart: percent; height',
        ),
        ('<!-- chart: -->\n| 题目 |\n|---|\n| 甲 |\n', 6, '第一列是项目名称，后面 1 至 4 列是数值'),
        ('<!-- chart: -->\n| | |\n|---|---|\n| 甲 | 1 |\n', 6, '应有表头'),
        ('{% for a in b %}\n<!-- chart: -->\n| 题 | 数 |\n|---|---|\n| 甲 | 1 |\n\n{% endfor %}', 7, '不能写在 for 里'),
    ],
)
def test_mistakes_in_the_source_are_named_with_their_line(text: str, line: int, message: str) -> None:
    """A chart needs names and numbers, settings that exist, and a place where it is printed once."""
    with pytest.raises(TemplateError) as caught:
        build_document(HEAD + text, '样例.md')

    assert str(caught.value).startswith(f'样例.md:{line}: ')
    assert message in str(caught.value)


def faults_after(old: str, new: str) -> list[str]:
    """Check the template with one thing of its text changed, and give what is said of charts."""
    parts = unpacked(build_document(SOURCE, '样例.md'))
    text = parts['word/document.xml'].decode()
    assert old in text
    parts['word/document.xml'] = text.replace(old, new, 1).encode()
    return [fault.message for fault in check_file(packed(parts), '样例.docx').faults if fault.code == 'chart']


def test_a_template_with_charts_has_no_fault() -> None:
    """Nor has what is printed from it."""
    template = build_document(SOURCE, '样例.md')

    assert check_file(template, '样例.docx').faults == ()
    assert check_file(render(template, {'rows': ROWS}, name='样例'), '样例.docx').faults == ()


def test_a_chart_without_its_table_is_noticed() -> None:
    """Without the mark the table is an ordinary one, and the chart keeps its sample data."""
    assert faults_after('图表数据', '题目') == ['图表下面没有数据表，印出来的是模板里的示例数据']


def test_a_table_of_data_without_its_chart_is_noticed() -> None:
    """With something between them the chart is not found."""
    between = '<w:p><w:r><w:t>说明</w:t></w:r></w:p><w:tbl>'

    assert faults_after('<w:tbl>', between) == [
        '这张数据表的上面没有图表，会照原样印出',
        '图表下面没有数据表，印出来的是模板里的示例数据',
    ]


def test_a_chart_in_a_loop_is_noticed_and_refused() -> None:
    """One chart cannot show other data each round."""
    parts = unpacked(build_document(SOURCE, '样例.md'))
    text = parts['word/document.xml'].decode()
    text = text.replace('{%p if rows is defined %}', '{%p for n in [1, 2] %}').replace('{%p endif %}', '{%p endfor %}')
    parts['word/document.xml'] = text.encode()

    with pytest.raises(TemplateError, match='图表写在了重复的内容里'):
        render(packed(parts), {'rows': ROWS}, name='样例')
    messages = [fault.message for fault in check_file(packed(parts), '样例.docx').faults if fault.code == 'chart']
    assert messages == ['图表写在循环里，一个图表只能印一次']
