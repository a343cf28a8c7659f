"""Whatever a form is filled with is read back from what is printed, for every form of every pack.

Equal means: the fields the form prints, as `cleaned` leaves them (blanks are missing, blank rows at the end of a list
are none), texts without the blanks around them, and a list without items as no list, which paper cannot tell apart.
Years have four digits.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from docforms import api
from docforms.documents import render_form
from docforms.documents.form_context import text_of
from docforms.expressions.identity import credit_code_check, organisation_code_check, resident_id_check
from docforms.extraction import blank_form, read_form
from docforms.extraction.blank import BlankCell, BlankForm
from docforms.opening import Worker
from docforms.packs import Catalogue, Form, Pack

ALPHABET = '甲乙丙赤峰市红山区长青路号（）()、，。·-—/ABCxyz0129 　\n《》“”：:㎡%&<>{}人年月日分度其他管理制度姓名无'
CODE = '0123456789ABCDEFGHJKLMNPQRTUWXY'
PHONES = ('13900000001', '0476-8200001', '0472-4935802转831', '400-820-0001')
ACCOUNTS = ('05310101040000001', '6222 0000 1111 2222', '123-456-78901')
LICENCES = ('PDY10048215040217A5202', '123456789012')


def opened(content, name, forms):
    """Read a form as the program does, in a process of its own."""
    with Worker(preload=('lxml.etree',)) as worker:
        return read_form(content, name, forms, worker)


class Filling:
    """Fills forms in at random; drawing every character through hypothesis would take minutes."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - not for secrets
        self._filled = self._chance.choice((0.3, 0.8, 1.0))

    def members(self, node: Any) -> dict[str, Any]:
        """Fill in some members of a group."""
        return {name: self.value(inner) for name, inner in node['properties'].items() if self._is_filled()}

    def value(self, node: Any) -> Any:
        """Fill in one value as its schema allows it."""
        if 'enum' in node:
            return self._chance.choice(node['enum'])
        plain: dict[Any, Callable[[], Any]] = {
            'object': lambda: self.members(node),
            'array': lambda: self._list(node['items']),
            'boolean': lambda: self._chance.random() < 0.5,
            'integer': lambda: self._chance.randint(0, 10**9),
            'number': lambda: self._chance.choice((7, Decimal(self._chance.randint(1, 10**8)).scaleb(-2))),
        }
        return plain.get(node.get('type'), lambda: self._text(node.get('format', '')))()

    def _list(self, items: Any) -> list[Any]:
        most = 6 if items.get('type') == 'object' else 3
        found = [self.value(items) for _item in range(self._chance.randint(0, most))]
        return list(dict.fromkeys(found)) if 'enum' in items else found

    def _text(self, kind: str) -> str:
        chosen = {
            'phone': PHONES,
            'bank-account': ACCOUNTS,
            'medical-licence': LICENCES,
            'month': ('2026-03', '1999-12'),
        }
        if kind in chosen:
            return self._chance.choice(chosen[kind])
        if kind == 'date':
            return self._day(1000, 9999)
        if kind == 'credit-code':
            body = self._letters(CODE, 8)
            inner = f'91150402{body}{organisation_code_check(body)}'
            return inner + credit_code_check(inner)
        if kind == 'resident-id':
            body = f'150402{self._day(1930, 2005).replace("-", "")}{self._letters("0123456789", 3)}'
            return body + resident_id_check(body)
        return self._letters(ALPHABET, self._chance.randint(1, 30))

    def _day(self, first: int, last: int) -> str:
        year, month, day = self._chance.randint(first, last), self._chance.randint(1, 12), self._chance.randint(1, 28)
        return dt.date(year, month, day).isoformat()

    def _letters(self, alphabet: str, count: int) -> str:
        return ''.join(self._chance.choices(alphabet, k=count))

    def _is_filled(self) -> bool:
        return self._chance.random() < self._filled


def comparable(value: Any) -> Any:
    """Leave out what paper does not show."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dict):
        shown = {name: comparable(inner) for name, inner in value.items()}
        return {name: inner for name, inner in shown.items() if inner not in (None, [])}
    if isinstance(value, list):
        rows = [comparable(item) for item in value]
        while rows and rows[-1] in (None, {}):
            rows.pop()
        return rows
    return value


def printed_fields(record: dict[str, Any], blank: BlankForm) -> dict[str, Any]:
    """Give the fields of a record that the form prints."""
    names = {slot.pointer.split('/')[2] for slot in blank.slots()}
    return comparable({name: value for name, value in record['fields'].items() if name in names})


class Forms(dict[str, tuple[Pack, Form]]):
    """Forms with their packs, by id."""

    def __repr__(self) -> str:
        """Say little: hypothesis prints the arguments of a test that fails."""
        return f'Forms({", ".join(self)})'


@pytest.fixture(scope='module')
def forms(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """Give every form of every pack, the invented one among them."""
    folder = tmp_path_factory.mktemp('packs') / 'packs'
    shutil.copytree(repository / 'fixtures' / 'packs', folder)
    for file, content in api.build_templates(folder / 'schemas' / 'tree-care').items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return Forms((form.id, (pack, form)) for pack in Catalogue([folder]).packs() for form in pack.forms.values())


def test_every_form_is_tried(forms: Forms):
    """A form that joins a pack joins these tests."""
    assert sorted(forms) == sorted(FORM_IDS)


FORM_IDS = [*(form.id for pack in Catalogue().packs() for form in pack.forms.values()), 'tree-care/application']


def assert_read_back(
    pair: tuple[Pack, Form], seed: int, written: Callable[[Pack, Form, dict[str, Any]], bytes]
) -> None:
    """Print a record, and read it back."""
    pack, form = pair
    record = {'form': form.id, 'fields': Filling(seed).members(form.schema['properties']['fields'])}

    evidence = opened(written(pack, form, record), 'form', [pair])

    assert evidence.record['fields'] == printed_fields(record, blank_form(pack, form))
    assert {field.state for field in evidence.fields} <= {'read', 'blank'}


@pytest.mark.parametrize('form_id', FORM_IDS)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=10, phases=[Phase.generate])
def test_a_filled_word_form_is_read_back_whole(forms: Forms, form_id: str, seed: int):
    """From a record to docx and back, nothing is lost and nothing added."""
    assert_read_back(forms[form_id], seed, lambda pack, form, record: render_form(form, pack, record))


@pytest.mark.parametrize('form_id', FORM_IDS)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=4, phases=[Phase.generate])
def test_a_filled_sheet_is_read_back_whole(forms: Forms, form_id: str, seed: int):
    """From a record to a sheet of the same grid and back, nothing is lost and nothing added."""
    assert_read_back(forms[form_id], seed, sheet)


def sheet(pack: Pack, form: Form, record: dict[str, Any]) -> bytes:
    """Write a form as a sheet: the title, the grid with merged cells, lists as long as they are."""
    blank = blank_form(pack, form)
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([blank.title])
    top = 2
    for row in sorted({cell.row for cell in (*blank.cells, *blank.below)}):
        cells = [cell for cell in (*blank.cells, *blank.below) if cell.row == row]
        of_list = blank.list_of(cells[0])
        if of_list is not None and row > of_list.first:
            continue
        items = record['fields'].get(of_list.pointer.split('/')[2]) or [] if of_list is not None else [None]
        for item in range(max(len(items), of_list.rows if of_list is not None else 1)):
            for cell in cells:
                text = str(item + 1) if of_list is not None and not cell.pattern else shown(cell, blank, record, item)
                place = page.cell(top, cell.column + 1)
                place.value, place.data_type = text or None, 's'
                if cell.rows > 1 or cell.columns > 1:
                    page.merge_cells(
                        start_row=top, end_row=top + cell.rows - 1,
                        start_column=cell.column + 1, end_column=cell.column + cell.columns,
                    )  # fmt: skip
            top += 1
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def shown(cell: BlankCell, blank: BlankForm, record: dict[str, Any], item: int) -> str:
    """Write the text of a cell as the form prints it."""
    if not cell.pattern:
        return cell.text
    texts = []
    for part in cell.pattern:
        if isinstance(part, str):
            texts.append(part)
            continue
        slot = part if blank.list_of(cell) is None else blank.at_item(part, item)
        value: Any = record
        for name in slot.pointer.split('/')[1:]:
            if isinstance(value, list):
                value = value[int(name)] if int(name) < len(value) else None
            else:
                value = None if value is None else value.get(name)
        texts.append(text_of(slot.schema, value) or slot.blank)
    return ''.join(texts)
