"""Check Word files that nobody vouches for: a process under limits opens them."""

from __future__ import annotations

import json
from typing import Final

from docforms.documents.checking import TemplateReport, Values, check_file
from docforms.documents.template_file import refuse_other_kinds
from docforms.exceptions import InputError, TemplateError
from docforms.opening import Worker, examine

# What a worker loads beforehand.
MODULE: Final = __name__


def check_handed_in(content: bytes, name: str, values: Values | None, worker: Worker) -> TemplateReport:
    """Check a file as `check_file()` does, opened by `worker`.

    Raises:
        TemplateError: it is no sound Word document, or costs more than the worker allows.
    """
    try:
        return worker.run(name, checked, content, name, _written(values))
    except InputError as error:
        raise TemplateError(str(error)) from error


def checked(content: bytes, name: str, values: str) -> TemplateReport:
    """Check a file; to be called in a `Worker`. `values` are written as JSON, '' for none."""
    refuse_other_kinds(content, name)
    examine(content, name, ('docx',))
    return check_file(content, name, _read(values))


def _written(values: Values | None) -> str:
    """Write values as JSON; the limits of numbers, which may be decimals, say nothing of names."""
    return '' if values is None else json.dumps([values.id, values.shapes, values.fields, values.prefix], default=str)


def _read(text: str) -> Values | None:
    if not text:
        return None
    name, shapes, fields, prefix = json.loads(text)
    return Values(name, shapes, fields, tuple(prefix))
