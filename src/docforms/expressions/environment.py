"""The sandboxed, strict Jinja environment that rules, messages and templates share (architecture §4).

Differences from stock Jinja, each for a reason:

- Members are members of dicts and lists only: no attribute of a Python object can be reached, so there is
  nothing to call that was not put into `functions` or `filters`.
- `and`, `or` and `not` are Kleene's three-valued ones; see `unknown` and `operations`.
- Numbers are exact: float literals and quotients are Decimal.
- Powers, products, sums and texts are bounded: the stock sandbox computes 10**100000000.
- Statements that define or include other templates are refused when compiling.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar, Final

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docforms.expressions.compact import Compiled, Quick, compiled, compiled_verdict
from docforms.expressions.filters import FILTERS, TESTS
from docforms.expressions.functions import FUNCTIONS
from docforms.expressions.generator import Generator
from docforms.expressions.operations import MAX_TEXT, both, chosen, compare, compared, computed, either, number
from docforms.expressions.syntax import ExpressionSyntax, refuse_foreign, syntax_error
from docforms.expressions.unknown import ExpressionError, NeedsValue, Unknown
from docforms.i18n import _

LOOP_MEMBERS: Final = frozenset({'index', 'index0', 'first', 'last', 'length', 'revindex'})
FAILURES: Final = (ExpressionError, TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError)


class Language(ImmutableSandboxedEnvironment):
    """The expression language; `escaping` is on for templates that become XML."""

    code_generator_class = Generator
    intercepted_binops = frozenset({'+', '-', '*', '/', '//', '%', '**'})
    intercepted_unops = frozenset({'+', '-', 'not '})
    decimal: ClassVar[type[Decimal]] = Decimal
    both, either, chosen = staticmethod(both), staticmethod(either), staticmethod(chosen)
    compare, compared = staticmethod(compare), staticmethod(compared)

    def __init__(self, *, escaping: bool = False) -> None:
        super().__init__(
            undefined=Unknown,
            autoescape=escaping,
            finalize=printed,
            cache_size=0,
            auto_reload=False,
            optimized=False,  # it would compute with float literals, unbounded
        )
        self.filters = dict(FILTERS)
        self.tests = dict(TESTS)
        self.globals = dict(FUNCTIONS)
        self._callable = frozenset(id(function) for function in FUNCTIONS.values())
        self._with_context = frozenset(id(f) for f in FUNCTIONS.values() if hasattr(f, 'jinja_pass_arg'))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Take a member of a group; one that is not there is unknown."""
        if type(obj) is dict:
            value = obj.get(attribute)
            return Unknown(obj=obj, name=attribute) if value is None else value
        if isinstance(obj, Unknown):
            return Unknown.of(obj)
        if type(obj) is LoopContext and attribute in LOOP_MEMBERS:
            return getattr(obj, attribute)
        raise SecurityError(f'no member {attribute!r} here')

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Take a member of a group, or an item of a list."""
        if isinstance(obj, Unknown) or isinstance(argument, Unknown):
            return Unknown.of(obj, argument)
        if type(obj) is dict and isinstance(argument, str):
            return self.getattr(obj, argument)
        if type(obj) in (list, tuple) and type(argument) is int:
            value = obj[argument] if -len(obj) <= argument < len(obj) else None
            return Unknown(obj=obj, name=argument) if value is None else value
        raise SecurityError(f'no member {argument!r} here')

    def sliced(self, obj: Any, start: Any, stop: Any, step: Any) -> Any:
        """Take a part of a list or text."""
        if any(isinstance(value, Unknown) for value in (obj, start, stop, step)):
            return Unknown.of(obj, start, stop, step)
        if type(obj) not in (list, tuple, str):
            raise SecurityError('no part of this can be taken')
        return obj[start:stop:step]

    def concatenated(self, *values: Any) -> Any:
        """Join values as text, as they would be printed one after the other."""
        if any(isinstance(value, Unknown) for value in values):
            return Unknown.of(*values)
        parts = [printed(value) for value in values]
        if sum(len(str(part)) for part in parts) > MAX_TEXT:
            raise ExpressionError('the result is too long')
        return markup_join(parts) if self.autoescape else str_join(parts)

    def call(self, context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call one of the functions; with an unknown argument the result is unknown."""
        if id(function) not in self._callable:
            raise SecurityError('this cannot be called')
        # Inside loops Jinja hands on its own variables as well; the functions want none of them.
        kwargs.pop('_loop_vars', None)
        kwargs.pop('_block_vars', None)
        for value in (*args, *kwargs.values()):
            if isinstance(value, Unknown):
                return Unknown.of(*args, *kwargs.values())
        return function(context, *args, **kwargs) if id(function) in self._with_context else function(*args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Compute with two operands."""
        return computed(operator, left, right)

    def call_unop(self, context: Context, operator: str, argument: Any) -> Any:  # noqa: ARG002
        """Compute with one operand."""
        if isinstance(argument, Unknown):
            return Unknown.of(argument)
        if operator == 'not ':
            return not argument
        return -number(argument) if operator == '-' else number(argument)


def printed(value: object) -> object:
    """Write a value as text: numbers plainly, yes/no in words, lists with 、; refuse what has no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, Unknown):
        raise NeedsValue(value.needs)
    if isinstance(value, bool):
        return '是' if value else '否'
    if isinstance(value, Decimal):
        return f'{value:f}'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return '、'.join(str(printed(item)) for item in value)
    raise ExpressionError('this value has no text')


class Names(dict[str, Any]):
    """The names of a scope; one that is not given is unknown."""

    def __missing__(self, name: str) -> Unknown:
        return Unknown(name=name)


class Scope:
    """The names one record gives to expressions; made once per record."""

    __slots__ = ('context', 'names')

    def __init__(self, language: Language, names: dict[str, Any]) -> None:
        self.names = Names(FUNCTIONS)
        self.names.update(names)
        self.context = Context(language, self.names, None, {})

    def forget(self) -> None:
        """Forget what one text has set, so that the next does not see it."""
        self.context.vars.clear()
        self.context.exported_vars.clear()


class Expression:
    """One expression: parsed at once, compiled when first evaluated.

    Packs hold hundreds of expressions, and one run needs few of them.
    """

    __slots__ = ('_function', '_language', 'source', 'tree')

    def __init__(self, language: Language, source: str) -> None:
        """Parse; raises `ExpressionSyntax` for what is not in the language."""
        self.source = source
        self.tree = parsed(language, source)
        self._language = language
        self._function: Compiled | None = None

    def value(self, scope: Scope) -> Any:
        """Evaluate; the result is an `Unknown` when a value it turns on is missing, or cannot be worked with."""
        if self._function is None:
            self._function = compiled(self._language, self.tree)
        try:
            return self._function(scope.names, scope.context)
        except NeedsValue as error:
            unknown = Unknown()
            unknown.needs = error.needs
            return unknown
        except FAILURES:
            return Unknown.of()


class Verdict:
    """Guard and check of a rule as one function, for the common case that a record passes."""

    __slots__ = ('_check', '_each', '_language', '_when')

    def __init__(self, language: Language, each: Expression | None, when: Expression | None, check: Expression) -> None:
        """Keep the parts."""
        self._language = language
        self._each, self._when, self._check = each, when, check

    def compiled(self) -> Quick:
        """Give the function: True for passed, False for not applicable, else None.

        It raises one of `FAILURES` where the values at hand do not decide.
        """
        each, when = (None if part is None else part.tree for part in (self._each, self._when))
        return compiled_verdict(self._language, each, when, self._check.tree)


class Text:
    """One text with {{ }} in it: parsed at once, compiled when first written."""

    __slots__ = ('_function', '_language', 'source', 'tree')

    def __init__(self, language: Language, source: str) -> None:
        """Parse; raises `ExpressionSyntax` for what is not in the language."""
        self.source = source
        self._language = language
        self._function: Callable[[Context], Any] | None = None
        try:
            self.tree: nodes.Template = language.parse(source)
            refuse_foreign(self.tree)
        except (TemplateSyntaxError, RecursionError, ValueError) as error:
            raise syntax_error(error) from error

    def render(self, scope: Scope) -> str:
        """Write the text; raises `NeedsValue` when a value is missing and `ExpressionError` when one cannot be used."""
        if self._function is None:
            self._function = _compiled(self._language, self.tree)
        try:
            return ''.join(self._function(scope.context))
        except ExpressionError:
            raise
        except FAILURES as error:
            raise ExpressionError(str(error)) from error
        finally:
            scope.forget()


def parsed(language: Language, source: str) -> nodes.Expr:
    """Parse one expression; raises `ExpressionSyntax`."""
    try:
        parser = Parser(language, source, state='variable')
        tree = parser.parse_expression()
        if not parser.stream.eos:
            extra = parser.stream.current
            raise ExpressionSyntax(_("只能写一个表达式，“{text}”起是多余的").format(text=extra.value), extra.lineno)
        refuse_foreign(tree)
    except (TemplateSyntaxError, RecursionError, ValueError) as error:
        raise syntax_error(error) from error
    tree.set_environment(language)
    return tree


def _compiled(language: Language, tree: nodes.Template) -> Callable[[Context], Any]:
    tree.set_environment(language)
    code = language.compile(tree)
    template = language.template_class.from_code(language, code, language.globals)
    return template.root_render_func


__all__ = [
    'LOOP_MEMBERS',
    'MAX_TEXT',
    'Expression',
    'ExpressionSyntax',
    'Language',
    'Scope',
    'Text',
    'parsed',
    'printed',
]
