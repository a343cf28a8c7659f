"""Write values into XML, each as the place it stands in wants it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from docforms.documents.template_language import Budget, text_of

Writer = Callable[[Budget, object], bytes]
"""Gives the bytes of a value, and counts them."""

ESCAPES: Final = {'&': '&amp;', '<': '&lt;', '>': '&gt;'}
# Where breaks are not set, XML keeps them as references only: in an attribute they would become blanks.
IN_ATTRIBUTE: Final = {**ESCAPES, '"': '&quot;', '\n': '&#10;', '\t': '&#9;'}
# docxtpl looks for these in what values brought in: markup, braces it writes as `{_{`, and breaks.
UNTOUCHED: Final = {character: f'&#{ord(character)};' for character in '&<>"\'{}%_\n\t'}
NEXT_TEXT: Final = '<w:t xml:space="preserve">'


def breaks(properties: str) -> Mapping[str, str]:
    """Say what stands for line feed and tab in a text of a run with these properties, as docxtpl sets them."""
    return {
        '\n': f'</w:t><w:br/>{NEXT_TEXT}',
        '\t': f'</w:t></w:r><w:r>{properties}<w:tab/></w:r><w:r>{properties}{NEXT_TEXT}',
    }


def writer(replacements: Mapping[str, str]) -> Writer:
    """Make the writer that replaces these characters."""
    special = re.compile(f'[{re.escape("".join(replacements))}]')
    meets, replace = special.search, special.sub

    def write(budget: Budget, value: object) -> bytes:
        text = value if type(value) is str else text_of(value)
        if meets(text) is not None:
            budget.print(text)
            return replace(lambda found: replacements[found[0]], text).encode()
        written = text.encode()
        budget.printed -= len(written)
        if budget.printed < 0:
            budget.refuse()
        return written

    return write


write_plain: Final = writer(ESCAPES)
write_attribute: Final = writer(IN_ATTRIBUTE)
write_untouched: Final = writer(UNTOUCHED)
