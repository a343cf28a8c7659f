from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from docforms.findings import Finding, Report
from docforms.i18n import use_language
from docforms.reports import Heading, Names, to_text

DATA = Path(__file__).parent / 'data'


def text_of(report: Report, heading: Heading) -> str:
    """Write a report with its heading."""
    return to_text(
        report,
        pack_title=heading.pack_title,
        form_title=heading.form_title,
        subject=heading.subject,
        names=heading.names,
    )


def columns(line: str) -> int:
    """Measure a line as terminals for Chinese do: two columns for wide and ambiguous characters."""
    return sum(
        0
        if unicodedata.category(character) in {'Mn', 'Me', 'Cf'}
        else 2
        if unicodedata.east_asian_width(character) in 'WFA'
        else 1
        for character in line
    )


@pytest.mark.parametrize('name', ['nothing', 'defects'])
def test_the_report_reads_as_agreed(name: str, heading: Heading, request: pytest.FixtureRequest):
    """The count and outcome come first, then errors by kind, warnings, what is open, and the scope."""
    expected = (DATA / f'{name}.txt').read_text(encoding='utf-8')

    assert text_of(request.getfixturevalue(name), heading) == expected.rstrip('\n')


def test_numbers_run_through_the_whole_report(hostile: Report, heading: Heading):
    """Thirty findings are numbered 1 to 30, across every heading."""
    text = text_of(hostile, heading)

    assert [int(number) for number in re.findall(r'^ ?(\d+)\. ', text, re.MULTILINE)] == list(range(1, 31))


def test_warnings_stand_after_every_error(hostile: Report, heading: Heading):
    """The ten warnings stand together under their own heading, which comes after the twenty errors."""
    errors, heading_line, warnings = text_of(hostile, heading).partition('\n提醒（不影响结论）：10 项\n')

    assert heading_line
    assert len(re.findall(r'^ ?\d+\. ', errors, re.MULTILINE)) == 20
    assert len(re.findall(r'^ ?\d+\. ', warnings, re.MULTILINE)) == 10


def test_no_line_is_wider_than_a_hundred_columns(hostile: Report, heading: Heading):
    """Lines are broken at 100 columns, however long a text and however wide its characters."""
    assert max(columns(line) for line in text_of(hostile, heading).split('\n')) <= 100


def test_text_can_be_printed_anywhere(hostile: Report, heading: Heading):
    """No value can act on the terminal, and the text can be encoded."""
    text = text_of(hostile, heading)

    assert [character for character in text if not character.isprintable() and character not in '\n\u200d'] == []
    assert '空\ufffd响铃\ufffd转义\ufffd[31m红' in text
    assert text.encode('utf-8')


def test_continued_lines_hang_under_their_text(heading: Heading):
    """A finding too long for one line goes on under its own text, not under its number."""
    finding = Finding('c', 'field', 'error', '/fields/x', '地址', '长' * 60, '请更正', (), '')
    report = Report('xy/a', 'xy', '1', '2026-03-02', 'supplement', (finding,))

    text = text_of(report, heading)

    assert f'\n1. 地址：{"长" * 45}\n   {"长" * 15}\n   处理：请更正\n' in text


def test_what_a_finding_lacks_is_not_mentioned(heading: Heading):
    """Without remedy, citation or rows there is no empty line for them."""
    findings = (
        Finding('c', 'field', 'error', '', '', '形状不对', '', (), ''),
        Finding('c', 'field', 'error', '', '地址', '未填写', '', (), '附件'),
        Finding('c', 'field', 'error', '', '电话', '未填写', '', ('XY-1', 'XY-2'), ''),
    )
    report = Report('xy/a', 'xy', '1', '2026-03-02', 'supplement', findings)

    text = text_of(report, heading)

    assert ('1. 形状不对\n2. 地址：未填写\n   依据：附件\n3. 电话：未填写\n   依据：XY-1、XY-2\n') in text


def test_without_names_pointers_stand_for_places(defects: Report):
    """Who gives no names still learns what is needed."""
    text = to_text(defects, pack_title='办法', form_title='表', subject='')

    assert '- 正式运营满6个月：还需要 /supplement/operating_since、/received_on\n' in text
    assert '核验对象' not in text


def test_names_may_be_partial(defects: Report):
    """A place the schema does not know is called by its own name."""
    text = to_text(
        defects, pack_title='办法', form_title='表', subject='', names=Names({}, {'properties': {'supplement': {}}})
    )

    assert '还需要 operating_since、received_on\n' in text


def test_the_outcome_is_said_in_other_languages_too(defects: Report, heading: Heading):
    """Writing in English never fails, whether or not every message is translated."""
    use_language('en')

    assert text_of(defects, heading)


def test_text_is_the_same_every_time(hostile: Report, heading: Heading):
    """Equal reports give equal texts."""
    assert text_of(hostile, heading) == text_of(hostile, heading)
