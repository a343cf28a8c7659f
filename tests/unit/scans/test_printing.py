"""Filled forms as applicants print them."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
import pytest
from docx import Document
from docx.oxml.ns import qn

from docforms import api
from printing import printed
from records import invented_record
from setting import CLOSE, FILL_INK, OPEN, in_black


def _printed(number, form_id='nm-ltci/application', **setting):
    pack, form = api.form_of(form_id)
    rng = np.random.default_rng((11, number))
    record = invented_record(form, rng)
    return api.fill(record), printed(pack, form, record, rng, **({'by_hand': False} | setting))


def _text(docx):
    return re.sub(r'\s', '', ''.join(Document(BytesIO(docx)).element.itertext()))


@pytest.mark.parametrize('form_id', ['nm-ltci/application', 'ln-wii/device-application'])
@pytest.mark.parametrize('number', range(3))
def test_what_the_truth_says_stands_on_the_paper(form_id, number):
    """Every text of the truth is printed, and no mark of the generator is left."""
    _plain, made = _printed(number, form_id)
    text = _text(made.docx)
    assert [each for each in made.texts.values() if re.sub(r'\s', '', each) not in text] == []
    assert OPEN not in text
    assert CLOSE not in text


@pytest.mark.parametrize('number', range(4))
def test_columns_move_and_the_grid_stays_as_wide_as_it_was(number):
    """Other offices print the form with other columns, but on the same paper."""
    plain, made = _printed(number, by_hand=True)

    def widths(docx):
        grid = Document(BytesIO(docx)).tables[0]._tbl.tblGrid
        return [column.w.twips for column in grid.gridCol_lst]

    assert sum(widths(made.docx)) == sum(widths(plain))
    assert widths(made.docx) != widths(plain)
    assert min(widths(made.docx)) > 0


def test_what_is_filled_in_is_blue_until_it_is_handed_in_as_born():
    """Colour tells filling and form apart; a born form has none of it."""
    _plain, made = _printed(1)
    xml = Document(BytesIO(made.docx)).element.xml
    assert FILL_INK in xml
    assert FILL_INK not in Document(BytesIO(in_black(made.docx))).element.xml


def test_what_is_filled_in_has_the_face_asked_for():
    """Letters and digits, too, so that a face that looks like writing is all that is filled in with."""
    _plain, made = _printed(1, faces=('Invented Hand',))
    runs = [run for run in Document(BytesIO(made.docx)).element.iter(qn('w:r')) if FILL_INK in run.xml]
    fonts = [run.rPr.rFonts for run in runs]
    assert {font.get(qn(f'w:{kind}')) for font in fonts for kind in ('ascii', 'eastAsia')} == {'Invented Hand'}
