"""The delivery list (送达清单) and the register of numbers (发文登记) of a run, as workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from docforms.batch.outputs.delivery import Delivery
from docforms.documents.workbook_file import saved
from docforms.i18n import N_, _
from docforms.reports.workbook_cells import BOLD, BORDER, HEADER_FILL, LARGE, PLAIN, TEXT_FORMAT, fitting, print_setup

Column = tuple[str, float, Callable[[Delivery], str]]

EMPTY: Final[Callable[[Delivery], str]] = lambda _delivery: ''  # noqa: E731 - a column to be filled in by hand
DELIVERY: Final[Sequence[Column]] = (
    (N_("发文字号"), 24, lambda each: each.number),
    (N_("受送达人"), 32, lambda each: each.addressee),
    (N_("地址"), 36, lambda each: each.address),
    (N_("联系人"), 14, lambda each: each.contact),
    (N_("联系电话"), 16, lambda each: each.phone),
    (N_("文件"), 36, lambda each: each.file),
    (N_("送达方式"), 12, EMPTY),
    (N_("送达日期"), 14, EMPTY),
    (N_("签收人"), 14, EMPTY),
    (N_("备注"), 16, EMPTY),
)
REGISTER: Final[Sequence[Column]] = (
    (N_("发文字号"), 24, lambda each: each.number),
    (N_("主送"), 36, lambda each: each.addressee),
    (N_("成文日期"), 14, lambda each: each.date),
    (N_("文件"), 40, lambda each: each.file),
    (N_("备注"), 36, lambda each: _("空号：{reason}").format(reason=each.error) if each.error else ''),
)


def delivery_list(deliveries: Iterable[Delivery], title: str) -> bytes:
    """List what is to be delivered, with room to note how and when it was; `title` is that of the document."""
    there = (each for each in deliveries if each.file)
    return _listed(_("{title} 送达清单").format(title=title), DELIVERY, there)


def register(deliveries: Iterable[Delivery], title: str) -> bytes:
    """List every number given, also those whose document could not be written."""
    return _listed(_("{title} 发文登记").format(title=title), REGISTER, deliveries)


def _listed(title: str, columns: Sequence[Column], deliveries: Iterable[Delivery]) -> bytes:
    """Write row by row: a list may be as long as a workbook can hold."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("清单"))
    for column, width in enumerate((6.0, *(width for _title, width, _text in columns)), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = 'A3'
    sheet.print_title_rows = '2:2'
    print_setup(sheet)
    heading = WriteOnlyCell(sheet, fitting(title)[0])
    heading.font = LARGE
    sheet.append([heading])

    def cell(text: str, *, bold: bool = False) -> Cell:
        made = WriteOnlyCell(sheet, fitting(text)[0])
        made.data_type = 's'
        made.number_format = TEXT_FORMAT
        made.font = BOLD if bold else PLAIN
        made.border = BORDER
        made.alignment = Alignment(horizontal='center' if bold else 'left', vertical='center', wrap_text=True)
        if bold:
            made.fill = HEADER_FILL
        return made

    sheet.append([cell(_("序号"), bold=True), *(cell(_(name), bold=True) for name, _width, _text in columns)])
    for number, delivery in enumerate(deliveries, start=1):
        sheet.append([cell(str(number)), *(cell(text(delivery)) for _title, _width, text in columns)])
    return saved(workbook)
