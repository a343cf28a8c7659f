from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from docforms.findings import Finding, Report, Undecided
from docforms.reports import to_json

DATA = Path(__file__).parent / 'data'

# The libraries that reading findings as text or JSON must not load.
PROBE = """
import sys
before = set(sys.modules)
from docforms.reports import to_json, to_text
loaded = {name.partition('.')[0] for name in set(sys.modules) - before}
print(sorted(loaded - set(sys.stdlib_module_names)))
"""


def test_one_report_is_an_object_with_the_agreed_keys():
    """A single report is written as an object, its keys in the agreed order, Chinese as it is."""
    finding = Finding(
        code='material-missing',
        kind='material',
        severity='error',
        pointer='/materials/premises',
        label='办公场所产权证明或租赁合同',
        message='未提交',
        remedy='请提供“租赁合同”',
        requirements=('XY-9.5',),
        citation='第九条第（五）项',
    )
    undecided = Undecided('operating-six-months', ('/supplement/operating_since',), '正式运营满6个月')
    report = Report(
        'xy/application', 'xy', '1.2.0', '2026-03-02', 'supplement', (finding,), ('premises',), (), (undecided,)
    )

    expected = (DATA / 'one.json').read_text(encoding='utf-8')

    assert to_json([report]) == expected.rstrip('\n')


def test_several_reports_are_a_list(nothing: Report, defects: Report):
    """Several reports are a list in the order given, and no report is an empty list."""
    written = json.loads(to_json([defects, nothing]))

    assert [report['outcome'] for report in written] == ['refuse', 'complete']
    assert json.loads(to_json([])) == []


def test_findings_stay_as_the_report_has_them(defects: Report):
    """JSON keeps the order of the report; sorting is for readers."""
    written = json.loads(to_json([defects]))

    assert [finding['code'] for finding in written['findings']] == [finding.code for finding in defects.findings]


def test_hostile_text_comes_back_unchanged(hostile: Report):
    """Whatever a text holds, it can be written to a file as UTF-8 and read again as it was."""
    text = to_json([hostile])

    written = json.loads(text.encode('utf-8'))

    assert [finding['message'] for finding in written['findings']] == [f.message for f in hostile.findings]
    assert tuple(written['checked']) == hostile.checked
    assert [item['title'] for item in written['undecided']] == [item.title for item in hostile.undecided]


def test_json_holds_nothing_a_terminal_would_obey(hostile: Report):
    """Control characters and marks that turn the reading order are written by number."""
    text = to_json([hostile])

    assert [character for character in text if not character.isprintable() and character not in '\n\u200d'] == []


def test_text_and_json_load_no_library(repository: Path):
    """Text and JSON need nothing but docforms itself: neither Jinja nor openpyxl nor lxml."""
    command = [sys.executable, '-c', PROBE]
    result = subprocess.run(
        command, check=True, capture_output=True, encoding='utf-8', env={'PYTHONPATH': str(repository / 'src')}
    )

    assert result.stdout.strip() == "['docforms']"
