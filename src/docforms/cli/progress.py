"""A line on the terminal that tells how far the work is; nothing where nobody looks."""

from __future__ import annotations

import sys
import time
from typing import Final

import click

from docforms.i18n import _

# Seconds between two lines; faster flickers.
PAUSE: Final = 0.2
BAR: Final = 24


class Progress:
    """Hears how far a batch is and shows it: share, rate, time left."""

    def __init__(self) -> None:
        self._seen = sys.stderr.isatty()
        self._what = ''
        self._began = self._last = 0.0
        self._first = 0

    def __call__(self, what: str, done: int, rows: int) -> None:
        """Show how far it is; `rows` is 0 where their number is not known yet."""
        if not self._seen:
            return
        now = time.monotonic()
        if what != self._what:
            self._what, self._began, self._first = what, now, done
        elif now - self._last < PAUSE and done < rows:
            return
        self._last = now
        click.echo(f'\r\x1b[K{self._line(done, rows, now - self._began)}', err=True, nl=False)

    def clear(self) -> None:
        """Take the line away."""
        if self._seen and self._what:
            click.echo('\r\x1b[K', err=True, nl=False)
            self._what = ''

    def _line(self, done: int, rows: int, seconds: float) -> str:
        if not rows:
            return f'{self._what}…'
        full = BAR * done // rows
        line = f'{self._what} [{"#" * full}{"." * (BAR - full)}] {done}/{rows}'
        rate = (done - self._first) / seconds if seconds else 0
        if not rate:
            return line
        left = round((rows - done) / rate)
        return line + _("  每秒 {rate:.0f} 份，还需 {minutes}:{seconds:02}").format(
            rate=rate, minutes=left // 60, seconds=left % 60
        )
