from __future__ import annotations

import html

import pytest

from docforms.documents.inline_text import NotComposable, composed, literal
from docforms.documents.template_language import BUDGET, LANGUAGE, Budget

TEXTS = [
    '受理通知书',
    '{{ name }}',
    '关于{{ name }}的“复”函',
    '{% if late %}催告{% else %}告知{% endif %}书',
    '{% if season is defined %}{{ season }}年{% endif %}登记簿',
    '{{ name }}\n关于{% if late %}催告{% elif season is defined %}{{ season }}年{% else %}告知{% endif %}书{# 略 #}',
    '{% if late %}{% if season is defined %}{{ season }}{% else %}无{% endif %}{% endif %}',
]
VALUES = [
    {'name': '某某中心', 'late': True, 'season': 2026},
    {'name': '某某中心', 'late': False, 'season': 2026},
    {'name': '某某中心', 'late': True},
    {'name': '某某中心', 'late': False},
]


def written(template: str, values: dict[str, object]) -> str:
    """Fill a template, and read what it writes into a document."""
    return html.unescape(LANGUAGE.from_string(template).render({**values, BUDGET: Budget()}))


@pytest.mark.parametrize('values', VALUES)
@pytest.mark.parametrize('text', TEXTS)
def test_the_expression_gives_the_text(text: str, values: dict[str, object]):
    """Filled in as one expression, a text reads as it does with its tags."""
    assert written(f'{{{{ {composed(text).expression} }}}}', values) == written(text, values)


@pytest.mark.parametrize('values', VALUES)
@pytest.mark.parametrize('text', TEXTS)
def test_the_condition_tells_when_there_is_a_text(text: str, values: dict[str, object]):
    """Where it does not hold, nothing is printed; without one there always is something."""
    condition = composed(text).condition or 'true'

    assert (written(f'{{% if {condition} %}}x{{% endif %}}', values) == 'x') is (written(text, values) != '')


@pytest.mark.parametrize(
    ('text', 'longest'),
    [
        ('受理通知书', 5.0),
        ('{% if x %}催告{% else %}一次告知{% endif %}书', 5.0),
        ('{{ name }}书', None),
        ('AB12', 2.0),
    ],
)
def test_the_longest_text_is_known_unless_a_value_takes_part(text: str, longest: float | None):
    """Of two ways a text can go, the longer counts."""
    assert composed(text).longest == longest


def test_a_literal_survives_the_template():
    """Quotes, braces and signs that mean something to docxtpl are written so that it does not see them."""
    text = '“甲”{{乙}}%‘丙’"丁"\\<&>\n'
    source = literal(text)

    assert not set('“”‘’{}%<>&\n') & set(source)
    assert LANGUAGE.from_string(f'{{% if {source} == given %}}x{{% endif %}}').render({'given': text}) == 'x'


@pytest.mark.parametrize(
    'text',
    [
        '{% for x in y %}甲{% endfor %}',
        '{% set x = 1 %}',
        '{% if x %}甲',
        '甲{% endif %}',
        '{{ {"a": 1}["a"] }}',
        '{{ 5 % 2 }}',
    ],
)
def test_what_is_no_single_text_is_refused(text: str):
    """Loops, assignments, tags without partner, and what no block tag can hold."""
    with pytest.raises(NotComposable):
        composed(text)
