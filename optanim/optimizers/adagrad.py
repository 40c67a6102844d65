"""Adagrad and Adadelta."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optanim.optimizers.sgd import Step, effective_gradient


def adagrad(
    params: np.ndarray,
    state: Mapping[str, np.ndarray],
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    lr_decay: float = 0.0,
    weight_decay: float = 0.0,
    eps: float = 1e-10,
    maximize: bool = False,
) -> Step:
    """s <- s + g^2, and theta <- theta - lr g / (sqrt(s) + eps): steps that only shrink.

    Duchi et al. (2011), "Adaptive subgradient methods for online learning".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    s = state["sum"] + g * g
    rate = lr / (1.0 + (step - 1) * lr_decay)
    return params - rate * g / (np.sqrt(s) + eps), {"sum": s, "step": float(step)}


def adadelta(
    params: np.ndarray,
    state: Mapping[str, np.ndarray],
    gradient: np.ndarray,
    step: int,
    *,
    lr: float,
    rho: float = 0.9,
    eps: float = 1e-6,
    weight_decay: float = 0.0,
    maximize: bool = False,
) -> Step:
    """A step of the size of recent steps: d = g sqrt(D + eps) / sqrt(v + eps), theta - lr d.

    v averages g^2 and D averages d^2. Zeiler (2012), "Adadelta: an adaptive learning rate method".
    """
    g = effective_gradient(params, gradient, weight_decay, maximize)
    v = rho * state["square_avg"] + (1.0 - rho) * g * g
    delta = np.sqrt(state["acc_delta"] + eps) / np.sqrt(v + eps) * g
    spread = rho * state["acc_delta"] + (1.0 - rho) * delta * delta
    after = {"square_avg": v, "acc_delta": spread, "step": float(step)}
    return params - lr * delta, after
