"""Reports as plain text, for a terminal or a message."""

from __future__ import annotations

from collections.abc import Iterator

from docforms.findings import Finding, Report
from docforms.i18n import _
from docforms.reports.names import Names
from docforms.reports.printable import one_line
from docforms.reports.wording import cited, day, needed, scope_line, sections, summary_line, what
from docforms.reports.wrapping import wrapped


def to_text(
    report: Report,
    *,
    pack_title: str,
    form_title: str,
    subject: str,
    names: Names | None = None,
) -> str:
    """Write a report in lines of at most 100 columns, without colours and without a final newline.

    Args:
        report: What to say.
        pack_title: Title of the regulation, without 《》.
        form_title: Title of the form.
        subject: Who or what was checked; may be empty.
        names: What ids and places are called; without them those to be supplied stand as pointers.
    """
    names = names or Names()
    blocks = [
        [*wrapped(summary_line(report, names), rest='  '), *_top(report, pack_title, form_title, subject)],
        *_sections(report, names),
        list(_undecided(report, names)),
        wrapped(scope_line(report)),
    ]
    return '\n\n'.join('\n'.join(block) for block in blocks if block)


def _top(report: Report, pack_title: str, form_title: str, subject: str) -> list[str]:
    lines = []
    if subject:
        lines.append(_("核验对象：{subject}").format(subject=one_line(subject)))
    lines.append(_("表单：{form}").format(form=one_line(form_title)))
    rules = _("依据：《{title}》（规则版本 {version}）")
    lines.append(rules.format(title=one_line(pack_title), version=one_line(report.pack_version)))
    lines.append(_("核验日期：{day}").format(day=day(report.as_of)))
    return [line for text in lines for line in wrapped(text, rest='  ')]


def _sections(report: Report, names: Names) -> Iterator[list[str]]:
    digits = len(str(len(report.findings)))
    for section in sections(report, names):
        title = _("{title}：{count} 项").format(title=section.title, count=len(section.findings))
        lines = wrapped(title)
        for number, finding in section.findings:
            lines += _finding(f'{number:>{digits}}. ', finding)
        yield lines


def _finding(first: str, finding: Finding) -> Iterator[str]:
    rest = ' ' * len(first)
    yield from wrapped(what(finding), first=first, rest=rest)
    remedy, source = one_line(finding.remedy), cited(finding)
    if remedy:
        yield from wrapped(_("处理：{remedy}").format(remedy=remedy), first=rest, rest=rest)
    if source:
        yield from wrapped(_("依据：{source}").format(source=source), first=rest, rest=rest)


def _undecided(report: Report, names: Names) -> Iterator[str]:
    if not report.undecided:
        return
    yield from wrapped(_("尚不能判断：{count} 项").format(count=len(report.undecided)))
    for item in report.undecided:
        title = names.title_of(item)
        if item.needs:
            title = _("{title}：还需要 {needs}").format(title=title, needs=needed(item, names))
        yield from wrapped(title, first='- ', rest='  ')
        if item.remedy:
            yield from wrapped(_("处理：{remedy}").format(remedy=one_line(item.remedy)), first='  ', rest='  ')
