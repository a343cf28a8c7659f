"""What checking a Word file gives: deviations from the layout standard, and faults of a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from docforms.i18n import _

Severity = Literal['error', 'warning']
PartKind = Literal['body', 'header', 'footer', 'notes', 'properties']
Pages = Literal['', 'default', 'even', 'first']

PARTS: Final[tuple[PartKind, ...]] = ('body', 'header', 'footer', 'notes', 'properties')
LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a Word file something stands; numbers begin at 1 and 0 means: not there.

    Paragraphs are counted as Word shows them, those of tables not among them; inside a table the numbers are those
    of table, row and cell, and `paragraph` is the one before the table.
    """

    part: PartKind = 'body'
    pages: Pages = ''
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    text: str = ''

    @property
    def order(self) -> tuple[int, ...]:
        """Sort places as a reader meets them: the whole, the body, then what stands around it."""
        part = PARTS.index(self.part) + (self.part != 'body' or bool(self.paragraph or self.table))
        return (part, self.paragraph, self.table, self.row, self.cell)

    def __str__(self) -> str:
        """Write the place as people name it."""
        where = _("，").join(name for name in (self._part(), self._numbers()) if name) or _("全文")
        return _("{place}“{text}”").format(place=where, text=self.text) if self.text else where

    def _part(self) -> str:
        if self.part in {'header', 'footer'}:
            name = _("页眉") if self.part == 'header' else _("页脚")
            pages = {'even': _("双页"), 'first': _("首页")}.get(self.pages)
            return _("{part}（{pages}）").format(part=name, pages=pages) if pages else name
        return {'notes': _("脚注"), 'properties': _("文件属性")}.get(self.part, '')

    def _numbers(self) -> str:
        if self.cell:
            place = _("表格 {table} 第 {row} 行第 {cell} 格")
        elif self.row:
            place = _("表格 {table} 第 {row} 行")
        elif self.table:
            place = _("表格 {table}")
        elif self.paragraph:
            place = _("第 {paragraph} 段")
        else:
            return ''
        return place.format(table=self.table, row=self.row, cell=self.cell, paragraph=self.paragraph)


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which a document is not set as the standard has it.

    `clause` is written in full (GB/T 9704—2012 7.3.2), or names the project's own layout where the standard is silent.
    """

    code: str
    clause: str
    place: Place
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a template; a warning may be meant so."""

    code: str
    severity: Severity
    place: Place
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """Everything found in one file, which holds so many tags.

    `document` is the document or form whose values the names in the tags were checked against, '' for none.
    """

    file: str
    document: str
    tags: int
    deviations: tuple[Deviation, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def clean(self) -> bool:
        """Tell whether nothing was found."""
        return not self.deviations and not self.faults


def excerpt(text: str) -> str:
    """Shorten a text to what tells it from others."""
    line = ' '.join(text.split())
    return line if len(line) <= LONGEST else f'{line[: LONGEST - 1]}…'
