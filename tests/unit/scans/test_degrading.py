"""What scanners, copiers, fax machines and telephones do to a page."""

from __future__ import annotations

import numpy as np
import pytest

from degrading import KINDS, Paper, Stamp, degraded, jpeg
from pages import Page, handwritten
from seals import round_seal

DPI = 60
HEIGHT, WIDTH = 702, 496


def _page():
    form = np.zeros((HEIGHT, WIDTH), np.float32)
    form[100:600:50, 60:430] = 1
    filled = np.zeros((HEIGHT, WIDTH), np.float32)
    filled[120:135, 100:110] = 1
    return Page(form, filled, (('一', (98, 118, 112, 137)),))


def _scanned(kind, seed=3):
    rng = np.random.default_rng(seed)
    stamp = Stamp(round_seal('赤峰市安禾失能等级评估中心', DPI, rng), (200, 30, 40), (300, 480))
    return degraded(_page(), [stamp], Paper(kind, DPI, (1.0, 0.98, 0.95), (10, 20, 70)), rng)


@pytest.mark.parametrize('kind', KINDS)
def test_equal_seeds_give_equal_pages(kind):
    """A page can be made again, byte for byte, and is of the size of its paper."""
    first, again = _scanned(kind), _scanned(kind)
    assert sorted(first.shape) == sorted((HEIGHT, WIDTH, 3))
    assert jpeg(first, kind, np.random.default_rng(1)) == jpeg(again, kind, np.random.default_rng(1))


def test_a_fax_is_black_and_white_and_a_copy_is_grey():
    """Seals lose their colour with the page."""
    assert set(np.unique(_scanned('fax'))) == {0, 255}
    grey = _scanned('gray')
    assert (grey[..., 0] == grey[..., 2]).all()
    light = _scanned('light').astype(int)
    assert (light[..., 0] - light[..., 2]).max() > 60


def test_harsher_kinds_leave_less_ink():
    """Light, medium, heavy, harsh: the darkest pixels get closer to the paper."""
    contrasts = []
    for kind in ('light', 'medium', 'heavy', 'harsh'):
        greys = [_scanned(kind, seed).mean(axis=2) for seed in range(4)]
        contrasts.append(np.mean([np.median(grey) - np.percentile(grey, 0.5) for grey in greys]))
    assert contrasts == sorted(contrasts, reverse=True)


def test_a_hand_moves_what_is_filled_in_and_nothing_else():
    """The form is printed; only the filling is written by hand, and none of it is lost."""
    page = _page()
    written = handwritten(page, 0.1, np.random.default_rng(5))
    assert (written.form == page.form).all()
    assert (written.filled != page.filled).any()
    assert 0.6 < written.filled.sum() / page.filled.sum() < 2.0
