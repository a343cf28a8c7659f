"""Read whole files within limits, and write files so that none is ever half there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from docforms.exceptions import InputError, OutputError
from docforms.i18n import _

STANDARD_STREAM: Final = '-'
MAX_BYTES: Final = 64 * 1024 * 1024

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


def read_bytes(path: str) -> bytes:
    """Read a file, or standard input for `-`; raises `InputError` for what cannot be read, is empty or too large."""
    if path == STANDARD_STREAM:
        content = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        content = _read_file(Path(path))
    if not content.strip():
        raise InputError(_("{file}：文件是空的，请检查是否选错了文件").format(file=shown(path)))
    if len(content) > MAX_BYTES:
        message = _("{file}：文件超过 {limit} MB，请检查是否选错了文件")
        raise InputError(message.format(file=shown(path), limit=MAX_BYTES // 1024 // 1024))
    return content


def _read_file(path: Path) -> bytes:
    try:
        with path.open('rb') as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(_("{file}：没有这个文件，请检查路径").format(file=path)) from None
    except IsADirectoryError:
        raise InputError(_("{file}：这是一个文件夹，请指定其中的文件").format(file=path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, 'strerror', None) or str(error)
        raise InputError(_("{file}：文件打不开（{reason}）").format(file=path, reason=reason)) from None


def kind_of(content: bytes) -> str:
    """Tell what a file is by its first bytes; 'text' when nothing is recognised."""
    return next((kind for magic, kind in MAGIC if content.startswith(magic)), 'text')


def shown(path: str) -> str:
    """Name a file in messages."""
    return _("标准输入") if path == STANDARD_STREAM else path


@contextmanager
def atomic_output(target: Path) -> Iterator[Path]:
    """Give a temporary path beside the target; on success it replaces the target, on failure nothing changes.

    Raises:
        OutputError: the folder does not exist or cannot be written, or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f'.{target.name[:40]}.', suffix='.part', dir=target.parent)
    except OSError as error:
        raise _output_error(target, error) from None
    os.close(handle)
    partial = Path(name)
    try:
        yield partial
        _settle(partial, target)
    except OSError as error:
        raise _output_error(target, error) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _settle(partial: Path, target: Path) -> None:
    """Make the content durable, give it the usual permissions, and put it in place."""
    umask = os.umask(0)
    os.umask(umask)
    partial.chmod(0o666 & ~umask)
    with partial.open('rb') as stream:
        os.fsync(stream.fileno())
    if target.is_dir():
        raise IsADirectoryError(21, _("同名的文件夹已存在"))
    partial.replace(target)


def _output_error(target: Path, error: OSError) -> OutputError:
    if isinstance(error, FileNotFoundError) and not target.parent.exists():
        return OutputError(_("{file}：写不进去，文件夹 {folder} 不存在").format(file=target, folder=target.parent))
    if isinstance(error, PermissionError):
        return OutputError(_("{file}：没有写入权限，请换一个文件夹或关闭正在使用它的程序").format(file=target))
    return OutputError(_("{file}：写不进去（{reason}）").format(file=target, reason=error.strerror or str(error)))


def write_bytes(target: str, content: bytes) -> None:
    """Write a file atomically, or to standard output for `-`; raises `OutputError`."""
    if target == STANDARD_STREAM:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with atomic_output(Path(target)) as partial:
        partial.write_bytes(content)
