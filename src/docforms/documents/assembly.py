"""Put body, head and foot together into a docx package that Word, WPS and LibreOffice open without complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from docforms.documents.layout import Layout, Margin, section
from docforms.documents.packaging import packed
from docforms.documents.style_sheet import fonts_part, numbering_part, settings_part, styles_part
from docforms.documents.wml import Element, default, paragraph, serialised, w

TYPES: Final = 'http://schemas.openxmlformats.org/package/2006/content-types'
RELATIONS: Final = 'http://schemas.openxmlformats.org/package/2006/relationships'
CORE: Final = 'http://schemas.openxmlformats.org/package/2006/metadata/core-properties'
OFFICE: Final = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
WORD_TYPE: Final = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
RELATIONS_TYPE: Final = 'application/vnd.openxmlformats-package.relationships+xml'
CORE_TYPE: Final = 'application/vnd.openxmlformats-package.core-properties+xml'
CORE_RELATION: Final = f'{RELATIONS}/metadata/core-properties'
DUBLIN_CORE: Final = 'http://purl.org/dc/elements/1.1/'

PACKAGE_PARTS: Final = ((f'{OFFICE}/officeDocument', 'word/document.xml'), (CORE_RELATION, 'docProps/core.xml'))
# Parts every document has; each name is also that of its relationship and content type.
FIXED: Final = ('styles', 'settings', 'fontTable', 'numbering')


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document with pages of its own: what stands on them, their headers and footers, and how they lie."""

    body: Sequence[Element]
    margins: Sequence[Margin] = ()
    landscape: bool = False


def docx(
    body: Sequence[Element],
    layout: Layout,
    *,
    margins: Sequence[Margin] = (),
    title: str = '',
    lists: int = 0,
    outlines: int = 0,
    landscape: bool = False,
    further: Sequence[Part] = (),
) -> bytes:
    """Write a document.

    `title` goes into the properties of the file and may hold tags; `lists` is how many numbered
    lists the body has, `outlines` how many of its parts count their headings anew. Parts of
    `further` follow on new pages. Nothing in the result depends on the clock or the machine.
    """
    whole = [Part(body, margins, landscape), *further]
    margins = [margin for part in whole for margin in part.margins]
    numbers: dict[str, int] = {}
    names = []
    for margin in margins:
        numbers[margin.kind] = numbers.get(margin.kind, 0) + 1
        names.append(f'{margin.kind}{numbers[margin.kind]}')
    relations = [*FIXED, *names]
    text = w('body', *_laid_out(whole, layout))
    parts = {
        '[Content_Types].xml': _content_types(names),
        '_rels/.rels': _relations(PACKAGE_PARTS),
        'docProps/core.xml': _core_properties(title),
        'word/document.xml': serialised(w('document', text)),
        'word/_rels/document.xml.rels': _document_relations(relations),
        'word/styles.xml': styles_part(),
        'word/settings.xml': settings_part(mirrored=any(margin.pages == 'even' for margin in margins)),
        'word/fontTable.xml': fonts_part(),
        'word/numbering.xml': numbering_part(lists, outlines, clauses=layout.clauses),
    }
    for name, margin in zip(names, margins, strict=True):
        parts[f'word/{name}.xml'] = serialised(w('hdr' if margin.kind == 'header' else 'ftr', *margin.paragraphs))
    return packed(parts)


def _laid_out(parts: Sequence[Part], layout: Layout) -> Iterator[Element]:
    """Give the blocks of all parts; the end of each but the last stands in a paragraph of its own."""
    relation = len(FIXED)
    for place, part in enumerate(parts, start=1):
        pairs = [(margin, f'rId{relation + number}') for number, margin in enumerate(part.margins, start=1)]
        relation += len(pairs)
        end = section(layout, pairs, landscape=part.landscape)
        if place < len(parts):
            yield from part.body
            yield paragraph('FormGap', extra=(end,))
        else:
            yield from _ended(part.body)
            yield end


def _ended(body: Sequence[Element]) -> list[Element]:
    """A document must not end in a table: Word calls it damaged."""
    blocks = list(body)
    if not blocks or blocks[-1].tag == w('tbl').tag:
        blocks.append(paragraph('FormGap'))
    return blocks


def _content_types(margins: Sequence[str]) -> bytes:
    root = etree.Element(f'{{{TYPES}}}Types', nsmap=default(TYPES))
    for extension, kind in (('rels', RELATIONS_TYPE), ('xml', 'application/xml')):
        etree.SubElement(root, f'{{{TYPES}}}Default', Extension=extension, ContentType=kind)
    kinds = {'/word/document.xml': f'{WORD_TYPE}.document.main+xml', '/docProps/core.xml': CORE_TYPE}
    kinds |= {f'/word/{name}.xml': f'{WORD_TYPE}.{name.rstrip("0123456789")}+xml' for name in (*FIXED, *margins)}
    for name, kind in kinds.items():
        etree.SubElement(root, f'{{{TYPES}}}Override', PartName=name, ContentType=kind)
    return serialised(root)


def _relations(targets: Sequence[tuple[str, str]]) -> bytes:
    """Write a .rels part; `targets` pairs the type of each relationship with the part it leads to."""
    root = etree.Element(f'{{{RELATIONS}}}Relationships', nsmap=default(RELATIONS))
    for number, (kind, target) in enumerate(targets, start=1):
        etree.SubElement(root, f'{{{RELATIONS}}}Relationship', Id=f'rId{number}', Type=kind, Target=target)
    return serialised(root)


def _document_relations(names: Sequence[str]) -> bytes:
    return _relations([(f'{OFFICE}/{name.rstrip("0123456789")}', f'{name}.xml') for name in names])


def _core_properties(title: str) -> bytes:
    """Write the document's title and language; no date and no author, which differ from run to run."""
    root = etree.Element(f'{{{CORE}}}coreProperties', nsmap={'cp': CORE, 'dc': DUBLIN_CORE})
    # docxtpl renders this as a template too, but without the values of the document.
    etree.SubElement(root, f'{{{DUBLIN_CORE}}}title').text = title
    etree.SubElement(root, f'{{{DUBLIN_CORE}}}language').text = 'zh-CN'
    return serialised(root)
