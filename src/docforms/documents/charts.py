"""Fill the charts of a rendered document: each from the table right below it, which then goes.

Tags print into that table as into any other, so a chart needs no language of its own; the look of the chart is
whatever Word or WPS saved with the template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from docforms.documents.chart_builder import DATA_MARK, WP
from docforms.documents.chart_data import C, ChartData, put_data, series_of, workbook
from docforms.documents.chart_parts import DOCUMENT, FOLDER, charts_of, drop_chart, workbook_of
from docforms.documents.faithful import parsed
from docforms.documents.wml import Element, R, W, serialised
from docforms.exceptions import TemplateError
from docforms.i18n import _

NUMBER: Final = re.compile(r'-?[0-9]+(?:\.[0-9]+)?')
UNIT: Final = '%'


def fill_charts(parts: dict[str, bytes], template: str) -> None:
    """Fill the charts of a package whose text has been filled; `template` is the name for messages.

    Charts no drawing shows any more are left out; one without a table of data stays as it is.

    Raises:
        TemplateError: the data of a chart are not numbers, have another number of series, or one chart is shown twice.
    """
    if not any(name.startswith(FOLDER) for name in parts):
        return
    root = parsed(parts[DOCUMENT])
    charts = charts_of(parts)
    shown: set[str] = set()
    for drawing in list(root.iter(f'{{{C}}}chart')):
        relation = drawing.get(f'{{{R}}}id') or ''
        if relation in shown:
            message = _("{template}：图表写在了重复的内容里，一个图表只能印一次；请把它移到循环之外")
            raise TemplateError(message.format(template=template))
        shown.add(relation)
        table = data_table(drawing)
        if table is not None and relation in charts:
            data = _data(table, template)
            _fill(parts, charts[relation], data, template)
            _describe(drawing, data)
            table.getparent().remove(table)  # type: ignore[union-attr] # it stands in the text
    for relation in charts:
        if relation not in shown:
            drop_chart(parts, relation)
    parts[DOCUMENT] = serialised(root)


def data_table(drawing: Element) -> Element | None:
    """Find the table a chart takes its data from: the next thing below it, marked in its first cell."""
    paragraph = next(drawing.iterancestors(f'{{{W}}}p'), None)
    table = None if paragraph is None else paragraph.getnext()
    if table is None or table.tag != f'{{{W}}}tbl':
        return None
    first = next(table.iter(f'{{{W}}}tc'), None)
    return table if first is not None and _text(first) == DATA_MARK else None


def rows_of(table: Element) -> list[list[str]]:
    """Give the texts of a table by rows."""
    return [[_text(cell) for cell in row.iter(f'{{{W}}}tc')] for row in table.iter(f'{{{W}}}tr')]


def _text(cell: Element) -> str:
    return ''.join(text.text or '' for text in cell.iter(f'{{{W}}}t')).strip()


def _data(table: Element, template: str) -> ChartData:
    head, *rows = rows_of(table)
    series = [
        (name, tuple(_value(row, column, template) for row in rows)) for column, name in enumerate(head[1:], start=1)
    ]
    return ChartData(tuple(row[0] for row in rows), tuple(series))


def _value(row: Sequence[str], column: int, template: str) -> Decimal | None:
    """Read one value as it was printed: 1,234, 89.5 or 89.5%; a blank is a gap."""
    text = row[column] if column < len(row) else ''
    if not text:
        return None
    plain = text.removesuffix(UNIT).strip().replace(',', '')
    if NUMBER.fullmatch(plain) is None:
        message = _("{template}：图表数据“{name}”一行的“{text}”不是数，画不出来；请检查图表下面的数据表")
        raise TemplateError(message.format(template=template, name=row[0], text=text[:60]))
    return Decimal(plain)


def _fill(parts: dict[str, bytes], name: str, data: ChartData, template: str) -> None:
    chart = parsed(parts[name])
    count = len(series_of(chart))
    if count != len(data.series):
        message = _("{template}：图表有 {count} 个系列，它的数据表有 {columns} 列数值；请让两者一致")
        raise TemplateError(message.format(template=template, count=count, columns=len(data.series)))
    put_data(chart, data)
    parts[name] = serialised(chart)
    behind = workbook_of(parts, name)
    if behind is not None:
        parts[behind] = workbook(data)


def _describe(drawing: Element, data: ChartData) -> None:
    """Say what the chart shows to whoever cannot see it."""
    properties = next(drawing.iterancestors(f'{{{WP}}}inline', f'{{{WP}}}anchor')).find(f'{{{WP}}}docPr')
    if properties is not None:
        properties.set('descr', '；'.join(_series_text(name, values, data) for name, values in data.series))


def _series_text(name: str, values: Sequence[Decimal | None], data: ChartData) -> str:
    pairs: Mapping[str, Decimal | None] = dict(zip(data.categories, values, strict=True))
    return f'{name}：' + '，'.join(f'{category}{value:f}' for category, value in pairs.items() if value is not None)
