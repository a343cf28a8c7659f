"""The meta-schemas of calendar and events files, checked by an engine docforms itself does not use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

ENTRY = {'date': '2026-10-01', 'reason': '国庆节'}


@pytest.fixture(scope='module')
def errors(repository: Path):
    """Give a function that lists where data breaks a meta-schema."""
    folder = repository / 'schemas' / 'meta'
    schemas = {name: json.loads((folder / f'{name}.schema.json').read_text('utf-8')) for name in NAMES}
    registry = Registry().with_resources((schema['$id'], Resource.from_contents(schema)) for schema in schemas.values())

    def listed(name, data):
        Draft202012Validator.check_schema(schemas[name])
        found = Draft202012Validator(schemas[name], registry=registry).iter_errors(data)
        return ['/'.join(map(str, error.absolute_path)) for error in found]

    return listed


NAMES = ('defs', 'calendar', 'events')


def test_the_official_calendar_keeps_to_its_schema(errors, official_data):
    """cn.yaml has nothing its schema does not know."""
    assert errors('calendar', official_data) == []


@pytest.mark.parametrize(
    'data',
    [
        {'title': '甲', 'off': [ENTRY]},
        {
            'title': '甲',
            'work': [{**ENTRY, 'replaces': True, 'source': {'title': '通知', 'url': 'https://x.cn/1'}}],
        },
        {'title': '甲', 'off': [{'from': '2026-10-01', 'to': '2026-10-07', 'reason': '国庆节'}]},
    ],
)
def test_an_override_file_needs_no_years(errors, data):
    """Extra days, single or as a range, are enough."""
    assert errors('calendar', data) == []


@pytest.mark.parametrize(
    ('data', 'place'),
    [
        ({'title': '甲'}, ''),
        ({'off': [ENTRY]}, ''),
        ({'title': '甲', 'off': [ENTRY], 'holidays': []}, ''),
        ({'title': '甲', 'off': [{'date': '2026-10-01'}]}, 'off/0'),
        ({'title': '甲', 'off': [{**ENTRY, 'to': '2026-10-07'}]}, 'off/0'),
        ({'title': '甲', 'off': [{'from': '2026-10-01', 'reason': '国庆节'}]}, 'off/0'),
        ({'title': '甲', 'off': [{**ENTRY, 'name': '国庆节'}]}, 'off/0'),
        ({'title': '甲', 'off': [{**ENTRY, 'date': '1 October'}]}, 'off/0/date'),
        ({'title': '甲', 'years': [{'year': 2027, 'off': [], 'work': []}]}, 'years/0'),
    ],
)
def test_what_a_calendar_file_must_not_be(errors, data, place):
    """Missing and unknown keys, half ranges and other ways of writing days are refused."""
    assert errors('calendar', data) == [place]


@pytest.mark.parametrize(
    ('data', 'places'),
    [
        ({'events': {'a': '2026-01-05', 'b': ['2026-01-05', '2026-02-05']}, 'as_of': '2026-03-01'}, []),
        ({'events': {}, 'pauses': [{'kind': 'supplement', 'from': '2026-01-05'}]}, []),
        ({}, ['']),
        ({'events': {'a': 20260105}}, ['events/a']),
        ({'events': {'a': []}}, ['events/a']),
        ({'events': {}, 'pauses': [{'kind': 'supplement'}]}, ['pauses/0']),
        ({'events': {}, 'pauses': [{'kind': 'a', 'from': '2026-01-05', 'til': '2026-01-06'}]}, ['pauses/0']),
        ({'events': {}, 'asof': '2026-03-01'}, ['']),
    ],
)
def test_what_an_events_file_may_and_must_not_be(errors, data, places):
    """A day or several for each event, pauses with at least kind and first day, and nothing unknown."""
    assert errors('events', data) == places
