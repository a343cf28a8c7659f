"""Build the chart of a template: the drawing, sample data to restyle it by, and the table its data come from.

The table stands right below the chart and holds ordinary tags; rendering moves what they print into the chart and
takes the table away (see `charts`). So whoever edits the template in Word sees and changes both.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from lxml import etree

from docforms.documents.blocks import Chart
from docforms.documents.chart_data import C, ChartData, c, multiplied, put_data, series_of, workbook
from docforms.documents.faithful import parsed
from docforms.documents.styles import FANGSONG
from docforms.documents.wml import TAG, Element, R, paragraph, serialised, w
from docforms.packs.resources import chart_pattern

A: Final = 'http://schemas.openxmlformats.org/drawingml/2006/main'
WP: Final = 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'
EMU_PER_MM: Final = 36_000
# What the first cell of the data table says, in whatever program the template was saved last.
DATA_MARK: Final = '图表数据'
# Told apart without colour; the first is that of the pattern.
GREYS: Final = ('7F7F7F', 'D9D9D9', '404040', 'A6A6A6')
SAMPLE: Final = ('示例一', '示例二', '示例三')
SAMPLE_VALUES: Final = (Decimal(90), Decimal(75), Decimal(60))
# The scale goes a little beyond 100%, so that the longest bar leaves room for its value.
PERCENT_END: Final = 112
PERCENT_STEP: Final = 20


@dataclass(frozen=True, slots=True)
class ChartPart:
    """A chart as parts of a package."""

    chart: bytes
    workbook: bytes


def chart_part(block: Chart) -> ChartPart:
    """Make the parts of a chart, filled with sample data."""
    chart = parsed(_pattern())
    names = _names(block)
    multiplied(chart, len(names))
    for series, grey in zip(series_of(chart)[1:], GREYS[1:], strict=False):
        series.find(f'{{{C}}}spPr/{{{A}}}solidFill/{{{A}}}srgbClr').set('val', grey)  # type: ignore[union-attr]
    if len(names) > 1:
        _add_legend(chart)
    if block.percent:
        _scale_percent(chart)
    data = ChartData(SAMPLE, tuple((name, SAMPLE_VALUES) for name in names))
    put_data(chart, data)
    return ChartPart(serialised(chart), workbook(data))


@cache
def _pattern() -> bytes:
    """Read how charts look, and name the face of papers for every script."""
    parser = etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    root = etree.fromstring(chart_pattern().read_bytes(), parser)
    for properties in root.iter(f'{{{A}}}defRPr'):
        for script in ('latin', 'ea', 'cs'):
            etree.SubElement(properties, f'{{{A}}}{script}', typeface=FANGSONG)
    return etree.tostring(root)


def _names(block: Chart) -> list[str]:
    """Give the names of the series; one that a tag will print is a sample for now."""
    cells = block.table.header.cells if block.table.header is not None else ()
    texts = [''.join(span.text for span in cell) for cell in cells[1:]]
    return [TAG.sub('', text).strip() or f'系列{number}' for number, text in enumerate(texts, start=1)]


def _add_legend(chart: Element) -> None:
    plot = next(chart.iter(f'{{{C}}}plotArea'))
    plot.addnext(c('legend', c('legendPos', val='b'), c('overlay', val=0)))


def _scale_percent(chart: Element) -> None:
    """Let the values be percentages of one scale, whatever the highest of them."""
    [axis] = chart.iter(f'{{{C}}}valAx')
    least = next(axis.iter(f'{{{C}}}min'))
    least.addprevious(c('max', val=PERCENT_END))
    axis.find(f'{{{C}}}numFmt').set('formatCode', '0"%"')  # type: ignore[union-attr] # the pattern has one
    axis.append(c('majorUnit', val=PERCENT_STEP))
    for labels in chart.iter(f'{{{C}}}dLbls'):
        labels.find(f'{{{C}}}numFmt').set('formatCode', '0.0"%"')  # type: ignore[union-attr] # as above


def chart_paragraph(block: Chart, width: float) -> Element:
    """Make the paragraph that shows a chart; `width` is in millimetres."""
    size = {'cx': str(round(width * EMU_PER_MM)), 'cy': str(round(block.height * EMU_PER_MM))}
    inline = etree.Element(f'{{{WP}}}inline', nsmap={'wp': WP}, attrib=dict.fromkeys(('distT', 'distB'), '0'))
    etree.SubElement(inline, f'{{{WP}}}extent', size)
    etree.SubElement(inline, f'{{{WP}}}docPr', id=str(block.number), name=f'图表 {block.number}')
    etree.SubElement(inline, f'{{{WP}}}cNvGraphicFramePr')
    graphic = etree.SubElement(inline, f'{{{A}}}graphic', nsmap={'a': A})
    data = etree.SubElement(graphic, f'{{{A}}}graphicData', uri=C)
    chart = c('chart')
    chart.set(f'{{{R}}}id', relation_of(block.number))
    data.append(chart)
    run = w('r', w('drawing', inline))
    # As high as the chart: the exact line pitch of papers would cut it off.
    return paragraph('TableCenter', run, extra=(w('spacing', line=240, lineRule='auto'),))


def relation_of(number: int) -> str:
    """Name the relationship of a chart."""
    return f'chart{number}'
