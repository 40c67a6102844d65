"""The classes of optimizers by name: torch.optim's, and any ``package.module:Class``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from optanim.base.errors import OptanimError, unknown
from optanim.base.user_code import imported

UNFIT = {
    "SparseAdam": "it takes sparse gradients only, and that of two parameters is dense",
    "Muon": "it steps matrices only, and two parameters are a vector",
}


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
        and name not in UNFIT
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


def check_class(name: str, names: set[str]) -> None:
    """Raise OptanimError where no class is called ``name``; ``names`` are further choices."""
    if is_own(name) or name in UNFIT:
        class_of(name)
    elif name not in torch_classes():
        raise unknown("optimizer", name, {*names, *torch_classes()})


def torch_defaults(name: str, source: str = "") -> dict[str, Any]:
    """The keywords of a class with their defaults, those without one left out."""
    empty = inspect.Parameter.empty
    return {k: v for k, v in keywords_of(class_of(name, source)).items() if v is not empty}


def accepts(name: str, key: str) -> bool:
    """Whether the class takes the keyword ``key``."""
    parameters = inspect.signature(class_of(name)).parameters.values()
    anything = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters)
    return anything or key in keywords_of(class_of(name))


@cache
def needs_closure(kind: Any) -> bool:
    """Whether a step must be given a closure that evaluates the loss anew, as LBFGS's."""
    closure = inspect.signature(kind.step).parameters.get("closure")
    return closure is not None and closure.default is inspect.Parameter.empty


def source_of(name: str) -> str:
    """The digest of the code of a class of one's own, as it is now; empty for torch's."""
    return imported(name, "an optimizer")[1] if is_own(name) else ""


@cache
def keywords_of(function: Callable[..., Any]) -> Mapping[str, Any]:
    """The keywords of a function with their defaults, what optimizers and rules share left out."""
    parameters = inspect.signature(function).parameters.values()
    kinds = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    skipped = {"self", "params", "state", "gradient", "step"}
    known = {p.name: p.default for p in parameters if p.kind in kinds and p.name not in skipped}
    return MappingProxyType(known)
