"""docforms batch: one document for every row of a table."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docforms import api
from docforms.cli.options import (
    PATH,
    as_json,
    format_option,
    in_format,
    output_option,
    packs_option,
    templates_option,
)
from docforms.cli.progress import Progress
from docforms.exceptions import OutputError, UsageError
from docforms.files import write_bytes
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.batch.run import Checked
    from docforms.batch.stage import Tally


@click.command(
    help=_(
        "按表格（.xlsx、.csv、.jsonl）批量生成文书，一行一份。先核对全部行，有问题的标在“检查结果.xlsx”里，什么都不写；"
        "中断后用同样的参数加 --resume 接着做。\n\n"
        "-o 的结尾决定写成什么：文件夹；.zip 打成一包；.docx 或 .pdf 合并成一个文件供双面打印，每份从奇数页开始。\n\n"
        "例：docforms batch PACK/DOCUMENT 名单.xlsx -o 文书"
    )
)
@click.argument('document')
@click.argument('table')
@output_option
@click.option('--pdf', is_flag=True, help=_("每份都转成 PDF"))
@click.option(
    '--name', default='', metavar='PATTERN', help=_("文件名格式，字段写在大括号里，例如 {row:05}-{institution_name}")
)
@click.option(
    '--number', default='', metavar='NUMBER', help=_("从这个文号起按名单顺序编发文字号，例如 某函〔2026〕3号")
)
@click.option('--skip-bad', is_flag=True, help=_("有问题的行跳过并列出，其余照常生成"))
@click.option('--dry-run', is_flag=True, help=_("只生成第一行作为样张，不写其他文件"))
@click.option('-y', '--yes', is_flag=True, help=_("核对之后不再询问，直接生成"))
@click.option('--resume', is_flag=True, help=_("接着做上次没有做完的；表格、模板或选项变了就不做"))
@click.option('--replace', is_flag=True, help=_("允许覆盖内容不同的同名文件"))
@click.option('--jobs', type=click.IntRange(1), metavar='N', help=_("同时用几个进程（默认与处理器核数相同）"))
@click.option(
    '--engine',
    type=click.Choice(['local', 'dask']),
    default='local',
    help=_("由谁来做：local 本机（默认）；dask 一群机器，用 --scheduler 指明"),
)
@click.option(
    '--scheduler', default='', metavar='ADDR', help=_("dask 调度器的地址，例如 tcp://10.0.0.5:8786；见 docs/batch.md")
)
@click.option('--labels', type=PATH, metavar='FILE', help=_("另外生成送达标签（.docx）"))
@click.option('--delivery-list', type=PATH, metavar='FILE', help=_("另外生成送达清单（.xlsx）"))
@click.option('--register', type=PATH, metavar='FILE', help=_("另外生成发文登记（.xlsx）"))
@click.option('--office', type=PATH, metavar='FILE', help=_("本单位的固定信息（名称、地址、电话等），JSON 或 YAML"))
@format_option('text', 'json')
@packs_option
@templates_option
@click.pass_context
def batch(
    context: click.Context,
    document: str,
    table: str,
    output: str,
    pdf: bool,  # noqa: FBT001 - an option of the command
    name: str,
    number: str,
    skip_bad: bool,  # noqa: FBT001 - as above
    dry_run: bool,  # noqa: FBT001 - as above
    yes: bool,  # noqa: FBT001 - as above
    resume: bool,  # noqa: FBT001 - as above
    replace: bool,  # noqa: FBT001 - as above
    jobs: int | None,
    engine: str,
    scheduler: str,
    labels: Path | None,
    delivery_list: Path | None,
    register: Path | None,
    office: Path | None,
    form: str,
    packs: tuple[Path, ...],
    templates: Path | None,
) -> None:
    from docforms.records import read_record

    _check_engine(engine, scheduler)
    fixed = read_record(str(office)) if office else None
    options = api.BatchOptions(
        name=name, number=number, pdf=pdf, skip_bad=skip_bad, replace=replace, resume=resume, jobs=jobs or 0,
        scheduler=scheduler,
        labels=labels, delivery_list=delivery_list, register=register,
    )  # fmt: skip
    if dry_run:
        _write_sample(document, table, output, options, fixed, packs, templates)
        return
    progress = Progress()

    def confirm(found: Checked) -> bool:
        progress.clear()
        return yes or resume or not _asks() or _agreed(found, output)

    try:
        result = api.batch(
            document, table, output, options, office=fixed, packs=packs, templates=templates,
            desk=api.Desk(confirm, progress),
        )  # fmt: skip
    finally:
        progress.clear()
    click.echo(as_json(_data(result)) if form == 'json' else _text(result, table, output))
    context.exit(_exit_code(result))


def _check_engine(engine: str, scheduler: str) -> None:
    if engine == 'dask' and not scheduler:
        raise UsageError(_("--engine dask 要用 --scheduler 指明调度器的地址，例如 tcp://10.0.0.5:8786"))
    if scheduler and engine != 'dask':
        raise UsageError(_("--scheduler 只与 --engine dask 同用，请加上或去掉其中一个"))


def _asks() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _agreed(found: Checked, output: str) -> bool:
    question = _("将生成 {count} 份，写入 {output}；有问题的 {bad} 行不生成。继续吗？")
    if not found.preflight.bad:
        question = _("将生成 {count} 份，写入 {output}。继续吗？")
    return click.confirm(question.format(count=found.good, output=output, bad=found.preflight.bad), err=True)


def _write_sample(
    document: str,
    table: str,
    output: str,
    options: api.BatchOptions,
    office: dict[str, object] | None,
    packs: tuple[Path, ...],
    templates: Path | None,
) -> None:
    from docforms.batch.stores import local_path

    target = local_path(output)
    if target is None:
        raise UsageError(_("样张只能写到本机：--dry-run 时请把 -o 改为本机的文件夹"))
    file, content = api.batch_sample(document, table, output, options, office=office, packs=packs, templates=templates)
    ending = 'pdf' if options.pdf or target.suffix.lower() == '.pdf' else 'docx'
    folder = target.parent if target.suffix.lower() in {'.zip', '.docx', '.pdf'} else target
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        from docforms.files import output_error

        raise output_error(folder, error) from None
    path = folder / (_("样张-{name}").format(name=Path(file).stem) + f'.{ending}')
    write_bytes(str(path), in_format(ending, content))
    click.echo(_("样张已写入 {file}；其他文件没有生成").format(file=path), err=True)


def _exit_code(result: api.BatchResult) -> int:
    if result.tally is not None and result.tally.refused:
        return OutputError.exit_code
    bad = result.checked.preflight.bad or (result.tally is not None and result.tally.failed)
    return 1 if bad else 0


def _text(result: api.BatchResult, table: str, output: str) -> str:
    from docforms.batch.preflight_text import preflight_text, summary

    found = result.checked.preflight
    lines = [preflight_text(found, table) if found.bad else summary(found, table)]
    if result.annotated:
        lines.append(
            _("问题已标在 {file}。没有生成任何文书；改正后再试，或用 --skip-bad 跳过这些行").format(
                file=result.annotated
            )
        )
    elif result.tally is None:
        lines.append(_("没有生成任何文书"))
    else:
        lines += _tally_lines(result.tally, output)
    lines += [_("已写入 {file}").format(file=path) for path in result.lists]
    return '\n'.join(lines)


def _tally_lines(tally: Tally, output: str) -> list[str]:
    lines = [_("已生成 {count} 份，写入 {output}").format(count=tally.written, output=output)]
    if tally.unchanged:
        lines.append(_("其中 {count} 份原来就有，内容相同，没有重写").format(count=tally.unchanged))
    for count, words in (
        (tally.failed, _("{count} 行生成不了")),
        (tally.refused, _("{count} 份与已有的同名文件内容不同，没有覆盖；确认要替换时加 --replace")),
    ):
        if count:
            lines.append(words.format(count=count))
    lines += [_("  第 {row} 行：{error}").format(row=row, error=error) for row, error in tally.problems]
    share = 100 * tally.slow / tally.rendered if tally.rendered else 0
    lines.append(_("走慢速通道的文书 {slow} 份（{share:.0f}%）").format(slow=tally.slow, share=share))
    return lines


def _data(result: api.BatchResult) -> dict[str, object]:
    found, tally = result.checked.preflight, result.tally
    return {
        'rows': found.rows,
        'bad': found.bad,
        'findings': [asdict(finding) for finding in found.findings],
        'annotated': None if result.annotated is None else str(result.annotated),
        'documents': None if tally is None else asdict(tally),
        'lists': [str(path) for path in result.lists],
    }
