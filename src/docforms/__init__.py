"""docforms: forms, checks and documents for agencies that contract institutions, from regulations kept as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docforms.api import (
        BatchOptions,
        batch,
        batch_sample,
        catalogue,
        check_pack,
        coverage,
        deadlines,
        doctor,
        extract,
        fill,
        fill_workbook,
        new,
        new_answers,
        new_workbook,
        notice,
        render,
        score,
        skeleton,
        survey,
        to_pdf,
        validate,
    )

__version__ = '0.1.0'

__all__ = [
    'BatchOptions',
    'batch',
    'batch_sample',
    'catalogue',
    'check_pack',
    'coverage',
    'deadlines',
    'doctor',
    'extract',
    'fill',
    'fill_workbook',
    'new',
    'new_answers',
    'new_workbook',
    'notice',
    'render',
    'score',
    'skeleton',
    'survey',
    'to_pdf',
    'validate',
]


def __getattr__(name: str) -> Any:
    # The library functions are found when first asked for: `import docforms` stays instant.
    if name in __all__:
        from docforms import api

        return getattr(api, name)
    raise AttributeError(name)
