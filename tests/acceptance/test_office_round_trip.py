"""Word files open in an office program, and what it saves again says the same."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from docforms import api
from docforms.packs import Catalogue
from docforms.records import read_record
from docforms.tools import SOFFICE, run


def text_of(path: Path) -> str:
    body = Document(str(path)).element.body
    return ''.join(''.join(node.text or '' for node in body.iter() if node.tag.endswith('}t')).split())


def test_one_document_of_each_kind_survives_libreoffice(tmp_path: Path) -> None:
    """Opened in LibreOffice and saved as Word again, a document of each kind has the same text in the same order."""
    saved = tmp_path / 'saved'
    kinds = {document.kind: (pack, document) for pack in Catalogue().packs() for document in pack.documents.values()}
    sources = []
    for pack, document in kinds.values():
        path = tmp_path / f'{document.kind}.docx'
        path.write_bytes(api.render(document.id, read_record(str(pack.example(document.name)))))
        sources.append(path)

    profile = f'-env:UserInstallation={(tmp_path / "profile").as_uri()}'
    run(
        SOFFICE,
        [profile, '--headless', '--convert-to', 'docx', '--outdir', str(saved), *map(str, sources)],
        timeout=300,
    )

    assert {path.name: text_of(saved / path.name) for path in sources} == {path.name: text_of(path) for path in sources}
