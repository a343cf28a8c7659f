"""Cut Chinese text into words, so that a title can be broken between them. The only user of rjieba.

rjieba brings its dictionary along and needs no network. It is loaded when a title is first cut: 4 MB that nothing
else needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

# Titles of papers, quotations, remarks in brackets, and document numbers from their year on stay whole.
QUOTED: Final = re.compile(r'《[^》]*》|“[^”]*”|（[^（）]*）|〔[^〕]*〕(?:[0-9]+号)?')
YEAR_BRACKET: Final = '〔'
OPENING: Final = frozenset('《〈（(〔［[【“‘「『')
CLOSING: Final = frozenset('》〉）)〕］]】”’」』，。、；：！？,.;:!?%％—…·')
NUMERIC: Final = re.compile(r'第?[0-9０-９]+(?:[.,:：/~－-][0-9０-９]+)*')
LATIN: Final = re.compile(r'[0-9]*[A-Za-z][A-Za-z0-9]*(?:[./&+-][A-Za-z0-9]+)*')
# What the names of administrative areas and of institutions end in.
AREA: Final = re.compile(r'.+(?:省|市|县|区|旗|盟|州|镇|乡|街道|苏木)')
INSTITUTION: Final = re.compile(
    r'.*(?:委员会|委|局|厅|部|署|院|处|所|站|中心|政府|办公室|医院|学校|大学|公司|集团|协会|学会|支行|分行|法院|检察院)'
)
LONGEST_NAME: Final = 20
# A title that names its issuer has this word behind the name.
ABOUT: Final = '关于'
# Parts of speech as rjieba tags them, by their first letter: what a name does not go on over, what a number may count,
# and single characters that belong to the word before them.
NOT_IN_NAMES: Final = frozenset('pux')
COUNTED: Final = frozenset('mqnt')
BACKWARD: Final = frozenset('nkmqfgtsyu')


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a title that is not broken; `first` and `last` are rjieba's tags of the words at its ends."""

    text: str
    first: str
    last: str

    def joined(self, other: Word) -> Word:
        """Put another word behind this one."""
        return Word(self.text + other.text, self.first, other.last)


def width(text: str) -> float:
    """Measure a text in full-width characters: letters, digits and their punctuation take half of one."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def words_of(text: str, limit: float, given: Sequence[str] = ()) -> list[Word]:
    """Cut a text into the words between which it may be broken.

    The `given` words, what stands in brackets, numbers and names of institutions are not cut, unless they are wider
    than `limit`; together the words are the text.
    """
    words = [word for part, whole in _parts(text, limit, given) for word in _cut(part, whole=whole)]
    words = _names(_issuer(_attached(words), limit), limit)
    return [piece for word in words for piece in _narrow(word, limit)]


def _parts(text: str, limit: float, given: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Split off what stays whole: pairs of a text and whether it does."""
    known = sorted((re.escape(word) for word in set(given) if word and width(word) <= limit), key=len, reverse=True)
    patterns = [*known, QUOTED.pattern, LATIN.pattern, NUMERIC.pattern]
    end = 0
    for match in re.finditer('|'.join(patterns), text):
        if width(match[0]) <= limit:
            yield text[end : match.start()], False
            yield match[0], True
            end = match.end()
    yield text[end:], False


def _cut(text: str, *, whole: bool) -> Iterator[Word]:
    if whole:
        kind = 'm' if NUMERIC.fullmatch(text) else 'n'
        yield Word(text, kind, kind)
    elif text:
        from rjieba import tag

        yield from (Word(piece, speech, speech) for piece, speech in tag(text))


def _attached(words: Sequence[Word]) -> list[Word]:
    """Leave no punctuation, particle or single character alone: they belong to the word before or behind them."""
    attached: list[Word] = []
    waiting: Word | None = None
    for word in words:
        current = word if waiting is None else waiting.joined(word)
        waiting = None
        if attached and _leans_back(word, attached[-1]) and current is word:
            attached[-1] = attached[-1].joined(word)
        elif _leans_forward(current):
            waiting = current
        else:
            attached.append(current)
    if waiting is not None:
        if attached:
            attached[-1] = attached[-1].joined(waiting)
        else:
            attached.append(waiting)
    return attached


def _leans_back(word: Word, before: Word) -> bool:
    if word.text[0] in CLOSING or word.text[0] == YEAR_BRACKET or word.text.isspace():
        return True
    if NUMERIC.fullmatch(before.text):
        return word.first[0] in COUNTED
    return len(word.text) == 1 and word.first[0] in BACKWARD and not NUMERIC.fullmatch(word.text)


def _leans_forward(word: Word) -> bool:
    return word.text[-1] in OPENING or (len(word.text) == 1 and word.first[0] not in BACKWARD)


def _issuer(words: Sequence[Word], limit: float) -> list[Word]:
    """Join what stands before the first 关于, where it is the name of an institution."""
    about = next((place for place, word in enumerate(words) if word.text == ABOUT), 0)
    name = ''.join(word.text for word in words[:about])
    if about > 1 and INSTITUTION.fullmatch(name) and width(name) <= limit:
        return [Word(name, 'nt', 'nt'), *words[about:]]
    return list(words)


def _names(words: Sequence[Word], limit: float) -> list[Word]:
    """Join the words of a name that begins with an area and ends as institutions do."""
    joined: list[Word] = []
    place = 0
    while place < len(words):
        end = _end_of_name(words, place, min(limit, LONGEST_NAME))
        name = words[place]
        for word in words[place + 1 : end]:
            name = name.joined(word)
        joined.append(name if end == place + 1 else Word(name.text, 'nt', 'nt'))
        place = end
    return joined


def _end_of_name(words: Sequence[Word], start: int, limit: float) -> int:
    """Find where the name that begins at a word ends; behind that word when none does."""
    end = start + 1
    if words[start].first != 'ns' and not AREA.fullmatch(words[start].text):
        return end
    total = width(words[start].text)
    for place in range(start + 1, len(words)):
        word = words[place]
        total += width(word.text)
        if total > limit or word.first[0] in NOT_IN_NAMES or word.last[0] == 'u':
            break
        if INSTITUTION.fullmatch(word.text):
            end = place + 1
    return end


def _narrow(word: Word, limit: float) -> Iterator[Word]:
    """Cut what is wider than a line after all, by words if it has any, else by characters."""
    if width(word.text) <= limit:
        yield word
        return
    pieces = [piece for piece in _attached(list(_cut(word.text, whole=False))) if piece.text != word.text]
    if pieces:
        for piece in pieces:
            yield from _narrow(piece, limit)
        return
    line = ''
    for character in word.text:
        if line and width(line + character) > limit:
            yield Word(line, word.first, word.last)
            line = ''
        line += character
    yield Word(line, word.first, word.last)
