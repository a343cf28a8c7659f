from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st

from docforms.documents.zip_writer import archived, deflated, deflated_once

NAMES = st.text(st.characters(exclude_categories=['Cs', 'Cc'], exclude_characters='/\\'), min_size=1, max_size=20)
FILES = st.dictionaries(NAMES, st.binary(max_size=300), max_size=5)


@given(FILES)
@settings(max_examples=50)
def test_other_programs_read_what_is_written(files: dict[str, bytes]):
    """Names in any script and empty files included, an archive is sound and holds what was put into it."""
    members = [deflated(name, content, 0 if place % 2 else 1000) for place, (name, content) in enumerate(files.items())]

    with ZipFile(BytesIO(archived(members))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert archive.namelist() == list(files)


def test_members_have_no_clock_and_no_owner():
    """Every member is dated 1 January 1980, deflated, and may be read once unpacked."""
    with ZipFile(BytesIO(archived([deflated_once('word/文档.xml', b'<a/>')]))) as archive:
        [entry] = archive.infolist()

    assert entry.date_time == (1980, 1, 1, 0, 0, 0)
    assert (entry.compress_type, entry.external_attr >> 16) == (ZIP_DEFLATED, 0o600)


def test_a_file_that_needs_too_much_room_is_compressed_better():
    """Quick compression is given up where it would show in the size of the document."""
    content = Path(__file__).read_bytes()
    quick = deflated('a', content, len(content))

    assert len(deflated('a', content, 0).record) < len(quick.record)
    assert len(deflated_once('a', content).record) <= len(deflated('a', content, 0).record)
