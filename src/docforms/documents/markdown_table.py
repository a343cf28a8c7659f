"""Read a Markdown table: alignment, widths, rows that are block tags; and one that is drawn as a chart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from markdown_it.token import Token

from docforms.documents.blocks import Alignment, Chart, Table, TableRow, Text
from docforms.documents.template_tags import Tags, block_faults, unbalanced
from docforms.i18n import _

ALIGN: Final[dict[str, Alignment]] = {
    'text-align:left': 'left',
    'text-align:center': 'center',
    'text-align:right': 'right',
}
NUMBER: Final = re.compile(r'\d+(?:\.\d+)?')
CHART_HEIGHT: Final = 80.0
# More series than that cannot be told apart without colour.
MOST_SERIES: Final = 4
PIPE: Final = re.compile(r'(?<!\\)\|')


class Reader(Protocol):
    """What reading a table needs of the reader of the whole source."""

    @property
    def tags(self) -> Tags:
        """The template tags of the source."""

    def text(self, token: Token, line: int) -> Text:
        """Read the text of a cell."""

    def problem(self, line: int, message: str) -> None:
        """Note something wrong."""


def read_table(tokens: Sequence[Token], lines: Sequence[str], setting: str, reader: Reader) -> Table:
    """Read the tokens of one table; `lines` are those of the source, `setting` the comment before the table."""
    first = (tokens[0].map or [0, 0])[0]
    rows = list(_rows(tokens, lines, reader))
    for line, message in unbalanced([(row.line, row.tag) for row in rows if row.tag is not None]):
        reader.problem(line, message)
    head, *body = rows
    columns = [token for token in tokens if token.type == 'th_open']
    aligns = tuple(ALIGN.get(str(token.attrGet('style') or '')) for token in columns)
    widths, height, ruled = _setting(setting, len(columns), first + 1, reader)
    if not widths:
        dashes = [part.count('-') for part in lines[first + 1].split('|') if '-' in part]
        widths = tuple(float(count) for count in dashes)
    header = head if any(head.cells) else None
    return Table(first + 1, header, tuple(body), aligns, widths, height, ruled)


def read_chart(tokens: Sequence[Token], lines: Sequence[str], setting: str, number: int, reader: Reader) -> Chart:
    """Read the tokens of a table that is drawn as a chart; `number` counts the charts of the source."""
    table = read_table(tokens, lines, '', reader)
    if table.header is None or not 2 <= len(table.aligns) <= MOST_SERIES + 1:
        message = _("画图表的表格应有表头，第一列是项目名称，后面 1 至 {most} 列是数值")
        reader.problem(table.line, message.format(most=MOST_SERIES))
    height, percent = CHART_HEIGHT, False
    for part in filter(None, map(str.strip, setting.partition(':')[2].split(';'))):
        word, *values = part.split()
        if word == 'height' and len(values) == 1 and NUMBER.fullmatch(values[0]):
            height = float(values[0])
        elif part == 'percent':
            percent = True
        else:
            message = _("表格前的注释“{part}”看不懂，可写 chart: percent; height 图高")
            reader.problem(table.line, message.format(part=part))
    return Chart(table.line, number, table, height, percent)


def _rows(tokens: Sequence[Token], lines: Sequence[str], reader: Reader) -> Iterator[TableRow]:
    """Give the rows, the head first; a row that is nothing but a block tag becomes one."""
    columns = sum(token.type == 'th_open' for token in tokens)
    line = 0
    cells: list[Text] = []
    for token in tokens:
        if token.type == 'tr_open':
            line, cells = (token.map or [0])[0] + 1, []
        elif token.type == 'inline':
            cells.append(reader.text(token, line))
        elif token.type == 'tr_close':
            source = lines[line - 1].strip()
            code = reader.tags.lone(source.strip('| \t'))
            if code is not None:
                for message in block_faults(code):
                    reader.problem(line, message)
                yield TableRow(line, tag=code)
                continue
            count = len(PIPE.findall(source.removeprefix('|').removesuffix('|'))) + 1
            if count != columns:
                message = _("这一行有 {count} 格，表头有 {columns} 格").format(count=count, columns=columns)
                reader.problem(line, message)
            yield TableRow(line, tuple(cells))


def _setting(setting: str, columns: int, line: int, reader: Reader) -> tuple[tuple[float, ...], float | None, bool]:
    """Read the comment before a table: widths, least height of rows, whether it is ruled."""
    widths: tuple[float, ...] = ()
    height: float | None = None
    ruled = True
    if not setting:
        return widths, height, ruled
    key, _colon, rest = setting.partition(':')
    parts = rest.split(';') if key.strip() == 'table' else [setting]
    for part in parts:
        word, *values = part.split() or ['']
        numbers = tuple(float(value) for value in values if NUMBER.fullmatch(value))
        if word == 'widths' and len(numbers) == len(values) == columns:
            widths = numbers
        elif word == 'height' and len(numbers) == len(values) == 1:
            height = numbers[0]
        elif word == 'plain' and not values:
            ruled = False
        else:
            message = _("表格前的注释“{part}”看不懂，可写 table: widths 各列宽度; height 行高; plain")
            reader.problem(line, message.format(part=part.strip()))
    return widths, height, ruled
