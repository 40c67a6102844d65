"""What the code of somebody else's optimizer tells of it, read without running it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any

NEEDED = re.compile(
    r"(^|_)(update|refresh|hessian|curvature|fisher|precondition\w*|closure|(pre|post)_step"
    r"|(first|second|inner|outer|ascent|descent)_step|backward)(_|$)"
)
"""How methods are called without which an optimizer's step is not the one that it is known for."""
ANYBODYS = ("backward",)
"""Names that losses have, too: that a code mentions them says nothing."""


def subject_of(kind: Callable[..., Any]) -> str:
    """The name of the first argument of the class: mostly ``params``; empty where it has none."""
    return next((name for name, each in _parameters(kind) if _is_plain(each)), "")


def arguments_of(kind: Callable[..., Any]) -> dict[str, Any]:
    """The named arguments of the class but for the first, with their defaults."""
    named = {name: each.default for name, each in _parameters(kind) if _is_plain(each)}
    named.pop(subject_of(kind), None)
    return named


def takes_anything(kind: Callable[..., Any]) -> bool:
    """Whether the class takes arguments of any name, as ``**kwargs``."""
    return any(each.kind is each.VAR_KEYWORD for _, each in _parameters(kind))


def keywords_known(kind: Callable[..., Any]) -> set[str]:
    """The named arguments of the class, and where it takes any, those of what it is made of."""
    bases = inspect.getmro(kind)[1:-1] if isinstance(kind, type) and takes_anything(kind) else ()
    return {*arguments_of(kind)}.union(*map(arguments_of, bases))


@cache
def knows_keyword(kind: Callable[..., Any], key: str) -> bool:
    """Whether ``key`` is an argument of the class, or means something to its ``**kwargs``.

    It does where a class that it is made of has such an argument, or its code has the word. What a
    function hands on cannot be known.
    """
    if key in arguments_of(kind):
        return True
    if not takes_anything(kind):
        return False
    if not isinstance(kind, type):
        return True
    return key in keywords_known(kind) or key in _words(kind)


@cache
def waits_for(kind: type) -> tuple[str, ...]:
    """The public methods that the class needs to be called from outside, next to its step.

    That is what no code of the class calls and what is named as something that steps rest on:
    SophiaG's ``update_hessian``, without which its Hessian stays zero.
    """
    own = {n: m for base in reversed(_own_bases(kind)) for n, m in vars(base).items()}
    called = _names(kind) - {*ANYBODYS}
    return tuple(
        name
        for name, method in own.items()
        if isinstance(method, FunctionType) and not name.startswith("_")
        if NEEDED.search(name) and name not in called
    )


@cache
def closure_of(kind: type, asked: bool | None = None) -> bool:
    """Whether the step is to be given a closure that evaluates the loss anew.

    It must be where the step requires one, as LBFGS's. To whom may take one it is given as
    ``asked``. Where nothing is, what torch's own classes do does not depend on it; a step of one's
    own that hands on to theirs may have changed the gradient, which a closure would undo; that
    of any other may need it, as AliG's, which divides by the loss.
    """
    step: Any = kind.step  # type: ignore[attr-defined]
    closure = inspect.signature(step).parameters.get("closure")
    if closure is None:
        return False
    if asked is not None or closure.default is closure.empty:
        return asked is not False
    return not _is_torchs(step) and not _hands_on(kind, step)


def _hands_on(kind: type, step: Any) -> bool:
    """Whether the class is one of torch's, extended, and its ``step`` calls that of another."""
    extended = [base for base in kind.__mro__ if _is_torchs(base) and hasattr(base, "step")]
    code = getattr(inspect.unwrap(step), "__code__", None)
    return len(extended) > 1 and code is not None and "step" in code.co_names


def _parameters(kind: Callable[..., Any]) -> Iterator[tuple[str, inspect.Parameter]]:
    try:
        yield from inspect.signature(kind).parameters.items()
    except (TypeError, ValueError):  # written in another language, it has no signature
        return


def _is_plain(parameter: inspect.Parameter) -> bool:
    return parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)


def _own_bases(kind: type) -> list[type]:
    """The class and those that it is made of, torch's and Python's left out."""
    return [base for base in kind.__mro__ if not _is_torchs(base) and base is not object]


def _is_torchs(thing: Any) -> bool:
    return str(thing.__module__).partition(".")[0] == "torch"


def _codes(kind: type) -> Iterator[CodeType]:
    """The code of all functions of the class, those inside them included."""
    for base in _own_bases(kind):
        for each in vars(base).values():
            function = inspect.unwrap(getattr(each, "__func__", getattr(each, "fget", each)))
            if isinstance(function, FunctionType):
                yield from _nested(function.__code__)


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)


def _names(kind: type) -> frozenset[str]:
    """Every attribute that the code of the class mentions."""
    return frozenset(name for code in _codes(kind) for name in code.co_names)


@cache
def _words(kind: type) -> frozenset[str]:
    """Every word that the code of the class has in quotes."""
    constants = [constant for code in _codes(kind) for constant in code.co_consts]
    constants += [part for each in constants if isinstance(each, tuple) for part in each]
    return frozenset(each for each in constants if isinstance(each, str))
