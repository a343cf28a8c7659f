"""Reports as JSON, for programs (architecture §6)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from docforms.findings import Report, Undecided

# Half a character cannot be written to a file, and the others act on a terminal or turn what is read
# around; JSON can name them all by number.
_NAMED_BY_NUMBER = re.compile('[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]')


def to_json(reports: Sequence[Report]) -> str:
    """Write one report as an object, and any other number as a list; without a final newline."""
    data = [_report(report) for report in reports]
    text = json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=2)
    return _NAMED_BY_NUMBER.sub(lambda found: f'\\u{ord(found[0]):04x}', text)


def _report(report: Report) -> Mapping[str, Any]:
    return asdict(report) | {'undecided': [_undecided(item) for item in report.undecided]}


def _undecided(item: Undecided) -> Mapping[str, Any]:
    return {'id': item.id, 'title': item.title, 'needs': item.needs, 'remedy': item.remedy}
