"""Validation: check a record against its form and list everything that is wrong with it in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from docforms.exceptions import InputError, UsageError
from docforms.expressions import FAILURES, Scope, Verdict
from docforms.expressions.compact import Quick
from docforms.expressions.functions import WorkingCalendar
from docforms.expressions.identity import FORMATS
from docforms.findings import Finding, Report, in_reading_order, outcome_of
from docforms.i18n import _
from docforms.packs import Form, Pack, Rule, rules_of
from docforms.packs.parts import LANGUAGE
from docforms.packs.schema_engine import Checker
from docforms.papers import Paper
from docforms.records import Unconfirmed
from docforms.terms.official import CalendarInUse
from docforms.validation.birth_dates import born_later, resident_id_places
from docforms.validation.cleaning import Cleaned, Path_, cleaned, path_of, without
from docforms.validation.deciding import Decisions, rule_names
from docforms.validation.fields import FieldChecker, ValueChecker, check_values, field_findings, record_schema
from docforms.validation.materials import decide_material, unknown_materials
from docforms.validation.papers import PaperChecker
from docforms.validation.rules import decide_rule
from docforms.validation.unconfirmed import with_unconfirmed


class FormValidator:
    """A form with everything compiled once; `validate` may be called any number of times."""

    def __init__(self, pack: Pack, form: Form, calendar: WorkingCalendar | None = None) -> None:
        """Compile; `calendar` replaces the official one, for places with festivals of their own.

        Raises:
            PackError: with everything wrong in the rules of the form.
        """
        self.pack = pack
        self.form = form
        schema = record_schema(form)
        self._checker = Checker(schema)
        self._fields = FieldChecker(pack, schema)
        self._resident_ids = tuple(resident_id_places(schema))
        self._materials = [material for material in pack.materials if form.name in material.forms]
        self._rules = rules_of(pack, form.name)
        self._papers = PaperChecker(self._fields, self._materials)
        self._calendar = calendar or CalendarInUse()

    def validate(
        self,
        record: Mapping[str, Any],
        as_of: str,
        unconfirmed: Sequence[Unconfirmed] = (),
        papers: Sequence[Paper] = (),
    ) -> Report:
        """Check one record as of an ISO date; never raises for what the record holds.

        `unconfirmed` are values that were read with doubt and are not in the record, `papers` what was handed in with
        it and has been read.
        """
        clean = cleaned(dict(record))
        findings, wrong = self._field_findings(clean, as_of)
        findings = with_unconfirmed(self._fields, findings, unconfirmed)
        names = rule_names(self.pack, without(clean.record, wrong), as_of, self._calendar)
        decisions = Decisions(self.pack, Scope(LANGUAGE, names), findings)
        for material in self._materials:
            decide_material(material, decisions)
        decisions.findings += unknown_materials(self._materials, decisions)
        self._decide_rules(decisions)
        self._papers.compare(papers, decisions)
        return Report(
            form=self.form.id,
            pack=self.pack.id,
            pack_version=self.pack.version,
            as_of=as_of,
            outcome=outcome_of(decisions.findings),
            findings=in_reading_order(decisions.findings),
            checked=tuple(decisions.checked),
            not_applicable=tuple(decisions.not_applicable),
            undecided=tuple(decisions.undecided),
        )

    def _decide_rules(self, decisions: Decisions) -> None:
        """Decide every rule; those that pass, nearly all, by one call each."""
        names, context = decisions.scope.names, decisions.scope.context
        given = dict(names)
        for rule, verdict in self._verdicts:
            try:
                found = verdict(given, names, context)
            except FAILURES:
                found = None
            if found is True:
                decisions.checked.append(rule.id)
            elif found is False:
                decisions.not_applicable.append(rule.id)
            else:
                decide_rule(rule, decisions)

    @cached_property
    def _verdicts(self) -> list[tuple[Rule, Quick]]:
        return [(r, Verdict(LANGUAGE, r.each, r.when, r.check).compiled()) for r in self._rules]

    def _field_findings(self, clean: Cleaned, as_of: str) -> tuple[list[Finding], list[Path_]]:
        """Give the field findings, and the places whose values rules must not see."""
        findings, wrong = field_findings(self._fields, self._checker, clean)
        for place in self._resident_ids:
            for path, value, problem in born_later(clean.record, place, as_of):
                findings.append(self._fields.wrong('field-format', path, problem, value))
                wrong.append(path)
        return findings, wrong


def as_of_date(record: Mapping[str, Any], as_of: str | None, today: str) -> str:
    """Choose the day a record is judged on: the one asked for, else the day it was received, else today.

    Raises:
        UsageError: the day asked for is no date.
    """
    if as_of is not None:
        if FORMATS['date'](as_of) is not None:
            raise UsageError(_("日期“{text}”写法不对，应为 2026-03-02 这样的形式").format(text=as_of))
        return as_of
    received = record.get('received_on')
    return received if isinstance(received, str) and FORMATS['date'](received) is None else today


def form_of(record: Mapping[str, Any]) -> str:
    """Read which form a record is of; raises `InputError` when it does not say."""
    form = record.get('form')
    if not isinstance(form, str) or not form:
        raise InputError(_("数据中缺少“form”，不知道是哪张表；请加上表单编号，可用 docforms list 查看"))
    return form


def believed(record: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Copy a record without blanks and without the values its report finds wrongly filled in."""
    clean = cleaned(dict(record)).record
    wrong = [path_of(finding.pointer) for finding in report.findings if finding.kind == 'field']
    return without(clean, wrong)


__all__ = ['FormValidator', 'ValueChecker', 'as_of_date', 'believed', 'check_values', 'form_of']
