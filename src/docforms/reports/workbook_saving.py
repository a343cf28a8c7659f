"""Save workbooks so that equal content gives equal bytes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.xml.functions import tostring

from docforms.documents.packaging import packed

NO_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl writes naive times as UTC


def saved(workbook: Workbook, moment: datetime = NO_DAY) -> bytes:
    """Save without a clock: a workbook is dated as of the day it is about, if it is about one."""
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
