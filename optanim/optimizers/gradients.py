"""What the steps of several optimizers begin with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optanim.optimizers.entry import State


def effective_gradient(
    params: np.ndarray, gradient: np.ndarray, weight_decay: float, maximize: bool
) -> np.ndarray:
    """The gradient with its sign turned for ``maximize``, plus the pull of ``weight_decay``."""
    g = -gradient if maximize else gradient
    return g + weight_decay * params if np.any(weight_decay) else g


class Averages(NamedTuple):
    """Adam's running averages m of g and v of g^2, and both corrected for their start at 0."""

    m: np.ndarray
    v: np.ndarray
    m_hat: np.ndarray
    v_hat: np.ndarray

    def state(self, step: int) -> dict[str, np.ndarray | float]:
        """The averages under torch's names, with the number of steps taken."""
        return {"exp_avg": self.m, "exp_avg_sq": self.v, "step": float(step)}


def averages(state: State, g: np.ndarray, step: int, betas: tuple[float, float]) -> Averages:
    """m <- beta1 m + (1 - beta1) g and v <- beta2 v + (1 - beta2) g^2 at ``step``.

    m-hat = m / (1 - beta1^step), v-hat likewise. Kingma and Ba (2015), section 3.
    """
    beta1, beta2 = betas
    m = beta1 * state["exp_avg"] + (1.0 - beta1) * g
    v = beta2 * state["exp_avg_sq"] + (1.0 - beta2) * g * g
    return Averages(m, v, m / (1.0 - beta1**step), v / (1.0 - beta2**step))
