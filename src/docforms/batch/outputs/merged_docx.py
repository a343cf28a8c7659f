"""Many documents of one template in one Word file for printing, each beginning on an odd page with page number 1.

The documents share styles and settings; only what stands in the body is put together, each document with its own
headers, footers and numbers. The text goes to the disk document by document.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from docforms.batch.outputs.margins import Margins
from docforms.batch.outputs.numbering import Numbering
from docforms.documents.faithful import parsed
from docforms.documents.packaging import FIRST, NO_TIME, UNIX
from docforms.documents.wml import Element, W, paragraph, w
from docforms.exceptions import UsageError
from docforms.i18n import _

BODY: Final = 'word/document.xml'
NUMBERING: Final = 'word/numbering.xml'
STYLES: Final = 'word/styles.xml'
SECTION: Final = f'{{{W}}}sectPr'
PARAGRAPH: Final = f'{{{W}}}p'
PROPERTIES: Final = f'{{{W}}}pPr'
CHANGE: Final = f'{{{W}}}pPrChange'
NOTES: Final = tuple(f'{{{W}}}{name}' for name in ('footnoteReference', 'endnoteReference', 'commentReference'))
BOOKMARKS: Final = tuple(f'{{{W}}}{name}' for name in ('bookmarkStart', 'bookmarkEnd'))
DRAWING: Final = '{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr'
# Members of section properties that stand before the way it begins, and before the page number (ECMA-376-1 17.6.18).
BEFORE_TYPE: Final = ('headerReference', 'footerReference', 'footnotePr', 'endnotePr')
BEFORE_PAGE_NUMBER: Final = (*BEFORE_TYPE, 'type', 'pgSz', 'pgMar', 'paperSrc', 'pgBorders', 'lnNumType')


def merge_docx(files: Iterable[Path], target: Path, work: Path) -> None:
    """Put documents behind one another; `work` is a folder for what is put together on the way.

    Raises:
        UsageError: they have footnotes or comments, which Word numbers through the whole file.
    """
    rest = iter(files)
    first = next(rest)
    with ZipFile(first) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    margins = Margins(parts)
    numbering = Numbering(parts[NUMBERING], parts[STYLES]) if NUMBERING in parts else None
    spool = work / 'body.xml'
    with spool.open('wb') as stream:
        _write_bodies(_bodies(chain([first], rest), margins, numbering), parsed(parts.pop(BODY)), stream)
    parts = margins.parts()
    if numbering is not None:
        parts[NUMBERING] = numbering.part()
    _pack(parts, spool, target)


def _bodies(files: Iterable[Path], margins: Margins, numbering: Numbering | None) -> Iterator[Element]:
    """Give every body, ready to stand behind the one before it; each ends with its section properties."""
    for place, file in enumerate(files):
        with ZipFile(file) as archive:
            body = parsed(archive.read(BODY))[0]
            if next(body.iter(*NOTES), None) is not None:
                message = _("这种文书有脚注或批注，不能合并成一个 Word 文件；请合并成 PDF（-o 的结尾用 .pdf）")
                raise UsageError(message)
            sections = list(body.iter(SECTION))
            margins.take(sections, archive)
        _begin_on_odd_page(sections[0])
        if place and numbering is not None:
            numbering.begin_anew(body)
        if place:
            # Their names must differ within a file, and nothing outside the document leads to them.
            for mark in list(body.iter(*BOOKMARKS)):
                mark.getparent().remove(mark)  # type: ignore[union-attr] # it stands in the body
        yield body


def _begin_on_odd_page(section: Element) -> None:
    for name in ('type', 'pgNumType'):
        for old in section.findall(f'{{{W}}}{name}'):
            section.remove(old)
    for element, before in ((w('type', val='oddPage'), BEFORE_TYPE), (w('pgNumType', start=1), BEFORE_PAGE_NUMBER)):
        section.insert(sum(etree.QName(child).localname in before for child in section), element)


def _write_bodies(bodies: Iterator[Element], frame: Element, stream: BinaryIO) -> None:
    """Write all bodies into one; `frame` is the document whose root and body they are put into."""
    drawings = count(1)
    attributes = {str(name): str(value) for name, value in frame.attrib.items()}
    body: Element | None = next(bodies)
    with etree.xmlfile(stream, encoding='UTF-8') as file:
        file.write_declaration(standalone=True)
        with file.element(str(frame.tag), attributes, nsmap=frame.nsmap), file.element(frame[0].tag):
            while body is not None:
                following = next(bodies, None)
                if following is not None:
                    _end_section(body)
                for block in body:
                    for drawing in block.iter(DRAWING):
                        drawing.set('id', str(next(drawings)))
                    file.write(block)
                body = following


def _end_section(body: Element) -> None:
    """Let the section of a body end with its last paragraph: a paragraph of its own might need a page of its own."""
    section = body[-1]
    last = body[-2] if len(body) > 1 else None
    if last is None or last.tag != PARAGRAPH or last.find(f'{PROPERTIES}/{SECTION}') is not None:
        section.addprevious(paragraph(None, extra=(section,)))
        return
    properties = last.find(PROPERTIES)
    if properties is None:
        properties = w('pPr')
        last.insert(0, properties)
    change = properties.find(CHANGE)
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)


def _pack(parts: dict[str, bytes], spool: Path, target: Path) -> None:
    """Write the package, without a clock and in the order readers expect."""
    with ZipFile(target, 'w', ZIP_DEFLATED) as package:
        for name in [*FIRST, *sorted(name for name in parts if name not in FIRST)]:
            member = ZipInfo(name, NO_TIME)
            member.compress_type = ZIP_DEFLATED
            member.create_system = UNIX
            member.external_attr = 0o600 << 16
            if name == BODY:
                with spool.open('rb') as source, package.open(member, 'w', force_zip64=True) as stream:
                    shutil.copyfileobj(source, stream)
            else:
                package.writestr(member, parts[name])
