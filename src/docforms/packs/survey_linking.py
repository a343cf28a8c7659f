"""Check a survey against the documents that print its questionnaire and its statistics."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from docforms.exceptions import Problem
from docforms.expressions import nearest
from docforms.i18n import _
from docforms.packs.linking import document_of
from docforms.packs.model import Pack, Schema
from docforms.packs.parts import Parts, refuse
from docforms.packs.reading import Path_, SourceFile

ROLES: Final = ('questionnaire', 'statistics')


def survey(parts: Parts, source: SourceFile, documents: Collection[str]) -> None:
    """Check the rows, documents and names of one file of surveys/; what does not fit was told before."""
    data = source.data
    parts.rows_of(source, ('source',), data.get('source', []))
    for index, question in enumerate(data.get('questions', ())):
        parts.rows_of(source, ('questions', index, 'source'), question.get('source', []))
    parts.problems += _names(source, data)
    for role in ROLES:
        if role in data and data[role] not in documents:
            message = _("documents.yaml 中没有文书 {name}{near}")
            message = message.format(name=data[role], near=nearest(data[role], documents))
            parts.problems.append(source.problem((role,), message))


@cache
def survey_of(pack: Pack, name: str) -> Mapping[str, Any]:
    """Give a survey of the pack, ready to be counted; raises `PackError` with everything wrong in it."""
    data = pack.surveys[name]
    parts = Parts.of(pack)
    schemas = {data[role]: document_of(pack, data[role]).schema for role in ROLES}
    link_survey(parts, pack.sources[f'surveys/{name}'], schemas)
    refuse(parts.problems)
    return data


def link_survey(parts: Parts, source: SourceFile, schemas: Mapping[str, Schema]) -> None:
    """Check the fields a survey counts, and the places of its counts."""
    data = source.data
    questionnaire, statistics = (schemas.get(data.get(role, '')) for role in ROLES)
    if questionnaire:
        parts.problems += _fields(source, data, questionnaire['properties'])
    if statistics:
        parts.problems += _counts(source, data, statistics['properties'])


def _names(source: SourceFile, data: Mapping[str, Any]) -> Iterator[Problem]:
    """Find ids and titles used twice, and an overall question there is not."""
    questions: Sequence[Mapping[str, Any]] = data.get('questions', ())
    scale: Sequence[Mapping[str, Any]] = data.get('scale', ())
    yield from _twice(source, ('questions',), [question.get('id', question.get('field')) for question in questions])
    yield from _twice(source, ('questions',), [question.get('title') for question in questions])
    yield from _twice(source, ('scale',), [option.get('id') for option in scale])
    yield from _twice(source, ('scale',), [option.get('title') for option in scale])
    known = [question['id'] for question in questions if 'id' in question]
    if 'overall' in data and data['overall'] not in known:
        message = _("没有题目 {name}{near}").format(name=data['overall'], near=nearest(data['overall'], known))
        yield source.problem(('overall',), message)


def _twice(source: SourceFile, path: Path_, names: Sequence[str | None]) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name is not None and name in names[:index]:
            yield source.problem((*path, index), _("“{name}”出现两次").format(name=name))


def _fields(source: SourceFile, data: Mapping[str, Any], known: Mapping[str, Schema]) -> Iterator[Problem]:
    """Find fields the questionnaire does not ask, and those whose answers cannot be counted."""
    for index, question in enumerate(data.get('questions', ())):
        name = question.get('field')
        if name is None:
            continue
        if name not in known:
            message = _("没有字段 {name}{near}").format(name=name, near=nearest(name, known))
            yield source.problem(('questions', index, 'field'), message)
        elif not _is_countable(known[name]):
            message = _("字段 {name} 不能统计：应为文字、有选项的文字，或者有选项的文字的列表").format(name=name)
            yield source.problem(('questions', index, 'field'), message)


def _is_countable(node: Schema) -> bool:
    return node.get('type') == 'string' or (node.get('type') == 'array' and 'enum' in node.get('items', {}))


def _counts(source: SourceFile, data: Mapping[str, Any], known: Mapping[str, Schema]) -> Iterator[Problem]:
    """Find choices of the scale whose count the printed statistics have no place for."""
    members = known.get('items', {}).get('items', {}).get('properties', {})
    for index, option in enumerate(data.get('scale', ())):
        if option.get('id') not in members:
            message = _("文书 {document} 的 items 里没有 {name}{near}").format(
                document=data['statistics'], name=option.get('id'), near=nearest(str(option.get('id')), members)
            )
            yield source.problem(('scale', index, 'id'), message)
