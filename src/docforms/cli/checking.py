"""docforms validate, docforms deadlines."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docforms import api
from docforms.cli.options import (
    PATH,
    as_json,
    calendar_option,
    ending,
    format_option,
    in_format,
    packs_option,
    templates_option,
)
from docforms.exceptions import UsageError
from docforms.files import shown, write_bytes
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.findings import Report


@click.command(
    help=_(
        "核验申请：缺少的材料、填错的字段、不符合的条件一次列全，每条附条款和补正办法。\n\n"
        "例：docforms validate 申请.json --notice 告知书.docx"
    )
)
@click.argument('records', nargs=-1, required=True, metavar='RECORD…')
@click.option('--as-of', metavar='DATE', help=_("按哪一天核验（默认收件日期）"))
@format_option('text', 'json', 'html', 'xlsx')
@click.option('-o', '--output', default='-', metavar='FILE', help=_("把核验结果写到文件（默认显示在屏幕上）"))
@click.option('--notice', metavar='FILE', help=_("同时生成一次性告知书或不予受理告知书（.docx 或 .pdf）"))
@click.option('--office', type=PATH, metavar='FILE', help=_("本单位的固定信息（名称、地址、电话等），JSON 或 YAML"))
@packs_option
@calendar_option
@templates_option
@click.pass_context
def validate(
    context: click.Context,
    records: tuple[str, ...],
    as_of: str | None,
    form: str,
    output: str,
    notice: str | None,
    office: Path | None,
    packs: tuple[Path, ...],
    calendars: tuple[Path, ...],
    templates: Path | None,
) -> None:
    from docforms.records import read_record, record_of

    if (notice or form == 'xlsx') and len(records) > 1:
        raise UsageError(_("--notice 和 --format xlsx 一次只能用于一份申请"))
    if form == 'xlsx' and output == '-':
        raise UsageError(_("Excel 结果请用 -o 指定文件名，例如 -o 核验结果.xlsx"))
    wanted = ending(notice, ('docx', 'pdf')) if notice else ''
    read = [api.read(path, packs=packs) for path in records]
    today = date.today()
    reports = [api.validate(each, as_of=as_of, today=today, packs=packs, calendars=calendars) for each in read]
    data = [record_of(each) for each in read]
    write_bytes(output, _formatted(form, records, data, reports, packs))
    if notice and reports[0].outcome != 'complete':
        fixed = read_record(str(office)) if office else {}
        document, values = api.notice(data[0], reports[0], office=fixed, packs=packs)
        content = api.render(document.id, values, packs=packs, templates=templates)
        write_bytes(notice, in_format(wanted, content))
        click.echo(_("{title}已写入 {file}").format(title=document.title, file=notice), err=True)
    elif notice:
        click.echo(_("结论为材料齐全，没有需要告知的事项，未生成 {file}").format(file=notice), err=True)
    context.exit(1 if any(report.findings for report in reports) else 0)


def _formatted(
    form: str, names: tuple[str, ...], records: list[dict[str, Any]], reports: list[Report], packs: tuple[Path, ...]
) -> bytes:
    from docforms import reports as writing

    if form == 'json':
        return writing.to_json(reports).encode('utf-8', 'backslashreplace') + b'\n'
    found = [api.form_of(report.form, packs=packs) for report in reports]
    headings = [writing.heading_of(pack, each, shown(name)) for (pack, each), name in zip(found, names, strict=True)]
    if form == 'xlsx':
        return writing.annotated_workbook(reports[0], records[0], found[0][1], headings[0])
    if form == 'html':
        return writing.to_html(reports, headings).encode('utf-8', 'xmlcharrefreplace')
    texts = [
        writing.to_text(
            report, pack_title=head.pack_title, form_title=head.form_title, subject=head.subject, names=head.names
        )
        for report, head in zip(reports, headings, strict=True)
    ]
    return ('\n\n'.join(texts) + '\n').encode('utf-8', 'backslashreplace')


@click.command(help=_("按案件事件推算每个期限，逐日列出算法和依据。\n\n例：docforms deadlines PACK 事件.yaml"))
@click.argument('pack')
@click.argument('events')
@click.option('--as-of', metavar='DATE', help=_("按哪一天看各期限的状态（默认今天）"))
@format_option('text', 'json')
@packs_option
@calendar_option
def deadlines(
    pack: str, events: str, as_of: str | None, form: str, packs: tuple[Path, ...], calendars: tuple[Path, ...]
) -> None:
    from docforms import reports as writing
    from docforms.records import read_record
    from docforms.validation import as_of_date

    day = date.fromisoformat(as_of_date({}, as_of, date.today().isoformat()))
    found = api.deadlines(pack, read_record(events), as_of=day, packs=packs, calendars=calendars)
    if form == 'json':
        click.echo(as_json([deadline.to_data() for deadline in found]))
    else:
        title = api.catalogue(packs).pack(pack).title
        click.echo(writing.deadlines_text(found, pack_title=title, as_of=day.isoformat()))
