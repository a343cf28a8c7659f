"""Keep the end of a text with the signature below it: a signature alone on a page could be put to anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Final

from docforms.documents.wml import Element, W, keep_with_next, row_tag, style_of

BLOCK_TAG: Final = re.compile(r'\{%(?:p|tr) (\w+)')
TABLE: Final = f'{{{W}}}tbl'
ROW: Final = f'{{{W}}}tr'
PARAGRAPH: Final = f'{{{W}}}p'


def keep_last(elements: Sequence[Element]) -> None:
    """Keep what comes out last with what follows.

    Which paragraph that is depends on the block tags, so every one that may be is kept.
    """
    depth, wanted = 0, True
    for element in reversed(elements):
        word = block_word(element) if element.tag == PARAGRAPH else ''
        if word:
            depth += word.startswith('end') - (word in {'if', 'for'})
            wanted = True
            continue
        if wanted and element.tag == TABLE:
            _keep_last_row(element)
        elif wanted:
            keep_with_next(element)
        # The room below a table belongs to it.
        wanted = wanted and style_of(element) == 'TableGap'
        if depth == 0 and not wanted:
            break


def block_word(element: Element) -> str:
    """Give the keyword of the block tag a paragraph or row consists of; '' for any other."""
    found = BLOCK_TAG.match(''.join(map(str, element.itertext())))
    return '' if found is None else found[1]


def _keep_last_row(table: Element) -> None:
    """Keep the last row of a table; of rows that repeat, the template keeps the one that comes out last."""
    rows = table.findall(ROW)
    words = [block_word(row) for row in rows]
    if words[-1:] == ['']:
        _keep(rows[-1])
    elif words[-3:] == ['for', '', 'endfor']:
        last = deepcopy(rows[-2])
        _keep(last)
        rows[-2].addprevious(row_tag('if loop.last'))
        rows[-2].addprevious(last)
        rows[-2].addprevious(row_tag('else'))
        rows[-2].addnext(row_tag('endif'))


def _keep(row: Element) -> None:
    for paragraph in row.iter(PARAGRAPH):
        keep_with_next(paragraph)
