"""Days as they are written in files."""

from __future__ import annotations

from datetime import date
from typing import Final

from docforms.expressions.dates import date_problem, real_date
from docforms.i18n import _

# The years a record may name (common.schema.json): outside them a slip of the pen is likelier than a case.
EARLIEST: Final = date(1949, 1, 1)
LATEST: Final = date(2999, 12, 31)


def read_day(written: object) -> tuple[date | None, str]:
    """Read a day written YYYY-MM-DD: the day, or None and what is wrong."""
    problem = date_problem(written) if isinstance(written, str) else _("日期应写成“年-月-日”，如 2026-03-02")
    if not problem:
        day = real_date(str(written))
        if EARLIEST <= day <= LATEST:
            return day, ''
        problem = _("年份应在{first}至{last}之间，请核对").format(first=EARLIEST.year, last=LATEST.year)
    return None, _("“{text}”：{problem}").format(text=written, problem=problem)
