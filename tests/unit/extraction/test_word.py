"""What a Word document shows."""

from __future__ import annotations

import io
import zipfile

import pytest

from docforms.extraction.word import read_docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

OLD_BOX = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
)


def document(body: str) -> bytes:
    """Make a document of the main part alone."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, 'w') as archive:
        archive.writestr('word/document.xml', f'<w:document {W}><w:body>{body}</w:body></w:document>')
    return content.getvalue()


def cell(content: str, properties: str = '') -> str:
    """Make a cell of one paragraph."""
    return f'<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{content}</w:p></w:tc>'


def run(text: str, properties: str = '') -> str:
    """Make a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def line(content: str) -> str:
    """Read a document of one paragraph."""
    [only] = read_docx(document(f'<w:p>{content}</w:p>')).lines
    return only.text


@pytest.mark.parametrize(
    ('content', 'expected'),
    [
        (run('甲') + f'<w:del>{run("乙")}</w:del><w:ins>{run("丙")}</w:ins>', '甲丙'),
        (run('甲') + run('乙', '<w:vanish/>') + run('丙', '<w:vanish w:val="0"/>'), '甲丙'),
        (run('甲') + '<w:r><w:br/></w:r>' + run('乙'), '甲\n乙'),
        (f'<w:sdt><w:sdtContent>{run("甲")}</w:sdtContent></w:sdt>', '甲'),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' + run('是'), '☑是'),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + run('是'), '□是'),
        (run('R', '<w:rFonts w:ascii="Wingdings 2"/>') + run('是'), '☑是'),
        (OLD_BOX + run('是'), '☑是'),
    ],
    ids=['revision', 'hidden', 'break', 'control', 'symbol ticked', 'symbol open', 'symbol font', 'old form field'],
)
def test_the_text_is_what_is_seen(content: str, expected: str):
    """Deleted and hidden text is not there, boxes are boxes."""
    assert line(content) == expected


def test_merged_cells_are_one_cell():
    """A cell over two rows and one over two columns keep their places in the grid."""
    tall, goes_on = '<w:vMerge w:val="restart"/>', '<w:vMerge/>'
    rows = [
        cell(run('甲'), tall) + cell(run('乙'), '<w:gridSpan w:val="2"/>'),
        cell('', goes_on) + cell(run('丙')) + cell(run('丁')),
    ]
    body = '<w:tbl>' + ''.join(f'<w:tr>{row}</w:tr>' for row in rows) + '</w:tbl>'

    [table] = read_docx(document(body)).tables

    assert [(each.text, each.row, each.rows, each.left, each.right) for each in table] == [
        ('甲', 0, 2, 0, 1),
        ('乙', 0, 1, 1, 3),
        ('丙', 1, 1, 1, 2),
        ('丁', 1, 1, 2, 3),
    ]


def test_a_form_inside_a_cell_is_a_table():
    """A table somebody drew a frame around is read all the same."""
    inner = '<w:tbl>' + ''.join(f'<w:tr>{cell(run(a))}{cell(run(b))}</w:tr>' for a, b in ('甲乙', '丙丁')) + '</w:tbl>'
    body = f'<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>'

    tables = read_docx(document(body)).tables

    assert [cell.text for table in tables for cell in table] == ['', '甲', '乙', '丙', '丁']
