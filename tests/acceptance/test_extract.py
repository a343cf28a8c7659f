"""docforms extract: from what was handed in to a record with evidence, and on to checking it."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from docforms import api
from docforms.documents.form_context import text_of
from docforms.extraction import blank_form, read_form
from docforms.extraction.blank import BlankForm, Slot
from docforms.extraction.patterns import anchors
from docforms.extraction.places import anchor_of
from docforms.opening import Worker
from docforms.packs import Catalogue, Form, Pack
from docforms.records import read_record

PACKS = Catalogue().packs()
FORMS = [(pack, form) for pack in PACKS for form in pack.forms.values()]
FULL_WIDTH = str.maketrans('0123456789', '０１２３４５６７８９')
HALF_WIDTH = {ord(full): half for half, full in zip('0123456789', '０１２３４５６７８９', strict=True)}
TEXT_BOX = """<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:textbox><w:txbxContent>
 <w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"""

Pairs = list[tuple[str, str]]


def opened(content, name, forms):
    """Read a form as the program does, in a process of its own."""
    with Worker(preload=('lxml.etree',)) as worker:
        return read_form(content, name, forms, worker)


@pytest.fixture(scope='module')
def complete(repository: Path) -> dict[str, Any]:
    """Give the complete application of the first pack."""
    return read_record(str(repository / 'schemas' / 'nm-ltci' / 'cases' / 'complete.json'))


@pytest.fixture(scope='module')
def found(complete: dict[str, Any]) -> tuple[Pack, Form]:
    """Give its form."""
    return next(pair for pair in FORMS if pair[1].id == complete['form'])


@pytest.fixture(scope='module')
def blank(found: tuple[Pack, Form]) -> BlankForm:
    """Give its form, blank."""
    return blank_form(*found)


def expected(record: dict[str, Any], blank: BlankForm) -> dict[str, Any]:
    """Give what the form prints of a record."""
    names = {slot.pointer.split('/')[2] for slot in blank.slots()}
    return {name: value for name, value in record['fields'].items() if name in names and value != []}


class Retyped:
    """A form somebody typed again in Word: pairs of label and value, lists, and lines below."""

    def __init__(self, blank: BlankForm, record: dict[str, Any]) -> None:
        fields = record['fields']
        self.title = blank.title
        self.pairs: Pairs = []
        for cell in blank.cells:
            anchor = anchor_of(blank, cell) if cell.pattern and blank.list_of(cell) is None else None
            if anchor is not None and not anchors(cell.pattern):
                self.pairs.append((anchor.label.text, _shown(cell.pattern, fields)))
        self.lists = []
        for each in blank.lists:
            heading = [cell.text for cell in blank.cells if cell.row == each.first - 1]
            cells = [cell for cell in blank.cells if cell.row == each.first]
            items = fields[each.pointer.rpartition('/')[2]]
            rows = [
                [str(number) if not cell.pattern else _shown(cell.pattern, item) for cell in cells]
                for number, item in enumerate(items, start=1)
            ]
            self.lists.append((heading, rows))
        self.below = [cell.text or _shown(cell.pattern, fields) for cell in blank.below]

    def document(
        self, pairs: Sequence[Sequence[str]], columns: Callable[[list[Any]], list[Any]] = list, box: str = ''
    ) -> bytes:
        """Write it: the given rows of cells, then the lists with their columns in some order, then the lines."""
        document = Document()
        document.add_paragraph(self.title)
        _add_table(document, pairs)
        for heading, rows in self.lists:
            _add_table(document, [columns(heading), *map(columns, rows)])
        for line in self.below:
            document.add_paragraph(line)
        if box:
            document.element.body.insert(1, parse_xml(TEXT_BOX.format(text=box)))
        content = io.BytesIO()
        document.save(content)
        return content.getvalue()


def _shown(pattern: Sequence[str | Slot], members: dict[str, Any]) -> str:
    return ''.join(
        part if isinstance(part, str) else text_of(part.schema, members.get(part.pointer.rpartition('/')[2]))
        for part in pattern
    )


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(0, max(map(len, rows)))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    document.add_paragraph('')


def in_rows(pairs: Pairs, count: int) -> list[list[str]]:
    """Put so many pairs in each row."""
    return [[text for pair in pairs[place : place + count] for text in pair] for place in range(0, len(pairs), count)]


def labels_above(pairs: Pairs, count: int) -> list[list[str]]:
    """Put labels in one row, and their values in the next."""
    rows = []
    for place in range(0, len(pairs), count):
        rows += [[pair[side] for pair in pairs[place : place + count]] for side in (0, 1)]
    return rows


def spaced(label: str) -> str:
    """Write a label as people stretch it: 机 构 名 称：."""
    return ' '.join(label.replace('\n', '')) + '：'


EDITS: dict[str, Callable[[Retyped], bytes]] = {
    'one pair in a row': lambda form: form.document(in_rows(form.pairs, 1)),
    'three pairs in a row': lambda form: form.document(in_rows(form.pairs, 3)),
    'labels stretched, digits full-width': lambda form: form.document(
        in_rows([(spaced(label), text.translate(FULL_WIDTH)) for label, text in form.pairs], 2)
    ),
    'labels above their values': lambda form: form.document(labels_above(form.pairs, 4)),
    'label and value in one cell': lambda form: form.document(
        [[f'{label}：{text}'] for label, text in ((label.replace('\n', ''), text) for label, text in form.pairs)]
    ),
    'columns of lists moved': lambda form: form.document(in_rows(form.pairs, 2), columns=lambda row: row[::-1]),
    'rows of their own added': lambda form: form.document(
        [['填表须知', '用黑色笔填写'], *in_rows(form.pairs[:6], 2), ['备注', '无'], *in_rows(form.pairs[6:], 2)]
    ),
    'a column added': lambda form: form.document([[*row, '审核', '已核'] for row in in_rows(form.pairs, 1)]),
    'first pair in a text box': lambda form: form.document(
        in_rows(form.pairs[1:], 2), box=f'{form.pairs[0][0]}：{form.pairs[0][1]}'
    ),
}


@pytest.mark.parametrize('edit', EDITS)
def test_a_retyped_form_is_read_whole(edit: str, complete: dict[str, Any], blank: BlankForm):
    """However somebody has typed the form again, every value is found under its label."""
    evidence = opened(EDITS[edit](Retyped(blank, complete)), 'retyped.docx', FORMS)

    assert evidence.form == complete['form']
    # Codes, numbers and dates are read half-width; a text stays as somebody typed it.
    assert half_width(evidence.record['fields']) == expected(complete, blank)


def half_width(value: Any) -> Any:
    """Write the texts of a record with half-width digits."""
    if isinstance(value, dict):
        return {name: half_width(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [half_width(inner) for inner in value]
    return value.translate(HALF_WIDTH) if isinstance(value, str) else value


def test_values_whose_label_occurs_twice_are_not_guessed(complete: dict[str, Any], blank: BlankForm):
    """Two labels 联系电话, taken away from what tells them apart: both are doubtful, neither is in the record."""
    form = Retyped(blank, complete)
    names = [label for label, _text in form.pairs]
    [first, second] = [place for place, name in enumerate(names) if names.count(name) > 1]
    others = [pair for place, pair in enumerate(form.pairs) if place not in (first, second)]
    moved = [form.pairs[second], *others, form.pairs[first]]

    evidence = opened(form.document(in_rows(moved, 1)), 'moved.docx', FORMS)

    doubtful = {field.pointer for field in evidence.fields if field.state == 'doubtful'}
    assert doubtful == {'/fields/legal_representative_phone', '/fields/assessment_head_phone'}
    assert not {pointer.rpartition('/')[2] for pointer in doubtful} & set(evidence.record['fields'])


def test_what_is_not_in_the_file_is_not_blank(complete: dict[str, Any], blank: BlankForm):
    """A label that was cut out is told to be missing; nothing is said of its value."""
    form = Retyped(blank, complete)

    evidence = opened(form.document(in_rows(form.pairs[1:], 2)), 'cut.docx', FORMS)

    field = next(field for field in evidence.fields if field.pointer == '/fields/institution_name')
    assert field.state == 'unreadable'
    assert '没有找到' in field.note


def test_the_blank_form_is_blank(found: tuple[Pack, Form]):
    """Every cell of a form nobody filled in reads blank, and the record is empty."""
    evidence = opened(api.new(found[1].id), 'blank.docx', FORMS)

    assert {field.state for field in evidence.fields} == {'blank'}
    assert evidence.record['fields'] == {}


def test_born_digital_pages_are_read_whole(complete: dict[str, Any], blank: BlankForm):
    """A list that runs over to the next page is one list; every value has its page and box."""
    record = copy.deepcopy(complete)
    rows = record['fields']['certificates']
    record['fields']['certificates'] = [{**rows[0], 'number': f'QH-2026-{number:03}'} for number in range(1, 31)]

    evidence = opened(api.to_pdf(api.fill(record)), 'form.pdf', FORMS)

    assert evidence.record['fields'] == expected(record, blank)
    assert evidence.source.pages > 1
    read = [field for field in evidence.fields if field.state == 'read']
    assert {field.page for field in read} == set(range(1, evidence.source.pages + 1))
    assert all(field.box is not None and field.box[0] < field.box[2] for field in read)


@pytest.mark.parametrize('pair', FORMS, ids=[form.id for _pack, form in FORMS])
def test_a_form_is_recognised_by_its_title_and_labels(pair: tuple[Pack, Form]):
    """Among all forms of all packs, the blank one is found to be itself."""
    assert opened(api.new(pair[1].id), 'form.docx', FORMS).form == pair[1].id


def test_extract_then_validate(run_line, tmp_path: Path, complete: dict[str, Any]):
    """What was extracted is checked as the record it came from, but for what the form does not ask."""
    filled, result = tmp_path / '申请表.docx', tmp_path / 'r.json'
    filled.write_bytes(api.fill(complete))

    extracted = run_line('extract', filled, '-o', result)
    from_result = run_line('validate', result, '--format', 'json')
    from_form = run_line('validate', filled, '--format', 'json')

    assert extracted.code == 0
    assert json.loads(from_result.out) == json.loads(from_form.out)
    assert 'field-unconfirmed' not in from_result.out


def test_values_not_confirmed_are_listed_by_validate(run_line, tmp_path: Path, complete: dict[str, Any]):
    """A doubtful value counts as not there, and is listed with what was read and where, once."""
    filled, result = tmp_path / '申请表.docx', tmp_path / 'r.json'
    filled.write_bytes(api.fill(complete))
    run_line('extract', filled, '-o', result)
    data = json.loads(result.read_text(encoding='utf-8'))
    field = next(field for field in data['fields'] if field['pointer'] == '/fields/credit_code')
    field |= {'value': None, 'state': 'doubtful', 'page': 2, 'place': '', 'note': '被印章遮盖'}
    del data['record']['fields']['credit_code']
    result.write_text(json.dumps(data, ensure_ascii=False), encoding='utf-8')

    ran = run_line('validate', result, '--format', 'json')

    report = json.loads(ran.out)
    report = report[0] if isinstance(report, list) else report
    [finding] = [finding for finding in report['findings'] if finding['pointer'] == '/fields/credit_code']
    assert finding['code'] == 'field-unconfirmed'
    assert finding['severity'] == 'error'
    assert complete['fields']['credit_code'] in finding['message']
    assert '被印章遮盖' in finding['message']
    assert '第2页' in finding['remedy']


def test_several_files_give_one_result_each(run_line, tmp_path: Path, complete: dict[str, Any]):
    """A file that cannot be read costs the others nothing, and shows in the exit code."""
    filled, other = tmp_path / '申请表.docx', tmp_path / 'other.txt'
    filled.write_bytes(api.fill(complete))
    other.write_text('不是表格', encoding='utf-8')

    lines = run_line('extract', filled, other, filled, '-o', tmp_path / 'all.jsonl')
    folder = run_line('extract', filled, filled, '-o', tmp_path / 'all')

    assert (lines.code, folder.code) == (5, 0)
    assert 'other.txt' in lines.err
    assert len((tmp_path / 'all.jsonl').read_text(encoding='utf-8').splitlines()) == 2
    assert sorted(path.name for path in (tmp_path / 'all').iterdir()) == ['申请表-2.json', '申请表.json']


def test_the_result_says_first_what_to_look_at(run_line, tmp_path: Path, complete: dict[str, Any], blank: BlankForm):
    """On screen, what needs a look at the paper stands before what was read; the exit code tells."""
    form = Retyped(blank, complete)
    cut = tmp_path / 'cut.docx'
    cut.write_bytes(form.document(in_rows(form.pairs[1:], 2)))

    ran = run_line('extract', cut)

    assert ran.code == 1
    assert ran.out.index('需要对照原件核对') < ran.out.index('已读出')
    assert '机构名称：未读出' in ran.out


@pytest.mark.parametrize(
    ('content', 'reason'),
    [
        (b'%PDF-1.7 broken', '不完整'),
        (b'PK\x03\x04broken', '不完整'),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '旧版'),
        (b'plain text', '文本文件'),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(run_line, tmp_path: Path, content: bytes, reason: str):
    """One sentence with the file, and what to do."""
    file = tmp_path / 'handed-in'
    file.write_bytes(content)

    ran = run_line('extract', file)

    assert ran.code == 5
    assert 'handed-in' in ran.err
    assert reason in ran.err


def test_another_paper_is_no_form(run_line, tmp_path: Path):
    """A letter is not taken for a form; --form is offered."""
    document = Document()
    document.add_paragraph('关于召开会议的通知')
    document.save(str(tmp_path / 'letter.docx'))

    ran = run_line('extract', tmp_path / 'letter.docx')

    assert ran.code == 5
    assert '--form' in ran.err
