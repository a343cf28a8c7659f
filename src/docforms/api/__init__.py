"""The library: one function for each command, with the same name and options."""

from docforms.api.bulk import BatchOptions, BatchResult, Desk, batch, batch_sample
from docforms.api.extraction import ExtractOptions, extract, extract_folder, read, review_page
from docforms.api.office import (
    catalogue,
    deadlines,
    fill,
    form_of,
    new,
    notice,
    render,
    score,
    skeleton,
    to_pdf,
    validate,
)
from docforms.api.surveying import new_answers, survey
from docforms.api.workbooks import fill_workbook, new_workbook
from docforms.api.workshop import (
    build_templates,
    check_pack,
    check_template,
    check_templates,
    coverage,
    doctor,
    eject_template,
)

__all__ = [
    'BatchOptions',
    'BatchResult',
    'Desk',
    'ExtractOptions',
    'batch',
    'batch_sample',
    'build_templates',
    'catalogue',
    'check_pack',
    'check_template',
    'check_templates',
    'coverage',
    'deadlines',
    'doctor',
    'eject_template',
    'extract',
    'extract_folder',
    'fill',
    'fill_workbook',
    'form_of',
    'new',
    'new_answers',
    'new_workbook',
    'notice',
    'read',
    'render',
    'review_page',
    'score',
    'skeleton',
    'survey',
    'to_pdf',
    'validate',
]
