"""The third truth value: a value that is not there yet.

An `Unknown` goes through comparisons, arithmetic and filters unharmed and remembers which places it came from;
only asking it for a plain yes or no raises `NeedsValue`. So a rule over an incomplete record ends as *undecided*,
never as passed or failed, and can say what it needs.
"""

from __future__ import annotations

from typing import Any, NoReturn

from jinja2 import Undefined

Need = tuple[object, str | int]
"""The container a value is missing from (None for a top-level name), and its key."""


class ExpressionError(Exception):
    """An expression met values it cannot work with, or asked for too much."""


class NeedsValue(ExpressionError):
    """A plain answer was asked of a value that is not there yet."""

    def __init__(self, needs: tuple[Need, ...]) -> None:
        self.needs = needs
        super().__init__(', '.join(str(key) for _container, key in needs))


class Unknown(Undefined):
    """A value that is missing, with the places it is missing from."""

    __slots__ = ('needs',)

    needs: tuple[Need, ...]

    def __init__(self, hint: str | None = None, obj: Any = None, name: Any = None, exc: Any = None) -> None:  # noqa: ARG002
        super().__init__(hint, None, name)
        self.needs = ((obj, name),)

    @classmethod
    def of(cls, *values: object) -> Unknown:
        """Join the unknowns among some values into one."""
        joined = cls()
        joined.needs = tuple(dict.fromkeys(_hashable(n) for v in values if isinstance(v, Unknown) for n in v.needs))
        return joined

    def _through(self, *others: object) -> Unknown:
        return Unknown.of(self, *others)

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise NeedsValue(self.needs)

    def __getattr__(self, name: str) -> NoReturn:
        # Python asks for protocol hooks this way; they must look absent, not unknown.
        raise AttributeError(name)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _through  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _through  # type: ignore[assignment]
    __pow__ = __rpow__ = __neg__ = __pos__ = _through  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = _through  # type: ignore[assignment]
    __bool__ = __len__ = __iter__ = __str__ = __contains__ = __int__ = __float__ = _refuse
    __call__ = __html__ = __complex__ = _refuse

    def __hash__(self) -> int:
        return id(self)


class _Identity:
    """Compares a container by identity so that needs can be made unique."""

    __slots__ = ('container',)

    def __init__(self, container: object) -> None:
        self.container = container

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.container is other.container

    def __hash__(self) -> int:
        return id(self.container)


def _hashable(need: Need) -> Need:
    container, key = need
    return (container if isinstance(container, _Identity) else _Identity(container), key)


def container_of(need: Need) -> object:
    """Give the container a value is missing from."""
    return need[0].container if isinstance(need[0], _Identity) else need[0]


def is_unknown(value: object) -> bool:
    """Tell whether a value is not there yet."""
    return isinstance(value, Unknown)
