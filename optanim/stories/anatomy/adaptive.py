"""What RMSprop and Adam make of a gradient, coordinate by coordinate.

Everything is read off the state that torch recorded. Arrays have shape (T, 2) as (intercept,
slope); row k belongs to step k, the one that leads from row k of the trajectory to row k + 1,
with v and m as they are once step k's gradient has gone into them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.runs.trajectory import Trajectory

# What these keywords must be for a step to have no other parts.
_PLAIN = {
    "weight_decay": 0.0,
    "momentum": 0.0,
    "maximize": False,
    "amsgrad": False,
    "centered": False,
}


@dataclass(frozen=True, eq=False)
class Multipliers(Immutable):
    """RMSprop's step as a product: ``step`` = -``multiplier`` * gradient.

    ``multiplier`` is lr / (sqrt(v) + eps). Tieleman and Hinton (2012), lecture 6.5; eps outside
    the root as in torch.
    """

    multiplier: np.ndarray
    step: np.ndarray

    @classmethod
    def of(cls, trajectory: Trajectory) -> Multipliers:
        """The multipliers of an RMSprop run without momentum or weight decay, else OptanimError."""
        settings = _settings(trajectory, "RMSprop")
        root = np.sqrt(trajectory.state["square_avg"][1:])
        multiplier = trajectory.lrs[:, None] / (root + settings["eps"])
        return cls(multiplier, -multiplier * trajectory.gradients[:-1])


@dataclass(frozen=True, eq=False)
class Averages(Immutable):
    """Adam's two averages, as torch keeps them and corrected for their start at zero.

    ``m`` and ``root_v`` are exp_avg and the root of exp_avg_sq; ``m_hat`` = m / (1 - beta1^(k+1))
    and ``root_v_hat`` = sqrt(v / (1 - beta2^(k+1))). ``step`` is the step that these give and
    torch takes, ``uncorrected`` the one that m and v would give as they are, which torch never
    takes. Kingma and Ba (2015), "Adam: a method for stochastic optimization", section 3.
    """

    m: np.ndarray
    root_v: np.ndarray
    m_hat: np.ndarray
    root_v_hat: np.ndarray
    step: np.ndarray
    uncorrected: np.ndarray

    @classmethod
    def of(cls, trajectory: Trajectory) -> Averages:
        """The averages of an Adam run without weight decay or amsgrad, else OptanimError."""
        settings = _settings(trajectory, "Adam")
        lr, eps, (beta1, beta2) = trajectory.lrs[:, None], settings["eps"], settings["betas"]
        count = np.arange(1, trajectory.steps + 1)[:, None]
        m, v = (trajectory.state[name][1:] for name in ("exp_avg", "exp_avg_sq"))
        m_hat, root_v_hat = m / (1.0 - beta1**count), np.sqrt(v / (1.0 - beta2**count))
        return cls(
            m,
            np.sqrt(v),
            m_hat,
            root_v_hat,
            -lr * m_hat / (root_v_hat + eps),
            -lr * m / (np.sqrt(v) + eps),
        )


def _settings(trajectory: Trajectory, torch_class: str) -> dict[str, Any]:
    optimizer = trajectory.optimizer
    settings = optimizer.settings
    if optimizer.torch_class != torch_class:
        raise OptanimError(f"{optimizer} has no such parts: they are those of {torch_class}")
    for name, plain in _PLAIN.items():
        if settings.get(name, plain) != plain:
            raise OptanimError(f"{optimizer}: {name} must be {plain} for its step to have parts")
    if trajectory.varying:
        raise OptanimError(f"{optimizer}: {', '.join(trajectory.varying)} must not vary")
    return settings
