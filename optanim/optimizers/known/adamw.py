"""AdamW: Adam after a decay of its own, apart from the gradient."""

from __future__ import annotations

import numpy as np

from optanim.optimizers.bounds import SHARE
from optanim.optimizers.entry import Entry, State, Step
from optanim.optimizers.known.adam import ENTRY as ADAM
from optanim.optimizers.known.adam import adam


def adamw(
    params: np.ndarray,
    state: State,
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
    amsgrad: bool = False,
    maximize: bool = False,
) -> Step:
    """theta <- (1 - lr lambda) theta, then Adam's step without any decay.

    Loshchilov and Hutter (2019), "Decoupled weight decay regularization".
    """
    return adam(
        params * (1.0 - lr * weight_decay), state, gradient, step,
        lr=lr, betas=betas, eps=eps, amsgrad=amsgrad, maximize=maximize,
    )  # fmt: skip


ENTRY = Entry(
    name="AdamW",
    year=2019,
    torch_class="AdamW",
    rule=adamw,
    bounds={"betas": SHARE},
    averages=("betas",),
    formula=("theta arrow.l (1 - eta lambda) theta", *ADAM.formula),
    symbols={"lr": "η", "weight_decay": "λ", "betas": "β"},
    letters={"exp_avg": "m", "exp_avg_sq": "v"},
    colors={"dark": "#C1DEBB", "light": "#607040"},
    shape=("star", 5),
)
