"""Gradient descent, with momentum and Nesterov's look-ahead."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Step = tuple[np.ndarray, dict[str, np.ndarray | float]]


def sgd(
    params: np.ndarray,
    state: Mapping[str, np.ndarray],
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


def effective_gradient(
    params: np.ndarray, gradient: np.ndarray, weight_decay: float, maximize: bool
) -> np.ndarray:
    """The gradient with its sign turned for ``maximize``, plus the pull of ``weight_decay``."""
    g = -gradient if maximize else gradient
    return g + weight_decay * params if np.any(weight_decay) else g
