from __future__ import annotations

import ast
from pathlib import Path

MODULE_LINES = 300
MODULE_LINES_AT_MOST = 400
FUNCTION_LINES = 60

# Modules that hold one idea in more than 300 lines, each with the reason why it is not two.
LARGER_MODULES: dict[str, str] = {}


def lengths(files: tuple[Path, ...], package: Path) -> dict[str, int]:
    """Count the lines of each module."""
    return {file.relative_to(package).as_posix(): len(file.read_text(encoding='utf-8').splitlines()) for file in files}


def test_modules_stay_small(repository: Path, source_files: tuple[Path, ...]):
    """A module has at most 300 lines, unless the list above says why; never more than 400."""
    too_long = {
        name: lines
        for name, lines in lengths(source_files, repository / 'src' / 'docforms').items()
        if lines > (MODULE_LINES_AT_MOST if name in LARGER_MODULES else MODULE_LINES)
    }

    assert too_long == {}


def test_the_list_of_larger_modules_is_true(repository: Path, source_files: tuple[Path, ...]):
    """A module that has become small again leaves the list."""
    larger = {
        name for name, lines in lengths(source_files, repository / 'src' / 'docforms').items() if lines > MODULE_LINES
    }

    assert set(LARGER_MODULES) <= larger


def test_functions_stay_small(repository: Path, source_files: tuple[Path, ...]):
    """A function has at most 60 lines, its docstring included."""
    too_long = {}
    for file in source_files:
        for node in ast.walk(ast.parse(file.read_text(encoding='utf-8'))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    too_long[f'{file.relative_to(repository)}:{node.lineno} {node.name}'] = lines

    assert too_long == {}
