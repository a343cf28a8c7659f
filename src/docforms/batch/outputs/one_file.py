"""Make one file of the documents of a run, and put it in place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from docforms.batch.folder import digest_of
from docforms.batch.target import Target
from docforms.exceptions import InputError, OutputError
from docforms.files import output_error
from docforms.i18n import _


def make_one(files: Iterator[Path], target: Target, *, replace: bool) -> str:
    """Make the file a run was asked for out of its documents, in this order; gives its sha256.

    Raises:
        InputError: there is no document.
        UsageError: the documents cannot be put into one.
        OutputError: the file cannot be written, or another one is there.
    """
    first = next(files, None)
    if first is None:
        raise InputError(_("没有一份文书能生成，{file} 没有写").format(file=target.path))
    try:
        with TemporaryDirectory(prefix='one-', dir=target.waiting.path, ignore_cleanup_errors=True) as name:
            made = _made(chain([first], files), target, Path(name))
            digest = digest_of(made)
            state = target.folder.put_file(made, target.path.name, replace=replace)
    except OSError as error:
        raise output_error(target.path, error) from None
    if state == 'refused':
        message = _(
            "{file}：已有内容不同的文件，没有覆盖；确认要替换时加 --replace 再执行一次（做好的文书还在，不会重做）"
        )
        raise OutputError(message.format(file=target.path))
    return digest


def _made(files: Iterator[Path], target: Target, work: Path) -> Path:
    made = work / f'whole{target.path.suffix}'
    if target.kind == 'zip':
        from docforms.batch.outputs.zipped import zip_files

        zip_files(files, made)
    elif target.kind == 'docx':
        from docforms.batch.outputs.merged_docx import merge_docx

        merge_docx(files, made, work)
    else:
        from docforms.batch.outputs.pdf_pages import merge_pdf

        merge_pdf(files, made, work)
    return made
