"""Statistics of surveys: what is counted, what it is a rate of, and how it is rounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforms.surveys import Questionnaire, Survey, count, percentage, statistics_values

# A property is tried many times; a fixture would be made anew for each test only, and hypothesis warns of it.
SURVEY = Survey.from_data(
    {
        **dict.fromkeys(('title', 'source', 'questionnaire', 'statistics', 'base'), ''),
        'overall': 'whole',
        'scale': [
            {'id': 'good', 'title': '满意', 'score': 3, 'satisfied': True},
            {'id': 'fair', 'title': '一般', 'score': 2},
            {'id': 'poor', 'title': '不满意', 'score': 1},
            {'id': 'unseen', 'title': '没有看到'},
        ],
        'questions': [{'id': 'signs', 'title': '标牌'}, {'id': 'whole', 'title': '总体'}, {'field': 'came_for'}],
    },
    {'properties': {'came_for': {'title': '来意', 'type': 'array', 'items': {'enum': ['散步', '拍照', '研学']}}}},
)


def answered(number: int = 1, **answers: str | tuple[str, ...]) -> Questionnaire:
    """Give a questionnaire with some answers."""
    given_ = {name: (answer,) if isinstance(answer, str) else answer for name, answer in answers.items()}
    return Questionnaire(f'{number:03}', given_)


def question(statistics, name: str):
    return next(each for each in statistics.questions if each.question.id == name)


def test_a_rate_is_taken_of_the_valid_answers_to_its_question(survey: Survey) -> None:
    """Of five, one saw nothing and one said nothing: two satisfied of three are 66.7%, not 40%."""
    given_ = ['满意', '满意', '不满意', '没有看到']
    questionnaires = [answered(whole='满意', signs=each) for each in given_] + [answered(whole='满意')]

    found = question(count(survey, questionnaires), 'signs')

    assert (found.answered, found.satisfied, found.rate) == (3, 2, Decimal('66.7'))
    assert [(each.option.id, each.count, each.rate) for each in found.options] == [
        ('good', 2, Decimal('66.7')),
        ('fair', 0, Decimal('0.0')),
        ('poor', 1, Decimal('33.3')),
        ('unseen', 1, None),
    ]
    assert found.mean == Decimal('2.33')


def test_questions_together_weigh_by_their_answers(survey: Survey) -> None:
    """One satisfied of one, and one of three: two of four together, not the mean of the two rates."""
    questionnaires = [answered(signs='满意', whole='满意'), answered(whole='一般'), answered(whole='不满意')]

    found = count(survey, questionnaires)

    assert (found.satisfied, found.answered, found.rate) == (2, 4, Decimal('50.0'))
    assert found.mean == Decimal('2.25')


@pytest.mark.parametrize(
    ('part', 'whole', 'expected'),
    [
        (1, 8, '12.5'),
        (1, 16, '6.3'),
        (3, 16, '18.8'),
        (1, 2000, '0.1'),
        (1, 2001, '0.0'),
        (1, 3, '33.3'),
        (2, 3, '66.7'),
    ],
)
def test_a_half_is_rounded_up(part: int, whole: int, expected: str) -> None:
    """6.25% is 6.3% and 0.05% is 0.1%, as people round."""
    assert percentage(part, whole) == Decimal(expected)


def test_nothing_of_nothing_is_no_rate(survey: Survey) -> None:
    """Without questionnaires, and for a question that applied to nobody, there is no rate and no mean."""
    empty, inapplicable = count(survey, [], 0), count(survey, [answered(whole='没有看到')])

    assert (empty.valid, empty.return_rate, empty.rate, empty.mean) == (0, None, None, None)
    assert (inapplicable.valid, question(inapplicable, 'whole').rate) == (1, None)


def test_several_choices_are_each_a_rate_of_those_who_answered(survey: Survey) -> None:
    """Two of three came for a walk and two to take pictures: the rates total more than 100%."""
    chosen = [('散步', '拍照'), ('散步',), ('拍照',), ()]

    found = question(count(survey, [answered(whole='满意', came_for=each) for each in chosen]), 'came_for')

    assert found.answered == 3
    assert [each.rate for each in found.options] == [Decimal('66.7'), Decimal('66.7'), Decimal('0.0')]
    assert (found.rate, found.mean) == (None, None)


def test_what_is_void_or_says_nothing_came_back_but_is_not_valid(survey: Survey) -> None:
    """A voided questionnaire and one without an answer of the scale count as returned only, and say nothing."""
    voided = Questionnaire('002', {'whole': ('满意',), 'advice': ('作废的话',)}, voided=True)
    questionnaires = [answered(whole='满意', advice='多设座椅'), voided, answered(3, again='会')]

    found = count(survey, questionnaires, 4)

    assert (found.distributed, found.returned, found.valid, found.return_rate) == (4, 3, 1, Decimal('75.0'))
    assert [(each.questionnaire, each.question, each.text) for each in found.remarks] == [('001', '建议', '多设座椅')]
    assert question(found, 'again').answered == 0


def test_printed_statistics_get_what_their_schema_names(survey: Survey) -> None:
    """Counts stand under the ids of the options, rates are shares, and nothing the document does not know is given."""
    row = {'type': 'object', 'properties': {name: {} for name in ('question', 'good', 'poor', 'rate')}}
    schema = {'properties': {'organ': {}, 'valid': {}, 'items': {'type': 'array', 'items': row}}}
    found = count(survey, [answered(whole='满意'), answered(whole='不满意')])

    values = statistics_values(survey, found, {'organ': '县古树名木保护中心'}, schema)

    assert values == {
        'organ': '县古树名木保护中心',
        'valid': 2,
        'items': [
            {'question': '标牌和说明', 'good': 0, 'poor': 0},
            {'question': '总体评价', 'good': 1, 'poor': 1, 'rate': Decimal('0.500')},
        ],
    }


CHOICE = st.sampled_from([(), ('满意',), ('一般',), ('不满意',), ('没有看到',)])
SEVERAL = st.sets(st.sampled_from(['散步', '拍照', '研学'])).map(lambda each: tuple(sorted(each)))
QUESTIONNAIRES = st.lists(
    st.builds(
        lambda signs, whole, came_for, voided: Questionnaire(
            '', {'signs': signs, 'whole': whole, 'came_for': came_for}, voided
        ),
        CHOICE,
        CHOICE,
        SEVERAL,
        st.booleans(),
    ),
    max_size=40,
)


@given(QUESTIONNAIRES)
def test_counts_add_up_and_rates_stay_within_bounds(questionnaires: list[Questionnaire]) -> None:
    """Whatever is answered, no answer is lost or counted twice, and no rate leaves 0 to 100."""
    found = count(SURVEY, questionnaires)

    assert found.valid <= found.returned == len(questionnaires)
    for each in found.questions:
        counts = [option.count for option in each.options]
        assert all(option.rate is None or 0 <= option.rate <= 100 for option in each.options)
        if each.question.kind == 'scale':
            unscored = sum(option.count for option in each.options if option.option.score is None)
            assert each.answered == sum(counts) - unscored <= found.valid
            assert (each.rate is None) == (each.answered == 0)
        else:
            assert max(counts, default=0) <= each.answered <= sum(counts)
    assert found.rate is None or 0 <= found.rate <= 100


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_percentage_is_the_nearest_tenth(part: int, whole: int) -> None:
    """It differs from the exact share by at most half a tenth, and upwards where it is just that."""
    part = min(part, whole)
    exact = Fraction(100 * part, whole)

    difference = Fraction(percentage(part, whole) or 0) - exact

    assert -Fraction(1, 20) < difference <= Fraction(1, 20)
