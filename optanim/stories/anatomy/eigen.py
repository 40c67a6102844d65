"""A walk along the two directions of a quadratic loss in which it never turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.runs.trajectory import Trajectory

DIRECTIONS = ("flat", "steep")
"""The names of the two directions, in the order of the Hessian's eigenvalues: along the valley, in
which the loss bends least, and across it."""


@dataclass(frozen=True, eq=False)
class EigenParts(Immutable):
    """A run seen along the Hessian's eigenvectors, the flat one first, the steep one second.

    ``directions`` (2, 2) has them as columns; each points so that the start's part is positive.
    ``values`` (2,) are the eigenvalues, ``parts`` (T+1, 2) each row's distance from the minimizer
    along them, ``ways`` (2, T+1, 2) the same as points of the parameter plane.
    """

    values: np.ndarray
    directions: np.ndarray
    parts: np.ndarray
    ways: np.ndarray


def eigen_parts(trajectory: Trajectory) -> EigenParts:
    """Every row of ``trajectory`` along the eigenvectors of its problem's Hessian."""
    problem = trajectory.problem
    values, directions = problem.eigen
    away = trajectory.params - problem.minimizer
    directions = directions * np.where(away[0] @ directions < 0, -1.0, 1.0)
    parts = away @ directions
    ways = problem.minimizer + parts.T[..., None] * directions.T[:, None]
    return EigenParts(values, directions, parts, ways)


def factors(trajectory: Trajectory) -> np.ndarray:
    """1 - lr lambda (2,), flat first: by how much plain gradient descent multiplies a part a step.

    Raises OptanimError where the run is not torch's SGD at one learning rate and nothing else.
    """
    optimizer, lrs = trajectory.optimizer, trajectory.lrs
    others = {key for key, value in optimizer.keywords.items() if value} - {"lr"}
    if optimizer.torch_class != "SGD" or others or np.ptp(lrs) > 0:
        raise OptanimError(f"{optimizer}: only SGD at one lr multiplies by 1 - lr lambda a step")
    return 1.0 - lrs[0] * trajectory.problem.eigen[0]


def power_error(trajectory: Trajectory) -> float:
    """The largest distance of a part from the closed form, in parameter units.

    That is the start's part times (1 - lr lambda)^k at row k, see `factors`.
    """
    powers = factors(trajectory) ** np.arange(trajectory.steps + 1)[:, None]
    parts = eigen_parts(trajectory).parts
    return float(np.abs(parts - parts[0] * powers).max())
