"""Adadelta: each step has about the size of the recent ones."""

from __future__ import annotations

import numpy as np

from optanim.optimizers.bounds import SHARE
from optanim.optimizers.entry import Entry, State, Step
from optanim.optimizers.gradients import effective_gradient


def adadelta(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    rho: float = 0.9,
    eps: float = 1e-6,
    weight_decay: float = 0.0,
    maximize: bool = False,
) -> Step:
    """d = g sqrt(D + eps) / sqrt(v + eps), and theta <- theta - lr d.

    v averages g^2 and D averages d^2. Zeiler (2012), "Adadelta: an adaptive learning rate method".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    v = rho * state["square_avg"] + (1.0 - rho) * g * g
    d = np.sqrt(state["acc_delta"] + eps) / np.sqrt(v + eps) * g
    spread = rho * state["acc_delta"] + (1.0 - rho) * d * d
    return params - lr * d, {"square_avg": v, "acc_delta": spread, "step": float(step)}


ENTRY = Entry(
    name="Adadelta",
    year=2012,
    torch_class="Adadelta",
    rule=adadelta,
    bounds={"rho": SHARE},
    averages=("rho",),
    formula=(
        "v arrow.l rho v + (1 - rho) g^2",
        "d arrow.l g sqrt(D + epsilon) / sqrt(v + epsilon)",
        "D arrow.l rho D + (1 - rho) d^2",
        "theta arrow.l theta - eta d",
    ),
    symbols={"lr": "η", "rho": "ρ", "weight_decay": "λ"},
    letters={"square_avg": "v", "acc_delta": "D"},
    colors={"dark": "#B9BB7E", "light": "#705000"},
    shape=("polygon", 6),
)
