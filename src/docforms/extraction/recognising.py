"""Tell which form a file is, by its title and its labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from docforms.exceptions import InputError
from docforms.extraction.blank import BlankForm
from docforms.extraction.writing import letters
from docforms.i18n import _

# A title alike to this degree, misread letters allowed, counts at all.
_ALIKE: Final = 0.7
# Half of the labels, or the title and a few: less is another paper.
_ENOUGH: Final = 0.5
# A page holds a part of the labels only; papers share one in twenty with a form, because they say the same of people.
_PAGE: Final = 0.3
_FIRST_PAGE: Final = 0.12
_CLEARLY: Final = 0.08
_LONGEST: Final = 120


def recognised(texts: Iterable[str], forms: Sequence[BlankForm]) -> BlankForm:
    """Choose the form that texts were taken from, which may have letters misread or left out.

    Raises:
        InputError: no form is like the texts, or two are equally.
    """
    found = [text for text in map(letters, texts) if text]
    labels = {form.id: {letters(cell.text) for cell in form.cells if len(letters(cell.text)) > 1} for form in forms}
    common = Counter(label for each in labels.values() for label in each)
    ranked = sorted(
        ((_title(form, found) + _coverage(labels[form.id], common, found), form) for form in forms),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < _ENOUGH:
        raise InputError(
            _("认不出这是哪张表：没有找到已知表格的标题和栏目；请检查是否选错了文件，或用 --form 指明表单")
        )
    best, form = ranked[0]
    rivals = [each for score, each in ranked[1:] if best - score < _CLEARLY]
    if rivals:
        names = '、'.join(f'{each.id}（{each.title}）' for each in (form, *rivals))
        raise InputError(_("认不出是下列哪一张表：{names}；请用 --form 指明").format(names=names))
    return form


def is_page_of(texts: Iterable[str], form: BlankForm) -> bool:
    """Tell whether texts are those of a page of a form; its title alone, or a few of its labels, are not enough."""
    found = [text for text in map(letters, texts) if text]
    labels = {letters(cell.text) for cell in form.cells if len(letters(cell.text)) > 1}
    coverage = _coverage(labels, Counter(labels), found)
    return coverage >= _PAGE or (coverage >= _FIRST_PAGE and _title(form, found) > 0)


def _title(form: BlankForm, texts: Sequence[str]) -> float:
    """Tell how like the title of a form a text is, or two that follow one another; 0 to 1."""
    title = letters(form.title)
    if any(title in text for text in texts):
        return 1.0
    lines = [*texts, *(one + other for one, other in pairwise(texts))]
    near = (line for line in lines if len(title) / 2 <= len(line) <= _LONGEST and _shares(title, line))
    best = max((SequenceMatcher(None, title, line, autojunk=False).ratio() for line in near), default=0.0)
    return best if best >= _ALIKE else 0.0


def _shares(title: str, line: str) -> bool:
    return len(set(title) & set(line)) >= _ALIKE * len(set(title)) * 0.8


def _coverage(labels: set[str], common: Counter[str], texts: Sequence[str]) -> float:
    """Give the share of a form's labels among the texts; one that many forms have says less."""
    known = set(texts)
    there = {label for label in labels if label in known or any(text.startswith(label) for text in known)}
    weight = sum(1 / common[label] for label in labels)
    return sum(1 / common[label] for label in there) / weight if weight else 0.0
