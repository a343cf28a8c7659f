"""Reports as one web page, complete in itself, to read on screen or print on A4.

The page is built as a tree and written by the standard library, so that no value can become markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from docforms.findings import Report
from docforms.i18n import _, current_language
from docforms.reports.names import Heading
from docforms.reports.printable import one_line
from docforms.reports.wording import (
    SEVERITIES,
    Section,
    cited,
    day,
    needed_and_remedy,
    scope_line,
    sections,
    source_column,
    summary_line,
)

# Nothing is fetched and nothing runs, whatever a value might hold.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"

_STYLE: Final = """
@page { size: A4; margin: 16mm 14mm; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1a1a1a; background: #fff;
  font: 16px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .6rem; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 .3rem; }
h1, h2, td, dd, li, p { overflow-wrap: anywhere; }
.summary { font-size: 1.15rem; font-weight: bold; margin: 0 0 1rem; padding: .6rem .8rem; border: 1px solid;
  border-left-width: 6px; }
.complete { border-color: #2e6b34; background: #eef7ee; }
.supplement { border-color: #8a5a00; background: #fff7e6; }
.refuse { border-color: #9c1c1c; background: #fdeeee; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0; }
dt { color: #555; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
caption { text-align: left; color: #555; padding-bottom: .3rem; }
th, td { border: 1px solid #999; padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #f0f0f0; }
thead { display: table-header-group; }
tr, .summary { break-inside: avoid; }
h2, caption { break-after: avoid; }
.number { width: 2.2rem; text-align: right; }
.label, .source { width: 20%; }
.remedy { width: 25%; }
.title { width: 45%; }
.scope { margin-top: 1.6rem; }
article + article { margin-top: 3rem; border-top: 2px solid #999; padding-top: 1.5rem; }
@media print {
  body { padding: 0; max-width: none; font-size: 10.5pt; line-height: 1.4; }
  th, td { padding: 1mm 1.5mm; }
  article + article, nav + article { break-before: page; margin: 0; border: 0; padding: 0; }
}
"""


def page(reports: Sequence[Report], headings: Sequence[Heading]) -> str:
    """Write the page; several reports begin with a list of them."""
    root = ET.Element('html', lang='zh-CN' if current_language() == 'zh' else 'en')
    head = _add(root, 'head')
    _add(head, 'meta', charset='utf-8')
    _add(head, 'meta', **{'http-equiv': 'Content-Security-Policy', 'content': _POLICY})
    _add(head, 'meta', name='viewport', content='width=device-width, initial-scale=1')
    _add(head, 'title', _page_title(headings))
    _add(head, 'style', _STYLE)
    body = _add(root, 'body')
    if len(reports) > 1:
        _contents(body, reports, headings)
    for number, (report, heading) in enumerate(zip(reports, headings, strict=True), start=1):
        _article(body, number, report, heading)
    return f'<!DOCTYPE html>\n{ET.tostring(root, encoding="unicode", method="html")}\n'


def _add(parent: ET.Element, tag: str, text: str = '', **attributes: str) -> ET.Element:
    """Add an element on a line of its own."""
    child = ET.SubElement(parent, tag, attributes)
    child.text = text
    child.tail = '\n'
    return child


def _page_title(headings: Sequence[Heading]) -> str:
    if len(headings) == 1:
        return _title(headings[0])
    return _("核验结果：共 {count} 份").format(count=len(headings))


def _title(heading: Heading) -> str:
    return _("核验结果：{subject}").format(subject=one_line(heading.subject or heading.form_title))


def _contents(body: ET.Element, reports: Sequence[Report], headings: Sequence[Heading]) -> None:
    nav = _add(body, 'nav')
    _add(nav, 'h1', _page_title(headings))
    listed = _add(nav, 'ol')
    for number, (report, heading) in enumerate(zip(reports, headings, strict=True), start=1):
        item = _add(listed, 'li')
        _add(item, 'a', one_line(heading.subject or heading.form_title), href=f'#report-{number}')
        _add(item, 'div', summary_line(report, heading.names))


def _article(body: ET.Element, number: int, report: Report, heading: Heading) -> None:
    article = _add(body, 'article', id=f'report-{number}')
    _add(article, 'h1', _title(heading))
    _add(article, 'p', summary_line(report, heading.names), **{'class': f'summary {one_line(report.outcome)}'})
    facts = _add(article, 'dl')
    rules = _("《{title}》（规则版本 {version}）")
    for term, value in (
        (_("表单"), one_line(heading.form_title)),
        (_("依据"), rules.format(title=one_line(heading.pack_title), version=one_line(report.pack_version))),
        (_("核验日期"), day(report.as_of)),
    ):
        _add(facts, 'dt', term)
        _add(facts, 'dd', value)
    for section in sections(report, heading.names):
        _section(article, section, heading.pack_title)
    _undecided(article, report, heading)
    _add(article, 'p', scope_line(report), **{'class': 'scope'})


def _section(article: ET.Element, section: Section, pack_title: str) -> None:
    _add(article, 'h2', section.title)
    caption = _("{severity} {count} 项").format(severity=_(SEVERITIES[section.severity]), count=len(section.findings))
    columns = {
        'number': _("序号"),
        'label': _("项目"),
        'message': _("问题"),
        'remedy': _("处理"),
        'source': source_column(pack_title),
    }
    rows = _table(article, caption, columns)
    for number, finding in section.findings:
        row = _add(rows, 'tr')
        _add(row, 'td', str(number), **{'class': 'number'})
        _add(row, 'th', one_line(finding.label), scope='row')
        for text in (one_line(finding.message), one_line(finding.remedy), cited(finding)):
            _add(row, 'td', text)


def _undecided(article: ET.Element, report: Report, heading: Heading) -> None:
    if not report.undecided:
        return
    _add(article, 'h2', _("尚不能判断"))
    caption = _("缺少所需内容，尚不能判断的 {count} 项").format(count=len(report.undecided))
    rows = _table(article, caption, {'title': _("项目"), 'needs': _("还需要")})
    for item in report.undecided:
        row = _add(rows, 'tr')
        _add(row, 'th', heading.names.title_of(item), scope='row')
        _add(row, 'td', needed_and_remedy(item, heading.names))


def _table(article: ET.Element, caption: str, columns: dict[str, str]) -> ET.Element:
    """Begin a table; gives its body. The keys of the columns are their style classes."""
    table = _add(article, 'table')
    _add(table, 'caption', caption)
    header = _add(_add(table, 'thead'), 'tr')
    for name, title in columns.items():
        _add(header, 'th', title, scope='col', **{'class': name})
    return _add(table, 'tbody')
