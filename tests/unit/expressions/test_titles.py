"""Titles in lines, as GB/T 9704—2012 7.3.1 asks (requirements D2): broken between words, trapezium or diamond."""

from __future__ import annotations

import subprocess
import sys

import pytest

from docforms.expressions.titles import title_lines
from docforms.expressions.words import width, words_of


def words(text: str, limit: float = 20) -> list[str]:
    """Cut a text into words."""
    return [word.text for word in words_of(text, limit)]


@pytest.mark.parametrize(
    'title',
    ['受理通知书', '关于报送定点评估机构综合审核结果备案的函', '2026年度评估人员规范化培训台账'],
)
def test_a_title_that_fits_stays_on_one_line(title: str):
    """Twenty characters fit; two digits count as one."""
    assert title_lines(title) == [title]


@pytest.mark.parametrize(
    ('title', 'lines'),
    [
        (
            '长期护理保险定点评估机构重大信息变更申请表',
            ['长期护理保险定点评估机构', '重大信息变更申请表'],
        ),
        (
            '关于拟签订长期护理保险失能等级评估服务协议评估机构名单的公示',
            ['关于拟签订长期护理保险失能等级评估', '服务协议评估机构名单的公示'],
        ),
        (
            '青禾市医疗保障局关于印发《青禾市长期护理保险失能等级评估机构定点管理实施办法（试行）》的通知',
            ['青禾市医疗保障局关于印发', '《青禾市长期护理保险失能等级评估机构', '定点管理实施办法（试行）》的通知'],
        ),
    ],
)
def test_a_long_title_is_broken_at_phrases(title: str, lines: list[str]):
    """Two lines taper downwards where the words allow it; three may also widen."""
    assert title_lines(title) == lines


def test_a_line_never_begins_with_what_belongs_to_the_line_above():
    """的, closing brackets and a lone character stay with the word before them; opening brackets go on."""
    for line in title_lines('对违反协议的机构作出“限期改正”处理决定的通报（第一批）的附表说明', 8):
        assert line[0] not in '的”）》、'
        assert line[-1] not in '“（《'
        assert len(line) > 1


def test_lines_of_the_author_are_kept():
    """A line break that is there stays; only what is too wide for a line is broken further."""
    assert title_lines('青禾市服务中心\n关于公布名单的公告') == ['青禾市服务中心', '关于公布名单的公告']


def test_names_are_not_cut():
    """An institution's name, what is in brackets, numbers with what they count, and Latin words are whole."""
    assert '青禾市长期护理保险服务中心' in words('青禾市长期护理保险服务中心关于公布名单的公告')
    assert '国家医疗保障局' in words('国家医疗保障局关于印发办法的通知')
    assert '某某市人力资源和社会保障局' in words('关于某某市人力资源和社会保障局整改情况的报告')
    assert '2026年度' in words('2026年度第3批名单')
    assert '第3批' in words('2026年度第3批名单')
    assert any(word.startswith('《管理办法（试行）》') for word in words('关于印发《管理办法（试行）》的通知'))
    assert any('〔2026〕3号' in word for word in words('关于转发青医保发〔2026〕3号文件的通知'))
    assert any('DRG/DIP' in word for word in words('关于推行DRG/DIP付费的通知'))


def test_a_given_word_is_not_cut_unless_it_fills_more_than_a_line():
    """What a template fills in is a name, whatever it looks like; the longest of them must be broken all the same."""
    name = '安禾颐衡青穹远岚评估之家'
    lines = title_lines(f'关于{name}恢复履行评估服务协议的复函', 20, name)

    assert sum(name in line for line in lines) == 1
    assert ''.join(title_lines(f'关于{name * 3}的复函', 20, name * 3)) == f'关于{name * 3}的复函'


def test_a_word_longer_than_a_line_is_broken_in_the_end():
    """Nothing runs over the margins, not even what no dictionary knows."""
    lines = title_lines('X' * 100, 20)

    assert ''.join(lines) == 'X' * 100
    assert all(width(line) <= 20 for line in lines)


def test_a_text_of_a_thousand_characters_takes_no_time():
    """Beyond what a title can be, lines are simply filled."""
    text = '关于开展测试工作情况的通知' * 80

    assert ''.join(title_lines(text)) == text


def test_the_dictionary_is_loaded_only_when_a_title_is_broken():
    """Checking records and printing short titles do not pay for it."""
    script = (
        'import sys, docforms.api\n'
        'from docforms.expressions.filters import FILTERS\n'
        "FILTERS['title_lines']('受理通知书')\n"
        "before = 'rjieba' in sys.modules\n"
        "FILTERS['title_lines']('受理通知书', 2)\n"
        "print(before, 'rjieba' in sys.modules)\n"
    )
    result = subprocess.run([sys.executable, '-c', script], check=True, capture_output=True, encoding='utf-8')

    assert result.stdout.split() == ['False', 'True']
