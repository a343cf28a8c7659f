"""docforms new, fill, render: forms and documents."""

from __future__ import annotations

from pathlib import Path

import click

from docforms import api
from docforms.cli.options import PATH, as_json, ending, in_format, output_option, packs_option, templates_option
from docforms.files import shown, write_bytes
from docforms.i18n import _


@click.command(
    help=_(
        "生成空白表（.docx、.pdf 或 .xlsx）或空白数据（.json）；"
        "文书和满意度调查只有 .xlsx，是批量生成用的空白名单、录入用的空白答卷。\n\n"
        "例：docforms new PACK/FORM -o 空白表.docx\n\n例：docforms new PACK/DOCUMENT -o 名单.xlsx"
    )
)
@click.argument('form', metavar='PACK/NAME')
@output_option
@packs_option
@templates_option
def new(form: str, output: str, packs: tuple[Path, ...], templates: Path | None) -> None:
    wanted = ending(output, ('docx', 'pdf', 'json', 'xlsx'))
    if wanted == 'json':
        content = as_json(api.skeleton(form, packs=packs)).encode() + b'\n'
    elif wanted == 'xlsx':
        content = api.new_workbook(form, packs=packs)
    else:
        content = in_format(wanted, api.new(form, packs=packs, templates=templates))
    _write(output, content)


@click.command(help=_("用申请数据填好正式表格。\n\n例：docforms fill 申请.json -o 申请表.docx"))
@click.argument('record')
@output_option
@packs_option
@templates_option
def fill(record: str, output: str, packs: tuple[Path, ...], templates: Path | None) -> None:
    from docforms.records import record_of, unconfirmed_of

    wanted = ending(output, ('docx', 'pdf', 'json', 'xlsx'))
    read = api.read(record, packs=packs)
    data, unconfirmed = record_of(read), unconfirmed_of(read)
    if unconfirmed:
        message = _("{file}：有 {count} 栏没有确认，按空白处理；可用 docforms extract 查看")
        click.echo(message.format(file=shown(record), count=len(unconfirmed)), err=True)
    if wanted == 'json':
        content = as_json(data).encode() + b'\n'
    elif wanted == 'xlsx':
        content = api.fill_workbook(data, packs=packs)
    else:
        content = in_format(wanted, api.fill(data, packs=packs, templates=templates))
    _write(output, content)


@click.command(help=_("生成一份文书。\n\n例：docforms render PACK/DOCUMENT 数据.json -o 文书.docx"))
@click.argument('document')
@click.argument('data')
@output_option
@packs_option
@templates_option
@click.option('--office', type=PATH, metavar='FILE', help=_("本单位的固定信息（名称、地址、电话等），JSON 或 YAML"))
def render(
    document: str,
    data: str,
    output: str,
    packs: tuple[Path, ...],
    templates: Path | None,
    office: Path | None,
) -> None:
    from docforms.records import read_record

    wanted = ending(output, ('docx', 'pdf'))
    fixed = read_record(str(office)) if office else None
    content = api.render(document, read_record(data), office=fixed, packs=packs, templates=templates)
    _write(output, in_format(wanted, content))


def _write(output: str, content: bytes) -> None:
    write_bytes(output, content)
    click.echo(_("已写入 {file}").format(file=output), err=True)
