"""Kinds of papers as data: those every pack knows, those of one pack, and what its materials say of them."""

from __future__ import annotations

import pytest

from docforms.exceptions import PackError
from docforms.packs import paper_kinds

RECOGNISE = """\
    recognise:
      papers: [identity-card, cart-plate]
      compare:
        - {value: name, field: /fields/owner_name}
      members: {number: number}
    remedy:"""
OWN = """\
papers:
  - id: cart-plate
    title: 餐车号牌
    recognise:
      - headings: [餐车号牌]
    values:
      - {id: plate, title: 号牌, labels: [号牌号码], type: text}
"""


@pytest.fixture
def plates(demo):
    """Give the demonstration pack with a paper of its own."""
    demo.replace('materials.yaml', '    remedy:', RECOGNISE)
    demo.write('papers.yaml', OWN)
    return demo


def test_a_pack_knows_the_common_papers_and_its_own(plates):
    """
    What every office sees is defined once; a pack adds what only its applicants have.
    """
    kinds = paper_kinds(plates.load())

    assert plates.problems() == ()
    assert {'identity-card', 'business-licence', 'lease', 'cart-plate'} <= set(kinds)
    assert kinds['cart-plate'].values[0].labels == ('号牌号码',)


@pytest.mark.parametrize(
    ('old', 'new', 'pointer', 'message'),
    [
        ('cart-plate', 'card-plate', '/recognise/papers/1', '没有材料种类 card-plate'),
        ('value: name', 'value: nmae', '/recognise/compare/0/value', '这些材料上没有要读取的值 nmae'),
        ('/owner_name', '/owner', '/recognise/compare/0/field', '表单 demo-pack/application 没有'),
        ('number: number', 'number: plates', '/recognise/members/number', '这些材料上没有要读取的值 plates'),
        (', field: /fields/owner_name', '', '/recognise/compare/0', '缺少“field”'),
    ],
)
def test_a_wrong_name_is_told_with_its_place(plates, old, new, pointer, message):
    """
    Whoever checks the pack and whoever reads papers with it are told the same.
    """
    plates.replace('materials.yaml', old, new)

    found = plates.problems()
    with pytest.raises(PackError) as told:
        paper_kinds(plates.load())

    assert [(each.pointer, each.message.startswith(message)) for each in found] == [(f'/materials/0{pointer}', True)]
    assert tuple(told.value.problems) == found


@pytest.mark.parametrize(
    ('old', 'new', 'pointer'),
    [
        ('type: text', 'type: word', '/papers/0/values/0/type'),
        ('headings: [餐车号牌]', 'headings: []', '/papers/0/recognise/0/headings'),
        ('title: 餐车号牌', 'titel: 餐车号牌', '/papers/0/titel'),
        ('title: 餐车号牌', 'title: 餐车号牌\n    pages: 2', '/papers/0/pages'),
    ],
)
def test_a_paper_of_another_shape_is_told(plates, old, new, pointer):
    """
    The file is checked as strictly as the others of a pack.
    """
    plates.replace('papers.yaml', old, new)

    assert pointer in [each.pointer for each in plates.problems()]


def test_a_paper_defined_twice_is_told(plates):
    """
    Of two papers of one id nobody could say which is meant.
    """
    plates.write('papers.yaml', OWN + OWN.removeprefix('papers:\n'))

    assert [(each.pointer, each.message) for each in plates.problems()] == [
        ('/papers/1/id', '编号 cart-plate 出现两次')
    ]


def test_a_pack_may_know_a_common_paper_otherwise(plates):
    """
    A paper of the pack replaces the common one of the same id, for this pack alone.
    """
    plates.write('papers.yaml', OWN + OWN.removeprefix('papers:\n').replace('cart-plate', 'lease'))

    assert paper_kinds(plates.load())['lease'].title == '餐车号牌'
