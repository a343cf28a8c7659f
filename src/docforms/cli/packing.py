"""docforms pack: for those who write packs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docforms import api
from docforms.cli.options import PATH, as_json, format_option, packs_option
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.accounts import Row


@click.command(help=_("列出规定的每一条要求由什么实现、由什么证明；有遗漏时退出码为 1。\n\n例：docforms coverage PACK"))
@click.argument('pack', required=False)
@packs_option
@format_option('text', 'json')
@click.pass_context
def coverage(context: click.Context, pack: str | None, packs: tuple[Path, ...], form: str) -> None:
    names = [pack] if pack else list(api.catalogue(packs).folders)
    rows = [row for name in names for row in api.coverage(name, packs=packs)]
    if form == 'json':
        keys = ('id', 'kind', 'implemented_by', 'proved_by', 'reason')
        click.echo(as_json([{key: getattr(row, key) for key in keys} for row in rows]))
    else:
        click.echo('\n'.join(line for row in rows for line in _row_lines(row)))
        missing = sum(bool(row.open) for row in rows)
        click.echo(_("共 {count} 条要求，其中 {missing} 条还没有落实").format(count=len(rows), missing=missing))
    context.exit(1 if any(row.open for row in rows) else 0)


def _row_lines(row: Row) -> Iterator[str]:
    yield f'{row.id}  [{row.kind}]  {row.article}  {row.summary}'
    if row.reason:
        yield _("  不需要实现：{reason}").format(reason=row.reason)
        return
    if row.open == 'implementation':
        yield _("  ！还没有实现")
        return
    yield _("  实现：{names}").format(names='、'.join(row.implemented_by))
    if row.open == 'proof':
        yield _("  ！还没有证明")
    else:
        extra = _("，等 {count} 项").format(count=len(row.proved_by)) if len(row.proved_by) > 1 else ''
        yield _("  证明：{first}{extra}").format(first=row.proved_by[0], extra=extra)


@click.group(help=_("编写规则包的工具。"))
def pack() -> None:
    """Group the commands for pack authors."""


@pack.command(help=_("一次列出规则包的全部错误。\n\n例：docforms pack check schemas/PACK"))
@click.argument('folder', type=PATH)
def check(folder: Path) -> None:
    found = api.check_pack(folder)
    message = _(
        "{id}：没有发现错误（{forms} 张表单，{materials} 项材料，{rules} 条规则，{terms} 个期限，{documents} 种文书）"
    )
    click.echo(
        message.format(
            id=found.id,
            forms=len(found.forms),
            materials=len(found.materials),
            rules=len(found.rules),
            terms=len(found.terms),
            documents=len(found.documents),
        )
    )
