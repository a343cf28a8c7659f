"""Template injection: as a value it is text like any other; as a template it is refused, and runs nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from jinja2 import Environment

from docforms.documents.renderer import render
from docforms.exceptions import InputError, TemplateError

SECONDS = 1.0

# Expressions; CANARY stands for a file that exists once one of them has run.
EXPRESSIONS = [
    # the way to Python through the class of a value
    "''.__class__.__mro__[1].__subclasses__()",
    "''.__class__.__base__.__subclasses__()[104].__init__.__globals__['sys'].modules['os'].system('touch CANARY')",
    "''['__class__']['__mro__'][1]['__subclasses__']()",
    "''['\\x5f\\x5fclass\\x5f\\x5f']",
    '().__class__.__bases__[0].__subclasses__()',
    '[].__class__.__base__',
    '{}.__class__.__mro__',
    '(1).__class__',
    'true.__class__.__base__',
    'text.__class__',
    'text.__init__.__globals__',
    'text.__getattribute__("__class__")',
    'group.__class__',
    'group.keys()',
    'group.items.__globals__',
    'group.get.__self__',
    'texts.append("x")',
    'texts.__class__',
    'number.__class__.__base__',
    'number.real',
    'number.__reduce_ex__(2)',
    # functions and objects that stock Jinja and web frameworks put there
    "self._TemplateReference__context.cycler.__init__.__globals__.os.popen('touch CANARY').read()",
    'self.__init__.__globals__.__builtins__.open("CANARY", "w")',
    'self.__dict__',
    'self',
    "cycler.__init__.__globals__.os.popen('touch CANARY').read()",
    "joiner.__init__.__globals__.os.popen('touch CANARY').read()",
    "namespace.__init__.__globals__.os.popen('touch CANARY').read()",
    "lipsum.__globals__['os'].popen('touch CANARY').read()",
    "lipsum.__globals__.__builtins__.__import__('os').system('touch CANARY')",
    'lipsum()',
    'dict(a=1)',
    'range(10**9)',
    'config.items()',
    "config.__class__.__init__.__globals__['os'].popen('touch CANARY').read()",
    "request.application.__globals__.__builtins__.__import__('os').popen('touch CANARY').read()",
    "request['application']['__globals__']",
    "get_flashed_messages.__globals__.__builtins__.open('CANARY', 'w')",
    "url_for.__globals__['current_app'].config",
    "__import__('os').system('touch CANARY')",
    "open('CANARY', 'w').write('x')",
    "eval('1')",
    'context',
    'environment',
    'super()',
    'caller()',
    'loop',
    # around the check of names, through filters and tests
    "text|attr('__class__')",
    "()|attr('__class__')|attr('__base__')|attr('__subclasses__')()",
    "texts|map(attribute='__class__')|list",
    "texts|map('attr', '__class__')|list",
    "texts|map(attribute='__class__.__mro__')|join",
    "texts|selectattr('__class__')|list",
    "texts|sum(attribute='__class__')",
    "groups|sum(attribute='__class__.__base__')",
    "texts|groupby('__class__')",
    "texts|sort(attribute='__class__')",
    "text|format('x')",
    '"%1000000000d"|format(1)',
    "'{0.__class__}'.format(1)",
    "'{0.__class__.__init__.__globals__}'|format(number)",
    "'%s'.__mod__(1)",
    "text|replace('a', 'b').__class__",
    "text|safe",
    "text|e",
    "text|pprint",
    "text|tojson",
    "text|xmlattr",
    "text|filesizeformat",
    "text|forceescape.__class__",
    "(text|upper).__class__",
    "working_days.__globals__",
    "year.__wrapped__",
    "months_between.__code__",
    "add_days.__globals__['__builtins__']",
    "names_any.__closure__",
    "year(*texts)",
    "year(**group)",
    # what would fill the memory or never end
    '10**100000000',
    '10**10**10',
    '9**9**9**9',
    "'x'*10**9",
    "['x']*10**9",
    "'%1000000000d' % 1",
    "text|center(10**9)",
    "text|ljust(10**9)",
    "text|indent(10**9)",
    "'x'|wordwrap(1)",
    '1e400',
    '9' * 5000,
    '(' * 2000 + '1' + ')' * 2000,
    '[' * 150 + ']' * 150,
    'not ' * 3000 + 'true',
    '-' * 3000 + '1',
    '1' + '+1' * 5000,
    'text' + '|upper' * 3000,
    '1' + ' if 1 else 1' * 3000,
]  # fmt: skip

STATEMENTS = [
    '{% import os %}',
    "{% import 'os' as os %}",
    "{% from 'os' import popen %}",
    "{% include '/etc/passwd' %}",
    "{% include text %}",
    "{% extends '/etc/passwd' %}",
    '{% block a %}{% endblock %}',
    '{% block a %}{{ self.a() }}{% endblock %}',
    '{% macro m() %}{{ caller() }}{% endmacro %}',
    "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    '{% call text() %}{% endcall %}',
    '{% filter upper %}x{% endfilter %}',
    '{% set x %}{{ text }}{% endset %}',
    '{% with a = 1 %}{% endwith %}',
    '{% autoescape false %}{{ text }}{% endautoescape %}',
    '{% raw %}{{ text }}{% endraw %}',
    "{% do texts.append('x') %}",
    '{% debug %}',
    '{% trans %}x{% endtrans %}',
    '{% for x in texts recursive %}{{ loop(texts) }}{% endfor %}',
    '{% for x in texts %}{{ loop.__class__ }}{% endfor %}',
    '{% for x in texts %}{{ loop.cycle("a") }}{% endfor %}',
    '{% for x in texts %}{{ loop._iterator }}{% endfor %}',
    '{% for x in texts %}{{ loop.changed.__globals__ }}{% endfor %}',
    "{% for c in ().__class__.__base__.__subclasses__() %}{% if c.__name__ == 'x' %}{% endif %}{% endfor %}",
    "{% for k, v in group.items() %}{{ k }}{% endfor %}",
    '{% for x in range(10**9) %}x{% endfor %}',
    '{% for x in text %}x{% endfor %}',
    '{% set text.a = 1 %}',
    '{% set loop = 1 %}{{ loop.__class__ }}',
    "{% set a = 'x' %}" + '{% set a = a ~ a %}' * 60 + '{{ a }}',
    "{% set a = 'x' %}" + '{% set a = a + a %}' * 60 + '{{ a }}',
    "{% set a = ['x'] %}" + '{% set a = a + a %}' * 60 + '{{ a }}',
    '{% set a = ["x"] %}' + '{% set a = [a, a] %}' * 60 + '{{ a }}',
    '{% set a = 9 %}' + '{% set a = a * a %}' * 60 + '{{ a }}',
    '{% for a in hundred %}' * 8 + '{% endfor %}' * 8,
    '{% for a in hundred %}' * 25 + '{% endfor %}' * 25,
    '{% if 1 %}' * 300 + '{% endif %}' * 300,
]  # fmt: skip

# Other languages' templates, and what means something to XML, Word, spreadsheets or a shell.
TEXTS = [
    '${7*7}', '#{7*7}', '<%= 7*7 %>', '*{7*7}', '@(7*7)', '{{=7*7}}', '{{{7*7}}}', '{_{ 7*7 }_}', '{_% import os %_}',
    '$(touch CANARY)', '`touch CANARY`', "=cmd|' /C calc'!A0",
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>&b;',
    '<![CDATA[x]]>', ']]></w:t>', '<w:instrText>DDEAUTO c:\\\\x</w:instrText>', '{ DDEAUTO c:\\\\x }',
    '%s%s%n', '{0.__class__}',
]  # fmt: skip


@pytest.fixture
def context() -> dict[str, object]:
    """Give one value of every kind."""
    return {
        'text': '文字', 'texts': ['甲', '乙'], 'number': 7, 'group': {'a': '1'}, 'groups': [{'a': '1'}],
        'hundred': [1] * 100,
    }  # fmt: skip


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """Give the file that must not come to be."""
    return tmp_path / 'canary'


def template(*paragraphs: str) -> bytes:
    """Make a template of these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    output = BytesIO()
    document.save(output)
    return output.getvalue()


def lines(docx: bytes) -> list[str]:
    """Read the paragraphs of a document."""
    return [paragraph.text for paragraph in Document(BytesIO(docx)).paragraphs]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail when the block takes longer, in processor time: the machine may be busy with other things."""

    def overdue(_signal: int, _frame: object) -> None:
        pytest.fail(f'not done within {seconds} s')

    before = signal.signal(signal.SIGPROF, overdue)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def sources() -> list[str]:
    """Give every payload as a template has it."""
    return [*(f'{{{{ {expression} }}}}' for expression in EXPRESSIONS), *STATEMENTS]


def short(payload: str) -> str:
    """Name a test after its payload."""
    return payload[:60]


def test_payloads_are_live(canary: Path):
    """In a stock Jinja environment the same payload runs: what the other tests see refused is real."""
    [payload] = [text for text in EXPRESSIONS if text.startswith('lipsum.__globals__.__builtins__')]

    Environment().from_string(f'{{{{ {payload} }}}}'.replace('CANARY', str(canary))).render()  # noqa: S701

    assert canary.exists()


def test_a_payload_in_a_value_is_text(canary: Path):
    """Every payload, given as a value, is printed letter by letter: in loops, in rows and alone."""
    values = [text.replace('CANARY', str(canary)) for text in (*EXPRESSIONS, *sources(), *TEXTS)]
    source = template('{%p for value in values %}', '{{ value }}', '前{{ value }}后', '{%p endfor %}')

    printed = lines(render(source, {'values': values}, name='模板'))

    assert printed == [text for value in values for text in (value, f'前{value}后')]
    assert len(values) > 200
    assert not canary.exists()


@pytest.mark.parametrize('payload', sources(), ids=short)
def test_a_payload_in_a_template_is_refused(payload: str, context: dict[str, object], canary: Path):
    """Every payload, written into a template, ends within a second in a message of ours, and nothing has run."""
    source = template(payload.replace('CANARY', str(canary)))

    with within(SECONDS), pytest.raises((TemplateError, InputError)) as refused:
        render(source, context, name='模板')

    assert str(refused.value).startswith(('模板：', '列表合计超过'))
    assert not canary.exists()


@pytest.mark.parametrize('payload', sources()[::12], ids=short)
def test_headers_notes_and_properties_are_no_way_round(payload: str, context: dict[str, object], canary: Path):
    """The same holds for the other parts that are filled."""
    payload = payload.replace('CANARY', str(canary))
    header, title = Document(), Document()
    header.sections[0].header.paragraphs[0].text = payload
    title.core_properties._element._get_or_add('title').text = payload

    for document in (header, title):
        output = BytesIO()
        document.save(output)
        with within(SECONDS), pytest.raises((TemplateError, InputError)):
            render(output.getvalue(), context, name='模板')

    assert not canary.exists()


@pytest.mark.parametrize('payload', TEXTS, ids=short)
def test_the_languages_of_others_are_text(payload: str, context: dict[str, object]):
    """What is no tag of ours is printed as it stands in the template, or refused, but never evaluated."""
    try:
        [line] = lines(render(template(payload), context, name='模板'))
    except TemplateError:
        line = ''

    assert '49' not in line
    assert 'root:' not in line


def test_an_object_with_methods_is_refused():
    """A value with behaviour does not reach a template, wherever it is hidden."""

    class Applicant:
        name = '张三'

        def __str__(self) -> str:
            return '张三'

        def delete(self) -> None:
            """Do what a template must not."""

    class Name(str):
        __slots__ = ()

        def __html__(self) -> str:
            return '<w:br/>'

    for value in (Applicant(), Applicant, Applicant().delete, Name('张三')):
        for context in ({'a': value}, {'a': [{'b': value}]}):
            with pytest.raises(InputError, match=r'^/a(/0/b)?：.*类型的值不能打印'):
                render(template('{{ a }}'), context, name='模板')


def test_a_member_named_like_an_attribute_is_a_member():
    """Names with underscores are members of the data like others, and nothing when the data has none."""
    printed = render(
        template('{{ a.__class__ }}{{ a["items"] }}{{ a.keys }}'),
        {'a': {'__class__': '甲', 'items': '乙', 'keys': '丙'}},
        name='模板',
    )

    assert lines(printed) == ['甲乙丙']
    assert lines(render(template('{{ a | map("__class__") | join }}。'), {'a': [{}]}, name='模板')) == ['。']
