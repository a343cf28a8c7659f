"""The workbook a clerk fills in for many documents: headers, hints, lists to choose from, codes as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from docforms.batch.choices import Choices, validation_of
from docforms.batch.header import KEY
from docforms.batch.labels import Labels, Node, role_of, titled
from docforms.batch.workbook_tables import EXAMPLE, GUIDE, sheet_name
from docforms.documents.form_context import text_of
from docforms.documents.workbook_file import saved
from docforms.i18n import _
from docforms.packs import DocumentType
from docforms.packs.schemas import type_word
from docforms.reports.record_lines import Scalar
from docforms.reports.workbook_cells import (
    BOLD,
    LARGE,
    TEXT_FORMAT,
    banner,
    cell_at,
    comment,
    fit_height,
    header,
    print_setup,
    put,
    widths,
)
from docforms.reports.wrapping import width

REQUIRED: Final = '*'
_DATE_FORMAT: Final = 'yyyy-mm-dd'
_KEY_WIDTH: Final = 8
_LEAST_WIDTH: Final = 12
_MOST_WIDTH: Final = 40
_GUIDE_WIDTHS: Final = (24, 8, 30, 40, 30)


def list_workbook(document: DocumentType) -> bytes:
    """Make the empty list of a document; equal documents give equal bytes.

    The first sheet has a column for every field, a list of groups has a sheet of its own, linked by the column 行号.
    Examples and an explanation stand on two further sheets, which are never read.
    """
    workbook = Workbook()
    labels = Labels(document.schema['properties'])
    lists = [name for name, node in labels.properties.items() if role_of(node) == 'table']
    titles = {labels.title(name) for name in lists}
    title = _("名单") if document.title in titles else document.title
    tables = [_Columns(title, labels, document.schema.get('required', ()), keyed=bool(lists))]
    for name in lists:
        node = labels.properties[name]
        inner = Labels(node['items']['properties'])
        tables.append(_Columns(node['title'], inner, node['items'].get('required', ()), keyed=True))
    choices = Choices(workbook)
    for number, table in enumerate(tables):
        sheet = workbook.worksheets[0] if number == 0 else workbook.create_sheet()
        sheet.title = sheet_name(table.title)
        _fill_table(sheet, table, choices)
    _fill_examples(workbook.create_sheet(EXAMPLE), tables)
    _fill_guide(workbook.create_sheet(GUIDE), document, tables)
    choices.finish()
    return saved(workbook)


class _Columns:
    """The columns of one sheet: headers and nodes; the column of row keys has no node."""

    def __init__(self, title: str, labels: Labels, required: Sequence[str], *, keyed: bool) -> None:
        self.title = title
        self.required = frozenset(required)
        self.nodes: dict[str, Node] = {
            name: node for name, node in labels.properties.items() if role_of(node) in {'value', 'list'}
        }
        self.headers: dict[str, str] = {KEY: KEY} if keyed else {}
        for name, node in self.nodes.items():
            label = titled(node) if labels.name_of(titled(node)) == name else name
            self.headers[name] = f'{label}{REQUIRED}' if name in self.required else label

    def example(self) -> list[Scalar]:
        """Give the row of examples as a clerk would write it."""
        return [1 if name == KEY else written(self.nodes[name]) for name in self.headers]


def _fill_table(sheet: Worksheet, table: _Columns, choices: Choices) -> None:
    header(sheet, 1, list(table.headers.values()))
    examples = table.example()
    for column, name in enumerate(table.headers, start=1):
        title, letter = table.headers[name], get_column_letter(column)
        node = table.nodes.get(name)
        if node is None:
            sheet.column_dimensions[letter].width = _KEY_WIDTH
            comment(cell_at(sheet, 1, column), [_key_hint()])
            continue
        sizes = (width(title) + 4, min(width(str(examples[column - 1] or '')), 24) + 2, _LEAST_WIDTH)
        sheet.column_dimensions[letter].width = min(max(sizes), _MOST_WIDTH)
        comment(cell_at(sheet, 1, column), _hints(node, is_required=name in table.required))
        # The format of the column holds for what is typed; the first cell has it for programs that look at cells only.
        sheet.column_dimensions[letter].number_format = _format_of(node)
        cell_at(sheet, 2, column).number_format = _format_of(node)
        validation = validation_of(node, choices)
        validation.add(f'{letter}2:{letter}1048576')
        sheet.add_data_validation(validation)
    fit_height(sheet, 1, len(table.headers))
    print_setup(sheet)


def _fill_examples(sheet: Worksheet, tables: Sequence[_Columns]) -> None:
    row = 1
    columns = max(len(table.headers) for table in tables)
    widths(sheet, [18.0] * columns)
    notice = _("这张工作表只供参考，不会被读取；请在前面的工作表填写")
    banner(sheet, row, columns, [notice], LARGE)
    for table in tables:
        row += 2
        put(cell_at(sheet, row, 1), sheet_name(table.title))
        cell_at(sheet, row, 1).font = BOLD
        row += 1
        header(sheet, row, list(table.headers.values()))
        row += 1
        for column, value in enumerate(table.example(), start=1):
            put(cell_at(sheet, row, column), value)
        fit_height(sheet, row, len(table.headers))
    sheet.freeze_panes = None
    sheet.print_title_rows = None
    print_setup(sheet)


def _fill_guide(sheet: Worksheet, document: DocumentType, tables: Sequence[_Columns]) -> None:
    titles = (_("列"), _("必填"), _("填写内容"), _("说明"), _("示例"))
    widths(sheet, _GUIDE_WIDTHS)
    banner(sheet, 1, len(titles), [document.title], LARGE)
    banner(sheet, 2, len(titles), _instructions(keyed=len(tables) > 1), BOLD)
    header(sheet, 3, titles)
    row = 3
    for table in tables:
        for name, node in table.nodes.items():
            row += 1
            required = _("必填") if name in table.required else ''
            place = titled(node) if table is tables[0] else f'{sheet_name(table.title)}：{titled(node)}'
            texts = (place, required, kind_words(node), node.get('hint', ''), written(node))
            for column, text in enumerate(texts, start=1):
                put(cell_at(sheet, row, column), text)
            fit_height(sheet, row, len(titles))
    print_setup(sheet)


def _instructions(*, keyed: bool) -> list[str]:
    lines = [
        _("一行生成一份文书；表头请不要改动、合并或另加一行，列的先后可以调整，不用的列可以删去。"),
        _("带“{mark}”的列必须填写；本单位的固定信息（--office）里已有的，可以空着。").format(mark=REQUIRED),
        _("号码列已设为文本格式。从别处粘贴时请选择“只粘贴数值”，以免号码变成数字。"),
        _("一格里有几项内容的，每项写一行（Alt+Enter），或用“、”隔开。"),
        _("只供自己看的列，表头请以“备注”开头；也可以加“序号”一列。"),
    ]
    if keyed:
        lines.append(_key_hint())
    return lines


def _key_hint() -> str:
    return _("明细写在各自的工作表里：第一张表的每一行写一个不同的“{key}”，明细写上所属那一行的“{key}”。").format(
        key=KEY
    )


def _hints(node: Node, *, is_required: bool) -> list[str]:
    first = _("必填。{kind}") if is_required else _("选填。{kind}")
    example = written(node)
    lines = [first.format(kind=kind_words(node)), str(node.get('hint', ''))]
    if example is not None:
        lines.append(_("例：{example}").format(example=example))
    return [line for line in lines if line]


def kind_words(node: Node) -> str:
    """Say in a few words what a field takes."""
    if node['type'] == 'array':
        return _("{kind}，可填几项").format(kind=kind_words(node['items']))
    if 'enum' in node:
        return _("从列表中选择：{options}").format(options='、'.join(map(str, node['enum'])))
    if node.get('format') == 'date':
        return _("日期，如 2026-03-02")
    if node['type'] == 'boolean':
        return _("“{yes}”或“{no}”").format(yes=text_of(node, value=True), no=text_of(node, value=False))
    return type_word(node['type'])


def written(node: Node) -> Scalar:
    """Write the example of a field as a clerk would; None where it has none."""
    value: Any = node.get('example')
    if node['type'] == 'array':
        items = value if isinstance(value, list) else [node['items'].get('example')]
        texts = [text_of(node['items'], item) for item in items if item is not None]
        return '\n'.join(texts) or None
    if value is None or isinstance(value, (Mapping, list)):
        return None
    return text_of(node, value) if isinstance(value, bool) else value


def _format_of(node: Node) -> str:
    if node['type'] in {'integer', 'number'}:
        return 'General'
    return _DATE_FORMAT if node.get('format') == 'date' else TEXT_FORMAT
