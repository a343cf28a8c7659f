"""Check Word files: their layout against the standard, and templates against the values they will be given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docforms.documents.checking.charts import chart_faults
from docforms.documents.checking.layout_check import layout_deviations
from docforms.documents.checking.model import Deviation, Fault, Place, TemplateReport
from docforms.documents.checking.name_lint import Values, language_lint, name_lint
from docforms.documents.checking.package import Package, read_package
from docforms.documents.checking.remains import remains
from docforms.documents.checking.tag_lint import tag_lint
from docforms.documents.checking.tagging import all_tags
from docforms.documents.checking.targets import document_or_form, values_of, values_of_file
from docforms.documents.checking.wording import as_data, as_text


def check_file(content: bytes, name: str, values: Values | None = None) -> TemplateReport:
    """Check a Word file, a template or a finished document; `name` is the file for messages.

    With `values` the names in its tags are checked too.

    Raises:
        TemplateError: the file cannot be read as a Word document.
    """
    package = read_package(content, name)
    deviations = layout_deviations(package)
    faults = tuple(each for each in template_faults(package, values) if not _is_told(each, deviations))
    tags = sum(len(each) for _part, each in all_tags(package))
    return TemplateReport(name, '' if values is None else values.id, tags, deviations, faults)


# What a deviation at the same place says with the clause.
SAME: Final = {'font': frozenset({'face', 'latin-face'}), 'style-missing': frozenset({'style'})}


def _is_told(fault: Fault, deviations: Sequence[Deviation]) -> bool:
    codes = SAME.get(fault.code, frozenset())
    return any(each.code in codes and each.place == fault.place for each in deviations)


def template_faults(package: Package, values: Values | None = None) -> tuple[Fault, ...]:
    """List everything wrong with a template, whatever its layout: errors first."""
    tags = all_tags(package)
    found = [
        *tag_lint(tags, package),
        *(language_lint(tags) if values is None else name_lint(tags, values)),
        *remains(package),
        *chart_faults(package, is_template=any(each for _part, each in tags)),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.severity == 'warning', each.place.order)))


__all__ = [
    'Deviation',
    'Fault',
    'Package',
    'Place',
    'TemplateReport',
    'Values',
    'as_data',
    'as_text',
    'check_file',
    'document_or_form',
    'layout_deviations',
    'read_package',
    'template_faults',
    'values_of',
    'values_of_file',
]
