"""Where the documents of a run go: what `-o` names, and where things lie while they are being made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final, Literal

from docforms.batch.folder import Folder
from docforms.batch.manifest import NAME, Manifest
from docforms.batch.stage import Stage
from docforms.batch.stores import Store, shown_url, store_of, working_copy
from docforms.exceptions import UsageError
from docforms.i18n import _

Kind = Literal['folder', 'zip', 'docx', 'pdf']
KINDS: Final[dict[str, Kind]] = {'.zip': 'zip', '.docx': 'docx', '.pdf': 'pdf'}
# Where documents wait that are to become something else; taken away when it is done.
WAITING: Final = '.docforms-unfinished'


@dataclass(frozen=True, slots=True)
class Target:
    """A folder of documents, or one file: a zip, or all documents in one for printing.

    `pdf` tells whether the documents are, or the file is, PDF. Documents that go to an object store have only their
    manifest at `path`.
    """

    path: Path
    kind: Kind
    pdf: bool
    store: Store | None = None

    @property
    def folder(self) -> Folder:
        """The folder the result stands in."""
        return Folder(self.path if self.kind == 'folder' else self.path.parent)

    @property
    def stage(self) -> Stage:
        """The documents of the result and its manifest."""
        name = NAME if self.kind == 'folder' else f'{self.path.name}.{NAME}'
        return Stage(self.store or self.made, Manifest(self.folder, name))

    @property
    def documents(self) -> Stage:
        """The Word documents and their manifest; where these are the result, the same as `stage`."""
        return Stage(self.written, Manifest(self.written, NAME)) if self.pdf else self.stage

    @property
    def made(self) -> Folder:
        """The folder of the documents as the result has them."""
        return self.folder if self.kind == 'folder' else Folder(self.waiting.path / ('pdf' if self.pdf else 'docx'))

    @property
    def written(self) -> Folder:
        """The folder of the Word documents."""
        return Folder(self.waiting.path / 'docx') if self.pdf else self.made

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


@contextmanager
def target_in_store(url: str, *, pdf: bool) -> Iterator[Target]:
    """Take a URL as the folder for documents; what a run appends to is put there at its end.

    Raises:
        UsageError: it is no folder in an object store, or PDF is asked for.
        ToolMissing: a library for such URLs is not installed.
        OutputError: the store is out of reach.
    """
    if pdf or PurePath(url).suffix.lower() in KINDS:
        message = _("{url}：对象存储只能写入单个的 Word 文书；PDF、打包或合并的文件请写到本机文件夹再上传")
        raise UsageError(message.format(url=shown_url(url)))
    store = store_of(url)
    with working_copy(store, NAME) as folder:
        yield Target(folder, 'folder', pdf=False, store=store)


def pdf_name(name: str) -> str:
    """Name the PDF of a document; '' for the document a row does not give."""
    return str(PurePath(name).with_suffix('.pdf')) if name else ''
