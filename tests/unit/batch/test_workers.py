from __future__ import annotations

import os
from collections.abc import Iterable
from multiprocessing import active_children, get_context
from pathlib import Path

import pytest

from docforms.batch.workers import in_order
from docforms.i18n import current_language, use_language

FATAL = 3


def squared(number: int) -> int:
    if number == FATAL:
        # As a fault in a library does: no exception, the process is gone.
        os._exit(1)
    return number * number


def refuse(_number: int) -> int:
    raise ValueError('四')


def each(items: Iterable[int], *, jobs: int) -> list[int]:
    """Square numbers; one that is lost is -1."""
    return list(in_order(squared, items, jobs=jobs, tries=2, lost=lambda _number: -1))


@pytest.mark.parametrize('jobs', [1, 2, 9])
def test_results_come_in_order(jobs: int):
    """Whoever is done first, results are those of the items in turn."""
    assert each([9, 2, 7, 1, 5], jobs=jobs) == [81, 4, 49, 1, 25]
    assert each([], jobs=jobs) == []


@pytest.mark.parametrize('jobs', [1, 2])
@pytest.mark.parametrize('place', [0, 2, 5])
def test_an_item_that_kills_its_process_costs_only_itself(jobs: int, place: int):
    """All others have their results, also those that were under way beside it."""
    items = [4, 5, 6, 7, 8]
    items.insert(place, FATAL)

    assert each(items, jobs=jobs) == [-1 if item == FATAL else item * item for item in items]


def test_items_that_kill_their_processes_one_after_another():
    """Every process is replaced."""
    assert each([FATAL, FATAL, 1, FATAL], jobs=2) == [-1, -1, 1, -1]


def test_an_item_is_tried_again_by_itself(tmp_path: Path):
    """What two items have no memory for at the same time, each alone may have."""
    both = get_context('fork').Barrier(2)

    def greedy(number: int) -> int:
        tried, alone = tmp_path / str(number), tmp_path / 'alone'
        if not tried.exists():
            tried.touch()
            both.wait(10)
            os._exit(1)
        alone.touch(exist_ok=False)
        alone.unlink()
        return number

    assert list(in_order(greedy, [1, 2], jobs=2, tries=2, lost=refuse)) == [1, 2]


def test_what_is_raised_is_raised_and_nobody_is_left():
    """An exception is not taken for a killed process."""
    with pytest.raises(ValueError, match='四'):
        list(in_order(refuse, [1], jobs=1, tries=2, lost=refuse))

    assert active_children() == []


def test_items_are_taken_when_there_is_room():
    """A list may be as long as a table: only a few of its items are ever under way."""
    taken: list[int] = []
    items = (taken.append(number) or number for number in range(100))  # type: ignore[func-returns-value]
    results = in_order(squared, (item + FATAL + 1 for item in items), jobs=2, tries=1, lost=refuse)

    assert next(results) == 16
    assert len(taken) <= 7
    results.close()
    assert active_children() == []


def test_a_worker_speaks_the_language_of_its_parent():
    """Messages written there are those of the user."""
    use_language('en')

    found = list(in_order(lambda _item: current_language(), [1, 2], jobs=2, tries=1, lost=lambda _item: 'zh'))

    assert found == ['en', 'en']
