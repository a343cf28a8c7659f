from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docforms.expressions import Expression, Language, Scope, Text

LANGUAGE = Language()


@pytest.fixture
def value_of() -> Callable[..., Any]:
    """Give a function that evaluates an expression over some names."""

    def evaluate(source: str, **names: Any) -> Any:
        return Expression(LANGUAGE, source).value(Scope(LANGUAGE, names))

    return evaluate


@pytest.fixture
def text_of() -> Callable[..., str]:
    """Give a function that writes a text over some names."""

    def write(source: str, **names: Any) -> str:
        return Text(LANGUAGE, source).render(Scope(LANGUAGE, names))

    return write
