"""The one door to the OCR engine: where text is, and what a line of text says.

The models are PP-OCR's, as they come inside the packages `rapidocr` (version 6) and `rapidocr-onnxruntime` (version 4,
which reads lines in another way and so makes other errors); they are run by onnxruntime directly, so that nothing is
ever looked for or fetched elsewhere.
"""

from __future__ import annotations

import multiprocessing
import os
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from docforms.extraction.requisites import MODELS, Model, Reader, model_path, needed

Grey = NDArray[np.uint8]
Plane = NDArray[np.float32]

LINE_HEIGHT: Final = 48
"""Lines are read at this height in pixels."""
NARROWEST: Final = 48
WIDEST: Final = 1600
# Sides of the image text is looked for in are multiples of this.
TILE: Final = 32


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says: its characters, and how sure the engine is of each, from 0 to 1."""

    text: str
    sure: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """How sure the engine is of its least sure character; 0 for no text."""
        return min(self.sure, default=0.0)


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The characters a model tells apart: number 0 is the blank between them, the last one a space.

    `twins` is, for each character, the number of the same one in the other width or form, 0 for none.
    """

    characters: tuple[str, ...]
    twins: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model ready to be run, and the characters it tells apart; to find text it needs none."""

    session: Any
    alphabet: Alphabet


class Engine:
    """Finds and reads text; its models are loaded beside whatever else is done, and kept."""

    def __init__(self, threads: int) -> None:
        self._threads = threads
        loading = ThreadPoolExecutor(1)
        # In the same language: what is missing is told when a model is first needed.
        run = copy_context().run
        self._models: dict[Model, Future[Loaded]] = {
            model: loading.submit(run, _loaded, model, threads) for model in MODELS
        }
        loading.shutdown(wait=False)

    def text_map(self, grey: Grey) -> Plane:
        """Tell for each pixel how likely it belongs to the core of a line of text; best at about 100 dpi."""
        height, width = grey.shape
        padded = np.full((-(-height // TILE) * TILE, -(-width // TILE) * TILE), 235, np.uint8)
        padded[:height, :width] = grey
        found = _run(self._models['find'].result().session, _normal(padded)[None])
        return np.asarray(found[0, 0, :height, :width], np.float32)

    def read(self, crops: Sequence[Grey], reader: Reader = 'first') -> list[Line]:
        """Read crops that hold one line each."""
        if not crops:
            return []
        model = self._models[reader].result()

        def line(crop: Grey) -> Line:
            return _decoded(model.alphabet, _run(model.session, _normal(_fitted(crop))[None])[0])

        # One by one: lines padded to one width for a batch take a third longer, and more memory.
        with ThreadPoolExecutor(self._threads) as threads:
            return list(threads.map(line, crops))


def _loaded(model: Model, threads: int) -> Loaded:
    with needed():
        import onnxruntime
    options = onnxruntime.SessionOptions()
    # Lines are read side by side, each by one thread; the one large picture of a page is shared out among them.
    options.intra_op_num_threads = threads if model == 'find' else 1
    options.inter_op_num_threads = 1
    # The arena keeps the largest page ever seen; without it memory goes back after each page.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model_path(model).read_bytes(), options, providers=['CPUExecutionProvider'])
    names = session.get_modelmeta().custom_metadata_map.get('character', '')
    return Loaded(session, _alphabet(names.splitlines()))


def _decoded(alphabet: Alphabet, path: Plane) -> Line:
    """Decode a path of character probabilities: repeated characters are one, blanks part them (CTC)."""
    best = path.argmax(axis=1)
    steps = np.arange(len(path))
    # Full and half width, and traditional and simplified, are one character: how sure the engine is of it is shared.
    twins = alphabet.twins[best]
    sure = path[steps, best] + np.where(twins > 0, path[steps, twins], 0.0)
    text: list[str] = []
    scores: list[float] = []
    last = 0
    for number, score in zip(best.tolist(), sure.tolist(), strict=True):
        if number and number != last:
            text.append(alphabet.characters[number])
            scores.append(score)
        elif number:
            scores[-1] = max(scores[-1], score)
        last = number
    return Line(''.join(text), tuple(scores))


@cache
def engine() -> Engine:
    """Give the engine of this process, loaded once; of several processes that work side by side each has one thread."""
    return Engine(1 if multiprocessing.parent_process() else len(os.sched_getaffinity(0)))


def _run(session: Any, block: Plane) -> Plane:
    return np.asarray(session.run(None, {session.get_inputs()[0].name: block})[0], np.float32)


def _alphabet(names: Sequence[str]) -> Alphabet:
    """Take the characters of a model, traditional ones as the simplified ones they stand for: forms have no others."""
    with needed():
        from opencc import OpenCC

    convert = OpenCC('t2s').convert
    characters = ('', *(name if _is_simplified(name) else _simplified(convert, name) for name in names), ' ')
    return Alphabet(characters, _twins(characters))


def _simplified(convert: Callable[[str], str], character: str) -> str:
    other = convert(character)
    return other if len(other) == 1 and _is_simplified(other) else character


def _is_simplified(character: str) -> bool:
    """Tell whether a character is one of the national set, which has no traditional ones."""
    try:
        character.encode('gb2312')
    except UnicodeEncodeError:
        return False
    return True


def _twins(characters: Sequence[str]) -> NDArray[np.intp]:
    """Give for each character the number of the same one in the other width or form, 0 for none."""
    twins = np.zeros(len(characters), np.intp)
    numbers: dict[str, int] = {}
    for number, character in enumerate(characters):
        plain = numbers.setdefault(unicodedata.normalize('NFKC', character), number)
        if plain != number and plain and not twins[plain]:
            twins[number], twins[plain] = plain, number
    return twins


def _normal(grey: Grey) -> Plane:
    """Scale grey to -1 … 1 and give it three equal channels."""
    plane = grey.astype(np.float32) / 127.5 - 1
    return np.broadcast_to(plane, (3, *plane.shape)).astype(np.float32)


def _fitted(crop: Grey) -> Grey:
    """Scale a crop to the height of a line."""
    scale = LINE_HEIGHT / crop.shape[0]
    width = min(max(round(crop.shape[1] * scale), NARROWEST), WIDEST)
    how = cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(crop, (width, LINE_HEIGHT), interpolation=how), np.uint8)
