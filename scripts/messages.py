#!/usr/bin/env python3
"""Bring the catalogues in src/docforms/locales up to date with the source, or check that they are.

Without options every message of the source gets an entry and every entry without a message goes;
translations are kept, never guessed. With --check nothing is written: what a translator still has to
do is printed, one line each, and the exit code is 1 when there is anything.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / 'src' / 'docforms'
LOCALES = SOURCE / 'locales'
KEYWORDS: dict[str, None] = {'_': None, 'N_': None}

# Written here because babel's own header holds the time of writing, which would change on every run.
HEADER = """\
# Translations of what docforms says to its users; the message ids are the Chinese source text.
# `make messages` adds and removes entries; only msgstr is written by hand.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extracted() -> Catalog:
    """Collect the messages of the source."""
    catalogue = Catalog()
    found = extract_from_dir(SOURCE, method_map=[('**.py', 'python')], keywords=KEYWORDS)
    for file, _line, message, _comments, _context in sorted(found, key=lambda row: (row[0], row[1])):
        catalogue.add(message, locations=[(Path(file).as_posix(), 0)])
    return catalogue


def read(file: Path) -> Catalog:
    """Read a catalogue, whose language is the name of its file."""
    with file.open('rb') as stream:
        return read_po(stream, locale=file.stem)


def updated(file: Path, messages: Catalog) -> str:
    """Write the text of a catalogue that has exactly the messages given."""
    catalogue = read(file)
    catalogue.update(messages, no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(
        body,
        catalogue,
        width=100,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return HEADER.format(language=file.stem) + body.getvalue().decode('utf-8').lstrip('\n')


def problems(file: Path, messages: Catalog) -> Iterator[str]:
    """Tell what is missing, left over, unsure or wrong in a catalogue."""
    catalogue = read(file)
    for message in messages:
        if not message.id:
            continue
        entry = catalogue.get(message.id)
        if entry is None or not entry.string:
            yield f'{file.name}: not translated: {message.id}'
        elif entry.fuzzy:
            yield f'{file.name}: fuzzy: {message.id}'
        elif placeholders(str(entry.id)) != placeholders(str(entry.string)):
            yield f'{file.name}: other placeholders than its message: {entry.string}'
    for entry in (*catalogue, *catalogue.obsolete.values()):
        if entry.id and messages.get(entry.id) is None:
            yield f'{file.name}: no longer in the source: {entry.id}'


def placeholders(text: str) -> set[str]:
    """Collect the names str.format() would fill in; none where the text is not meant for it."""
    try:
        return {name for _before, name, _spec, _conversion in Formatter().parse(text) if name}
    except ValueError:
        return set()


def main() -> int:
    """Update or check every catalogue."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument('--check', action='store_true', help='change nothing, print what is to be done')
    options.add_argument('--locales', type=Path, default=LOCALES, help='folder of the catalogues')
    chosen = options.parse_args()
    messages = extracted()
    files = sorted(chosen.locales.glob('*.po'))
    if chosen.check:
        found = [line for file in files for line in problems(file, messages)]
        print('\n'.join(found), end='\n' if found else '')
        return 1 if found else 0
    for file in files:
        file.write_text(updated(file, messages), encoding='utf-8')
        print(f'{file.relative_to(chosen.locales)}: {len(messages)} messages')
    return 0


if __name__ == '__main__':
    sys.exit(main())
