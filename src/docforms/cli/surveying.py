"""docforms survey: answers to questionnaires."""

from __future__ import annotations

from pathlib import Path

import click

from docforms import api
from docforms.cli.options import PATH, as_json, ending, format_option, in_format, packs_option, templates_option
from docforms.files import write_bytes
from docforms.i18n import _


@click.command(
    help=_(
        "统计调查问卷：份数、选项、满意率，填错的单元格一次列全；可生成带图表的统计表。\n\n"
        "先用 docforms new PACK/SURVEY -o 答卷.xlsx 生成录入用的工作簿。\n\n"
        "例：docforms survey PACK/SURVEY 答卷.xlsx -o 统计表.docx"
    )
)
@click.argument('survey')
@click.argument('answers')
@format_option('text', 'json')
@click.option('-o', '--output', metavar='FILE', help=_("把统计表写到文件（.docx、.pdf 或 .json）"))
@click.option('--office', type=PATH, metavar='FILE', help=_("本单位的固定信息（名称、地址、电话等），JSON 或 YAML"))
@packs_option
@templates_option
def survey(
    survey: str,
    answers: str,
    form: str,
    output: str | None,
    office: Path | None,
    packs: tuple[Path, ...],
    templates: Path | None,
) -> None:
    from docforms import reports as writing
    from docforms.records import read_record

    wanted = ending(output, ('docx', 'pdf', 'json')) if output else ''
    fixed = read_record(str(office)) if office else None
    found, statistics, values, document = api.survey(survey, answers, office=fixed, packs=packs)
    data = writing.survey_data(found, statistics)
    click.echo(as_json(data) if form == 'json' else writing.survey_text(found, statistics))
    if output:
        if wanted == 'json':
            content = as_json(data).encode() + b'\n'
        else:
            content = in_format(wanted, api.render(document.id, values, packs=packs, templates=templates))
        write_bytes(output, content)
        click.echo(_("已写入 {file}").format(file=output), err=True)
