"""Read whole files within limits, and write files so that none is ever half there."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docforms.exceptions import InputError, OutputError
from docforms.i18n import _

if TYPE_CHECKING:
    from zipfile import ZipFile

STANDARD_STREAM: Final = '-'
MAX_BYTES: Final = 64 * 1024 * 1024
# Files that programs and systems leave in folders for themselves.
_HIDDEN: Final = ('.', '~$')
_LEFT_BY_SYSTEMS: Final = frozenset({'thumbs.db', 'desktop.ini'})

# What a file is, by its first bytes; extensions lie.
MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b'PK\x03\x04', 'zip'),
    (b'%PDF-', 'pdf'),
    (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'ole'),
    (b'\x89PNG\r\n\x1a\n', 'png'),
    (b'\xff\xd8\xff', 'jpeg'),
    (b'II*\x00', 'tiff'),
    (b'MM\x00*', 'tiff'),
    (b'\x1f\x8b', 'gzip'),
)
# How an Office file with a password is marked inside its container ([MS-OFFCRYPTO] 2.3.4.4); names there are UTF-16.
ENCRYPTED_PACKAGE: Final = 'EncryptedPackage'.encode('utf-16-le')


def read_bytes(path: str) -> bytes:
    """Read a file, or standard input for `-`; raises `InputError` for what cannot be read, is empty or too large."""
    content = sys.stdin.buffer.read(MAX_BYTES + 1) if path == STANDARD_STREAM else _read_file(Path(path))
    if not content.strip():
        raise InputError(_("{file}：文件是空的，请检查是否选错了文件").format(file=shown(path)))
    if len(content) > MAX_BYTES:
        message = _("{file}：文件超过 {limit} MB，请检查是否选错了文件")
        raise InputError(message.format(file=shown(path), limit=MAX_BYTES // 1024 // 1024))
    return content


def _read_file(path: Path) -> bytes:
    with opened(path) as stream:
        return stream.read(MAX_BYTES + 1)


@contextmanager
def opened(path: Path) -> Iterator[BufferedReader]:
    """Open a file to be read piece by piece; raises `InputError` for what cannot be read."""
    try:
        stream = path.open('rb')
    except FileNotFoundError:
        raise InputError(_("{file}：没有这个文件，请检查路径").format(file=shown(str(path)))) from None
    except IsADirectoryError:
        raise InputError(_("{file}：这是一个文件夹，请指定其中的文件").format(file=shown(str(path)))) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    with stream:
        try:
            yield stream
        except OSError as error:
            raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError | ValueError) -> InputError:
    return InputError(_("{file}：文件打不开（{reason}）").format(file=shown(str(path)), reason=reason_of(error)))


def files_in(folder: Path) -> list[Path]:
    """List the files of a folder that people put there, by name; not those in folders inside it.

    Raises:
        InputError: it cannot be read, or there is none.
    """
    try:
        found = sorted(path for path in folder.iterdir() if path.is_file() and _is_of_people(path.name))
    except OSError as error:
        message = _("{folder}：文件夹打不开（{reason}）")
        raise InputError(message.format(folder=shown(str(folder)), reason=reason_of(error))) from None
    if not found:
        raise InputError(_("{folder}：文件夹里没有文件，请检查是否选错了文件夹").format(folder=shown(str(folder))))
    return found


def _is_of_people(name: str) -> bool:
    return not name.startswith(_HIDDEN) and name.lower() not in _LEFT_BY_SYSTEMS


def kind_of(content: bytes) -> str:
    """Tell what a file is by its first bytes; 'text' when nothing is recognised."""
    return next((kind for magic, kind in MAGIC if content.startswith(magic)), 'text')


def unpacked_size(archive: ZipFile) -> int:
    """Give the bytes the members of an archive say they hold; reading one never gives more than it says."""
    return sum(member.file_size for member in archive.infolist())


def is_locked(archive: ZipFile) -> bool:
    """Tell whether a member of an archive has a password."""
    return any(member.flag_bits & 1 for member in archive.infolist())


def shown(path: str) -> str:
    """Name a file in messages; bytes of its name that are no text become question marks."""
    return _("标准输入") if path == STANDARD_STREAM else path.encode('utf-8', 'replace').decode()


def reason_of(error: OSError | ValueError) -> str:
    """Say in the user's words why the system refused a file."""
    words = {
        errno.EACCES: _("没有权限"),
        errno.EPERM: _("没有权限"),
        errno.ENOENT: _("没有这个文件或文件夹"),
        errno.EISDIR: _("同名的文件夹已存在"),
        errno.ENOTDIR: _("路径中有一部分不是文件夹"),
        errno.ENOSPC: _("磁盘已满"),
        errno.EDQUOT: _("磁盘配额已满"),
        errno.EROFS: _("磁盘是只读的"),
        errno.EFBIG: _("文件过大"),
        errno.ENAMETOOLONG: _("文件名过长"),
        errno.ELOOP: _("链接循环指向自己"),
        errno.EIO: _("读写磁盘出错"),
        errno.EBUSY: _("文件正被其他程序使用"),
        errno.EMFILE: _("同时打开的文件过多"),
    }
    number = getattr(error, 'errno', None)
    if number is None:
        return _("文件名中有不能使用的字符")
    return words.get(number) or _("系统错误 {code}").format(code=errno.errorcode.get(number, number))


@contextmanager
def atomic_output(target: Path) -> Iterator[Path]:
    """Give a temporary path beside the target; on success it replaces the target, on failure nothing changes.

    A link stays, and the file it leads to is replaced. A device or pipe (/dev/null) is written to.

    Raises:
        OutputError: the folder does not exist or cannot be written, or the disk is full.
    """
    try:
        place = Path(os.path.realpath(target))
        folder = None if _is_special(place) else place.parent
        handle, name = tempfile.mkstemp(prefix=f'.{place.name[:40]}.', suffix='.part', dir=folder)
    except (OSError, ValueError) as error:
        raise output_error(target, error) from None
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        _settle(partial, place)
    except OSError as error:
        raise output_error(target, error) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Tell whether a path is a device or pipe, which must not be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _settle(partial: Path, place: Path) -> None:
    """Make the content durable, and put it in place with the permissions of the file before it, or the usual ones."""
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, '')
    if _is_special(place):
        with partial.open('rb') as source, place.open('wb') as stream:
            shutil.copyfileobj(source, stream)
        return
    umask = os.umask(0)
    os.umask(umask)
    partial.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~umask)
    with partial.open('rb') as stream:
        os.fsync(stream.fileno())
    partial.replace(place)


def output_error(target: Path, error: OSError | ValueError) -> OutputError:
    """Say why a file could not be written."""
    file, folder = shown(str(target)), target.parent
    if isinstance(error, FileNotFoundError) and not folder.exists():
        return OutputError(_("{file}：写不进去，文件夹 {folder} 不存在").format(file=file, folder=shown(str(folder))))
    if isinstance(error, PermissionError):
        return OutputError(_("{file}：没有写入权限，请换一个文件夹或关闭正在使用它的程序").format(file=file))
    return OutputError(_("{file}：写不进去（{reason}）").format(file=file, reason=reason_of(error)))


def write_bytes(target: str, content: bytes) -> None:
    """Write a file atomically, or to standard output for `-`; raises `OutputError`."""
    if target == STANDARD_STREAM:
        try:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # whoever read has enough; the command line ends quietly
            raise
        except OSError as error:
            raise OutputError(_("标准输出写不进去（{reason}）").format(reason=reason_of(error))) from None
        return
    with atomic_output(Path(target)) as partial:
        partial.write_bytes(content)
