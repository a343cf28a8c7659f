"""Decide, in list order, what each row becomes: the number and the file name of its document.

Numbers go to good rows only, one after the other, before anything is rendered. So they do not depend on how many
processes work, nor on where a run was cut off: row by row the second attempt gives the same numbers as the first.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

from docforms.batch.chunks import Item, key_of
from docforms.batch.names import NamePattern, Names
from docforms.batch.numbers import Numbers
from docforms.batch.rows import Row
from docforms.i18n import _

ENDING: Final = '.docx'
# Messages of one row that go into the manifest.
SAID: Final = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """How rows get their names and numbers; `numbers` is None where the table has them, or the document has none."""

    pattern: NamePattern
    numbers: Numbers | None

    def given(self, office: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give what rows are checked with: the values of the office, and a number for rows that have none yet."""
        return office if self.numbers is None else {**office, self.numbers.field: self.numbers.pending}


def planned(rows: Iterable[Row], recipe: Recipe, unprintable: Mapping[int, str]) -> Generator[Item, None, None]:
    """Plan checked rows; `unprintable` holds, by line, why rows that passed the check cannot be rendered.

    Whoever may not come to the end closes it, in the thread that began it.
    """
    place = 0
    with closing(Names(ENDING)) as names:
        for row in rows:
            error = unprintable.get(row.number) or _findings(row) or _numbered_already(row, recipe.numbers)
            if error:
                yield Item(row.number, key_of(row.values), error=error)
                continue
            values, number = _numbered(row.values, recipe.numbers, place)
            place += 1
            file = names.name(recipe.pattern.text(row.number, values))
            yield Item(row.number, key_of(values), file, number, values)


def _findings(row: Row) -> str:
    said = [f'{found.column}：{found.message}' if found.column else found.message for found in row.findings]
    more = _("等 {count} 处问题").format(count=len(said)) if len(said) > SAID else ''
    return '；'.join(said[:SAID]) + more


def _numbered_already(row: Row, numbers: Numbers | None) -> str:
    """Say that a row brings a number of its own: of two series one would be printed twice sooner or later."""
    if numbers is None or row.values.get(numbers.field) in {None, numbers.pending}:
        return ''
    return _("表中已有发文字号，不能再编；请删去表中的发文字号，或不用 --number")


def _numbered(values: Mapping[str, Any], numbers: Numbers | None, place: int) -> tuple[Mapping[str, Any], str]:
    if numbers is None:
        return values, ''
    number = numbers.at(place)
    return {**values, numbers.field: number}, number
