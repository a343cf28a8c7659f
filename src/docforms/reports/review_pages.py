"""The pages of a review: pictures with a box over every value, turned so that they can be read."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from docforms.extraction import Evidence, FieldEvidence
from docforms.extraction.reading import Box
from docforms.extraction.views import PageView
from docforms.i18n import _
from docforms.reports.printable import one_line


def add_pages(main: ET.Element, evidence: Evidence, views: Sequence[PageView]) -> None:
    """Add the pages; boxes are SVG in points, so that they lie right at any size, also on paper and without script."""
    section = ET.SubElement(main, 'section', {'class': 'pages', 'aria-label': _("原件")})
    # A PDF of text is delivered upright; its boxes are as it is shown.
    scanned = evidence.source.reader == 'scan'
    turns = {page.page: page.rotation if scanned else 0 for page in evidence.pages}
    for view in views:
        fields = [(number, field) for number, field in enumerate(evidence.fields) if field.page == view.number]
        _add_page(section, view, turns.get(view.number, 0), fields)


def _add_page(section: ET.Element, view: PageView, turned: int, fields: Sequence[tuple[int, FieldEvidence]]) -> None:
    width, height = (view.height, view.width) if turned in (90, 270) else (view.width, view.height)
    figure = ET.SubElement(section, 'figure')
    size = f'0 0 {_points(width)} {_points(height)}'
    label = _("第{page}页").format(page=view.number)
    drawing = ET.SubElement(figure, 'svg', {'viewBox': size, 'role': 'img', 'aria-label': label})
    picture = {
        'id': f'page-{view.number}',
        'href': f'data:image/jpeg;base64,{base64.b64encode(view.jpeg).decode()}',
        'width': _points(view.width),
        'height': _points(view.height),
        'preserveAspectRatio': 'none',
    }
    ET.SubElement(drawing, 'image', picture | _transform(view, turned))
    # The last drawn is on top and takes the click: what is doubtful.
    for number, field in sorted(fields, key=lambda each: each[1].state in ('doubtful', 'unreadable')):
        if field.box is not None:
            _add_box(drawing, number, field, upright(field.box, view, turned))


def _add_box(drawing: ET.Element, number: int, field: FieldEvidence, box: Box) -> None:
    left, top, right, bottom = box
    corners = {'x': left, 'y': top, 'width': right - left, 'height': bottom - top}
    data = {'id': f'box-{number}', 'data-state': field.state, 'data-page': str(field.page)}
    rectangle = ET.SubElement(drawing, 'rect', data | {name: _points(value) for name, value in corners.items()})
    ET.SubElement(rectangle, 'title').text = one_line(field.label)


def upright(box: Box, view: PageView, turned: int) -> Box:
    """Give a box of a page that lies turned clockwise by so many degrees as it is on the page turned back."""
    left, top, right, bottom = box
    match turned:
        case 90:
            return top, view.width - right, bottom, view.width - left
        case 180:
            return view.width - right, view.height - bottom, view.width - left, view.height - top
        case 270:
            return view.height - bottom, left, view.height - top, right
        case _:
            return box


def _transform(view: PageView, turned: int) -> dict[str, str]:
    """Turn the picture as `upright` turns its boxes."""
    width, height = _points(view.width), _points(view.height)
    moves = {
        90: f'translate(0 {width}) rotate(-90)',
        180: f'translate({width} {height}) rotate(180)',
        270: f'translate({height} 0) rotate(90)',
    }
    return {'transform': moves[turned]} if turned in moves else {}


def _points(value: float) -> str:
    return f'{round(value, 2):g}'
