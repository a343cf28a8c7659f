"""Say in lines of text what checking a table gave."""

from __future__ import annotations

from typing import Final

from docforms.batch.preflight import Preflight
from docforms.batch.wording import finding_line
from docforms.i18n import _
from docforms.reports.printable import one_line
from docforms.reports.wrapping import wrapped

LISTED: Final = 50


def preflight_text(result: Preflight, name: str) -> str:
    """Write the first findings, one after another, in lines of at most 100 columns, without a final newline.

    `name` is the file as the user gave it.
    """
    lines = [summary(result, name)]
    shown = result.findings[:LISTED]
    digits = len(str(len(shown)))
    for number, finding in enumerate(shown, start=1):
        first = f'{number:>{digits}}. '
        lines += wrapped(one_line(finding_line(finding)), first=first, rest=' ' * len(first))
    if result.count > len(shown):
        message = _("另有 {count} 处问题没有列出；全部标在批注工作簿里")
        if result.count > len(result.findings):
            message = _("另有 {count} 处问题没有列出")
        lines.append(message.format(count=result.count - len(shown)))
    return '\n'.join(lines)


def summary(result: Preflight, name: str) -> str:
    """Say in one sentence how many rows are good."""
    if not result.rows:
        return _("{file}：没有数据行，请从表头下一行起填写").format(file=name)
    if not result.bad:
        return _("{file}：共 {rows} 行，全部可用").format(file=name, rows=result.rows)
    message = _("{file}：共 {rows} 行，{bad} 行有问题（{count} 处），{good} 行可用")
    return message.format(
        file=name, rows=result.rows, bad=result.bad, count=result.count, good=result.rows - result.bad
    )
