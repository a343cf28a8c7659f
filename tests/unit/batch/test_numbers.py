from __future__ import annotations

from types import SimpleNamespace

import pytest

from docforms.batch.numbers import numbers_from
from docforms.exceptions import UsageError
from docforms.expressions.identity import document_number_problem

NUMBER = {'type': 'string', 'format': 'document-number'}
DOCUMENT = SimpleNamespace(title='告知书', schema={'properties': {'prior_number': NUMBER, 'number': NUMBER}})


def test_numbers_count_up_without_leading_zeros():
    """Numbers follow one another as GB/T 9704 has them: no zeros before the number, also past 9."""
    numbers = numbers_from('某人社函〔2026〕9号', DOCUMENT)

    assert [numbers.at(place) for place in range(3)] == [
        '某人社函〔2026〕9号', '某人社函〔2026〕10号', '某人社函〔2026〕11号',
    ]  # fmt: skip


def test_the_number_of_the_document_itself_is_given():
    """Of several fields for numbers of documents the document's own takes the series."""
    assert numbers_from('某函〔2026〕1号', DOCUMENT).field == 'number'


def test_what_rows_are_checked_with_is_a_number():
    """The stand-in for numbers to come passes the check of numbers."""
    assert document_number_problem(numbers_from('某函〔2026〕1号', DOCUMENT).pending) is None


@pytest.mark.parametrize('first', ['3', '某函[2026]3号', '某函〔2026〕03号', '某函〔2026〕号', ''])
def test_a_start_that_is_no_number_is_refused(first: str):
    """What is no number of a document cannot be counted up."""
    with pytest.raises(UsageError, match='起始文号'):
        numbers_from(first, DOCUMENT)


def test_a_document_without_a_place_for_a_number_gets_none():
    """A document that prints no number is not numbered silently."""
    document = SimpleNamespace(title='清单', schema={'properties': {'name': {'type': 'string'}}})

    with pytest.raises(UsageError, match='没有发文字号'):
        numbers_from('某函〔2026〕1号', document)
