"""Template files: reading and opening them, the parts of them that are filled, and what their tags do wrong."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.opc.constants import CONTENT_TYPE
from docx.opc.exceptions import OpcError
from lxml import etree

from docforms.documents.faithful import parsed
from docforms.documents.filling import fault_message
from docforms.documents.tags import has_column_tags, tag_faults
from docforms.documents.wml import Element
from docforms.exceptions import TemplateError
from docforms.files import MAX_BYTES, kind_of, unpacked_size
from docforms.i18n import _

MAIN: Final = CONTENT_TYPE.WML_DOCUMENT_MAIN
MARGINS: Final = frozenset({CONTENT_TYPE.WML_HEADER, CONTENT_TYPE.WML_FOOTER})
PROPERTIES: Final = CONTENT_TYPE.OPC_CORE_PROPERTIES
NOTES: Final = frozenset({CONTENT_TYPE.WML_FOOTNOTES, CONTENT_TYPE.WML_ENDNOTES})
FILLED: Final = NOTES | MARGINS | {MAIN, PROPERTIES}

# Who last worked on the template, and when, is nothing to print on every document.
OF_THE_TEMPLATE: Final = frozenset({'created', 'modified', 'lastPrinted', 'lastModifiedBy', 'revision'})
# What docxtpl writes into every document, if only as an empty element.
OF_THE_DOCUMENT: Final = ('creator', 'description', 'identifier', 'language', 'subject', 'title')
DUBLIN_CORE: Final = 'http://purl.org/dc/elements/1.1/'

# What zipfile, lxml and python-docx raise on files that are not, or not quite, Word documents.
DAMAGE: Final = (
    OpcError, BadZipFile, zlib.error, struct.error, etree.XMLSyntaxError, OSError, EOFError, LookupError, ValueError,
    TypeError, AttributeError, RuntimeError,
)  # fmt: skip


def read(path: Path) -> bytes:
    """Read the file of a template; raises `TemplateError`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        message = _("{file}：没有这个模板文件；请检查路径，或运行 docforms template build 重新生成")
        raise TemplateError(message.format(file=path)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, 'strerror', None) or str(error)
        message = _("{file}：模板文件打不开（{reason}）；请检查路径和权限")
        raise TemplateError(message.format(file=path, reason=reason)) from None


def refuse_other_kinds(content: bytes, name: str) -> None:
    """Refuse what is no Word document by its first bytes; raises `TemplateError`."""
    kind = kind_of(content)
    if kind == 'ole':
        message = _("{template}：这是旧版 .doc 文件或加密的文件；请去掉密码，另存为 docx")
        raise TemplateError(message.format(template=name))
    if kind != 'zip':
        raise TemplateError(_("{template}：不是 docx 文件；请用 Word 或 WPS 另存为 docx").format(template=name))


def opened(content: bytes, name: str) -> Any:
    """Open a template as python-docx does; raises `TemplateError` for what is no sound Word document."""
    refuse_other_kinds(content, name)
    try:
        with ZipFile(BytesIO(content)) as archive:
            size = unpacked_size(archive)
        if size > MAX_BYTES:
            message = _("{template}：模板展开后超过 {limit} MB；请检查是否选错了文件")
            raise TemplateError(message.format(template=name, limit=MAX_BYTES // 1024 // 1024))
        document = Document(BytesIO(content))
        for part in document.part.package.iter_parts():
            if part.content_type in FILLED:
                parsed(part.blob)
        len(document.element.body)
    except DAMAGE as error:
        message = _("{template}：文件已损坏或不是 Word 文档；请重新生成，或用 Word 或 WPS 另存为 docx")
        raise TemplateError(message.format(template=name)) from error
    return document


def filled_parts(document: Any) -> Iterator[Any]:
    """Give the parts whose tags are filled."""
    return (part for part in document.part.package.iter_parts() if part.content_type in FILLED)


def root_of(part: Any) -> Element:
    """Parse a part as it goes into every document."""
    root = parsed(part.blob)
    if part.content_type == PROPERTIES:
        for element in [child for child in root if etree.QName(child).localname in OF_THE_TEMPLATE]:
            root.remove(element)
        for tag in [f'{{{DUBLIN_CORE}}}{name}' for name in OF_THE_DOCUMENT]:
            if root.find(tag) is None:
                etree.SubElement(root, tag, nsmap={'dc': DUBLIN_CORE})
    return root


def check_tags(document: Any, name: str) -> None:
    """Check every tag of a template; raises `TemplateError` with all that is wrong."""
    faults = [fault for part in filled_parts(document) for fault in tag_faults(parsed(part.blob))]
    if faults:
        messages = (fault_message(name, fault.paragraph, fault.tag, fault.reason) for fault in faults)
        raise TemplateError('\n'.join(dict.fromkeys(messages)))


def changes_columns(document: Any) -> bool:
    """Tell whether a tag makes or joins columns of a table."""
    return any(has_column_tags(parsed(part.blob)) for part in filled_parts(document))
