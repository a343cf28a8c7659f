"""What is known of a reading beside its text: how sure the engine was, twice, and how clean the paper is there."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from docforms.extraction.blank import Pattern
from docforms.extraction.ocr import Line


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against the text of a cell.

    `sure` is how sure the engine is of the least sure character that is filled in, and `again` the same of its other
    model, -1 where that was not asked or reads something else; `alike` is how much of the text it reads, too, 1 for all
    of it, and where it was not asked. `seal` is the share of the text that lies under a red seal. `stray` is how much
    ink there is beside the text, in squares as high as a line; `unread` tells that some of it is as high as text.
    `noise` is the roughness of the paper, and `legible` how well the labels of the page, which are known, were read; a
    page that is `bilevel` is black and white, without greys. `by_hand` tells whether it is handwriting, `astray`
    whether it may belong to another item of its list.
    """

    sure: float
    again: float
    alike: float
    length: int
    seal: float
    stray: float
    noise: float
    legible: float
    firm: bool
    bilevel: bool = False
    by_hand: bool = False
    astray: bool = False
    unread: bool = False

    @property
    def agrees(self) -> bool:
        """Whether no model reads anything else."""
        return self.alike == 1


@dataclass(frozen=True, slots=True)
class Written:
    """What of some lines is filled in: characters, how sure each is, and how many more are printed on the form."""

    text: str
    sure: tuple[float, ...]
    printed: int


def written(pattern: Pattern, lines: Sequence[Line]) -> Written:
    """Part what is filled in from what is printed on the form, blanks left out.

    Signs that are no letters count only where they are filled in: an engine reads one for another easily.
    """
    # The sign of square metres is one character or two, as the engine pleases.
    characters = [
        (part, sure)
        for line in lines
        for character, sure in zip(line.text, line.sure, strict=True)
        for part in unicodedata.normalize('NFKC', character)
        if not part.isspace()
    ]
    fixed = unicodedata.normalize('NFKC', ''.join(''.join(part.split()) for part in pattern if isinstance(part, str)))
    printed: set[int] = set()
    if fixed:
        text = [character for character, _sure in characters]
        for block in SequenceMatcher(None, list(fixed), text, autojunk=False).get_matching_blocks():
            printed.update(range(block.b, block.b + block.size))
    filled = [each for number, each in enumerate(characters) if number not in printed]
    return Written(''.join(each for each, _sure in filled), tuple(sure for _each, sure in filled), len(printed))
