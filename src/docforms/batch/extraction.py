"""Read every form of a folder: for each file its evidence, and a page to check it; and a summary of them all.

What is done is told by the results themselves: each names the digest of the file it was read from. So a run that was
cut off goes on where it was, and a result somebody has corrected since is never read over.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from docforms.batch.folder import Content, Folder
from docforms.batch.workers import in_order
from docforms.exceptions import DocformsError, OutputError, UsageError
from docforms.extraction import Evidence
from docforms.extraction.case import read_case
from docforms.extraction.views import PageView, page_views
from docforms.files import read_bytes, shown
from docforms.i18n import _
from docforms.opening import Worker
from docforms.packs import Catalogue, Form, Pack
from docforms.records import is_extraction
from docforms.reports import evidence_json, review_page

# Bytes of a name, which a file system holds to 255 with the ending.
LONGEST: Final = 240

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What all files of a run have in common; `form` is '' where it is to be recognised."""

    output: Path
    form: str = ''
    packs: tuple[Path, ...] = ()
    review: bool = False
    resume: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file.

    `counts` are its fields by state. `error` says why there is no result; `kept` tells of one that was there already.
    `result` and `page` are the names of its files, '' where there is none.
    """

    file: str
    form: str = ''
    pages: int = 0
    counts: Mapping[str, int] | None = None
    result: str = ''
    page: str = ''
    error: str = ''
    kept: bool = False

    def count(self, state: str) -> int:
        """Count the fields of a state."""
        return (self.counts or {}).get(state, 0)

    @property
    def doubts(self) -> int:
        """Count the fields somebody has to look at."""
        return self.count('doubtful') + self.count('unreadable')


def extract_files(files: Sequence[Path], task: Task, *, jobs: int, tell: Tell) -> tuple[FileResult, ...]:
    """Read files into a folder, whatever is wrong with some of them; `tell` hears how many are done.

    Raises:
        UsageError: the files lie in the folder the results are for.
        UnknownName: there is no such form.
        OutputError: the folder cannot be written; what is written is whole.
    """
    folder = Folder(task.output)
    if any(path.parent.resolve() == task.output.resolve() for path in files):
        raise UsageError(_("结果不能写进原文件所在的文件夹，请用 -o 指定另一个文件夹"))
    # Packs are read as they are now, once for all processes; wrong ones stop everything before anything is begun.
    _forms.cache_clear()
    _forms(task.packs, task.form)
    folder.create()
    results: list[FileResult] = []
    with folder.locked():
        folder.clear_leftovers()
        named = list(zip(files, _stems(files), strict=True))
        tell(0, len(files))
        # Of two that need all the memory there is, each is read when it is alone.
        for result in in_order(partial(extract_one, task), named, jobs=jobs, tries=2, lost=_killed):
            results.append(result)
            tell(len(results), len(files))
    return tuple(results)


def _killed(named: tuple[Path, str]) -> FileResult:
    message = _("读取时进程被系统终止，多半是文件损坏或内存不足；请另存一份后单独再试")
    return FileResult(shown(named[0].name), error=message)


def _stems(files: Sequence[Path]) -> Iterator[str]:
    """Name the results: after the file without its ending, unless two would share that name."""
    shared = Counter(name for path in files for name in {path.stem.casefold(), path.name.casefold()})
    for path in files:
        name = path.stem if shared[path.stem.casefold()] == 1 else path.name
        yield os.fsencode(name)[:LONGEST].decode(errors='ignore')


@cache
def _forms(packs: tuple[Path, ...], form: str) -> list[tuple[Pack, Form]]:
    known = Catalogue(packs)
    return [known.form(form)] if form else [(pack, each) for pack in known.packs() for each in pack.forms.values()]


def extract_one(task: Task, named: tuple[Path, str]) -> FileResult:
    """Read one file and write its result, under a name without ending; what is wrong with it is told in the result.

    Raises:
        OutputError: the folder cannot be written.
    """
    path, stem = named
    name = shown(path.name)
    try:
        content = read_bytes(str(path))
        kept = _kept(task, stem, content, name) if task.resume else None
        return kept or _read(task, stem, content, name)
    except OutputError:
        raise
    except DocformsError as error:
        return FileResult(name, error=str(error).removeprefix(f'{shown(str(path))}：').removeprefix(f'{name}：'))
    except Exception as error:  # noqa: BLE001 - whatever one file brings about, the others are read
        message = _("读取时出了没有料到的错误（{kind}），请另存一份后再试，仍不行请把文件交给维护人员")
        return FileResult(name, error=message.format(kind=type(error).__name__))


def _read(task: Task, stem: str, content: bytes, name: str) -> FileResult:
    with Worker(preload=('lxml.etree',)) as worker:
        evidence = read_case(content, name, _forms(task.packs, task.form), (), worker)
        views = page_views(content, name, worker) if task.review else ()
    folder = Folder(task.output)
    data = f'{evidence_json(evidence)}\n'.encode('utf-8', 'backslashreplace')
    if 'refused' in folder.put([Content(f'{stem}.json', data)], replace=task.replace):
        message = _("已有同名而内容不同的结果（可能已人工核对），没有覆盖；要保留它用 --resume，要重新读取用 --replace")
        return FileResult(name, error=message)
    page = f'{stem}.html' if task.review else ''
    if page:
        # The page holds nothing of the clerk's; what is confirmed there is saved elsewhere.
        folder.put([Content(page, _page(task, evidence, views).encode('utf-8', 'backslashreplace'))], replace=True)
    counts = Counter[str](field.state for field in evidence.fields)
    return FileResult(name, evidence.form, evidence.source.pages, dict(counts), f'{stem}.json', page)


def _page(task: Task, evidence: Evidence, views: Sequence[PageView]) -> str:
    form = next(form for _pack, form in _forms(task.packs, task.form) if form.id == evidence.form)
    return review_page(evidence, form, views)


def _kept(task: Task, stem: str, content: bytes, name: str) -> FileResult | None:
    """Give the result an earlier run, or the clerk, has left of this very file; None where something is missing."""
    data = _result_of(task.output / f'{stem}.json')
    page = f'{stem}.html' if (task.output / f'{stem}.html').is_file() else ''
    source = data.get('source')
    if not isinstance(source, Mapping) or source.get('sha256') != sha256(content).hexdigest():
        return None
    if (task.form and data.get('form') != task.form) or (task.review and not page):
        return None
    states = Counter(str(field.get('state')) for field in data['fields'] if isinstance(field, Mapping))
    pages = source.get('pages')
    form, count = str(data.get('form')), pages if isinstance(pages, int) else 0
    return FileResult(name, form, count, dict(states), f'{stem}.json', page, kept=True)


def _result_of(path: Path) -> Mapping[str, Any]:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, Mapping) and is_extraction(data) else {}
