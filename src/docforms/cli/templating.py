"""docforms template: the workshop for templates."""

from __future__ import annotations

from pathlib import Path

import click

from docforms import api
from docforms.cli.options import PATH
from docforms.files import write_bytes
from docforms.i18n import _


@click.group(help=_("制作和检查模板的工具。"))
def template() -> None:
    """Group the commands of the template workshop."""


@template.command(
    help=_(
        "由文字底稿生成 Word 模板：文书来自 templates 中的 .md，表单来自 .layout.yaml。\n\n"
        "例：docforms template build schemas/PACK"
    )
)
@click.argument('folders', nargs=-1, required=True, type=PATH, metavar='FOLDER…')
@click.option('--check', is_flag=True, help=_("只检查模板是否与底稿一致，不写文件"))
@click.pass_context
def build(context: click.Context, folders: tuple[Path, ...], *, check: bool) -> None:
    stale = 0
    for folder in folders:
        for path, content in api.build_templates(folder).items():
            if path.is_file() and path.read_bytes() == content:
                continue
            stale += 1
            if check:
                click.echo(_("{file}：与底稿不一致，请重新生成").format(file=path))
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_bytes(str(path), content)
                click.echo(_("已写入 {file}").format(file=path))
    if not stale:
        click.echo(_("模板与底稿一致"))
    context.exit(1 if check and stale else 0)
