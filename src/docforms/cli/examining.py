"""docforms doctor: what is installed, what is missing, how to get it."""

from __future__ import annotations

from dataclasses import asdict

import click

from docforms import __version__, api
from docforms.cli.options import as_json, format_option
from docforms.exceptions import ToolMissing
from docforms.i18n import _


@click.command(help=_("检查外部程序和公文字体是否齐备，缺少的给出安装命令。\n\n例：docforms doctor"))
@format_option('text', 'json')
@click.pass_context
def doctor(context: click.Context, form: str) -> None:
    programs, faces = api.doctor()
    if form == 'json':
        found = [{'program': p.probe.program, 'usable': p.usable, 'version': p.version} for p in programs]
        click.echo(as_json({'docforms': __version__, 'programs': found, 'faces': [asdict(face) for face in faces]}))
    else:
        click.echo(f'docforms {__version__}')
        for program in programs:
            if program.usable:
                line = _("{name} {version}：可用").format(name=program.probe.program, version=program.version)
            else:
                line = _("{name}：没有或版本过低，请安装：{hint}").format(
                    name=program.probe.program, hint=program.probe.hint
                )
            click.echo(line)
        for face in faces:
            stand_in = _("{name}：未安装，生成 PDF 时以 {stand_in} 代替；Word 文件不受影响")
            there = _("{name}：已安装")
            click.echo((there if face.installed else stand_in).format(name=face.name, stand_in=face.stand_in))
    context.exit(0 if all(program.usable for program in programs) else ToolMissing.exit_code)
