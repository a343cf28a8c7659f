"""docforms template: the workshop for templates."""

from __future__ import annotations

from pathlib import Path

import click

from docforms import api
from docforms.cli.options import PATH, as_json, ending, format_option, output_option, packs_option
from docforms.exceptions import DocformsError
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


@template.command(
    help=_(
        "检查 Word 文件：版式对照 GB/T 9704—2012，标记和变量对照所属的文书，问题一次列全。\n\n"
        "例：docforms template check 告知书.docx --document PACK/DOCUMENT"
    )
)
@click.argument('files', nargs=-1, required=True, metavar='FILE…')
@click.option('--document', default='', metavar='PACK/NAME', help=_("模板属于哪种文书或表单（规则包中的模板不必写）"))
@format_option('text', 'json')
@packs_option
@click.pass_context
def check(context: click.Context, files: tuple[str, ...], document: str, form: str, packs: tuple[Path, ...]) -> None:
    from docforms.documents.checking import as_data, as_text

    found = list(api.check_templates(files, document=document, packs=packs))
    # One unreadable file does not hide what is wrong with the others.
    failures = [each for each in found if isinstance(each, DocformsError)]
    reports = [each for each in found if not isinstance(each, DocformsError)]
    if form == 'json':
        click.echo(as_json([as_data(report) for report in reports]))
    elif reports:
        click.echo('\n'.join(as_text(report) for report in reports))
    for failure in dict.fromkeys(str(failure) for failure in failures):
        click.echo(failure, err=True)
    clean = all(report.clean for report in reports)
    context.exit(failures[0].exit_code if failures else 0 if clean else 1)


@template.command(
    help=_(
        "取出一份模板，供本单位用 Word 或 WPS 修改。\n\n"
        "例：docforms template eject PACK/DOCUMENT -o 本单位/DOCUMENT.docx"
    )
)
@click.argument('name', metavar='PACK/NAME')
@output_option
@packs_option
def eject(name: str, output: str, packs: tuple[Path, ...]) -> None:
    ending(output, ('docx',))
    write_bytes(output, api.eject_template(name, packs=packs))
    message = _(
        "已写入 {file}。改好后用 docforms template check {file} --document {name} 检查，"
        "生成文书时用 --templates 指定所在目录"
    )
    click.echo(message.format(file=output, name=name), err=True)
