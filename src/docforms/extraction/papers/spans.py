"""Find the text behind a label of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docforms.extraction.papers.lines import PagePaper
from docforms.extraction.reading import Box, TextLine
from docforms.extraction.writing import letters, located_letters
from docforms.packs.model import PaperKind, PaperValueKind

_NUMBERED: Final = re.compile(r'\s*[第（(]?[0-9一二三四五六七八九十]{1,3}[条．.、)）]\s*')
_REMARK: Final = re.compile(r'\s*[（(〔\[][^（）()〔〕\[\]]{0,20}[）)〕\]]')
_COLON: Final = re.compile(r'\s*[:：]\s*')
# Behind a label inside a sentence, a date stands within so many lines.
_FOLLOWING: Final = 3
# A value that runs over begins again below itself, this many line heights off at most.
_BELOW: Final = 1.1
_ASIDE: Final = 1.5
_LONG: Final = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A text of a page, with its place (None in a file without pages) and how sure its least sure line is."""

    text: str
    page: int
    box: Box | None
    confidence: float


def spans(kind: PaperKind, value: PaperValueKind, pages: Sequence[PagePaper]) -> Iterator[Span]:
    """List the texts behind the labels of a value, those behind a colon first."""
    found = [
        (rank, span)
        for label in value.labels
        for page in pages
        for place in range(len(page.lines))
        for rank, span in _behind(kind, letters(label), page, place, in_text=value.type != 'text')
    ]
    yield from (span for _rank, span in sorted(found, key=lambda pair: pair[0]))


def _behind(kind: PaperKind, label: str, page: PagePaper, place: int, *, in_text: bool) -> Iterator[tuple[int, Span]]:
    line = page.lines[place]
    end = _end_of_label(line.text, label, in_text=in_text)
    if end is None:
        return
    remark = _REMARK.match(line.text, end)
    end = remark.end() if remark else end
    colon = _COLON.match(line.text, end)
    rest = line.text[colon.end() if colon else end :]
    if in_text:
        yield (0 if colon else 1), _run_on(page, place, rest)
        return
    rank = 0 if colon else 1 if not rest.strip() or rest[0].isspace() else 2
    # In running text a label without colon is a word like any other.
    if rank and kind.several_pages:
        return
    shift = (line.box[2] - line.box[0]) * (len(line.text) - len(rest.lstrip())) / max(len(line.text), 1)
    own = [TextLine(rest, (line.box[0] + shift, *line.box[1:]), line.confidence)] if rest.strip() else []
    pieces = own or [each for each in page.lines[place + 1 :] if each.is_beside(line)][:1]
    if pieces and not _begins_with_label(kind, pieces[0].text):
        yield rank, _whole(kind, page, pieces)


def _end_of_label(text: str, label: str, *, in_text: bool) -> int | None:
    """Give where a label ends that begins a text, or stands anywhere `in_text`."""
    found, places = located_letters(text)
    numbered = _NUMBERED.match(text)
    starts = {0, sum(place < numbered.end() for place in places) if numbered else 0}
    start = found.find(label) if in_text else next((at for at in starts if found.startswith(label, at)), -1)
    return None if start < 0 else places[start + len(label) - 1] + 1


def _run_on(page: PagePaper, place: int, rest: str) -> Span:
    """Give the text behind a label and the lines after it."""
    following = page.lines[place : place + 1 + _FOLLOWING]
    text = '\n'.join((rest, *(each.text for each in following[1:])))
    box = page.lines[place].box if page.has_places else None
    return Span(text, page.page, box, min(each.confidence for each in following))


def _whole(kind: PaperKind, page: PagePaper, pieces: list[TextLine]) -> Span:
    """Put a value together that runs over to the lines below its first."""
    if _cut(kind, pieces[0].text) == pieces[0].text:
        for line in page.lines:
            if _goes_on(pieces, line) and not _begins_with_label(kind, line.text) and not _stands_behind(line, page):
                pieces = [*pieces, line]
    text = _cut(kind, ''.join(piece.text.strip() for piece in pieces))
    boxes = [piece.box for piece in pieces]
    around = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Span(text, page.page, around if page.has_places else None, min(piece.confidence for piece in pieces))


def _goes_on(pieces: Sequence[TextLine], line: TextLine) -> bool:
    """Tell whether a line stands right below the last piece of a value, and begins where its first does."""
    first, last = pieces[0], pieces[-1]
    gap = line.box[1] - last.box[3]
    is_next = line.box[1] > last.box[1] + last.height / 2 and gap < _BELOW * last.height
    return is_next and abs(line.box[0] - first.box[0]) < _ASIDE * last.height


def _stands_behind(line: TextLine, page: PagePaper) -> bool:
    """Tell whether something stands left of a line, as a label does."""
    return any(other.box[0] < line.box[0] and other.is_beside(line) for other in page.lines)


def _begins_with_label(kind: PaperKind, text: str) -> bool:
    found = letters(text)
    return any(found.startswith(letters(label)) for label in _labels(kind))


def _cut(kind: PaperKind, text: str) -> str:
    """End a text where something else printed on the paper begins.

    What is printed on it ends a value also without a blank, which recognition leaves out; the short labels of its
    values, such as 甲方, may be part of a name.
    """
    found, places = located_letters(text)
    ends = [places[at] for label in kind.printed if (at := found.find(letters(label))) > 0]
    for label in (label for value in kind.values for label in value.labels):
        at = found.find(letters(label))
        if at > 0 and (len(letters(label)) >= _LONG or not letters(text[places[at] - 1])):
            ends.append(places[at])
    return text[: min(ends)] if ends else text


def _labels(kind: PaperKind) -> tuple[str, ...]:
    return (*kind.printed, *(label for value in kind.values for label in value.labels))
