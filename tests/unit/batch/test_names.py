from __future__ import annotations

import re
import unicodedata
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docforms.batch.names import Names, default_pattern, folded, name_pattern, safe_stem
from docforms.exceptions import UsageError

# Windows, "Naming Files, Paths, and Namespaces".
FORBIDDEN = set('<>:"/\\|?*')
DEVICES = {'con', 'prn', 'aux', 'nul', *(f'{port}{digit}' for port in ('com', 'lpt') for digit in '0123456789¹²³')}

# Every character there is, and those that make trouble again and again.
texts = st.text(
    st.one_of(st.characters(), st.sampled_from('/\\:*?"<>|. \u3000\u202e\x00\ud800．／e\u0301ßSs甲乙')), max_size=90
)
words = st.lists(
    st.one_of(texts, st.sampled_from(['con', 'NUL.txt', 'COM1', '..', '.', '~$', '-rf', '甲/乙', '甲\\乙'])),
    max_size=12,
)

DOCUMENT = SimpleNamespace(
    title='告知书',
    schema={'properties': {'institution_name': {'type': 'string'}, 'number': {}, 'items': {'type': 'array'}}},
)


@given(words)
def test_names_of_a_run_are_safe_and_all_different(given_texts: list[str]):
    """
    Whatever the fields hold, every file has a name of its own that Windows and Linux take and that is no path: also
    where upper and lower case count as the same.
    """
    names = Names('.docx')

    found = [names.name(text) for text in given_texts]

    assert len({folded(name) for name in found}) == len(found)
    for name in found:
        assert not FORBIDDEN & set(name)
        assert not any(unicodedata.category(character) in {'Cc', 'Cs', 'Zl', 'Zp'} for character in name)
        assert name.split('.')[0].rstrip(' ').lower() not in DEVICES
        assert name.endswith('.docx')
        assert name[0] not in {'.', '-', '~', ' '}
        assert not name.removesuffix('.docx').endswith(('.', ' '))
        assert unicodedata.is_normalized('NFC', name)
        assert len(name.encode()) <= 200


@given(words)
def test_names_depend_on_the_list_alone(given_texts: list[str]):
    """The same list gives the same names again."""
    first, second = Names('.pdf'), Names('.pdf')

    assert [first.name(text) for text in given_texts] == [second.name(text) for text in given_texts]


def test_slashes_stay_apart():
    """Names that differ in the kind of slash, or in a slash and its full-width twin, stay different files."""
    names = Names('.docx')

    found = [names.name(text) for text in ('甲/乙', '甲\\乙', '甲／乙', '甲/乙')]

    assert found == ['甲／乙.docx', '甲＼乙.docx', '甲／乙（2）.docx', '甲／乙（3）.docx']


def test_a_mark_that_is_somebodys_name_is_not_given_twice():
    """A row whose own name looks like a second one keeps apart from the second one."""
    names = Names('.docx')

    found = [names.name(text) for text in ('甲', '甲（2）', '甲')]

    assert found == ['甲.docx', '甲（2）.docx', '甲（3）.docx']


def test_composed_and_decomposed_texts_are_one_name():
    """A letter with its accent is the same whether typed as one character or two."""
    assert safe_stem('Cafe\u0301', 100) == safe_stem('Café', 100) == 'Café'


def test_long_names_keep_their_ending_and_differ():
    """A name that is too long is cut at a character, keeps its ending, and differs from one with the same beginning."""
    names = Names('.docx')
    long = '内蒙古自治区' * 20

    first, second = names.name(long + '甲'), names.name(long + '乙')

    assert first != second
    assert re.fullmatch(r'(内蒙古自治区)+[内蒙古自治]*~[0-9a-f]{8}\.docx', first)
    assert 190 <= len(first.encode()) <= 200


def test_nothing_at_all_is_a_name():
    """A row without the fields of the pattern still gets a name."""
    assert Names('.docx').name(' \t ') == '_.docx'


@pytest.mark.parametrize('text', ['con', 'NUL', 'com1', 'Lpt9.txt', 'aux '])
def test_devices_of_windows_are_no_names(text: str):
    """A name that Windows takes for a device gets a mark."""
    assert '_' in safe_stem(text, 100)


def test_a_pattern_is_filled_with_fields_and_the_line():
    """Fields and the line of the row stand where the pattern has them; a blank field gives nothing."""
    pattern = name_pattern('{row:04}_{institution_name}（{number}）', DOCUMENT)

    assert pattern.text(17, {'institution_name': '甲'}) == '0017_甲（）'


def test_the_usual_pattern_keeps_list_order():
    """Without a pattern files are named by line and addressee."""
    assert default_pattern('institution_name') == '{row:05}-{institution_name}'


@pytest.mark.parametrize(
    ('pattern', 'said'),
    [
        ('{institution_nam}', '是否应为 institution_name？'),
        ('{items}', '是一组值'),
        ('通知', '没有字段'),
        ('{', '大括号要成对'),
        ('甲/{number}', '不能有斜杠'),
        ('{number.real}', '没有字段'),
        ('{number!r}', '没有字段'),
        ('{row:>9999999999}', '没有字段'),
    ],
)
def test_a_pattern_that_is_none_is_refused(pattern: str, said: str):
    """What is wrong with a pattern is told before anything is read."""
    with pytest.raises(UsageError, match=re.escape(said)):
        name_pattern(pattern, DOCUMENT)
