"""The one expression language of rules, messages and templates."""

from docforms.expressions.checking import Shape, Shapes, check_names, located_names, nearest, places_of
from docforms.expressions.environment import FAILURES, Expression, Language, Scope, Text, Verdict, printed
from docforms.expressions.syntax import ExpressionSyntax
from docforms.expressions.unknown import ExpressionError, NeedsValue, Unknown, container_of, is_unknown

__all__ = [
    'FAILURES',
    'Expression',
    'ExpressionError',
    'ExpressionSyntax',
    'Language',
    'NeedsValue',
    'Scope',
    'Shape',
    'Shapes',
    'Text',
    'Unknown',
    'Verdict',
    'check_names',
    'container_of',
    'is_unknown',
    'located_names',
    'nearest',
    'places_of',
    'printed',
]
