"""NAdam: Adam whose momentum looks one step ahead, and grows over the run."""

from __future__ import annotations

import numpy as np

from optanim.optimizers.bounds import SHARE
from optanim.optimizers.entry import Entry, State, Step
from optanim.optimizers.gradients import averages, effective_gradient


def nadam(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    momentum_decay: float = 4e-3,
    maximize: bool = False,
) -> Step:
    """theta <- theta - lr n / (sqrt(v-hat) + eps), with Pi the product of mu_1 to mu_k.

    n = mu_k+1 m / (1 - Pi mu_k+1) + (1 - mu_k) g / (1 - Pi), and
    mu_k = beta1 (1 - 0.96^(k psi) / 2) with psi the ``momentum_decay``.
    Dozat (2016), "Incorporating Nesterov momentum into Adam".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    a = averages(state, g, step, betas)
    mu, mu_next = (betas[0] * (1.0 - 0.5 * 0.96 ** (k * momentum_decay)) for k in (step, step + 1))
    product = mu * (1.0 if step == 1 else state["mu_product"])
    n = (1.0 - mu) * g / (1.0 - product) + mu_next * a.m / (1.0 - product * mu_next)
    after = {**a.state(step), "mu_product": product}
    return params - lr * n / (np.sqrt(a.v_hat) + eps), after


ENTRY = Entry(
    name="NAdam",
    year=2016,
    torch_class="NAdam",
    rule=nadam,
    bounds={"betas": SHARE},
    averages=("betas",),
    formula=(
        "m arrow.l beta_1 m + (1 - beta_1) g",
        "v arrow.l beta_2 v + (1 - beta_2) g^2",
        "n arrow.l mu_(k+1) m / (1 - Pi mu_(k+1)) + (1 - mu_k) g / (1 - Pi)",
        "theta arrow.l theta - eta n / (sqrt(hat(v)) + epsilon)",
    ),
    symbols={"lr": "η", "weight_decay": "λ", "betas": "β"},
    letters={"exp_avg": "m", "exp_avg_sq": "v", "mu_product": "Π"},
    colors={"dark": "#55EDFD", "light": "#3000D0"},
    shape=("plus",),
)
