"""Choose the reader of a file by what the file is, not by its name."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Final

from lxml import etree

from docforms.exceptions import InputError
from docforms.extraction.contents import Contents
from docforms.extraction.pdf import has_text, read_pdf
from docforms.extraction.word import read_docx
from docforms.extraction.workbook import read_xlsx
from docforms.files import kind_of
from docforms.i18n import _

# What zipfile, lxml, openpyxl and pdfplumber raise on files that are not, or not quite, what they say.
DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError, LookupError, ValueError, TypeError,
    AttributeError, EOFError, OSError, RuntimeError, ArithmeticError,
)  # fmt: skip
IMAGES: Final = frozenset({'png', 'jpeg', 'tiff'})


def read_contents(content: bytes, name: str) -> Contents | None:
    """Read what a file shows; None for one that is images, whose text has to be recognised first.

    `name` is what messages call the file.

    Raises:
        InputError: the file is of no kind that can be read, or damaged.
    """
    kind = kind_of(content)
    if kind in IMAGES:
        return None
    if kind == 'ole':
        message = _("{file}：是旧版 Office 文件（.doc 或 .xls）或加了密码，请去掉密码，另存为 .docx 或 .xlsx 后再试")
        raise InputError(message.format(file=name))
    try:
        if kind == 'pdf':
            return read_pdf(content) if has_text(content) else None
        if kind == 'zip':
            return _read_office(content, name)
    except DAMAGE as error:
        message = _("{file}：文件已损坏或加了密码，打不开；请用原来的程序打开，另存一份后再试")
        raise InputError(message.format(file=name)) from error
    raise InputError(_("{file}：不是 Word、Excel、PDF 文件，也不是图片，请检查是否选错了文件").format(file=name))


def _read_office(content: bytes, name: str) -> Contents:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = set(archive.namelist())
    if 'word/document.xml' in parts:
        return read_docx(content)
    if 'xl/workbook.xml' in parts:
        return read_xlsx(content)
    raise InputError(_("{file}：是压缩文件，请解压后选择其中的表格").format(file=name))
