"""The blank form as a grid of cells, from its schema and layout: what a reader holds a filled one against.

Nothing here knows a form: the form of a new pack is readable because it can be printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from docforms.expressions import Scope, Text
from docforms.findings import pointer_of
from docforms.i18n import _
from docforms.packs.layouts import EXPRESSION, FIELD, Blank, blanks
from docforms.packs.model import Form, Pack, Schema
from docforms.packs.parts import LANGUAGE
from docforms.packs.schemas import node_at

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """The room for one value.

    `pointer` is its place in the record, such as /fields/credit_code or /fields/certificates/0/name; `label` names it
    to people, with list and row, and `title` is what the field alone is called; `blank` is the text printed in its
    place when there is no value ('', full-width spaces, or the frame of a date).
    """

    pointer: str
    label: str
    title: str
    schema: Schema
    blank: str = ''


Pattern = tuple[str | Slot, ...]
"""What a cell prints: fixed texts and the slots between them; fixed texts of several paragraphs hold line feeds."""


@dataclass(frozen=True, slots=True)
class BlankCell:
    """One cell of the grid; row and column count from 0, spans are at least 1.

    A label cell has a `text` (empty for a cell that stays empty) and no pattern. A value cell has a pattern, with at
    least one slot, and no text. The number of a list row is a label.
    """

    row: int
    column: int
    rows: int
    columns: int
    text: str = ''
    pattern: Pattern = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The rooms for values, in reading order."""
        return tuple(part for part in self.pattern if isinstance(part, Slot))


@dataclass(frozen=True, slots=True)
class BlankList:
    """A list: `rows` of the grid from row `first` on are its printed rows, one item each.

    `pointer` is that of the list (/fields/certificates), `heading` how many rows of labels right above belong to it. A
    filled form may print more rows, never fewer; cells of an item that was not printed are those of the row `first`.
    """

    pointer: str
    label: str
    first: int
    rows: int
    heading: int


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form nobody has filled in.

    `widths` and `heights` are millimetres of columns and rows; a height is the least one, 0 where the layout leaves it
    to the text. `cells` are in reading order. `below` are the paragraphs under the grid, one cell for each, numbered
    on as rows and as wide as the grid. `tables` are the rows at which a new table begins, the first of them 0: tables
    of one form join, and each may run over to the next page, where the heading of its list is repeated.
    """

    id: str
    title: str
    annex: str
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[BlankCell, ...]
    lists: tuple[BlankList, ...]
    below: tuple[BlankCell, ...]
    tables: tuple[int, ...]

    def slots(self) -> Iterator[Slot]:
        """List the room for every value, in reading order."""
        for cell in (*self.cells, *self.below):
            yield from cell.slots

    def list_of(self, cell: BlankCell) -> BlankList | None:
        """Give the list a cell is printed for, None for a cell that is printed once."""
        return next((each for each in self.lists if each.first <= cell.row < each.first + each.rows), None)

    def at_item(self, slot: Slot, item: int) -> Slot:
        """Give a slot of a list's first row as that of any of its items."""
        found = next(each for each in self.lists if slot.pointer.startswith(f'{each.pointer}/'))
        member = slot.pointer.removeprefix(f'{found.pointer}/').partition('/')[2]
        label = f'{found.label} {_row_word(item)} {slot.title}'
        return replace(slot, pointer=f'{found.pointer}/{item}/{member}', label=label)


def blank_form(pack: Pack, form: Form) -> BlankForm:
    """Lay out a form as it is printed blank: every list with the number of rows its layout says."""
    return _Laying(pack, form).form()


class _Laying:
    """Lays cells out, row after row."""

    def __init__(self, pack: Pack, form: Form) -> None:
        self._form = form
        self._layout = form.layout
        self._widths: Sequence[float] = form.layout['columns']
        self._blanks: Mapping[str, Blank] = dict(blanks(form.layout))
        self._scope = Scope(LANGUAGE, {'pack': pack.info})
        self._heights: list[float] = []
        self._cells: list[BlankCell] = []
        self._lists: list[BlankList] = []
        self._tables = [0]

    def form(self) -> BlankForm:
        """Lay out the whole form."""
        reaching: dict[int, int] = {}
        rows = self._layout['rows']
        for place, row in enumerate(rows):
            if 'repeat' in row:
                self._begin_list(row, rows[:place])
            for item in range(row.get('min_rows', 1) if 'repeat' in row else 1):
                self._lay_row(row, (row['repeat'], item) if 'repeat' in row else (), reaching)
        return BlankForm(
            id=self._form.id,
            title=_joined(self._layout['title']),
            annex=self._layout.get('annex', ''),
            widths=tuple(float(width) for width in self._widths),
            heights=tuple(self._heights),
            cells=tuple(self._cells),
            lists=tuple(self._lists),
            below=tuple(self._below()),
            tables=tuple(self._tables),
        )

    def _begin_list(self, row: Mapping[str, Any], above: Sequence[Mapping[str, Any]]) -> None:
        first = len(self._heights)
        heading = len(list(takewhile(_is_heading, reversed(above))))
        path: Place = ('fields', row['repeat'])
        self._lists.append(
            BlankList(pointer_of(path), self._label(path), first, row.get('min_rows', 1), heading)
        )  # fmt: skip
        if first - heading > self._tables[-1]:
            self._tables.append(first - heading)

    def _lay_row(self, row: Mapping[str, Any], owner: Place, reaching: dict[int, int]) -> None:
        """Lay out one row; `reaching` holds, by column, for how many more rows a cell from above is in the way."""
        number, column = len(self._heights), 0
        free = [each for each in range(len(self._widths)) if not reaching.get(each)]
        for each in [each for each in reaching if reaching[each]]:
            reaching[each] -= 1
        self._heights.append(float(row.get('height', 0)))
        for cell in row['cells']:
            column = next(each for each in free if each >= column)
            rows, columns = cell.get('rows', 1), cell.get('columns', 1)
            text, pattern = self._content(cell, owner)
            self._cells.append(BlankCell(number, column, rows, columns, text, pattern))
            if rows > 1:
                reaching.update(dict.fromkeys(range(column, column + columns), rows - 1))
            column += columns

    def _below(self) -> Iterator[BlankCell]:
        for number, paragraph in enumerate(self._layout.get('after', ()), len(self._heights)):
            pattern = self._pattern(paragraph['text'], ())
            text, pattern = _as_label(pattern)
            yield BlankCell(number, 0, 1, len(self._widths), text, pattern)

    def _content(self, cell: Mapping[str, Any], owner: Place) -> tuple[str, Pattern]:
        if 'label' in cell:
            return cell['label'].strip(), ()
        if 'value' in cell:
            return _as_label(self._pattern(cell['value'], owner))
        texts = '\n'.join(paragraph['text'] for paragraph in cell['paragraphs'])
        return _as_label(self._pattern(texts, owner))

    def _pattern(self, text: str, owner: Place) -> Pattern:
        """Read a layout text; `owner` is the list its row is printed for, and the item."""
        text = EXPRESSION.sub(lambda found: Text(LANGUAGE, found[0]).render(self._scope), text)
        parts: list[str | Slot] = []
        for number, part in enumerate(FIELD.split(text)):
            if number % 2 == 0:
                parts += [part] if part else []
            elif part == '#':
                parts.append(str(int(owner[1]) + 1) if owner else '')
            else:
                parts.append(self._slot(part, owner))
        return tuple(parts)

    def _slot(self, name: str, owner: Place) -> Slot:
        path: Place = ('fields', *owner, *name.split('.'))
        node = node_at(self._form.schema, path)
        blank = self._blanks.get(f'{owner[0]}.{name}' if owner else name, Blank())
        title = _joined(str(node.get('title') or name))
        return Slot(pointer_of(path), self._label(path), title, node, blank.text(node))

    def _label(self, path: Place) -> str:
        """Name a place by the titles of its fields, with the row number inside lists."""
        words: list[str] = []
        for depth in range(2, len(path) + 1):
            part = path[depth - 1]
            title = node_at(self._form.schema, path[:depth]).get('title') or part
            words.append(_row_word(part) if isinstance(part, int) else _joined(str(title)))
        return ' '.join(words)


def _row_word(item: int) -> str:
    return _("第{row}行").format(row=item + 1)


def _is_heading(row: Mapping[str, Any]) -> bool:
    return 'repeat' not in row and all('label' in cell for cell in row['cells'])


def _as_label(pattern: Pattern) -> tuple[str, Pattern]:
    """Take a pattern without slots as the label it is."""
    if any(isinstance(part, Slot) for part in pattern):
        return '', pattern
    return ''.join(part for part in pattern if isinstance(part, str)), ()


def _joined(text: str) -> str:
    return ''.join(line.strip() for line in text.split('\n'))
