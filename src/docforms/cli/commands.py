"""The commands; imported after the language is chosen, since their help is written at import."""

from __future__ import annotations

import click

from docforms import __version__
from docforms.cli.batching import batch
from docforms.cli.checking import deadlines, validate
from docforms.cli.examining import doctor
from docforms.cli.extracting import extract
from docforms.cli.filling import fill, new, render
from docforms.cli.looking import list_, show
from docforms.cli.packing import coverage, pack
from docforms.cli.scoring import score
from docforms.cli.surveying import survey
from docforms.cli.templating import template
from docforms.i18n import LANGUAGES, _


@click.group(context_settings={'help_option_names': ['-h', '--help'], 'max_content_width': 100})
@click.option('--lang', type=click.Choice(LANGUAGES), help=_("界面语言（默认中文；也可用环境变量 DOCFORMS_LANG）"))
@click.version_option(__version__, message='docforms %(version)s')
def cli(lang: str | None) -> None:
    """Hold the commands."""


cli.help = _("把规定做成表单、核验和文书。申请一次核验，所有问题一次列全，告知书直接生成。")

for command in (
    list_, show, new, fill, extract, validate, render, batch, deadlines, score, survey,
    coverage, template, pack, doctor,
):  # fmt: skip
    cli.add_command(command)
