"""Documents for every row of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docforms.api.office import catalogue, edited_template
from docforms.exceptions import UsageError
from docforms.i18n import _

if TYPE_CHECKING:
    from docforms.batch.engine import Engines
    from docforms.batch.run import Checked, Run, Tell
    from docforms.batch.stage import Tally
    from docforms.batch.target import Target


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is made.

    `name` is the pattern of file names, such as `{row:05}-{institution_name}`; `number` the number of the first
    document, the others count up from it. `jobs` is how many processes work, 0 for all cores; more than one are for
    programs without threads. `scheduler` is the address of a dask scheduler whose workers do it instead. `labels`,
    `delivery_list` and `register` are files to be written besides.
    """

    name: str = ''
    number: str = ''
    pdf: bool = False
    skip_bad: bool = False
    replace: bool = False
    resume: bool = False
    jobs: int = 1
    scheduler: str = ''
    labels: Path | None = None
    delivery_list: Path | None = None
    register: Path | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Whoever sits before the program: says go once everything is checked, and hears how far the work is."""

    confirm: Callable[[Checked], bool]
    tell: Tell


UNATTENDED: Final = Desk(confirm=lambda _found: True, tell=lambda _what, _done, _rows: None)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch came to.

    `tally` is None where nothing was written, because of bad rows or because nobody said go. `annotated` is the copy
    of the table with its bad rows marked, or its URL; `lists` what was written besides the documents.
    """

    checked: Checked
    tally: Tally | None
    annotated: Path | str | None = None
    lists: tuple[Path, ...] = ()


def batch(
    document_id: str,
    table: Path | str,
    output: Path | str,
    options: BatchOptions | None = None,
    *,
    office: Mapping[str, Any] | None = None,
    packs: Sequence[Path] = (),
    templates: Path | None = None,
    desk: Desk = UNATTENDED,
) -> BatchResult:
    """Write one document for every row of a table; every row is checked before anything is written.

    `output` is a folder, or one file: a .zip of all documents, a .docx or .pdf with all of them for printing. A text
    with :// in it is the URL of a table, or of a place in an object store for a folder of documents.
    Bad rows keep everything from being written, unless `skip_bad` is set; an annotated copy of the table is written
    instead. `desk` is asked once everything is checked, and hears how far the work is.

    A batch that was cut off is gone on with when it is called again with the same arguments.

    Raises:
        UnknownName: there is no such document.
        UsageError: options do not go together, or the batch to be resumed was another one.
        InputError: the table cannot be read.
        TemplateError: the template cannot be used.
        ToolMissing: LibreOffice, or a library for URLs or clusters, is needed and not installed.
        ToolFailed: LibreOffice failed, a process was killed, or the cluster is out of reach.
        OutputError: something cannot be written; what is written is whole, and calling again goes on.
    """
    options = options or BatchOptions()
    with ExitStack() as places:
        path, target = places.enter_context(_table(table)), places.enter_context(_target(output, options))
        run = _run(document_id, path, target, options, office or {}, packs, templates)
        return _batch(run, places.enter_context(_engines(options)), options, desk)


def _batch(run: Run, engines: Engines, options: BatchOptions, desk: Desk) -> BatchResult:
    found = run.check(engines=engines, tell=desk.tell)
    if options.resume:
        _refuse_another(run, found)
    stopped = found.preflight.bad and not options.skip_bad
    if stopped or not found.preflight.rows:
        return BatchResult(found, None, _annotated(run, found) if stopped else None)
    if not desk.confirm(found):
        return BatchResult(found, None)
    tally = run.carry_out(found, engines=engines, replace=options.replace, tell=desk.tell)
    return BatchResult(found, tally, lists=_lists(run, found, options))


def batch_sample(
    document_id: str,
    table: Path | str,
    output: Path | str,
    options: BatchOptions | None = None,
    *,
    office: Mapping[str, Any] | None = None,
    packs: Sequence[Path] = (),
    templates: Path | None = None,
) -> tuple[str, bytes]:
    """Render the first good row of a table for a look; gives the name its file will have, and the docx.

    Raises:
        UnknownName: there is no such document.
        InputError: the table cannot be read, or no row of it is good.
        TemplateError: the template cannot be used.
    """
    options = options or BatchOptions()
    with _table(table) as path, _target(output, options) as target:
        return _run(document_id, path, target, options, office or {}, packs, templates).sample()


@contextmanager
def _table(place: Path | str) -> Iterator[Path]:
    from docforms.batch.stores import table_here

    with table_here(place) as path:
        yield path


@contextmanager
def _target(place: Path | str, options: BatchOptions) -> Iterator[Target]:
    from docforms.batch.stores import local_path
    from docforms.batch.target import target_in_store, target_of

    path = local_path(place)
    if path is None:
        with target_in_store(str(place), pdf=options.pdf) as target:
            yield target
    else:
        # Workers elsewhere stand in folders of their own.
        yield target_of(path.absolute() if options.scheduler else path, pdf=options.pdf)


@contextmanager
def _engines(options: BatchOptions) -> Iterator[Engines]:
    """Give whoever works on the rows: processes of this machine, or a cluster."""
    from docforms.batch.engine import Processes, processes

    if not options.scheduler:
        yield lambda rows: Processes(processes(options.jobs, rows))
        return
    from docforms.batch.cluster import Cluster, connected

    with connected(options.scheduler) as client:
        yield lambda rows: Cluster(client, processes(options.jobs, rows))


def _run(
    document_id: str,
    table: Path,
    target: Target,
    options: BatchOptions,
    office: Mapping[str, Any],
    packs: Sequence[Path],
    templates: Path | None,
) -> Run:
    from docforms.batch.names import default_pattern, name_pattern
    from docforms.batch.numbers import numbers_from
    from docforms.batch.outputs.delivery import addressee_field
    from docforms.batch.planning import Recipe
    from docforms.batch.run import Run
    from docforms.batch.tables import open_table
    from docforms.documents.renderer import prepare

    pack, document = catalogue(packs).document(document_id)
    pattern = name_pattern(options.name or default_pattern(addressee_field(document)), document)
    numbers = numbers_from(options.number, document) if options.number else None
    template = prepare(edited_template(document.name, templates) or document.template, name=document.id)
    recipe = Recipe(pattern, numbers)
    opened = open_table(table, document, office=recipe.given(office))
    return Run(pack, document, opened, office, template, recipe, target)


def _refuse_another(run: Run, found: Checked) -> None:
    before = run.target.stage.manifest.header()
    changed = [] if before is None else before.differences(run.header(found))
    if changed:
        message = _("不能接着做：{what}与上次不同。请换回原来的，或不加 --resume 重新执行")
        raise UsageError(message.format(what='、'.join(changed)))


def _annotated(run: Run, found: Checked) -> Path | str:
    """Write the table with its bad rows marked; it takes the place of the one before, as it is no document."""
    from docforms.batch.annotated import annotated
    from docforms.files import write_bytes

    target = run.target
    name = _("检查结果.xlsx") if target.kind == 'folder' else f'{target.path.stem}-{_("检查结果.xlsx")}'
    target.folder.create()
    path = target.folder.path / name
    write_bytes(str(path), annotated(run.table, found.preflight))
    return path if target.store is None else f'{target.store.url}/{name}'


def _lists(run: Run, found: Checked, options: BatchOptions) -> tuple[Path, ...]:
    from docforms.batch.outputs import delivery, labels, lists

    makers: tuple[tuple[Path | None, Callable[[Any, str], bytes]], ...] = (
        (options.labels, labels.labels),
        (options.delivery_list, lists.delivery_list),
        (options.register, lists.register),
    )
    wanted = [(path, make) for path, make in makers if path is not None]
    for path, make in wanted:
        deliveries: Any = delivery.deliveries(run.outcomes(found), run.document)
        _put(path, make(deliveries, run.document.title), replace=options.replace)
    return tuple(path for path, _make in wanted)


def _put(path: Path, content: bytes, *, replace: bool) -> None:
    from docforms.batch.folder import Content, Folder
    from docforms.exceptions import OutputError

    folder = Folder(path.parent)
    folder.clear_leftovers(path.name)
    if folder.put([Content(path.name, content)], replace=replace) == ['refused']:
        raise OutputError(_("{file}：已有内容不同的文件，没有覆盖；确认要替换时加 --replace").format(file=path))
