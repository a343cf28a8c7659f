"""Compare what people and machines write with what is printed: widths, punctuation, marks in boxes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

TICKED: Final = '☑☒✓✔√✅■▣●◉⦿◆'
OPEN: Final = '□☐○◯▢◻◇'
CROSSED: Final = '×✗✘✕'

# Brackets somebody ticks between, as boxes: ( √ ), 〔　〕.
_TICKED_BRACKETS: Final = re.compile(rf'[(（\[［【〔]\s*[{TICKED}]\s*[)）\]］】〕]')
_OPEN_BRACKETS: Final = re.compile(r'[(（\[［【〔]\s*[)）\]］】〕]')
_PARENTHESES: Final = re.compile(r'[(（\[［【〔][^()（）\[\]［］【】〔〕]*[)）\]］】〕]')
# What stands in a cell to say that nothing is filled in.
_STRUCK: Final = re.compile(r'[\s/／\\＼|—–―\-－_＿…⋯.·]*')


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Keep what tells one text from another: letters, digits and signs, half-width and small.

    Blanks and punctuation go: of 执业许可证编号（选填）：, 执业许可证编号选填 is left.
    """
    return ''.join(map(_letter, text))


@lru_cache(maxsize=8192)
def _letter(character: str) -> str:
    folded = unicodedata.normalize('NFKC', character).casefold()
    return ''.join(each for each in folded if unicodedata.category(each)[0] in 'LMNS' or each == '%')


def located_letters(text: str) -> tuple[str, list[int]]:
    """Give the letters of a text, and the place of each in it."""
    found = [(letter, place) for place, character in enumerate(text) for letter in _letter(character)]
    return ''.join(letter for letter, _place in found), [place for _letter, place in found]


def without_parentheses(text: str) -> str:
    """Leave out remarks in parentheses, such as （选填）; a text that is nothing else stays."""
    return _PARENTHESES.sub('', text).strip() or text


def is_struck(text: str) -> bool:
    """Tell whether a text only says that nothing is filled in: blanks, strokes, rules."""
    return _STRUCK.fullmatch(text) is not None


def half(text: str) -> str:
    """Write a text half-width, as characters of the same meaning are written most simply; blanks stay."""
    return unicodedata.normalize('NFKC', text)


def with_boxes(text: str) -> str:
    """Write the brackets people tick between as boxes: （√）是（　）否 is ☑是□否."""
    return _OPEN_BRACKETS.sub('□', _TICKED_BRACKETS.sub('☑', text))


def ticked_words(text: str) -> tuple[list[str], list[str]] | None:
    """Read a row of boxes: the words that are ticked, and all of them; None for a text without boxes.

    A mark belongs to the word behind it when the text begins with one (☑是 □否), else to the word before (是☑ 否□). A
    word alone with a tick and no box (是√ 否) is ticked too.
    """
    boxed = with_boxes(text).strip()
    parts = re.split(f'([{TICKED}{OPEN}])', boxed)
    if len(parts) == 1:
        return None
    words = [_word(part) for part in parts[::2]]
    marks = parts[1::2]
    leads = not words[0]
    if leads:
        chosen = list(zip(words[1:], marks, strict=True))
    else:
        chosen = list(zip(words, [*marks, ''], strict=True))
        chosen = chosen if chosen[-1][0] else chosen[:-1]
    pairs = [pair for word, mark in chosen for pair in _singled(word, mark, leads=leads)]
    ticked = [word for word, mark in pairs if mark and mark in TICKED]
    return ticked, [word for word, _mark in pairs]


def _singled(word: str, mark: str, *, leads: bool) -> list[tuple[str, str]]:
    """Part the words of 是√ 否: only the one beside the mark is marked."""
    words = word.split() or ['']
    marked = 0 if leads else len(words) - 1
    return [(each, mark if place == marked else '') for place, each in enumerate(words)]


def _word(text: str) -> str:
    return text.strip().strip('、，,;；/。:：')
