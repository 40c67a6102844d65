"""RMSprop: a rate for each coordinate."""

from __future__ import annotations

import numpy as np

from optanim.optimizers.bounds import SHARE
from optanim.optimizers.entry import Entry, State, Step
from optanim.optimizers.gradients import effective_gradient


def rmsprop(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    alpha: float = 0.99,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    momentum: float = 0.0,
    maximize: bool = False,
) -> Step:
    """v <- alpha v + (1 - alpha) g^2, and theta <- theta - lr g / (sqrt(v) + eps).

    Tieleman and Hinton (2012), lecture 6.5; eps outside the root as in torch. With ``momentum``
    the quotient is gathered in a velocity first.
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    v = alpha * state["square_avg"] + (1.0 - alpha) * g * g
    direction = g / (np.sqrt(v) + eps)
    after = {"square_avg": v, "step": float(step)}
    if not np.any(momentum):
        return params - lr * direction, after
    u = momentum * state["momentum_buffer"] + direction
    return params - lr * u, {**after, "momentum_buffer": u}


ENTRY = Entry(
    name="RMSprop",
    year=2012,
    torch_class="RMSprop",
    rule=rmsprop,
    bounds={"alpha": SHARE, "momentum": SHARE},
    averages=("alpha",),
    formula=(
        "v arrow.l alpha v + (1 - alpha) g^2",
        "theta arrow.l theta - eta g / (sqrt(v) + epsilon)",
    ),
    symbols={"lr": "η", "momentum": "γ", "alpha": "α", "weight_decay": "λ"},
    letters={"square_avg": "v"},
    colors={"dark": "#FF5DA2", "light": "#8E0050"},
    shape=("polygon", 3),
)
