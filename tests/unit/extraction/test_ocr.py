from __future__ import annotations

import hashlib

import numpy as np

from docforms.extraction.ocr import Engine, Line, _alphabet, _twins
from docforms.extraction.requisites import MODELS, model_path


def test_a_line_is_as_sure_as_its_least_sure_character() -> None:
    """One doubtful character makes the line doubtful; no text is no certainty."""
    assert Line('ab', (0.99, 0.4)).confidence == 0.4
    assert Line('', ()).confidence == 0.0


def test_full_and_half_width_are_one_character() -> None:
    """Each is the other's twin; characters of one width have none."""
    assert _twins(['', '（', '甲', '(', ' ']).tolist() == [0, 3, 0, 1, 0]


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    """Forms have no traditional ones, and the models take one for the other; 乾 is a character of both."""
    alphabet = _alphabet(['黄', '黃', '靜', '乾', 'a'])

    assert alphabet.characters == ('', '黄', '黄', '静', '乾', 'a', ' ')
    assert alphabet.twins.tolist() == [0, 2, 1, 0, 0, 0, 0]


def test_the_models_are_those_the_confidence_is_calibrated_on() -> None:
    """Other models are sure of other things: with them, calibration.json has to be made again."""
    digests = {name: hashlib.sha256(model_path(name).read_bytes()).hexdigest()[:12] for name in MODELS}

    assert digests == {'find': '090f04abcd9d', 'first': '6f327246b503', 'second': '48fc40f24f6d'}


def test_paper_without_text_is_read_as_nothing() -> None:
    """An empty crop has no text, however it is shaped."""
    crops = [np.full((30, width), 235, np.uint8) for width in (20, 300)]

    assert [line.text for line in Engine(1).read(crops)] == ['', '']
