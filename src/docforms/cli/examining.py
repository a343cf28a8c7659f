"""docforms doctor: what is installed, what is missing, how to get it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from docforms import __version__, api
from docforms.cli.options import as_json, format_option
from docforms.exceptions import ToolMissing
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.extraction.requisites import Requisite
    from docforms.tools import Face, Found


@click.command(
    help=_("检查外部程序、公文字体和读扫描件所需的程序库是否齐备，缺少的给出安装命令。\n\n例：docforms doctor")
)
@format_option('text', 'json')
@click.pass_context
def doctor(context: click.Context, form: str) -> None:
    programs, faces, requisites = api.doctor()
    if form == 'json':
        found = [{'program': p.probe.program, 'usable': p.usable, 'version': p.version} for p in programs]
        rows = {'programs': found, 'faces': _dicts(faces), 'scans': _dicts(requisites)}
        click.echo(as_json({'docforms': __version__, **rows}))
    else:
        click.echo(f'docforms {__version__}')
        for line in (*map(_program, programs), *map(_face, faces), *map(_requisite, requisites)):
            click.echo(line)
    complete = all(each.usable for each in programs) and all(each.usable for each in requisites)
    context.exit(0 if complete else ToolMissing.exit_code)


def _dicts(rows: Iterable[Face | Requisite]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def _program(program: Found) -> str:
    probe = program.probe
    if program.usable:
        return _("{name} {version}：可用").format(name=probe.program, version=program.version)
    return _("{name}：没有或版本过低，请安装：{hint}").format(name=probe.program, hint=probe.hint)


def _face(face: Face) -> str:
    if face.installed:
        return _("{name}：已安装").format(name=face.name)
    message = _("{name}：未安装，生成 PDF 时以 {stand_in} 代替；Word 文件不受影响")
    return message.format(name=face.name, stand_in=face.stand_in)


def _requisite(requisite: Requisite) -> str:
    if requisite.usable:
        return _("{name}：可用，读扫描件用").format(name=requisite.name)
    message = _("{name}：没有或不能用，读不了扫描件，请安装：{hint}")
    return message.format(name=requisite.name, hint=requisite.hint)
