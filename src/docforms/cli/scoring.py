"""docforms score: score sheets."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from docforms import api
from docforms.cli.options import as_json, ending, format_option, in_format, packs_option, templates_option
from docforms.exceptions import UsageError
from docforms.files import write_bytes
from docforms.i18n import _


@click.command(
    help=_(
        "计算评分表：总分、结果，漏打、错打的分一次列全；可生成填好的评分表。\n\n"
        "例：docforms score PACK/SHEET 评分.json"
    )
)
@click.argument('sheet')
@click.argument('marks')
@format_option('text', 'json')
@click.option('-o', '--output', metavar='FILE', help=_("把填好的评分表写到文件（.docx 或 .pdf）"))
@packs_option
@templates_option
@click.pass_context
def score(
    context: click.Context,
    sheet: str,
    marks: str,
    form: str,
    output: str | None,
    packs: tuple[Path, ...],
    templates: Path | None,
) -> None:
    from docforms import reports as writing
    from docforms.records import read_record

    wanted = ending(output, ('docx', 'pdf')) if output else ''
    found, result, values, document = api.score(sheet, read_record(marks), packs=packs)
    if form == 'json':
        click.echo(as_json({**asdict(result), 'result': writing.result_of(found, result)}))
    else:
        click.echo(writing.score_text(found, result, values['institution_name']))
    if output:
        if document is None:
            raise UsageError(_("评分表 {sheet} 没有对应的文书，不能打印").format(sheet=sheet))
        content = api.render(document.id, values, packs=packs, templates=templates)
        write_bytes(output, in_format(wanted, content))
        click.echo(_("已写入 {file}").format(file=output), err=True)
    context.exit(1 if result.faults else 0)
