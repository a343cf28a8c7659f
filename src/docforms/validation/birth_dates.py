"""Resident IDs whose birth date lies after the day the record is judged on: their check digit is right, they are not.

A format check knows no day, so this is looked at beside the schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from docforms.expressions.identity import resident_id_problem
from docforms.validation.cleaning import Path_

ANY: Final = '*'


def resident_id_places(schema: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """List where a schema asks for resident IDs; `*` stands for every row of a list."""
    if schema.get('format') == 'resident-id':
        yield path
    for name, node in schema.get('properties', {}).items():
        yield from resident_id_places(node, (*path, name))
    if 'items' in schema:
        yield from resident_id_places(schema['items'], (*path, ANY))


def born_later(record: Any, place: tuple[str, ...], as_of: str, path: Path_ = ()) -> Iterator[tuple[Path_, str, str]]:
    """Give place, value and clause of each well-formed ID at a place that is wrong on that day only."""
    if not place:
        # Only a birth date written after that day can make the difference; most records end here.
        if isinstance(record, str) and record[6:14] > as_of.replace('-', '') and resident_id_problem(record) is None:
            problem = resident_id_problem(record, today_iso=as_of)
            if problem is not None:
                yield path, record, problem
    elif place[0] == ANY:
        for index, item in enumerate(record if isinstance(record, list) else ()):
            yield from born_later(item, place[1:], as_of, (*path, index))
    elif isinstance(record, dict) and place[0] in record:
        yield from born_later(record[place[0]], place[1:], as_of, (*path, place[0]))
