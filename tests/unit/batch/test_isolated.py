from __future__ import annotations

import os

import pytest

from docforms.batch.isolated import each

FATAL = 3


def squared(number: int) -> int:
    if number == FATAL:
        # As a fault in a library does: no exception, the process is gone.
        os._exit(1)
    return number * number


def refuse(_number: int) -> int:
    raise ValueError('四')


@pytest.mark.parametrize('jobs', [1, 2])
def test_results_come_in_order(jobs: int):
    """Whoever is done first, results are those of the items in turn."""
    assert list(each(squared, [9, 2, 7, 1, 5], jobs=jobs)) == [81, 4, 49, 1, 25]


@pytest.mark.parametrize('jobs', [1, 2])
@pytest.mark.parametrize('place', [0, 2, 5])
def test_an_item_that_kills_its_process_costs_only_itself(jobs: int, place: int):
    """All others have their results, also those that were under way beside it."""
    items = [4, 5, 6, 7, 8]
    items.insert(place, FATAL)

    assert list(each(squared, items, jobs=jobs)) == [None if item == FATAL else item * item for item in items]


def test_what_is_raised_is_raised():
    """An exception is not taken for a killed process."""
    with pytest.raises(ValueError, match='四'):
        list(each(refuse, [1], jobs=1))
