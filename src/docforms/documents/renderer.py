"""Render a Word template: every value comes out exactly, or is refused by its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from docforms.documents.filling import Filling, filling, names_of
from docforms.documents.packaging import unpacked
from docforms.documents.places import COLUMNS, Unproven, places
from docforms.documents.template_file import MAIN, changes_columns, check_tags, filled_parts, opened, read, root_of
from docforms.documents.through_docxtpl import filled_through_docxtpl, patched
from docforms.documents.values import refuse_unprintable
from docforms.documents.wml import Element, W, serialised
from docforms.documents.zip_writer import Member, archived, deflated, deflated_once
from docforms.i18n import _

# As long as quick compression leaves the filled parts below this share of the others, files take about as much room as
# docxtpl's: on every document of the packs at most 106 %, on all but a tenth of them 105 %.
SHARE: Final = 0.5

DECLARATION: Final = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
EMPTY_BODY: Final = re.compile(rb'<w:body[^>]*/>')


def prepare(template: bytes | Path, *, name: str) -> Prepared:
    """Do once what does not depend on the values; `name` is what messages call the template.

    Equal templates give the same object, as long as it is among the last ones asked for.

    Raises:
        TemplateError: the template cannot be read, or a tag is wrong.
    """
    return _prepared(template if isinstance(template, bytes) else read(template), name)


def render(template: bytes | Path, context: Mapping[str, object], *, name: str) -> bytes:
    """Fill a template; equal input gives equal bytes. See `Prepared.render`."""
    return prepare(template, name=name).render(context)


@dataclass(frozen=True, slots=True)
class FilledPart:
    """A part with tags; `before` and `after` are what stands around the XML that is filled."""

    name: str
    before: bytes
    filling: Filling
    after: bytes

    def member(self, names: dict[str, Any], template: str, room: int) -> Member:
        """Fill the part, and compress it into so much room."""
        return deflated(self.name, self.before + self.filling.filled(names, template) + self.after, room)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A template ready to be filled; pickled as the file it was made from, and prepared anew where it is read."""

    content: bytes
    name: str
    parts: tuple[Member | FilledPart, ...] = ()
    room: int = 0
    reason: str = ''

    @property
    def slow(self) -> str | None:
        """Why this template must be filled through docxtpl, which takes far longer; None where it need not."""
        return _(self.reason) if self.reason else None

    def render(self, context: Mapping[str, object]) -> bytes:
        """Fill the template; equal input gives equal bytes.

        `context` holds dict, list, str, int, Decimal and bool only.

        Raises:
            InputError: a value cannot be printed exactly; the message begins with its pointer.
            TemplateError: a tag lacks a value or cannot use it.
        """
        refuse_unprintable(context)
        if self.reason:
            return filled_through_docxtpl(self.content, context, self.name)
        names = names_of(context)
        return archived(
            [part.member(names, self.name, self.room) if isinstance(part, FilledPart) else part for part in self.parts]
        )

    def __reduce__(self) -> tuple[Callable[[bytes, str], Prepared], tuple[bytes, str]]:
        return _prepared, (self.content, self.name)


@lru_cache(maxsize=32)
def _prepared(content: bytes, name: str) -> Prepared:
    document = opened(content, name)
    check_tags(document, name)
    reason = COLUMNS if changes_columns(document) else ''
    filled: dict[str, Member | FilledPart] = {}
    for part in filled_parts(document):
        member = part.partname.membername
        try:
            filled[member] = _filled_part(document, part, name)
        except Unproven as unproven:
            reason = reason or unproven.reason
    if reason:
        return Prepared(content, name, reason=reason)
    saved = BytesIO()
    document.save(saved)
    members = [filled.get(file) or deflated_once(file, content) for file, content in unpacked(saved.getvalue()).items()]
    always = archived([member for member in members if isinstance(member, Member)])
    return Prepared(content, name, tuple(members), round(SHARE * len(always)))


def _filled_part(document: Any, part: Any, template: str) -> Member | FilledPart:
    """Compile a part; a part without tags comes out the same every time."""
    main = part.content_type == MAIN
    ready = filling(patched(document.element.body if main else root_of(part)), template, places)
    name = part.partname.membername
    before, after = _around_body(document.element) if main else (DECLARATION, b'')
    if ready.compiled.varies:
        return FilledPart(name, before, ready, after)
    return deflated_once(name, before + ready.compiled.text + after)


def _around_body(root: Element) -> tuple[bytes, bytes]:
    """Give what stands before and after the body of a document."""
    shell = deepcopy(root)
    for body in shell.iterchildren(f'{{{W}}}body'):
        body.clear()
    before, after = EMPTY_BODY.split(serialised(shell), maxsplit=1)
    return before, after
