"""Write filled and degraded scanned forms with their truth.

    python benchmarks/scans/make.py --forms nm-ltci/application --count 24 --seed 1 -o scans

writes NN-KIND-DPI.scan.pdf (pictures only), NN-KIND-DPI.json (the truth), and for every third form the same form
before it was scanned, as .born.docx and .born.pdf. Equal arguments give equal pages.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import pikepdf

from degrading import FILL_INKS, KINDS, TINTS, Paper, Stamp, degraded, jpeg
from docforms import api
from docforms.packs import Form, Pack
from docforms.packs.resources import fonts_configuration
from docforms.tools import to_pdf
from pages import MOST_SLANT, Page, handwritten, pages, place_of
from printing import Printed, printed
from records import invented_record, with_blanks
from seals import BLUE, MM_PER_INCH, RED, date_stamp, round_seal
from setting import in_black
from truth import truth_of
from words import Random, chance, pick

DPIS: Final = (200, 150, 300, 200, 200, 300, 150)
# Below this, pages of these kinds can no longer be read by people either.
LEAST_DPI: Final = {'harsh': 200, 'phone': 200}
POINTS_PER_INCH: Final = 72
BORN_EVERY: Final = 3
SECONDS: Final = 600.0
# Where applicants put their seal, by the words of the form.
SEAL_PLACES: Final = ('印章', '公章', '签字')


@dataclass(frozen=True, slots=True)
class Scan:
    """One form to be printed and scanned."""

    name: str
    form: str
    kind: str
    dpi: int
    record: dict[str, Any]
    printed: Printed
    seed: tuple[int, ...]


def main() -> None:
    """Print all forms in one go, then scan them one by one."""
    arguments = _arguments()
    out: Path = arguments.output
    out.mkdir(parents=True, exist_ok=True)
    kinds = arguments.kinds.split(',') if arguments.kinds else list(KINDS)
    forms = [api.form_of(form, packs=arguments.packs) for form in arguments.forms.split(',')]
    plan = [_planned(number, forms, kinds, arguments) for number in range(arguments.count)]
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        sources = []
        for number, scan in enumerate(plan):
            sources.append(work / f'{scan.name}.docx')
            sources[-1].write_bytes(scan.printed.docx)
            if number % BORN_EVERY == 0:
                born = out / f'{scan.name}.born.docx'
                born.write_bytes(in_black(scan.printed.docx))
                sources.append(born)
        made = to_pdf(sources, work, timeout=SECONDS, fonts=fonts_configuration())
        for source, pdf in zip(sources, made, strict=True):
            if source.parent == out:
                _without_dates(pdf, out / pdf.name)
        for scan in plan:
            _write(scan, work / f'{scan.name}.pdf', out)
            print(scan.name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument('--forms', default='nm-ltci/application', help='forms to be filled, by turns, comma between')
    parser.add_argument('--packs', type=Path, action='append', default=[], help='a folder with further packs')
    parser.add_argument('--kinds', default='', help=f'kinds by turns, comma between; all: {", ".join(KINDS)}')
    parser.add_argument('--faces', default='', help='installed faces for what is filled in, comma between')
    parser.add_argument('--dpi', type=int, default=0, help='one resolution instead of several by turns')
    parser.add_argument('--count', type=int, default=24)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('-o', '--output', type=Path, required=True)
    return parser.parse_args()


def _planned(
    number: int, forms: Sequence[tuple[Pack, Form]], kinds: Sequence[str], arguments: argparse.Namespace
) -> Scan:
    """Fill in and print one form; what comes out depends on seed and number, not on how many there are."""
    seed = (arguments.seed, number)
    rng = np.random.default_rng(seed)
    pack, form = forms[number % len(forms)]
    kind = kinds[number % len(kinds)]
    dpi = arguments.dpi or max(LEAST_DPI.get(kind, 0), DPIS[(number + number // len(kinds)) % len(DPIS)])
    record = with_blanks(invented_record(form, rng), rng)
    faces = arguments.faces.split(',') if arguments.faces else ()
    made = printed(pack, form, record, rng, by_hand=kind == 'hand', faces=faces)
    return Scan(f'{number:02}-{kind}-{dpi}', form.id, kind, dpi, record, made, seed)


def _write(scan: Scan, pdf: Path, out: Path) -> None:
    rng = np.random.default_rng((*scan.seed, 1))
    name = scan.record['fields'].get('institution_name', '某某机构')
    paper = Paper(scan.kind, scan.dpi, pick(rng, TINTS), pick(rng, FILL_INKS))
    slant = float(rng.uniform(-0.05, MOST_SLANT))
    scanned = []
    for page in pages(pdf, scan.dpi):
        shown = handwritten(page, slant, rng) if scan.kind == 'hand' else page
        picture = degraded(shown, _stamps(page, name, scan.dpi, rng), paper, rng)
        scanned.append((picture.shape, jpeg(picture, scan.kind, rng)))
    _save(scanned, scan.dpi, out / f'{scan.name}.scan.pdf')
    truth = truth_of(scan.form, scan.record, scan.printed.texts)
    content = {'form': scan.form, 'kind': scan.kind, 'dpi': scan.dpi, **truth}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (out / f'{scan.name}.json').write_text(text + '\n', encoding='utf-8')


def _stamps(page: Page, name: str, dpi: int, rng: Random) -> list[Stamp]:
    """Seal the page where it is signed, often a list of it too, and stamp the day it came in on some."""
    millimetre = dpi / MM_PER_INCH
    height, width = page.form.shape
    stamps = []
    places = [place for word in SEAL_PLACES if (place := place_of(page, word)) is not None]
    if places:
        x, y = places[0]
        middle = (round(x + rng.uniform(5, 32) * millimetre), round(y + rng.uniform(-8, 4) * millimetre))
        stamps.append(Stamp(round_seal(name, dpi, rng), pick(rng, RED), middle))
    if chance(rng, 0.45):
        middle = (round(width * rng.uniform(0.3, 0.75)), round(height * rng.uniform(0.3, 0.7)))
        stamps.append(Stamp(round_seal(name, dpi, rng), pick(rng, RED), middle))
    if chance(rng, 0.2):
        day = f'20{int(rng.integers(24, 27))}.{int(rng.integers(1, 13)):02}.{int(rng.integers(1, 29)):02}'
        middle = (round(width * rng.uniform(0.55, 0.85)), round(height * rng.uniform(0.04, 0.09)))
        stamps.append(Stamp(date_stamp(day, dpi, rng), pick(rng, RED + BLUE), middle))
    return stamps


def _save(scanned: Sequence[tuple[tuple[int, ...], bytes]], dpi: int, path: Path) -> None:
    """Write pages that hold nothing but a JPEG each."""
    with pikepdf.new() as document:
        for (height, width, _channels), content in scanned:
            size = [width * POINTS_PER_INCH / dpi, height * POINTS_PER_INCH / dpi]
            page = document.add_blank_page(page_size=(size[0], size[1]))
            image = pikepdf.Stream(
                document, content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height,
                ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
            )  # fmt: skip
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=image))
            page.Contents = document.make_stream(f'{size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /Page Do'.encode())
        document.save(path, deterministic_id=True)


def _without_dates(pdf: Path, path: Path) -> None:
    """Copy a PDF without the moment it was made, so that equal arguments give equal files."""
    with pikepdf.open(pdf) as document:
        del document.docinfo
        for place, name in ((document.Root, '/Metadata'), (document.trailer, '/DocChecksum')):
            if name in place:
                del place[name]
        document.save(path, deterministic_id=True)


if __name__ == '__main__':
    cv2.setNumThreads(1)
    main()
