"""Write workbooks: texts as they are, and equal content as equal bytes."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.xml.functions import tostring

from docforms.documents.packaging import packed

_NO_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl writes naive times as UTC


# Excel reads _x0041_ as the letter A; its own underscore has to be written so (ECMA-376-1 22.9.2.19).
_ESCAPE_LIKE: Final = re.compile('_(?=x[0-9A-Fa-f]{4}_)')


def escaped(text: str) -> str:
    """Write a text so that no program takes a part of it for the code of a character."""
    return _ESCAPE_LIKE.sub('_x005F_', text)


def saved(workbook: Workbook, day: str = '') -> bytes:
    """Save without a clock: the workbook is dated as of the ISO day it is about, if it is about any."""
    try:
        moment = datetime.fromisoformat(day).replace(tzinfo=None)
    except ValueError:
        moment = _NO_DAY
    workbook.properties.creator = 'docforms'
    workbook.properties.created = moment
    buffer = BytesIO()
    workbook.save(buffer)
    with ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # Saving stamps the time of day; the properties are written once more with the day.
    workbook.properties.modified = moment
    parts['docProps/core.xml'] = tostring(workbook.properties.to_tree())
    return packed(parts)
