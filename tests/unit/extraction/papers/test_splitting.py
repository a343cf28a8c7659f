"""Splitting the pages of a file into papers, and naming each."""

from __future__ import annotations

import pytest

from docforms.extraction.papers.splitting import Sheaf, split


def named(sheaves: list[Sheaf]) -> list[tuple[str, tuple[int, ...]]]:
    return [
        ('form' if each.is_form else each.kind.id if each.kind else '', tuple(page.page for page in each.pages))
        for each in sheaves
    ]


def never(_page: object) -> bool:
    return False


def test_each_first_page_begins_a_paper(page, kinds):
    """
    A licence, both sides of a card, a contract of two pages: three papers.
    """
    pages = [page(1, 'licence'), page(2, 'card'), page(3, 'back'), page(4, 'lease'), page(5, ['第五条 双方另有约定。'])]

    assert named(split(pages, kinds, never)) == [
        ('business-licence', (1,)),
        ('identity-card', (2, 3)),
        ('lease', (4, 5)),
    ]


def test_two_licences_are_two_papers(page, kinds):
    """
    The same kind of paper twice is two papers, not one of two pages.
    """
    pages = [page(1, 'licence'), page(2, 'licence')]

    assert named(split(pages, kinds, never)) == [('business-licence', (1,)), ('business-licence', (2,))]


def test_a_paper_nobody_knows_keeps_its_pages_together(page, kinds):
    """
    Pages that are like nothing known stand as one unknown paper, and no paper of one page takes them.
    """
    pages = [page(1, 'licence'), page(2, 'unknown'), page(3, 'unknown'), page(4, 'card')]

    assert named(split(pages, kinds, never)) == [('business-licence', (1,)), ('', (2, 3)), ('identity-card', (4,))]


def test_the_back_of_a_card_may_lie_before_its_front(page, kinds):
    """
    The two sides of a card belong together in either order, also with a page between.
    """
    pages = [page(1, 'back'), page(2, 'unknown'), page(3, 'card')]

    assert named(split(pages, kinds, never)) == [('identity-card', (1, 3)), ('', (2,))]


def test_each_back_goes_to_a_front_of_its_own(page, kinds):
    """
    Of two cards, the second back is never taken for a third side of the first.
    """
    pages = [page(1, 'card'), page(2, 'back'), page(3, 'card'), page(4, 'back')]

    assert named(split(pages, kinds, never)) == [('identity-card', (1, 2)), ('identity-card', (3, 4))]


@pytest.mark.parametrize('printed', ['第 2 页', '- 2 -', '第2页 共2页', '2/2'])
def test_a_numbered_page_finds_its_contract(page, texts, kinds, printed):
    """
    A page bound in elsewhere goes to the only contract that lacks its number.
    """
    pages = [page(1, ['第五条 双方另有约定。', printed]), page(2, 'card'), page(3, [*texts['lease'], '第 1 页'])]

    assert named(split(pages, kinds, never)) == [('lease', (1, 3)), ('identity-card', (2,))]


def test_both_sides_of_a_card_may_be_on_one_page(page, texts, kinds):
    """
    A copy of both sides is one paper, and the next back is not its.
    """
    pages = [page(1, [*texts['card'], *texts['back']]), page(2, 'card'), page(3, 'back')]

    assert named(split(pages, kinds, never)) == [('identity-card', (1,)), ('identity-card', (2, 3))]


def test_a_title_at_the_head_of_every_page_begins_no_new_contract(page, texts, kinds):
    """
    Pages that repeat the title go on when their number says so; a page without number begins a contract.
    """
    pages = [page(1, [*texts['lease'], '第 1 页']), page(2, [*texts['lease'], '第 2 页']), page(3, 'lease')]

    assert named(split(pages, kinds, never)) == [('lease', (1, 2)), ('lease', (3,))]


def test_the_form_among_papers_is_the_form(page, kinds):
    """
    Pages of the form are its own, with what follows and is no paper.
    """
    pages = [page(1, 'licence'), page(2, ['申请表']), page(3, ['填表说明']), page(4, 'card')]

    assert named(split(pages, kinds, lambda each: each.page == 2)) == [
        ('business-licence', (1,)),
        ('form', (2, 3)),
        ('identity-card', (4,)),
    ]


def test_a_list_of_papers_is_none_of_them(page, kinds):
    """
    A page that only speaks of a licence is no licence.
    """
    pages = [
        page(1, ['材料清单', '1. 营业执照副本', '2. 法定代表人身份证', '3. 房屋租赁合同', '统一社会信用代码见执照'])
    ]

    assert named(split(pages, kinds, never)) == [('', (1,))]
