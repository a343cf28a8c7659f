"""Delivery labels (送达标签): a grid on A4 to be cut along its lines, one label for each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from docforms.batch.outputs.delivery import Delivery
from docforms.documents.assembly import docx
from docforms.documents.layout import LAYOUTS
from docforms.documents.table import Cell, Row, table
from docforms.documents.wml import paragraph, run
from docforms.i18n import _

# Millimetres; six rows fill the type area of a form.
WIDTH: Final = 78
HEIGHT: Final = 40
COLUMNS: Final = 2
# Long addresses take their room from the label, not from the grid.
LONGEST: Final = 60


def labels(deliveries: Iterable[Delivery], title: str) -> bytes:
    """Write the labels in list order; `title` is that of the document, and goes into the properties of the file."""
    there = (each for each in deliveries if each.file)
    grid = table([WIDTH] * COLUMNS, _rows(there))
    return docx([grid], LAYOUTS['sheet'], title=_("{title} 送达标签").format(title=title))


def _rows(deliveries: Iterable[Delivery]) -> Iterator[Row]:
    rest = iter(deliveries)
    while across := list(islice(rest, COLUMNS)):
        cells = [_label(each) for each in across]
        cells += [Cell((paragraph('TableText'),)) for _place in range(COLUMNS - len(across))]
        yield Row(tuple(cells), height=HEIGHT)


def _label(delivery: Delivery) -> Cell:
    lines = [
        (delivery.address, 'TableText'),
        (_("{name} 收").format(name=delivery.addressee) if delivery.addressee else '', 'TableCenter'),
        ('，'.join(_contacts(delivery)), 'TableText'),
        (delivery.number, 'TableRight'),
    ]
    return Cell(tuple(paragraph(style, run(_short(text))) for text, style in lines if text) or (paragraph(None),))


def _contacts(delivery: Delivery) -> Iterator[str]:
    if delivery.contact:
        yield _("联系人：{contact}").format(contact=delivery.contact)
    if delivery.phone:
        yield _("电话：{phone}").format(phone=delivery.phone)


def _short(text: str) -> str:
    one_line = ' '.join(text.split())
    return one_line if len(one_line) <= LONGEST else f'{one_line[: LONGEST - 1]}…'
