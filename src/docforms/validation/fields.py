"""Field findings: every failure of the form's schema, said with label, remedy and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from docforms.expressions import nearest
from docforms.expressions.identity import FORMATS
from docforms.expressions.masking import masked
from docforms.findings import Finding, pointer_of
from docforms.i18n import _
from docforms.packs import Form, Pack
from docforms.packs.schema_engine import Checker, SchemaError, read_shared_schema
from docforms.packs.schemas import describe, node_at, type_word
from docforms.validation.cleaning import GROUPS, Cleaned, Path_, cleaned_values

CODES: Mapping[str, str] = {
    'required': 'field-missing',
    'additionalProperties': 'field-unknown',
    'type': 'field-type',
    'format': 'field-format',
}


def record_schema(form: Form) -> Mapping[str, Any]:
    """Compose the schema of whole records of a form: the common frame with the form's own groups."""
    frame = read_shared_schema('common/record')
    groups = {name: form.schema['properties'][name] for name in GROUPS if name in form.schema['properties']}
    return {
        **frame,
        'requirements': form.schema.get('requirements', ()),
        'properties': {**frame['properties'], **groups},
    }


class FieldChecker:
    """Turns schema failures of one form or document into findings."""

    def __init__(self, pack: Pack, schema: Mapping[str, Any]) -> None:
        self.pack = pack
        self.schema = schema

    def findings(self, error: SchemaError, record: Mapping[str, Any]) -> Iterator[Finding]:
        """Say one failure; several missing or unknown names give one finding each."""
        code = CODES.get(error.keyword, 'field-value')
        if error.keyword == 'required':
            for name in error.names:
                yield self.missing((*error.path, name))
        elif error.keyword == 'additionalProperties':
            known = node_at(self.schema, error.path).get('properties', {})
            for name in error.names:
                hint = nearest(name, known)
                label = _named(name)
                message = _("不认识“{name}”{near}").format(name=name[:60], near=hint)
                yield self._finding(code, (*error.path, name), message, _("请删去，或改为表中已有的项目"), label=label)
        else:
            value = _value_at(record, error.path)
            node = node_at(self.schema, error.path)
            what = _format_clause(node, value) if error.keyword == 'format' else describe(error)
            yield self.wrong(code, error.path, what, value)

    def missing(self, path: Path_) -> Finding:
        """Say that a field is blank."""
        label = self.label(path)
        node = node_at(self.schema, path)
        remedy = node.get('remedy') or _("请填写“{label}”").format(label=label)
        return self._finding('field-missing', path, _("未填写"), remedy)

    def wrong(self, code: str, path: Path_, what: str, value: Any) -> Finding:
        """Say that a field is filled in wrongly; a sensitive value is shown masked."""
        node = node_at(self.schema, path)
        remedy = node.get('remedy') or _("请更正“{label}”").format(label=self.label(path))
        shown = _shown(value, node)
        message = _("现为“{value}”：{what}").format(value=shown, what=what) if shown else what
        return self._finding(code, path, message, remedy)

    def unconfirmed(self, path: Path_, text: str, note: str, where: str, *, needed: bool) -> Finding:
        """Say that a value was read with doubt, or not at all; only what is neither read nor `needed` is a warning."""
        shown = _shown(text, node_at(self.schema, path))
        read = _("读作“{value}”，尚未确认").format(value=shown) if shown else _("没有读出来")
        message = f'{read}：{note}' if note else read
        place = _("（{where}）").format(where=where) if where else ''
        remedy = _("请对照原件{place}核对，确认后填入").format(place=place)
        finding = self._finding('field-unconfirmed', path, message, remedy)
        return replace(finding, severity='error' if shown or needed else 'warning')

    def misplaced(self, path: Path_, kind: str) -> Finding:
        """Say that a group of the record is not a group."""
        what = _("应为{kinds}").format(kinds=type_word(kind))
        return self._finding('field-type', path, what, _("请按空白表的结构重新填写这一部分"))

    def unprintable(self, path: Path_) -> Finding:
        """Say that a text holds characters that cannot be printed."""
        message = _("含有无法打印的控制字符或残缺字符")
        return self._finding('field-format', path, message, _("请重新录入，不要从其他程序粘贴"))

    def label(self, path: Path_) -> str:
        """Name a place by the labels on the form, with the row number inside lists."""
        words: list[str] = []
        for depth in range(1, len(path) + 1):
            part = path[depth - 1]
            if isinstance(part, int):
                words.append(_("第{row}行").format(row=part + 1))
            elif depth > 1 or len(path) == 1:
                words.append(_named(str(node_at(self.schema, path[:depth]).get('title') or part)))
        return ' '.join(words)

    def _finding(self, code: str, path: Path_, message: str, remedy: str, label: str = '') -> Finding:
        rows, severity = self._source(path)
        kind: Literal['field'] = 'field'
        return Finding(
            code, kind, severity, pointer_of(path), label or self.label(path), message, remedy, rows,
            self.pack.citation(rows),
        )  # fmt: skip

    def _source(self, path: Path_) -> tuple[tuple[str, ...], Literal['error', 'warning']]:
        """Take the rows of the place or of the nearest place above that cites any; the severity is the place's own."""
        severity: Literal['error', 'warning'] = node_at(self.schema, path).get('severity', 'error')
        for depth in range(len(path), 0, -1):
            rows = node_at(self.schema, path[:depth]).get('requirements')
            if rows:
                return tuple(rows), severity
        return tuple(self.schema.get('requirements', ())), severity


def _named(name: str) -> str:
    """Shorten a name for a label; one of blanks only would be none."""
    return name[:60].strip() or _("（空白名称）")


def field_findings(fields: FieldChecker, checker: Checker, clean: Cleaned) -> tuple[list[Finding], list[Path_]]:
    """Check cleaned values against their schema; gives the findings, and the places that are filled in wrongly."""
    findings = [fields.misplaced(path, kind) for path, kind in clean.misplaced]
    findings += [fields.unprintable(path) for path in clean.unprintable]
    set_aside = set(clean.unprintable)
    wrong: list[Path_] = []
    for error in checker.errors(clean.record):
        said = fields.findings(error, clean.record)
        if error.keyword == 'required':
            # An unprintable value was set aside, and is already reported as such.
            findings += [f for f, name in zip(said, error.names, strict=True) if (*error.path, name) not in set_aside]
        else:
            findings += said
            unknown = [(*error.path, name) for name in error.names]
            wrong += unknown or [error.path]
    return findings, wrong


class ValueChecker:
    """Checks the values of one document, or many of them, against its schema."""

    def __init__(self, pack: Pack, schema: Mapping[str, Any]) -> None:
        self._fields = FieldChecker(pack, schema)
        self._checker = Checker(schema)

    def check(self, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Finding]]:
        """Give the values without blanks, and every finding."""
        clean = cleaned_values(data)
        findings, _wrong = field_findings(self._fields, self._checker, clean)
        return clean.record, findings


def check_values(
    pack: Pack, schema: Mapping[str, Any], data: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Finding]]:
    """Check the values of a document against its schema; gives them without blanks, and every finding."""
    return ValueChecker(pack, schema).check(data)


def _value_at(record: Any, path: Path_) -> Any:
    for part in path:
        try:
            record = record[part]
        except (KeyError, IndexError, TypeError):
            return None
    return record


def _format_clause(node: Mapping[str, Any], value: Any) -> str:
    check = FORMATS.get(str(node.get('format')))
    problem = check(value) if check is not None and isinstance(value, str) else None
    return problem or _("写法不符合规定")


def _shown(value: Any, node: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, (dict, list)) or value is None:
        return ''
    try:
        text = str(value)
    except ValueError:  # an integer of thousands of digits
        return ''
    if 'sensitive' in node and isinstance(value, str):
        text = masked(text, node['sensitive'])
    return text if len(text) <= 40 else f'{text[:40]}…'
