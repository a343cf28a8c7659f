"""The unit of work: a chunk of rows goes in, what became of each comes out, and its files are on the disk.

Everything here can be sent to another process, or another machine that sees the same folder or store: `work` needs
nothing but its arguments. A template is sent as its file, and made ready once in each process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from docforms.batch.folder import Content, Depot, State
from docforms.batch.manifest import Entry, Status
from docforms.documents.renderer import Prepared
from docforms.exceptions import InputError, TemplateError
from docforms.i18n import _

# Rows of one chunk at most: their documents are in memory together, and are synced together.
ROWS: Final = 64
# Chunks for each process at least, as far as there are rows.
SHARES: Final = 4
KEY: Final = 16


@dataclass(frozen=True, slots=True)
class Job:
    """What all chunks of a run have in common.

    `fixed` are the values of the template no row has: the pack and the form. `folder` takes the documents.
    """

    template: Prepared
    fixed: Mapping[str, Any]
    folder: Depot
    replace: bool

    def rendered(self, item: Item) -> tuple[bytes | None, str]:
        """Render the document of a row; gives it, or why there is none."""
        if item.error:
            return None, item.error
        try:
            return self.template.render({**item.values, **self.fixed}), ''
        except (InputError, TemplateError) as error:
            return None, str(error)


@dataclass(frozen=True, slots=True)
class Item:
    """One row, planned: where its document goes, and its values; `error` says why a bad one is not written."""

    row: int
    key: str
    file: str = ''
    number: str = ''
    values: Mapping[str, Any] = field(default_factory=dict)
    error: str = ''


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows that are done together, in list order."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """What became of the rows of a chunk.

    `unchanged` counts files that were there already, `slow` the documents rendered the slow way.
    """

    entries: tuple[Entry, ...]
    unchanged: int = 0
    slow: int = 0


def key_of(values: Mapping[str, Any]) -> str:
    """Tell the values of a row apart without giving them away."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)
    return sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:KEY]


def _plain(value: object) -> str:
    return f'{value:f}' if isinstance(value, Decimal) else repr(value)


def work(job: Job, chunk: Chunk) -> ChunkResult:
    """Render and write the documents of a chunk.

    Raises:
        OutputError: the folder cannot be written; what was written is whole.
    """
    rendered = [(item, *job.rendered(item)) for item in chunk.items]
    contents = [Content(item.file, data) for item, data, _error in rendered if data is not None]
    states = job.folder.put(contents, replace=job.replace)
    left = iter(states)
    entries = []
    for item, data, error in rendered:
        if data is None:
            status: Status = 'bad' if item.error else 'failed'
            entries.append(Entry(item.row, item.key, item.file, item.number, '', status, error))
        else:
            entries.append(entry_of(item, sha256(data).hexdigest(), next(left)))
    return ChunkResult(tuple(entries), states.count('same'), len(contents) if job.template.slow else 0)


def attempt(job: Job, chunk: Chunk) -> tuple[tuple[int, str], ...]:
    """Render the documents of a chunk without writing them; gives the rows that cannot be rendered, and why."""
    tried = ((item.row, job.rendered(item)[1]) for item in chunk.items if not item.error)
    return tuple((row, error) for row, error in tried if error)


def chunk_rows(rows: int, jobs: int) -> int:
    """Choose the size of chunks: every process gets several, also of a short list."""
    return min(max(rows // (jobs * SHARES), 1), ROWS)


def chunks_of(items: Iterator[Item], rows: int) -> Iterator[Chunk]:
    """Cut rows into chunks."""
    part: list[Item] = []
    for item in items:
        part.append(item)
        if len(part) == rows:
            yield Chunk(tuple(part))
            part = []
    if part:
        yield Chunk(tuple(part))


def entry_of(item: Item | Entry, digest: str, state: State) -> Entry:
    """Tell what became of a document that was rendered."""
    if state != 'refused':
        return Entry(item.row, item.key, item.file, item.number, digest, 'written', '')
    message = _("已有同名而内容不同的文件，没有覆盖；确认要替换时加 --replace")
    return Entry(item.row, item.key, item.file, item.number, '', 'refused', message)
