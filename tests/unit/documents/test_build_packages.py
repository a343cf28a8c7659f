from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest
from docx import Document

from docforms.documents.assembly import docx
from docforms.documents.layout import LAYOUTS
from docforms.documents.packaging import packed, unpacked
from docforms.documents.table import Cell, Row, table
from docforms.documents.wml import paragraph, text_paragraph
from docforms.exceptions import TemplateError


def zipped(names: list[str], year: int) -> bytes:
    """Make an archive in a given order, at a given time."""
    buffer = BytesIO()
    with ZipFile(buffer, 'w') as archive:
        for name in names:
            archive.writestr(ZipInfo(name, (year, 1, 1, 0, 0, 0)), f'内容 {name}')
    return buffer.getvalue()


def test_equal_parts_give_equal_bytes():
    """Order and time of the members leave no trace."""
    names = ['word/styles.xml', '[Content_Types].xml', 'word/document.xml', '_rels/.rels']

    assert packed(unpacked(zipped(names, 2001))) == packed(unpacked(zipped(names[::-1], 2026)))


def test_parts_keep_their_content():
    """Only the archive is written anew, not what is in it."""
    with ZipFile(BytesIO(packed(unpacked(zipped(['word/b.xml', 'word/a.xml'], 2026))))) as archive:
        assert archive.namelist() == ['word/a.xml', 'word/b.xml']
        assert archive.read('word/b.xml').decode() == '内容 word/b.xml'


def test_the_content_types_come_first():
    """OPC readers that read from the front find the list of types first."""
    with ZipFile(BytesIO(packed({'a.xml': b'', '[Content_Types].xml': b'', '_rels/.rels': b''}))) as archive:
        assert archive.namelist() == ['[Content_Types].xml', '_rels/.rels', 'a.xml']


@pytest.mark.parametrize('content', [b'', b'PK\x03\x04', '纯文本'.encode()])
def test_what_is_no_archive_is_refused(content: bytes):
    """A file that is no docx is refused with a message."""
    with pytest.raises(TemplateError, match='不是完好的 docx'):
        unpacked(content)


def test_a_damaged_archive_is_refused():
    """An archive whose content was overwritten is refused."""
    whole = packed({'word/document.xml': bytes(range(256)) * 40})
    damaged = whole[:60] + b'\x00' * 40 + whole[100:]

    with pytest.raises(TemplateError, match='不是完好的 docx'):
        unpacked(damaged)


def test_a_document_never_ends_in_a_table():
    """Word calls a document damaged that has nothing after its last table."""
    grid = table([78, 78], [Row((Cell((paragraph('TableText'),)), Cell((paragraph('TableText'),))))])
    body = Document(BytesIO(docx([grid], LAYOUTS['sheet']))).element.body

    assert [child.tag.rpartition('}')[2] for child in body] == ['tbl', 'p', 'sectPr']


def test_properties_name_the_title_and_no_time():
    """The file's properties say what it is called, and nothing that differs from run to run."""
    written = docx([text_paragraph(None, '正文')], LAYOUTS['sheet'], title='申请表')
    with ZipFile(BytesIO(written)) as package:
        properties = package.read('docProps/core.xml').decode()

    assert '申请表' in properties
    assert 'created' not in properties
    assert 'modified' not in properties
