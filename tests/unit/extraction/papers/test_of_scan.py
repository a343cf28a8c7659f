"""Which pages of a scan are the form's, and which may be papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from docforms.extraction.blank import BlankForm, blank_form
from docforms.extraction.papers import of_scan
from docforms.extraction.papers.of_scan import pages_of_scan
from docforms.extraction.reading import CellReading, LoosePage, PageReading, Reading


@pytest.fixture(scope='session')
def blank(evaluation) -> BlankForm:
    """Give the blank form."""
    return blank_form(*evaluation)


@pytest.fixture
def sort(blank, kinds, monkeypatch, page) -> Any:
    """Give a function that sorts the pages of a reading, and tells which were read again."""
    again: list[int] = []

    def seen_pages(_content: bytes, _name: str, _worker: object, numbers: frozenset[int]) -> Iterator[Any]:
        again.extend(sorted(numbers))
        return (page(number, 'licence') for number in again)

    def sort(*loose: LoosePage, listed: tuple[int, ...] = (), last: int = 0) -> tuple[Any, ...]:
        """Sort three pages, of which those that are not loose show the form, the first one up to its `last` row."""
        item = next(each for each in blank.cells if each.pattern)
        cells = tuple(CellReading(item, 0, '', number, None) for number in listed)
        cells += (CellReading(replace(item, row=last), None, '', 1, None),)
        reading = Reading(blank.id, 'scan', cells, tuple(map(PageReading, (1, 2, 3))), loose)
        pages, own = pages_of_scan(reading, blank, kinds, (b'', 'a.pdf'), None)
        return {each.page: bool(each.lines) for each in pages}, own, again

    monkeypatch.setattr(of_scan, 'seen_pages', seen_pages)
    return sort


def loose(page: Any, *, in_cells: bool = False) -> LoosePage:
    """Give a page of a scan that says what a paper says."""
    return LoosePage(page.page, page.lines, in_cells=in_cells)


def test_a_form_alone_is_sorted_without_reading(sort):
    """
    Where every page shows the form, nothing is looked at again.
    """
    assert sort() == ({1: False, 2: False, 3: False}, {1, 2, 3}, [])


def test_a_page_without_table_keeps_what_was_read_of_it(sort, page):
    """
    Its lines were read when the form was looked for.
    """
    assert sort(loose(page(2, 'licence'))) == ({1: False, 2: True, 3: False}, {1, 3}, [])


def test_a_page_with_another_table_is_read_again_as_a_whole(sort, page):
    """
    Lines cut at the walls of a table miss what stands far from it.
    """
    assert sort(loose(page(2, 'unknown'), in_cells=True)) == ({1: False, 2: True, 3: False}, {1, 3}, [2])


def test_rows_of_a_list_are_the_form_s_unless_the_page_is_a_paper(sort, page):
    """
    A list of the form that goes on on a page of its own is like any other table; the text of a paper tells.
    """
    goes_on = loose(page(2, ['1', '李雪梅', '评估员证']), in_cells=True)
    another = loose(page(3, ['机构工作人员名单', '1', '李雪梅']), in_cells=True)

    assert sort(goes_on, another, listed=(2, 3)) == ({1: False, 2: False, 3: True}, {1, 2}, [3])


def test_a_list_that_has_ended_does_not_go_on(sort, page):
    """
    The rows of a form come in order: behind one that stands after the list there is another table.
    """
    another = loose(page(2, ['1', '李雪梅', '评估员证']), in_cells=True)

    assert sort(another, listed=(2,), last=99) == ({1: False, 2: True, 3: False}, {1, 3}, [2])


def test_a_page_that_says_what_the_form_says_is_its_own(sort, page, blank):
    """
    A page of the form whose rules cannot be seen is known by its labels.
    """
    labels = [blank.title, *(cell.text for cell in blank.cells if not cell.pattern)]

    assert sort(loose(page(2, labels)))[1] == {1, 2, 3}
