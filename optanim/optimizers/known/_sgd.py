"""torch's SGD, which is gradient descent, momentum or Nesterov's method by its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.optimizers.bounds import SHARE
from optanim.optimizers.entry import State, Step
from optanim.optimizers.gradients import effective_gradient

BOUNDS = MappingProxyType({"momentum": SHARE})
SYMBOLS = MappingProxyType({"lr": "η", "momentum": "γ", "weight_decay": "λ"})
AVERAGES = ("dampening",)


def sgd(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: bool = False,
    maximize: bool = False,
) -> Step:
    """u <- gamma u + (1 - dampening) g, and theta <- theta - lr u; the first u is g itself.

    With ``nesterov``: theta <- theta - lr (g + gamma u). Sutskever et al. (2013), "On the
    importance of initialization and momentum in deep learning", in torch's form, where the
    learning rate stands outside the velocity.
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    if not np.any(momentum):
        return params - lr * g, {}
    u = g if step == 1 else momentum * state["momentum_buffer"] + (1.0 - dampening) * g
    direction = np.where(momentum == 0.0, g, g + momentum * u if nesterov else u)
    return params - lr * direction, {"momentum_buffer": u}


def refuse(keywords: Mapping[str, Any]) -> str | None:
    """Nesterov's look-ahead is one along the momentum."""
    if keywords.get("nesterov") and not keywords.get("momentum", 0) > 0:
        return f"nesterov needs momentum above 0, it is {keywords.get('momentum', 0)}"
    return None
