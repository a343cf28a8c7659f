from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from docforms.batch.outputs import pdf_pages


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Give a folder for what is put together on the way."""
    (tmp_path / 'work').mkdir()
    return tmp_path / 'work'


def pdf(tmp_path: Path, name: str, *widths: int, made: str = '1') -> Path:
    """Write a PDF whose pages have these widths; `made` is when it says it was made."""
    path = tmp_path / f'{name}.pdf'
    with pikepdf.new() as document:
        for width in widths:
            document.add_blank_page(page_size=(width, 300))
        document.docinfo['/CreationDate'] = f'D:2026010{made}000000Z'
        document.save(path)
    return path


def widths(path: Path) -> list[int]:
    """Read the widths of the pages."""
    with pikepdf.open(path) as document:
        return [int(page.mediabox[2]) for page in document.pages]


def test_every_document_begins_on_an_odd_page(tmp_path: Path, work: Path):
    """A document of an odd number of pages is followed by a blank page of the same size, and order is kept."""
    files = [pdf(tmp_path, 'a', 101), pdf(tmp_path, 'b', 102, 103), pdf(tmp_path, 'c', 104, 105, 106)]

    pdf_pages.merge_pdf(files, tmp_path / 'all.pdf', work)

    assert widths(tmp_path / 'all.pdf') == [101, 101, 102, 103, 104, 105, 106, 106]


def test_more_documents_than_can_be_open_at_a_time(tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch):
    """However many there are, none is lost and their order is kept."""
    monkeypatch.setattr(pdf_pages, 'OPEN', 3)
    files = [pdf(tmp_path, str(number), 200 + number, 400) for number in range(8)]

    pdf_pages.merge_pdf(files, tmp_path / 'all.pdf', work)

    assert widths(tmp_path / 'all.pdf')[::2] == [200 + number for number in range(8)]


def test_when_a_pdf_was_made_does_not_matter(tmp_path: Path, work: Path):
    """Equal documents made at different times give equal bytes, alone and merged."""
    first, second = (pdf(tmp_path, name, 101, made=name) for name in '12')

    assert pdf_pages.without_clock(first.read_bytes()) == pdf_pages.without_clock(second.read_bytes())
    for path in (first, second):
        pdf_pages.merge_pdf([path], tmp_path / f'all-{path.name}', work)
    assert (tmp_path / 'all-1.pdf').read_bytes() == (tmp_path / 'all-2.pdf').read_bytes()
