"""Turn docx into PDF with LibreOffice."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from docforms.exceptions import ToolFailed, UsageError
from docforms.files import atomic_output
from docforms.i18n import _
from docforms.tools.line_breaks import prepare_profile
from docforms.tools.probe import Probe, run

SOFFICE: Final = Probe(
    program='soffice',
    minimum='7.3',
    hint='sudo apt-get install --no-install-recommends libreoffice-writer-nogui',
)

PDF: Final = b'%PDF-'


def to_pdf(
    docx_paths: Sequence[Path], out_dir: Path, *, timeout: float, fonts: Path | None = None, jobs: int = 1
) -> tuple[Path, ...]:
    """Write the PDF of each document into `out_dir`, under the document's name; gives the paths in the same order.

    LibreOffice starts `jobs` times, each with its share of the documents and a profile of its own that is thrown
    away, so they meet neither each other nor an office that is open on the desk. `fonts` is the fontconfig file that
    says which faces stand in for the official ones; `timeout` is in seconds for all documents together.

    Raises:
        UsageError: two documents would get the same name.
        ToolMissing: LibreOffice is not installed.
        ToolFailed: it failed, took too long, or left a document out.
        OutputError: a PDF cannot be written.
    """
    targets = tuple(out_dir / f'{path.stem}.pdf' for path in docx_paths)
    if len(set(targets)) < len(targets):
        raise UsageError(_("有同名的文件，生成的 PDF 会互相覆盖，请改名后再试"))
    if not targets:
        return ()
    with tempfile.TemporaryDirectory(prefix='docforms-', ignore_cleanup_errors=True) as place:
        work = Path(place)
        # Plain names: LibreOffice reads Chinese ones only in a matching locale, and takes -a.docx for an option.
        copies = [work / f'{number}.docx' for number in range(len(docx_paths))]
        for source, copy in zip(docx_paths, copies, strict=True):
            shutil.copyfile(source, copy)
        shares = [share for number in range(jobs) if (share := copies[number::jobs])]
        with ThreadPoolExecutor(max_workers=len(shares)) as pool:
            list(pool.map(lambda share: _convert(share, work, timeout, fonts), shares))
        results = [copy.with_suffix('.pdf') for copy in copies]
        failed = [source.name for source, result in zip(docx_paths, results, strict=True) if not _is_pdf(result)]
        if failed:
            message = _("LibreOffice 没有转换成功：{files}。请确认这些文件能用 Word 或 WPS 打开")
            raise ToolFailed(message.format(files='、'.join(failed)))
        for result, target in zip(results, targets, strict=True):
            with atomic_output(target) as partial:
                shutil.copyfile(result, partial)
    return targets


def _convert(copies: Sequence[Path], work: Path, timeout: float, fonts: Path | None) -> None:
    profile = work / f'profile-{copies[0].stem}'
    prepare_profile(profile)
    arguments = [
        f'-env:UserInstallation={profile.as_uri()}', '--headless', '--norestore', '--nologo', '--nofirststartwizard',
        '--convert-to', 'pdf:writer_pdf_Export', '--outdir', str(work), *(str(copy) for copy in copies),
    ]  # fmt: skip
    environment = {} if fonts is None else {'FONTCONFIG_FILE': str(fonts)}
    run(SOFFICE, arguments, timeout=timeout, environment=environment)


def _is_pdf(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open('rb') as stream:
        return stream.read(len(PDF)) == PDF
