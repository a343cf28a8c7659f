from __future__ import annotations

import re
from typing import Any

import pytest

from docforms.findings import Finding, Report, Undecided, outcome_of
from docforms.reports import Names, summary_line
from docforms.reports.wording import cited, day, needed_and_remedy, outcome_words, scope_line, sections


def finding(kind: Any, severity: Any = 'error', **values: Any) -> Finding:
    """Make a finding."""
    members = {'requirements': (), 'citation': '', **values}
    return Finding('code', kind, severity, '/fields/x', '项目', '问题', '办法', **members)


def report(*findings: Finding, undecided: int = 0) -> Report:
    """Make a report."""
    return Report(
        'xy/a', 'xy', '1', '2026-03-02', outcome_of(findings), findings,
        undecided=tuple(Undecided(str(number), ()) for number in range(undecided)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ('subject', 'expected'),
    [
        (report(), '共 0 项：错误 0 项，提醒 0 项；结论：材料齐全、填写无误'),
        (report(finding('field')), '共 1 项：错误 1 项，提醒 0 项；结论：需要补正'),
        (report(finding('bar', 'warning')), '共 1 项：错误 0 项，提醒 1 项；结论：材料齐全、填写无误'),
        (
            report(finding('field'), finding('material'), finding('field', 'warning')),
            '共 3 项：错误 2 项，提醒 1 项；结论：需要补正',
        ),
        (report(undecided=2), '共 0 项：错误 0 项，提醒 0 项；结论：材料齐全、填写无误；另有 2 项尚不能判断'),
    ],
)
def test_the_summary_counts_first(subject: Report, expected: str):
    """One line says how many findings of which severity, what they come to, and how many are open."""
    assert summary_line(subject, Names()) == expected


@pytest.mark.parametrize(
    ('kinds', 'expected'),
    [
        (['bar'], '不予受理'),
        (['condition', 'field'], '不符合条件'),
        (['condition', 'bar'], '不予受理，并且不符合条件'),
        (['material'], '需要补正'),
        ([], '材料齐全、填写无误'),
    ],
)
def test_a_refusal_names_its_ground(kinds: list[str], expected: str):
    """A bar is refused at the counter, an unmet condition is not met; both may be so."""
    assert outcome_words(report(*map(finding, kinds)), Names()) == expected


def test_a_refusal_is_called_as_the_regulation_calls_it():
    """One regulation turns an applicant away at the counter, another forbids the application itself."""
    subject = report(finding('bar'))

    assert summary_line(subject, Names(bar='不得申请')).endswith('结论：不得申请')
    assert [section.title for section in sections(subject, Names(bar='不得申请'))] == ['不得申请情形']


def test_a_refusal_without_ground_is_still_said():
    """A report that says refuse without saying why is taken at its word."""
    assert outcome_words(Report('xy/a', 'xy', '1', '2026-03-02', 'refuse'), Names()) == '不予受理或不符合条件'


def test_sections_go_from_the_gravest_to_the_lightest():
    """Errors stand by kind in reading order, all warnings after them, and numbers run on."""
    subject = report(
        finding('consistency'), finding('field', 'warning'), finding('field'), finding('bar'),
        finding('bar', 'warning'), finding('condition'), finding('material'), finding('bar'),
    )  # fmt: skip

    found = [
        (section.title, [number for number, _finding in section.findings]) for section in sections(subject, Names())
    ]

    assert found == [
        ('不予受理情形', [1, 2]),
        ('不符合的条件', [3]),
        ('缺少或不合格的材料', [4]),
        ('填写有误', [5]),
        ('互相不一致', [6]),
        ('提醒（不影响结论）', [7, 8]),
    ]


@pytest.mark.parametrize(
    ('requirements', 'citation', 'expected'),
    [
        (('XY-9.5',), '第九条第（五）项', '《办法》第九条第（五）项（XY-9.5）'),
        (('XY-1', 'XY-2'), '附件', '《办法》附件（XY-1、XY-2）'),
        ((), '附件', '《办法》附件'),
        (('XY-1',), '', 'XY-1'),
        ((), '', ''),
    ],
)
def test_sources_are_cited_as_people_do(requirements: tuple[str, ...], citation: str, expected: str):
    """The title in its marks, the place as printed, the rows in brackets; nothing for what is not there."""
    assert cited(finding('field', requirements=requirements, citation=citation), '办法') == expected


def test_a_citation_may_leave_the_title_to_its_surroundings():
    """Where a heading names the regulation, the place and rows are enough."""
    assert cited(finding('field', requirements=('XY-1',), citation='附件')) == '附件（XY-1）'


@pytest.mark.parametrize(
    ('iso', 'expected'),
    [('2026-03-02', '2026年3月2日'), ('2026-12-31', '2026年12月31日'), ('今天\n', '今天'), ('', '')],
)
def test_days_are_written_as_people_do(iso: str, expected: str):
    """A date is written without leading zeros; what is no date stays as it is."""
    assert day(iso) == expected


def test_the_scope_adds_up(defects: Report):
    """What was checked, did not apply and could not be decided make the total."""
    counts = [int(number) for number in re.findall(r'\d+', scope_line(defects))]

    assert counts == [8, 5, 1, 2]


def test_what_is_needed_stands_before_what_to_do():
    """A cell for what is still needed says what to do about it as well, where there is more to say."""
    names = Names()

    assert needed_and_remedy(Undecided('a', ('/x', '/y')), names) == '/x、/y'
    assert needed_and_remedy(Undecided('a', ('/x',), remedy='请核对'), names) == '/x。请核对'
