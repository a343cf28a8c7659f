"""The sandboxed, strict Jinja environment that rules, messages and templates share (architecture §4).

Differences from stock Jinja, each for a reason:

- Members are members of dicts and lists only: no attribute of a Python object can be reached, so there is nothing to call
  that was not put into `functions` or `filters`.
- `and`, `or` and `not` are Kleene's three-valued ones; see `unknown`.
- Numbers are exact: float literals and quotients are Decimal.
- Powers, products, sums and texts are bounded: the stock sandbox computes 10**100000000.
- Statements that define or include other templates are refused when compiling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from typing import Any, ClassVar, Final

from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docforms.expressions.filters import FILTERS, TESTS
from docforms.expressions.functions import FUNCTIONS
from docforms.expressions.unknown import ExpressionError, NeedsValue, Unknown

MAX_TEXT: Final = 2_000_000
MAX_NUMBER: Final = 10**40
MAX_EXPONENT: Final = 64
LOOP_MEMBERS: Final = frozenset({'index', 'index0', 'first', 'last', 'length', 'revindex'})

EXPRESSION_NODES: Final[tuple[type[nodes.Node], ...]] = (
    nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Compare, nodes.Operand,
    nodes.BinExpr, nodes.UnaryExpr, nodes.Concat, nodes.Filter, nodes.Test, nodes.Call, nodes.Keyword,
    nodes.CondExpr, nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair,
)  # fmt: skip
TEMPLATE_NODES: Final[tuple[type[nodes.Node], ...]] = (
    *EXPRESSION_NODES, nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign,
)  # fmt: skip


def refuse_foreign(tree: nodes.Node) -> None:
    """Refuse statements the language does not have; raises `TemplateSyntaxError`."""
    for inner in tree.find_all(nodes.Node):
        if not isinstance(inner, TEMPLATE_NODES) or (isinstance(inner, nodes.For) and inner.recursive):
            raise TemplateSyntaxError(f'{type(inner).__name__} is not part of the language', inner.lineno)
        if isinstance(inner, nodes.Call) and not isinstance(inner.node, nodes.Name):
            raise TemplateSyntaxError('only named functions can be called', inner.lineno)


class _Generator(CodeGenerator):
    """Refuse what the language does not have; write float literals as Decimal."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        refuse_foreign(node)
        super().visit_Template(node, frame)

    def visit_Const(self, node: nodes.Const, frame: Any) -> None:
        if isinstance(node.value, float):
            self.write(f'environment.decimal({str(node.value)!r})')
        else:
            super().visit_Const(node, frame)


class Language(ImmutableSandboxedEnvironment):
    """The expression language; `escaping` is on for templates that become XML."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({'+', '-', '*', '/', '//', '%', '**', 'and', 'or'})
    intercepted_unops = frozenset({'+', '-', 'not '})
    decimal: ClassVar[type[Decimal]] = Decimal

    def __init__(self, *, escaping: bool = False, finalize: Callable[[object], object] | None = None) -> None:
        super().__init__(
            undefined=Unknown, autoescape=escaping, finalize=finalize or printed, cache_size=0, auto_reload=False
        )
        self.filters = dict(FILTERS)
        self.tests = dict(TESTS)
        self.globals = dict(FUNCTIONS)
        self._callable = frozenset(id(function) for function in FUNCTIONS.values())
        self._with_context = frozenset(id(f) for f in FUNCTIONS.values() if hasattr(f, 'jinja_pass_arg'))

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict:
            value = obj.get(attribute)
            return Unknown(obj=obj, name=attribute) if value is None else value
        if isinstance(obj, Unknown):
            return Unknown.of(obj)
        if type(obj) is LoopContext and attribute in LOOP_MEMBERS:
            return getattr(obj, attribute)
        raise SecurityError(f'no member {attribute!r} here')

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Unknown) or isinstance(argument, Unknown):
            return Unknown.of(obj, argument)
        if type(obj) is dict and isinstance(argument, str):
            return self.getattr(obj, argument)
        if type(obj) in (list, tuple) and type(argument) is int:
            try:
                return obj[argument]
            except IndexError:
                return Unknown(obj=obj, name=argument)
        raise SecurityError(f'no member {argument!r} here')

    def call(self, context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        if id(function) not in self._callable:
            raise SecurityError('this cannot be called')
        for value in args:
            if isinstance(value, Unknown):
                return Unknown.of(*args)
        return function(context, *args, **kwargs) if id(function) in self._with_context else function(*args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == 'and':
            return _both(left, right)
        if operator == 'or':
            return _either(left, right)
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return Unknown.of(left, right)
        return _bounded(_OPERATIONS[operator](left, right))

    def call_unop(self, context: Context, operator: str, argument: Any) -> Any:
        if isinstance(argument, Unknown):
            return Unknown.of(argument)
        if operator == 'not ':
            return not argument
        number = _number(argument)
        return -number if operator == '-' else number


def _both(left: Any, right: Any) -> Any:
    if isinstance(left, Unknown):
        return Unknown.of(left, right) if isinstance(right, Unknown) or right else False
    return right if left else False


def _either(left: Any, right: Any) -> Any:
    if isinstance(left, Unknown):
        return True if not isinstance(right, Unknown) and right else Unknown.of(left, right)
    return left or right


def _number(value: object) -> int | Decimal:
    if type(value) is int or type(value) is Decimal:
        return value
    raise ExpressionError('a number is needed')


def _add(left: Any, right: Any) -> Any:
    for kind in (str, list):
        if isinstance(left, kind) and isinstance(right, kind):
            if len(left) + len(right) > MAX_TEXT:
                raise ExpressionError('the result is too long')
            return left + right  # type: ignore[operator]
    return _number(left) + _number(right)


def _divide(left: Any, right: Any) -> Any:
    return Decimal(_number(left)) / Decimal(_number(right))


def _power(left: Any, right: Any) -> Any:
    base, exponent = Decimal(_number(left)), _number(right)
    if exponent != int(exponent) or abs(exponent) > MAX_EXPONENT:
        raise ExpressionError('the exponent is too large')
    result = base ** int(exponent)
    return int(result) if type(left) is int and exponent >= 0 else result


_OPERATIONS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    '+': _add,
    '-': lambda left, right: _number(left) - _number(right),
    '*': lambda left, right: _number(left) * _number(right),
    '/': _divide,
    '//': lambda left, right: _number(left) // _number(right),
    '%': lambda left, right: _number(left) % _number(right),
    '**': _power,
}


def _bounded(value: Any) -> Any:
    if not isinstance(value, (str, list)) and not -MAX_NUMBER < value < MAX_NUMBER:
        raise ExpressionError('the number is too large')
    return value


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


class Scope:
    """The names one record gives to expressions; made once per record."""

    __slots__ = ('context', 'names')

    def __init__(self, language: Language, names: dict[str, Any]) -> None:
        self.names = {**FUNCTIONS, **names}
        self.context = Context(language, self.names, None, {})


class _Source:
    """Something written in the language: parsed at once, compiled when first evaluated.

    Packs hold hundreds of expressions, and one run needs few of them.
    """

    __slots__ = ('_function', '_language', 'source', 'tree')

    tree: nodes.Node

    def __init__(self, language: Language, source: str) -> None:
        self.source = source
        self._language = language
        self._function: Callable[[Context], Any] | None = None

    def _template(self) -> nodes.Template:
        raise NotImplementedError

    def _run(self, context: Context) -> Any:
        if self._function is None:
            self._function = _compiled(self._language, self._template())
        return self._function(context)


class Expression(_Source):
    """One expression."""

    __slots__ = ()

    def __init__(self, language: Language, source: str) -> None:
        """Parse; raises `ExpressionSyntax` for what is not in the language."""
        super().__init__(language, source)
        self.tree: nodes.Expr = parsed(language, source)

    def _template(self) -> nodes.Template:
        body: list[nodes.Node] = [nodes.Assign(nodes.Name('result', 'store'), self.tree, lineno=1)]
        return nodes.Template(body, lineno=1)

    def value(self, scope: Scope) -> Any:
        """Evaluate; the result is an `Unknown` when a value it turns on is missing, or cannot be worked with."""
        try:
            for _part in self._run(scope.context):
                pass
        except NeedsValue as error:
            unknown = Unknown()
            unknown.needs = error.needs
            return unknown
        except (ExpressionError, TemplateError, TypeError, ValueError, LookupError, ArithmeticError):
            unknown = Unknown()
            unknown.needs = ()
            return unknown
        return scope.context.vars['result']


class Text(_Source):
    """One text with {{ }} in it."""

    __slots__ = ()

    def __init__(self, language: Language, source: str) -> None:
        """Parse; raises `ExpressionSyntax` for what is not in the language."""
        super().__init__(language, source)
        try:
            self.tree: nodes.Template = language.parse(source)
            refuse_foreign(self.tree)
        except (TemplateSyntaxError, RecursionError) as error:
            raise ExpressionSyntax(_reason(error), getattr(error, 'lineno', 1)) from error

    def _template(self) -> nodes.Template:
        return self.tree

    def render(self, scope: Scope) -> str:
        """Write the text; raises `NeedsValue` when a value is missing and `ExpressionError` when one cannot be used."""
        try:
            return ''.join(self._run(scope.context))
        except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, DecimalException) as error:
            raise ExpressionError(str(error)) from error


class ExpressionSyntax(ExpressionError):
    """An expression is not written in the language."""

    def __init__(self, reason: str, line: int) -> None:
        self.reason = reason
        self.line = line
        super().__init__(f'{reason} (line {line})')


def parsed(language: Language, source: str) -> nodes.Expr:
    """Parse one expression; raises `ExpressionSyntax`."""
    try:
        parser = Parser(language, source, state='variable')
        tree = parser.parse_expression()
        if not parser.stream.eos:
            raise TemplateSyntaxError('one expression is expected', parser.stream.current.lineno)
        refuse_foreign(nodes.Template([nodes.Output([tree])], lineno=1))
    except (TemplateSyntaxError, RecursionError) as error:
        raise ExpressionSyntax(_reason(error), getattr(error, 'lineno', 1)) from error
    tree.set_environment(language)
    return tree


def _reason(error: Exception) -> str:
    return str(error.message) if isinstance(error, TemplateSyntaxError) else 'nested too deep'


def _compiled(language: Language, tree: nodes.Template) -> Callable[[Context], Any]:
    tree.set_environment(language)
    try:
        code = language.compile(tree)
    except (TemplateSyntaxError, RecursionError) as error:
        raise ExpressionSyntax(str(error), getattr(error, 'lineno', 1)) from error
    template = language.template_class.from_code(language, code, language.globals)
    return template.root_render_func
