"""Values of an extraction that nobody has confirmed: not there, as far as checking goes, and listed as such."""

from __future__ import annotations

from collections.abc import Sequence

from docforms.findings import Finding
from docforms.records import Unconfirmed
from docforms.validation.cleaning import path_of
from docforms.validation.fields import FieldChecker


def with_unconfirmed(
    fields: FieldChecker, findings: Sequence[Finding], unconfirmed: Sequence[Unconfirmed]
) -> list[Finding]:
    """Add a finding for each value not confirmed, in place of the one that it is missing."""
    missing = {finding.pointer for finding in findings if finding.code == 'field-missing'}
    doubtful = {each.pointer for each in unconfirmed}
    kept = [each for each in findings if each.code != 'field-missing' or each.pointer not in doubtful]
    return kept + [
        fields.unconfirmed(path_of(each.pointer), each.text, each.note, each.where, needed=each.pointer in missing)
        for each in unconfirmed
    ]
