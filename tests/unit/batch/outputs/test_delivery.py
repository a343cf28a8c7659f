from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from docforms.batch.manifest import Entry
from docforms.batch.names import default_pattern, name_pattern
from docforms.batch.outputs.delivery import Delivery, addressee_field, deliveries
from docforms.batch.outputs.labels import labels
from docforms.packs import Catalogue, DocumentType
from docforms.packs.model import DeliveryFields

FIELDS = DeliveryFields(
    addressee=('guests', 'host'), address=('served_at', 'lives_at'), contact=('cook',), phone=('bell',), date=('day',)
)
SCHEMA = {
    'properties': {
        'guests': {'type': 'array', 'items': {'type': 'string'}},
        **{name: {'type': 'string'} for name in ('host', 'served_at', 'lives_at', 'cook', 'bell', 'day', 'number')},
    }
}


def document(fields: DeliveryFields) -> DocumentType:
    """Make a document with fields of names no program could know."""
    return DocumentType(
        pack='supper', name='invitation', title='请柬', kind='letter', audience='', source=(), forms=(), outcome='',
        template=Path('none.docx'), note='', sheet='', schema=SCHEMA, values={}, delivery=fields,
    )  # fmt: skip


def delivered(values: Mapping[str, Any], fields: DeliveryFields = FIELDS) -> Delivery:
    """Give what lists say of one document that is written."""
    entry = Entry(row=1, key='', file='1.docx', number='', sha256='', status='written', error='')
    (found,) = deliveries([(entry, values)], document(fields))
    return found


def test_the_fields_are_those_the_pack_names():
    """No name of a field stands in the program: a pack calls its fields as its paper does."""
    found = delivered({'host': '甲', 'lives_at': '一街', 'cook': '乙', 'bell': '0476-1', 'day': '2026-03-02'})

    assert found == Delivery('', '甲', '一街', '乙', '0476-1', '2026-03-02', '1.docx', '')


def test_of_several_fields_the_first_that_is_filled_counts():
    """The address papers are served at is more telling than the one of the house."""
    assert delivered({'lives_at': '一街'}).address == '一街'
    assert delivered({'lives_at': '一街', 'served_at': '二街'}).address == '二街'


def test_several_addressees_are_one_line():
    """A list of names is printed as papers print it; it is no name for a file."""
    assert delivered({'guests': ['甲', '乙'], 'host': '丙'}).addressee == '甲、乙'
    assert addressee_field(document(FIELDS)) == 'host'


def test_a_pack_that_names_no_fields_gets_empty_columns():
    """Nothing is guessed; files are then named by their line alone."""
    none = DeliveryFields()

    assert delivered({'host': '甲', 'bell': '0476-1'}, none) == Delivery('', '', '', '', '', '', '1.docx', '')
    assert default_pattern(addressee_field(document(none))) == '{row:05}'


def test_a_label_names_whom_to_ask_for(tmp_path: Path):
    """Contact and phone stand on one line."""
    (tmp_path / 'labels.docx').write_bytes(labels([delivered({'host': '甲', 'cook': '乙', 'bell': '0476-1'})], '请柬'))

    with ZipFile(tmp_path / 'labels.docx') as made:
        assert '联系人：乙，电话：0476-1' in made.read('word/document.xml').decode()


@pytest.mark.parametrize('pack', ['nm-ltci', 'ln-wii'])
def test_files_of_every_document_have_a_name(pack: str):
    """The usual name of a file can be made for each document of the packs, also where it goes to many."""
    catalogue = Catalogue()
    for name in catalogue.pack(pack).documents:
        _pack, found = catalogue.document(f'{pack}/{name}')
        name_pattern(default_pattern(addressee_field(found)), found)


@pytest.mark.parametrize('pack', ['nm-ltci', 'ln-wii'])
def test_the_phone_of_the_office_is_not_printed_on_its_own_letters(pack: str):
    """A letter of transfer gives address and phone of the office that writes; neither belongs on the label."""
    _pack, letter = Catalogue().document(f'{pack}/case-transfer-letter')
    _pack, agreement = Catalogue().document('nm-ltci/service-agreement')

    assert {'address', 'phone'} <= set(letter.schema['properties'])
    assert not {'address', 'phone'} & {*letter.delivery.address, *letter.delivery.phone}
    assert agreement.delivery.phone[0] == 'institution_phone'
