"""docforms extract of a folder: every file in it, with progress, and what came of them in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from docforms import api
from docforms.cli.options import as_json
from docforms.cli.progress import Progress
from docforms.exceptions import UsageError
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.batch.extraction import FileResult

# Files named one by one; the summary has them all.
NAMED: Final = 20


def read_folder(
    folder: Path, output: str | None, options: api.ExtractOptions, form: str, packs: tuple[Path, ...]
) -> int:
    """Read a folder and say what came of it; gives the exit code."""
    if not output or output == '-':
        raise UsageError(_("读文件夹时请用 -o 指定写到哪个文件夹"))
    progress = Progress()
    try:
        results = api.extract_folder(
            folder, Path(output), options, packs=packs, tell=lambda done, files: progress(_("读取"), done, files)
        )
    finally:
        progress.clear()
    click.echo(as_json([asdict(each) for each in results]) if form == 'json' else '\n'.join(_lines(results, output)))
    return int(any(each.error or each.doubts for each in results))


def _lines(results: Sequence[FileResult], output: str) -> Iterator[str]:
    from docforms.batch.outputs.extraction_summary import SUMMARY, summary_text

    yield summary_text(results)
    noted = [each for each in results if each.error or each.doubts]
    # What could not be read comes first.
    for each in sorted(noted, key=lambda each: not each.error)[:NAMED]:
        yield f'  {each.file}：' + (each.error or _("有 {count} 栏待核对").format(count=each.doubts))
    if len(noted) > NAMED:
        yield _("  其余 {count} 个见汇总").format(count=len(noted) - NAMED)
    kept = sum(each.kept for each in results)
    if kept:
        yield _("其中 {count} 个沿用已有的结果").format(count=kept)
    yield _("已写入 {file}").format(file=Path(output) / _(SUMMARY))
