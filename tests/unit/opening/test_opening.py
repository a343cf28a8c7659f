"""Kinds of files by their content, and pages as plain pixels."""

from __future__ import annotations

import subprocess
import sys

import pytest

from docforms.exceptions import InputError
from docforms.files import read_bytes
from docforms.i18n import use_language
from docforms.opening import PageImage, Worker, kind_by_content
from docforms.opening.kinds import refuse_other_kinds


@pytest.mark.parametrize(
    ('content', 'kind'),
    [
        (b'PK\x03\x04', 'zip'),
        (b'%PDF-1.7', 'pdf'),
        (b'\xef\xbb\xbf\n%PDF-1.4', 'pdf'),
        (b'\xff\xd8\xff\xe0', 'jpeg'),
        (b'\x89PNG\r\n\x1a\n', 'png'),
        (b'II*\0', 'tiff'),
        (b'MM\0*', 'tiff'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'ole'),
        ('姓名,电话'.encode('gb18030'), 'text'),
        ('姓名'.encode('utf-16'), 'text'),
        (b'MZ\0\0', 'other'),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: str):
    """The first bytes tell the kind; bytes before a PDF do not hide it; a text has no zeros."""
    assert kind_by_content(content) == kind


def test_the_ending_that_would_be_right_is_said():
    """A PDF that is called a Word document is refused with its own ending."""
    with pytest.raises(InputError, match=r'^甲\.docx：扩展名是 \.docx，内容却是PDF 文件；请把扩展名改成 \.pdf'):
        refuse_other_kinds('pdf', ['docx'], '甲.docx')


@pytest.mark.parametrize(
    ('width', 'channels', 'data', 'dpi'),
    [(2, 1, bytes(3), 200), (2, 2, bytes(8), 200), (0, 1, b'', 200), (2, 1, bytes(4), 0), (6001, 1, b'', 200)],
)
def test_pixels_that_do_not_fit_are_no_page(width: int, channels: int, data: bytes, dpi: float):
    """The shape and resolution of a page are checked before anybody computes with them."""
    with pytest.raises(ValueError, match=r'^1$'):
        PageImage(1, width, max(width, 1), channels, data, dpi)


def test_pixels_are_rows_from_the_top():
    """Grey pages have two dimensions, coloured ones three."""
    assert PageImage(1, 2, 1, 1, b'\1\2', 200).pixels.tolist() == [[1, 2]]
    assert PageImage(1, 1, 2, 3, bytes(range(6)), 200).pixels.tolist() == [[[0, 1, 2]], [[3, 4, 5]]]


def test_what_a_function_refuses_is_refused_here():
    """The message of the process is that of the caller's error."""
    with Worker() as worker, pytest.raises(InputError, match=r'^a\.docx：扩展名是 \.docx，内容却是文本文件'):
        worker.run('a.docx', refuse_other_kinds, 'text', ('docx',), 'a.docx')


def test_the_worker_speaks_the_language_of_the_caller():
    """What the worker says of a file is in the language chosen here."""
    use_language('en')

    with Worker() as worker, pytest.raises(InputError, match=r'^a\.pdf: [A-Za-z ,;]+$'):
        worker.run('a.pdf', read_bytes, 'a.pdf')


def test_only_functions_of_a_module_can_be_run():
    """A function inside another could not be found by the worker; that is a mistake of the program, not of the file."""

    def inner(content: bytes) -> int:
        return len(content)

    with Worker() as worker, pytest.raises(TypeError, match='inner'):
        worker.run('a.pdf', inner, b'')


def test_opening_loads_no_library_before_it_is_used():
    """Who imports the package pays for neither pictures nor PDF nor numbers."""
    program = (
        'import sys, docforms.opening\n'
        'print({"PIL", "pypdfium2", "numpy", "lxml", "openpyxl"} & {name.partition(".")[0] for name in sys.modules})'
    )

    printed = subprocess.run([sys.executable, '-c', program], check=True, capture_output=True, text=True).stdout

    assert printed == 'set()\n'
