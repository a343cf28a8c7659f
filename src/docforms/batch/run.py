"""One run: check the table, try what only rendering can tell, then write every document and what is made of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any, Final

from docforms.batch.chunks import ChunkResult, Item, Job, attempt, chunk_rows, chunks_of, key_of, work
from docforms.batch.engine import Engine, Engines
from docforms.batch.manifest import Entry, Header
from docforms.batch.outputs.one_file import make_one
from docforms.batch.planning import Recipe, planned
from docforms.batch.preflight import Preflight, checked, preflight
from docforms.batch.rows import RowFinding
from docforms.batch.stage import Planned, Tally
from docforms.batch.tables import Table
from docforms.batch.target import Target, pdf_name
from docforms.documents.renderer import Prepared
from docforms.documents.values import without_blanks
from docforms.exceptions import InputError, TemplateError
from docforms.i18n import _
from docforms.packs import DocumentType, Pack

# More rows than this that cannot be rendered are the template's fault.
MOST_UNPRINTABLE: Final = 1000

# Hears what is going on, how many rows are done, and how many there are; 0 where that is not known yet.
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking gave; `unprintable` tells, by line, why rows that passed the check cannot be rendered.

    The preflight counts them as bad.
    """

    preflight: Preflight
    unprintable: Mapping[int, str]

    @property
    def good(self) -> int:
        """Count the rows that give a document."""
        return self.preflight.rows - self.preflight.bad


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is made of; `office` holds the values every document has."""

    pack: Pack
    document: DocumentType
    table: Table
    office: Mapping[str, Any]
    template: Prepared
    recipe: Recipe
    target: Target

    def check(self, *, engines: Engines, tell: Tell) -> Checked:
        """Check every row; nothing is written. `engines` gives whoever works on the rows.

        Numbers are for documents that get written, and for no other: where the run gives them, every good row is
        rendered here once, for what a template makes of its values nothing else can tell.

        Raises:
            InputError: the table cannot be read, or a value of the office is wrong.
            TemplateError: a great many rows cannot be rendered.
        """
        tell(_("核对"), 0, 0)
        found = preflight(self.table, self.pack, self.document, office=self.recipe.given(self.office))
        if self.recipe.numbers is None:
            return Checked(found, {})
        unprintable: dict[int, str] = {}
        engine = engines(found.rows)
        size = chunk_rows(found.rows, engine.workers)
        with closing(self._items({})) as items:
            for number, rows in enumerate(engine.in_order(attempt, self._job, chunks_of(items, size)), start=1):
                unprintable.update(rows)
                if len(unprintable) > MOST_UNPRINTABLE:
                    row, error = next(iter(unprintable.items()))
                    message = _("超过 {count} 行无法生成，请先检查模板。例如第 {row} 行：{error}")
                    raise TemplateError(message.format(count=MOST_UNPRINTABLE, row=row, error=error))
                tell(_("试排"), min(number * size, found.rows), found.rows)
        return Checked(_with_unprintable(found, unprintable), unprintable)

    def sample(self) -> tuple[str, bytes]:
        """Render the first good row; gives the name of its file and its content.

        Raises:
            InputError: no row is good, or a value cannot be printed.
            TemplateError: the template lacks a value.
        """
        item = next((item for item in self._items({}) if not item.error), None)
        if item is None:
            raise InputError(_("{file}：没有一行通过核对，请先改正表格").format(file=self.table.path))
        return item.file, self.template.render({**item.values, **self._job.fixed})

    def carry_out(self, found: Checked, *, engines: Engines, replace: bool, tell: Tell) -> Tally:
        """Write what is not written yet; `replace` lets files with other content be replaced.

        Raises:
            InputError: no document could be rendered, and a single file was to be made of them.
            OutputError: the output cannot be written, or another run is writing it.
            ToolFailed: LibreOffice failed, a process was killed, or a cluster is out of reach.
            ToolMissing: LibreOffice is needed and not installed.
        """
        target = self.target
        place = target.folder if target.kind == 'folder' else target.waiting
        place.create()
        with place.locked():
            tally = self._done_before(found)
            if tally is None:
                for stage in (target.documents, target.stage):
                    stage.folder.create()
                    stage.folder.clear_leftovers()
                    stage.manifest.folder.clear_leftovers(stage.manifest.name)
                tally = self._filled(found, engines(found.preflight.rows), tell, replace=replace)
                # Of a worker that was lost, and whose chunk another one did again.
                target.documents.folder.clear_leftovers()
            target.waiting.remove()
        return tally

    def outcomes(self, found: Checked) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
        """Give what became of every row, with the values of its document, once the run is done."""
        entries = self.target.stage.manifest.entries()
        return (
            (entry, item.values) for (entry, _end), item in zip(entries, self._items(found.unprintable), strict=False)
        )

    def header(self, found: Checked) -> Header:
        """Tell what the run is made of."""
        numbers = self.recipe.numbers
        known = self.document.schema.get('properties', {})
        return Header(
            document=self.document.id,
            pack_version=self.pack.version,
            table=found.preflight.digest,
            template=sha256(self.template.content).hexdigest(),
            office=key_of({name: value for name, value in self.office.items() if name in known}),
            options={
                'output': self.target.kind,
                'pdf': self.target.pdf,
                'name': self.recipe.pattern.source,
                'number': '' if numbers is None else numbers.at(0),
            },
        )

    @property
    def _job(self) -> Job:
        fixed: dict[str, Any] = {'pack': without_blanks(self.pack.info)}
        if len(self.document.forms) == 1:
            fixed['form_title'] = self.pack.forms[self.document.forms[0]].title
        return Job(self.template, fixed, self.target.documents.folder, replace=False)

    def _items(self, unprintable: Mapping[int, str]) -> Generator[Item, None, None]:
        rows = checked(self.table, self.pack, self.document, office=self.recipe.given(self.office))
        return planned(rows, self.recipe, unprintable)

    def _done_before(self, found: Checked) -> Tally | None:
        target = self.target
        items: Iterator[Planned] = self._items(found.unprintable)
        if target.pdf:
            items = (dataclasses.replace(item, file=pdf_name(item.file)) for item in self._items(found.unprintable))
        result = None if target.kind == 'folder' else target.folder.digest(target.path.name)
        return target.stage.found(self.header(found), items, result)

    def _filled(self, found: Checked, engine: Engine, tell: Tell, *, replace: bool) -> Tally:
        target, header, rows = self.target, self.header(found), found.preflight.rows
        job = dataclasses.replace(self._job, replace=replace)
        finish = partial(self._finished, replace=replace)

        def render(items: Iterator[Item]) -> Generator[ChunkResult, None, None]:
            return engine.in_order(work, job, chunks_of(items, chunk_rows(rows, engine.workers)))

        def say(what: str) -> Callable[[Tally], None]:
            return lambda tally: tell(what, tally.rows, rows)

        # Before anything else: from its first file on, the run can be told from others.
        target.stage.manifest.begin(header)
        with closing(self._items(found.unprintable)) as items:
            if not target.pdf:
                return target.stage.fill(header, items, render, say(_("生成")), finish=finish)
            written = target.documents.fill(header, items, render, say(_("生成")))
        tally = self._converted(header, engine.local, say(_("转换为 PDF")), finish, replace=replace)
        tally.slow, tally.rendered = written.slow, written.rendered
        return tally

    def _converted(
        self, header: Header, jobs: int, tell: Callable[[Tally], None], finish: Callable[[], str], *, replace: bool
    ) -> Tally:
        from docforms.batch.outputs.pdfs import GROUP, Conversion, as_pdf

        entries = (as_pdf(entry) for entry, _end in self.target.documents.manifest.entries())
        conversion = Conversion(self.target.written, self.target.made, jobs, overwrite=replace)
        return self.target.stage.fill(header, entries, conversion.results, tell, step=GROUP, finish=finish)

    def _finished(self, *, replace: bool) -> str:
        """Make the single file of the documents; gives its sha256, '' for a folder."""
        if self.target.kind == 'folder':
            return ''
        entries = (entry for entry, _end in self.target.stage.manifest.entries() if entry.status == 'written')
        return make_one((self.target.made.path / entry.file for entry in entries), self.target, replace=replace)


def _with_unprintable(found: Preflight, unprintable: Mapping[int, str]) -> Preflight:
    remedy = _("请改正这一行，或检查模板")
    findings = tuple(RowFinding('', row, '', '', error, remedy) for row, error in unprintable.items())
    return dataclasses.replace(
        found,
        bad=found.bad + len(findings),
        count=found.count + len(findings),
        findings=(*found.findings, *findings),
    )
