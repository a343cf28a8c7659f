"""Zip packages that come out the same every time: members in a fixed order, without a clock."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docforms.exceptions import TemplateError
from docforms.i18n import _

# The earliest moment a zip archive can name; Office itself writes it.
NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
# OPC readers look for these first; file(1) tells a docx by them.
FIRST: Final = ('[Content_Types].xml', '_rels/.rels', 'word/document.xml')
UNIX: Final = 3
LEVEL: Final = 6


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Write a package from its parts."""
    buffer = BytesIO()
    with ZipFile(buffer, 'w', ZIP_DEFLATED, compresslevel=LEVEL) as package:
        for name in sorted(parts, key=_order):
            member = ZipInfo(name, NO_TIME)
            member.compress_type = ZIP_DEFLATED
            member.create_system = UNIX
            member.external_attr = 0o600 << 16
            package.writestr(member, parts[name], compresslevel=LEVEL)
    return buffer.getvalue()


def unpacked(package: bytes) -> dict[str, bytes]:
    """Give the parts of a package by their names, in the order they are written in.

    Raises:
        TemplateError: it is not a zip archive, or a damaged one.
    """
    try:
        with ZipFile(BytesIO(package)) as archive:
            names = [member.filename for member in archive.infolist() if not member.is_dir()]
            return {name: archive.read(name) for name in sorted(names, key=_order)}
    except (BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise TemplateError(_("这不是完好的 docx 文件，请重新生成或另存一份再试")) from error


def _order(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)
