"""Split the pages of a file into papers, and name each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from docforms.extraction.papers.lines import PagePaper
from docforms.extraction.writing import letters, without_parentheses
from docforms.packs.model import PaperKind, PaperMark

IsForm = Callable[[PagePaper], bool]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a page was recognised as, and by which marks: a copy may show both sides of a card."""

    kind: PaperKind
    marks: frozenset[PaperMark]

    @property
    def continues(self) -> bool:
        """Tell whether it is no first page."""
        return all(mark.continues for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Pages that belong together: `kind` is None for the form and for what nobody knows."""

    kind: PaperKind | None
    pages: tuple[PagePaper, ...]
    is_form: bool = False
    marks: frozenset[PaperMark] = frozenset()

    @property
    def is_unknown(self) -> bool:
        """Tell whether nobody knows what it is."""
        return self.kind is None and not self.is_form

    @property
    def is_open(self) -> bool:
        """Tell whether pages behind it that are no other paper's belong to it."""
        return self.is_form or (self.kind is not None and self.kind.several_pages)

    def takes(self, page: PagePaper, known: _Known | None, *, own: bool) -> bool:
        """Tell whether the next page belongs to it: `own` is one of the form.

        A contract may bear its title at the head of every page; only their numbers tell then.
        """
        if known is not None:
            return self.is_open and known.kind is self.kind and (page.number or 1) > 1
        return self.is_form if own else self.is_open

    def with_page(self, page: PagePaper, *marks: PaperMark) -> Sheaf:
        """Give it a page more; pages stay in the order of the file."""
        pages = sorted((*self.pages, page), key=lambda each: each.page)
        return replace(self, pages=tuple(pages), marks=self.marks | set(marks))


# A heading says more than as many letters in a text.
_HEADING: Final = 3


def split(pages: Sequence[PagePaper], kinds: Mapping[str, PaperKind], is_form: IsForm) -> list[Sheaf]:
    """Split pages into papers, in the order of their first pages.

    A page recognised as a first page begins a paper; pages nobody knows belong to the paper before them, if it is one
    of several pages. The other side of a paper goes to the nearest that lacks it, and a page that was bound in
    elsewhere to the only paper its printed number fits.
    """
    sheaves: list[Sheaf] = []
    other_sides: list[tuple[PagePaper, _Known]] = []
    open_: int | None = None
    for page in pages:
        # A form may name papers: what is a page of it is none of them.
        own = is_form(page)
        known = None if own else _known(page, kinds.values())
        if known is not None and known.continues:
            other_sides.append((page, known))
            open_ = None
        elif open_ is not None and sheaves[open_].takes(page, known, own=own):
            sheaves[open_] = sheaves[open_].with_page(page)
        else:
            sheaves.append(_begun(page, known, own=own))
            open_ = len(sheaves) - 1
    for page, known in other_sides:
        _join(sheaves, page, known)
    sheaves = _with_strays(sheaves)
    return _together(sorted(sheaves, key=lambda each: each.pages[0].page))


def _begun(page: PagePaper, known: _Known | None, *, own: bool) -> Sheaf:
    if known is None:
        return Sheaf(None, (page,), is_form=own)
    return Sheaf(known.kind, (page,), marks=known.marks)


def is_known(page: PagePaper, kinds: Mapping[str, PaperKind]) -> bool:
    """Tell whether a page, by itself, is recognised as a paper."""
    return _known(page, kinds.values()) is not None


def _known(page: PagePaper, kinds: Iterable[PaperKind]) -> _Known | None:
    """Choose what a page says most of; None when nothing fits, or two things equally."""
    scored = [(_score(page, mark), kind, mark) for kind in kinds for mark in kind.marks]
    best = max((score for score, _kind, _mark in scored), default=0)
    found = [kind for score, kind, _mark in scored if score == best]
    if not best or any(kind is not found[0] for kind in found):
        return None
    return _Known(found[0], frozenset(mark for score, kind, mark in scored if score and kind is found[0]))


def _score(page: PagePaper, mark: PaperMark) -> int:
    """Count the letters of a mark that stand on the page; 0 when it does not fit."""
    headings = [len(letters(text)) for text in mark.headings if _has_heading(page, letters(text))]
    words = [letters(word) for word in mark.words]
    if (mark.headings and not headings) or not all(word in page.letters for word in words):
        return 0
    return _HEADING * max(headings, default=0) + sum(map(len, words))


def _has_heading(page: PagePaper, heading: str) -> bool:
    """Tell whether a line says nothing else, but for a remark such as （副本）."""
    return heading in page.headings or any(
        letters(without_parentheses(line.text)) == heading for line in page.lines if len(line.text) < 4 * len(heading)
    )


def _join(sheaves: list[Sheaf], page: PagePaper, known: _Known) -> None:
    """Put the other side of a paper to the nearest that lacks it; the one before wins over the one behind."""
    lacking = [
        (abs(each.pages[0].page - page.page), each.pages[0].page > page.page, place)
        for place, each in enumerate(sheaves)
        if each.kind is known.kind and not known.marks & each.marks
    ]
    if lacking:
        place = min(lacking)[2]
        sheaves[place] = sheaves[place].with_page(page, *known.marks)
    else:
        sheaves.append(Sheaf(known.kind, (page,), marks=known.marks))


def _with_strays(sheaves: Sequence[Sheaf]) -> list[Sheaf]:
    """Put single pages that bear a number above 1 to the only paper of several pages that lacks it."""
    strays = [each for each in sheaves if each.is_unknown and (each.pages[0].number or 1) > 1]
    found = [each for each in sheaves if each not in strays]
    for stray in strays:
        page = stray.pages[0]
        fitting = [place for place, each in enumerate(found) if each.kind and each.is_open and _lacks(each, page)]
        if len(fitting) == 1:
            found[fitting[0]] = found[fitting[0]].with_page(page)
        else:
            found.append(stray)
    return found


def _lacks(sheaf: Sheaf, page: PagePaper) -> bool:
    """Tell whether a paper that numbers its pages has none of the number of a page."""
    numbers = {each.number for each in sheaf.pages}
    return numbers != {None} and page.number not in numbers


def _together(sheaves: Sequence[Sheaf]) -> list[Sheaf]:
    """Take pages nobody knows that follow one another as one."""
    found: list[Sheaf] = []
    for sheaf in sheaves:
        last = found[-1] if found else None
        if last and last.is_unknown and sheaf.is_unknown and sheaf.pages[0].page == last.pages[-1].page + 1:
            found[-1] = replace(last, pages=(*last.pages, *sheaf.pages))
        else:
            found.append(sheaf)
    return found
