"""The command line: parse, call one library function, print."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from docforms.exceptions import DocformsError, OutputError
from docforms.files import reason_of
from docforms.i18n import LANGUAGES, Language, _, use_language

INTERRUPTED = 130


def main() -> None:
    """Run, turning every foreseen failure into one message and its exit code."""
    _use_utf8()
    language = _language(sys.argv[1:])
    if language is not None:
        use_language(language)
    from docforms.cli.commands import cli

    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except DocformsError as error:
        _fail(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help())
        sys.exit(0)
    except click.UsageError as error:
        _fail(_usage(error), error.exit_code)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail(_("已中断"), INTERRUPTED)
    except BrokenPipeError:
        # The reader went away (docforms … | head): nothing left to say.
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        # Files are read and written behind doors of their own; what is left is the terminal's output.
        _fail(_("输出写不进去（{reason}）").format(reason=reason_of(error)), OutputError.exit_code)


def _language(arguments: Sequence[str]) -> Language | None:
    """Read --lang ahead of everything else; a value it does not take is left to click to refuse."""
    for option, value in zip(arguments, [*arguments[1:], ''], strict=True):
        name, _equals, joined = option.partition('=')
        if name == '--lang':
            wanted = joined or value
            return next((language for language in LANGUAGES if language == wanted), None)
    return None


def _usage(error: click.UsageError) -> str:
    """Say in the interface's language what click found wrong."""
    command = 'docforms' if error.ctx is None else error.ctx.command_path
    if isinstance(error, click.NoSuchOption):
        what = _("没有选项 {name}").format(name=error.option_name)
    elif isinstance(error, click.MissingParameter):
        what = _("缺少参数 {name}").format(name=_parameter(error))
    elif isinstance(error, click.BadParameter):
        what = _("参数 {name} 的值不对").format(name=_parameter(error))
    elif error.ctx is not None and isinstance(error.ctx.command, click.Group):
        what = _("没有这个命令")
    else:
        what = _("参数多余或写法不对")
    return _("{what}。用法见 {command} --help").format(what=what, command=command)


def _parameter(error: click.BadParameter) -> str:
    return '' if error.param is None or error.ctx is None else error.param.get_error_hint(error.ctx)


def _fail(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def _use_utf8() -> None:
    """Print Chinese whatever the locale of the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, 'reconfigure', None)
        if reconfigure is not None:
            reconfigure(encoding='utf-8', errors='backslashreplace')


__all__ = ['main']
