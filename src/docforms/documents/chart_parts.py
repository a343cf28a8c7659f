"""Charts as parts of a Word package: put in, found again, left out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from docforms.documents.assembly import OFFICE, RELATIONS, TYPES
from docforms.documents.chart_builder import ChartPart, relation_of
from docforms.documents.faithful import parsed
from docforms.documents.packaging import packed, unpacked
from docforms.documents.wml import default, serialised

CHART_TYPE: Final = 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'
WORKBOOK_TYPE: Final = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
CHART: Final = f'{OFFICE}/chart'
WORKBOOK: Final = f'{OFFICE}/package'
CONTENT_TYPES: Final = '[Content_Types].xml'
DOCUMENT: Final = 'word/document.xml'
FOLDER: Final = 'word/charts/'


def with_charts(package: bytes, charts: list[ChartPart]) -> bytes:
    """Put charts into a document whose drawings refer to them by `relation_of()`."""
    if not charts:
        return package
    parts = unpacked(package)
    types = parsed(parts[CONTENT_TYPES])
    etree.SubElement(types, f'{{{TYPES}}}Default', Extension='xlsx', ContentType=WORKBOOK_TYPE)
    relations = parsed(parts[_relations_of(DOCUMENT)])
    for number, chart in enumerate(charts, start=1):
        name = f'{FOLDER}chart{number}.xml'
        parts[name] = chart.chart
        parts[f'word/embeddings/chart{number}.xlsx'] = chart.workbook
        own = etree.Element(f'{{{RELATIONS}}}Relationships', nsmap=default(RELATIONS))
        workbook = {'Id': 'rId1', 'Type': WORKBOOK, 'Target': f'../embeddings/chart{number}.xlsx'}
        etree.SubElement(own, f'{{{RELATIONS}}}Relationship', workbook)
        parts[_relations_of(name)] = serialised(own)
        relation = {'Id': relation_of(number), 'Type': CHART, 'Target': f'charts/chart{number}.xml'}
        etree.SubElement(relations, f'{{{RELATIONS}}}Relationship', relation)
        etree.SubElement(types, f'{{{TYPES}}}Override', PartName=f'/{name}', ContentType=CHART_TYPE)
    parts[CONTENT_TYPES] = serialised(types)
    parts[_relations_of(DOCUMENT)] = serialised(relations)
    return packed(parts)


def charts_of(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Give the parts of the charts of a document by the relationship its drawings name."""
    return {name: part for name, kind, part in _related(parts, DOCUMENT) if kind == CHART}


def workbook_of(parts: Mapping[str, bytes], chart: str) -> str | None:
    """Name the part of the workbook behind a chart; None for a chart without."""
    return next((part for _name, kind, part in _related(parts, chart) if kind == WORKBOOK), None)


def drop_chart(parts: dict[str, bytes], relation: str) -> None:
    """Leave out a chart that no drawing shows, with everything that belongs to it."""
    chart = charts_of(parts)[relation]
    gone = {chart, _relations_of(chart), *(part for _name, _kind, part in _related(parts, chart))}
    for name in gone:
        parts.pop(name, None)
    relations, types = parsed(parts[_relations_of(DOCUMENT)]), parsed(parts[CONTENT_TYPES])
    for element in [*relations, *types]:
        if element.get('Id') == relation or (element.get('PartName') or '').removeprefix('/') in gone:
            element.getparent().remove(element)
    parts[_relations_of(DOCUMENT)], parts[CONTENT_TYPES] = serialised(relations), serialised(types)


def _related(parts: Mapping[str, bytes], name: str) -> Iterator[tuple[str, str, str]]:
    """Give what a part refers to inside the package: name and kind of the relationship, and the part."""
    content = parts.get(_relations_of(name))
    for relation in () if content is None else parsed(content):
        target = relation.get('Target') or ''
        if relation.get('TargetMode') != 'External':
            part = posixpath.normpath(posixpath.join('/', posixpath.dirname(name), target)).removeprefix('/')
            yield relation.get('Id') or '', relation.get('Type') or '', part


def _relations_of(name: str) -> str:
    folder, _slash, file = name.rpartition('/')
    return f'{folder}/_rels/{file}.rels'
