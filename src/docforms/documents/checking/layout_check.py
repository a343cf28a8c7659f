"""Measure a finished docx against GB/T 9704—2012: every deviation in one pass."""

from __future__ import annotations

from docforms.documents.checking.direct import direct_deviations
from docforms.documents.checking.elements import element_deviations, style_deviations
from docforms.documents.checking.letters import head_deviations
from docforms.documents.checking.model import Deviation
from docforms.documents.checking.package import Package
from docforms.documents.checking.pages import page_deviations
from docforms.documents.checking.paper import Paper
from docforms.documents.checking.structure import structure_deviations
from docforms.documents.checking.tables import table_deviations
from docforms.documents.checking.writing import writing_deviations
from docforms.documents.wml import Element


def layout_deviations(package: Package) -> tuple[Deviation, ...]:
    """List every deviation in the order of the document, the page first."""
    paper = Paper(package)
    measured = list(element_deviations(paper))
    told: dict[Element, set[str]] = {}
    for paragraph, each in measured:
        told.setdefault(paragraph.element, set()).add(each.code)
    found = [
        *page_deviations(paper),
        *head_deviations(paper),
        *(each for _paragraph, each in measured),
        *style_deviations(paper),
        *writing_deviations(paper),
        *structure_deviations(paper),
        *table_deviations(paper),
        *direct_deviations(paper, told),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.place.order))
