from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from docforms import api
from docforms.extraction import Evidence, FieldEvidence
from docforms.extraction.reading import PageReading
from docforms.extraction.views import PageView
from docforms.i18n import use_language
from docforms.reports import evidence_json, review_page
from docforms.reports.review_pages import upright

HOSTILE = '</script><script>alert(1)</script><!-- " & \u2028 \ud800'
SIDEWAYS = PageView(1, b'picture', 842, 595)
Change = Callable[..., Evidence]


@pytest.fixture(scope='module')
def filled(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Give a complete application, read from Word."""
    complete = repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'
    path = tmp_path_factory.mktemp('review') / '申请表.docx'
    path.write_bytes(api.fill(api.read(str(complete))))
    return api.extract(str(path))


@pytest.fixture
def changed(filled: Evidence) -> Change:
    """Give a function that makes evidence with some fields read otherwise, by the name of the field."""

    def change(**fields: dict[str, Any]) -> Evidence:
        return replace(filled, fields=tuple(replace(each, **fields.get(_name(each), {})) for each in filled.fields))

    return change


def _name(field: FieldEvidence) -> str:
    return field.pointer.removeprefix('/fields/')


def page(evidence: Evidence, *views: PageView) -> str:
    _pack, form = api.form_of(evidence.form)
    return review_page(evidence, form, views)


def field(text: str, label: str) -> html.HtmlElement:
    (found,) = [each for each in html.fromstring(text).find_class('field') if each.find('label').text == label]
    return found


def test_the_page_holds_the_evidence_as_it_is(changed: Change):
    """What the script works on equals the evidence, whatever its values hold."""
    evidence = changed(institution_name={'value': HOSTILE, 'text': HOSTILE})

    text = page(evidence)

    (held,) = re.findall(r'<script type="application/json" id="evidence">(.*?)</script>', text, re.DOTALL)
    assert json.loads(held) == json.loads(evidence_json(evidence))


def test_no_value_becomes_markup(changed: Change):
    """The page has its two scripts and no more, and can be written to a file, whatever is read."""
    spoiled = dict.fromkeys(('text', 'note', 'suggestion', 'label', 'place'), HOSTILE)
    evidence = changed(institution_name={'value': None, 'state': 'doubtful', **spoiled})

    text = page(evidence)

    assert len(html.fromstring(text).findall('.//script')) == 2
    assert text.encode()


def test_only_our_own_script_and_style_may_run(filled: Evidence):
    """The policy of the page allows what its digests name, pictures inside it, and nothing from elsewhere."""
    root = html.fromstring(page(filled, PageView(1, b'picture', 595, 842)))

    (policy,) = root.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    script = root.findall('.//script')[1].text
    style = root.find('.//style').text
    expected = [base64.b64encode(sha256(part.encode()).digest()).decode() for part in (style, script)]
    assert re.findall("'sha256-(.*?)'", policy) == expected
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert 'unsafe' not in policy
    # Styles and handlers written on elements would not be let through.
    assert root.xpath('//@style | //@*[starts-with(name(), "on")]') == []
    outside = [link for link in root.xpath('//@href | //@src') if not link.startswith(('data:', '#'))]
    assert outside == []


def test_the_script_finds_what_it_looks_for(changed: Change):
    """Every element and every word the script asks for by name is there."""
    evidence = changed(credit_code={'value': None, 'state': 'doubtful', 'suggestion': '52150402MJY482768C'})
    root = html.fromstring(page(evidence))

    script = root.findall('.//script')[1].text
    words = set(re.findall(r'words\.(\w+)', script)) | {each.get('data-state') for each in root.find_class('field')}
    assert {f'data-{word}' for word in words | {'confirmed'}} <= set(root.find('body').attrib)
    for name in re.findall(r"getElementById\('(\w+)'\)", script):
        assert root.get_element_by_id(name) is not None
    for each in root.find_class('field'):
        assert each.find('textarea') is not None
        assert each.find_class('complaint')


def test_doubtful_fields_come_first(changed: Change):
    """What nobody is sure of stands first, then what was read, then what is blank."""
    evidence = changed(
        signed_on={'value': None, 'state': 'doubtful', 'text': '2026'},
        office_area={'value': None, 'state': 'unreadable', 'text': ''},
    )

    states = [each.get('data-state') for each in html.fromstring(page(evidence)).find_class('field')]

    assert states[:2] == ['unreadable', 'doubtful']
    assert states[2:] == sorted(states[2:], key=['read', 'blank'].index)
    assert len(states) == len(evidence.fields)


def test_every_field_has_its_label_and_what_is_said_of_it(changed: Change):
    """A screen reader says label, note and complaint of the field it is in."""
    root = html.fromstring(page(changed(credit_code={'note': '请核对'})))

    for each in root.find_class('field'):
        control = each.find('textarea')
        assert each.find('label').get('for') == control.get('id')
        for name in control.get('aria-describedby').split():
            assert root.get_element_by_id(name) is not None
    assert len({each.get('id') for each in root.xpath('//*[@id]')}) == len(root.xpath('//@id'))


def test_a_suggestion_is_one_click(changed: Change):
    """What a value may have been meant to be is offered, and not entered."""
    doubtful = {'value': None, 'state': 'doubtful', 'text': '5215O4', 'suggestion': '521504'}

    found = field(page(changed(credit_code=doubtful)), '统一社会信用代码证编号')

    (button,) = found.findall('button')
    assert button.get('data-text') == '521504'
    assert found.find('textarea').text == '5215O4'


@pytest.mark.parametrize(
    ('label', 'kind', 'written'),
    [
        ('机构名称', 'text', '赤峰市安禾失能等级评估中心'),
        ('机构成立时间', 'date', '2023-05-18'),
        ('总人数', 'integer', '12'),
        ('办公用房面积', 'number', '268.5'),
        ('评估机构资格申请所附证件清单 第1行 是否原件', 'choice', '是'),
    ],
)
def test_a_field_says_of_what_kind_its_value_is(filled: Evidence, label: str, kind: str, written: str):
    """A correction is read as the schema has the field, and values are shown as people write them."""
    found = field(page(filled), label)

    assert (found.get('data-kind'), found.find('textarea').text) == (kind, written)


def test_yes_and_no_are_one_click(filled: Evidence):
    """The answers of a choice are offered with the values they stand for."""
    found = field(page(filled), '评估机构资格申请所附证件清单 第1行 是否原件')

    assert json.loads(found.get('data-options')) == [['是', True], ['否', False]]
    assert [button.get('data-text') for button in found.findall('button')] == ['是', '否']


def test_a_list_not_found_cannot_be_typed(filled: Evidence):
    """A list of which nothing was found is not filled in here, and says where it is."""
    missing = FieldEvidence('/fields/certificates', '证件清单', None, '', 0.0, 'unreadable')

    found = field(page(replace(filled, fields=(missing,))), '证件清单')

    assert found.get('data-kind') == 'list'
    assert found.find('textarea').get('readonly') is not None


def test_a_file_without_pages_shows_its_fields_alone(filled: Evidence):
    """Of a Word file there are no pictures; each field names its cell."""
    text = page(filled)

    assert html.fromstring(text).find_class('pages') == []
    assert filled.fields[0].place in field(text, '机构名称').find_class('note')[0].text


def test_boxes_lie_on_the_page_in_points(changed: Change):
    """A page has a box for each of its fields, in the units of the page itself."""
    evidence = changed(credit_code={'page': 1, 'box': (100.0, 50.0, 200.5, 70.0), 'place': ''})

    text = page(evidence, PageView(1, b'picture', 595.32, 842))

    root = html.fromstring(text)
    (box,) = root.findall('.//rect')
    assert [box.get(name) for name in ('x', 'y', 'width', 'height')] == ['100', '50', '100.5', '20']
    # The names of SVG keep their capitals.
    assert 'viewBox="0 0 595.32 842"' in text
    assert root.xpath('//image/@href') == ['data:image/jpeg;base64,' + base64.b64encode(b'picture').decode()]


@pytest.mark.parametrize(
    ('turned', 'expected'),
    [
        (0, (10, 20, 110, 40)),
        # What is at the upper left of a page turned clockwise was at the lower left, and so on round.
        (90, (20, 842 - 110, 40, 842 - 10)),
        (180, (842 - 110, 595 - 40, 842 - 10, 595 - 20)),
        (270, (595 - 40, 10, 595 - 20, 110)),
    ],
)
def test_a_page_that_lay_turned_is_shown_upright(turned: int, expected: tuple[float, ...]):
    """Boxes turn back with the picture of the page."""
    assert upright((10, 20, 110, 40), SIDEWAYS, turned) == expected


@pytest.mark.parametrize(('reader', 'size'), [('scan', '0 0 595 842'), ('pdf', '0 0 842 595')])
def test_only_scans_are_turned_back(changed: Change, reader: str, size: str):
    """A PDF of text is shown as it says it is to be shown, turned or not."""
    evidence = changed()
    turned = tuple(replace(each, rotation=90) for each in _first_page(evidence))
    evidence = replace(evidence, source=replace(evidence.source, reader=reader), pages=turned)

    assert f'viewBox="{size}"' in page(evidence, SIDEWAYS)


def _first_page(evidence: Evidence) -> tuple[Any, ...]:
    return evidence.pages[:1] or (PageReading(1),)


def test_the_same_evidence_gives_the_same_page(filled: Evidence):
    """Nothing in the page depends on when or where it is made."""
    assert page(filled, SIDEWAYS) == page(filled, SIDEWAYS)


def test_the_page_speaks_the_language_in_use(filled: Evidence):
    """The words of the page, also those of the script, are those of the interface."""
    use_language('en')

    root = html.fromstring(page(filled))

    assert root.get('lang') == 'en'
    assert not re.search(r'[\u4e00-\u9fff]', root.find('body').get('data-progress'))
