"""Options several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from docforms.i18n import _
from docforms.records import plain

F = TypeVar('F', bound=Callable[..., Any])

PATH = click.Path(path_type=Path)

packs_option = click.option(
    '--packs',
    multiple=True,
    type=PATH,
    metavar='DIR',
    help=_("另外的规则包目录（其中有 schemas 和 templates）"),
)
calendar_option = click.option(
    '--calendar',
    'calendars',
    multiple=True,
    type=PATH,
    metavar='FILE',
    help=_("地方节假日文件，叠加在全国放假安排之上"),
)
templates_option = click.option('--templates', type=PATH, metavar='DIR', help=_("本单位修改过的模板所在目录"))
output_option = click.option('-o', '--output', required=True, metavar='FILE', help=_("写到哪个文件；结尾决定格式"))


def format_option(*choices: str) -> Callable[[F], F]:
    """Offer the output formats of a command; the first is the default."""
    return click.option('--format', 'form', type=click.Choice(choices), default=choices[0], help=_("输出格式"))


def ending(path: str, allowed: tuple[str, ...]) -> str:
    """Read the format from the ending of a file name.

    Raises:
        UsageError: the ending is not one the command writes.
    """
    from docforms.exceptions import UsageError

    found = Path(path).suffix.lower().removeprefix('.')
    if found not in allowed:
        message = _("{file}：不支持这种结尾，请改为 {endings}")
        raise UsageError(message.format(file=path, endings='、'.join(f'.{name}' for name in allowed)))
    return found


def in_format(wanted: str, docx: bytes) -> bytes:
    """Give a Word document as it is, or as PDF."""
    from docforms import api

    return api.to_pdf(docx) if wanted == 'pdf' else docx


def as_json(data: object) -> str:
    """Write data as JSON people can read."""
    return json.dumps(data, ensure_ascii=False, indent=2, default=plain)
