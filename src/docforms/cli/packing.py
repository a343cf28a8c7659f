"""docforms pack: for those who write packs."""

from __future__ import annotations

from pathlib import Path

import click

from docforms import api
from docforms.cli.options import PATH
from docforms.i18n import _


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
