"""Round seals and date stamps of invented bodies, as masks of ink between 0 and 1."""

from __future__ import annotations

import math
import subprocess
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from docforms.packs.resources import fonts_configuration
from words import Random, digits, pick

Ink = NDArray[np.float32]

MM_PER_INCH: Final = 25.4
# Drawn larger and scaled down, so that thin strokes are smooth.
OVERSAMPLED: Final = 2
RED: Final = ((200, 30, 40), (215, 60, 60), (170, 20, 45), (225, 80, 70))
BLUE: Final = ((40, 60, 150), (60, 80, 180))
SEAL_FACES: Final = ('Noto Serif CJK SC:bold', 'FandolSong', 'FandolFang R')


@lru_cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    found = subprocess.run(
        ['fc-match', '-f', '%{file}|%{index}', face],
        env={'FONTCONFIG_FILE': str(fonts_configuration())},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    path, _bar, index = found.partition('|')
    return ImageFont.truetype(path, size, index=int(index) & 0xFFFF)


def round_seal(name: str, dpi: int, rng: Random) -> Ink:
    """Draw a seal of 38 to 44 mm: ring, name along the arc, star, number; inked unevenly and set askew."""
    side = round(float(rng.uniform(38, 44)) / MM_PER_INCH * dpi * OVERSAMPLED)
    image = Image.new('L', (side, side), 0)
    draw = ImageDraw.Draw(image)
    ring = max(3, round(side * float(rng.uniform(0.022, 0.034))))
    draw.ellipse((2, 2, side - 3, side - 3), outline=255, width=ring)
    draw.polygon(_star(side / 2, side * float(rng.uniform(0.11, 0.15))), fill=255)
    face = pick(rng, SEAL_FACES)
    # The longer the name, the wider its arc and the narrower its characters.
    arc = min(290.0, 24.0 * len(name))
    _along_arc(image, name, face, (side * 0.375, round(side * min(0.14, 2.0 / len(name) + 0.02))), (-arc / 2, arc / 2))
    _along_arc(image, digits(rng, 13), 'DejaVu Sans', (side * 0.39, round(side * 0.042)), (215, 145))
    turned = image.rotate(float(rng.uniform(-25, 25)), resample=Image.Resampling.BICUBIC)
    small = turned.resize((side // OVERSAMPLED, side // OVERSAMPLED), Image.Resampling.LANCZOS)
    return uneven(np.asarray(small, np.float32) / np.float32(255), rng)


def date_stamp(text: str, dpi: int, rng: Random) -> Ink:
    """Draw a stamped date in a frame, as offices put on what they receive."""
    size = round(dpi * float(rng.uniform(0.16, 0.2)))
    font = _font('DejaVu Sans', size)
    word = pick(rng, ('收件', '收讫', ''))
    image = Image.new('L', (round(size * 9.5), round(size * 2.4)), 0)
    draw = ImageDraw.Draw(image)
    draw.text((size * 0.6, size * 0.6), text, 255, font)
    draw.text((size * 7.2, size * 0.6), word, 255, _font('FandolHei', size))
    draw.rectangle((1, 1, image.width - 2, image.height - 2), outline=255, width=max(2, size // 12))
    turned = image.rotate(float(rng.uniform(-8, 8)), resample=Image.Resampling.BICUBIC, expand=True)
    return uneven(np.asarray(turned, np.float32) / np.float32(255), rng)


def uneven(mask: Ink, rng: Random) -> Ink:
    """Take ink away in clouds and specks: no stamp prints evenly."""
    height, width = mask.shape
    coarse = rng.random((max(2, height // 40), max(2, width // 40))).astype(np.float32)
    clouds = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    specks = cv2.GaussianBlur(rng.random(mask.shape).astype(np.float32), (0, 0), 1.0)
    kept = np.clip(0.6 + 0.6 * clouds, 0, 1) * np.where(specks < 0.36, 0.3, 1.0)
    return np.asarray(mask * kept, np.float32)


def _star(centre: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.382
        angle = math.radians(36 * number - 90)
        points.append((centre + reach * math.cos(angle), centre + reach * math.sin(angle)))
    return points


def _along_arc(image: Image.Image, text: str, face: str, ring: tuple[float, int], angles: tuple[float, float]) -> None:
    """Set a text along a circle; `ring` is radius and size in pixels, `angles` are degrees from the top."""
    radius, size = ring
    font = _font(face, size)
    centre = image.width / 2
    inwards = angles[0] > angles[1]
    for number, sign in enumerate(text):
        angle = angles[0] + (angles[1] - angles[0]) * (number + 0.5) / len(text)
        tile = Image.new('L', (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), sign, 255, font, anchor='mm')
        tile = tile.rotate(180 - angle if inwards else -angle, resample=Image.Resampling.BICUBIC)
        x = centre + radius * math.sin(math.radians(angle))
        y = centre - radius * math.cos(math.radians(angle))
        place = (round(x - size), round(y - size))
        image.paste(255, (*place, place[0] + tile.width, place[1] + tile.height), tile)
