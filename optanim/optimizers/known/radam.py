"""RAdam: Adam that trusts its v only once enough steps have gone into it; before, momentum."""

from __future__ import annotations

import numpy as np

from optanim.optimizers.bounds import SHARE
from optanim.optimizers.entry import Entry, State, Step
from optanim.optimizers.gradients import averages, effective_gradient


def radam(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    maximize: bool = False,
) -> Step:
    """theta <- theta - lr r m-hat sqrt(1 - beta2^k) / (sqrt(v) + eps), theta - lr m-hat before.

    It goes by how many steps v is worth, l = l_max - 2 k beta2^k / (1 - beta2^k) with
    l_max = 2 / (1 - beta2) - 1: trusted above 5, and rectified by
    r = sqrt((l - 4) (l - 2) l_max / ((l_max - 4) (l_max - 2) l)).
    Liu et al. (2020), "On the variance of the adaptive learning rate and beyond".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    a = averages(state, g, step, betas)
    correction = 1.0 - betas[1] ** step
    longest = 2.0 / (1.0 - betas[1]) - 1.0
    length = longest - 2.0 * step * betas[1] ** step / correction
    trusted = length > 5.0
    if not np.any(trusted):
        return params - lr * a.m_hat, a.state(step)
    now, most = np.where(trusted, length, 6.0), np.where(trusted, longest, 6.0)
    rectified = np.sqrt((now - 4.0) * (now - 2.0) * most / ((most - 4.0) * (most - 2.0) * now))
    adaptive = np.sqrt(correction) / (np.sqrt(a.v) + eps)
    return params - lr * a.m_hat * np.where(trusted, rectified * adaptive, 1.0), a.state(step)


ENTRY = Entry(
    name="RAdam",
    year=2020,
    torch_class="RAdam",
    rule=radam,
    bounds={"betas": SHARE},
    averages=("betas",),
    formula=(
        "m arrow.l beta_1 m + (1 - beta_1) g",
        "v arrow.l beta_2 v + (1 - beta_2) g^2",
        "theta arrow.l theta - eta r_k hat(m) / (sqrt(hat(v)) + epsilon)",
    ),
    symbols={"lr": "η", "weight_decay": "λ", "betas": "β"},
    letters={"exp_avg": "m", "exp_avg_sq": "v"},
    colors={"dark": "#FCE87D", "light": "#005030"},
    shape=("star", 4),
)
