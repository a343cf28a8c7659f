"""Fill one part of a template, and say in which paragraph and tag it went wrong."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.runtime import Context

from docforms.documents.part_compiler import CODE, Compiled, Written, compiled
from docforms.documents.template_language import BUDGET, LANGUAGE, Budget
from docforms.documents.values import pointer_to
from docforms.documents.wml import TAG
from docforms.exceptions import TemplateError
from docforms.expressions import ExpressionError, ExpressionSyntax, NeedsValue, container_of
from docforms.expressions.functions import FUNCTIONS
from docforms.expressions.syntax import refuse_foreign, syntax_error
from docforms.i18n import _
from docforms.terms.official import CalendarInUse

# What compiling and rendering raise on a wrong template; Python's own for what Jinja did not foresee.
FAULTS: Final = (
    JinjaError, ExpressionError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, SyntaxError,
    RecursionError, MemoryError,
)  # fmt: skip

PARAGRAPH: Final = re.compile(r'<w:p(?=[ >/])')
NUMBERED: Final = re.compile(rf'\n(?={PARAGRAPH.pattern})')
OPENING: Final = re.compile(r'\{[{%][-+]?')
WORD: Final = re.compile(r'\{%[-+]?\s*(\w+)')
MARKUP: Final = re.compile(r'<[^>]*>')
NO_SUCH: Final = re.compile(r"No (?:filter|test) named '(.*)'")
CHINESE: Final = re.compile('[\u3400-\u9fff]')
# How docxtpl lets a template print braces.
BRACES: Final = (('{_{', '{{'), ('}_}', '}}'), ('{_%', '{%'), ('%_}', '%}'))
LONGEST: Final = 60

# Templates count working days by the official calendar, as rules do.
CALENDAR: Final = CalendarInUse()


@dataclass(frozen=True, slots=True)
class Filling:
    """One part of a template, compiled; `source` is its XML with the tags on lines of their own."""

    source: str
    compiled: Compiled

    def filled(self, names: dict[str, Any], template: str) -> bytes:
        """Fill the part with values; `template` is the name for messages.

        Raises:
            TemplateError: a tag asks for a value there is not, or that it cannot use.
        """
        try:
            return b''.join(chain.from_iterable(self.compiled.pieces(Context(LANGUAGE, names, None, {}))))
        except FAULTS as error:
            place = _place(self.source, self._line(error))
            raise TemplateError(fault_message(template, *place, _reason(error, names))) from error

    def _line(self, error: BaseException) -> int | None:
        """Find the line of the template an error comes from."""
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == CODE:
                return self.compiled.line_of(trace.tb_lineno)
            trace = trace.tb_next
        return None


def names_of(context: Mapping[str, object]) -> dict[str, Any]:
    """Give what templates know: functions, the calendar, the values of one document, and what it may still print."""
    return {**FUNCTIONS, 'calendar': CALENDAR, **context, BUDGET: Budget()}


def filling(xml: str, template: str, write: Callable[[nodes.Template], Written]) -> Filling:
    """Compile one part; `xml` is what docxtpl made of it, `write` says how its pieces are written.

    Raises:
        TemplateError: a tag is wrong; the message names `template`, the paragraph and the tag.
    """
    source = _numbered(xml)
    try:
        tree = LANGUAGE.parse(source)
        refuse_foreign(tree)
        return Filling(source, compiled(tree, write(tree)))
    except FAULTS as error:
        reason = _("写法有误：{reason}").format(reason=syntax_error(error).reason)
        raise TemplateError(fault_message(template, *_place(source, _syntax_line(error, source)), reason)) from error


def as_printed(text: str) -> str:
    """Give a text of a template as it is printed: without the line feeds of `_numbered`, and with braces."""
    text = NUMBERED.sub('', text)
    for written, meant in BRACES:
        text = text.replace(written, meant)
    return text


def fault_message(template: str, paragraph: str, tag: str, reason: str) -> str:
    """Say what is wrong with a template, where, and what to do."""
    names = {'template': template, 'tag': _short(tag), 'paragraph': _short(paragraph), 'reason': reason}
    if paragraph and paragraph.strip() != tag:
        return _("{template}：段落“{paragraph}”中的 {tag} {reason}").format(**names)
    return _("{template}：{tag} {reason}").format(**names) if tag else f'{template}：{reason}'


def _numbered(source: str) -> str:
    """Begin a line at every paragraph and inside every tag, so that the line of an error tells its tag."""
    return TAG.sub(_on_own_line, PARAGRAPH.sub('\n<w:p', source))


def _on_own_line(tag: re.Match[str]) -> str:
    # docxtpl has turned &lt; and &gt; in tags back into characters, but not &amp;.
    return OPENING.sub(r'\g<0>\n', tag[0].replace('&amp;', '&'), count=1)


def _syntax_line(error: Exception, source: str) -> int | None:
    """Find the line of the template that cannot be compiled."""
    if isinstance(error, TemplateSyntaxError) and (error.message or '').startswith('Unexpected end of template'):
        return _unclosed_line(source)
    line = error.line if isinstance(error, ExpressionSyntax) else getattr(error, 'lineno', None)
    return line if isinstance(line, int) else None


def _unclosed_line(source: str) -> int | None:
    """Find the innermost block that is not closed; Jinja names the end of the template, where nothing is to be seen."""
    waiting: list[int] = []
    for word in WORD.finditer(source):
        if word[1].startswith('end'):
            del waiting[-1:]
        elif word[1] in {'if', 'for'}:
            waiting.append(source.count('\n', 0, word.end()) + 1)
    return waiting[-1] if waiting else None


def _place(source: str, line: int | None) -> tuple[str, str]:
    """Give the paragraph and the tag of a line; empty where there is none."""
    if line is None:
        return '', ''
    offset = sum(len(text) + 1 for text in source.split('\n')[: line - 1])
    start = max(source.rfind('{{', 0, offset), source.rfind('{%', 0, offset))
    tag = TAG.match(source.replace('\n', ' '), start) if start >= 0 else None
    if tag is None:
        return '', ''
    begin = source.rfind('\n<w:p', 0, start)
    if begin < 0 or '</w:p>' in source[begin:start]:
        return '', _shown(tag[0])
    end = source.find('</w:p>', start)
    return _shown(source[begin:end]), _shown(tag[0])


def _shown(xml: str) -> str:
    return ' '.join(html.unescape(MARKUP.sub('', xml)).split())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f'{text[: LONGEST - 1]}…'


def _reason(error: BaseException, context: Mapping[str, object]) -> str:
    if isinstance(error, NeedsValue):
        values = {name: value for name, value in context.items() if not name.startswith(' ')}
        names = [pointer_to(values, container_of(need), need[1]) for need in error.needs]
        message = _("缺少值 {names}；请补上，或在模板中写明缺少时怎么办（default、blank 或 if … is defined）")
        return message.format(names='、'.join(dict.fromkeys(names)))
    if isinstance(error, SecurityError):
        return _("取用了模板不能取用的内容；只能使用数据中的值和规定的函数、过滤器")
    unknown = NO_SUCH.match(str(error)) if isinstance(error, JinjaError) else None
    if unknown is not None:
        return _("用了没有的过滤器或判断 {name}；请检查写法").format(name=unknown[1])
    if CHINESE.search(str(error)):
        return str(error)
    return _("不能这样使用这里的值；请检查其中的运算、函数和过滤器是否适合这个值")
