"""Check that every chart of a template gets its data from the table below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docforms.documents.chart_builder import DATA_MARK
from docforms.documents.chart_data import C, series_of
from docforms.documents.charts import data_table, rows_of
from docforms.documents.checking.model import Fault
from docforms.documents.checking.package import Package, Paragraph, q
from docforms.documents.checking.tag_lint import fault
from docforms.documents.keeping import block_word
from docforms.documents.wml import Element, R
from docforms.i18n import _

CHART: Final = f'{{{C}}}chart'


def chart_faults(package: Package, *, is_template: bool) -> Iterator[Fault]:
    """List charts that cannot be filled, and tables of data without a chart."""
    used: list[Element] = []
    for paragraph in package.body.paragraphs:
        for drawing in paragraph.element.iter(CHART):
            table = data_table(drawing)
            if table is not None:
                used.append(table)
                yield from _chart(drawing, table, paragraph, package)
            elif is_template:
                message = _("图表下面没有数据表，印出来的是模板里的示例数据")
                remedy = _("请在图表的下一行插入表格，第一格写“{mark}”").format(mark=DATA_MARK)
                yield fault('chart', paragraph.place, message, remedy, 'warning')
    for paragraph in package.body.paragraphs:
        table = next(paragraph.element.iterancestors(q('tbl')), None)
        if paragraph.text.strip() == DATA_MARK and table is not None and table not in used:
            message = _("这张数据表的上面没有图表，会照原样印出")
            yield fault('chart', paragraph.place, message, _("请把它移到图表的下一行，中间不要有别的内容，或删去"))


def _chart(drawing: Element, table: Element, paragraph: Paragraph, package: Package) -> Iterator[Fault]:
    chart = package.charts.get(package.relations.get(drawing.get(f'{{{R}}}id') or '', ''))
    columns = len(rows_of(table)[0]) - 1
    if chart is None:
        message = _("图表的内容不在文件里，印不出来")
        yield fault('chart', paragraph.place, message, _("请从原来的模板重新复制图表"))
    elif len(series_of(chart)) != columns:
        message = _("图表有 {count} 个系列，它的数据表有 {columns} 列数值").format(
            count=len(series_of(chart)), columns=columns
        )
        yield fault('chart', paragraph.place, message, _("请增减图表的系列，或增减数据表的列"))
    if _is_repeated(paragraph):
        message = _("图表写在循环里，一个图表只能印一次")
        yield fault('chart', paragraph.place, message, _("请把它移到循环之外"))


def _is_repeated(paragraph: Paragraph) -> bool:
    words = [block_word(each) for each in paragraph.element.itersiblings(q('p'), preceding=True)]
    return words.count('for') > words.count('endfor')
