"""What heavy-ball momentum adds up: past gradients, each weighted by how long ago it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.runs.trajectory import Trajectory
from optanim.stories.anatomy.eigen import eigen_parts


@dataclass(frozen=True, eq=False)
class Fan(Immutable):
    """One step of momentum as a sum: ``parts`` (n, 2) from the newest gradient to the oldest.

    Part j is -lr gamma^j g_(k-j) in parameter units (intercept, slope); ``corners`` (n+1, 2) are
    where they lead, laid tip to tail from row k: the last corner is row k + 1.
    """

    parts: np.ndarray
    corners: np.ndarray


def fan(trajectory: Trajectory, step: int) -> Fan:
    """The parts of step ``step`` of torch's SGD with momentum, from the gradients up to it.

    torch's buffer after step k is the sum of gamma^j g_(k-j) over j = 0..k, for dampening 0, no
    weight decay, no Nesterov. Raises OptanimError for another optimizer or a step that is not
    there.
    """
    gamma = _plain_gamma(trajectory)
    if not 0 <= step < trajectory.steps:
        raise OptanimError(f"step {step} must lie from 0 to {trajectory.steps - 1}")
    ages = np.arange(step + 1)
    weights = gamma**ages
    parts = -trajectory.lrs[step] * weights[:, None] * trajectory.gradients[step - ages]
    corners = trajectory.params[step] + np.concatenate([np.zeros((1, 2)), np.cumsum(parts, axis=0)])
    return Fan(parts, corners)


def _plain_gamma(trajectory: Trajectory) -> float:
    optimizer = trajectory.optimizer
    plain = {key: value for key, value in optimizer.keywords.items() if value}
    if optimizer.torch_class != "SGD" or plain.keys() - {"lr", "momentum"}:
        raise OptanimError(f"{optimizer}: only SGD with lr and momentum is a sum of past gradients")
    return float(plain.get("momentum", 0.0))


@dataclass(frozen=True, eq=False)
class Sums(Immutable):
    """The parts of steps along the Hessian's eigenvectors, flat first, and what becomes of them.

    ``parts[k]`` (k+1, 2) are those of step k as in `Fan`; ``kept`` (n, 2) and ``laid`` (n, 2) the
    length of each step along the two directions, and that of its parts one after another. Where
    the parts agree the two are equal, where they cancel the first is much smaller.
    """

    parts: tuple[np.ndarray, ...]
    kept: np.ndarray
    laid: np.ndarray


def sums(trajectory: Trajectory, steps: int) -> Sums:
    """The first ``steps`` steps of `fan` along the two eigen-directions of `eigen_parts`."""
    directions = eigen_parts(trajectory).directions
    parts = tuple(fan(trajectory, step).parts @ directions for step in range(steps))
    kept = np.array([np.abs(part.sum(axis=0)) for part in parts])
    laid = np.array([np.abs(part).sum(axis=0) for part in parts])
    return Sums(parts, kept, laid)
