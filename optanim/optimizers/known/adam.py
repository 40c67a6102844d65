"""Adam: momentum, and a rate for each coordinate, both corrected for their start."""

from __future__ import annotations

import numpy as np

from optanim.optimizers.bounds import SHARE
from optanim.optimizers.entry import Entry, State, Step
from optanim.optimizers.gradients import averages, effective_gradient


def adam(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    amsgrad: bool = False,
    maximize: bool = False,
) -> Step:
    """theta <- theta - lr m-hat / (sqrt(v-hat) + eps), with the averages of `averages`.

    Kingma and Ba (2015), "Adam: a method for stochastic optimization"; ``amsgrad`` keeps the
    largest v: Reddi et al. (2018), "On the convergence of Adam and beyond".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    a = averages(state, g, step, betas)
    after, v_hat = a.state(step), a.v_hat
    if amsgrad:
        highest = np.maximum(state["max_exp_avg_sq"], a.v)
        after["max_exp_avg_sq"], v_hat = highest, highest / (1.0 - betas[1] ** step)
    return params - lr * a.m_hat / (np.sqrt(v_hat) + eps), after


ENTRY = Entry(
    name="Adam",
    year=2015,
    torch_class="Adam",
    rule=adam,
    bounds={"betas": SHARE},
    averages=("betas",),
    formula=(
        "m arrow.l beta_1 m + (1 - beta_1) g",
        "v arrow.l beta_2 v + (1 - beta_2) g^2",
        "theta arrow.l theta - eta hat(m) / (sqrt(hat(v)) + epsilon)",
    ),
    symbols={"lr": "η", "weight_decay": "λ", "betas": "β"},
    letters={"exp_avg": "m", "exp_avg_sq": "v"},
    colors={"dark": "#FFFFFF", "light": "#14161C"},
    shape=("polygon", 4),
)
