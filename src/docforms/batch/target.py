"""Where the documents of a run go: what `-o` names, and where things lie while they are being made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final, Literal

from docforms.batch.folder import Folder
from docforms.batch.manifest import NAME, Manifest
from docforms.batch.stage import Stage
from docforms.exceptions import UsageError
from docforms.i18n import _

Kind = Literal['folder', 'zip', 'docx', 'pdf']
KINDS: Final[dict[str, Kind]] = {'.zip': 'zip', '.docx': 'docx', '.pdf': 'pdf'}
# Where documents wait that are to become something else; taken away when it is done.
WAITING: Final = '.docforms-unfinished'


@dataclass(frozen=True, slots=True)
class Target:
    """A folder of documents, or one file: a zip, or all documents in one for printing.

    `pdf` tells whether the documents are, or the file is, PDF.
    """

    path: Path
    kind: Kind
    pdf: bool

    @property
    def folder(self) -> Folder:
        """The folder the result stands in."""
        return Folder(self.path if self.kind == 'folder' else self.path.parent)

    @property
    def stage(self) -> Stage:
        """The documents of the result and its manifest."""
        if self.kind == 'folder':
            return Stage(self.folder, Manifest(self.folder, NAME))
        folder = Folder(self.waiting.path / ('pdf' if self.pdf else 'docx'))
        return Stage(folder, Manifest(self.folder, f'{self.path.name}.{NAME}'))

    @property
    def documents(self) -> Stage:
        """The Word documents and their manifest; where these are the result, the same as `stage`."""
        if not self.pdf:
            return self.stage
        folder = Folder(self.waiting.path / 'docx')
        return Stage(folder, Manifest(folder, NAME))

    @property
    def waiting(self) -> Folder:
        """The folder for what is not the result itself."""
        name = WAITING if self.kind == 'folder' else f'{WAITING}-{self.path.name}'
        return Folder(self.folder.path / name)


def target_of(path: Path, *, pdf: bool) -> Target:
    """Read the kind of output from the ending of a path; `pdf` asks for the documents as PDF.

    Raises:
        UsageError: Word documents are to be put into one, and as PDF.
    """
    kind = 'folder' if path.is_dir() else KINDS.get(path.suffix.lower(), 'folder')
    if kind == 'docx' and pdf:
        raise UsageError(_("--pdf 与 {file} 不能同用：要合并成一个 PDF，请把 -o 的结尾改成 .pdf").format(file=path))
    return Target(path, kind, pdf or kind == 'pdf')


def pdf_name(name: str) -> str:
    """Name the PDF of a document; '' for the document a row does not give."""
    return str(PurePath(name).with_suffix('.pdf')) if name else ''
