"""The classes of optimizers by name: torch.optim's, and any ``package.module:Class``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from optanim.base.errors import OptanimError, unknown
from optanim.base.user_code import imported
from optanim.optimizers.inspection import arguments_of, knows_keyword, takes_anything
from optanim.optimizers.needs import KEYS

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


def class_of(name: str, source: str = "") -> type:
    """The class called ``name``, of one's own that of the code ``source`` where it is given.

    Raises OptanimError where there is none that would do.
    """
    import torch

    if name in UNFIT:
        raise OptanimError(f"{name} cannot race: {UNFIT[name]}")
    if not is_own(name):
        return getattr(torch.optim, name)
    kind, _ = imported(name, "an optimizer", source)
    if not (inspect.isclass(kind) and hasattr(kind, "step") and hasattr(kind, "zero_grad")):
        raise OptanimError(f"{name} is no class of optimizers: it has no step and zero_grad")
    return kind


def name_of(kind: type) -> str:
    """How a class is named: torch.optim's by its name, any other as package.module:Class."""
    import torch

    known = getattr(torch.optim, kind.__name__, None) is kind
    return kind.__name__ if known else f"{kind.__module__}:{kind.__qualname__}"


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


def accepts(name: str, key: str, base: str | None = None) -> bool:
    """Whether ``key`` is a keyword of the class, or one of its needs.

    ``base`` is the class of the optimizer that it wraps, to which it may pass keywords on.
    """
    kind = class_of(name)
    if key in KEYS or knows_keyword(kind, key):
        return True
    return base is not None and takes_anything(kind) and accepts(base, key)


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
