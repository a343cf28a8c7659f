"""What a form knows about itself: values that occur twice, and the pack's rules on what must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from docforms.expressions import ExpressionError, Scope, places_of
from docforms.extraction.writing import letters
from docforms.findings import pointer_of
from docforms.packs.linking import rules_of
from docforms.packs.model import Pack, Rule
from docforms.packs.parts import LANGUAGE

# Shorter texts agree by chance.
_TELLING: Final = 6
# Of wrong numbers, so many break a rule that holds for this one and no other.
_RULED: Final = 10
_REPEATED: Final = 20


@dataclass(slots=True)
class Knowledge:
    """By pointer: how much agreement speaks for a value (1 is nothing), and titles of the rules that speak against."""

    support: dict[str, int] = field(default_factory=dict)
    against: dict[str, str] = field(default_factory=dict)


def knowledge(pack: Pack, form: str, values: Mapping[str, Any]) -> Knowledge:
    """Hold the values read from a form, by pointer, against each other."""
    found = Knowledge()
    counted = Counter(letters(value) for value in values.values() if isinstance(value, str))
    for pointer, value in values.items():
        if isinstance(value, str) and len(letters(value)) >= _TELLING and counted[letters(value)] > 1:
            found.support[pointer] = _REPEATED
    fields = {name.removeprefix('/fields/'): value for name, value in values.items() if name.count('/') == 2}
    for rule, places in _rules(pack, form):
        known = {place: fields[place] for place in places if place in fields}
        if len(known) < len(places):
            continue
        if not _holds(rule, pack, fields):
            found.against.update({pointer_of(('fields', place)): rule.title for place in places})
            continue
        for place in _decisive(rule, pack, fields, places):
            pointer = pointer_of(('fields', place))
            found.support[pointer] = found.support.get(pointer, 1) * _RULED
    return found


def _rules(pack: Pack, form: str) -> Iterator[tuple[Rule, list[str]]]:
    """List the rules that compare single fields of the form with nothing but each other and the pack."""
    for rule in rules_of(pack, form):
        if rule.kind != 'consistency' or rule.each is not None:
            continue
        trees = [rule.check.tree, *([rule.when.tree] if rule.when is not None else [])]
        places = [place for tree in trees for place in places_of(tree)]
        own = list(dict.fromkeys(place[1] for place in places if place[0] == 'fields' and len(place) == 2))
        if own and all(place[0] == 'pack' or (place[0] == 'fields' and len(place) == 2) for place in places):
            yield rule, own


def _holds(rule: Rule, pack: Pack, fields: Mapping[str, Any]) -> bool:
    """Tell whether a rule holds; one that cannot be decided or does not apply says nothing against."""
    scope = Scope(LANGUAGE, {'fields': dict(fields), 'pack': pack.info})
    try:
        if rule.when is not None and rule.when.value(scope) is not True:
            return True
        return rule.check.value(scope) is not False
    except ExpressionError:
        return True


def _decisive(rule: Rule, pack: Pack, fields: Mapping[str, Any], places: list[str]) -> Iterator[str]:
    """List the numbers that could not be one more or one less without breaking the rule."""
    for place in places:
        value = fields[place]
        if isinstance(value, bool) or not isinstance(value, int):
            continue
        if not any(_holds(rule, pack, {**fields, place: value + step}) for step in (-1, 1)):
            yield place
