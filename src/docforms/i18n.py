"""Language of the interface: Chinese in the source, other languages from `locales/*.po`.

    raise UnknownName(_("没有名为 {name} 的表格").format(name=name))

Chinese is the source text itself and needs no catalogue. Another language is read when its first
message is asked for, so that the usual start loads neither babel nor a file. Only what docforms
itself says is translated; the wording of a pack stays as the pack has it.

`make messages` brings the catalogues up to date.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Literal, get_args

Language = Literal['zh', 'en']

LANGUAGES: tuple[Language, ...] = get_args(Language)

_chosen: ContextVar[Language | None] = ContextVar('docforms_language', default=None)


def use_language(language: Language) -> None:
    """Choose the language of every later message in this context.

    Raises:
        ValueError: there is no such language; the caller offers `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    _chosen.set(language)


def current_language() -> Language:
    """Tell the language in use: the chosen one, or that of `DOCFORMS_LANG`, or Chinese.

    The variable may be written like a locale (`en_US.UTF-8`); one that is not known means Chinese,
    as an unknown locale does elsewhere.
    """
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    wanted = os.environ.get('DOCFORMS_LANG', '')[:2].lower()
    return wanted if wanted in LANGUAGES else 'zh'


def _(message: str) -> str:
    """Give a message in the language in use; the message itself where there is no translation."""
    language = current_language()
    if language == 'zh':
        return message
    return _translations(language).get(message, message)


def N_(message: str) -> str:  # noqa: N802 - the name gettext gives it, known to extraction tools
    """Mark a message for translation where it is written; `_()` translates it where it is said.

    For tables at module level, which are built before the language is known.
    """
    return message


@cache
def _translations(language: Language) -> Mapping[str, str]:
    from babel.messages.pofile import read_po

    source = resources.files('docforms').joinpath('locales', f'{language}.po')
    with source.open('rb') as file:
        catalogue = read_po(file, locale=language)
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string and not entry.fuzzy}
