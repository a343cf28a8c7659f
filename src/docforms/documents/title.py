"""How a title is broken into lines."""

from __future__ import annotations


def title_lines(title: str) -> tuple[str, ...]:
    """Break a title where its author did; each line is centred by itself."""
    return tuple(line.strip() for line in title.strip().split('\n'))
