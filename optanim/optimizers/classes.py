"""The classes of optimizers by name: torch.optim's, and any ``package.module:Class``.

A function that makes an optimizer of parameters does for a class of one's own.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from optanim.base.errors import OptanimError, unknown
from optanim.base.user_code import imported, place_of
from optanim.optimizers.inspection import arguments_of, knows_keyword
from optanim.optimizers.needs import KEYS

Maker = Callable[..., Any]
"""A class of optimizers, or a function that makes one."""
UNFIT = {"SparseAdam": "it takes sparse gradients only, and that of two parameters is dense"}
MATRICES = ("Muon",)
"""Classes that step matrices only: the two parameters are one where they are given matrix."""


def is_own(name: str) -> bool:
    """Whether ``name`` is written package.module:Class, no class of torch.optim."""
    return ":" in name


@cache
def torch_classes() -> frozenset[str]:
    """The names of torch.optim's optimizers that can step two parameters."""
    import torch

    return frozenset(
        name
        for name, kind in vars(torch.optim).items()
        if inspect.isclass(kind)
        and issubclass(kind, torch.optim.Optimizer)
        and kind is not torch.optim.Optimizer
        and name not in (*UNFIT, *MATRICES)
    )


def class_of(name: str, source: str = "") -> Maker:
    """The class called ``name``, of one's own that of the code ``source`` where it is given.

    Of one's own it may also be a function, which makes the optimizer as its class would.

    Raises OptanimError where there is none that would do.
    """
    import torch

    if name in UNFIT:
        raise OptanimError(f"{name} cannot race: {UNFIT[name]}")
    if not is_own(name):
        return getattr(torch.optim, name)
    kind: Maker = imported(name, "an optimizer", source)[0]
    if inspect.isclass(kind) and not is_optimizer(kind):
        raise OptanimError(f"{name} is no class of optimizers: it has no step and zero_grad")
    return kind


def is_optimizer(thing: Any) -> bool:
    """Whether a class, or what it has made, has what a run asks of an optimizer."""
    return hasattr(thing, "step") and hasattr(thing, "zero_grad")


def name_of(kind: Maker) -> str:
    """How a class is named: torch.optim's by its name, any other as package.module:Class.

    Raises OptanimError for one that cannot be found by its name, since it is made in a function.
    """
    import torch

    known = getattr(torch.optim, getattr(kind, "__name__", ""), None) is kind
    return kind.__name__ if known else place_of(kind)


def check_class(name: str, names: set[str]) -> None:
    """Raise OptanimError where no class is called ``name``; ``names`` are further choices."""
    if is_own(name) or name in (*UNFIT, *MATRICES):
        class_of(name)
    elif name not in torch_classes():
        known = unknown("optimizer", name, {*names, *torch_classes(), *MATRICES})
        raise OptanimError(f"{known}, or a class as package.module:Class")


def torch_defaults(name: str, source: str = "") -> dict[str, Any]:
    """The keywords of a class with their defaults, those without one left out."""
    empty = inspect.Parameter.empty
    return {k: v for k, v in arguments_of(class_of(name, source)).items() if v is not empty}


def accepts(name: str, key: str, source: str = "") -> bool:
    """Whether ``key`` is a keyword of the class, or one of its needs."""
    return key in KEYS or knows_keyword(class_of(name, source), key)


def source_of(name: str) -> str:
    """The digest of the code of a class of one's own, as it is now; empty for torch's."""
    return imported(name, "an optimizer")[1] if is_own(name) else ""


@cache
def keywords_of(function: Callable[..., Any]) -> Mapping[str, Any]:
    """The keywords of a rule with their defaults, what all rules share left out."""
    parameters = inspect.signature(function).parameters.values()
    kinds = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    skipped = {"params", "state", "gradient", "step"}
    known = {p.name: p.default for p in parameters if p.kind in kinds and p.name not in skipped}
    return MappingProxyType(known)
