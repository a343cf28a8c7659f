"""docforms new, fill, render: forms and documents."""

from __future__ import annotations

from pathlib import Path

import click

from docforms import api
from docforms.cli.options import PATH, as_json, ending, in_format, output_option, packs_option, templates_option
from docforms.files import write_bytes
from docforms.i18n import _


@click.command(
    help=_(
        "生成空白表（.docx 或 .pdf）、空白数据（.json），或录入调查问卷的工作簿（.xlsx）。\n\n"
        "例：docforms new PACK/FORM -o 空白表.docx"
    )
)
@click.argument('form')
@output_option
@packs_option
@templates_option
def new(form: str, output: str, packs: tuple[Path, ...], templates: Path | None) -> None:
    wanted = ending(output, ('docx', 'pdf', 'json', 'xlsx'))
    if wanted == 'xlsx':
        content = api.new_answers(form, packs=packs)
    elif wanted == 'json':
        content = as_json(api.skeleton(form, packs=packs)).encode() + b'\n'
    else:
        content = in_format(wanted, api.new(form, packs=packs, templates=templates))
    _write(output, content)


@click.command(help=_("用申请数据填好正式表格。\n\n例：docforms fill 申请.json -o 申请表.docx"))
@click.argument('record')
@output_option
@packs_option
@templates_option
def fill(record: str, output: str, packs: tuple[Path, ...], templates: Path | None) -> None:
    from docforms.records import read_record

    wanted = ending(output, ('docx', 'pdf', 'json'))
    data = read_record(record)
    if wanted == 'json':
        content = as_json(data).encode() + b'\n'
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
