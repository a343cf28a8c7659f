"""The Word templates in the tree are those their text sources give."""

from __future__ import annotations

import pytest

from docforms import api
from docforms.packs import Catalogue

PACKS = Catalogue().packs()


@pytest.mark.parametrize('pack', PACKS, ids=[pack.id for pack in PACKS])
def test_no_template_is_stale(pack) -> None:
    """Building a pack's templates again gives the bytes that are kept; wording is reviewed in the sources."""
    built = api.build_templates(pack.schemas)

    assert {path.name for path, content in built.items() if path.read_bytes() != content} == set()


@pytest.mark.parametrize('pack', PACKS, ids=[pack.id for pack in PACKS])
def test_no_template_lacks_a_source(pack) -> None:
    """Every Word template comes from a text source or a layout, and nothing else lies beside them."""
    sources = {path.stem for path in pack.templates.glob('*.md')} | set(pack.forms)

    assert {path.stem for path in pack.templates.glob('*.docx')} == sources
    assert {path.suffix for path in pack.templates.iterdir()} == {'.docx', '.md'}
