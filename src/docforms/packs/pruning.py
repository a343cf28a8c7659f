"""Leave out of a pack file what does not fit its meta-schema, so that the rest of it is still checked.

One wrong key must not hide what else is wrong in its rule, or in every other rule of the file. So entries may lack
keys they should have; whoever links them goes without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any, Final

from docforms.packs.reading import Path_
from docforms.packs.schema_engine import Checker, SchemaError

ENTRIES: Final = frozenset({'materials', 'rules', 'terms', 'documents'})
_ROUNDS: Final = 12


def pruned(data: Any, checker: Checker) -> dict[str, Any]:
    """Give the part of some data that fits, entries without the keys that do not.

    Entries left out become None, so that the others keep their places.
    """
    rest = deepcopy(data)
    for _round in range(_ROUNDS):
        if not isinstance(rest, dict):
            return {}
        view = {key: _present(key, value) for key, value in rest.items()}
        places = {place for error in checker.errors(view) for place in _places(error)}
        if not places:
            return rest
        if () in places:
            return {}
        for place in [_original(rest, place) for place in places]:
            _leave_out(rest, place)
    return {}


def _present(key: str, value: Any) -> Any:
    return [entry for entry in value if entry is not None] if _holds_entries(key, value) else value


def _is_entry(place: Path_) -> bool:
    return len(place) == 2 and place[0] in ENTRIES


def _holds_entries(key: object, value: Any) -> bool:
    return key in ENTRIES and isinstance(value, list)


def _places(error: SchemaError) -> Iterator[Path_]:
    """Name what has to go: unknown keys alone, otherwise the value; a group lacking a key, unless it is an entry."""
    if error.keyword == 'additionalProperties':
        yield from ((*error.path, name) for name in error.names)
    elif error.keyword != 'required' or not _is_entry(error.path):
        yield error.path


def _original(rest: Mapping[str, Any], place: Path_) -> Path_:
    """Turn a place among the entries still present into one among all."""
    entries = rest.get(str(place[0]))
    if len(place) < 2 or not _holds_entries(place[0], entries):
        return place
    present = [index for index, entry in enumerate(entries or ()) if entry is not None]
    return (place[0], present[int(place[1])], *place[2:])


def _leave_out(rest: dict[str, Any], place: Path_) -> None:
    if isinstance(place[-1], int) and not _is_entry(place):
        place = place[:-1]  # a list without one of its items is another list
    holder: Any = rest
    for part in place[:-1]:
        try:
            holder = holder[part]
        except (KeyError, IndexError, TypeError):
            return  # it went with something around it
    if isinstance(holder, list):
        holder[int(place[-1])] = None
    elif isinstance(holder, dict):
        holder.pop(str(place[-1]), None)
