"""The annotated workbook: findings, the record with its wrong cells marked, and the scope of the checking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from docforms.documents.workbook_file import saved
from docforms.findings import Report, parts_of
from docforms.i18n import _
from docforms.packs.model import Form
from docforms.reports.names import Heading
from docforms.reports.printable import one_line
from docforms.reports.record_lines import Scalar
from docforms.reports.wording import (
    SEVERITIES,
    cited,
    day,
    kind_words,
    needed_and_remedy,
    numbered,
    scope_line,
    source_column,
    summary_line,
)
from docforms.reports.workbook_cells import (
    FILLS,
    LARGE,
    LINK,
    PLAIN,
    banner,
    cell_at,
    comment,
    filterable,
    fit_height,
    header,
    print_setup,
    put,
    widths,
)
from docforms.reports.workbook_data import fill_data

_TABLE_ROW: Final = 3


def written(report: Report, record: Mapping[str, Any], form: Form, heading: Heading) -> bytes:
    """Write the workbook."""
    workbook = Workbook()
    findings = workbook.worksheets[0]
    findings.title = _("核验结果")
    data = workbook.create_sheet(_("申请数据"))
    cell_of = fill_data(data, report, record, form, heading)
    sheet_name = quote_sheetname(data.title)
    _fill_findings(findings, report, heading, {number: f'{sheet_name}!{cell}' for number, cell in cell_of.items()})
    _fill_scope(workbook.create_sheet(_("核验范围")), report, heading)
    return saved(workbook, report.as_of)


def _fill_findings(sheet: Worksheet, report: Report, heading: Heading, places: Mapping[int, str]) -> None:
    """Write the table of findings, each with a link to the cell it is about."""
    titles = (_("序号"), _("级别"), _("类别"), _("项目"), _("问题"), _("处理"), source_column(heading.pack_title))
    widths(sheet, (6, 7, 14, 22, 34, 34, 32))
    banner(sheet, 1, len(titles), [summary_line(report, heading.names)], LARGE)
    banner(sheet, 2, len(titles), _about(report, heading), PLAIN)
    header(sheet, _TABLE_ROW, titles)
    for number, finding in numbered(report):
        row = _TABLE_ROW + number
        texts: tuple[Scalar, ...] = (
            number,
            _(SEVERITIES[finding.severity]),
            kind_words(finding.kind, heading.names),
            one_line(finding.label),
            one_line(finding.message),
            one_line(finding.remedy),
            cited(finding),
        )
        for column, text in enumerate(texts, start=1):
            remarks = put(cell_at(sheet, row, column), text)
            if remarks:
                comment(cell_at(sheet, row, column), remarks)
        fit_height(sheet, row, len(titles))
        sheet.cell(row, 2).fill = FILLS[finding.severity]
        if number in places:
            # Not on the label: LibreOffice does not wrap a text that is a link.
            link = cell_at(sheet, row, 1)
            link.hyperlink = Hyperlink(ref='', location=places[number])
            link.font = LINK
    if not report.findings:
        put(cell_at(sheet, _TABLE_ROW + 1, 5), _("没有发现问题"))
    filterable(sheet, _TABLE_ROW, len(titles), len(report.findings))
    print_setup(sheet)


def _about(report: Report, heading: Heading) -> list[str]:
    rules = _("依据：《{title}》（规则版本 {version}）")
    lines = [
        _("核验对象：{subject}").format(subject=one_line(heading.subject)) if heading.subject else '',
        _("表单：{form}").format(form=one_line(heading.form_title)),
        rules.format(title=one_line(heading.pack_title), version=one_line(report.pack_version)),
        _("核验日期：{day}").format(day=day(report.as_of)),
    ]
    return [line for line in lines if line]


def _fill_scope(sheet: Worksheet, report: Report, heading: Heading) -> None:
    """List every rule and material: what could not be decided, what was checked, what did not apply."""
    titles = (_("编号"), _("名称"), _("核验情况"), _("对应问题的序号"), _("还需要"))
    widths(sheet, (26, 40, 14, 16, 52))
    banner(sheet, 1, len(titles), [scope_line(report)], PLAIN)
    header(sheet, 2, titles)
    names, numbers = heading.names, _numbers_by_id(report)
    rows = [
        (item.id, names.title_of(item), _("尚不能判断"), needed_and_remedy(item, names)) for item in report.undecided
    ]
    rows += [(name, names.title(name), _("已核验"), '') for name in report.checked]
    rows += [(name, names.title(name), _("不适用"), '') for name in report.not_applicable]
    for row, (name, title, state, needs) in enumerate(rows, start=3):
        found = _("、").join(map(str, numbers.get(name, ())))
        for column, text in enumerate((name, title, state, found, needs), start=1):
            put(cell_at(sheet, row, column), text)
        fit_height(sheet, row, len(titles))
        if state == _("尚不能判断"):
            sheet.cell(row, 3).fill = FILLS['warning']
    filterable(sheet, 2, len(titles), len(rows))
    print_setup(sheet)


def _numbers_by_id(report: Report) -> Mapping[str, list[int]]:
    """Collect the numbers of the findings each rule and material gave."""
    found: dict[str, list[int]] = {}
    for number, finding in numbered(report):
        parts = parts_of(finding.pointer)
        is_material = finding.kind == 'material' and parts[:1] == ['materials'] and len(parts) > 1
        found.setdefault(parts[1] if is_material else finding.code, []).append(number)
    return found
