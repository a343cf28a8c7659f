"""Invented records of the scanned forms."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import words
from docforms import api
from docforms.expressions.identity import credit_code_problem, is_luhn, phone_problem, resident_id_problem
from docforms.validation import FormValidator
from records import invented_record, with_blanks
from truth import pointers_by_label, truth_of

FORMS = [form.id for pack in ('nm-ltci', 'ln-wii') for form in api.catalogue().pack(pack).forms.values()]


def _rng(number):
    return np.random.default_rng((7, number))


@pytest.mark.parametrize('form_id', FORMS)
def test_an_invented_record_keeps_to_the_schema_of_its_form(form_id):
    """Whatever the form asks, no cell is found wrong: formats, bounds, lists, what is required."""
    pack, form = api.form_of(form_id)
    validator = FormValidator(pack, form)
    for number in range(8):
        report = validator.validate(invented_record(form, _rng(number)), '2027-01-01')
        wrong = [each for each in report.findings if each.kind == 'field' and each.pointer.startswith('/fields/')]
        assert wrong == []


@pytest.mark.parametrize('number', range(25))
def test_invented_numbers_carry_their_check_digits(number):
    """Readers use check digits to tell right from wrong, so the truth must have right ones."""
    rng = _rng(number)
    assert credit_code_problem(words.credit_code(rng, '150402')) is None
    assert resident_id_problem(words.resident_id(rng, '210106')) is None
    assert is_luhn(words.bank_account(rng))
    assert phone_problem(words.phone(rng, '0476')) is None
    assert phone_problem(words.phone(rng, '024')) is None


def test_equal_seeds_give_equal_records_and_other_seeds_others():
    """A page can be made again."""
    form = api.form_of('nm-ltci/application')[1]
    first, again, other = (invented_record(form, _rng(number)) for number in (1, 1, 2))
    assert first == again
    assert first != other


def test_heads_add_up():
    """Ranks make the assessors, assessors and others the total, as on a form filled in with care."""
    form = api.form_of('nm-ltci/application')[1]
    fields = invented_record(form, _rng(3))['fields']
    ranks = fields['staff_senior'] + fields['staff_middle'] + fields['staff_junior']
    assert fields['staff_assessors'] == ranks
    assert fields['staff_total'] == ranks + fields['staff_other']


def test_blanks_only_take_values_away():
    """The record with blank cells is the record without some of its fields."""
    form = api.form_of('nm-ltci/application')[1]
    record = invented_record(form, _rng(4))
    left = [with_blanks(record, _rng(number))['fields'] for number in range(20)]
    assert all(fields.items() <= record['fields'].items() for fields in left)
    assert any(len(fields) < len(record['fields']) for fields in left)


def test_rows_and_dates_are_plausible():
    """Lists have up to six rows; nobody signs before the institution exists."""
    form = api.form_of('nm-ltci/application')[1]
    for number in range(20):
        fields = invented_record(form, _rng(number))['fields']
        assert 1 <= len(fields['certificates']) <= 6
        assert dt.date.fromisoformat(fields['established_on']) < dt.date.fromisoformat(fields['signed_on'])


def test_truth_is_kept_by_pointer_and_by_label():
    """A blank cell is an empty text; two cells of one label are told apart."""
    record = {'form': 'nm-ltci/application', 'fields': {'assessment_head_phone': '13900000001'}}
    truth = truth_of(
        'nm-ltci/application',
        record,
        {'/fields/assessment_head_phone': '13900000001', '/fields/legal_representative_phone': ''},
    )
    assert truth['fields'] == {'/fields/assessment_head_phone': '13900000001', '/fields/legal_representative_phone': ''}
    assert truth['labels']['负责人联系电话'] == '13900000001'
    assert truth['labels']['联系电话'] == ''


def test_labels_name_every_printed_cell_of_the_application():
    """Forty cells: twenty-four of the form, four rows of four."""
    labels = pointers_by_label('nm-ltci/application')
    assert len(labels) == len(set(labels.values())) == 24 + 16
    assert labels['执业许可证编号'] == '/fields/practice_licence_number'
    assert labels['证件4.是否原件'] == '/fields/certificates/3/original'
