from __future__ import annotations

from html.parser import HTMLParser

import pytest
from lxml import html

from docforms.findings import Report
from docforms.i18n import use_language
from docforms.reports import Heading, Names, summary_line, to_html
from docforms.reports.printable import one_line
from docforms.reports.wording import numbered

VOID = {'meta'}


class Nesting(HTMLParser):
    """Follow the elements that are open, and note what does not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        """Open an element."""
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which must be the last one opened."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def texts(page: html.HtmlElement, path: str) -> list[str]:
    """Collect the texts of elements."""
    return [element.text_content().strip() for element in page.xpath(path)]


@pytest.mark.parametrize('name', ['nothing', 'defects', 'hostile'])
def test_every_element_is_closed_in_its_place(name: str, heading: Heading, request: pytest.FixtureRequest):
    """The page is well-formed, and nothing but the elements docforms writes is in it."""
    page = Nesting()
    page.feed(to_html([request.getfixturevalue(name)], [heading]))

    assert page.wrong == []
    assert page.open == []
    assert page.seen <= {
        'html', 'head', 'meta', 'title', 'style', 'body', 'article', 'h1', 'h2', 'p', 'dl', 'dt', 'dd', 'table',
        'caption', 'thead', 'tbody', 'tr', 'th', 'td',
    }  # fmt: skip


def test_the_page_says_what_the_report_says(defects: Report, heading: Heading):
    """Headings, numbers, labels, messages, remedies and sources come in reading order."""
    page = html.document_fromstring(to_html([defects], [heading]))

    rows = [[cell.text_content() for cell in row] for row in page.xpath('//tbody/tr[count(*)=5]')]

    assert texts(page, '//h1') == ['核验结果：鹿鸣县安和评估中心']
    assert texts(page, '//h2') == [
        '不予受理情形', '不符合的条件', '缺少或不合格的材料', '填写有误', '互相不一致', '提醒（不影响结论）',
        '尚不能判断',
    ]  # fmt: skip
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        (str(number), finding.label, finding.message, finding.remedy) for number, finding in numbered(defects)
    ]
    assert set(texts(page, '//th[@class="source"]')) == {'依据（《鹿鸣县评估机构管理办法》）'}
    assert rows[2][4] == '第九条第（五）项（XY-9.5、XY-9.6）'
    assert texts(page, '//tbody/tr[count(*)=2]/td') == [
        '正式运营起始日、收件日期', '办公场所产权证明或租赁合同 第1行 有效期至',
    ]  # fmt: skip


def test_the_count_and_outcome_come_first(defects: Report, heading: Heading):
    """The first paragraph is the summary, marked with the outcome."""
    page = html.document_fromstring(to_html([defects], [heading]))

    first = page.xpath('//p')[0]

    assert first.text_content() == summary_line(defects, Names())
    assert first.get('class') == 'summary refuse'


def test_every_table_has_caption_and_headers(defects: Report, heading: Heading):
    """A screen reader can tell what each table and each of its cells is about."""
    page = html.document_fromstring(to_html([defects], [heading]))

    tables = page.xpath('//table')

    assert len(tables) == 7
    assert all(len(table.xpath('caption')) == 1 for table in tables)
    assert all(set(table.xpath('thead//th/@scope')) == {'col'} for table in tables)
    assert all(set(row.xpath('th/@scope')) == {'row'} for row in page.xpath('//tbody/tr'))
    assert texts(page, '//caption')[2] == '错误 4 项'


def test_no_value_becomes_markup(hostile: Report, heading: Heading):
    """Scripts, entities and quotes in values are shown as they are written."""
    source = to_html([hostile], [heading])

    page = html.document_fromstring(source)

    assert '<script' not in source
    assert page.xpath('//script | //*[@onclick] | //img | //link') == []
    assert '<script>alert("1")</script>&amp;\'"' in texts(page, '//tbody//td')
    assert [row[2].text_content() for row in page.xpath('//tbody/tr[count(*)=5]')] == [
        one_line(finding.message) for _number, finding in numbered(hostile)
    ]


def test_the_page_needs_nothing_else(hostile: Report, heading: Heading):
    """Nothing is fetched: no address stands in the page, and a policy forbids it besides."""
    source = to_html([hostile], [heading])

    page = html.document_fromstring(source)

    assert page.xpath('//@src | //@href') == []
    assert 'url(' not in source
    assert '@import' not in source
    assert page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content') == [
        "default-src 'none'; style-src 'unsafe-inline'"
    ]


def test_the_page_can_be_saved_and_is_the_same_every_time(hostile: Report, heading: Heading):
    """The page is UTF-8, says so, holds no control character, and depends on its input only."""
    source = to_html([hostile], [heading])

    assert source.encode('utf-8') == to_html([hostile], [heading]).encode('utf-8')
    assert source.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert '<meta charset="utf-8">' in source
    assert [character for character in source if not character.isprintable() and character not in '\n\u200d'] == []


def test_several_reports_begin_with_a_list_of_them(nothing: Report, defects: Report, heading: Heading):
    """Each report can be reached from the list and begins a new page when printed."""
    page = html.document_fromstring(to_html([defects, nothing], [heading, heading]))

    assert texts(page, '//nav/h1') == ['核验结果：共 2 份']
    assert page.xpath('//nav//a/@href') == ['#report-1', '#report-2']
    assert page.xpath('//article/@id') == ['report-1', 'report-2']
    assert texts(page, '//nav//li/div') == [summary_line(defects, Names()), summary_line(nothing, Names())]


def test_each_report_needs_its_heading(nothing: Report, heading: Heading):
    """A heading too many or too few is a mistake of the caller, not a report left out."""
    with pytest.raises(ValueError, match='zip'):
        to_html([nothing, nothing], [heading])


def test_nothing_wrong_makes_no_table(nothing: Report, heading: Heading):
    """A report without findings says so and how far the checking went."""
    page = html.document_fromstring(to_html([nothing], [heading]))

    assert page.xpath('//table') == []
    assert texts(page, '//h2') == []
    assert texts(page, '//p')[-1] == '核验范围：规则和材料共 3 项，其中已核验 2 项，不适用 1 项，尚不能判断 0 项'


def test_the_language_of_the_page_is_told(nothing: Report, heading: Heading):
    """An English page says that it is English."""
    use_language('en')

    assert '<html lang="en">' in to_html([nothing], [heading])
