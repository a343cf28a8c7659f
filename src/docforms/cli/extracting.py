"""docforms extract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docforms import api
from docforms.cli.folder_reading import read_folder
from docforms.cli.options import as_json, packs_option
from docforms.exceptions import InputError, OutputError, UsageError
from docforms.files import reason_of, shown, write_bytes
from docforms.i18n import _
from docforms.records import plain

if TYPE_CHECKING:
    from docforms.extraction import Evidence


@click.command(
    help=_(
        "读取填好的表格（.docx、.xlsx、.pdf，以及扫描件 .pdf、.jpg、.png、.tif）："
        "每个值附出处和把握程度，没有把握的不写入数据，逐项列出待核对。\n\n"
        "-o 写成 JSON；几个文件时写成 .jsonl（每份一行）或写入文件夹（每份一个 .json）。"
        "--review 另写一个网页，对着原件逐项核对、改正、保存。\n\n"
        "FILE 是文件夹时，读取其中全部文件，结果和“汇总.xlsx”写入 -o 指定的文件夹；读不了的文件不影响其余。\n\n"
        "例：docforms extract 申请表.docx -o 申请.json\n\n"
        "例：docforms extract 收件 -o 结果 --review"
    )
)
@click.argument('files', nargs=-1, required=True, metavar='FILE…')
@click.option('--form', metavar='PACK/FORM', help=_("是哪张表（默认按标题和栏目识别）"))
@click.option(
    '--papers', multiple=True, metavar='PATH', help=_("随表提交的材料：文件或文件夹（可多次），拆分、识别并与表核对")
)
@click.option('-o', '--output', metavar='FILE', help=_("写到哪个文件或文件夹（默认显示在屏幕上）"))
@click.option(
    '--format', 'written', type=click.Choice(('text', 'json')), help=_("输出格式（显示默认 text，文件默认 json）")
)
@click.option(
    '--review',
    is_flag=False,
    flag_value='',
    metavar='[FILE]',
    help=_("另写核对用的网页（默认与 -o 同名，结尾为 .html；文件夹中每个文件一页）"),
)
@click.option('--jobs', type=click.IntRange(1), metavar='N', help=_("读文件夹：同时用几个进程（默认与处理器核数相同）"))
@click.option('--resume', is_flag=True, help=_("读文件夹：已有结果的文件不再读取，核对过的结果保留"))
@click.option('--replace', is_flag=True, help=_("读文件夹：允许覆盖内容不同的已有结果"))
@packs_option
@click.pass_context
def extract(
    context: click.Context,
    files: tuple[str, ...],
    form: str | None,
    papers: tuple[str, ...],
    output: str | None,
    written: str | None,
    review: str | None,
    jobs: int | None,
    resume: bool,  # noqa: FBT001 - an option of the command
    replace: bool,  # noqa: FBT001 - as above
    packs: tuple[Path, ...],
) -> None:
    if len(files) == 1 and Path(files[0]).is_dir():
        if review:
            raise UsageError(_("读文件夹时 --review 后面不写文件名，核对页与结果写在一起"))
        options = api.ExtractOptions(form or '', review is not None, resume, replace, jobs or 0)
        context.exit(read_folder(Path(files[0]), output, options, written or 'text', packs))
    if jobs or resume or replace:
        raise UsageError(_("--jobs、--resume 和 --replace 只用于读文件夹"))
    page = _page_path(files, output, review)
    if output and written == 'text' and len(files) > 1:
        raise UsageError(_("几个文件的结果只能写成 JSON，请去掉 --format text"))
    if papers and len(files) > 1:
        raise UsageError(_("--papers 一次只能用于一份申请表"))
    found: list[Evidence] = []
    failed = 0
    for file in files:
        try:
            found.append(api.extract(file, form=form, papers=papers, packs=packs))
        except InputError as error:
            if len(files) == 1:
                raise
            # One file that cannot be read must not cost the others.
            click.echo(str(error), err=True)
            failed = error.exit_code
    _write(found, output, written or ('json' if output else 'text'), single=len(files) == 1, packs=packs)
    if page:
        _put(page, api.review_page(files[0], found[0], packs=packs))
    doubtful = any(value.state in ('doubtful', 'unreadable') for each in found for value in each.values())
    context.exit(failed or int(doubtful))


def _page_path(files: tuple[str, ...], output: str | None, review: str | None) -> str:
    """Say where the page for checking goes; '' for none."""
    if review is None:
        return ''
    if len(files) > 1 or files == ('-',):
        raise UsageError(_("--review 一次只能用于一个文件，或一个文件夹"))
    if not review and (not output or output == '-'):
        raise UsageError(_("请在 --review 后面写明网页的文件名，例如 --review 核对.html"))
    return review or str(Path(output or '').with_suffix('.html'))


def _write(found: list[Evidence], output: str | None, written: str, *, single: bool, packs: tuple[Path, ...]) -> None:
    if written == 'text':
        text = '\n\n'.join(_text(each, packs) for each in found)
        _put(output or '-', f'{text}\n')
    elif output and output.endswith('.jsonl'):
        lines = (json.dumps(each.to_data(), ensure_ascii=False, default=plain) for each in found)
        _put(output, ''.join(f'{line}\n' for line in lines))
    elif output and not single:
        _put_in_folder(found, Path(output))
    else:
        data = [each.to_data() for each in found]
        _put(output or '-', f'{as_json(data[0] if single else data)}\n')


def _text(evidence: Evidence, packs: tuple[Path, ...]) -> str:
    from docforms.reports import evidence_text

    _pack, form = api.form_of(evidence.form, packs=packs)
    return evidence_text(evidence, form_title=form.title)


def _put_in_folder(found: list[Evidence], folder: Path) -> None:
    """Write one file for each; of files of one name, the later ones are numbered."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        message = _("{folder}：文件夹建不起来（{reason}）")
        raise OutputError(message.format(folder=shown(str(folder)), reason=reason_of(error))) from None
    taken: set[str] = set()
    for each in found:
        stem = Path(each.source.file).stem
        name = next(name for name in (stem, *(f'{stem}-{number}' for number in range(2, 10_000))) if name not in taken)
        taken.add(name)
        _put(str(folder / f'{name}.json'), f'{as_json(each.to_data())}\n')


def _put(target: str, text: str) -> None:
    write_bytes(target, text.encode('utf-8', 'backslashreplace'))
    if target != '-':
        click.echo(_("已写入 {file}").format(file=target), err=True)
