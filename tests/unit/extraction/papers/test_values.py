"""Reading the values of papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforms.extraction.papers import TextLine, page_of
from docforms.extraction.papers.reading import read_values


def said(kind, *pages):
    return {each.name: (each.value, each.state) for each in read_values(kind, pages)}


def test_a_licence_says_who_is_registered(page, kinds):
    """
    Code, name, legal representative and end of the licence stand behind their labels.
    """
    assert said(kinds['business-licence'], page(1, 'licence')) == {
        'code': ('52150402MJY482768C', 'read'),
        'name': ('赤峰市安禾失能等级评估中心', 'read'),
        'person': ('韩云舒', 'read'),
        'until': ('2033-05-17', 'read'),
    }


def test_both_sides_of_a_card_are_one_reading(page, kinds):
    """
    The number is on one side, the validity on the other.
    """
    assert said(kinds['identity-card'], page(1, 'card'), page(2, 'back')) == {
        'name': ('韩云舒', 'read'),
        'number': ('150402197806153225', 'read'),
        'until': ('2035-03-02', 'read'),
    }


def test_a_contract_says_its_parties_and_term(page, kinds):
    """
    Parties stand behind colons; the word 甲方 inside a sentence names nobody.
    """
    assert said(kinds['lease'], page(1, 'lease')) == {
        'lessor': ('赤峰市红山区禾源物业服务有限公司', 'read'),
        'lessee': ('赤峰市安禾失能等级评估中心', 'read'),
        'start': ('2024-07-01', 'read'),
        'until': ('2030-06-30', 'read'),
        'number': ('HY-2024-018', 'read'),
    }


@pytest.mark.parametrize(
    ('text', 'until'),
    [
        ('租赁期限：2024年7月1日至2030年6月30日', '2030-06-30'),
        ('租赁期限：2024-07-01—2030-06-30', '2030-06-30'),
        ('租赁期限：自二〇二四年七月一日起至二〇三〇年六月三十日止', '2030-06-30'),
        ('租期至2030年6月30日止', '2030-06-30'),
        ('租赁期限：自2024年7月1日起算', None),
        ('租赁期限：六年', None),
    ],
)
def test_the_end_of_a_term_is_read_as_people_write_it(page, kinds, text, until):
    """
    A span of two dates gives its end; one date alone only where the text says that it is the end.
    """
    assert said(kinds['lease'], page(1, ['租赁合同', text]))['until'] == (until, 'read' if until else 'unreadable')


def test_a_licence_without_end_has_no_date(page, texts, kinds):
    """
    长期 is read, and is no date.
    """
    lines = [line.replace('2023年5月18日至2033年5月17日', '2023年5月18日至长期') for line in texts['licence']]

    assert said(kinds['business-licence'], page(1, lines))['until'] == (None, 'read')


def test_what_some_papers_lack_is_blank_and_not_unread(page, texts, kinds):
    """
    The newest licences bear no term: that is nothing to look for in the original.
    """
    lines = [line for line in texts['licence'] if '期限' not in line]

    assert said(kinds['business-licence'], page(1, lines))['until'] == (None, 'blank')


def test_a_name_that_runs_over_is_one_name(kinds):
    """
    A name goes on below itself, and ends before the next label.
    """
    lines = [
        TextLine('名称', (80, 60, 104, 72)),
        TextLine('赤峰市安禾失能等', (140, 60, 236, 72)),
        TextLine('级评估中心', (140, 76, 200, 88)),
        TextLine('法定代表人', (80, 92, 140, 104)),
        TextLine('韩云舒', (140, 92, 176, 104)),
    ]

    read = said(kinds['business-licence'], page_of(1, lines))

    assert read['name'] == ('赤峰市安禾失能等级评估中心', 'read')
    assert read['person'] == ('韩云舒', 'read')


@pytest.mark.parametrize('gap', ['　', ''])
def test_a_name_ends_where_the_next_column_begins(page, kinds, gap):
    """
    Two columns read as one line are parted at what is printed, also where the blank between them was lost.
    """
    lines = ['营业执照', f'名称赤峰市安禾失能等级评估中心{gap}注册资本壹佰万元整']

    assert said(kinds['business-licence'], page(1, lines))['name'] == ('赤峰市安禾失能等级评估中心', 'read')


def test_a_code_without_its_label_is_known_by_its_check_character(page, kinds):
    """
    The only valid code on a licence is its code, wherever it stands.
    """
    lines = ['营业执照', '统一社会信用代码', '（1-1）', '52150402MJY482768C']

    assert said(kinds['business-licence'], page(1, lines))['code'] == ('52150402MJY482768C', 'read')


def test_a_code_misread_is_doubtful(page, kinds):
    """
    A code that does not check is never a value, and what was read is kept for people to see.
    """
    read = read_values(kinds['business-licence'], [page(1, ['营业执照', '统一社会信用代码：52150402MJY482768D'], 0.9)])[
        0
    ]

    assert (read.value, read.text, read.state) == (None, '52150402MJY482768D', 'doubtful')
    assert read.note


def test_an_unsure_name_is_doubtful(page, kinds):
    """
    Nothing checks a name: read with less than certainty it waits for a person, with a suggestion.
    """
    read = {each.name: each for each in read_values(kinds['business-licence'], [page(1, 'licence', 0.8)])}

    assert (read['name'].value, read['name'].state) == (None, 'doubtful')
    assert read['name'].suggestion == '赤峰市安禾失能等级评估中心'
    # One wrong code in hundreds passes the check.
    assert read['code'].state == 'read'


def test_what_cannot_be_found_is_unreadable(page, kinds):
    """
    A label that is not there, or has nothing behind it, gives no value and says so.
    """
    lines = ['营业执照', '名称：', '营业期限']

    assert said(kinds['business-licence'], page(1, lines)) == {
        'code': (None, 'unreadable'),
        'name': (None, 'unreadable'),
        'person': (None, 'blank'),
        'until': (None, 'unreadable'),
    }


@given(st.lists(st.text(max_size=30), max_size=12), st.floats(0, 1))
def test_any_page_can_be_read(kinds, texts, confidence):
    """
    Whatever stands on a page, reading it ends, and a value is given for what is read only.
    """
    lines = [TextLine(text, (0, 20.0 * row, 50, 20.0 * row + 12), confidence) for row, text in enumerate(texts)]

    for kind in kinds.values():
        for value in read_values(kind, [page_of(1, lines)]):
            assert value.value is None or value.state == 'read'
