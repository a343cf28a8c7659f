from __future__ import annotations

import errno
import io
import os
import stat
import tempfile
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pytest

from docforms import files
from docforms.exceptions import InputError, OutputError
from docforms.files import (
    atomic_output,
    is_locked,
    kind_of,
    read_bytes,
    reason_of,
    shown,
    unpacked_size,
    write_bytes,
)


def leftovers(folder: Path) -> list[str]:
    """List the temporary files in a folder."""
    return [path.name for path in folder.iterdir() if path.name.endswith('.part')]


class Interrupted(Exception):
    """Something that happens in the middle of writing."""


def write_half(target: Path, accident: BaseException) -> None:
    """Begin to write a file, and have an accident."""
    with atomic_output(target) as partial:
        partial.write_bytes(b'ha')
        raise accident


# Writing ------------------------------------------------------------------------------------------


def test_a_file_is_written(tmp_path: Path):
    """The content arrives under its name, and nothing else is left."""
    target = tmp_path / '申请表.docx'

    write_bytes(str(target), b'new')

    assert target.read_bytes() == b'new'
    assert [path.name for path in tmp_path.iterdir()] == ['申请表.docx']


def test_a_file_is_replaced(tmp_path: Path):
    """An older file of the name gives way to the new one."""
    target = tmp_path / 'a'
    target.write_bytes(b'old and longer')

    write_bytes(str(target), b'new')

    assert target.read_bytes() == b'new'


@pytest.mark.parametrize('accident', [Interrupted(), KeyboardInterrupt(), SystemExit(1), MemoryError()])
def test_an_accident_in_the_middle_leaves_the_old_file(accident: BaseException, tmp_path: Path):
    """Whatever happens while writing, the old file stays whole, no half one appears, and the accident is told."""
    target = tmp_path / 'a'
    target.write_bytes(b'old')

    with pytest.raises(type(accident)):
        write_half(target, accident)

    assert target.read_bytes() == b'old'
    assert leftovers(tmp_path) == []


def test_an_accident_before_the_first_file_leaves_none(tmp_path: Path):
    """Where there was no file, there is none after an accident."""
    with pytest.raises(Interrupted):
        write_half(tmp_path / 'a', Interrupted())

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ('number', 'told'),
    [
        (errno.ENOSPC, '写不进去（磁盘已满）'),
        (errno.EDQUOT, '写不进去（磁盘配额已满）'),
        (errno.EROFS, '写不进去（磁盘是只读的）'),
        (errno.EIO, '写不进去（读写磁盘出错）'),
        (errno.EACCES, '没有写入权限，请换一个文件夹或关闭正在使用它的程序'),
        (errno.EPERM, '没有写入权限，请换一个文件夹或关闭正在使用它的程序'),
        (errno.EXDEV, '写不进去（系统错误 EXDEV）'),
    ],
)
@pytest.mark.parametrize('place', ['mkstemp', 'write', 'fsync', 'replace'])
def test_a_refusal_of_the_system_is_told_in_chinese(
    place: str, number: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A full disk, a missing right or a fault of the disk ends with a sentence, whenever it comes up."""
    target = tmp_path / 'a'
    target.write_bytes(b'old')

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    holder, name = {
        'mkstemp': (tempfile, 'mkstemp'),
        'write': (Path, 'write_bytes'),
        'fsync': (os, 'fsync'),
        'replace': (Path, 'replace'),
    }[place]
    monkeypatch.setattr(holder, name, refuse)

    with pytest.raises(OutputError) as error:
        write_bytes(str(target), b'new')

    assert str(error.value) == f'{target}：{told}'
    assert target.read_bytes() == b'old'
    assert leftovers(tmp_path) == []


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path):
    """The message names the folder that is missing."""
    target = tmp_path / '没有' / 'a.docx'

    with pytest.raises(OutputError) as error:
        write_bytes(str(target), b'x')

    assert str(error.value) == f'{target}：写不进去，文件夹 {tmp_path / "没有"} 不存在'
    assert not target.parent.exists()


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path):
    """A folder is not replaced by a file."""
    (tmp_path / 'a').mkdir()

    with pytest.raises(OutputError) as error:
        write_bytes(str(tmp_path / 'a'), b'x')

    assert str(error.value) == f'{tmp_path / "a"}：写不进去（同名的文件夹已存在）'
    assert (tmp_path / 'a').is_dir()
    assert leftovers(tmp_path) == []


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path):
    """What stands in the middle of a path must be a folder."""
    (tmp_path / 'a').write_bytes(b'')

    with pytest.raises(OutputError, match='写不进去'):
        write_bytes(str(tmp_path / 'a' / 'b'), b'x')


@pytest.mark.parametrize('name', ['/proc/1/a', '/proc/a', '/sys/a'])
def test_a_folder_nobody_can_write_to_is_told(name: str):
    """Folders of the system refuse even the administrator; the user reads so in Chinese."""
    with pytest.raises(OutputError) as error:
        write_bytes(name, b'x')

    assert str(error.value).startswith(f'{name}：')
    assert 'rror' not in str(error.value)


@pytest.mark.parametrize(
    ('name', 'told'), [('a\x00b', '文件名中有不能使用的字符'), ('甲' * 100, '文件名过长'), ('', '同名的文件夹已存在')]
)
def test_an_impossible_name_is_told(name: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A name no file can have is a fault of the output, not of the program."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(OutputError, match=told):
        write_bytes(name, b'x')

    assert leftovers(tmp_path) == []


def test_long_names_within_the_limit_can_be_written(tmp_path: Path):
    """A name of 85 Chinese characters, all a file system takes, is no problem for the temporary file either."""
    target = tmp_path / ('甲' * 85)

    write_bytes(str(target), b'x')

    assert target.read_bytes() == b'x'


# Rights, links, devices ---------------------------------------------------------------------------


def test_a_new_file_has_the_usual_rights(tmp_path: Path):
    """Others may read it, as the umask allows: the temporary file's own rights do not stay."""
    before = os.umask(0o022)
    try:
        write_bytes(str(tmp_path / 'a'), b'x')
        os.umask(0o077)
        write_bytes(str(tmp_path / 'b'), b'x')
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / 'a').stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / 'b').stat().st_mode) == 0o600


def test_a_replaced_file_keeps_its_rights(tmp_path: Path):
    """A file only its owner may read is not opened to others by writing it anew."""
    target = tmp_path / 'a'
    target.write_bytes(b'old')
    target.chmod(0o600)

    write_bytes(str(target), b'new')

    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path):
    """Writing to a link replaces the file it leads to, in the folder where that is."""
    (tmp_path / 'far').mkdir()
    real, link = tmp_path / 'far' / 'a', tmp_path / 'link'
    real.write_bytes(b'old')
    link.symlink_to(real)

    write_bytes(str(link), b'new')

    assert link.is_symlink()
    assert real.read_bytes() == b'new'
    assert leftovers(tmp_path) == leftovers(tmp_path / 'far') == []


def test_an_accident_leaves_what_a_link_leads_to(tmp_path: Path):
    """Behind a link, too, the old file stays whole."""
    real, link = tmp_path / 'a', tmp_path / 'link'
    real.write_bytes(b'old')
    link.symlink_to(real)

    with pytest.raises(Interrupted):
        write_half(link, Interrupted())

    assert (link.is_symlink(), real.read_bytes()) == (True, b'old')


def test_a_link_to_nothing_gets_its_file(tmp_path: Path):
    """A link whose file is not there yet is filled."""
    (tmp_path / 'link').symlink_to(tmp_path / 'a')

    write_bytes(str(tmp_path / 'link'), b'new')

    assert (tmp_path / 'a').read_bytes() == b'new'


def test_a_device_is_written_to_and_not_replaced():
    """Output to /dev/null is thrown away; the device is still one afterwards, also for the administrator."""
    write_bytes('/dev/null', b'x')

    assert stat.S_ISCHR(Path('/dev/null').stat().st_mode)
    assert leftovers(Path('/dev')) == []


def test_a_full_device_is_told():
    """A device that takes nothing is a full disk."""
    with pytest.raises(OutputError, match='磁盘已满'):
        write_bytes('/dev/full', b'x' * 100_000)

    assert stat.S_ISCHR(Path('/dev/full').stat().st_mode)


def test_a_pipe_is_written_to(tmp_path: Path):
    """A named pipe gets the content and stays."""
    pipe = tmp_path / 'pipe'
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_bytes(str(pipe), b'content')

        assert os.read(reader, 100) == b'content'
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


# Standard output ----------------------------------------------------------------------------------


class Stream(io.BytesIO):
    """A standard output that refuses."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, _content: object) -> int:
        """Refuse."""
        raise self.error


def test_standard_output_gets_the_bytes(capsysbinary: pytest.CaptureFixture[bytes]):
    """`-` writes to standard output, byte by byte."""
    write_bytes('-', b'PK\x03\x04')

    assert capsysbinary.readouterr().out == b'PK\x03\x04'


def test_a_full_standard_output_is_told(monkeypatch: pytest.MonkeyPatch):
    """A disk that fills up behind a redirection is told in Chinese."""
    monkeypatch.setattr('sys.stdout', type('Out', (), {'buffer': Stream(OSError(errno.ENOSPC, 'x'))}))

    with pytest.raises(OutputError, match=r'^标准输出写不进去（磁盘已满）$'):
        write_bytes('-', b'x')


def test_a_reader_that_has_enough_is_no_fault(monkeypatch: pytest.MonkeyPatch):
    """A pipe closed by `head` is left to the command line, which ends quietly."""
    monkeypatch.setattr('sys.stdout', type('Out', (), {'buffer': Stream(BrokenPipeError(errno.EPIPE, 'x'))}))

    with pytest.raises(BrokenPipeError):
        write_bytes('-', b'x')


# Reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('content', 'kind'),
    [
        (b'PK\x03\x04...', 'zip'),
        (b'%PDF-1.4', 'pdf'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'ole'),
        (b'\x89PNG\r\n\x1a\n', 'png'),
        (b'\xff\xd8\xff\xe0', 'jpeg'),
        (b'II*\x00', 'tiff'),
        (b'MM\x00*', 'tiff'),
        (b'\x1f\x8b', 'gzip'),
        (b'{"a": 1}', 'text'),
        (b'P', 'text'),
    ],
)
def test_the_first_bytes_tell_what_a_file_is(content: bytes, kind: str):
    """The ending of a name may lie; the first bytes do not."""
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    'number', [errno.EACCES, errno.EIO, errno.EMFILE, errno.ELOOP, errno.ENOTDIR, errno.EBUSY, 9999]
)
def test_a_refusal_to_read_is_told_in_chinese(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whatever the system says when opening a file, the user reads a Chinese sentence."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError(number, 'Some English words')

    monkeypatch.setattr(Path, 'open', refuse)

    with pytest.raises(InputError) as error:
        read_bytes(str(tmp_path / 'a'))

    assert str(error.value).startswith(f'{tmp_path / "a"}：文件打不开（')
    assert 'English' not in str(error.value)


def test_a_loop_of_links_is_told(tmp_path: Path):
    """A link that leads to itself is no file."""
    (tmp_path / 'a').symlink_to(tmp_path / 'a')

    with pytest.raises(InputError, match='链接循环指向自己'):
        read_bytes(str(tmp_path / 'a'))


def test_too_large_a_file_is_not_read_whole(monkeypatch: pytest.MonkeyPatch):
    """A file that never ends is read to the limit only."""
    monkeypatch.setattr(files, 'MAX_BYTES', 1024 * 1024)

    with pytest.raises(InputError, match='文件'):
        read_bytes('/dev/zero')
    with pytest.raises(InputError, match='文件超过 1 MB，请检查是否选错了文件'):
        read_bytes('/dev/urandom')


def packed(*members: bytes, locked: bool = False) -> ZipFile:
    """Pack members into an archive, and open it; a password is only said to be needed."""
    stream = io.BytesIO()
    with ZipFile(stream, 'w') as archive:
        for number, member in enumerate(members):
            archive.writestr(str(number), member)
    content = stream.getvalue()
    place = content.index(b'PK\x01\x02') + 8
    return ZipFile(io.BytesIO(content[:place] + bytes([content[place] | locked]) + content[place + 1 :]))


def test_the_size_of_an_archive_is_that_of_all_its_members():
    """Many members of a bearable size are too much together."""
    assert unpacked_size(packed(b'x' * 70, b'', b'x' * 30)) == 100


def test_a_member_never_holds_more_than_the_archive_says():
    """What was checked by the size an archive announces can be read: a false size ends the reading."""
    archive = packed(b'x' * 70)
    archive.infolist()[0].file_size = 5

    with pytest.raises(BadZipFile):
        archive.read('0')


@pytest.mark.parametrize('locked', [False, True])
def test_an_archive_with_a_password_is_known(*, locked: bool):
    """One member with a password is enough."""
    assert is_locked(packed(b'x', b'y', locked=locked)) is locked


def test_names_in_messages_can_always_be_printed():
    """Bytes of a name that are no text are shown as question marks."""
    assert shown('a\udcffb') == 'a?b'
    assert shown('-') == '标准输入'


def test_an_error_of_the_system_without_a_name_has_its_code():
    """A number nobody knows is told as such."""
    assert reason_of(OSError(99_999, 'x')) == '系统错误 99999'
