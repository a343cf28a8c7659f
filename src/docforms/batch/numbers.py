"""Numbers of official documents, counted up from a start value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from docforms.exceptions import UsageError
from docforms.expressions.identity import document_number_problem
from docforms.i18n import _
from docforms.packs import DocumentType

NUMBER: Final = re.compile('(?P<before>.*〕)(?P<start>[0-9]+)(?P<after>号)')
FORMAT: Final = 'document-number'
USUAL: Final = 'number'
# No office issues so many papers in a year: the number that stands for those still to be given.
NOT_GIVEN: Final = 999_999_999


@dataclass(frozen=True, slots=True)
class Numbers:
    """A series such as 某函〔2026〕3号, 某函〔2026〕4号, …, printed in one field of the document."""

    field: str
    before: str
    start: int
    after: str

    def at(self, place: int) -> str:
        """Give the number at a place of the series; the first has place 0."""
        return f'{self.before}{self.start + place}{self.after}'

    @property
    def pending(self) -> str:
        """Give what a row is checked with before it has its number."""
        return f'{self.before}{NOT_GIVEN}{self.after}'


def numbers_from(first: str, document: DocumentType) -> Numbers:
    """Count from a number on.

    Raises:
        UsageError: it is no number of a document, or the document has no place for one.
    """
    problem = document_number_problem(first)
    found = NUMBER.fullmatch(first)
    if problem is not None or found is None:
        reason = problem or _("应为“机关代字〔年份〕序号号”，年份4位，如 某函〔2026〕3号，请核对")
        raise UsageError(_("起始文号“{number}”不对：{problem}").format(number=first, problem=reason))
    fields = document.schema.get('properties', {})
    places = [name for name, schema in fields.items() if schema.get('format') == FORMAT]
    if not places:
        raise UsageError(_("文书“{title}”没有发文字号，不能编号").format(title=document.title))
    field = USUAL if USUAL in places else places[0]
    return Numbers(field, found['before'], int(found['start']), found['after'])
