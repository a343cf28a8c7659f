"""Say in lines of text what is wrong with a table."""

from __future__ import annotations

from docforms.batch.rows import RowFinding
from docforms.i18n import _


def finding_line(finding: RowFinding) -> str:
    """Write a finding on one line: place, what is wrong, what to do."""
    return _("{place}：{text}").format(place=place_of(finding), text=sentence(finding))


def sentence(finding: RowFinding) -> str:
    """Say what is wrong and what to do; what ends with a question needs no full stop."""
    if finding.message.endswith(('？', '?')):
        return finding.message + finding.remedy
    return _("{message}。{remedy}").format(message=finding.message, remedy=finding.remedy)


def place_of(finding: RowFinding) -> str:
    """Write the place of a finding: 工作表“名单”第 5 行“联系电话”（C5）."""
    words = [
        _("工作表“{name}”").format(name=finding.sheet) if finding.sheet else '',
        _("第 {row} 行").format(row=finding.row),
        _("“{column}”").format(column=finding.column) if finding.column else '',
        _("（{cell}）").format(cell=finding.cell) if finding.cell else '',
    ]
    return ''.join(words)
