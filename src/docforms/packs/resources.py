"""Where pack data lives: inside the wheel, in the source tree, or in a folder the user names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from docforms.exceptions import UsageError
from docforms.i18n import _

PACKS_VARIABLE: Final = 'DOCFORMS_PACKS'
RESERVED: Final = frozenset({'meta', 'common', 'calendars'})


@dataclass(frozen=True, slots=True)
class PackFolder:
    """The two folders of one pack."""

    id: str
    schemas: Path
    templates: Path


def data_root() -> Path:
    """Give the folder holding schemas/ and templates/ that docforms comes with."""
    packaged = Path(str(files('docforms'))) / 'data'
    return packaged if packaged.is_dir() else Path(str(files('docforms'))).parent.parent


def shared(name: str) -> Path:
    """Give a file below schemas/, such as meta/pack.schema.json."""
    return data_root() / 'schemas' / name


def fonts_configuration() -> Path:
    """Give the fontconfig file that says which free faces stand in for the official ones."""
    return data_root() / 'templates' / 'fonts.conf'


def chart_pattern() -> Path:
    """Give the file that says how charts look."""
    return data_root() / 'templates' / 'chart.xml'


def pack_folders(extra: Sequence[Path] = ()) -> dict[str, PackFolder]:
    """Find every pack: those that come with docforms, then those of DOCFORMS_PACKS and of `extra`.

    A later folder with the same pack id replaces an earlier one. Raises `UsageError` for a folder without schemas/.
    """
    named = [Path(part) for part in os.environ.get(PACKS_VARIABLE, '').split(os.pathsep) if part]
    found: dict[str, PackFolder] = {}
    for root in [data_root(), *named, *extra]:
        if not (root / 'schemas').is_dir():
            raise UsageError(_("{root} 不是规则包目录：其中应有 schemas 和 templates 两个子目录").format(root=root))
        for schemas in sorted((root / 'schemas').iterdir()):
            if schemas.name not in RESERVED and (schemas / 'pack.yaml').is_file():
                found[schemas.name] = PackFolder(schemas.name, schemas, root / 'templates' / schemas.name)
    return found
