"""Tables and output folders named by URL: every access to places that are not on the file system.

A table may stand wherever fsspec reads. Documents go to object stores only: there a file that is put is there whole or
not at all, as a renamed one is in a folder. Elsewhere (SFTP, WebDAV) a broken connection would leave half a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from docforms.batch.folder import AT_A_TIME, Content, State
from docforms.exceptions import InputError, OutputError, ToolMissing, UsageError
from docforms.i18n import _

STORES: Final = frozenset({'abfs', 'abfss', 'az', 'gcs', 'gs', 'memory', 'oci', 'oss', 's3', 's3a', 'tos'})
EXTRA: Final = "pip install 'docforms[cluster]'"

_URL: Final = re.compile(r'([a-z][a-z0-9+.-]*)(?:::[a-z0-9+.:-]+)?://', re.IGNORECASE)
_USER: Final = re.compile(r'(?<=://)[^/@]*@')


def local_path(place: Path | str) -> Path | None:
    """Give the path of a file or folder on the file system, also where it is named by a file:// URL."""
    if isinstance(place, Path) or (scheme := _URL.match(place)) is None:
        return Path(place)
    return Path(unquote(urlsplit(place).path)) if scheme[1].lower() == 'file' else None


@contextmanager
def table_here(place: Path | str) -> Iterator[Path]:
    """Give the path of a table; one that is elsewhere is fetched first, since tables are read more than once.

    Raises:
        InputError: it cannot be fetched.
        UsageError: nothing is known of such URLs.
        ToolMissing: a library for such URLs is not installed.
    """
    path = local_path(place)
    if path is not None:
        yield path
        return
    url = str(place)
    files, root = _opened(url)
    with TemporaryDirectory(prefix='docforms-', ignore_cleanup_errors=True) as folder:
        path = Path(folder) / PurePosixPath(root).name
        try:
            files.get_file(root, str(path))
        except FileNotFoundError:
            raise InputError(_("{file}：没有这个文件，请检查路径").format(file=shown_url(url))) from None
        except Exception as error:  # noqa: BLE001 - each library of a store has errors of its own
            message = _("{file}：取不到（{kind}），请检查网址、权限和网络")
            raise InputError(message.format(file=shown_url(url), kind=type(error).__name__)) from None
        yield path


@dataclass(frozen=True, slots=True)
class Store:
    """A place in an object store."""

    url: str

    def create(self) -> None:
        """Nothing is to be made: names with slashes are all there is to folders."""

    def put(self, contents: Iterable[Content], *, replace: bool) -> list[State]:
        """Write files, many at a time; what is there is treated as in `Folder.put`.

        Raises:
            OutputError: the store refuses one, or is out of reach; every file that is there is whole.
        """
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            return list(pool.map(lambda content: self._put(content, replace=replace), contents))

    def digest(self, name: str) -> str:
        """Give the sha256 of a file; '' where there is none."""
        data = self._read(name)
        return '' if data is None else sha256(data).hexdigest()

    def clear_leftovers(self) -> None:
        """Nothing is ever left half-written."""

    def fetch(self, name: str, folder: Path) -> bool:
        """Copy a file into a folder; tells whether there is one. Raises `OutputError`."""
        data = self._read(name)
        if data is not None:
            (folder / name).write_bytes(data)
        return data is not None

    def send(self, path: Path) -> None:
        """Put a file of the file system, also a large one, in the place of the one before; raises `OutputError`."""
        files, root = _opened(self.url)
        try:
            files.put_file(str(path), f'{root}/{path.name}')
        except Exception as error:  # noqa: BLE001 - each library of a store has errors of its own
            raise self._refused(path.name, error) from None

    def _put(self, content: Content, *, replace: bool) -> State:
        before = self._read(content.name)
        if before == content.data:
            return 'same'
        if before is not None and not replace:
            return 'refused'
        files, root = _opened(self.url)
        try:
            files.pipe_file(f'{root}/{content.name}', content.data)
        except Exception as error:  # noqa: BLE001 - as above
            raise self._refused(content.name, error) from None
        return 'new'

    def _read(self, name: str) -> bytes | None:
        """Read a file; one request tells also whether there is one, which a listing kept in memory may not know."""
        files, root = _opened(self.url)
        try:
            return bytes(files.cat_file(f'{root}/{name}'))
        except FileNotFoundError:
            return None
        except Exception as error:  # noqa: BLE001 - as above
            raise self._refused(name, error) from None

    def _refused(self, name: str, error: Exception) -> OutputError:
        message = _("{file}：对象存储没有接受（{kind}），请检查网址、权限和网络，再用 --resume 继续")
        return OutputError(message.format(file=f'{shown_url(self.url)}/{name}', kind=type(error).__name__))


def store_of(url: str) -> Store:
    """Take a URL as the place for documents.

    Raises:
        UsageError: it is not in an object store.
        ToolMissing: a library for such URLs is not installed.
    """
    scheme = url.partition('://')[0].lower()
    if scheme not in STORES:
        message = _("{url}：文书只能写到本机或共享文件夹，或对象存储（{schemes}）；其他位置请先挂载成文件夹")
        raise UsageError(
            message.format(url=shown_url(url), schemes='、'.join(f'{name}://' for name in sorted(STORES - {'memory'})))
        )
    _opened(url)
    return Store(url.rstrip('/'))


@contextmanager
def working_copy(store: Store, manifest: str) -> Iterator[Path]:
    """Give a folder for what a run appends to, with the manifests of the store; its files go to the store at the end.

    Also at the end of a run that fails: what it did need not be done again. Raises `OutputError`.
    """
    with TemporaryDirectory(prefix='docforms-', ignore_cleanup_errors=True) as name:
        folder = Path(name)
        store.fetch(manifest, folder)
        # Those of earlier runs, so that none of them loses its name to a further one.
        kept = Path(manifest)
        for number in count(1):
            if not store.fetch(f'{kept.stem}.{number}{kept.suffix}', folder):
                break
        before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
        try:
            yield folder
        finally:
            for path in sorted(folder.iterdir()):
                if path.is_file() and before.get(path.name) != path.stat().st_mtime_ns:
                    store.send(path)


def shown_url(url: str) -> str:
    """Name a URL in messages, without the user and password it may hold."""
    return _USER.sub('', url)


def _opened(url: str) -> tuple[Any, str]:
    """Give what reads and writes files of a URL, and the path of the URL there; asked for again in every process."""
    try:
        from fsspec.core import url_to_fs
        from fsspec.registry import known_implementations
    except ImportError:
        message = _("{url}：访问网址需要另装程序库，请先安装：{hint}")
        raise ToolMissing(message.format(url=shown_url(url), hint=EXTRA)) from None
    try:
        files, root = url_to_fs(url)
    except ImportError:
        library = known_implementations[url.partition(':')[0].lower()]['class'].partition('.')[0]
        message = _("{url}：访问网址需要另装程序库，请先安装：{hint}")
        raise ToolMissing(message.format(url=shown_url(url), hint=f'pip install {library}')) from None
    except ValueError:
        raise UsageError(_("{url}：不认识这种网址，请检查“://”前面的部分").format(url=shown_url(url))) from None
    return files, root
