"""The documents of a run in one zip."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from docforms.documents.packaging import NO_TIME, UNIX

READABLE: Final = 0o644 << 16


def zip_files(files: Iterable[Path], target: Path) -> None:
    """Put files into a zip in this order; equal files give equal bytes.

    Documents are zips themselves: packing them once more would gain nothing.
    """
    with ZipFile(target, 'w', ZIP_STORED) as archive:
        for file in files:
            member = ZipInfo(file.name, NO_TIME)
            member.create_system = UNIX
            member.external_attr = READABLE
            member.file_size = file.stat().st_size
            with file.open('rb') as source, archive.open(member, 'w') as stream:
                shutil.copyfileobj(source, stream)
