"""Adagrad: steps that only shrink."""

from __future__ import annotations

import numpy as np

from optanim.optimizers.entry import Entry, State, Step
from optanim.optimizers.gradients import effective_gradient


def adagrad(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    lr_decay: float = 0.0,
    weight_decay: float = 0.0,
    eps: float = 1e-10,
    maximize: bool = False,
) -> Step:
    """s <- s + g^2, and theta <- theta - lr g / (sqrt(s) + eps).

    Duchi et al. (2011), "Adaptive subgradient methods for online learning".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    s = state["sum"] + g * g
    rate = lr / (1.0 + (step - 1) * lr_decay)
    return params - rate * g / (np.sqrt(s) + eps), {"sum": s, "step": float(step)}


ENTRY = Entry(
    name="Adagrad",
    year=2011,
    torch_class="Adagrad",
    rule=adagrad,
    formula=("s arrow.l s + g^2", "theta arrow.l theta - eta g / (sqrt(s) + epsilon)"),
    symbols={"lr": "η", "weight_decay": "λ"},
    letters={"sum": "s"},
    colors={"dark": "#2FBF1D", "light": "#204000"},
    shape=("polygon", 3, 180),
)
