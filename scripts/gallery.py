"""Rebuild docs/gallery: the first page of every form and document, printed from its invented example."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from docforms import api
from docforms.packs import Catalogue, DocumentEntry, Form, Pack
from docforms.packs.resources import fonts_configuration
from docforms.records import read_record
from docforms.tools import to_pdf

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / 'docs' / 'gallery'
DPI = 48
COLUMNS = 6
SECONDS = 900.0


def rendered(pack: Pack, folder: Path) -> list[Path]:
    """Write every blank form and every example of a pack as docx."""
    paths = []
    for form in pack.forms.values():
        path = folder / f'{form.name}.docx'
        path.write_bytes(api.new(form.id))
        paths.append(path)
    for document in pack.documents.values():
        path = folder / f'{document.name}.docx'
        path.write_bytes(api.render(document.id, read_record(str(pack.example(document.name)))))
        paths.append(path)
    return paths


def first_page(pdf: Path, target: Path) -> None:
    """Draw the first page of a PDF in grey-scale-sized palette colours, so that the gallery stays small."""
    stem = target.with_suffix('')
    command = ['pdftoppm', '-r', str(DPI), '-f', '1', '-l', '1', '-singlefile', '-png', str(pdf), str(stem)]
    subprocess.run(command, check=True)
    with Image.open(target) as page:
        page.convert('P', palette=Image.Palette.ADAPTIVE, colors=32).save(target, optimize=True)


def contact_sheet(pages: list[Path], target: Path) -> None:
    """Put all pages on one picture at half their size, six in a row."""
    images = [Image.open(path).convert('RGB').reduce(2) for path in pages]
    width, height = max(i.width for i in images), max(i.height for i in images)
    rows = -(-len(images) // COLUMNS)
    sheet = Image.new('RGB', (COLUMNS * (width + 8), rows * (height + 8)), '#888888')
    for number, image in enumerate(images):
        sheet.paste(image, ((number % COLUMNS) * (width + 8) + 4, (number // COLUMNS) * (height + 8) + 4))
    sheet.convert('P', palette=Image.Palette.ADAPTIVE, colors=32).save(target, optimize=True)


def listing(packs: tuple[Pack, ...]) -> str:
    """Write the page that shows the gallery."""
    lines = ['# 样张', '', '每种表单（空白）和文书（虚构样例）的第一页，由 `make gallery` 生成。']
    for pack in packs:
        lines += ['', f'## {pack.title}', '', f'![全部样张]({pack.id}.png)', '']
        entries: list[Form | DocumentEntry] = [*pack.forms.values(), *pack.documents.values()]
        for entry in entries:
            lines.append(f'- [{entry.title}]({pack.id}/{entry.name}.png)（`{entry.id}`）')
    return '\n'.join(lines) + '\n'


def main() -> None:
    """Render, convert, draw; pages of documents that are gone are removed."""
    packs = Catalogue().packs()
    for pack in packs:
        target = GALLERY / pack.id
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            sources = rendered(pack, Path(name))
            pdfs = to_pdf(sources, Path(name), timeout=SECONDS, fonts=fonts_configuration(), jobs=2)
            pages = [target / f'{pdf.stem}.png' for pdf in pdfs]
            for pdf, page in zip(pdfs, pages, strict=True):
                first_page(pdf, page)
        for stale in set(target.glob('*.png')) - set(pages):
            stale.unlink()
        contact_sheet(pages, GALLERY / f'{pack.id}.png')
        print(f'{pack.id}: {len(pages)} pages', file=sys.stderr)
    (GALLERY / 'README.md').write_text(listing(packs), encoding='utf-8')


if __name__ == '__main__':
    main()
