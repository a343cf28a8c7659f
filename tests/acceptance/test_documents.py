"""Every document of every pack is printed from its invented example, whole and with what may be missing left out."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document

from docforms import api
from docforms.packs import Catalogue, document_of
from docforms.records import read_record

PACKS = Catalogue().packs()
DOCUMENTS = [(pack, document) for pack in PACKS for document in pack.documents.values()]
IDS = [document.id for _pack, document in DOCUMENTS]


def least(values: Any, schema: Any) -> Any:
    """Keep only what the schema requires of the values of an example; lists keep their first row."""
    if isinstance(values, dict):
        required = schema.get('required', ())
        kept = {name: inner for name, inner in values.items() if name in required}
        return {name: least(inner, schema['properties'].get(name, {})) for name, inner in kept.items()}
    if isinstance(values, list):
        return [least(inner, schema.get('items', {})) for inner in values[: max(1, schema.get('minItems', 0))]]
    return values


def text_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
    document = Document(io.BytesIO(content))
    return ''.join(node.text or '' for node in document.element.body.iter() if node.tag.endswith('}t'))


@pytest.mark.parametrize(('pack', 'document'), DOCUMENTS, ids=IDS)
def test_an_example_is_printed(pack, document) -> None:
    """The example of a document fits its schema and is rendered, the same bytes each time."""
    data = read_record(str(pack.example(document.name)))

    content = api.render(document.id, data)

    assert content == api.render(document.id, data)
    assert '{{' not in text_of(content)
    assert '{%' not in text_of(content)


@pytest.mark.parametrize(('pack', 'document'), DOCUMENTS, ids=IDS)
def test_a_draft_with_only_what_is_required_is_printed(pack, document) -> None:
    """Numbers, dates and contacts that a draft does not have yet leave room to write, not errors."""
    schema = document_of(pack, document.name).schema
    data = least(read_record(str(pack.example(document.name))), schema)

    assert text_of(api.render(document.id, data))
