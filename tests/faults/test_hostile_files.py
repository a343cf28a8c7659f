"""Files made to harm: each ends in one clear error, in good time, and the process of the user never notices."""

from __future__ import annotations

import random
import re
import resource
import struct
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from docforms.documents.checking.handed_in import check_handed_in
from docforms.exceptions import DocformsError, InputError, TemplateError
from docforms.opening import Limits, ParserFault, Worker, decoded_pages, examine
from docforms.surveys import read_cells

# The worker imports the readers by name, from where this process finds them.
sys.path.append(str(Path(__file__).parent))

import readers
import samples

CHINESE = re.compile('[一-龥]')
SECONDS = 15
MEMORY = 64 << 20
Read = Callable[[Worker, bytes, str], Any]


@pytest.fixture(scope='module')
def worker() -> Iterator[Worker]:
    """Give a worker with less time than usual: a test must not take as long as a user may."""
    libraries = ('lxml.etree', 'openpyxl', 'pdfplumber', 'pypdfium2', 'PIL.TiffImagePlugin', 'PIL.JpegImagePlugin')
    with Worker(limits=Limits(cpu=2, wall=12), preload=libraries) as started:
        yield started


def word(worker: Worker, content: bytes, name: str = 'a.docx') -> Any:
    """Read a Word document."""
    return worker.run(name, readers.read_word, content, name)


def workbook(worker: Worker, content: bytes, name: str = 'a.xlsx') -> Any:
    """Read a workbook."""
    return worker.run(name, readers.read_workbook, content, name)


def print_(worker: Worker, content: bytes, name: str = 'a.pdf') -> Any:
    """Read the text of a PDF."""
    return worker.run(name, readers.read_print, content, name)


def pages(worker: Worker, content: bytes, name: str = 'a.pdf') -> list[tuple[int, int]]:
    """Decode pages; gives their sizes."""
    return [(page.width, page.height) for page in worker.each(name, decoded_pages, content, name)]


def picture(worker: Worker, content: bytes, name: str = 'a.tif') -> list[tuple[int, int]]:
    """Decode a picture."""
    return pages(worker, content, name)


READERS: dict[str, tuple[Read, str]] = {
    'docx': (word, 'a.docx'),
    'xlsx': (workbook, 'a.xlsx'),
    'pdf': (print_, 'a.pdf'),
    'drawn pdf': (pages, 'a.pdf'),
    'jpeg': (pages, 'a.jpg'),
    'png': (pages, 'a.png'),
    'tiff': (pages, 'a.tif'),
}


@pytest.fixture(scope='module')
def ordinary() -> dict[str, bytes]:
    """Give an ordinary file for every reader."""
    drawn = samples.pdf(page='/MediaBox [0 0 200 200]')
    kinds = {name: samples.picture(name.upper()) for name in ('jpeg', 'png', 'tiff')}
    return {'docx': samples.word(), 'xlsx': samples.workbook(), 'pdf': samples.pdf(), 'drawn pdf': drawn, **kinds}


def refused(read: Read, worker: Worker, content: bytes, *name: str, error: type[DocformsError] = InputError) -> str:
    """Read a file that must be refused, in time and without memory of this process; gives the message."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(error) as caught:
        read(worker, content, *name)
    assert time.monotonic() - start < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MEMORY
    message = str(caught.value)
    assert message.startswith('a.')
    assert CHINESE.search(message)
    assert len(message.splitlines()) == 1
    return message


# The worker ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ('function', 'told'),
    [
        (readers.compute, '读取的时间超过'),
        (readers.fill_memory, '内存超过 1024 MB'),
        (readers.crash, '出错停止'),
        (readers.stumble, '文件已损坏'),
        (readers.answer_wrongly, '出错停止'),
    ],
)
def test_whatever_a_reader_does_is_one_error(function: Callable[[bytes], int], told: str, worker: Worker):
    """A reader that never ends, takes all memory, crashes, fails or answers nonsense gives one error, and the next file
    is read.
    """
    with pytest.raises(InputError) as caught:
        worker.run('a.docx', function, b'110101')

    assert str(caught.value).startswith('a.docx：')
    assert told in str(caught.value)
    assert worker.run('b.docx', readers.measure, b'abc') == 3


def test_the_cause_of_damage_names_the_place_and_no_word_of_the_file(worker: Worker):
    """Who maintains a reader learns where it failed; what stands in the file is not told."""
    with pytest.raises(InputError) as caught:
        worker.run('a.docx', readers.stumble, b'110101')

    assert isinstance(caught.value.__cause__, ParserFault)
    assert str(caught.value.__cause__).startswith('KeyError in readers.py:')
    assert '110101' not in str(caught.value.__cause__)


def test_a_reader_that_waits_is_ended():
    """A process that does nothing is ended when its time is up, and the next file has a new one."""
    with Worker(limits=Limits(wall=0.5)) as worker:
        with pytest.raises(InputError, match=r'时间超过 0\.5 秒'):
            worker.run('a.pdf', readers.wait, b'x')
        worker._limits = Limits()

        assert worker.run('a.pdf', readers.measure, b'x') == 1


def test_a_worker_that_was_killed_is_replaced():
    """When the system ends the waiting process, for want of memory say, the next file has a new one."""
    with Worker() as worker:
        assert worker.run('a.pdf', readers.measure, b'x') == 1
        assert worker._process is not None
        worker._process.kill()
        worker._process.wait()

        assert worker.run('a.pdf', readers.measure, b'x') == 1


def test_a_reader_writes_no_files(worker: Worker, tmp_path: Path):
    """A reader under limits cannot put anything into a file."""
    with pytest.raises(InputError):
        worker.run('a.docx', readers.write, b'x', str(tmp_path / 'a'))

    assert [path.stat().st_size for path in tmp_path.iterdir()] in ([], [0])


def test_results_that_nobody_wants_any_more_are_forgotten(worker: Worker):
    """Who stops after the first page can read the next file at once."""
    several = samples.pdf(count=3)

    first = next(worker.each('a.pdf', decoded_pages, several, 'a.pdf'))

    assert first.number == 1
    assert len(pages(worker, several)) == 3


def test_a_page_that_is_none_ends_the_reading(worker: Worker):
    """Of several results the second is not what was declared: that is one error, at once, and the next file is read."""
    start = time.monotonic()
    with pytest.raises(InputError, match='出错停止'):
        list(worker.each('a.pdf', readers.answer_wrongly_later, b'x'))

    assert time.monotonic() - start < 4
    assert worker.run('a.pdf', readers.measure, b'x') == 1


def test_every_error_comes_in_time():
    """With the usual limits the time is up before 15 seconds are."""
    assert Limits().cpu < Limits().wall < SECONDS
    assert Limits().memory == 1 << 30


def test_ordinary_files_are_read(worker: Worker, ordinary: dict[str, bytes]):
    """A file of every kind is read as it is, also under a name without an ending."""
    for kind, (read, name) in READERS.items():
        assert read(worker, ordinary[kind], name) == read(worker, ordinary[kind], 'a')

    assert word(worker, ordinary['docx'])[:2] == ('第0行', '第1行')
    assert workbook(worker, ordinary['xlsx'])[:2] == ('第0行', '0')
    assert print_(worker, ordinary['pdf']) == ('Form 1\nName',)
    assert picture(worker, ordinary['jpeg'], 'a.jpg') == [(300, 200)]


# Archives -----------------------------------------------------------------------------------------


def packed(name: str, block: bytes, times: int, *, declared: int | None = None) -> tuple[bytes, bytes]:
    """Pack a member of many equal blocks without ever having it whole; gives its local and its central entry."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = compressor.compress(block) + compressor.flush(zlib.Z_FULL_FLUSH)
    data = piece * times + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    checksum = 0
    for _time in range(min(times, 100)):
        checksum = zlib.crc32(block, checksum)
    sizes = (20, 0, 8, 0, 0, checksum, len(data), len(block) * times if declared is None else declared, len(name), 0)
    local = struct.pack('<4s5H3I2H', b'PK\x03\x04', *sizes) + name.encode() + data
    central = struct.pack('<4sH5H3I5H2I', b'PK\x01\x02', 20, *sizes, 0, 0, 0, 0, 0)
    return local, central[:46] + name.encode()


def with_member(content: bytes, local: bytes, central: bytes) -> bytes:
    """Add a member to an archive, or a part that replaces none."""
    end = content.rindex(b'PK\x05\x06')
    count, size, start = struct.unpack_from('<H', content, end + 10)[0], *struct.unpack_from('<II', content, end + 12)
    entry = central[:42] + struct.pack('<I', start) + central[46:]
    tail = struct.pack('<4s4H2IH', b'PK\x05\x06', 0, 0, count + 1, count + 1, size + len(entry), start + len(local), 0)
    return content[:start] + local + content[start:end] + entry + tail


MIB = b' ' * (1 << 20)
ENTITY = f'<!DOCTYPE w [<!ENTITY a "{"x" * 50_000}">]>' + samples.body('<w:p><w:r><w:t>&a;&a;</w:t></w:r></w:p>' * 2000)


def elements(count: int) -> tuple[bytes, bytes]:
    """Pack a part of many elements, no more alike than those of a real document."""
    chance = random.Random(0)  # noqa: S311
    block = ''.join(f'<w:p w:rsidR="{chance.getrandbits(32):08X}"/>' for _element in range(10_000))
    return packed('word/footnotes.xml', b'<w>' + block.encode(), count // 10_000)


def many_members() -> bytes:
    """Make a document with 100,000 members."""
    local, central = packed('x/00000', b'x', 1)
    content = samples.word()
    end = content.rindex(b'PK\x05\x06')
    return content[:end] + local + central * 100_000 + content[end:]


WORD: dict[str, tuple[Callable[[], bytes], str]] = {
    'deflate bomb': (lambda: with_member(samples.word(), *packed('word/a.xml', MIB, 2000)), '大得不正常'),
    'false size': (lambda: with_member(samples.word(), *packed('word/a.xml', MIB, 2000, declared=10)), '已损坏'),
    'bomb beside': (lambda: with_member(samples.word(), *packed('word/media/a.png', MIB, 2000)), '大得不正常'),
    'elements': (lambda: with_member(samples.word(), *elements(600_000)), '内容过多或嵌套过深'),
    'entities': (lambda: samples.word(ENTITY), 'DOCTYPE'),
    'UTF-16': (lambda: samples.word(ENTITY.encode('utf-16')), 'DOCTYPE'),
    'entities beside': (lambda: samples.word(styles=ENTITY), 'DOCTYPE'),
    'encoding': (lambda: samples.word('<?xml version="1.0" encoding="GB18030"?>' + ENTITY), '已损坏'),
    'deep, open': (lambda: samples.word('<w:p>' * 100_000), '嵌套过深'),
    'deep': (lambda: samples.word(samples.body('<w:p>' * 5000 + '</w:p>' * 5000)), '嵌套过深'),
    'members': (many_members, '超过 5000 个'),
    'path': (lambda: samples.archive({'[Content_Types].xml': samples.TYPES, 'word/../../a.xml': '<w/>'}), '已损坏'),
    'no main part': (lambda: samples.archive({'[Content_Types].xml': samples.TYPES}), '已损坏'),
}


@pytest.mark.parametrize(('content', 'told'), WORD.values(), ids=WORD)
def test_a_hostile_word_document_is_refused(content: Callable[[], bytes], told: str, worker: Worker):
    """A document that unpacks to gigabytes, nests or repeats without end is refused before a tree of it is built."""
    assert told in refused(word, worker, content())


def test_two_parts_of_one_name_are_refused(worker: Worker):
    """Of two parts with one name, one could be looked at and the other be read."""
    stream = BytesIO(samples.word())
    with zipfile.ZipFile(stream, 'a') as archive, pytest.warns(UserWarning, match='Duplicate'):
        archive.writestr('word/document.xml', samples.body(''))

    assert '已损坏' in refused(word, worker, stream.getvalue())


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{before}<sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>x</t></is></c>{cell}</row></sheetData>{after}</worksheet>'
)


def sheet(*, before: str = '', cell: str = '', after: str = '') -> bytes:
    """Make a workbook with one sheet of our own."""
    return samples.workbook({'xl/worksheets/sheet1.xml': SHEET.format(before=before, cell=cell, after=after)})


def one_text_often() -> bytes:
    """Make a workbook that shows one text of a million characters twenty times."""
    texts = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>'
    cells = ''.join(f'<c r="{letter}2" t="s"><v>0</v></c>' for letter in 'ABCDEFGHIJKLMNOPQRST')
    with zipfile.ZipFile(BytesIO(samples.workbook())) as packed_:
        types = packed_.read('[Content_Types].xml').decode()
    override = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    parts = {
        '[Content_Types].xml': types.replace('</Types>', override),
        'xl/sharedStrings.xml': texts.format('x' * 1_000_000),
        'xl/worksheets/sheet1.xml': SHEET.format(before='', cell=f'</row><row r="2">{cells}', after=''),
    }
    return samples.workbook(parts)


def shared_texts() -> bytes:
    """Make a workbook with 300,000 shared texts, none of them used."""
    block = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    block += b''.join(b'<si><t>%d</t></si>' % number for number in range(10_000))
    return with_member(samples.workbook(), *packed("xl/more.xml", block, 30))


WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    'shared texts': (shared_texts, '内容过多'),
    'one text often': (one_text_often, '内容过多'),
    'formula': (lambda: sheet(cell=f'<c r="B1"><f>{"A1+" * 2_000_000}A1</f></c>'), '大得不正常'),
    'merged cells': (lambda: sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), '超过'),
    'bomb': (lambda: with_member(samples.workbook(), *packed('xl/worksheets/sheet9.xml', MIB, 2000)), '大得不正常'),
    'entities': (lambda: samples.workbook({'xl/workbook.xml': ENTITY}), 'DOCTYPE'),
}


@pytest.mark.parametrize(('content', 'told'), WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_hostile_workbook_is_refused(content: Callable[[], bytes], told: str, worker: Worker):
    """A workbook with hundreds of thousands of texts, one giant formula or sixteen billion merged cells is refused."""
    assert told in refused(workbook, worker, content())


def test_the_size_a_sheet_claims_costs_nothing(worker: Worker):
    """A sheet that calls itself as large as Excel allows, with one cell, is one cell."""
    assert workbook(worker, sheet(before='<dimension ref="A1:XFD1048576"/>')) == ('x',)


# Templates to check, answers of surveys -----------------------------------------------------------


def template(worker: Worker, content: bytes, name: str = 'a.docx') -> Any:
    """Check a Word file."""
    return check_handed_in(content, name, None, worker)


def answers(worker: Worker, content: bytes, name: str = 'a.xlsx') -> Any:
    """Read the cells of a workbook of answers."""
    return worker.run(name, read_cells, content, name)


@pytest.mark.parametrize(('content', 'told'), WORD.values(), ids=WORD)
def test_a_hostile_template_is_refused(content: Callable[[], bytes], told: str, worker: Worker):
    """A Word file somebody hands in to be checked is opened like any other paper."""
    assert told in refused(template, worker, content(), error=TemplateError)


def test_checking_a_template_without_end_is_ended(worker: Worker):
    """What passes for an ordinary document and costs too much to check ends in one error, too."""
    tags = ''.join(f'<w:p><w:r><w:t>{{% if a{number} %}}</w:t></w:r></w:p>' for number in range(20_000))

    assert '读取的时间超过' in refused(template, worker, samples.word(samples.body(tags)), error=TemplateError)


@pytest.mark.parametrize(
    ('content', 'told'),
    # Only cells are read, so that merged ones cost nothing.
    [each for name, each in WORKBOOKS.items() if name != 'merged cells'],
    ids=[name for name in WORKBOOKS if name != 'merged cells'],
)
def test_a_hostile_workbook_of_answers_is_refused(content: Callable[[], bytes], told: str, worker: Worker):
    """A workbook of answers comes from whoever held the survey."""
    assert told in refused(answers, worker, content())


def test_rows_without_end_are_not_read_to_the_end(worker: Worker):
    """Rows that are only coloured are no answers, however many there are; reading them ends when the time is up."""
    rows = ''.join(f'<row r="{number}"><c r="A{number}"/></row>' for number in range(2, 240_000))
    content = samples.workbook(
        {'xl/worksheets/sheet1.xml': SHEET.format(before='', cell=f'</row>{rows}<row>', after='')}
    )

    assert '读取的时间超过' in refused(answers, worker, content)


def test_the_commands_end_in_one_line(tmp_path: Path, run_docforms: Callable[..., Any]):
    """Whoever checks a template or counts a survey sees one sentence, and the usual exit codes of bad files."""
    bomb = packed('word/a.xml', MIB, 2000)
    (tmp_path / 'a.docx').write_bytes(with_member(samples.word(), *bomb))
    (tmp_path / 'a.xlsx').write_bytes(samples.workbook({'xl/workbook.xml': ENTITY}))

    checked = run_docforms('template', 'check', tmp_path / 'a.docx')
    counted = run_docforms('survey', 'ln-wii/medical', tmp_path / 'a.xlsx')

    assert (checked.returncode, counted.returncode) == (4, 5)
    assert [(len(ran.stderr.splitlines()), ran.stdout) for ran in (checked, counted)] == [(1, ''), (1, '')]
    assert '大得不正常' in checked.stderr
    assert 'DOCTYPE' in counted.stderr


# PDF ----------------------------------------------------------------------------------------------


def stream(data: bytes, keys: str) -> bytes:
    """Write a stream object."""
    return f'<< {keys} /Length {len(data)} >>\nstream\n'.encode() + data + b'\nendstream'


def image(width: int, height: int) -> bytes:
    """Write an image of any size, without the data for it."""
    keys = f'/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8'
    return stream(zlib.compress(bytes(1000)), f'{keys} /Filter /FlateDecode')


def nested_image() -> bytes:
    """Make a PDF with a giant image in ten forms, one within the other."""
    form = '/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {inner} 0 R >> >>'
    forms = {f'_{number}': stream(b'/X Do', form.format(inner=number + 1)) for number in range(6, 16)}
    return samples.pdf(content=SHOWN, **forms, _16=image(60_000, 60_000))


SHOWN = b'500 0 0 500 0 0 cm /X Do'


def flate_bomb(mebibytes: int) -> bytes:
    """Make a PDF whose page is drawn by gigabytes of nothing."""
    compressor = zlib.compressobj(9)
    head = compressor.compress(MIB) + compressor.flush(zlib.Z_FULL_FLUSH)
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = compressor.compress(MIB) + compressor.flush(zlib.Z_FULL_FLUSH)
    return samples.pdf(content=stream(head + piece * mebibytes, '/Filter /FlateDecode'))


@pytest.mark.parametrize(
    ('read', 'content', 'told'),
    [
        (pages, lambda: samples.pdf(page='/MediaBox [0 0 1000000 1000000]'), '尺寸不正常'),
        (pages, lambda: samples.pdf(page='/MediaBox [0 0 14400 14400] /UserUnit 1e9', count=201), '页数超过 200 页'),
        (print_, lambda: samples.pdf(count=10_000), '页数超过 200 页'),
        (pages, lambda: samples.pdf(content=SHOWN, _6=image(30_000, 30_000)), '图片太大'),
        # Whichever comes first, the limit of memory or, on a slow machine, that of time.
        (print_, lambda: flate_bomb(2500), '超过'),
        (print_, lambda: samples.pdf(content=b'BT /F 9 Tf (x) Tj ET ' * 500_000), '超过'),
        (pages, lambda: samples.pdf().replace(b'/Kids [100 0 R]', b'/Kids [  2 0 R]'), '已损坏'),
        (print_, lambda: b'%PDF-1.7\n' + b'[' * 200_000 + b'\n%%EOF\n', '已损坏'),
    ],
    ids=['box', 'pages', 'more pages', 'image', 'flate bomb', 'drawing', 'loop', 'not one object'],
)
def test_a_hostile_pdf_is_refused(read: Read, content: Callable[[], bytes], told: str, worker: Worker):
    """A PDF with a page like a town, thousands of pages, images or streams of gigabytes, or a loop is refused."""
    assert told in refused(read, worker, content())


@pytest.mark.parametrize(
    'content',
    [
        nested_image,
        lambda: flate_bomb(2500),
        lambda: samples.pdf(content=b'q ' * 2_000_000),
        lambda: samples.pdf(page='/MediaBox [0 0 595 842] /A ' + '[' * 100_000),
        lambda: samples.pdf(content=SHOWN, _6=image(10_900, 10_900)),
    ],
    ids=['nested image', 'flate bomb', 'states', 'arrays', 'large image'],
)
def test_what_a_pdf_hides_is_drawn_under_limits(content: Callable[[], bytes], worker: Worker):
    """What cannot be seen before drawing is drawn or refused, in time, and not in the memory of the user's process."""
    file = content()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    try:
        told = f'a.pdf：{len(pages(worker, file))}'
    except InputError as error:
        told = str(error)

    assert told.startswith('a.pdf：')
    assert time.monotonic() - start < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 2 * MEMORY


def test_a_page_as_large_as_a_wall_is_drawn_small(worker: Worker):
    """A page of 200 inches, the most PDF knows, is drawn with no more than 36 million pixels."""
    [(width, height)] = pages(worker, samples.pdf(page='/MediaBox [0 0 14400 14400]'))

    assert 5500 < width == height <= 6000


# Pictures -----------------------------------------------------------------------------------------


def png(width: int, height: int, *, before: bytes = b'') -> bytes:
    """Make a PNG file that claims a size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))

    head = chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
    return b'\x89PNG\r\n\x1a\n' + head + before + chunk(b'IDAT', zlib.compress(bytes(99))) + chunk(b'IEND', b'')


def tiff(frames: int, *, width: int = 8, loop: bool = False) -> bytes:
    """Make a TIFF file of equal pages; in a loop, the last leads to the first."""
    tags = [(256, width), (257, width), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, width), (279, 64)]
    body = b'II*\0' + struct.pack('<I', 72) + bytes(64)
    length = 2 + 12 * len(tags) + 4
    for number in range(frames):
        following = 72 if loop else 0
        if number < frames - 1:
            following = 72 + (number + 1) * length
        entries = b''.join(struct.pack('<HHII', tag, 4, 1, value) for tag, value in tags)
        body += struct.pack('<H', len(tags)) + entries + struct.pack('<I', following)
    return body


def jpeg_of(width: int, height: int) -> bytes:
    """Make a JPEG file that claims a size."""
    content = bytearray(samples.picture('JPEG'))
    place = content.index(b'\xff\xc0') + 5
    content[place : place + 4] = struct.pack('>HH', height, width)
    return bytes(content)


@pytest.mark.parametrize(
    ('content', 'name', 'told'),
    [
        (lambda: png(50_000, 50_000), 'a.png', '图片太大'),
        (lambda: png(2**31 - 1, 2**31 - 1), 'a.png', '图片太大'),
        (lambda: png(10_000, 10_000), 'a.png', '已损坏'),
        (lambda: jpeg_of(65_000, 65_000), 'a.jpg', '图片太大'),
        (lambda: tiff(10_000), 'a.tif', '页数超过 200 页'),
        (lambda: tiff(2, width=100_000), 'a.tif', '图片太大'),
    ],
    ids=['PNG', 'largest PNG', 'empty PNG', 'JPEG', 'frames', 'TIFF'],
)
def test_a_hostile_picture_is_refused(content: Callable[[], bytes], name: str, told: str, worker: Worker):
    """A picture of billions of pixels, or of ten thousand pages, is refused before it is unpacked."""
    assert told in refused(pages, worker, content(), name)


def test_pages_in_a_loop_are_one_page(worker: Worker):
    """A TIFF file whose page leads to itself has one page."""
    assert pages(worker, tiff(1, loop=True), 'a.tif') == [(8, 8)]


# Encrypted, cut off, mistyped ---------------------------------------------------------------------


def office_with_password() -> bytes:
    """Make what Office writes for a file with a password: a container, marked in UTF-16."""
    return b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(1000) + 'EncryptedPackage'.encode('utf-16-le') + bytes(1000)


def archive_with_password() -> bytes:
    """Make a document whose members are marked as encrypted."""
    content = bytearray(samples.word())
    for mark, offset in ((b'PK\x03\x04', 6), (b'PK\x01\x02', 8)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + offset] |= 1
    return bytes(content)


def pdf_with_password() -> bytes:
    """Make a PDF that opens with a password nobody knows."""
    keys = f'/Filter /Standard /V 1 /R 2 /P -4 /O <{"00" * 32}> /U <{"11" * 32}>'
    return samples.pdf().replace(b'trailer <<', f'trailer << /ID [<00><00>] /Encrypt << {keys} >>'.encode())


@pytest.mark.parametrize(
    ('read', 'content', 'name'),
    [
        (word, office_with_password, 'a.docx'),
        (workbook, office_with_password, 'a.xlsx'),
        (word, archive_with_password, 'a.docx'),
        (print_, pdf_with_password, 'a.pdf'),
        (pages, pdf_with_password, 'a.pdf'),
    ],
)
def test_an_encrypted_file_is_called_encrypted(read: Read, content: Callable[[], bytes], name: str, worker: Worker):
    """A file with a password is named as one, and what to do is said."""
    message = refused(read, worker, content(), name)

    assert '密码' in message
    assert '另存一份' in message


@pytest.mark.parametrize('kind', READERS)
def test_a_file_cut_off_is_called_incomplete(kind: str, worker: Worker, ordinary: dict[str, bytes]):
    """A file whose end is missing, wherever it was cut, is called incomplete."""
    read, name = READERS[kind]
    content = ordinary[kind]

    told = [
        refused(read, worker, content[:length], name)
        for length in (40, len(content) // 3, len(content) // 2, len(content) * 9 // 10, len(content) - 8)
    ]

    assert [message for message in told if '不完整' not in message] == []


@pytest.mark.parametrize(
    ('read', 'kind', 'name', 'told'),
    [
        (word, 'pdf', 'a.docx', '扩展名是 .docx，内容却是PDF 文件；请把扩展名改成 .pdf'),
        (print_, 'docx', 'a.pdf', '扩展名是 .pdf，内容却是Word 文档（.docx）；请把扩展名改成 .docx'),
        (word, 'xlsx', 'a.docx', '扩展名是 .docx，内容却是Excel 工作簿（.xlsx）'),
        (pages, 'png', 'a.pdf', '扩展名是 .pdf，内容却是PNG 图片'),
        (word, 'pdf', 'a.bin', '这是PDF 文件，这里要用的是Word 文档'),
    ],
)
def test_a_mistyped_file_is_called_by_its_kind(
    read: Read, kind: str, name: str, told: str, worker: Worker, ordinary: dict[str, bytes]
):
    """A file that is not what its ending says is named as what it is, with the ending it should have."""
    assert told in refused(read, worker, ordinary[kind], name)


@pytest.mark.parametrize(
    ('content', 'told'),
    [
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600), '旧版 Office 文件'),
        (samples.archive({'a.txt': 'x'}), '解压'),
        (samples.archive({'OFD.xml': '<x/>'}), 'OFD'),
        (samples.archive({'mimetype': 'application/vnd.oasis.opendocument.text'}), 'OpenDocument'),
        (b'\x1f\x8b' + bytes(100), '解压'),
        (bytes(range(256)), '无法识别'),
        ('姓名,电话'.encode(), '文本文件'),
    ],
)
def test_other_files_are_called_by_their_kind(content: bytes, told: str, worker: Worker):
    """An old Office file, an archive or a text under the name of a document is named as what it is."""
    assert told in refused(word, worker, content, 'a.docx')


def test_a_picture_of_another_kind_than_its_name_says_is_still_a_picture(worker: Worker, ordinary: dict[str, bytes]):
    """Phones and chats often give a JPEG the name of a PNG; nobody is sent back for that."""
    assert pages(worker, ordinary['jpeg'], 'a.png') == [(300, 200)]


def test_a_workbook_with_a_document_in_it_is_a_workbook(worker: Worker):
    """The list of types of a workbook also names documents embedded in it."""
    office = 'application/vnd.openxmlformats-officedocument'
    embedded = f'<Default Extension="docx" ContentType="{office}.wordprocessingml.document"/></Types>'
    with zipfile.ZipFile(BytesIO(samples.workbook())) as archive:
        types = archive.read('[Content_Types].xml').decode()

    content = samples.workbook({'[Content_Types].xml': types.replace('</Types>', embedded)})

    assert workbook(worker, content)[0] == '第0行'


def test_examining_tells_the_kind(ordinary: dict[str, bytes]):
    """What may be read is told by its kind."""
    wanted = ('docx', 'xlsx', 'pdf', 'jpeg', 'png', 'tiff', 'text')

    assert [examine(ordinary[kind], 'a', wanted) for kind in ('docx', 'xlsx', 'pdf', 'jpeg', 'png', 'tiff')] == [
        'docx', 'xlsx', 'pdf', 'jpeg', 'png', 'tiff',
    ]  # fmt: skip
    assert examine(b'a,b\n', 'a.csv', wanted) == 'text'


def test_colours_and_sides_are_kept(worker: Worker):
    """A picture comes as its eyes see it: turned as its camera was held, on white paper where it is transparent."""
    stream_ = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new('RGB', (40, 20), (250, 0, 0)).save(stream_, 'JPEG', exif=exif)
    clear = BytesIO()
    Image.new('RGBA', (4, 4), (0, 0, 0, 0)).save(clear, 'PNG')
    deep = BytesIO()
    Image.new('I;16', (4, 4), 0x8000).save(deep, 'TIFF')

    [turned] = worker.each('a.jpg', decoded_pages, stream_.getvalue(), 'a.jpg')
    [white] = worker.each('a.png', decoded_pages, clear.getvalue(), 'a.png')
    [grey] = worker.each('a.tif', decoded_pages, deep.getvalue(), 'a.tif')

    assert (turned.width, turned.height) == (20, 40)
    assert turned.pixels[0, 0].tolist() == pytest.approx([250, 0, 0], abs=8)
    assert set(white.data) == {255}
    assert set(grey.data) == {128}


# Damage by chance ---------------------------------------------------------------------------------


@pytest.mark.parametrize('kind', READERS)
def test_damaged_files_are_read_or_refused(kind: str, worker: Worker, ordinary: dict[str, bytes]):
    """A file with bytes changed, lost, doubled or moved is read or gives one of our errors, nothing else."""
    read, name = READERS[kind]
    found: Counter[str] = Counter()

    for content in samples.mutations(ordinary[kind], 300 if kind != 'drawn pdf' else 100, seed=1):
        try:
            read(worker, content, name)
        except InputError as error:
            found['refused' if str(error).startswith(name) and CHINESE.search(str(error)) else str(error)] += 1
        else:
            found['read'] += 1

    assert set(found) <= {'refused', 'read'}
    assert found['refused'] > 20
