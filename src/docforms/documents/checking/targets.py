"""Find what a template belongs to: the document or form whose values it prints."""

from __future__ import annotations

from pathlib import Path

from docforms.documents.checking.name_lint import Values, values_of_document, values_of_form
from docforms.exceptions import UnknownName
from docforms.packs import Catalogue, DocumentType, Form, Pack


def document_or_form(catalogue: Catalogue, name: str) -> tuple[Pack, DocumentType | Form]:
    """Find a document or form by its id PACK/NAME; raises `UnknownName` with near names of both."""
    try:
        return catalogue.document(name)
    except UnknownName as no_document:
        try:
            return catalogue.form(name)
        except UnknownName as no_form:
            raise UnknownName('\n'.join(dict.fromkeys((str(no_document), str(no_form))))) from None


def values_of(catalogue: Catalogue, name: str) -> Values:
    """Describe the values the template of a document or form is given; raises `UnknownName`."""
    pack, found = document_or_form(catalogue, name)
    return values_of_form(pack, found) if isinstance(found, Form) else values_of_document(pack, found)


def values_of_file(catalogue: Catalogue, path: Path) -> Values | None:
    """Describe the values of a template that stands in the folder of a pack; None for any other file."""
    folder = path.resolve().parent
    for name, pack in catalogue.folders.items():
        if pack.templates.resolve() == folder:
            try:
                return values_of(catalogue, f'{name}/{path.stem}')
            except UnknownName:
                return None
    return None
