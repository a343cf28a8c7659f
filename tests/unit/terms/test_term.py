from __future__ import annotations

import pytest

from docforms.terms import Term, Until, term_problems

BASE = {
    'id': 'one',
    'title': '期限',
    'source': 'NM-1.1',
    'party': '经办机构',
    'kind': 'deadline',
    'binding': 'hard',
}


def term(**entries):
    """Write a term as terms.yaml has it."""
    return Term.from_data({**BASE, **entries})


def test_a_term_is_taken_from_its_data():
    """Every entry arrives; one source row becomes a tuple of one."""
    data = {
        **BASE,
        'from': 'accepted',
        'count': 1,
        'unit': 'month',
        'pause': 'supplement',
        'done': 'evaluated',
        'lapse': '后果',
        'note': '说明',
    }

    assert Term.from_data(data, citation='引用') == Term(
        id='one',
        title='期限',
        party='经办机构',
        kind='deadline',
        binding='hard',
        requirements=('NM-1.1',),
        citation='引用',
        from_event='accepted',
        count=1,
        unit='month',
        pause='supplement',
        done='evaluated',
        lapse='后果',
        note='说明',
    )


def test_a_fixed_day_is_taken_from_its_data():
    """The years to add are none unless given; several source rows stay in order."""
    fixed = term(source=['LN-25.3', 'LN-19.2'], until={'month': 1, 'day': 15})

    assert fixed.until == Until(1, 15, 0)
    assert fixed.requirements == ('LN-25.3', 'LN-19.2')


@pytest.mark.parametrize(
    ('entries', 'pointers'),
    [
        ({'from': 'a', 'count': 5, 'unit': 'working-day'}, []),
        ({'until': {'month': 1, 'day': 15}}, []),
        ({'kind': 'promptly', 'from': 'a'}, []),
        ({'kind': 'count', 'done': 'a', 'count': 2, 'unit': 'time'}, []),
        ({'from': 'a', 'until': {'month': 2, 'day': 29}}, []),
        ({'count': 5, 'unit': 'day'}, ['/terms/0/from']),
        ({'from': 'a', 'count': 5}, ['/terms/0/count']),
        ({'from': 'a', 'after': 'one', 'count': 5, 'unit': 'day'}, ['/terms/0/after', '/terms/0/after']),
        ({'from': 'a', 'count': 5, 'unit': 'time'}, ['/terms/0/unit']),
        ({'kind': 'count', 'done': 'a', 'count': 5, 'unit': 'day'}, ['/terms/0/unit']),
        ({'kind': 'count', 'count': 2, 'unit': 'time'}, ['/terms/0/done']),
        ({'kind': 'promptly', 'from': 'a', 'count': 3, 'unit': 'day'}, ['/terms/0/kind']),
        ({'from': 'a', 'count': 5, 'unit': 'day', 'until': {'month': 1, 'day': 5}}, ['/terms/0/until']),
        ({'from': 'a', 'until': {'month': 2, 'day': 30}}, ['/terms/0/until']),
        ({'after': 'none', 'count': 5, 'unit': 'day'}, ['/terms/0/after']),
    ],
)
def test_terms_that_cannot_be_counted_are_told(entries, pointers):
    """What does not go together is pointed at; what does is accepted."""
    assert [problem.pointer for problem in term_problems([term(**entries)])] == pointers


def test_terms_that_wait_for_each_other_are_told():
    """A circle of terms is pointed at in each of them; a chain is none."""
    length = {'count': 5, 'unit': 'day'}
    circle = [term(id='one', after='two', **length), term(id='two', after='one', **length)]
    chain = [term(id='one', after='two', **length), term(id='two', **{'from': 'a'}, **length)]

    assert [str(problem.pointer) for problem in term_problems(circle, file='terms.yaml')] == [
        '/terms/0/after',
        '/terms/1/after',
    ]
    assert term_problems(chain) == ()


def test_a_term_that_is_not_counted_has_no_period():
    """Asking a count of times for its days is an error of the caller."""
    with pytest.raises(ValueError, match='one'):
        term(kind='count', done='a', count=2, unit='time').period()
