"""Which typefaces of official papers are installed, and what is printed in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docforms.exceptions import ToolFailed, ToolMissing
from docforms.tools.probe import Probe, run

FC_LIST: Final = Probe(program='fc-list', minimum='2.13', hint='sudo apt-get install fontconfig')
FC_MATCH: Final = Probe(program='fc-match', minimum='2.13', hint='sudo apt-get install fontconfig')
SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface by the name papers ask for; `stand_in` is the family that is printed when it is not installed."""

    name: str
    installed: bool
    stand_in: str


def faces(names: Sequence[str], fonts: Path) -> tuple[Face, ...]:
    """Look up typefaces; `fonts` is the fontconfig file in use. Nothing is known where fontconfig is missing."""
    environment = {'FONTCONFIG_FILE': str(fonts)}
    try:
        listed = run(FC_LIST, [':', 'family'], timeout=SECONDS, environment=environment)
        installed = {family.strip() for line in listed.splitlines() for family in line.split(',')}
        return tuple(
            Face(name, name in installed, '' if name in installed else _stand_in(name, environment)) for name in names
        )
    except (ToolMissing, ToolFailed):
        return ()


def _stand_in(name: str, environment: dict[str, str]) -> str:
    return run(FC_MATCH, ['-f', '%{family[0]}', name], timeout=SECONDS, environment=environment).strip()
